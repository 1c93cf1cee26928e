"""A CSV file as a raw table: what Excel, LibreOffice and other programs call CSV in France."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.inputs.table import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, RawCell, RawRow, RawTable
from excel_tools.workbook.files import read_whole

_DELIMITERS = ";\t,"


def read_csv(path: Path) -> RawTable:
    """Return the rows of a CSV file: UTF-8 (with or without BOM), UTF-16 with BOM or Windows-1252; ``;`` tab or ``,``.

    Raises:
        InputError: the file cannot be read, is binary, empty, oversized, or its quotes do not close.
    """
    name = path.name
    data = read_whole(path, MOST_BYTES, InputError)
    text = _decode(data, name)
    if not text.strip():
        raise InputError(f"« {name} » est vide ; il faut une ligne d'en-tête, puis au moins une ligne.")
    return RawTable(name, "", tuple(_rows(text, name)))


def _decode(data: bytes, name: str) -> str:
    if data[:4] == b"PK\x03\x04":
        raise InputError(f"« {name} » est un classeur Excel, pas un CSV ; lui donner l'extension .xlsx.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in data:
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
            return text
    raise InputError(f"« {name} » n'est pas un fichier texte ; l'enregistrer au format « CSV UTF-8 ».")


def _delimiter(text: str) -> str:
    """Return the separator that cuts the header, the line with the most of them among the first ones, the most."""
    first = text[:20_000].splitlines()[:30]
    outside = ["".join(line.split('"')[::2]) for line in first]
    return max(_DELIMITERS, key=lambda mark: (max(line.count(mark) for line in outside), -_DELIMITERS.index(mark)))


def _rows(text: str, name: str) -> list[RawRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[RawRow] = []
    line = 1
    try:
        for fields in reader:
            number, line = line, reader.line_num + 1
            if not any(field.strip() for field in fields):
                continue
            if len(rows) >= MOST_ROWS or len(fields) > MOST_COLUMNS:
                raise InputError(
                    f"« {name} », ligne {number} : plus de {MOST_ROWS} lignes ou de {MOST_COLUMNS} colonnes ; "
                    "répartir en plusieurs fichiers."
                )
            cells = tuple(RawCell(field if field.strip() else None, f"ligne {number}") for field in fields)
            rows.append(RawRow(number, cells))
    except csv.Error as problem:
        raise InputError(
            f"« {name} », ligne {line} : guillemets mal fermés ou mal placés ; réenregistrer le fichier en CSV."
        ) from problem
    return rows
