"""``resultats.csv``: every line of every budget as a tidy table, one amount a row.

Written for a French spreadsheet and for pandas (``pd.read_csv(f, sep=";", decimal=",")``): UTF-8 with BOM, semicolons,
decimal commas. A text that a spreadsheet could take for a formula is preceded by an apostrophe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from excel_tools.budget import Budget
from excel_tools.dates import add_months, iso
from excel_tools.schedule import YEARS
from excel_tools.spending.flow import Flow, joined, total

COLUMNS = ("structure", "type", "region", "scenario", "exercice", "mois", "ligne", "nature", "montant")
BOM = "\ufeff"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_AIDS, _CASH, _RESULT, _CARRIED, _TAKEN = "aides", "trésorerie", "résultat", "689", "789"
_DEBTS, _OWED = "dettes antérieures", "charges à payer"
_CLAIMS, _CLAIMED = "créances antérieures", "autres produits à recevoir"


def header() -> str:
    """Return the first line, BOM included."""
    return BOM + ";".join(COLUMNS) + "\r\n"


def rows(budget: Budget, scenario: str) -> str:
    """Return the lines of one budget under one scenario.

    ``mois`` is ``2027-03`` for a monthly amount and empty for a yearly one. Natures: droits, produit, créance and dette
    (at the year's end), à confirmer, encaissement, charge, décaissement (by account), résultat, solde (cash at the
    month's end). Amounts of zero are left out, but for the result and the cash. Salaries and indemnities are told by
    account, without the names of posts and persons.
    """
    structure = budget.structure
    exercices = [budget.schedule.frame.first_exercice + year for year in range(YEARS)]
    months = [iso(add_months(budget.schedule.frame.first_day, rank))[:7] for rank in range(12 * YEARS)]
    head = ";".join(field(text) for text in (structure.name, structure.kind, structure.region, scenario))
    lines = []
    for rank, line, nature, cents in _amounts(budget):
        if rank < 0:
            year, month = rank + YEARS, ""
        else:
            year, month = rank // 12, months[rank]
        lines.append(f"{head};{exercices[year]};{month};{field(line)};{nature};{amount(cents)}\r\n")
    return "".join(lines)


def _amounts(budget: Budget) -> Iterator[tuple[int, str, str, int]]:
    """Yield (month from 0, or year − 5 for a yearly amount; line; nature; cents)."""
    for code, calendar in budget.calendars.items():
        yield from _years(code, "droits", calendar.droits)
        yield from _years(code, "produit", calendar.produits)
        yield from _years(code, "à confirmer", calendar.a_confirmer)
        yield from _years(code, "créance", calendar.creances[1:])
        yield from _months(code, "encaissement", calendar.mois)
    yield from _years(_AIDS, "produit", budget.one_off_years)
    yield from _months(_AIDS, "encaissement", budget.one_off_months)
    yield from _years(_TAKEN, "produit", budget.dedicated.reprise)
    for flow in budget.incomes:
        yield from _years(f"{flow.account} {flow.label}", "produit", flow.years)
        yield from _months(f"{flow.account} {flow.label}", "encaissement", flow.paid)
    yield from _months(_CLAIMS, "encaissement", (budget.structure.opening_receivables,))
    yield from _years(_CLAIMED, "créance", budget.receivables.cloture)
    typed = len(budget.structure.charges)
    for flow in (*budget.flows[:typed], *joined(budget.flows[typed:])):
        yield from _years(f"{flow.account} {flow.label}", "charge", flow.years)
    for account, paid in _paid(budget.flows):
        yield from _months(account, "décaissement", paid)
    yield from _months(_DEBTS, "décaissement", (budget.structure.opening_payables,))
    yield from _years(_OWED, "dette", budget.payables.cloture)
    yield from _years(_CARRIED, "charge", budget.dedicated.dotation)
    for year, cents in enumerate(budget.result_years):
        yield year - YEARS, _RESULT, "résultat", cents
    for month, cents in enumerate(budget.months.fin):
        yield month, _CASH, "solde", cents


def _paid(flows: Iterable[Flow]) -> Iterator[tuple[str, tuple[int, ...]]]:
    accounts: dict[str, list[Flow]] = {}
    for flow in flows:
        accounts.setdefault(flow.account, []).append(flow)
    for account in sorted(accounts):
        yield account, total(flow.paid for flow in accounts[account])


def _years(line: str, nature: str, row: tuple[int, ...] | list[int]) -> Iterator[tuple[int, str, str, int]]:
    return ((year - YEARS, line, nature, cents) for year, cents in enumerate(row) if cents)


def _months(line: str, nature: str, row: tuple[int, ...] | list[int]) -> Iterator[tuple[int, str, str, int]]:
    return ((month, line, nature, cents) for month, cents in enumerate(row) if cents)


def field(text: str) -> str:
    """Return a text as a CSV field that no spreadsheet takes for a formula."""
    if text.startswith(_FORMULA_STARTS):
        text = f"'{text}"
    if any(mark in text for mark in ';"\r\n'):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def amount(cents: int) -> str:
    """Return cents as euros with two decimals and a comma."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole},{rest:02d}"
