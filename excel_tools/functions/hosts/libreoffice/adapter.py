"""What Calc hands over and what it is given back; this module travels inside the extension, and needs no UNO."""

from __future__ import annotations

import datetime
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from excel_tools.dates import SERIAL_OFFSET
from excel_tools.errors import InputError
from excel_tools.functions.catalogue import FUNCTIONS, find
from excel_tools.functions.hosts.cell import Cell, CellError, in_cell
from excel_tools.functions.hosts.libreoffice.declared import ABOUT_CALLS
from excel_tools.functions.kinds import DATE, MISSION_LIST, is_serial_text
from excel_tools.functions.model import Function

Rows: TypeAlias = "tuple[tuple[Any, ...], ...]"

CALC_CODES = {
    "#NOMBRE!": 503,
    "#VALEUR!": 519,
    "#NUL!": 521,
    "#REF!": 524,
    "#NOM?": 525,
    "#DIV/0!": 532,
    "#N/A": 32767,
}
"""Error of a cell → number that Calc gives it."""

CALENDAR = (1899, 12, 30)
"""Day 0 of the dates in a document, unless it was set otherwise (files of Excel for Mac count from 1904)."""

_OTHER_CALENDAR = (
    "ce document ne compte pas ses dates depuis le 30/12/1899 ; dans LibreOffice : Outils, Options, LibreOffice Calc, "
    "Calcul, Date, choisir 30/12/1899, puis vérifier les dates du document."
)

_QUIET_NAN = 0x7FF8_0000_0000_0000
_CODE_BITS = 0xFFFF


def error_value(code: int) -> float:
    """Return the number that Calc shows as a real error: a NaN that holds the error's code."""
    return float(struct.unpack("<d", struct.pack("<Q", _QUIET_NAN | code))[0])


_ERRORS = {name: error_value(code) for name, code in CALC_CODES.items()}
_NAMES = {code: name for name, code in CALC_CODES.items()}


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known of a function before it is called.

    Attributes:
        dated: places of the arguments in which a number may be a date.
        gives_dates: whether the result holds dates.
        simple: whether single values give a single value that depends on nothing else.
    """

    dated: tuple[int, ...]
    gives_dates: bool
    simple: bool


def _plan(function: Function) -> _Plan:
    # a range may hold dates, or name a file; a list of missions does neither
    ranges = [item.kind.shape == "plage" and item.kind is not MISSION_LIST for item in function.arguments]
    dated = [place for place, item in enumerate(function.arguments) if item.kind is DATE or ranges[place]]
    gives = any(column.kind == "date" for column in function.result.columns)
    return _Plan(tuple(dated), gives, not any(ranges) and not function.result.is_table)


_PLANS = {function.name: _plan(function) for function in FUNCTIONS}


def answer(name: str, args: tuple[Any, ...], document: Any = None) -> Rows:
    """Compute a function for Calc.

    Args:
        name: canonical name.
        args: a number, a text, None for an argument left out, rows for a range or a single cell.
        document: the document of the calling cell, for functions that meet dates.

    Returns:
        The rows to show; one of one cell for a single value. Errors are NaNs that Calc shows as real errors.
    """
    given = tuple([_rows(value) if type(value) is tuple else value for value in args])
    plan = _PLANS[name]
    if document is not None and _meets_dates(name, plan, given) and _calendar(document) != CALENDAR:
        return ((_refusal(name),),)
    if plan.simple and list not in map(type, given):
        return _single(name, given)
    return _computed(name, given)


def _computed(name: str, given: tuple[Any, ...]) -> Rows:
    result = in_cell(name, given)
    if isinstance(result, list):
        return tuple([tuple([_shown(cell) for cell in row]) for row in result])
    return ((_shown(result),),)


# a sheet that is recalculated asks again what it asked before
_single = lru_cache(maxsize=20_000)(_computed)


def _rows(value: tuple[tuple[Any, ...], ...]) -> Any:
    if len(value) == 1 and len(value[0]) == 1:
        # a single cell and a range of one cell look the same
        cell = value[0][0]
        return cell if cell == cell else _error_name(cell)
    # LibreOffice 7.4 refuses by itself a range or a matrix that holds an error; were one to come, as a NaN, it must not
    # be taken for an empty cell
    return [
        [cell if cell == cell else _error_name(cell) for cell in row] if any(cell != cell for cell in row) else row
        for row in value
    ]


def _error_name(value: float) -> str:
    code = struct.unpack("<Q", struct.pack("<d", value))[0] & _CODE_BITS
    return _NAMES.get(code, "#VALEUR!")


def _shown(cell: Cell) -> Any:
    kind = type(cell)
    if kind is float or kind is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return _ERRORS[cell.code]
    if isinstance(cell, datetime.date):
        return float(cell.toordinal() - SERIAL_OFFSET)
    # a boolean too: Calc reads any number at all out of one
    return float(cell)


def _meets_dates(name: str, plan: _Plan, given: tuple[Any, ...]) -> bool:
    """Return whether a number among the arguments may be a date, or the result holds dates."""
    if name.startswith(ABOUT_CALLS):
        try:
            plan, given = _PLANS[find(given[0]).name], given[1:]
        except InputError:
            return False
    # quicker than a generator, on the path of every cell
    for place in plan.dated:
        if place < len(given) and (isinstance(given[place], (float, list)) or is_serial_text(given[place])):
            return True
    return plan.gives_dates


def _calendar(document: Any) -> tuple[int, int, int]:
    day = document.NullDate
    return day.Year, day.Month, day.Day


def _refusal(name: str) -> Any:
    return _OTHER_CALENDAR if name == f"{ABOUT_CALLS}.MESSAGE" else _ERRORS["#VALEUR!"]
