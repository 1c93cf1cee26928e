"""Ranges of cells as an argument: rows of a sheet, an inline text, or ``@file.csv``; every error of a range at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.functions.values import is_empty
from excel_tools.functions.words import mission_of, plain
from excel_tools.funding.cpts_table import MISSIONS
from excel_tools.money import parse_rate
from excel_tools.vector import PPM

MOST_BYTES = 1_000_000
MOST_ROWS = 500
_HEADERS = ("mission", "missions", "code", "codes", "cle", "donnee", "donnees", "libelle", "indicateur", "parametre")


@dataclass(frozen=True, slots=True)
class Engaged:
    """A mission of a contract: the day on which it starts, its attainment in millionths."""

    mission: str
    start: int
    rate: int


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One row of a range and where it stands (``"missions.csv, ligne 3"``)."""

    place: str
    cells: tuple[object, ...]


def read_engaged(value: object, what: str) -> tuple[Engaged, ...]:
    """Return the missions engaged, in the order of the barème.

    ``"parcours|2024-09-01|80%;prevention|2025-01-15|1"``, ``@missions.csv``, rows of cells, or a Python mapping of
    mission to start date. The attainment is optional, 100 % by default.

    Raises:
        InputError: everything wrong in the rows.
    """
    found: dict[str, Engaged] = {}
    errors: list[str] = []
    for row in read_rows(value, what, ";", "|"):
        try:
            engaged = _engaged(row)
            if engaged.mission in found:
                raise InputError(f"{row.place} : la mission « {engaged.mission} » est déjà donnée plus haut.")
            found[engaged.mission] = engaged
        except InputError as error:
            errors += error.messages
    if errors:
        raise InputError(errors)
    return tuple(found[mission] for mission in MISSIONS if mission in found)


def _engaged(row: RangeRow) -> Engaged:
    errors: list[str] = []
    mission, start, rate = "", 0, PPM
    cells = [None if is_empty(cell) else cell for cell in row.cells]
    if any(cell is not None for cell in cells[3:]) or len([c for c in cells if c is not None]) < 2:
        raise InputError(
            f"{row.place} : mission, date de début et taux d'atteinte attendus (mission|2024-09-01|80%), "
            f"trouvé « {' | '.join('' if cell is None else str(cell) for cell in cells)} »."
        )
    first, second, third = (*cells, None, None)[:3]
    try:
        mission = mission_of(first or "", f"{row.place}, mission")
    except InputError as error:
        errors += error.messages
    try:
        if second is None:
            raise InputError(f"{row.place} : la date de début manque.")
        start = parse_day(second, f"{row.place}, date de début")
    except InputError as error:
        errors += error.messages
    try:
        rate = PPM if third is None else parse_rate(third, f"{row.place}, taux d'atteinte")
        if not 0 <= rate <= PPM:
            raise InputError(
                f"{row.place}, taux d'atteinte : « {third} » n'est pas entre 0 et 100 % ; écrire 0,8 ou 80 %."
            )
    except InputError as error:
        errors += error.messages
    if errors:
        raise InputError(errors)
    return Engaged(mission, start, rate)


def read_facts(value: object, what: str) -> tuple[dict[str, tuple[str, object]], list[str]]:
    """Return the facts of ``"patientele=4000;ipa=oui"``, ``@donnees.csv``, rows or a mapping, and what is wrong.

    With ``,`` between the facts of an inline text, decimals take a dot.

    Returns:
        Key → (place, value as typed), and one sentence for each row without a key, too wide, or given twice.

    Raises:
        InputError: the range itself cannot be read.
    """
    found: dict[str, tuple[str, object]] = {}
    errors: list[str] = []
    value = _alone(value)
    separator = ";" if isinstance(value, str) and (";" in value or "\n" in value) else ","
    for row in read_rows(value, what, separator, "="):
        cells = [None if is_empty(cell) else cell for cell in row.cells]
        if len(cells) < 2 or any(cell is not None for cell in cells[2:]) or cells[0] is None:
            shown = "=".join("" if cell is None else str(cell) for cell in cells)
            decimals = isinstance(value, str) and not value.startswith("@") and separator == ","
            hint = " ; entre virgules, les décimales prennent un point" if decimals else ""
            errors.append(f"{row.place} : « {shown} » n'est pas de la forme clé=valeur{hint}.")
            continue
        key = plain(str(cells[0]))
        if key in found:
            errors.append(f"{row.place} : « {key} » est déjà donné plus haut.")
        elif cells[1] is not None:
            found[key] = (row.place, cells[1])
    return found, errors


