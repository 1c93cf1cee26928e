"""What each scenario adds to prices, wages and delays: its inputs, its indexes, the months of charges that follow."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.budget import Budget
from excel_tools.reports.cells import Values, euros, rates
from excel_tools.reports.shape import MONTHS
from excel_tools.reports.spending_frame import heads_of
from excel_tools.reports.spending_shape import CHARGE_TABLE, DELAYS, INDEXES
from excel_tools.spending.entry import LONGEST_DELAY, indexed, put_back, rises
from excel_tools.spending.flow import total
from excel_tools.structure import Structure
from excel_tools.vector import PPM, half_up

FIELDS = {"prix": "price_index", "salaires": "wage_index"}
"""End of the name of an input → attribute of ``Structure`` that holds the index."""
_BLOCK = DELAYS + 1


def refused(structure: Structure) -> list[str]:
    """Return a sentence for each index or delay that no input of a workbook gives."""
    found = [
        f"« {structure.name} » : les indices {list(getattr(structure, field))} ({key}, en millionièmes) ne sont pas "
        "ceux de hausses de -50 à 50 % par an, que tient un classeur."
        for key, field in FIELDS.items()
        if rises(getattr(structure, field)) is None
    ]
    if not 0 <= structure.charges_delay <= LONGEST_DELAY:
        found.append(
            f"« {structure.name} » : {structure.charges_delay} mois ajoutés aux charges ; un classeur en tient "
            f"{LONGEST_DELAY} au plus."
        )
    return found


def rise_values(budgets: Sequence[Budget], displayed: int) -> Values:
    """Return the inputs of « Entrées » and the indexes that they make.

    Args:
        budgets: the three scenarios.
        displayed: the one shown, 1 to 3.
    """
    heads = heads_of(budgets[0])
    values: Values = {"out_entrees_hausses_exercices": heads, "out_entrees_indices_exercices": heads}
    for number, budget in enumerate(budgets, 1):
        values[f"in_s{number}_delai_charges"] = budget.structure.charges_delay
    for key, field in FIELDS.items():
        indexes = [getattr(budget.structure, field) for budget in budgets]
        for number, index in enumerate(indexes, 1):
            values[f"in_s{number}_{key}"] = rates(rises(index) or ())
        values[INDEXES[key]] = [rates(index) for index in (*indexes, indexes[displayed - 1])]
    return values


def charge_months(
    budgets: Sequence[Budget], reached: Sequence[Sequence[int]], before: Sequence[Sequence[int]]
) -> Values:
    """Return the sixty months of each scenario: « Échéances » for the lines, « Personnel », « Charges par mois ».

    Args:
        reached: twelfths of the year reached with the instalment of each month, by line.
        before: the same before it.
    """
    due, paid, pay, social = [], [], [], []
    for budget in budgets:
        staff = budget.flows[len(budget.structure.charges) :][: 2 * len(budget.structure.posts)]
        pay.append(total(flow.due for flow in staff[::2]))
        social.append(total(flow.due for flow in staff[1::2]))
        due.append(budget.charges_months)
        opening = budget.structure.opening_payables
        settled = total(flow.paid for flow in budget.flows)
        paid.append((settled[0] + opening, *settled[1:]))
    blocks = [_lines(budget, reached, before) for budget in budgets]
    return {
        f"out_{CHARGE_TABLE}_cumuls": [[cell for block in row for cell in block] for row in zip(*blocks, strict=True)],
        "out_personnel_salaires_mois": [euros(row) for row in pay],
        "out_personnel_sociales_mois": [euros(row) for row in social],
        "out_charges_personnel": [euros(row) for row in zip(*pay, *social, strict=True)],
        "out_charges_dues": [euros(row) for row in zip(*due, strict=True)],
        "out_charges_payees": [euros(row) for row in zip(*paid, strict=True)],
    }


def _lines(budget: Budget, reached: Sequence[Sequence[int]], before: Sequence[Sequence[int]]) -> list[list[float]]:
    """Return by month: the index, for each delay what the lines reach and had reached, what is due, paid, put off."""
    structure, index = budget.structure, budget.structure.price_index
    flows = budget.flows[: len(structure.charges)]
    # what moves no money has a column of its own after those of the delays
    rows = [[0] * (2 * _BLOCK) for _ in range(MONTHS)]
    at_once = [0] * MONTHS
    for line, flow, now, past in zip(structure.charges, flows, reached, before, strict=False):
        cents = indexed(line, index).cents
        column = DELAYS if line.cashless else line.delay
        for month, due in enumerate(flow.due):
            year, rank = divmod(month, 12)
            if now[rank]:
                earlier = half_up(cents[year] * past[rank], 12)
                rows[month][column] += earlier + due
                rows[month][_BLOCK + column] += earlier
        if not line.cashless:
            for month, settled in enumerate(put_back(flow.due, line.delay)):
                at_once[month] += settled
    due_all, paid = total(flow.due for flow in flows), total(flow.paid for flow in flows)
    return [
        [index[month // 12] / PPM, *euros([*rows[month], due_all[month], at_once[month], paid[month]])]
        for month in range(MONTHS)
    ]
