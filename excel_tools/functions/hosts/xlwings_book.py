"""The workbook that holds the functions in Excel: the VBA code shipped with xlwings, our steps and our settings.

The code is that of the « standalone » workbook of the BSD-licensed part of xlwings: no add-in is to be installed and no
reference to be set. It is copied as it is; the two sheets it knows are drawn anew.
"""

from __future__ import annotations

import re
import zipfile
from importlib.util import find_spec
from pathlib import Path

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.hosts.xlwings_sheets import Names, draw
from excel_tools.functions.hosts.xlwings_steps import missing

SOURCE = "quickstart_standalone.xlsm"
UDF_MODULE = "excel_tools.functions.hosts.xlwings_udfs"

_CODE = "xl/vbaProject.bin"
_NAMED = ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")


def xlwings_folder() -> Path:
    """Return the folder of the installed xlwings, without importing it.

    Raises:
        InputError: xlwings is not installed.
    """
    found = find_spec("xlwings")
    if found is None or not found.submodule_search_locations:
        raise InputError(missing())
    return Path(found.submodule_search_locations[0])


def settings(interpreter: str, folder: str = "") -> dict[str, str]:
    """Return the settings of the workbook; Excel replaces ``%NAME%`` by a variable of the environment.

    Args:
        interpreter: path of ``python.exe`` on the computer where Excel runs.
        folder: what this interpreter must add to its own path to find us; nothing when we are installed in it.
    """
    return {
        "INTERPRETER_WIN": interpreter,
        **({"PYTHONPATH": folder} if folder else {}),
        "UDF MODULES": UDF_MODULE,
        # of a workbook kept in OneDrive, xlwings would look for a local folder, and stop if it finds none
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    }


def workbook_bytes(interpreter: str, folder: str = "", notice: str = "") -> bytes:
    """Return the ``.xlsm``, ready but for the import of the functions.

    Args:
        interpreter: see ``settings``.
        folder: see ``settings``.
        notice: a French sentence about the Python it calls, shown beside its path.

    Raises:
        InputError: xlwings is not installed. ExcelToolsError: its workbook is not the one we know.
    """
    source = xlwings_folder() / SOURCE
    try:
        with zipfile.ZipFile(source) as package:
            code = package.read(_CODE)
            named = [
                re.search(r'<(?:workbookPr|sheetPr)\b[^>]* ?codeName="(\w+)"', _text(package, part)) for part in _NAMED
            ]
    except (OSError, zipfile.BadZipFile) as problem:
        raise ExcelToolsError(f"« {source} » manque ou est abîmé ; réinstaller xlwings.") from problem
    except KeyError as problem:
        raise _unknown() from problem
    names = [found[1] for found in named if found]
    if len(names) != len(_NAMED):
        raise _unknown()
    return draw(code, Names(*names), settings(interpreter, folder), notice)


def _text(package: zipfile.ZipFile, part: str) -> str:
    return package.read(part).decode("utf-8")


def _unknown() -> ExcelToolsError:
    return ExcelToolsError(
        f"Cette version de xlwings n'a pas le classeur « {SOURCE} » attendu ; prendre la 0.33 ou plus."
    )
