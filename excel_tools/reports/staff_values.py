"""Values of « Personnel » and « Indemnités », from the engine's flows, and of the ceilings in « Barème »."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

from excel_tools.budget import CAPPED, Budget
from excel_tools.dates import add_months, year_of
from excel_tools.errors import InputError
from excel_tools.reports.cells import Values, euros, padded, serial, serials, source_shown
from excel_tools.reports.shape import CLASSES, MONTHS, YEARS, Shape
from excel_tools.reports.spending_frame import calendar, classes, closings, heads_of, with_total
from excel_tools.reports.spending_shape import ALONE, IDLE, INDEMNITY_ROWS, KNOWN, PASS_ROWS, PASS_SPARE, POST_ROWS
from excel_tools.spending import persons
from excel_tools.spending.ceiling import CODE, ceiling
from excel_tools.spending.flow import Flow, total
from excel_tools.spending.staff import days_present, yearly_gross
from excel_tools.vector import PPM

STAFF_BLOCKS = ("bruts", "annees", "cotisations", "presence")
"""Blocks of « Personnel » with a row for each post."""
INDEMNITY_BLOCKS = ("demandes", "decembre", "premiers", "suites", "retenus", "reste")
"""Blocks of « Indemnités » with a row for each line."""


def staff(shape: Shape, budget: Budget, flows: Sequence[Flow]) -> Values:
    """Return « Personnel ».

    Args:
        flows: salaries, then contributions, of each post.
    """
    structure, frame = budget.structure, budget.schedule.frame
    posts, missions, heads = structure.posts, dict(shape.missions), heads_of(budget)
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
            "out_personnel_clotures": closings(frame),
            "out_personnel_exercices": heads,
            "out_personnel_couts": [euros(row) for row in cost] + blank,
            "out_personnel_lignes": padded((sum(row) / 100 for row in cost), POST_ROWS, 0),
            "out_personnel_total": with_total([total(cost, YEARS)]),
            "out_personnel_quotites": padded((post.share / PPM for post in posts), POST_ROWS, 1),
            "out_personnel_bruts": [euros(yearly_gross(post)) for post in posts] + blank,
            "out_personnel_bruts_exercices": heads,
            "out_personnel_bruts_noms": names,
        }
    )
    for key, found in (("annees", gross), ("cotisations", social)):
        values[f"out_personnel_{key}"] = [euros(flow.years) for flow in found] + blank
        values[f"out_personnel_{key}_total"] = with_total([total((flow.years for flow in found), YEARS)])
        values[f"out_personnel_{key}_exercices"] = heads
        values[f"out_personnel_{key}_noms"] = names
    starts = [add_months(frame.first_day, month) for month in range(MONTHS + 1)]
    values["out_personnel_jours"] = [serials(starts[:-1]), [later - day for day, later in pairwise(starts)]]
    values["out_personnel_presence_noms"] = names
    values["out_personnel_presence"] = [list(days_present(post, frame.first_day)) for post in posts] + [
        [0] * MONTHS
    ] * spare
    return values


def indemnities(shape: Shape, budget: Budget, flows: Sequence[Flow]) -> Values:
    """Return « Indemnités », its months, and the ceilings.

    Args:
        flows: one for each line.
    """
    structure, frame = budget.structure, budget.schedule.frame
    lines, retained, heads = structure.indemnities, budget.retained, heads_of(budget)
    missions, month = dict(shape.missions), structure.first_month
    spare = INDEMNITY_ROWS - len(lines)
    blank = [[0] * YEARS] * spare
    until = 13 - month
    names = [persons.shown(line.person) for line in lines] + [""] * spare
    names = [name or f"{ALONE}{rank}" for rank, name in enumerate(names, 1)]
    same = [persons.key(line.person) or rank for rank, line in enumerate(lines)] + [*range(len(lines), INDEMNITY_ROWS)]
    before = [line.before / 100 if month > 1 else 0 for line in lines]
    excess = [sum(row.refused) for row in retained]
    columns = {
        "nom": (line.person if persons.shown(line.person) else None for line in lines),
        "mission": (missions.get(line.mission) for line in lines),
        "compte": (int(line.account) for line in lines),
        "taux": (line.rate / 100 for line in lines),
        "anterieur": (line.before / 100 or None for line in lines),
    }
    ceilings = _ceilings(budget) if structure.kind in CAPPED else []
    values: Values = {f"in_indemnites_{name}": padded(column, INDEMNITY_ROWS) for name, column in columns.items()}
    values.update(
        {
            "in_indemnites_heures": [[hours / 100 for hours in line.hours] for line in lines]
            + [[None] * YEARS] * spare,
            "out_indemnites_clotures": closings(frame),
            "out_indemnites_exercices": heads,
            "out_indemnites_total": with_total([total((row.years for row in retained), YEARS)]),
            "out_indemnites_plafonds": [
                [*heads, heads[-1] + 1],
                euros(ceilings) if structure.kind in CAPPED else [IDLE] * (YEARS + 1),
            ],
            "out_indemnites_coupe": [until, month - 1],
            "out_indemnites_noms": names,
            "out_indemnites_rangs": [same.index(one) + 1 for one in same],
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
            "out_indemnites_classes": classes(flows, CLASSES),
            "out_indemnites_calendrier": calendar(frame),
            "out_indemnites_mois": _paid_months(total(flow.due for flow in flows), until),
        }
    )
    for name in INDEMNITY_BLOCKS:
        if name != "reste":
            values[f"out_indemnites_{name}_exercices"] = heads
            if name != "demandes":
                values[f"out_indemnites_{name}_noms"] = names
    if structure.kind in CAPPED:
        asked = [0] * (YEARS + 1)
        for row in retained:
            for year in range(YEARS):
                asked[year] += row.asked_first[year]
                asked[year + 1] += row.asked[year] - row.asked_first[year]
        values["out_indemnites_civiles"] = euros(asked)
        values["out_indemnites_connu"] = [KNOWN if cents else IDLE for cents in ceilings]
        values["out_indemnites_reste_annees"] = [*heads, heads[-1] + 1]
        values["out_indemnites_reste_noms"] = names
        values["out_indemnites_reste"] = _left(budget, same, ceilings)
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


def _ceilings(budget: Budget) -> list[int]:
    """Return the ceiling of each of the six civil years, as the sheet reads it."""
    structure = budget.structure
    first = year_of(budget.rules.series(CODE)[0].since)
    years = range(structure.first_exercice, structure.first_exercice + YEARS + 1)
    return [ceiling(budget.rules, year).cents if year >= first else 0 for year in years]


def _left(budget: Budget, same: Sequence[object], ceilings: Sequence[int]) -> list[list[float]]:
    """Return what may still be paid to the person of each row in each civil year.

    Args:
        same: what tells the persons apart, row by row.
    """
    late = budget.structure.first_month > 1
    paid: dict[object, list[int]] = {}
    for person, row in zip(same, budget.retained, strict=False):
        years = paid.setdefault(person, [0] * (YEARS + 1))
        years[0] += row.line.before if late else 0
        for year in range(YEARS):
            years[year] += row.first[year]
            years[year + 1] += row.rest[year]
    nothing = [0] * (YEARS + 1)
    return [
        [max(0, most - given) / 100 for most, given in zip(ceilings, paid.get(person, nothing), strict=True)]
        for person in same
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
