"""Write ``xlwings_udfs.py``, the module that xlwings imports into a workbook, from the catalogue.

python -m excel_tools.functions.hosts.xlwings_module
"""

from __future__ import annotations

import sys
from pathlib import Path

from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.model import Argument, Function

TARGET = Path(__file__).with_name("xlwings_udfs.py")

LONGEST_HELP = 255
"""Characters that Excel keeps of the help of a function or of an argument; xlwings cuts the rest."""

_WORDS = """
addressof alias and any append as binary boolean byref byte byval call case cdec close compare const currency date
decimal declare defbool defbyte defcur defdate defdbl defint deflng defobj defsng defstr defvar dim do double each
else elseif empty end enum eqv erase error event exit explicit false for friend function get global gosub goto if
imp implements in input integer is lbound len let lib like line lock long longlong longptr loop lset me mid mod
module name new next not nothing null object on open option optional or output paramarray preserve print private
property ptrsafe public put raiseevent random read redim rem resume return rset scale seek select set shared single
spc static step stop string sub tab text then time to true type typeof ubound unlock until variant wend while width
with withevents write xor
"""
VBA_WORDS = frozenset(_WORDS.split())
"""What VBA keeps for itself, or reads in another way, whatever the case."""

_OF_XLWINGS = frozenset(("app", "caller", "failed", "xlpy"))
"""What the wrapper itself uses."""

_WIDTH = 120

_HEAD = '''"""The functions of excel-tools for xlwings (Excel for Windows).

Generated from the catalogue by ``python -m excel_tools.functions.hosts.xlwings_module``: do not edit. A dot cannot
stand in a VBA name: ``CPTS.TOTAL`` is ``CPTS_TOTAL`` here.
"""

from __future__ import annotations

from typing import Any

from excel_tools.functions.hosts.xlwings_cell import AS_CELLS, excel_cell
from excel_tools.functions.hosts.xlwings_steps import missing

try:
    import xlwings as xw
except ImportError as error:
    raise ImportError(missing()) from error
'''


def excel_name(function: Function) -> str:
    """Return the name in Excel: ``CPTS_TOTAL``."""
    return function.name.replace(".", "_")


def argument_name(argument: Argument) -> str:
    """Return the name of an argument in the VBA wrapper, which the function wizard shows."""
    reserved = argument.name.lower() in VBA_WORDS | _OF_XLWINGS
    return f"{argument.name}_" if reserved else argument.name


def function_help(function: Function) -> str:
    """Return the sentence of the function wizard: what the function does, then what it gives."""
    columns = f" ({', '.join(column.name for column in function.result.columns)})" if function.result.is_table else ""
    return f"{function.description} Résultat : {function.result.help}{columns}."


def argument_help(argument: Argument) -> str:
    """Return the sentence of the function wizard for one argument."""
    return f"{argument.help} (facultatif)" if argument.optional else argument.help


def module_source() -> str:
    """Return the text of the generated module."""
    return "\n\n".join([_HEAD, *(_function(function) for function in FUNCTIONS)])


def _function(function: Function) -> str:
    lines = [f"@xw.func(category={_text(f'excel-tools {function.family}')})"]
    for argument in function.arguments:
        options = [_text(argument_name(argument)), f"doc={_text(argument_help(argument))}", "**AS_CELLS"]
        lines += _wrapped("@xw.arg(", options, ")")
    names = [argument_name(argument) for argument in function.arguments]
    parameters = [
        f"{name}: Any = None" if argument.optional else f"{name}: Any"
        for name, argument in zip(names, function.arguments, strict=True)
    ]
    lines += _wrapped(f"def {excel_name(function)}(", parameters, ") -> Any:")
    lines += _docstring(function_help(function))
    lines += _wrapped("    return excel_cell(", [_text(function.name), *names], ")")
    return "\n".join(lines) + "\n"


def _docstring(text: str) -> list[str]:
    """Return the docstring, which is shown in Excel as it is: on one line for the reader, whatever its length here."""
    lines, rest = [], f'    """{text}"""'
    while len(rest) > _WIDTH:
        cut = rest.rindex(" ", 0, _WIDTH - len("\\"))
        lines.append(f"{rest[:cut]} \\")
        rest = rest[cut + 1 :]
    return [*lines, rest]


def _wrapped(before: str, items: list[str], after: str) -> list[str]:
    """Return a call on one line, or with one item a line."""
    line = f"{before}{', '.join(items)}{after}"
    if len(line) <= _WIDTH:
        return [line]
    margin = " " * (len(before) - len(before.lstrip()))
    return [before, *(f"{margin}    {item}," for item in items), f"{margin}{after}"]


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> int:
    """Write the module."""
    TARGET.write_text(module_source(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
