"""A gap between two budgets, split by cause: what each cause gives alone, what they give together, to the cent."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from excel_tools.budget import build_budget
from excel_tools.comparison.causes import COMBINED, substitution
from excel_tools.comparison.figures import Cells, Table, figures, over_years, total
from excel_tools.rules import Rules
from excel_tools.structure import Structure
from excel_tools.vector import PPM, half_up

Evaluate: TypeAlias = "Callable[[Sequence[Structure]], Sequence[Table]]"
"""Structures → the figures of each; one by one below, all at once in ``arrays``."""


def one_by_one(rules: Rules) -> Evaluate:
    """Return what computes figures by building the whole budget of each structure."""
    return lambda structures: [figures(build_budget(structure, rules)) for structure in structures]


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap of a variant to its reference; every table has the rows of ``figures.keys``, five fiscal years, cents.

    Attributes:
        structure: the reference.
        variant: the variant.
        before: figures of the reference.
        after: figures of the variant.
        alone: cause → its effect on the reference, all else unchanged; only the causes whose inputs differ, in the
            order of ``causes.CAUSES``, then ``COMBINED``. They add up to the gap.
        in_order: cause → its effect once those before it hold; they add up to the gap too.
    """

    structure: Structure
    variant: Structure
    before: Table
    after: Table
    alone: Mapping[str, Table]
    in_order: Mapping[str, Table]

    @property
    def table(self) -> Table:
        """The gap, row by row."""
        return less(self.after, self.before)

    def years(self, measure: str) -> tuple[int, ...]:
        """Return the gap of a measure by fiscal year, in cents."""
        return total(self.structure.kind, self.table, measure)

    def over(self, measure: str) -> int:
        """Return the gap of a measure over the horizon: of a sum, the last day's cash or the lowest cash."""
        kind = self.structure.kind
        after, before = (over_years(measure, total(kind, table, measure)) for table in (self.after, self.before))
        return after - before

    def effect(self, cause: str, measure: str) -> tuple[int, ...]:
        """Return what a cause gives alone (``COMBINED``: what they give together), by fiscal year."""
        return total(self.structure.kind, self.alone[cause], measure)

    def over_alone(self, measure: str) -> dict[str, int]:
        """Return what each cause gives alone over the horizon, then what they give together; they add up to the gap.

        The lowest cash is no sum of years: the effect on it is that of the whole cash of the cause.
        """
        kind = self.structure.kind
        before = total(kind, self.before, measure)
        start = over_years(measure, before)
        found = {
            cause: over_years(measure, _plus(before, total(kind, table, measure))) - start
            for cause, table in self.alone.items()
            if cause != COMBINED
        }
        found[COMBINED] = self.over(measure) - sum(found.values())
        return found

    def over_in_order(self, measure: str) -> dict[str, int]:
        """Return what each cause adds over the horizon to those before it; they add up to the gap."""
        kind = self.structure.kind
        found, held = {}, total(kind, self.before, measure)
        for cause, table in self.in_order.items():
            reached = _plus(held, total(kind, table, measure))
            found[cause] = over_years(measure, reached) - over_years(measure, held)
            held = reached
        return found


def _plus(a: Sequence[int], b: Sequence[int]) -> tuple[int, ...]:
    return tuple(x + y for x, y in zip(a, b, strict=True))


def explain(pairs: Sequence[tuple[Structure, Structure]], evaluate: Evaluate) -> list[Gap]:
    """Return the gap of each (reference, variant), explained.

    Everything there is to compute is handed over at once.

    Raises:
        InputError: two structures that cannot be compared.
        RuleError: an amount is not known on a day of a contract.
    """
    with _uncollected():
        return _explained(pairs, evaluate)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put the collector of cycles off: none is made here, and looking for them among all that is kept costs a fifth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _explained(pairs: Sequence[tuple[Structure, Structure]], evaluate: Evaluate) -> list[Gap]:
    plans = [substitution(reference, variant) for reference, variant in pairs]
    wanted: list[Structure] = []
    places: dict[int, int] = {}

    def place(structure: Structure) -> int:
        # references are shared by their variants: the same object is computed once
        if id(structure) not in places:
            places[id(structure)] = len(wanted)
            wanted.append(structure)
        return places[id(structure)]

    asked = [
        (place(reference), [place(item) for item in plan.alone], [place(item) for item in plan.chain])
        for (reference, _), plan in zip(pairs, plans, strict=True)
    ]
    found = evaluate(wanted)
    gaps = []
    for (reference, variant), plan, (first, alone, chain) in zip(pairs, plans, asked, strict=True):
        before = found[first]
        effects = {cause: less(found[at], before) for cause, at in zip(plan.causes, alone, strict=True)}
        steps = [before, *(found[at] for at in chain)]
        in_order = {cause: less(steps[rank + 1], steps[rank]) for rank, cause in enumerate(plan.causes)}
        after = steps[-1]
        effects[COMBINED] = less(less(after, before), added(list(effects.values()), before))
        gaps.append(Gap(reference, variant, before, after, effects, in_order))
    return gaps


def less(a: Table, b: Table) -> Table:
    """Return the first table minus the second one; by arrays when both are ``Cells``."""
    if isinstance(a, Cells) and isinstance(b, Cells):
        return Cells(a.array - b.array)
    return tuple(tuple(x - y for x, y in zip(left, right, strict=True)) for left, right in zip(a, b, strict=True))


def added(tables: Sequence[Table], like: Table) -> Table:
    """Return the sum of some tables, zeros in the shape of ``like`` without any; by arrays when all are ``Cells``."""
    if tables and all(isinstance(table, Cells) for table in tables):
        return Cells(sum(table.array for table in tables if isinstance(table, Cells)))
    zero: Table = tuple((0,) * len(row) for row in like)
    for table in tables:
        zero = tuple(
            tuple(x + y for x, y in zip(left, right, strict=True)) for left, right in zip(zero, table, strict=True)
        )
    return zero


def relative(gap: int, before: int) -> int | None:
    """Return a gap in millionths of the reference, None where it tells nothing: of zero, of a loss, or down to one."""
    return half_up(gap * PPM, before) if before > 0 and before + gap >= 0 else None
