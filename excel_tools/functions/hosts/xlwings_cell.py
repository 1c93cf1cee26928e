"""Between the cells of Excel, as xlwings reads and writes them, and the functions.

Excel gives numbers as floats, amounts of money as ``Decimal`` and errors as integers; those that xlwings knows arrive
as texts. It is given floats, texts, datetimes and "". xlwings has no way to return a real error (its issue 776): an
error is its text.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from excel_tools.functions.catalogue import find
from excel_tools.functions.hosts.cell import Cell, CellError, in_cell
from excel_tools.functions.model import Kind

AS_CELLS = {"ndim": 2, "err_to_str": True}
"""Options of every argument: rows of cells whatever was selected, and errors as their texts, not as empty cells."""

Shown: TypeAlias = "float | str | bool | datetime.datetime"

_FIRST_ERROR = -2146826288
_LAST_ERROR = _FIRST_ERROR + 99
"""``CVErr`` 2000 to 2099 as COM numbers them; xlwings names the seven oldest."""


def excel_cell(name: str, *args: Any) -> Shown | list[list[Shown]]:
    """Call a function with what xlwings read in the cells and return what it shall write.

    Args:
        name: canonical name, ``"CPTS.TOTAL"``.
        args: rows of cells, read with ``AS_CELLS``, in the order of the declaration; None for one left out.
    """
    declared = find(name).arguments
    found = in_cell(name, tuple(_given(rows, argument.kind) for rows, argument in zip(args, declared, strict=True)))
    if isinstance(found, list):
        return _each(_shown, found)
    return _shown(found)


def _given(rows: list[list[Any]] | None, kind: Kind) -> Any:
    """Return rows of values, or the value of one cell where a value may stand."""
    if rows is None:
        return None
    if (kind.shape == "valeur" or kind.raw) and len(rows) == 1 and len(rows[0]) == 1:
        return _value(rows[0][0])
    return _each(_value, rows)


def _each(change: Callable[[Any], Any], rows: list[list[Any]]) -> list[list[Any]]:
    """Return rows of changed values; a column of a hundred thousand holds a few distinct ones, or floats alone."""
    if {type(cell) for row in rows for cell in row} <= {float, str}:
        return rows
    changed = {id(cell): change(cell) for cell in {id(cell): cell for row in rows for cell in row}.values()}
    return [[changed[id(cell)] for cell in row] for row in rows]


def _value(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return float(cell)
    if type(cell) is int and _FIRST_ERROR <= cell <= _LAST_ERROR:
        # #SPILL!, #CALC! and the like; the functions know the seven that every spreadsheet has
        return "#VALUE!"
    return cell


def _shown(cell: Cell) -> Shown:
    if isinstance(cell, CellError):
        return cell.text
    if cell is None:
        return ""
    if isinstance(cell, (bool, str)):
        return cell
    if isinstance(cell, datetime.date):
        return datetime.datetime(cell.year, cell.month, cell.day)
    # Excel has no other number; a large int would be given a type that no cell holds
    return float(cell)
