"""Budgets as rows of a tidy table, in euros: by fiscal year, or by month."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from excel_tools.budget import Budget
from excel_tools.dates import add_months, iso
from excel_tools.schedule import MONTHS, YEARS

Row: TypeAlias = "tuple[str | int | float, ...]"

YEAR_COLUMNS = ("structure", "type", "region", "scenario", "exercice", "ligne", "nature", "montant")
MONTH_COLUMNS = ("structure", "type", "region", "scenario", "mois", "ligne", "montant")
_NATURES = (("droits", "droits"), ("produit", "produits"), ("encaissement", "encaissements"))


def year_rows(scenario: str, budget: Budget) -> Iterator[Row]:
    """Yield the rows of a budget in the order of ``YEAR_COLUMNS``, one per fiscal year, line and nature that is not 0.

    The natures are the words of ``resultats.csv``: droits, produit, encaissement, charge.
    """
    who = _who(scenario, budget)
    for year in range(YEARS):
        exercice = budget.structure.first_exercice + year
        for line, cut in budget.calendars.items():
            for nature, row in _NATURES:
                cents = getattr(cut, row)[year]
                if cents:
                    yield (*who, exercice, line, nature, cents / 100)
        if budget.one_off_years[year]:
            for nature in ("produit", "encaissement"):
                yield (*who, exercice, "aides", nature, budget.one_off_years[year] / 100)
        for nature, incomes in (("produit", budget.other_income_years), ("encaissement", budget.receivables.regle)):
            if incomes[year]:
                yield (*who, exercice, "autres produits", nature, incomes[year] / 100)
        for account, years in budget.charges_by_account.items():
            if years[year]:
                yield (*who, exercice, account, "charge", years[year] / 100)


def month_rows(scenario: str, budget: Budget) -> Iterator[Row]:
    """Yield the encaissements of the sixty months in the order of ``MONTH_COLUMNS``, one per line that is not 0."""
    who, first = _who(scenario, budget), budget.schedule.frame.first_day
    for month in range(MONTHS):
        name = iso(add_months(first, month))[:7]
        for line, cut in budget.calendars.items():
            if cut.mois[month]:
                yield (*who, name, line, cut.mois[month] / 100)
        if budget.one_off_months[month]:
            yield (*who, name, "aides", budget.one_off_months[month] / 100)
        if budget.other_income_months[month]:
            yield (*who, name, "autres produits", budget.other_income_months[month] / 100)


def _who(scenario: str, budget: Budget) -> tuple[str, str, str, str]:
    structure = budget.structure
    return structure.name, structure.kind, structure.region, scenario
