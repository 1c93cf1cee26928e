"""Values of the sheets of spending and of other income, from the engine's flows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import accumulate

from excel_tools.budget import CAPPED, Budget
from excel_tools.dates import add_months, year_of
from excel_tools.errors import InputError
from excel_tools.reports.cells import Values, euros, padded, serial, serials, source_shown
from excel_tools.reports.shape import CHARGE_ROWS, CLASSES, MONTHS, YEARS, Shape
from excel_tools.reports.spending_shape import (
    CHARGE_TABLE,
    DELAYS,
    INCOME_CLASSES,
    INCOME_ROWS,
    INCOME_TABLE,
    INDEMNITY_ROWS,
    PASS_ROWS,
    PASS_SPARE,
    POST_ROWS,
)
from excel_tools.schedule import Frame
from excel_tools.spending.ceiling import CODE, ceiling
from excel_tools.spending.entry import Entry
from excel_tools.spending.flow import Flow, total
from excel_tools.spending.payables import Outstanding
from excel_tools.spending.staff import yearly_gross
from excel_tools.structure import Structure
from excel_tools.vector import PPM, half_up


def room(structure: Structure) -> list[str]:
    """Return one sentence for each list that is longer than the workbook has room for."""
    return [
        f"« {structure.name} » : {count} {what}, le classeur en tient {most} au plus ; en regrouper."
        for what, count, most in (
            ("lignes de charges", len(structure.charges), CHARGE_ROWS),
            ("lignes d'autres produits", len(structure.incomes), INCOME_ROWS),
            ("postes de personnel", len(structure.posts), POST_ROWS),
            ("lignes d'indemnités", len(structure.indemnities), INDEMNITY_ROWS),
        )
        if count > most
    ]


def spending(shape: Shape, budget: Budget) -> Values:
    """Return the inputs and the formulas of all these sheets."""
    structure = budget.structure
    count = len(structure.charges)
    flows, paid = budget.flows, budget.flows[count + 2 * len(structure.posts) :]
    values: Values = {"in_dettes": structure.opening_payables / 100}
    values.update(_table(shape, budget, CHARGE_TABLE, structure.charges, flows[:count], CHARGE_ROWS))
    values.update(_table(shape, budget, INCOME_TABLE, structure.incomes, budget.incomes, INCOME_ROWS))
    values.update(_charges(budget, flows[:count], flows[count : -len(paid) or None], paid))
    values.update(_incomes(budget))
    values.update(_staff(shape, budget, flows[count : count + 2 * len(structure.posts)]))
    values.update(_indemnities(shape, budget, paid))
    return values


def shown(structure: Structure) -> dict[str, int]:
    """Return how many rows of the long lists are to be shown, by name: those filled, and some more."""

    def used(count: int, most: int) -> int:
        return min(most, count + 3)

    found: dict[str, int] = {}
    for key, lines, most in (
        (CHARGE_TABLE, structure.charges, CHARGE_ROWS),
        (INCOME_TABLE, structure.incomes, INCOME_ROWS),
    ):
        for name in (f"in_{key}_compte", f"out_{key}_atteint", f"out_{key}_avant"):
            found[name] = used(len(lines), most)
    posts = used(len(structure.posts), POST_ROWS)
    found.update(dict.fromkeys(("in_personnel_poste", *(f"out_personnel_{name}" for name in _STAFF_BLOCKS)), posts))
    people = used(len(structure.indemnities), INDEMNITY_ROWS)
    blocks = [name for name in _INDEMNITY_BLOCKS if name != "reste" or structure.kind in CAPPED]
    found.update(dict.fromkeys(("in_indemnites_nom", *(f"out_indemnites_{name}" for name in blocks)), people))
    return found


_STAFF_BLOCKS = ("bruts", "annees", "cotisations", *(f"brut_{year + 1}" for year in range(YEARS)))
_INDEMNITY_BLOCKS = ("demandes", "decembre", "premiers", "suites", "retenus", "reste")


def _heads(budget: Budget) -> list[int]:
    first = budget.structure.first_exercice
    return list(range(first, first + YEARS))


def _closings(frame: Frame) -> list[int]:
    return serials(add_months(frame.first_day, 12 * year) - 1 for year in range(1, YEARS + 1))


def _days(frame: Frame) -> list[int]:
    return serials(add_months(frame.first_day, month) for month in range(MONTHS))


def calendar(frame: Frame) -> list[list[int]]:
    """Return the sixty months: their first day, the rank of their fiscal year, theirs in it."""
    return [[day, rank // 12 + 1, rank % 12 + 1] for rank, day in enumerate(_days(frame))]


def _exact(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _with_total(rows: Iterable[Sequence[int]]) -> list[list[float]]:
    return [euros([*row, sum(row)]) for row in rows]


def _outstanding(name: str, found: Outstanding) -> Values:
    rows = (found.ouverture, found.ajout, found.regle, found.cloture)
    return {name: [euros(row) for row in rows], f"{name}_ouverture": found.ouverture[0] / 100}


def _table(
    shape: Shape, budget: Budget, key: str, lines: Sequence[Entry], flows: Sequence[Flow], most: int
) -> Values:
    """Return a table of lines, and its calendar on « Échéances »."""
    missions, heads = dict(shape.missions), _heads(budget)
    frame, first_month = budget.schedule.frame, budget.structure.first_month
    bases = [line.basis for line in lines]
    imposed = [
        [None if cents is None else cents / 100 for cents in (line.basis.imposed if line.basis else line.cents)]
        for line in lines
    ]
    spare = most - len(lines)
    names = padded((line.label for line in lines), most, "")
    firsts = [(line.month - first_month) % 12 if line.month else 0 for line in lines]
    steps = [line.step for line in lines]
    reached, before = _twelfths(padded(firsts, most, 0), padded(steps, most, 1))
    months = serials(add_months(frame.first_day, month) for month in range(12))
    columns = {
        "libelle": (line.label or None for line in lines),
        "compte": (int(line.account) for line in lines),
        "mission": (missions.get(line.mission) for line in lines),
        "quantite": (_exact(basis.quantity) if basis else None for basis in bases),
        "prix": (_exact(basis.price / 100) if basis and basis.price is not None else None for basis in bases),
        "hausse": (basis.growth / PPM if basis and basis.growth else None for basis in bases),
        "versements": (line.payments or None for line in lines),
        "mois": (line.month or None for line in lines),
        "delai": (line.delay or None for line in lines),
    }
    values: Values = {f"in_{key}_{name}": padded(column, most) for name, column in columns.items()}
    values.update(
        {
            f"in_{key}_imposes": imposed + [[None] * YEARS] * spare,
            f"out_{key}_clotures": _closings(frame),
            f"out_{key}_exercices": heads,
            f"out_{key}_imposes_exercices": heads,
            f"out_{key}_montants": [euros(line.cents) for line in lines] + [[0] * YEARS] * spare,
            f"out_{key}_lignes": padded((sum(line.cents) / 100 for line in lines), most, 0),
            f"out_{key}_saisies": _with_total([total((line.cents for line in lines), YEARS)]),
            f"out_{key}_rythme": padded(([*pair] for pair in zip(firsts, steps, strict=True)), most, [0, 1]),
            f"out_{key}_atteint": reached,
            f"out_{key}_avant": before,
            f"out_{key}_cumuls": _cumulated(lines, flows, reached, before),
            f"out_{key}_echeancier": calendar(frame),
        }
    )
    for name in ("atteint", "avant"):
        values[f"out_{key}_{name}_noms"] = names
        values[f"out_{key}_{name}_mois"] = months
    return values


def _twelfths(firsts: Sequence[int], steps: Sequence[int]) -> tuple[list[list[int]], list[list[int]]]:
    """Return the twelfths of the year reached with the instalment of each month, and before it; none due: zeros."""
    reached, before = [], []
    for first, step in zip(firsts, steps, strict=True):
        ranks = [(month - first) % 12 for month in range(12)]
        reached.append([rank + step if rank % step == 0 else 0 for rank in ranks])
        before.append([rank if rank % step == 0 else 0 for rank in ranks])
    return reached, before


def _cumulated(
    lines: Sequence[Entry], flows: Sequence[Flow], reached: Sequence[Sequence[int]], before: Sequence[Sequence[int]]
) -> list[list[float]]:
    """Return, by month, for each delay: what the lines due reach, what they had reached, what is due."""
    rows = [[0] * (3 * DELAYS) for _ in range(MONTHS)]
    for line, flow, now, past in zip(lines, flows, reached, before, strict=False):
        for month, due in enumerate(flow.due):
            year, rank = divmod(month, 12)
            if now[rank]:
                row, earlier = rows[month], half_up(line.cents[year] * past[rank], 12)
                row[line.delay] += earlier + due
                row[DELAYS + line.delay] += earlier
                row[2 * DELAYS + line.delay] += due
    return [euros(row) for row in rows]


def _classes(flows: Iterable[Flow], classes: Sequence[str]) -> list[list[float]]:
    found = {account: [0] * YEARS for account in classes}
    for flow in flows:
        row = found[flow.account[:2]]
        for year, cents in enumerate(flow.years):
            row[year] += cents
    return [euros(row) for row in found.values()]


def _charges(budget: Budget, lines: Sequence[Flow], staff: Sequence[Flow], paid: Sequence[Flow]) -> Values:
    """Return what « Charges » holds under its lines, and « Charges par mois »."""
    salaries, social = staff[::2], staff[1::2]
    others = (*(total((flow.years for flow in flows), YEARS) for flows in (salaries, social, paid)),)
    own, gross, due, indemnities = (total(flow.due for flow in flows) for flows in (lines, salaries, social, paid))
    settled, late = (total(flow.paid for flow in flows) for flows in (lines, social))
    months = []
    for month in range(MONTHS):
        opening = budget.structure.opening_payables if month == 0 else 0
        owed = (own[month], gross[month], due[month], indemnities[month])
        given = (settled[month], late[month], opening)
        out = gross[month] + indemnities[month] + sum(given)
        months.append(euros([*owed, sum(owed), *given, out]))
    return {
        "out_charges_autres": _with_total(others),
        "out_charges_total": euros(budget.charges_years),
        "out_charges_total_general": sum(budget.charges_years) / 100,
        "out_charges_classes": [euros(budget.charges_by_account[account]) for account in CLASSES],
        "out_charges_calendrier": calendar(budget.schedule.frame),
        "out_charges_mois": months,
        "out_echeances_rangs": list(range(12)),
        **_outstanding("out_charges_dettes", budget.payables),
    }


def _incomes(budget: Budget) -> Values:
    due = total(flow.due for flow in budget.incomes)
    return {
        "out_produits_classes": _classes(budget.incomes, INCOME_CLASSES),
        "out_produits_calendrier": calendar(budget.schedule.frame),
        "out_produits_mois": [euros(row) for row in zip(due, budget.other_income_months, strict=True)],
        **_outstanding("out_produits_creances", budget.receivables),
    }


def _staff(shape: Shape, budget: Budget, flows: Sequence[Flow]) -> Values:
    structure, frame = budget.structure, budget.schedule.frame
    posts, missions, heads = structure.posts, dict(shape.missions), _heads(budget)
    spare = POST_ROWS - len(posts)
    gross, social = flows[::2], flows[1::2]
    blank = [[0] * YEARS] * spare
    cost = [total((one.years, two.years), YEARS) for one, two in zip(gross, social, strict=True)]
    columns = {
        "poste": (post.label or None for post in posts),
        "mission": (missions.get(post.mission) for post in posts),
        "brut": (post.gross / 100 for post in posts),
        "taux": (post.employer / PPM for post in posts),
        "quotite": (post.share / PPM for post in posts),
        "entree": (serial(post.start) for post in posts),
        "sortie": (serial(post.end) for post in posts),
        "hausse": (post.growth / PPM or None for post in posts),
    }
    names = padded((post.label for post in posts), POST_ROWS, "")
    values: Values = {f"in_personnel_{name}": padded(column, POST_ROWS) for name, column in columns.items()}
    values.update(
        {
            "in_cotisations_delai": structure.social_delay,
            "out_personnel_clotures": _closings(frame),
            "out_personnel_exercices": heads,
            "out_personnel_couts": [euros(row) for row in cost] + blank,
            "out_personnel_lignes": padded((sum(row) / 100 for row in cost), POST_ROWS, 0),
            "out_personnel_total": _with_total([total(cost, YEARS)]),
            "out_personnel_quotites": padded((post.share / PPM for post in posts), POST_ROWS, 1),
            "out_personnel_bruts": [euros(yearly_gross(post)) for post in posts] + blank,
            "out_personnel_bruts_exercices": heads,
            "out_personnel_bruts_noms": names,
        }
    )
    for key, found in (("annees", gross), ("cotisations", social)):
        values[f"out_personnel_{key}"] = [euros(flow.years) for flow in found] + blank
        values[f"out_personnel_{key}_total"] = _with_total([total((flow.years for flow in found), YEARS)])
        values[f"out_personnel_{key}_exercices"] = heads
        values[f"out_personnel_{key}_noms"] = names
    pay, contributions = (total(flow.due for flow in found) for found in (gross, social))
    for year in range(YEARS):
        own = slice(12 * year, 12 * year + 12)
        starts = [add_months(frame.first_day, month) for month in range(12 * year, 12 * year + 13)]
        values[f"out_personnel_jours_{year + 1}"] = [serials(starts[:12]), serials(day - 1 for day in starts[1:])]
        values[f"out_personnel_noms_{year + 1}"] = names
        values[f"out_personnel_brut_{year + 1}"] = [euros(flow.due[own]) for flow in gross] + [[0] * 12] * spare
        values[f"out_personnel_mois_{year + 1}"] = [euros(pay[own]), euros(contributions[own])]
    return values


def _indemnities(shape: Shape, budget: Budget, flows: Sequence[Flow]) -> Values:
    structure, frame = budget.structure, budget.schedule.frame
    lines, retained, heads = structure.indemnities, budget.retained, _heads(budget)
    missions, month = dict(shape.missions), structure.first_month
    spare = INDEMNITY_ROWS - len(lines)
    blank = [[0] * YEARS] * spare
    until = 13 - month
    names = [" ".join(line.person.split()) for line in lines] + [""] * spare
    names = [name or f"Sans nom, ligne {rank}" for rank, name in enumerate(names, 1)]
    before = [line.before / 100 if month > 1 else 0 for line in lines]
    excess = [sum(row.refused) for row in retained]
    columns = {
        "nom": (" ".join(line.person.split()) or None for line in lines),
        "mission": (missions.get(line.mission) for line in lines),
        "compte": (int(line.account) for line in lines),
        "taux": (line.rate / 100 for line in lines),
        "anterieur": (line.before / 100 or None for line in lines),
    }
    ceilings = _ceilings(shape, budget)
    values: Values = {f"in_indemnites_{name}": padded(column, INDEMNITY_ROWS) for name, column in columns.items()}
    values.update(
        {
            "in_indemnites_heures": [[hours / 100 for hours in line.hours] for line in lines]
            + [[None] * YEARS] * spare,
            "out_indemnites_clotures": _closings(frame),
            "out_indemnites_exercices": heads,
            "out_indemnites_total": _with_total([total((row.years for row in retained), YEARS)]),
            "out_indemnites_plafonds": [[*heads, heads[-1] + 1], euros(ceilings)],
            "out_indemnites_coupe": [until, month - 1],
            "out_indemnites_noms": names,
            "out_indemnites_comptes": padded((line.account for line in lines), INDEMNITY_ROWS, "6226"),
            "out_indemnites_demandes": [euros(row.asked) for row in retained] + blank,
            "out_indemnites_decembre": [euros(row.asked_first) for row in retained] + blank,
            "out_indemnites_premiers": [euros(row.first) for row in retained] + blank,
            "out_indemnites_suites": [euros(row.rest) for row in retained] + blank,
            "out_indemnites_avant": padded(before, INDEMNITY_ROWS, 0),
            "out_indemnites_retenus": [euros(row.years) for row in retained] + blank,
            "out_indemnites_exces": padded((cents / 100 for cents in excess), INDEMNITY_ROWS, 0),
            "out_indemnites_etat": padded(
                (
                    "Plafond dépassé" if over else "Retenu" if any(row.asked) else "–"
                    for over, row in zip(excess, retained, strict=True)
                ),
                INDEMNITY_ROWS,
                "–",
            ),
            "out_indemnites_classes": _classes(flows, CLASSES),
            "out_indemnites_calendrier": calendar(frame),
            "out_indemnites_mois": _paid_months(total(flow.due for flow in flows), until),
        }
    )
    for name in _INDEMNITY_BLOCKS:
        if name != "reste":
            values[f"out_indemnites_{name}_exercices"] = heads
            if name != "demandes":
                values[f"out_indemnites_{name}_noms"] = names
    if structure.kind in CAPPED:
        values["out_indemnites_reste_annees"] = [*heads, heads[-1] + 1]
        values["out_indemnites_reste_noms"] = names
        values["out_indemnites_reste"] = _left(budget, names, ceilings)
        values.update(pass_values(budget))
    return values


def _paid_months(due: Sequence[int], until: int) -> list[list[float]]:
    """Return, by month: its rank in its part of the fiscal year, the months of the part, paid so far, paid."""
    rows = []
    for year in range(YEARS):
        for length, start in ((until, 0), (12 - until, until)):
            own = due[12 * year + start : 12 * year + start + length]
            for rank, (reached, cents) in enumerate(zip(accumulate(own), own, strict=True), 1):
                rows.append([rank, length, reached / 100, cents / 100])
    return rows


def _ceilings(shape: Shape, budget: Budget) -> list[int]:
    """Return the ceiling of each of the six civil years, as the sheet reads it; one that nothing reaches elsewhere."""
    structure = budget.structure
    if shape.kind not in CAPPED:
        asked = sum(sum(row.asked) for row in budget.retained)
        return [asked + sum(line.before for line in structure.indemnities) + 100] * (YEARS + 1)
    first = year_of(budget.rules.series(CODE)[0].since)
    years = range(structure.first_exercice, structure.first_exercice + YEARS + 1)
    return [ceiling(budget.rules, max(year, first)).cents for year in years]


def _left(budget: Budget, names: Sequence[str], ceilings: Sequence[int]) -> list[list[float]]:
    """Return what may still be paid to the person of each row in each civil year."""
    late = budget.structure.first_month > 1
    paid: dict[str, list[int]] = {}
    for name, row in zip(names, budget.retained, strict=False):
        years = paid.setdefault(name.lower(), [0] * (YEARS + 1))
        years[0] += row.line.before if late else 0
        for year in range(YEARS):
            years[year] += row.first[year]
            years[year + 1] += row.rest[year]
    nothing = [0] * (YEARS + 1)
    return [
        [max(0, most - given) / 100 for most, given in zip(ceilings, paid.get(name.lower(), nothing), strict=True)]
        for name in names
    ]


def pass_values(budget: Budget) -> Values:
    """Return what « Barème » holds of the ceilings, an unused row in a year that no budget reaches.

    Raises:
        InputError: more civil years than the sheet has room for.
    """
    known = budget.rules.series(CODE)
    if len(known) > PASS_ROWS:
        raise InputError(f"{len(known)} plafonds annuels (PASS) connus, la feuille « Barème » en tient {PASS_ROWS}.")
    spare = PASS_ROWS - len(known)
    return {
        "bar_pass_noms": padded((amount.label for amount in known), PASS_ROWS),
        "bar_pass_depuis": [*(serial(amount.since) for amount in known), *[PASS_SPARE] * spare],
        "bar_pass_montants": padded((amount.value() / 100 for amount in known), PASS_ROWS, 0),
        "bar_pass_confiances": padded((amount.confidence() for amount in known), PASS_ROWS),
        "bar_pass_verifie": padded((serial(amount.verified_on) for amount in known), PASS_ROWS),
        "bar_pass_source": padded((source_shown(amount.source) for amount in known), PASS_ROWS),
        "bar_pass_lieu": padded((amount.place for amount in known), PASS_ROWS),
    }
