"""The figures of a budget in one fixed shape, so that any two of them can be subtracted line by line.

A *table* holds one row of five fiscal years, in cents, for each pair (measure, line) of ``keys``; its order never
changes for a kind of structure. Arrays of many budgets have the same rows (see ``arrays``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeAlias, overload

from excel_tools.budget import ACCOUNTS, Budget
from excel_tools.funding.families import FAMILIES
from excel_tools.schedule import YEARS

DROITS, PRODUITS, CHARGES, ENCAISSEMENTS, RESULTAT, TRESORERIE, LOWEST = MEASURES = (
    *("droits", "produits", "charges", "encaissements"),
    *("resultat", "tresorerie", "tresorerie_basse"),
)
"""What is compared: due, accrued, spent, received, left; cash on the last day of the year, lowest of its months."""

ADDED = (DROITS, PRODUITS, CHARGES, ENCAISSEMENTS)
"""Measures whose lines add up, in a year and over the years."""

MEASURE_LABELS = MappingProxyType(
    {
        DROITS: "Droits ouverts",
        PRODUITS: "Produits",
        CHARGES: "Charges",
        ENCAISSEMENTS: "Encaissements",
        RESULTAT: "Résultat",
        TRESORERIE: "Trésorerie de fin d'exercice",
        LOWEST: "Trésorerie la plus basse de l'exercice",
    }
)

AIDS, INCOMES, TAKEN, CARRIED = "aides", "autres", "789", "689"
_OTHER_LABELS = MappingProxyType(
    {
        AIDS: "Aides ponctuelles",
        INCOMES: "Autres produits",
        TAKEN: "Reprise de fonds dédiés (789)",
        CARRIED: "Report en fonds dédiés (689)",
        "60": "Achats (60)",
        "61": "Services extérieurs (61)",
        "62": "Autres services extérieurs (62)",
        "63": "Impôts et taxes (63)",
        "64": "Charges de personnel (64)",
        "65": "Autres charges de gestion courante (65)",
        "66": "Charges financières (66)",
        "67": "Charges exceptionnelles (67)",
        "68": "Dotations (68)",
        "69": "Impôts sur les bénéfices (69)",
    }
)

Years: TypeAlias = "tuple[int, ...]"
Table: TypeAlias = "Sequence[Years]"
"""Rows of five fiscal years in cents: a tuple of tuples, or ``Cells``."""


@dataclass(frozen=True, slots=True, eq=False)
class Cells(Sequence["Years"]):
    """A table held in an array: it reads as a tuple of rows, and subtracts as arrays do.

    Attributes:
        array: ``int64``, row × fiscal year; never changed.
    """

    array: Any

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, at: int) -> Years: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Years, ...]: ...
    def __getitem__(self, at: int | slice) -> Years | tuple[Years, ...]:
        found = self.array[at].tolist()
        return tuple(map(tuple, found)) if isinstance(at, slice) else tuple(found)

    def __iter__(self) -> Iterator[Years]:
        return map(tuple, self.array.tolist())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Cells):
            return bool((self.array == other.array).all()) if self.array.shape == other.array.shape else False
        return tuple(self) == other if isinstance(other, tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True)
class Key:
    """What a row of figures counts.

    Attributes:
        measure: one of ``MEASURES``.
        line: code of a line of receipts, class of accounts or one of ours; empty for a measure without lines.
    """

    measure: str
    line: str = ""


@cache
def keys(kind: str) -> tuple[Key, ...]:
    """Return the rows of the figures of a kind of structure, in their order."""
    lines = tuple(FAMILIES[kind].lines)
    rows = (
        (DROITS, lines),
        (PRODUITS, (*lines, AIDS, INCOMES, TAKEN)),
        (CHARGES, (*ACCOUNTS, CARRIED)),
        (ENCAISSEMENTS, (*lines, AIDS, INCOMES)),
        (RESULTAT, ("",)),
        (TRESORERIE, ("",)),
        (LOWEST, ("",)),
    )
    return tuple(Key(measure, line) for measure, codes in rows for line in codes)


def label(kind: str, line: str) -> str:
    """Return what a treasurer reads for a line."""
    return FAMILIES[kind].lines.get(line) or _OTHER_LABELS[line]


def figures(budget: Budget) -> Table:
    """Return the figures of a budget, in the order of ``keys``."""
    calendars = budget.calendars.values()
    fin = budget.months.fin
    rows: list[Sequence[int]] = [
        *(cut.droits for cut in calendars),
        *(cut.produits for cut in calendars),
        budget.one_off_years,
        budget.other_income_years,
        budget.dedicated.reprise,
        *(budget.charges_by_account[account] for account in ACCOUNTS),
        budget.dedicated.dotation,
        *(cut.encaissements for cut in calendars),
        _by_year(budget.one_off_months),
        _by_year(budget.other_income_months),
        budget.result_years,
        budget.cash_close_years,
        tuple(min(fin[12 * year : 12 * year + 12]) for year in range(YEARS)),
    ]
    return tuple(tuple(row) for row in rows)


def _by_year(months: Sequence[int]) -> Years:
    return tuple(sum(months[12 * year : 12 * year + 12]) for year in range(YEARS))


def total(kind: str, table: Sequence[Sequence[int]], measure: str) -> Years:
    """Return a measure by fiscal year, its lines added up.

    Args:
        table: figures or gaps, in the order of ``keys``.
    """
    first, after = _blocks(kind)[measure]
    return tuple(map(sum, zip(*table[first:after], strict=True)))


def totals(kind: str, table: Sequence[Sequence[int]]) -> dict[str, Years]:
    """Return every measure by fiscal year, as ``total`` does each of them."""
    rows = tuple(table)
    return {measure: total(kind, rows, measure) for measure in MEASURES}


@cache
def _blocks(kind: str) -> Mapping[str, tuple[int, int]]:
    """Return the first row of each measure, and the one after its last; they follow one another."""
    measures = [key.measure for key in keys(kind)]
    return {
        measure: (measures.index(measure), measures.index(measure) + measures.count(measure)) for measure in MEASURES
    }


def over_years(measure: str, years: Sequence[int]) -> int:
    """Return what a measure gives over the horizon: a sum, the last day's cash, or the lowest cash of all."""
    if measure == LOWEST:
        return min(years)
    return years[-1] if measure == TRESORERIE else sum(years)
