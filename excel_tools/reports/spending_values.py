"""Values of the sheets of spending and of other income, from the engine's flows."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from excel_tools.budget import CAPPED, Budget
from excel_tools.dates import add_months
from excel_tools.reports.cells import Values, euros, padded, serials
from excel_tools.reports.rise_values import charge_months, rise_values
from excel_tools.reports.shape import CHARGE_ROWS, CLASSES, MONTHS, YEARS, Shape
from excel_tools.reports.spending_frame import calendar, classes, closings, heads_of, with_total
from excel_tools.reports.spending_shape import (
    CHARGE_TABLE,
    DELAYS,
    INCOME_CLASSES,
    INCOME_ROWS,
    INCOME_TABLE,
    INDEMNITY_ROWS,
    NEVER,
    OPENING_CLAIMS_INPUT,
    OPENING_DEBTS_INPUT,
    POST_ROWS,
)
from excel_tools.reports.staff_values import INDEMNITY_BLOCKS, STAFF_BLOCKS, indemnities, staff
from excel_tools.spending.entry import Entry
from excel_tools.spending.flow import Flow, total
from excel_tools.spending.payables import Outstanding
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


def spending(shape: Shape, budgets: Sequence[Budget], displayed: int = 1) -> Values:
    """Return the inputs and the formulas of all these sheets.

    Args:
        budgets: the three scenarios.
        displayed: the one whose accounts are shown, 1 to 3.
    """
    budget = budgets[displayed - 1]
    structure = budget.structure
    count = len(structure.charges)
    flows, paid = budget.flows, budget.flows[count + 2 * len(structure.posts) :]
    values: Values = {
        OPENING_DEBTS_INPUT: structure.opening_payables / 100,
        OPENING_CLAIMS_INPUT: structure.opening_receivables / 100,
    }
    values.update(_table(shape, budget, CHARGE_TABLE, structure.charges, flows[:count], CHARGE_ROWS))
    values.update(_table(shape, budget, INCOME_TABLE, structure.incomes, budget.incomes, INCOME_ROWS))
    values.update(_charges(budget, flows[:count], flows[count : -len(paid) or None], paid))
    values.update(_incomes(budget))
    values.update(rise_values(budgets, displayed))
    values.update(charge_months(budgets, values["out_charges_atteint"], values["out_charges_avant"]))
    values.update(staff(shape, budget, flows[count : count + 2 * len(structure.posts)]))
    values.update(indemnities(shape, budget, paid))
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
    found.update(dict.fromkeys(("in_personnel_poste", *(f"out_personnel_{name}" for name in STAFF_BLOCKS)), posts))
    people = used(len(structure.indemnities), INDEMNITY_ROWS)
    blocks = [name for name in INDEMNITY_BLOCKS if name != "reste" or structure.kind in CAPPED]
    found.update(dict.fromkeys(("in_indemnites_nom", *(f"out_indemnites_{name}" for name in blocks)), people))
    return found


def _exact(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _outstanding(name: str, found: Outstanding) -> Values:
    rows = (found.ouverture, found.ajout, found.sans, found.regle, found.cloture)
    return {name: [euros(row) for row in rows], f"{name}_ouverture": found.ouverture[0] / 100}


def _table(shape: Shape, budget: Budget, key: str, lines: Sequence[Entry], flows: Sequence[Flow], most: int) -> Values:
    """Return a table of lines, and its calendar on « Échéances »."""
    missions, heads = dict(shape.missions), heads_of(budget)
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
        "compte": (int(line.account) if line.account else None for line in lines),
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
            f"out_{key}_clotures": closings(frame),
            f"out_{key}_exercices": heads,
            f"out_{key}_imposes_exercices": heads,
            f"out_{key}_montants": [euros(line.cents) for line in lines] + [[0] * YEARS] * spare,
            f"out_{key}_lignes": padded((sum(line.cents) / 100 for line in lines), most, 0),
            f"out_{key}_saisies": with_total([total((line.cents for line in lines), YEARS)]),
            f"out_{key}_rythme": padded(([*pair] for pair in zip(firsts, steps, strict=True)), most, [0, 1]),
            f"out_{key}_atteint": reached,
            f"out_{key}_avant": before,
            f"out_{key}_sans": padded((int(line.cashless) for line in lines), most, 0),
            f"out_{key}_delais": padded((NEVER if line.cashless else line.delay for line in lines), most, 0),
            f"out_{key}_echeancier": calendar(frame),
        }
    )
    if key == INCOME_TABLE:
        values[f"out_{key}_cumuls"] = _cumulated(lines, flows, reached, before)
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
    # what moves no money has a column of its own after those of the delays
    block = DELAYS + 1
    rows = [[0] * (3 * block) for _ in range(MONTHS)]
    for line, flow, now, past in zip(lines, flows, reached, before, strict=False):
        for month, due in enumerate(flow.due):
            year, rank = divmod(month, 12)
            if now[rank]:
                row, earlier = rows[month], half_up(line.cents[year] * past[rank], 12)
                column = DELAYS if line.cashless else line.delay
                row[column] += earlier + due
                row[block + column] += earlier
                row[2 * block + column] += due
    return [euros(row) for row in rows]


def _charges(budget: Budget, lines: Sequence[Flow], staff: Sequence[Flow], paid: Sequence[Flow]) -> Values:
    """Return what « Charges » holds under its lines, and « Charges par mois »."""
    salaries, social = staff[::2], staff[1::2]
    others = (*(total((flow.years for flow in flows), YEARS) for flows in (salaries, social, paid)),)
    own, gross, due, indemnities = (total(flow.due for flow in flows) for flows in (lines, salaries, social, paid))
    settled, late = (total(flow.paid for flow in flows) for flows in (lines, social))
    base = total((line.cents for line in budget.structure.charges), YEARS)
    rise = [after - before for before, after in zip(base, total((flow.years for flow in lines), YEARS), strict=True)]
    months = []
    for month in range(MONTHS):
        opening = budget.structure.opening_payables if month == 0 else 0
        owed = (own[month], gross[month], due[month], indemnities[month])
        given = (settled[month], late[month], opening)
        out = gross[month] + indemnities[month] + sum(given)
        months.append(euros([*owed, sum(owed), *given, out]))
    return {
        "out_charges_hausse": with_total([rise]),
        "out_charges_autres": with_total(others),
        "out_charges_total": euros(budget.charges_years),
        "out_charges_total_general": sum(budget.charges_years) / 100,
        "out_charges_classes": [euros(budget.charges_by_account[account]) for account in CLASSES],
        "out_charges_calendrier": calendar(budget.schedule.frame),
        "out_charges_mois": months,
        "out_echeances_rangs": list(range(12)),
        **_outstanding("out_charges_dettes", budget.payables),
    }


def _incomes(budget: Budget) -> Values:
    due, lines = total(flow.due for flow in budget.incomes), total(flow.paid for flow in budget.incomes)
    opening = (budget.structure.opening_receivables, *(0,) * (MONTHS - 1))
    return {
        "out_produits_classes": classes(budget.incomes, INCOME_CLASSES),
        "out_produits_calendrier": calendar(budget.schedule.frame),
        "out_produits_mois": [euros(row) for row in zip(due, lines, opening, budget.other_income_months, strict=True)],
        **_outstanding("out_produits_creances", budget.receivables),
    }
