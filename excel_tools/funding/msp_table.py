"""The MSP barème as plain numbers, by date: the form in which sheet and engine read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from excel_tools.vector import count_reached

if TYPE_CHECKING:
    from excel_tools.rules import Rules

_PREFIX = "msp."


@dataclass(frozen=True, slots=True)
class MspScale:
    """The barème of one date; a value is read by its code without ``msp.``.

    Attributes:
        rank: rank of the date, from 1.
        values: points, cents, millionths, months or counts.
        uncertain: codes whose value is to be confirmed.
    """

    rank: int
    values: Mapping[str, int]
    uncertain: frozenset[str]

    def __getitem__(self, code: str) -> int:
        return self.values[code]

    def flag(self, code: str) -> int:
        """Return 1 when the value is to be confirmed."""
        return int(code in self.uncertain)


@dataclass(frozen=True, slots=True)
class MspTable:
    """The barèmes of all dates, ascending."""

    dates: tuple[int, ...]
    scales: tuple[MspScale, ...]

    def at(self, day: int) -> MspScale:
        """Return the barème in force on a day; the first one before the first date."""
        rank: int = max(1, count_reached(self.dates, day))
        return self.scales[rank - 1]


@lru_cache(maxsize=256)
def msp_table(rules: Rules) -> MspTable:
    """Return the tables of a barème, contract overrides included; a value that has ended is worth 0."""
    series = {code.removeprefix(_PREFIX): rules.series(code) for code in rules.codes("msp")}
    dates = tuple(sorted({amount.since for entries in series.values() for amount in entries}))
    scales = []
    for rank, day in enumerate(dates, 1):
        values, uncertain = {}, set()
        for code, entries in series.items():
            held = [entry for entry in entries if entry.since <= day and (not entry.until or day <= entry.until)]
            values[code] = held[-1].value() if held else 0
            if held and held[-1].confidence() == "à confirmer":
                uncertain.add(code)
        scales.append(MspScale(rank, values, frozenset(uncertain)))
    return MspTable(dates, tuple(scales))
