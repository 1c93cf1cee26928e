"""What a call gives in a spreadsheet cell: a number, a text, an array with its header, or a short error."""

from __future__ import annotations

import datetime
from typing import TypeAlias

from excel_tools.errors import ExcelToolsError, RuleError
from excel_tools.functions.call import call
from excel_tools.functions.model import RangeError
from excel_tools.functions.values import Raw, ValueKind, public

Cell: TypeAlias = "int | float | str | bool | datetime.datetime | None"

LONGEST = 250
"""Characters of an error text: a cell shows little more."""


def in_cell(name: str, *args: object) -> Cell | list[list[Cell]]:
    """Call a function and return what its cell shows; an error is a short text such as ``#NOMBRE! population…``.

    Args:
        name: canonical name, ``"CPTS.TOTAL"``.
        args: values of the cells, None for empty ones, lists of rows for ranges.
    """
    try:
        answer = call(name, args)
    except ExcelToolsError as error:
        return error_text(error, name)
    if isinstance(answer.value, list):
        header: list[Cell] = [column.name for column in answer.columns]
        return [header, *([_cell(row[c.name], c.kind) for c in answer.columns] for row in answer.value)]
    return _cell(answer.value, answer.kind)


def error_text(error: ExcelToolsError, name: str) -> str:
    """Return the error as a spreadsheet names it, followed by its first sentence."""
    if isinstance(error, RangeError):
        code = "#NOMBRE!"
    elif isinstance(error, RuleError):
        code = "#N/A"
    else:
        code = "#VALEUR!"
    text = f"{code} {error.messages[0].removeprefix(f'{name} : ')}"
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _cell(value: Raw, kind: ValueKind) -> Cell:
    if kind == "date" and value and not isinstance(value, str):
        return datetime.datetime.fromordinal(int(value))
    return public(value, kind)
