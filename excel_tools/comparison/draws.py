"""The probability view: thousands of draws of what is not known, and what they leave in the till.

Each draw is a whole budget: the schedule of the contract runs on arrays of draws, the rest of it (charges, staff, aids)
is that of the structure. The generator is numpy's PCG64: the same seed gives the same draws on one platform.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import TypeAlias

import numpy as np

from excel_tools.budget import build_budget
from excel_tools.comparison.array_budget import Signed, balance, parts_of, rest_of
from excel_tools.comparison.array_columns import Array, TooLarge
from excel_tools.comparison.array_contracts import funding
from excel_tools.comparison.drawn_contracts import Changes, Receipts, changed, drawn_changes, rates_of
from excel_tools.comparison.figures import CHARGES, LOWEST, PRODUITS, RESULTAT, TRESORERIE, figures, total
from excel_tools.comparison.uncertainty import Uncertainty, check
from excel_tools.errors import InputError
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Rules
from excel_tools.schedule import YEARS
from excel_tools.structure import Structure
from excel_tools.vector import PPM, half_up

SEED = 2026
COUNT = 100_000
MOST = 1_000_000
CHUNK = 4_000
Progress: TypeAlias = "Callable[[int, int], None]"
DRAWN = (PRODUITS, CHARGES, RESULTAT, TRESORERIE, LOWEST)
"""Measures kept of each draw."""


@dataclass(frozen=True, slots=True)
class Draws:
    """What the draws of one structure give, in cents.

    Attributes:
        structure: as entered.
        uncertainty: what was drawn.
        seed: that of the generator.
        base: measure → its five fiscal years as entered.
        measures: measure (``DRAWN``) → draw × fiscal year.
        attained: mission → rate of each period as entered (``drawn_contracts.rates_of``), in millionths.
        changes: what each draw changed.
    """

    structure: Structure
    uncertainty: Uncertainty
    seed: int
    base: Mapping[str, tuple[int, ...]]
    measures: Mapping[str, Array]
    attained: Mapping[str, tuple[int, ...]]
    changes: Changes

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.changes.delay)

    @property
    def lowest(self) -> Array:
        """Lowest cash of the sixty months of each draw."""
        return self.measures[LOWEST].min(axis=1)

    def percentiles(self, measure: str, ranks: Sequence[int] = (10, 50, 90)) -> dict[int, tuple[int, ...]]:
        """Return, for each rank in per cent, the value by fiscal year that so many draws do not exceed.

        P10 of 1 000 draws is the hundredth one, the smallest first: always the value of a draw.
        """
        found = percentiles(self.measures[measure], ranks)
        return {rank: tuple(values) for rank, values in zip(ranks, found.tolist(), strict=True)}

    def lowest_percentiles(self, ranks: Sequence[int] = (10, 50, 90)) -> dict[int, int]:
        """Return, for each rank in per cent, the lowest cash of the horizon that so many draws do not exceed."""
        found = percentiles(self.lowest[:, None], ranks)
        return {rank: values[0] for rank, values in zip(ranks, found.tolist(), strict=True)}

    @property
    def below_zero(self) -> int:
        """Share of the draws whose cash goes below zero in some month, in millionths."""
        return int(half_up(int((self.lowest < 0).sum()) * PPM, self.count))

    @property
    def below_zero_years(self) -> tuple[int, ...]:
        """The same by fiscal year: share of the draws whose cash is below zero at the end of one of its months."""
        below = (self.measures[LOWEST] < 0).sum(axis=0).tolist()
        return tuple(int(half_up(found * PPM, self.count)) for found in below)

    def drawn(self, rank: int) -> Structure:
        """Return the structure of one draw, from 0, as ``budget.build_budget`` reads it."""
        return changed(self.structure, self.attained, self.changes, rank)


def percentiles(rows: Array, ranks: Sequence[int]) -> Array:
    """Return the values that so many per cent of the rows do not exceed, rank × column: never between two of them."""
    ordered = np.sort(rows, axis=0)
    # the smallest value that at least rank % of the rows do not exceed
    places = [max(0, -(-rank * len(rows) // 100) - 1) for rank in ranks]
    return ordered[places]


def classes(values: Array, count: int = 20) -> tuple[tuple[int, int, int], ...]:
    """Return a histogram of amounts in cents: lower bound, upper bound and number of draws of each class.

    Classes are of the same round number of euros (1, 2 or 5, then tens of them, hundreds…), the first one beginning on
    a multiple of it, so that none holds amounts on both sides of zero; the upper bound is excluded, and one class more
    than asked may be needed. Equal amounts make one class.
    """
    least, most = int(values.min()), int(values.max())
    needed = -(-(most - least + 1) // count)
    width = next(step * 10**power for power in range(2, 20) for step in (1, 2, 5) if step * 10**power >= needed)
    first = least // width * width
    places = (values - first) // width
    found = np.bincount(places).tolist()
    return tuple((first + width * rank, first + width * (rank + 1), drawn) for rank, drawn in enumerate(found))


def draw(
    structure: Structure,
    rules: Rules,
    uncertainty: Uncertainty | None = None,
    count: int = COUNT,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Draws:
    """Return the draws of one structure.

    Args:
        uncertainty: what is drawn; ``Uncertainty()`` by default.
        count: number of draws, 1 to ``MOST``.
        seed: that of the generator: the same one gives the same draws.
        progress: told how many draws are computed, and of how many.

    Raises:
        InputError: a count or a seed that is no whole number, too many draws, a law that cannot be drawn, an amount too
            large.
        RuleError: an amount is not known on a day of the contract.
    """
    uncertainty = uncertainty or Uncertainty()
    check(uncertainty)
    for what, number in (("Tirages", count), ("Graine", seed)):
        if isinstance(number, bool) or not isinstance(number, Integral):
            raise InputError(f"{what} : « {number} » n'est pas un nombre entier.")
    if not 1 <= count <= MOST:
        raise InputError(f"Tirages : « {count} » ; un nombre de 1 à {MOST} est attendu.")
    if seed < 0:
        raise InputError(f"Graine : « {seed} » ; un nombre entier positif ou nul est attendu.")
    table = figures(build_budget(structure, rules))
    changes = drawn_changes(structure.kind, uncertainty, count, np.random.default_rng(seed))
    rates = rates_of(structure, rules)
    try:
        measures = _measures(structure, rules, rates, changes, progress)
    except TooLarge:
        raise InputError(
            f"« {structure.name} » : des montants dépassent le milliard d'euros ; la simulation ne les compte pas."
        ) from None
    base = {measure: total(structure.kind, table, measure) for measure in DRAWN}
    return Draws(structure, uncertainty, seed, base, measures, rates, changes)


def _measures(
    structure: Structure,
    rules: Rules,
    rates: Mapping[str, tuple[int, ...]],
    changes: Changes,
    progress: Progress | None,
) -> dict[str, Array]:
    kind = structure.kind
    parts = parts_of([structure], Signed(rules, FAMILIES[kind].code))
    (contract, own), rest = parts.contracts.values[0], rest_of([structure], parts)
    # what it gives as entered tells whether arrays can hold it
    funding(kind, [(contract, own)], structure.first_exercice, structure.first_month)
    receipts = Receipts(structure, own, rates)
    found = {measure: np.empty((len(changes.delay), YEARS), dtype=np.int64) for measure in DRAWN}
    for low in range(0, len(changes.delay), CHUNK):
        part = changes.part(low, low + CHUNK)
        received = receipts.under(part)
        left = balance(kind, received.produits, received.months, rest)
        rows = (left.produits, left.charges, left.result, left.fin[:, :, -1], left.fin.min(axis=2))
        for measure, row in zip(DRAWN, rows, strict=True):
            found[measure][low : low + CHUNK] = row
        if progress is not None:
            progress(min(low + CHUNK, len(changes.delay)), len(changes.delay))
    return found
