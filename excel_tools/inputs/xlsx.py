"""Sheets of an .xlsx workbook as raw tables. Nothing is evaluated, nothing is trusted: a file comes from anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.inputs.parse import printable
from excel_tools.inputs.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, NO_RESULT, RawCell, RawRow, RawTable
from excel_tools.workbook.names import read_book, relations
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import Strings
from excel_tools.workbook.refs import cell_ref
from excel_tools.workbook.sheet import Box, Cell, Sheet, inside
from excel_tools.workbook.values import ErrorValue, typed
from excel_tools.workbook.xmlparts import UnsafeXml, local, parse

_DATE_FORMATS = frozenset(str(number) for number in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in number formats that show a date or a time."""


def read_workbook(path: Path) -> list[RawTable]:
    """Return the sheets of a workbook, in the order of its tabs.

    Raises:
        InputError: not a readable .xlsx or .xlsm, encrypted, damaged, oversized, or dated from 1904.
    """
    package = Package.read(path, InputError)
    name = path.name
    book = read_book(package)
    strings = [
        member
        for kind, target in relations(package, book.part).values()
        if kind == "sharedStrings" and (member := package.find(target))
    ]
    for part in (*book.sheets.values(), *strings):
        if package.members[part].size > MOST_BYTES:
            raise InputError(
                f"« {name} » : la partie « {part} » dépasse {MOST_BYTES >> 20} Mo ; fichier refusé. "
                "Un portefeuille ne contient que des saisies : supprimer les lignes et mises en forme inutiles."
            )
    try:
        shared = [text for part in strings for text in Strings(package.data(part)).texts]
        forms = _forms(package, book.part)
        return [_table(name, sheet, Sheet(package.data(part)), shared, forms) for sheet, part in book.sheets.items()]
    except UnsafeXml as problem:
        raise InputError(f"« {name} » : classeur illisible, {problem} ; l'ouvrir et le réenregistrer.") from problem


def _forms(package: Package, workbook: str) -> dict[str, str]:
    """Return the styles under which a number is shown as a date or in percent: index of the style → form."""
    targets = [target for kind, target in relations(package, workbook).values() if kind == "styles"]
    part = package.find(targets[0]) if targets else None
    if part is None:
        return {}
    root = parse(package.data(part))
    codes = {
        item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iter() if local(item.tag) == "numFmt"
    }
    styles = [item for block in root if local(block.tag) == "cellXfs" for item in block]
    found = {str(rank): _form(item.get("numFmtId", "0"), codes) for rank, item in enumerate(styles)}
    return {rank: form for rank, form in found.items() if form}


def _form(number: str, codes: Mapping[str, str]) -> str:
    if number not in codes:
        return "date" if number in _DATE_FORMATS else "%" if number in ("9", "10") else ""
    # what is quoted, between brackets or escaped is shown as it is: « € », a colour, a language
    bare = re.sub(r'"[^"]*"|\[[^\]]*\]|[\\_*].', "", codes[number]).lower()
    return "date" if re.search("[dmyhs]", bare) else "%" if "%" in bare else ""


def _boxes(sheet: Sheet, label: str) -> dict[int, list[Box]]:
    """Return the merges that cross each row of the sheet, at most one a column."""
    waiting = sorted((box for box in sheet.merges if box[1] <= MOST_COLUMNS), reverse=True)
    active: list[Box] = []
    found: dict[int, list[Box]] = {}
    for number in sorted({row.number for row in sheet.rows}):
        active = [box for box in active if box[2] >= number]
        while waiting and waiting[-1][0] <= number:
            box = waiting.pop()
            if box[2] >= number:
                active.append(box)
        if len(active) > MOST_COLUMNS:
            raise InputError(f"{label}, ligne {number} : cellules fusionnées qui se chevauchent ; annuler les fusions.")
        found[number] = list(active)
    return found


def _table(file: str, name: str, sheet: Sheet, shared: list[str], forms: Mapping[str, str]) -> RawTable:
    rows: list[RawRow] = []
    label = f"« {file} », feuille « {name} »"
    merged = _boxes(sheet, label)
    for row in sheet.rows:
        cells = [cell for cell in row.cells if cell.text is not None or cell.formula is not None]
        if not cells:
            continue
        boxes = merged[row.number]
        width = max([*(cell.column for cell in cells), *(min(box[3], MOST_COLUMNS) for box in boxes)])
        if len(rows) >= MOST_ROWS or width > MOST_COLUMNS:
            raise InputError(
                f"{label} : plus de {MOST_ROWS} lignes ou de {MOST_COLUMNS} colonnes ; répartir en plusieurs fichiers."
            )
        by_column = {cell.column: cell for cell in cells}
        rows.append(
            RawRow(
                row.number,
                tuple(
                    _cell(row.number, column, by_column.get(column), shared, boxes, forms)
                    for column in range(1, width + 1)
                ),
            )
        )
    return RawTable(file, name, tuple(rows))


def _cell(
    row: int, column: int, cell: Cell | None, shared: list[str], boxes: list[Box], forms: Mapping[str, str]
) -> RawCell:
    ref = cell_ref(row, column)
    value = None
    trouble = ""
    if cell is not None:
        try:
            value = typed(cell.kind, cell.text, shared)
        except ValueError:
            trouble = f"contenu illisible (« {printable(cell.text)} ») ; le ressaisir"
        # « <v></v> » is what openpyxl writes beside a formula; only in a text result does it mean an empty text
        if cell.formula is not None and (cell.text is None or (not cell.text.strip() and cell.kind != "str")):
            value, trouble = None, NO_RESULT
    if isinstance(value, ErrorValue):
        trouble = f"erreur « {value} » ; corriger la formule ou saisir la valeur"
    for box in boxes:
        if inside(box, row, column) and (row, column) != box[:2]:
            top = cell_ref(*box[:2])
            hidden = f" et cache « {value} »" if value not in (None, "") else ""
            trouble = (
                f"cellule fusionnée avec {top}{hidden} : sa valeur ne se voit pas ; "
                "annuler la fusion (Accueil, Fusionner) et saisir chaque ligne"
            )
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    form = forms.get(cell.style or "0", "") if cell is not None and is_number else ""
    return RawCell(value, f"cellule {ref}", trouble, form)
