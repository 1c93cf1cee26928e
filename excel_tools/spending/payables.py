"""What is still to be paid, or received, at the end of each fiscal year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outstanding:
    """Debts, or claims, of five fiscal years in cents: ``ouverture + ajout − sans − regle = cloture``.

    Attributes:
        ouverture: left from before, on the first day.
        ajout: charges (or income) of the year.
        sans: the part of them that moves no money: allowances, amounts taken back.
        regle: what was paid (or received) in it.
        cloture: left on the last day; the opening of the next year.
    """

    ouverture: tuple[int, ...]
    ajout: tuple[int, ...]
    sans: tuple[int, ...]
    regle: tuple[int, ...]
    cloture: tuple[int, ...]


def outstanding(opening: int, added: Sequence[int], cashless: Sequence[int], settled: Sequence[int]) -> Outstanding:
    """Return what is carried from year to year: ``=ouverture+ajout-sans-regle``.

    Args:
        opening: cents left from before the horizon.
        added: charges, or income, of each fiscal year.
        cashless: the part of them that moves no money.
        settled: what is paid, or received, in each of them.
    """
    openings, closings = [], []
    for more, aside, less in zip(added, cashless, settled, strict=True):
        openings.append(opening)
        opening += more - aside - less
        closings.append(opening)
    return Outstanding(tuple(openings), tuple(added), tuple(cashless), tuple(settled), tuple(closings))
