"""Cell addresses: letters and numbers, areas behind defined names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")
_SHEET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!\[\]:,;()\s#]+))!(.+)\Z", re.DOTALL)


def _nothing() -> Mapping[tuple[int, int], str]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Area:
    """The rectangle of cells behind one defined name.

    ``row`` and ``column`` start at 1. ``formulas`` maps the zero-based (row, column) offset of each formula cell of
    the area to its text, without the equals sign.
    """

    sheet: str
    row: int
    column: int
    height: int = 1
    width: int = 1
    formulas: Mapping[tuple[int, int], str] = field(default_factory=_nothing, compare=False, repr=False)

    @property
    def size(self) -> int:
        """How many cells."""
        return self.height * self.width

    @property
    def ref(self) -> str:
        """The area as a person writes it: ``B2`` or ``B2:D9``."""
        first = cell_ref(self.row, self.column)
        if self.size == 1:
            return first
        return f"{first}:{cell_ref(self.row + self.height - 1, self.column + self.width - 1)}"

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled, and a template travels to worker processes.
        return _area, (self.sheet, self.row, self.column, self.height, self.width, dict(self.formulas))


def _area(sheet: str, row: int, column: int, height: int, width: int, formulas: dict[tuple[int, int], str]) -> Area:
    return Area(sheet, row, column, height, width, MappingProxyType(formulas))


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """``28`` → ``AB``."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """``AB`` → ``28``."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_ref(row: int, column: int) -> str:
    """``(2, 28)`` → ``AB2``."""
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int] | None:
    """``AB2`` or ``$AB$2`` → ``(2, 28)``; None when it is no address of a sheet."""
    found = _CELL.match(text)
    if not found:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= MAX_ROW and column <= MAX_COLUMN else None


def parse_range(text: str) -> tuple[int, int, int, int] | None:
    """``B2:D9`` or ``B2`` → first row, first column, last row, last column; None when it is neither."""
    first, _, second = text.partition(":")
    start = parse_cell(first)
    end = parse_cell(second) if second else start
    if start is None or end is None:
        return None
    return min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])


def split_sheet(text: str) -> tuple[str, str] | None:
    """``'L''été'!$A$1`` → ``("L'été", "$A$1")``; None when no single sheet is named."""
    found = _SHEET.match(text.strip())
    if not found:
        return None
    sheet = found[1].replace("''", "'") if found[1] is not None else found[2]
    return sheet, found[3].strip()


def parse_area(text: str) -> Area | None:
    """``'Sheet'!$A$1:$B$7`` → its :class:`Area`; None for anything but one plain rectangle of one sheet."""
    parts = split_sheet(text)
    box = parse_range(parts[1]) if parts else None
    if parts is None or box is None:
        return None
    top, left, bottom, right = box
    return Area(parts[0], top, left, bottom - top + 1, right - left + 1)
