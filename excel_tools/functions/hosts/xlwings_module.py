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

from excel_tools.functions.hosts.cell import in_cell

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
        lines += ["@xw.arg(", f"    {_text(argument_name(argument))},", f"    doc={_text(argument.help + left_out)},"]
        lines += ["    ndim=2,", ")"] if argument.kind.shape == "plage" else [")"]
    names = [argument_name(argument) for argument in function.arguments]
    signature = ", ".join(
        f"{name}: Any = None" if argument.optional else f"{name}: Any"
        for name, argument in zip(names, function.arguments, strict=True)
    )
    passed = "".join(f", {name}" for name in names)
    head = f"def {excel_name(function)}({signature}) -> Any:"
    lines += [head] if len(head) <= _WIDTH else [head.split("(")[0] + "(", f"    {signature}", ") -> Any:"]
    lines.append(f'    """{function.description}"""')
    lines.append(f"    return in_cell({_text(function.name)}{passed})")
    return "\n".join(lines) + "\n"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def main() -> int:
    """Write the module."""
    TARGET.write_text(module_source(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
