"""Names that left their cells: inserted or deleted rows and columns move all the names alike, a hand moves one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from excel_tools.workbook.refs import Area

_STEP = 0.75
"""What it takes to believe that rows were inserted or deleted between two names: less than one name, so that an
insertion above the last one is believed, and more than half of one, so that a name moved alone is not."""

Move = tuple[int, int]
"""Row or column before and after, from 1."""


def out_of_line(before: Mapping[str, Area], after: Mapping[str, Area]) -> list[str]:
    """Return the inputs that moved otherwise than the names around them, in alphabetical order.

    Args:
        before, after: name → its cells, in two states of one workbook; names on other sheets than before, or that only
            one of them has, are left out.
    """
    shared = [name for name, area in before.items() if name in after and after[name].sheet == area.sheet]
    found = set()
    for sheet in {before[name].sheet for name in shared}:
        here = [name for name in shared if before[name].sheet == sheet]
        for axis in ("row", "column"):
            moves = {name: (getattr(before[name], axis), getattr(after[name], axis)) for name in here}
            kept = _believed(Counter(moves.values()))
            found |= {name for name, move in moves.items() if move not in kept}
    return sorted(name for name in found if name.startswith("in_"))


def _believed(moves: Mapping[Move, int]) -> set[Move]:
    """Return the moves that insertions and deletions explain: the same order after as before, and few changes of step.

    Args:
        moves: move → number of names that make it.
    """
    ordered = sorted(moves)
    best: list[float] = []
    before: list[int] = []
    for rank, (old, new) in enumerate(ordered):
        score, previous = 0.0, -1
        for other in range(rank):
            was, now = ordered[other]
            if was < old and now < new:
                reached = best[other] - (_STEP if now - was != new - old else 0)
                if reached > score:
                    score, previous = reached, other
        if previous < 0 and old != new:
            # something was inserted or deleted above all the names
            score = -_STEP
        best.append(score + moves[old, new])
        before.append(previous)
    return _chain(ordered, best, before)


def _chain(ordered: Sequence[Move], best: Sequence[float], before: Sequence[int]) -> set[Move]:
    rank = max(range(len(ordered)), key=lambda place: (best[place], -place), default=-1)
    kept = set()
    while rank >= 0:
        kept.add(ordered[rank])
        rank = before[rank]
    return kept
