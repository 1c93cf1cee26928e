"""The workbook that holds the functions in Excel: the one shipped with xlwings, its settings filled in.

The book is the « standalone » one of the BSD-licensed part of xlwings: its VBA code is in the file, so that no add-in
is to be installed and no reference to be set. Its two
sheets are written anew; every other part is copied as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from textwrap import wrap
from xml.sax.saxutils import escape

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.hosts.xlwings_steps import NOTES, STEPS, TRIALS, UNKNOWN, Trial, numbered

SOURCE = "quickstart_standalone.xlsm"
UDF_MODULE = "excel_tools.functions.hosts.xlwings_udfs"
SETTINGS_SHEET = "xlwings.conf"
STEPS_SHEET = "Mode d'emploi"

_BOLD = 2
"""The style of a heading in the styles of the source."""

_WIDTH = 120
"""Letters of a line on the first sheet."""

_WORKBOOK = "xl/workbook.xml"
_STEPS = "xl/worksheets/sheet1.xml"
_SETTINGS = "xl/worksheets/sheet2.xml"


def xlwings_folder() -> Path:
    """Return the folder of the installed xlwings, without importing it.

    Raises:
        InputError: xlwings is not installed.
    """
    found = find_spec("xlwings")
    if found is None or not found.submodule_search_locations:
        raise InputError("xlwings n'est pas installé ; l'installer par : pip install excel-tools[excel]")
    return Path(found.submodule_search_locations[0])


def settings(interpreter: str, folder: str = "") -> dict[str, str]:
    """Return the settings of the workbook.

    Args:
        interpreter: path of ``python.exe`` on the computer where Excel runs, or ``python`` for that of the PATH.
        folder: what this interpreter must add to its own path to find us; nothing when we are installed in it.
    """
    found = {
        "INTERPRETER_WIN": interpreter,
        "UDF MODULES": UDF_MODULE,
        # of a workbook kept in OneDrive, xlwings would look for a local folder, and stop if it finds none
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    }
    return {**found, "PYTHONPATH": folder} if folder else found


def workbook_bytes(interpreter: str, folder: str = "") -> bytes:
    """Return the ``.xlsm``, ready but for the import of the functions; see ``settings`` for the arguments.

    Raises:
        InputError: xlwings is not installed. ExcelToolsError: its workbook is not the one we know.
    """
    source = xlwings_folder() / SOURCE
    try:
        with zipfile.ZipFile(source) as package:
            parts = {entry: package.read(entry) for entry in package.infolist()}
    except (OSError, zipfile.BadZipFile) as problem:
        raise ExcelToolsError(f"« {source} » manque ou est abîmé ; réinstaller xlwings.") from problem
    texts = {entry.filename: data for entry, data in parts.items()}
    if not {_WORKBOOK, _STEPS, _SETTINGS} <= texts.keys():
        raise _unknown()
    changed = {
        _WORKBOOK: _named(texts[_WORKBOOK].decode("utf-8")),
        _STEPS: _with_steps(texts[_STEPS].decode("utf-8")),
        _SETTINGS: _with_settings(texts[_SETTINGS].decode("utf-8"), settings(interpreter, folder)),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, data in parts.items():
            new = changed.get(entry.filename)
            package.writestr(entry, data if new is None else new.encode("utf-8"))
    return written.getvalue()


def _unknown() -> ExcelToolsError:
    return ExcelToolsError(
        f"Cette version de xlwings n'a pas le classeur « {SOURCE} » attendu ; prendre la 0.33 ou plus."
    )


def _replaced(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise _unknown()
    return text.replace(old, new)


def _named(text: str) -> str:
    """The sheet of settings counts once its name has no underscore in front."""
    text = _replaced(text, f'name="_{SETTINGS_SHEET}"', f'name="{SETTINGS_SHEET}"')
    return _replaced(text, 'name="Sheet1"', f'name="{escape(STEPS_SHEET)}"')


def _with_rows(text: str, rows: Sequence[str], columns: str = "") -> str:
    """Return a sheet with other rows."""
    if text.count("<sheetData") != 1:
        raise _unknown()
    head, _, rest = text.partition("<sheetData")
    tail = rest.removeprefix(" />") if rest.startswith(" />") else rest.partition("</sheetData>")[2]
    # what the dimension says is only a hint: without one, a reader looks for itself
    head = re.sub(r"<dimension [^>]*>", "", head)
    return f"{head}{columns}<sheetData>{''.join(rows)}</sheetData>{tail}"


def _with_settings(text: str, found: Mapping[str, str]) -> str:
    """The sheet of settings: names and values from A1 on, without an empty row."""
    rows = [
        _row(number, (_text(f"A{number}", key), _text(f"B{number}", value)))
        for number, (key, value) in enumerate(found.items(), 1)
    ]
    return _with_rows(text, rows)


def _with_steps(text: str) -> str:
    """The first sheet: the steps, the trials, what to know."""
    rows: list[str | tuple[str, int] | Trial] = [("Les fonctions d'excel-tools dans Excel", _BOLD), ""]
    rows += [*_lines(numbered(STEPS)), "", (f"Essais ({UNKNOWN} avant l'étape 3)", _BOLD), *TRIALS, ""]
    rows += [("À savoir", _BOLD), *_lines(f"– {note}" for note in NOTES)]
    columns = '<cols><col min="1" max="1" width="52" customWidth="1"/><col min="2" max="2" width="30" customWidth="1"/>'
    return _with_rows(text, [_line(number, row) for number, row in enumerate(rows, 1)], f"{columns}</cols>")


def _lines(sentences: Iterable[str]) -> list[str]:
    return [
        line
        for sentence in sentences
        for line in wrap(sentence, _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    ]


def _line(number: int, row: str | tuple[str, int] | Trial) -> str:
    if isinstance(row, Trial):
        formula = f'<c r="B{number}"><f>{escape(row.formula)}</f></c>'
        return _row(
            number, (_text(f"A{number}", row.french), formula, _text(f"C{number}", f"attendu : {row.expected}"))
        )
    words, style = row if isinstance(row, tuple) else (row, 0)
    return _row(number, (_text(f"A{number}", words, style),) if words else ())


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(place: str, value: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
