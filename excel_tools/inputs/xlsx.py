"""Sheets of an .xlsx workbook as raw tables. Nothing is evaluated, nothing is trusted: a file comes from anybody."""

from __future__ import annotations

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
from excel_tools.workbook.xmlparts import UnsafeXml


def read_workbook(path: Path) -> list[RawTable]:
    """Return the sheets of a workbook, in the order of its tabs.

    Raises:
        InputError: not a readable .xlsx or .xlsm, encrypted, damaged, oversized, or dated from 1904.
    """
    package = Package.read(path, InputError)
    name = path.name
    book = read_book(package)
    if book.since_1904:
        raise InputError(
            f"« {name} » compte ses dates depuis 1904 ; dans Excel : Fichier, Options, Options avancées, "
            "décocher « Utiliser le calendrier depuis 1904 », puis vérifier les dates."
        )
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
        return [_table(name, sheet, Sheet(package.data(part)), shared) for sheet, part in book.sheets.items()]
    except UnsafeXml as problem:
        raise InputError(f"« {name} » : classeur illisible ({problem}) ; l'ouvrir et le réenregistrer.") from problem


def _table(file: str, name: str, sheet: Sheet, shared: list[str]) -> RawTable:
    rows: list[RawRow] = []
    label = f"« {file} », feuille « {name} »"
    for row in sheet.rows:
        cells = [cell for cell in row.cells if cell.text is not None or cell.formula is not None]
        if not cells:
            continue
        boxes = [box for box in sheet.merges if box[0] <= row.number <= box[2]]
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
                    _cell(row.number, column, by_column.get(column), shared, boxes) for column in range(1, width + 1)
                ),
            )
        )
    return RawTable(file, name, tuple(rows))


def _cell(row: int, column: int, cell: Cell | None, shared: list[str], boxes: list[Box]) -> RawCell:
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
    return RawCell(value, f"cellule {ref}", trouble)
