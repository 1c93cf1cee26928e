"""The functions inside formualizer, an engine of spreadsheets that runs in this process.

What it cannot do: an argument left out between two others reaches a Python function as 0, and an error of a cell has no
sentence, as in every spreadsheet.
"""

from __future__ import annotations

from typing import Any

import formualizer

from excel_tools.functions import CATALOGUE
from excel_tools.functions.hosts.cell import Cell, CellError, in_cell
from tests.hosts.cases import Case, written

SHEET = "Cas"
RESULT = 12
"""Column of the results, counted from 1: the cells of a case stand on its left."""

KINDS = {
    "#DIV/0!": "Div",
    "#N/A": "Na",
    "#NOM?": "Name",
    "#NOMBRE!": "Num",
    "#NUL!": "Null",
    "#REF!": "Ref",
    "#VALEUR!": "Value",
}
CODES = {kind: code for code, kind in KINDS.items()}


def workbook() -> Any:
    """Return an empty workbook that knows every function of the catalogue by its dotted name."""
    book = formualizer.Workbook()
    book.add_sheet(SHEET)
    for function in CATALOGUE.values():
        book.register_function(function.name, _function(function.name), min_args=0, max_args=len(function.arguments))
    return book


def compute(cases: list[Case]) -> dict[Case, Any]:
    """Return what each case shows: a value, or rows where a table is expected."""
    book = workbook()
    starts: dict[Case, int] = {}
    top = 0
    for case in cases:
        starts[case] = top
        for row, cells in enumerate(case.cells, top + 1):
            for column, value in enumerate(cells, 1):
                book.set_value(SHEET, row, column, _error(value) if isinstance(value, CellError) else value)
        book.set_formula(SHEET, top + 1, RESULT, written(case.formula, down=top))
        top += max(len(case.cells), len(case.expected) if isinstance(case.expected, list) else 1) + 2
    return {case: _shown(book, case, starts[case] + 1) for case in cases}


def _shown(book: Any, case: Case, top: int) -> Any:
    """Read a result: where one value is expected, any cell that spills out of it makes it rows."""
    expected = case.expected if isinstance(case.expected, list) else [[case.expected]]
    rows = [
        [_value(book.evaluate_cell(SHEET, row, column)) for column in range(RESULT, RESULT + len(expected[0]) + 1)]
        for row in range(top, top + len(expected) + 1)
    ]
    if all(cell is None for cell in rows[-1]) and all(row[-1] is None for row in rows):
        rows = [row[:-1] for row in rows[:-1]]
    return rows if isinstance(case.expected, list) or len(rows) > 1 else rows[0][0]


def _function(name: str) -> Any:
    def run(*args: Any) -> Any:
        found = in_cell(name, tuple(_given(arg) for arg in args))
        return [[_returned(cell) for cell in row] for row in found] if isinstance(found, list) else _returned(found)

    return run


def _given(arg: Any) -> Any:
    if isinstance(arg, list):
        return [[_given(cell) for cell in row] for row in arg]
    return CODES[arg["kind"]] if isinstance(arg, dict) else arg


def _returned(cell: Cell) -> Any:
    if isinstance(cell, CellError):
        return _error(cell)
    return "" if cell is None else cell


def _error(error: CellError) -> Any:
    return formualizer.LiteralValue.error(KINDS[error.code], error.sentence)


def _value(found: Any) -> Any:
    return CellError(CODES[found["kind"]], "") if isinstance(found, dict) else found
