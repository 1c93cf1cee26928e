"""Write ``xlwings_udfs.py``, the module the xlwings add-in imports, from the catalogue.

python -m excel_tools.functions.hosts.xlwings_module
"""

from __future__ import annotations

import sys
from pathlib import Path

from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.model import Argument, Function

TARGET = Path(__file__).with_name("xlwings_udfs.py")

RESERVED = {"date": "date_"}
"""Names that VBA keeps for itself, and what stands for them in the wrapper."""

_WIDTH = 120

_HEAD = '''"""The functions of excel-tools for the xlwings add-in (Excel for Windows).

Generated from the catalogue by ``python -m excel_tools.functions.hosts.xlwings_module``: do not edit. A dot cannot
stand in a VBA name: ``CPTS.TOTAL`` is ``CPTS_TOTAL`` here.
"""

from __future__ import annotations

from typing import Any

from excel_tools.functions.hosts.xlwings_cell import excel_cell

try:
    import xlwings as xw
except ImportError as error:
    raise ImportError("xlwings manque ; l'installer par : pip install excel-tools[excel]") from error
'''


def excel_name(function: Function) -> str:
    """Return the name in Excel: ``CPTS_TOTAL``."""
    return function.name.replace(".", "_")


def argument_name(argument: Argument) -> str:
    """Return the name of an argument in the VBA wrapper."""
    return RESERVED.get(argument.name, argument.name)


def module_source() -> str:
    """Return the text of the generated module."""
    return "\n\n".join([_HEAD, *(_function(function) for function in FUNCTIONS)])


def _function(function: Function) -> str:
    lines = [f"@xw.func(category={_text(f'excel-tools {function.family}')})"]
    for argument in function.arguments:
        left_out = " (facultatif)" if argument.optional else ""
        options = [_text(argument_name(argument)), f"doc={_text(argument.help + left_out)}"]
        options += ["ndim=2"] if argument.kind.shape == "plage" else []
        lines += _wrapped("@xw.arg(", options, ")")
    names = [argument_name(argument) for argument in function.arguments]
    parameters = [
        f"{name}: Any = None" if argument.optional else f"{name}: Any"
        for name, argument in zip(names, function.arguments, strict=True)
    ]
    lines += _wrapped(f"def {excel_name(function)}(", parameters, ") -> Any:")
    lines.append(f'    """{function.description}"""')
    lines += _wrapped("    return excel_cell(", [_text(function.name), *names], ")")
    return "\n".join(lines) + "\n"


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
