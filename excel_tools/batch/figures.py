"""What a run keeps of each budget, for the index and the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from excel_tools.accounts.alerts import budget_alerts
from excel_tools.budget import Budget
from excel_tools.dates import add_months, fiscal_name, french
from excel_tools.money import french_euros


@dataclass(frozen=True, slots=True)
class Figures:
    """What the index shows of one structure under one scenario: cents by fiscal year, and the lowest cash.

    Attributes:
        lowest: lowest closing cash of a month, in cents.
        lowest_month: last day of that month.
        share_to_confirm: millionths of what is due over the horizon.
        notices: code and sentence of its alerts, the most pressing first.
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
        # a deficit is told below, under the fiscal year's own name
        notices=tuple(
            (alert.code, alert.sentence) for alert in budget_alerts(budget) if alert.code != "budget-deficitaire"
        ),
    )


def alerts(budgets: Mapping[str, Budget]) -> tuple[tuple[str, str], ...]:
    """Return what must be looked at beside the notices of the first scenario: deficits, and other scenarios' cash."""
    first, *others = budgets
    found: list[tuple[str, str]] = []
    budget = budgets[first]
    deficits = [
        f"{fiscal_name(budget.structure.first_exercice + year, budget.structure.first_month)} ({french_euros(cents)})"
        for year, cents in enumerate(budget.result_years)
        if cents < 0
    ]
    if deficits:
        found.append(("resultat-negatif", f"Résultat négatif : {', '.join(deficits)}."))
    for name in others:
        lowest, month = budgets[name].lowest_cash
        # the first scenario's own low point is already told
        if lowest < 0 and lowest != budget.lowest_cash[0]:
            on = french(add_months(budgets[name].schedule.frame.first_day, month + 1) - 1)
            found.append(
                (
                    "tresorerie-negative-scenario",
                    f"Scénario « {name} » : la trésorerie est négative, au plus bas {french_euros(lowest)} le {on}.",
                )
            )
    return tuple(found)


def same_as_first(budgets: Mapping[str, Budget]) -> tuple[str, ...]:
    """Return the scenarios whose every amount is that of the first one, to the cent."""
    first, *others = budgets
    return tuple(name for name in others if _amounts(budgets[name]) == _amounts(budgets[first]))


def _amounts(budget: Budget) -> tuple[object, ...]:
    return (
        budget.months,
        budget.droits_years,
        budget.produits_years,
        budget.total_charges_years,
        dict(budget.calendars),
    )
