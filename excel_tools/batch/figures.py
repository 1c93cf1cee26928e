"""What a run keeps of each budget, for the index and the manifest."""

from __future__ import annotations

from dataclasses import dataclass

from excel_tools.budget import Budget
from excel_tools.dates import add_months


@dataclass(frozen=True, slots=True)
class Figures:
    """What the index shows of one structure under one scenario: cents by fiscal year, and the lowest cash.

    Attributes:
        lowest: lowest closing cash of a month, in cents.
        lowest_month: last day of that month.
        share_to_confirm: millionths of what is due over the horizon.
    """

    scenario: str
    produits: tuple[int, ...]
    charges: tuple[int, ...]
    result: tuple[int, ...]
    encaissements: tuple[int, ...]
    cash: tuple[int, ...]
    lowest: int
    lowest_month: int
    share_to_confirm: int
    notices: tuple[tuple[str, str], ...]


def figures(scenario: str, budget: Budget) -> Figures:
    """Return what the index shows of a budget."""
    lowest, month = budget.lowest_cash
    return Figures(
        scenario=scenario,
        produits=budget.produits_years,
        charges=budget.total_charges_years,
        result=budget.result_years,
        encaissements=budget.encaissements_years,
        cash=budget.cash_close_years,
        lowest=lowest,
        lowest_month=add_months(budget.schedule.frame.first_day, month + 1) - 1,
        share_to_confirm=budget.share_to_confirm,
        notices=tuple((notice.code, notice.text) for notice in budget.notices),
    )
