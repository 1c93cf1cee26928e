"""The sheets of a portfolio, from a workbook, a folder of CSV files or one CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.inputs import columns, form_columns, spending_columns
from excel_tools.inputs.columns import Column
from excel_tools.inputs.csvfile import read_csv
from excel_tools.inputs.fields import names_persons
from excel_tools.inputs.table import HeadedTable, RawTable, find_header, nearest, plain
from excel_tools.inputs.xlsx import read_workbook
from excel_tools.structure import KINDS

LINKED: Mapping[str, Sequence[Column]] = {
    "charges": spending_columns.CHARGES,
    "produits": spending_columns.INCOMES,
    "personnel": spending_columns.STAFF,
    "indemnites": spending_columns.INDEMNITIES,
    "contributions": form_columns.IN_KIND,
    "cerfa": form_columns.LINES,
    "aides": columns.AIDS,
    "indicateurs": columns.INDICATORS,
    "annees": columns.YEARLY,
}
"""Sheets whose rows belong to a structure named in their first column."""

SHEET_TITLES: Mapping[str, str] = {
    **{kind.lower(): kind for kind in KINDS},
    "charges": "Charges",
    "produits": "Produits",
    "personnel": "Personnel",
    "indemnites": "Indemnités",
    "contributions": "Contributions",
    "cerfa": "CERFA",
    "aides": "Aides",
    "indicateurs": "Indicateurs",
    "annees": "Années",
}
"""Key of a sheet (and stem of its CSV file) → its name in the workbook."""

_IGNORED = ("aide", "lisezmoi", "listes", "notes", "notice")
TYPE = Column("type", "Type", "texte", "CPTS, MSP, ESS ou ESP.", aliases=("type de structure",), choices=KINDS)


@dataclass(frozen=True, slots=True)
class Sheets:
    """What was found, ready to be read row by row.

    Attributes:
        files: every file read, for the manifest.
        tables: key of the sheet → its rows under their header.
        mixed: a single table that holds rows of several kinds, told by its column « Type ».
        warnings: what was left aside.
    """

    files: tuple[Path, ...]
    tables: Mapping[str, HeadedTable]
    mixed: HeadedTable | None = None
    warnings: tuple[str, ...] = ()


def shown_name(path: Path) -> str:
    """Return the name of a file or folder, also of « . » and « / »."""
    return path.name or path.resolve().name or str(path)


def columns_of(key: str) -> Sequence[Column]:
    """Return the columns of a sheet."""
    return LINKED[key] if key in LINKED else columns.KIND_COLUMNS[key.upper()]


def read_sheets(path: Path) -> Sheets:
    """Read the sheets of a portfolio.

    Raises:
        InputError: missing, unreadable or empty file, no sheet of structures, unknown, doubled or missing columns.
    """
    if not path.exists():
        raise InputError(f"Portefeuille introuvable : « {path} ». Vérifier le chemin et le nom du fichier.")
    if path.is_dir():
        return _folder(path)
    suffix = path.suffix.lower()
    if suffix in (".csv", ".txt", ".tsv"):
        return _single(path)
    if suffix in (".xlsx", ".xlsm"):
        return _workbook(path)
    raise InputError(
        f"« {path.name} » : format « {suffix or 'sans extension'} » non reconnu ; "
        "donner un classeur .xlsx, un fichier .csv ou un dossier de fichiers .csv."
    )


def _workbook(path: Path) -> Sheets:
    if path.is_file() and path.stat().st_size == 0:
        raise InputError(f"« {path.name} » est vide (0 octet) ; reprendre une copie du fichier.")
    found: dict[str, RawTable] = {}
    warnings, problems = [], []
    for table in read_workbook(path):
        key = _key(table.sheet)
        if key in SHEET_TITLES:
            if table.rows:
                found[key] = table
        elif key not in _IGNORED and table.rows:
            near = nearest(table.sheet, SHEET_TITLES.values())
            if near:
                problems.append(f"« {path.name} » : feuille « {table.sheet} » inconnue.{near}")
            else:
                warnings.append(f"« {path.name} » : la feuille « {table.sheet} » n'est pas lue.")
    if problems:
        raise InputError(problems)
    return _headed((path,), found, path.name, warnings)


def _folder(path: Path) -> Sheets:
    found: dict[str, RawTable] = {}
    files, problems = [], []
    for file in sorted(path.glob("*.csv")):
        key = _key(file.stem)
        if key in SHEET_TITLES:
            files.append(file)
            found[key] = read_csv(file)
        elif near := nearest(file.stem, SHEET_TITLES):
            problems.append(f"« {file.name} » n'est pas un fichier du portefeuille.{near}")
    if problems:
        raise InputError(problems)
    return _headed(tuple(files), found, shown_name(path), [])


def _headed(files: tuple[Path, ...], found: Mapping[str, RawTable], name: str, warnings: list[str]) -> Sheets:
    if not any(kind.lower() in found for kind in KINDS):
        raise InputError(
            f"« {name} » ne contient aucune structure ; il faut au moins une feuille (ou un fichier .csv) "
            "« CPTS », « MSP », « ESS » ou « ESP » avec une ligne par structure."
        )
    tables: dict[str, HeadedTable] = {}
    problems: list[str] = []
    for key, table in found.items():
        headed, told = _header(table, columns_of(key))
        problems += told
        if headed is not None:
            tables[key] = headed
    if problems:
        raise InputError(problems)
    return Sheets(files, tables, warnings=tuple(warnings))


def _single(path: Path) -> Sheets:
    """One CSV file: rows of CPTS, or of any kind when there is a column « Type »."""
    table = read_csv(path)
    titles = {plain(cell.value) for row in table.rows[:30] for cell in row.cells if isinstance(cell.value, str)}
    if not titles & {plain(title) for title in TYPE.titles}:
        return _headed((path,), {"cpts": table}, path.name, [])
    union: dict[str, Column] = {TYPE.key: TYPE}
    for kind in KINDS:
        for column in columns.KIND_COLUMNS[kind]:
            union.setdefault(column.key, column)
    headed, problems = _header(table, tuple(union.values()), required=("type", "nom"))
    if headed is None or problems:
        raise InputError(problems)
    return Sheets((path,), {}, headed)


def _header(
    table: RawTable, wanted: Sequence[Column], required: Sequence[str] | None = None
) -> tuple[HeadedTable | None, list[str]]:
    titles = {column.key: column.titles for column in wanted}
    needed = [column.key for column in wanted if column.required] if required is None else list(required)
    written = {plain(cell.value) for row in table.rows[:30] for cell in row.cells if isinstance(cell.value, str)}
    for column in wanted:
        if column.instead and all(written & set(map(plain, titles[key])) for key in column.instead):
            needed.remove(column.key)
    return find_header(table, titles, needed, columns.FREE, private=names_persons(wanted))


def _key(name: str) -> str:
    word = plain(name)
    return {plain(title): key for key, title in SHEET_TITLES.items()}.get(word, word)
