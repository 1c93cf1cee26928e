"""Small portfolios made on the spot, sound but for what a case changes."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

CPTS = {
    "Nom": "CPTS du Gué",
    "Région": "Bretagne",
    "Date de signature": "01/09/2023",
    "Population": "58200",
    "Premier exercice": "2027",
    "Début accès": "01/01/2024",
    "Début parcours": "01/03/2024",
    "Début prévention": "01/04/2024",
    "Début crise": "01/02/2024",
}
OTHER = CPTS | {"Nom": "CPTS des Sources"}
CHARGE = {"Structure": "CPTS du Gué", "Compte": "6132", "Libellé": "Loyer", "Montant 1": "12000"}
INCOME = {"Structure": "CPTS du Gué", "Compte": "7561", "Libellé": "Adhésions", "Montant 1": "900"}
POST = {
    "Structure": "CPTS du Gué",
    "Poste": "Coordination",
    "Mission": "",
    "Brut mensuel": "3200",
    "Taux patronal": "42 %",
    "Quotité": "50 %",
    "Entrée": "01/03/2027",
    "Sortie": "",
}
INDEMNITY = {
    "Structure": "CPTS du Gué",
    "Nom": "Professionnel 1",
    "Mission": "accès",
    "Compte": "",
    "Taux horaire": "60",
    "Heures 1": "40",
    "Antérieur": "",
}
INDICATOR = {
    "Structure": "CPTS du Gué",
    "Mission": "prévention",
    "Indicateur": "Dépistages",
    "Sens": "hausse",
    "Seuil 1": "2",
    "Montant 1": "3000",
    "Valeur": "3",
}
AID = {"Structure": "CPTS du Gué", "Libellé": "FIR", "Date": "15/02/2027", "Montant": "12000"}

Rows = Sequence[Mapping[str, Any]]


def header_of(rows: Rows) -> list[str]:
    """Every column of the rows, in order of appearance."""
    return list(dict.fromkeys(key for row in rows for key in row))


def csv_text(rows: Rows) -> str:
    """A CSV file with semicolons."""
    header = header_of(rows)
    lines = [";".join(header), *(";".join(str(row.get(key, "")) for key in header) for row in rows)]
    return "\r\n".join(lines) + "\r\n"


def csv_file(folder: Path, rows: Rows, name: str = "cpts.csv") -> Path:
    """One CSV file."""
    path = folder / name
    path.write_bytes(csv_text(rows).encode("utf-8"))
    return path


def csv_folder(folder: Path, **tables: Rows) -> Path:
    """A folder of CSV files."""
    target = folder / "portefeuille"
    target.mkdir()
    for stem, rows in tables.items():
        csv_file(target, rows, f"{stem}.csv")
    return target


def book(folder: Path, sheets: Mapping[str, Rows], change: Any = None, name: str = "portefeuille.xlsx") -> Path:
    """A workbook; numbers in texts become numbers, as a person types them. ``change`` gets it before closing."""
    path = folder / name
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True})
    for title, rows in sheets.items():
        sheet = workbook.add_worksheet(title)
        header = header_of(rows)
        for column, key in enumerate(header):
            sheet.write(0, column, key)
            for line, row in enumerate(rows, 1):
                if row.get(key, "") != "":
                    sheet.write(line, column, row[key])
    if change is not None:
        change(workbook)
    workbook.close()
    return path


def replaced_part(path: Path, part: str, change: Any) -> Path:
    """The same workbook with one part changed (bytes → bytes), or removed when ``change`` is None."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if change is None:
        del parts[part]
    else:
        parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
