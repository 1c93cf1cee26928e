"""A copy of a workbook that small engines understand, for where LibreOffice is not installed.

Two things stop formualizer 0.13 on workbooks that Excel and LibreOffice compute alike: ``ROWS`` or ``COLUMNS`` of a
range that holds its own cell passes for a circular reference, and ROUND, LEFT, EXACT or ISNUMBER in SUMPRODUCT are not
taken element by element. In the copy the first become the number they are; cells with the second keep their stored
value, and are told, so that nobody takes them for recalculated.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.workbook.names import read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.refs import cell_ref, column_number
from excel_tools.workbook.sheet import Cell, Sheet
from excel_tools.workbook.values import escape_xml
from excel_tools.workbook.xmlparts import UnsafeXml

Place = tuple[str, str]

_ROWS = re.compile(r"\bROWS\(\$?[A-Z]{1,3}\$?(\d+):\$?[A-Z]{1,3}\$?(\d+)\)")
_COLUMNS = re.compile(r"\bCOLUMNS\(\$?([A-Z]{1,3})(?:\$?\d+)?:\$?([A-Z]{1,3})(?:\$?\d+)?\)")
_BY_ELEMENT = re.compile(r"\bSUMPRODUCT\(.*\b(?:ABS|ROUND|INT|EXACT|LEFT|LEN|MOD|YEAR|MONTH|ISNUMBER|ISERROR|ISTEXT)\(")


def ease(source: Path, target: Path) -> frozenset[Place]:
    """Write the copy; return the cells that keep their stored value because small engines cannot compute them.

    Raises:
        InputError: the file cannot be read, or is no .xlsx workbook.
    """
    formulas = {place: formula for place, (formula, _) in read_cells(source).items() if formula is not None}
    package = Package.read(source, InputError)
    sheets = {part: name for name, part in read_book(package).sheets.items()}
    frozen: set[Place] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for part in package.members:
            data = package.data(part)
            if part in sheets:
                try:
                    cells = list(Sheet(data).cells.values())
                except UnsafeXml as problem:
                    raise InputError(f"« {source} », feuille « {sheets[part]} » : {problem}.") from problem
                data = _eased(data, sheets[part], cells, formulas, frozen)
            copy.writestr(part, data)
    return frozenset(frozen)


def _eased(data: bytes, sheet: str, cells: list[Cell], formulas: dict[Place, str], frozen: set[Place]) -> bytes:
    pieces: list[bytes] = []
    done = 0
    for cell in sorted(cells, key=lambda cell: cell.start):
        place = sheet, cell_ref(cell.row, cell.column)
        if cell.formula_span is None or place not in formulas:
            continue
        start, end = cell.formula_span
        pieces.append(data[done:start])
        done = end
        if _BY_ELEMENT.search(formulas[place]):
            frozen.add(place)
        elif cell.formula_attributes.get("t") in ("array", "dataTable"):
            done = start
        else:
            text = _ROWS.sub(lambda found: str(int(found[2]) - int(found[1]) + 1), formulas[place])
            text = _COLUMNS.sub(lambda found: str(column_number(found[2]) - column_number(found[1]) + 1), text)
            pieces.append(b"<f>" + escape_xml(text) + b"</f>")
    return b"".join([*pieces, data[done:]])
