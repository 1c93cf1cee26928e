"""Pieces of a sheet: its head, a section, a text over several rows, a range of inputs, a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from excel_tools.functions import kinds
from excel_tools.functions.formula import Entry
from excel_tools.functions.model import Argument
from excel_tools.functions.page import RANGE_HEADS
from excel_tools.functions.values import ValueKind
from samples.livres.example import input_cell, number_format
from samples.livres.model import Cell, Sheet, Value, reference, wrapped

Range: TypeAlias = "tuple[tuple[Entry, ...], ...]"

FRONT = "LISEZMOI"

_HEAD = 34.0
"""Height of a title that stands alone on top of a page, in points."""


def head(sheet: Sheet, title: str) -> None:
    """Write the two rows kept in sight: the title, and the way back, of no use on paper."""
    sheet.repeated = 1
    sheet.put(0, 0, Cell(title, "title"))
    sheet.heights[0] = _HEAD
    sheet.put(1, 0, Cell("Retour à la liste des fonctions", "link", link=(FRONT, "A1")))
    sheet.row = sheet.frozen + 1


def section(sheet: Sheet, text: str) -> None:
    """Write the title of a section over the whole width."""
    sheet.put(sheet.row, 0, Cell(text, "section"))
    sheet.band(sheet.row, "section")
    sheet.row += 1


def flow(sheet: Sheet, label: str, text: str, look: str = "plain") -> None:
    """Write a label and a text on its right, cut into as many rows as the page is wide."""
    for rank, line in enumerate(wrapped(text, sum(sheet.printed[1:]))):
        if label and not rank:
            sheet.put(sheet.row, 0, Cell(label, "name"))
        sheet.put(sheet.row, 1, Cell(line, look))
        sheet.row += 1


def paragraph(sheet: Sheet, text: str, look: str = "plain") -> None:
    """Write a text from the first column, cut into as many rows as the page is wide."""
    for line in wrapped(text, sum(sheet.printed)):
        sheet.put(sheet.row, 0, Cell(line, look))
        sheet.row += 1


def range_heads(argument: Argument, rows: Range) -> tuple[str, ...]:
    """Return the heads of a range: those of its kind, or of the kind that has as many columns."""
    default = RANGE_HEADS[kinds.ENGAGED if len(rows[0]) == 3 else kinds.FACTS]
    return RANGE_HEADS.get(argument.kind, default)[: len(rows[0])]


def expects(argument: Argument) -> str:
    """Return what an argument takes: its type, or a range and its columns."""
    heads = RANGE_HEADS.get(argument.kind)
    kind = f"plage de {len(heads)} colonnes" if heads else argument.kind.name
    return f"{kind} ; facultatif" if argument.optional else kind


def input_range(sheet: Sheet, rows: Range, heads: Sequence[str]) -> str:
    """Write a range of input cells under its heads; return its address in a formula."""
    first = sheet.row + 1
    for column, word in enumerate(heads):
        looks = {row[column].look for row in rows}
        sheet.put(sheet.row, column, Cell(word, "part" if "texte" in looks else "part_right"))
        for down, row in enumerate(rows):
            sheet.put(first + down, column, input_cell(row[column]))
    sheet.row = first + len(rows) + 1
    return reference(first, 0, first + len(rows) - 1, len(heads) - 1)


def table(
    sheet: Sheet, row: int, column: int, rows: Sequence[Sequence[Value]], look: str, types: Sequence[ValueKind]
) -> None:
    """Write a table of results with its header."""
    for across, kind in enumerate(types):
        for down, cells in enumerate(rows):
            value = cells[across]
            title = "part" if kind == "texte" else "part_right"
            cell = Cell(value, look, number_format(value, kind)) if down else Cell(value, title)
            sheet.put(row + down, column + across, cell)


def matrix(sheet: Sheet, row: int, column: int, formula: str, height: int, width: int) -> None:
    """Make the cells of a rectangle, already written, those of a matrix formula."""
    sheet.cells[row, column] = replace(sheet.cells[row, column], formula=formula, block=(height, width))


def totals(
    sheet: Sheet, row: int, first: int, last: int, label: str, columns: Sequence[int], numbers: dict[int, str]
) -> None:
    """Write a row of sums: its label, the rows and the columns that are added up, formats other than euros."""
    sheet.put(row, 0, Cell(label, "total"))
    for column in range(1, max(columns) + 1):
        sheet.put(row, column, Cell(look="total"))
    for column in columns:
        values = [sheet.cells[line, column].value for line in range(first, last + 1)]
        total = round(sum(value for value in values if isinstance(value, (int, float))), 2)
        text = f"SUM({reference(first, column, last, column)})"
        sheet.put(row, column, Cell(total, "total", numbers.get(column, "euro"), text))


def typed(text: str) -> str:
    """Return a formula, or an address, as a treasurer types it."""
    return text.replace("[.", "").replace(":.", ":").replace("]", "")