def _alone(value: object) -> object:
    """Return the text of a range of one cell, which holds the whole, or the value itself."""
    if isinstance(value, (list, tuple)) and len(value) == 1:
        row = value[0]
        if isinstance(row, (list, tuple)) and len(row) == 1 and isinstance(row[0], str):
            return row[0]
    return value


def read_rows(value: object, what: str, between_rows: str, between_cells: str) -> list[RangeRow]:
    """Return the rows of a range, an inline text, ``@file.csv`` or a mapping, without the row of heads.

    Raises:
        InputError: none of these, or a file that cannot be read.
    """
    value = _alone(value)
    if isinstance(value, Mapping):
        return [
            RangeRow(f"{what}, « {key} »", (key, *(cell if isinstance(cell, (list, tuple)) else (cell,))))
            for key, cell in value.items()
        ]
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("@"):
            return _file_rows(Path(text[1:].strip()), what)
        items = [item for line in text.splitlines() for item in line.split(between_rows)]
        return [
            RangeRow(f"{what}, élément {number}", tuple(cell.strip() for cell in item.split(between_cells)))
            for number, item in enumerate(items, 1)
            if item.strip()
        ]
    if isinstance(value, (list, tuple)):
        rows = [
            RangeRow(f"{what}, ligne {number}", tuple(row) if isinstance(row, (list, tuple)) else (row,))
            for number, row in enumerate(value, 1)
            if not is_empty(row)
        ]
        # a selection wider than the table: empty columns on its right do not count
        return _without_header(rows)
    raise InputError(f"{what} : plage, texte ou @fichier.csv attendu, trouvé « {value} ».")


def _without_header(rows: list[RangeRow]) -> list[RangeRow]:
    if rows and plain(str(rows[0].cells[0])) in _HEADERS:
        return rows[1:]
    return rows


def _file_rows(path: Path, what: str) -> list[RangeRow]:
    text = _read(path, what)
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    rows: list[RangeRow] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(RangeRow(f"{path.name}, ligne {reader.line_num}", tuple(cell.strip() for cell in cells)))
            if len(rows) > MOST_ROWS:
                raise InputError(f"{path.name} : plus de {MOST_ROWS} lignes ; est-ce le bon fichier ?")
    except csv.Error as error:
        raise InputError(f"{path.name}, ligne {reader.line_num} : fichier CSV illisible.") from error
    rows = _without_header(rows)
    if not rows:
        raise InputError(f"{path.name} : le fichier ne contient aucune ligne.")
    return rows


def _read(path: Path, what: str) -> str:
    if not str(path) or str(path) == ".":
        raise InputError(f"{what} : « @ » doit être suivi du nom d'un fichier, par exemple @missions.csv.")
    try:
        if not path.is_file():
            raise InputError(f"{what} : fichier « {path} » introuvable ; vérifier le chemin.")
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path.name} : fichier de plus d'un mégaoctet ; est-ce le bon fichier ?")
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise InputError(
            f"{what} : le fichier « {path} » ne peut être lu ; vérifier le chemin et les droits."
        ) from error
    if raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise InputError(f"{path.name} : c'est un classeur ; l'enregistrer en CSV (UTF-8).")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError(f"{path.name} : ce n'est pas un fichier texte ; l'enregistrer en CSV UTF-8.")
