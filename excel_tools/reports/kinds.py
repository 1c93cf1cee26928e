"""What a workbook is, told to whoever gave another one than expected."""

from __future__ import annotations

import os

from excel_tools.workbook.names import Book, read_book
from excel_tools.workbook.package import Package

BUDGET_NAMES = frozenset({"in_nom", "bar_modele"})
"""Names that the workbook of a structure holds, and no other."""

_SIGNS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"BAREME FONCTION"}), "est le livre d'exemples des fonctions, non le classeur d'une structure"),
    (
        frozenset({"Entrées", "Barème", "Budget", "Contrôles"}),
        "est un classeur de budget dont les noms ont disparu : reprendre celui qu'excel-tools a produit",
    ),
    (
        frozenset({"Écarts", "Explications", "Paramètres"}),
        "est un classeur de comparaison : il se lit, il ne se compare pas",
    ),
    (frozenset({"Tornado", "Probabilités"}), "est un classeur de sensibilité : il se lit, il ne se compare pas"),
    (frozenset({"Index", "Détail"}), "est l'index d'un dossier de budgets : donner les classeurs qu'il cite"),
)
"""Sheets by which a workbook is known, and what is said of it where the budgets of a structure are expected."""
_PORTFOLIO = frozenset({"CPTS", "MSP", "ESS", "ESP"})


def is_budget(book: Book) -> bool:
    """Return whether a workbook is that of a structure, by its names."""
    return {item.name.casefold() for item in book.names} >= BUDGET_NAMES


def other_kind(file: str, book: Book) -> str:
    """Return what is said of a workbook that is not the budget of a structure."""
    titles = set(book.sheets)
    for sheets, told in _SIGNS:
        if sheets <= titles:
            return f"« {file} » {told}."
    if titles & _PORTFOLIO:
        return (
            f"« {file} » est un portefeuille, non le classeur d'une structure : le donner seul, ses scénarios par "
            "--scenarios ; ou en tirer les classeurs par « excel-tools generer »."
        )
    if "Scénarios" in titles:
        return f"« {file} » est un fichier de scénarios : le donner par --scenarios, à la suite d'un portefeuille."
    missing = sorted(BUDGET_NAMES - {item.name.casefold() for item in book.names})
    if len(missing) < len(BUDGET_NAMES):
        return f"« {file} » : le nom « {missing[0]} » a disparu ; reprendre le classeur qu'excel-tools a produit."
    return f"« {file} » n'est pas un classeur d'excel-tools : les noms « in_nom » et « bar_modele » y manquent."


def told_alone(path: str | os.PathLike[str]) -> str:
    """Return what to say of a workbook given in the place of a portfolio; empty when it may well be one.

    Raises:
        InputError: the file cannot be read.
    """
    book = read_book(Package.read(path))
    file = os.path.basename(path)
    if is_budget(book):
        return (
            f"« {file} » est le classeur de budget d'une structure : en donner deux, avant et après (excel-tools "
            f'comparer "{file}" apres.xlsx) ; ou un portefeuille.'
        )
    titles = set(book.sheets)
    known = any(sheets <= titles for sheets, _ in _SIGNS) or ("Scénarios" in titles and not titles & _PORTFOLIO)
    return other_kind(file, book) if known else ""
