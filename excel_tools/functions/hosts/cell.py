"""What every host is given: the values of cells, real errors with their sentence, and nothing of the host itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from excel_tools.errors import ExcelToolsError, RuleError
from excel_tools.functions.answer import Answer, Spread
from excel_tools.functions.call import call
from excel_tools.functions.model import PassedError, RangeError
from excel_tools.functions.values import Raw, ValueKind, as_date, public

LONGEST = 250
"""Characters of an error text: a cell shows little more."""


@dataclass(frozen=True, slots=True)
class CellError:
    """An error of a cell.

    Attributes:
        code: as a French spreadsheet names it: ``#NOMBRE!``, ``#N/A``, ``#VALEUR!``, or one of ``ERROR_NAMES``.
        sentence: what is wrong, in French.
    """

    code: str
    sentence: str

    @property
    def text(self) -> str:
        """The code and its sentence, for a host that has no errors of its own."""
        text = f"{self.code} {self.sentence}"
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


Cell: TypeAlias = "int | float | str | bool | datetime.date | CellError | None"
"""A value of a cell; None is an empty one."""


def in_cell(name: str, args: Sequence[object]) -> Cell | list[list[Cell]]:
    """Call a function and return what its cell shows, or rows of cells; nothing is raised.

    Args:
        name: canonical name, ``"CPTS.TOTAL"``.
        args: values of the cells, None or "" for empty ones, lists of rows for ranges.
    """
    if any(map(_names_file, args)):
        return CellError("#VALEUR!", "« @fichier » ne se lit pas depuis une cellule ; donner une plage.")
    try:
        answer = call(name, args)
    except ExcelToolsError as error:
        return _error(error, name)
    value = answer.value
    if isinstance(value, Spread):
        # each distinct outcome is turned into a cell once
        cells = [_outcome(outcome, name) for outcome in value.outcomes]
        return value.rows(cells)
    if isinstance(value, list):
        header: list[Cell] = [column.name for column in answer.columns]
        return [header, *([_cell(row[c.name], c.kind) for c in answer.columns] for row in value)]
    return _cell(value, answer.kind)


def _names_file(value: object) -> bool:
    """Return whether an argument names a file: a workbook received from someone must not have ours read."""
    while isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    return isinstance(value, str) and value.lstrip().startswith("@")


def _outcome(outcome: Answer | ExcelToolsError | None, name: str) -> Cell:
    if outcome is None:
        return None
    if isinstance(outcome, ExcelToolsError):
        return _error(outcome, name)
    value = outcome.value
    # a range is refused by the functions that give a table
    return None if isinstance(value, (list, Spread)) else _cell(value, outcome.kind)


def _error(error: ExcelToolsError, name: str) -> CellError:
    if isinstance(error, PassedError):
        code = error.code
    elif isinstance(error, RangeError):
        code = "#NOMBRE!"
    elif isinstance(error, RuleError):
        code = "#N/A"
    else:
        code = "#VALEUR!"
    return CellError(code, error.messages[0].removeprefix(f"{name} : "))


def _cell(value: Raw, kind: ValueKind) -> Cell:
    if kind == "date" and value and not isinstance(value, str):
        return as_date(int(value))
    return public(value, kind)
