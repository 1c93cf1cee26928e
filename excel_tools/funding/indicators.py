"""Indicators of a contract: tiers in euros that together make the variable part of a mission.

Real contracts hold three kinds: a count to bring down (≤ 50 → 9 000 €), a rate to bring up (≥ 72.40 % → 2 500 €), and
a thing done or not done, which is a rate to bring up with one tier at 1. Of an indicator's tiers the best one reached
counts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

UP, DOWN = 1, -1
MOST_TIERS = 4
MOST_INDICATORS = 60


@dataclass(frozen=True, slots=True)
class Tier:
    """A threshold and the cents it earns over a whole contract year."""

    threshold: Fraction
    cents: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a mission.

    Attributes:
        mission: code of the mission.
        label: what is counted.
        direction: ``UP`` when a higher value is better, ``DOWN`` when a lower one is.
        tiers: at most four, in any order.
        values: value observed or expected in each period, None while it is not known (it then earns nothing).
    """

    mission: str
    label: str
    direction: int
    tiers: tuple[Tier, ...]
    values: tuple[Fraction | None, ...]

    def earned(self, value: Fraction | None) -> int:
        """Return the cents earned by a value: those of the best tier reached."""
        if value is None:
            return 0
        return max(
            (tier.cents for tier in self.tiers if self.direction * value >= self.direction * tier.threshold), default=0
        )

    @property
    def most(self) -> int:
        """Return the cents of its best tier."""
        return max((tier.cents for tier in self.tiers), default=0)


def earned_by_period(indicators: Iterable[Indicator], mission: str, periods: int) -> list[int]:
    """Return the cents that the indicators of a mission earn over a whole year, in each period."""
    chosen = [indicator for indicator in indicators if indicator.mission == mission]
    return [sum(indicator.earned(indicator.values[period]) for indicator in chosen) for period in range(periods)]


def best_of(indicators: Sequence[Indicator], mission: str) -> int:
    """Return the cents of the best tiers of a mission's indicators: they should make its variable envelope."""
    return sum(indicator.most for indicator in indicators if indicator.mission == mission)
