"""The books, and the page of the functions, put together from the catalogue."""

from __future__ import annotations

from pathlib import Path

from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.page import page
from samples.livres import excel, odf
from samples.livres.budget import budget_sheet
from samples.livres.family import family_sheet
from samples.livres.front import front_sheet
from samples.livres.host import EXCEL, LIBREOFFICE, Host
from samples.livres.model import Book, Sheet
from samples.livres.portfolio import portfolio_sheet
from samples.livres.refused import errors_sheet

OTHERS = {
    "Portefeuille": "une colonne de populations, une formule par colonne de résultats",
    "Budget d'une CPTS": "un budget à remplir, ses totaux et son graphique",
    "Erreurs": "des saisies refusées, et la phrase qui dit pourquoi",
}

TOGETHER = (("ESS", "ESP", "MEDECIN"), ("CHARGE", "BUDGET"), ("BAREME", "FONCTION"))
"""Small families that share a sheet: amounts, then sentences."""


def families() -> list[tuple[str, ...]]:
    """Return the families, those that share a sheet together."""
    shared = {family: group for group in TOGETHER for family in group}
    return list(dict.fromkeys(shared.get(function.family, (function.family,)) for function in FUNCTIONS))


def book(host: Host) -> Book:
    """Return the book of a host."""
    sheets: list[Sheet] = []
    places: dict[str, tuple[str, str]] = {}
    for group in families():
        # tables come last: amounts, which are short, then fill the pages
        functions = sorted(
            (f for f in FUNCTIONS if f.family in group), key=lambda f: (group.index(f.family), f.result.is_table)
        )
        sheet, cells = family_sheet(group, functions, host)
        sheets.append(sheet)
        places |= {name: (sheet.name, cell) for name, cell in cells.items()}
    sheets += [portfolio_sheet(host), budget_sheet(host), errors_sheet(host)]
    title = f"Les fonctions de soins coordonnés dans {host.name}"
    return Book(title, "Livre d'exemples des fonctions d'excel-tools", (front_sheet(host, places, OTHERS), *sheets))


def draw_libreoffice(folder: Path) -> Path:
    """Draw the book of LibreOffice into a folder."""
    path = folder / LIBREOFFICE.file
    odf.write(book(LIBREOFFICE), path)
    return path


def draw_excel(folder: Path) -> Path:
    """Draw the book of Excel into a folder."""
    path = folder / EXCEL.file
    excel.write(book(EXCEL), path)
    return path


def write_page(folder: Path) -> Path:
    """Write the page of the functions into a folder."""
    path = folder / "fonctions.md"
    path.write_text(page(), encoding="utf-8", newline="\n")
    return path
