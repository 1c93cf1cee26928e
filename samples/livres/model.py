"""What a book is made of, whatever the file: sheets, rows of cells, formulas, one kind of chart.

Rows and columns count from 0. Formulas are written in OpenFormula without their ``=``: addresses in brackets
(``[.A5]``, ``[.A5:.C9]``), ``;`` between arguments, our functions with their dot. The writers translate.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from excel_tools.functions.hosts.cell import CellError
from samples.livres.look import wraps

Value: TypeAlias = "str | int | float | bool | datetime.date | CellError | None"

CREATED = datetime.datetime(2026, 11, 20, 12, 0, 0)
"""A fixed date: a book drawn twice has the same bytes."""

_PRINTED = {False: (538.0, 740.0), True: (784.0, 495.0)}
"""Landscape or not → width and height of A4 between its margins and its footer, in points."""
_PORTRAIT, _LANDSCAPE = 112.0, 150.0
"""Width of a page, in characters: a narrower sheet ends with an empty column."""
_WIDEST_PORTRAIT = 136.0
"""Width beyond which the letters of a sheet would be too small: it is printed in landscape."""

_WIDTHS = {
    **dict.fromkeys("ijlI'.,;:! ()[]", 0.55),
    **dict.fromkeys("tfrs", 0.73),
    **dict.fromkeys("acegkvxyzéèêàç", 0.93),
    **dict.fromkeys("mw", 1.55),
    **dict.fromkeys("MW", 1.75),
    **dict.fromkeys("…«»", 1.2),
}
"""Signs of the font that are not as wide as a figure, capital letters apart."""
_SURE = 0.97
"""Share of a width that a line may take: letters are rounded to whole points."""

LINE = 13.5
"""Height of a line of text, in points."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        value: what it shows; for a formula, the value stored with it.
        look: name of a look of ``samples.livres.look``.
        number: name of a number format of ``templates.kit.style``.
        formula: OpenFormula, or nothing.
        block: rows and columns of the matrix formula that starts here; the values of its other cells are cells.
        link: sheet and cell it leads to, ``("CPTS", "A5")``.
    """

    value: Value = None
    look: str = "plain"
    number: str = ""
    formula: str = ""
    block: tuple[int, int] | None = None
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A column chart over columns of a sheet; every series has its title in the cell above its first value.

    Attributes:
        title: title, also the name that assistive technology reads.
        description: what it shows, in one sentence.
        row, column: place of its top left corner.
        width, height: size in points.
        first, last: rows of the data.
        labels: column of the categories.
        series: columns of the values.
    """

    title: str
    description: str
    row: int
    column: int
    width: float
    height: float
    first: int
    last: int
    labels: int
    series: tuple[int, ...]


@dataclass(slots=True)
class Sheet:
    """A sheet being filled from top to bottom.

    Attributes:
        name: name of its tab.
        widths: widths of its columns, in characters.
        aside: how many of the last columns stay off the paper.
        frozen: rows kept in sight.
        repeated: rows repeated on every page; the frozen ones below them stay off the paper.
        cells: row and column → cell.
        heights: row → height in points.
        breaks: rows that start a page.
        row: next free row.
    """

    name: str
    widths: tuple[float, ...]
    aside: int = 0
    frozen: int = 2
    repeated: int = 2
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)
    chart: Chart | None = None
    row: int = 0

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Write a cell and make its row high enough for a wrapped text."""
        self.cells[row, column] = cell
        self.heights[row] = max(self.heights.get(row, 0), height(cell, self.widths[column]))

    def band(self, row: int, look: str) -> None:
        """Give a look to the empty cells of a row, over the whole width."""
        for column in range(len(self.printed)):
            if (row, column) not in self.cells:
                self.put(row, column, Cell(look=look))

    def tall(self, first: int, end: int) -> float:
        """Return the height of the rows from ``first`` to the one before ``end``, in points."""
        return sum(self.heights.get(row, LINE) for row in range(first, end))

    @property
    def printed(self) -> tuple[float, ...]:
        """Widths of the columns that are printed."""
        return self.widths[: len(self.widths) - self.aside]

    @property
    def first_printed(self) -> int:
        """First row of the print range, below the ones that every page repeats."""
        return self.frozen if self.repeated < self.frozen else 0

    @property
    def page_height(self) -> float:
        """Height that a printed page leaves to its rows, in points at the scale that makes the sheet one page wide."""
        wide = sum(7 * width + 5 for width in self.printed) * 0.75
        width, height = _PRINTED[self.landscape]
        return height * max(1.0, wide / width) - self.tall(0, self.repeated)

    @property
    def landscape(self) -> bool:
        """Whether the paper lies on its side."""
        return sum(self.printed) > _WIDEST_PORTRAIT

    @property
    def last_row(self) -> int:
        """Last row that holds a cell, or that the chart covers."""
        return self._last(len(self.widths))

    @property
    def last_printed(self) -> int:
        """The same for the columns that are printed."""
        return self._last(len(self.printed))

    def _last(self, columns: int) -> int:
        last = max(row for row, column in self.cells if column < columns)
        if self.chart:
            last = max(last, self.chart.row + int(self.chart.height / LINE) + 1)
        return last


@dataclass(frozen=True, slots=True)
class Book:
    """A book: its title, what it is about, its sheets."""

    title: str
    subject: str
    sheets: tuple[Sheet, ...]


def height(cell: Cell, width: float) -> float:
    """Return the height a cell asks for, in points."""
    if cell.look == "title":
        return 27
    if cell.look in ("link", "subtitle"):
        return 19
    if cell.look == "head":
        return 18
    if not wraps(cell.look) or not isinstance(cell.value, str) or cell.number:
        return LINE + 1.5
    return LINE * lines(cell.value, width) + 1.5


def lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, words kept whole."""
    found = 1
    left = room = width - 1.5
    for word in text.split():
        size, space = measure(word), measure(" ")
        if size > left and left < room:
            found, left = found + 1, room
        # a word longer than the column is cut
        more = int(max(0.0, size - room) // room) + (size > room)
        found, left = found + more, left - size - space + more * room
    return found


def wrapped(text: str, width: float) -> list[str]:
    """Return the lines of a text that runs over several columns, words kept whole; the width is in characters."""
    found: list[str] = []
    for word in text.split(" "):
        longer = f"{found[-1]} {word}" if found else word
        if found and measure(longer) <= width * _SURE:
            found[-1] = longer
        else:
            found.append(word)
    return found


def measure(text: str) -> float:
    """Return the width of a text, in figures."""
    return sum(_WIDTHS.get(sign, 1.17 if sign.isupper() else 1.0) for sign in text)


def filled(widths: Sequence[float]) -> tuple[float, ...]:
    """Return the widths of a sheet's columns, with an empty one at the end up to the edge of the page."""
    page = _LANDSCAPE if sum(widths) > _WIDEST_PORTRAIT else _PORTRAIT
    left = page - sum(widths)
    return (*widths, left) if left > 1 else tuple(widths)


def column_name(column: int) -> str:
    """Return ``A`` for 0; sheets of ours have fewer than 26 columns."""
    return chr(ord("A") + column)


def address(row: int, column: int) -> str:
    """Return ``A5``."""
    return f"{column_name(column)}{row + 1}"


def reference(row: int, column: int, last_row: int | None = None, last_column: int | None = None) -> str:
    """Return ``[.A5]`` or ``[.A5:.C9]``."""
    if last_row is None:
        return f"[.{address(row, column)}]"
    last = column if last_column is None else last_column
    return f"[.{address(row, column)}:.{address(last_row, last)}]"
