"""How an example of the catalogue, written for the command line, becomes cells and a formula of a spreadsheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.functions.model import Example, Function
from excel_tools.functions.values import as_date
from excel_tools.money import parse_number

Look: TypeAlias = Literal["vide", "nombre", "taux", "date", "texte"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d\d/\d\d/\d{4}")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a treasurer types in one cell.

    Attributes:
        value: a number (a share of 1 for a rate), a date, a text, or None for an empty cell.
        look: how the cell shows it.
    """

    value: int | float | str | datetime.date | None
    look: Look

    @property
    def literal(self) -> str:
        """The same inside a formula of a French spreadsheet: ``"toutes"``, ``DATE(2024;1;1)``, ``80%``, ``7,5``."""
        if isinstance(self.value, datetime.date):
            return f"DATE({self.value.year};{self.value.month};{self.value.day})"
        if isinstance(self.value, str):
            return '"' + self.value.replace('"', '""') + '"'
        return "" if self.value is None else self.shown.replace(" ", "")

    @property
    def shown(self) -> str:
        """The same as a cell shows it: ``90000``, ``01/01/2024``, ``80 %``."""
        if isinstance(self.value, datetime.date):
            return self.value.strftime("%d/%m/%Y")
        if self.value is None or isinstance(self.value, str):
            return self.value or ""
        number = round(self.value * 100, 4) if self.look == "taux" else self.value
        text = str(number).removesuffix(".0").replace(".", ",")
        return f"{text} %" if self.look == "taux" else text


Given: TypeAlias = "Entry | tuple[tuple[Entry, ...], ...]"
"""An argument of an example: one cell, or the rows of a range."""

EMPTY = Entry(None, "vide")


def entry(text: str) -> Entry:
    """Return the cell a text of the command line stands for: a number, a rate, a date, or the text itself."""
    text = text.strip()
    if not text:
        return EMPTY
    if _DAY.fullmatch(text):
        return Entry(as_date(parse_day(text)), "date")
    try:
        number = parse_number(text.removesuffix("%").strip())
    except InputError:
        return Entry(text, "texte")
    if text.endswith("%"):
        return Entry(float(number / 100), "taux")
    return Entry(int(number) if number.denominator == 1 else float(number), "nombre")


def arguments(function: Function, example: Example) -> tuple[Given, ...]:
    """Return the arguments of an example as cells, those left out at the end included.

    A range typed inline, ``a|b;c|d`` or ``key=value;key=value``, becomes rows of cells.
    """
    found: list[Given] = []
    for place, argument in enumerate(function.arguments):
        text = example.arguments[place] if place < len(example.arguments) else ""
        ranged = argument.kind.shape == "plage" and ("|" in text or "=" in text)
        found.append(_rows(text) if ranged else entry(text))
    return tuple(found)


def values(given: Sequence[Given]) -> tuple[object, ...]:
    """Return the values of the cells, as a host hands them to ``in_cell``."""
    return tuple(
        item.value if isinstance(item, Entry) else [[cell.value for cell in row] for row in item] for item in given
    )


def formula(name: str, parts: Sequence[str]) -> str:
    """Return ``=NAME(a;b)``; arguments left out at the end are not written.

    Args:
        name: the function as the host names it.
        parts: literals or addresses of cells, empty for an argument left out.
    """
    kept = list(parts)
    while kept and not kept[-1]:
        kept.pop()
    return f"={name}({';'.join(kept)})"


def _rows(text: str) -> tuple[tuple[Entry, ...], ...]:
    between = "|" if "|" in text else "="
    rows = [[entry(cell) for cell in item.split(between)] for item in text.split(";") if item.strip()]
    width = max(len(row) for row in rows)
    columns = list(zip(*([*row, *[EMPTY] * (width - len(row))] for row in rows), strict=True))
    # values told one a row are of different kinds
    return tuple(zip(*(map(_alike, columns) if between == "|" else columns), strict=True))


def _alike(column: Sequence[Entry]) -> Sequence[Entry]:
    """Return the cells of a column shown in one way: 1 among rates is 100 %."""
    if all(cell.look != "taux" for cell in column):
        return column
    return [replace(cell, look="taux") if cell.look == "nombre" else cell for cell in column]
