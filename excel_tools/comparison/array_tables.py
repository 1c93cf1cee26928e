"""The barèmes of many contracts at once: each contract looks its amounts up in a table of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from excel_tools.funding.cpts_table import CODES, SIZES, CptsReading, CptsTable
from excel_tools.funding.esp import EspContract, EspTable
from excel_tools.vector import Int

_NEVER = 10**9


@dataclass(frozen=True, slots=True)
class CptsTables(CptsReading):
    """What ``funding.cpts.schedule`` asks of a ``CptsTable``, one value per contract.

    Attributes:
        dates: first day of each barème of the contract's own table, later than any day where it has fewer.
        thresholds: population from which each size begins.
        amounts: row → the amounts of every table, one after the other.
        uncertain: same shape, 1 where the amount is to be confirmed.
        base: place where the table of the contract begins in them.

    The other fields are those of ``CptsTable``.
    """

    dates: tuple[Int, ...]
    thresholds: tuple[Int, ...]
    amounts: Mapping[str, Any]
    uncertain: Mapping[str, Any]
    base: Int
    advance_rate: Int
    advance_before: Int
    advance_since: Int
    variable_advance: Int
    variable_delay: Int
    duration: Int

    def amount(self, row: str, period: Int, size: Int) -> Int:
        """Return the yearly amount in cents of a row of the table."""
        return self.amounts[row][self.base + (period - 1) * SIZES + size - 1]

    def flag(self, row: str, period: Int, size: Int) -> Int:
        """Return 1 where the amount is to be confirmed, else 0."""
        return self.uncertain[row][self.base + (period - 1) * SIZES + size - 1]


def cpts_tables(tables: Sequence[CptsTable], which: Any) -> CptsTable | CptsTables:
    """Return the tables of some contracts.

    Args:
        which: rank of the table of each contract, an array.
    """
    if len(tables) == 1:
        return tables[0]
    longest = max(len(table.dates) for table in tables)
    bases = np.cumsum([0, *(len(table.dates) * SIZES for table in tables)])

    def each(values: Sequence[int]) -> Int:
        return np.asarray(values, dtype=np.int64)[which]

    def flat(rows: Sequence[Mapping[str, tuple[tuple[int, ...], ...]]]) -> dict[str, Any]:
        return {
            code: np.array([cents for row in rows for sizes in row[code] for cents in sizes], dtype=np.int64)
            for code in CODES
        }

    return CptsTables(
        dates=tuple(
            each([table.dates[rank] if rank < len(table.dates) else _NEVER for table in tables])
            for rank in range(longest)
        ),
        thresholds=tuple(each([table.thresholds[rank] for table in tables]) for rank in range(SIZES)),
        amounts=flat([table.amounts for table in tables]),
        uncertain=flat([table.uncertain for table in tables]),
        base=bases[which],
        advance_rate=each([table.advance_rate for table in tables]),
        advance_before=each([table.advance_before for table in tables]),
        advance_since=each([table.advance_since for table in tables]),
        variable_advance=each([table.variable_advance for table in tables]),
        variable_delay=each([table.variable_delay for table in tables]),
        duration=each([table.duration for table in tables]),
    )


@dataclass(frozen=True, slots=True)
class EspTables:
    """What ``funding.esp.schedule`` asks of an ``EspTable``: contracts of the same region and table go together.

    Attributes:
        groups: for each group, its table and one of its contracts.
        which: group of each contract, an array.
    """

    groups: tuple[tuple[EspTable, EspContract], ...]
    which: Any

    def per_team(self, contract: EspContract, year: int, months: Int) -> tuple[Int, Int]:
        """Return the cents of a civil year and whether they are to be confirmed, one value per contract.

        Raises:
            RuleError: none is certain in a year in which teams are paid.
        """
        due = np.zeros(len(self.groups), dtype=np.int64)
        np.maximum.at(due, self.which, months)
        found = [table.per_team(one, year, int(most)) for (table, one), most in zip(self.groups, due, strict=True)]
        return tuple(np.array(column, dtype=np.int64)[self.which] for column in zip(*found, strict=True))
