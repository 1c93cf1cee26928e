"""Values shared by the MSP, ESS and ESP workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any, TypeVar

from excel_tools.budget import Budget
from excel_tools.reports.cells import Values, serials

FamilyContract = TypeVar("FamilyContract")


def yes(condition: object) -> str:
    """Return the word of a yes-or-no cell."""
    return "oui" if condition else "non"


def plain(values: Iterable[int | Fraction]) -> list[float]:
    """Return exact numbers as a sheet holds them."""
    return [int(value) if value == int(value) else float(value) for value in values]


def period_heads(budgets: Sequence[Budget]) -> Values:
    """Return the opening days that head the hypotheses of each scenario in « Entrées »."""
    openings = serials(budgets[0].schedule.frame.ouverture)
    return {f"out_entrees_s{number}": openings for number in range(1, len(budgets) + 1)}


def by_scenario(budgets: Sequence[Budget], **rows: Any) -> Values:
    """Return the inputs that each scenario has of its own.

    Args:
        rows: name without ``in_s1_`` → what it is worth for a contract.
    """
    return {
        f"in_s{number}_{name}": read(budget.structure.contract)
        for number, budget in enumerate(budgets, 1)
        for name, read in rows.items()
    }


def contract_of(budget: Budget, family: type[FamilyContract]) -> FamilyContract:
    """Return the contract of a structure as that of its family.

    Raises:
        TypeError: the structure is of another family; only a mistake of ours can do that.
    """
    contract = budget.structure.contract
    if not isinstance(contract, family):
        raise TypeError(f"{family.__name__} expected for {budget.structure.kind}")
    return contract
