"""LibreOffice Calc with our functions, installed as a user would: many formulas evaluated in one start."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import xlsxwriter

from excel_tools.cli import main
from excel_tools.workbook import office
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.values import CellValue

Given: TypeAlias = "str | float | bool | None"
Format: TypeAlias = Literal["xlsx", "ods"]

SHEET = "Feuille"


def installed_profile(folder: Path) -> Path:
    """Make a French profile that recalculates every file it opens, and install the functions by the real command."""
    office.make_profile(folder)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(["fonctions", "installer", "--hote", "libreoffice", "--profil", str(folder)])
    if code:
        raise RuntimeError(said.getvalue())
    return folder


def evaluate(cells: Mapping[str, Given], profile: Path, folder: Path, kept: Format = "xlsx") -> dict[str, CellValue]:
    """Write a file, have Calc open and recalculate it, and return the value of every cell that holds something.

    Args:
        cells: address → a number, a text, VRAI or FAUX, or a formula as files keep it: ``"=CPTS.TOTAL(A1,,A2)"``.
            ``"{=…}"`` at an area ``"F1:F6"`` is a matrix formula.
        profile: where the functions are installed.
        folder: an empty one, for the files.
        kept: format of the file that is recalculated.

    Returns:
        Address → value: numbers (dates as serials), texts, booleans, ``ErrorValue``. Calc's own Err:5xx come as
        ``#VALUE!``.
    """
    source = folder / "formules.xlsx"
    write(cells, source)
    if kept == "ods":
        (source,) = office.convert([source], "ods", folder, profile=profile)
    (done,) = office.convert([source], "xlsx", folder / "recalcule", profile=profile)
    return {address: value for (_, address), (_, value) in read_cells(done).items() if value is not None}


def write(cells: Mapping[str, Given], target: Path, since_1904: bool = False) -> None:
    """Write the cells to an .xlsx file, formulas with a stored value that no function of ours gives.

    Args:
        since_1904: whether the file counts its dates from 1904.
    """
    with xlsxwriter.Workbook(target, {"date_1904": since_1904}) as book:
        sheet = book.add_worksheet(SHEET)
        for address, value in cells.items():
            if value is None:
                continue
            if isinstance(value, str) and value.startswith("{="):
                sheet.write_array_formula(address, value, None, -1)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(address, value, None, -1)
            elif isinstance(value, str):
                sheet.write_string(address, value)
            elif isinstance(value, bool):
                sheet.write_boolean(address, value)
            else:
                sheet.write_number(address, value)
