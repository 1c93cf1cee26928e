"""The values a workbook's formula cells carry, and a copy of the workbook without them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.workbook.names import read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.refs import cell_ref
from excel_tools.workbook.sheet import Cell, Sheet
from excel_tools.workbook.values import CellValue
from excel_tools.workbook.xmlparts import UnsafeXml, tag_end, without_attributes

Place = tuple[str, str]
"""Sheet name and cell address without `$`: `("Budget", "D12")`."""


def cached_values(path: Path) -> dict[Place, CellValue]:
    """The stored value of every formula cell (None: nothing stored), sheets in the order of their tabs.

    Raises:
        InputError: the file cannot be read, or is no .xlsx workbook.
    """
    return {place: value for place, (formula, value) in read_cells(path).items() if formula is not None}


def without_cached_values(source: Path, target: Path) -> list[Place]:
    """Copy a workbook with its formulas but none of their values; return its formula cells, in the order of its tabs.

    Whoever recalculates the copy cannot hand back what was stored in it.

    Raises:
        InputError: the file cannot be read, or is no .xlsx workbook.
    """
    package = Package.read(source, InputError)
    sheets = {part: name for name, part in read_book(package).sheets.items()}
    places: dict[str, list[Place]] = {name: [] for name in sheets.values()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for part in package.members:
            data = package.data(part)
            if part in sheets:
                try:
                    cells = Sheet(data).cells
                except UnsafeXml as problem:
                    raise InputError(f"« {source} », feuille « {sheets[part]} » : {problem}.") from problem
                formulas = {place: cell for place, cell in cells.items() if cell.formula is not None}
                data = _cut(data, list(formulas.values()))
                places[sheets[part]] += [(sheets[part], cell_ref(row, column)) for row, column in formulas]
            copy.writestr(part, data)
    return [place for found in places.values() for place in found]


def _cut(data: bytes, cells: list[Cell]) -> bytes:
    """The part without the values of those cells, nor the type that went with them."""
    pieces: list[bytes] = []
    done = 0
    for cell in sorted(cells, key=lambda cell: cell.start):
        end = tag_end(data, cell.start)
        pieces += [data[done : cell.start], without_attributes(data[cell.start : end], b"t")]
        done = end
        if cell.value_span is not None:
            pieces.append(data[done : cell.value_span[0]])
            done = cell.value_span[1]
    return b"".join([*pieces, data[done:]])
