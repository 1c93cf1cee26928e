"""An example of the catalogue ready for a sheet: its cells, the engine's answer, the words of the check."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TypeAlias

from excel_tools.functions.formula import Entry, Given, values
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.functions.kinds import EUROS, YEAR
from excel_tools.functions.model import Argument
from excel_tools.functions.values import ValueKind
from samples.livres.host import NOT_DONE, OTHER, SAME, Host
from samples.livres.model import Cell, Value

Answered: TypeAlias = "Value | list[list[Value]]"

_NUMBERS: dict[str, str] = {"euros": "euro", "points": "number", "taux": "rate", "date": "date"}


def answered(name: str, given: Sequence[Given]) -> Answered:
    """Return what the engine puts in the cells of an example."""
    return in_cell(name, values(given))


def number_format(value: Value, kind: ValueKind | None = None) -> str:
    """Return the format that shows a value of a result; a text needs none."""
    if isinstance(value, datetime.date):
        return "date"
    if isinstance(value, (str, CellError)) or value is None:
        return ""
    if isinstance(value, bool):
        return "general"
    return _NUMBERS.get(kind or "", "int" if value == int(value) else "number")


def input_cell(entry: Entry, argument: Argument | None = None) -> Cell:
    """Return the yellow cell of what a treasurer types."""
    number = {"date": "date", "taux": "rate"}.get(entry.look, "")
    if isinstance(entry.value, (int, float)) and not number:
        kind = argument.kind if argument else None
        number = "euro" if kind is EUROS else "year" if kind is YEAR or entry.value < 10_000 else "int"
        if entry.value != int(entry.value):
            number = "number"
    return Cell(entry.value, "input", number)


def check_cell(host: Host, *pairs: tuple[str, str], texts: bool = False) -> Cell:
    """Return the words that compare cells with what was expected: pairs of references."""
    # Calc never finds a text of an add-in equal to another one, unless both are built anew
    end = '&""' if texts else ""
    same = [f"{live}{end}={expected}{end}" for live, expected in pairs]
    test = same[0] if len(same) == 1 else f"AND({';'.join(same)})"
    return Cell(host.checked, "state", formula=verdict(test, pairs[0][0], SAME, OTHER))


def verdict(test: str, live: str, good: str, bad: str, wrong: str = "") -> str:
    """Return the formula that says whether a test holds.

    Args:
        test: OpenFormula.
        live: reference of the cell that calls a function; without the functions it holds #NOM?.
        good, bad: what to say.
        wrong: what to say of an error, by default the same as ``bad``.
    """
    # 5 is the type of #NOM?
    absent = f'IF(IFERROR(ERROR.TYPE({live});0)=5;"{NOT_DONE}";"{wrong or bad}")'
    return f'IFERROR(IF({test};"{good}";"{bad}");{absent})'
