"""Tables in a hundred columns: names cut no shorter than they must be, amounts with their sign."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from excel_tools.cli.paint import Paint
from excel_tools.comparison.gap import relative
from excel_tools.money import french_number

WIDTH = 100
_NAME, _HEAD = 22, 10
"""Characters that are always kept of a name, and of the head of a column of amounts."""


_ALL = 99
"""A rank beyond the last column."""


def table(rows: Sequence[Sequence[str]], paint: Paint, left: int = 1, last: int = _ALL) -> list[str]:
    """Return aligned lines under a head: the first columns and those from ``last`` on to the left, the others to the
    right.

    Names and heads are cut where the table would be too wide; it stays so when that is not enough.
    """
    widths = _widths(rows, left)
    lines = []
    for rank, row in enumerate(rows):
        cells = [
            cut(cell, size).ljust(size) if column < left or column >= last else _red(cut(cell, size).rjust(size), paint)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(cells).rstrip()
        lines.append(paint.title(line) if rank == 0 else line)
        if rank == 0:
            lines.append("  ".join("─" * size for size in widths))
    return lines


def _widths(rows: Sequence[Sequence[str]], left: int) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    # an amount is never cut
    least = [
        min(widths[rank], _NAME) if rank < left else max(_HEAD, *map(len, column[1:]), 0)
        for rank, column in enumerate(zip(*rows, strict=True))
    ]
    while sum(widths) + 2 * (len(widths) - 1) > WIDTH:
        room, rank = max((size - least[rank], -rank) for rank, size in enumerate(widths))
        if room <= 0:
            break
        widths[-rank] -= 1
    return widths


def fits(rows: Sequence[Sequence[str]], left: int = 1) -> bool:
    """Whether the table of these rows takes no more than ``WIDTH`` columns."""
    widths = _widths(rows, left)
    return sum(widths) + 2 * (len(widths) - 1) <= WIDTH


def _red(cell: str, paint: Paint) -> str:
    return paint.below(cell) if cell.lstrip().startswith("-") else cell


def cut(name: str, most: int) -> str:
    """Return a name in so many characters at most."""
    return name if len(name) <= most else f"{name[: most - 1]}…"


def number(cents: int, unit: int = 100, decimals: int = 2) -> str:
    """Return an amount in French: ``1 234,56``."""
    return french_number(Fraction(cents, unit), decimals)


def signed(cents: int, unit: int = 100, decimals: int = 2) -> str:
    """Return a gap in French, with its sign: ``+1 234,56``."""
    shown = number(cents, unit, decimals)
    if not any(digit in shown for digit in "123456789"):
        # less than half of what is shown: no sign before a zero
        return shown.removeprefix("-")
    return f"{'+' if cents > 0 else ''}{shown}"


def share(gap: int, before: int, decimals: int = 1) -> str:
    """Return a gap in per cent of the reference, a dash where that tells nothing."""
    ppm = relative(gap, before)
    if ppm is None:
        return "–"
    return f"{signed(ppm, 10_000, decimals)}\u202f%"


def more(count: int, where: str = "--csv et --json les donnent") -> str:
    """Return « … et 3 autres » on a line of its own; nothing when none is left."""
    return f"\n… et {count} autre{'s' if count > 1 else ''} ({where})." if count > 0 else ""


def listed(words: Sequence[str]) -> str:
    """Return « a, b et c »."""
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
