"""By mission and fiscal year: what it receives, what it costs, what it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excel_tools.schedule import YEARS

RUNNING = "fonctionnement"
"""What serves no mission."""


@dataclass(frozen=True, slots=True)
class MissionYears:
    """One mission over the five fiscal years, in cents.

    Attributes:
        mission: code of the mission, ``RUNNING`` for what serves none.
        recoit: income accrued.
        coute: charges.
    """

    mission: str
    recoit: tuple[int, ...]
    coute: tuple[int, ...]

    @property
    def laisse(self) -> tuple[int, ...]:
        """What is left: ``=recoit-coute``."""
        return tuple(income - cost for income, cost in zip(self.recoit, self.coute, strict=True))


def analytic(
    missions: Iterable[str],
    receipts: Iterable[tuple[str, Sequence[int]]],
    costs: Iterable[tuple[str, Sequence[int]]],
) -> tuple[MissionYears, ...]:
    """Return one row per mission, the known ones first, then those met, then ``RUNNING``; they add up to the whole.

    A mission of a year: ``=SUMIFS(montants,missions,mission)``

    Args:
        missions: codes that have a row even when nothing is written on them.
        receipts: mission (``""`` for none) and five yearly amounts, as many times as needed.
        costs: the same for charges.
    """
    income: dict[str, list[int]] = {mission: [0] * YEARS for mission in missions}
    spent: dict[str, list[int]] = {mission: [0] * YEARS for mission in income}
    for rows, sums, other in ((receipts, income, spent), (costs, spent, income)):
        for mission, years in rows:
            row = sums.setdefault(mission or RUNNING, [0] * YEARS)
            other.setdefault(mission or RUNNING, [0] * YEARS)
            for year, cents in enumerate(years):
                row[year] += cents
    order = [mission for mission in income if mission != RUNNING] + [RUNNING]
    nothing = [0] * YEARS
    return tuple(
        MissionYears(mission, tuple(income.get(mission, nothing)), tuple(spent.get(mission, nothing)))
        for mission in order
    )
