"""The sheet « Comptes »: which line of the form each account, each receipt and each funder goes to."""

from __future__ import annotations

from typing import Any

from excel_tools.accounts.funders import FUNDERS
from excel_tools.reports.cerfa_shape import AIDS_LABEL, BOUND_ROWS, FREE_BOUND
from excel_tools.reports.shape import Shape
from excel_tools.rules.form import Form
from templates.kit import ledger, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E

TITLE = "Comptes"


def draw(book: Book, shape: Shape, form: Form) -> None:
    """Write the sheet: the accounts that open a line, the receipts, the funders of aids."""
    sheet = book.sheets[TITLE]
    sheet.heading("Comptes et lignes du CERFA", "Un compte prend la ligne de la dernière borne qui ne le dépasse pas.")
    sheet.head(sheet.row, ["Ce que c'est", "À partir de", "Ligne", "Confiance", "Source"], 3, texts=(D, E))
    sheet.ws.freeze_panes(sheet.row + 1, 1)
    sheet.repeat(sheet.row)
    sheet.row += 1
    codes = ledger.codes(shape, form)
    _receipts(sheet, shape, codes)
    _funders(sheet)
    _bounds(sheet, codes)


def _receipts(sheet: Sheet, shape: Shape, codes: dict[str, Any]) -> None:
    sheet.section(
        "Ligne de chaque recette", "Celle de l'Assurance Maladie et du FIR est à confirmer avec le financeur."
    )
    top, count = sheet.row, len(shape.lines)
    for step, label in enumerate((*shape.labels, AIDS_LABEL)):
        sheet.write(top + step, A, label, "label", "", text_wrap=False)
        sheet.write(top + step, B, int(shape.account), "label", "free", align="left")
    sheet.input("in_comptes_recettes", top, C, count, number="general", rule=codes)
    sheet.input("in_comptes_aides", top + count, C, number="general", rule=codes)
    sheet.row = top + count + 2


def _funders(sheet: Sheet) -> None:
    """Write the words of the column « Financeur » of the aids, and the line of each."""
    sheet.section("Ligne de chaque financeur d'une aide", "Le mot de la colonne « Financeur » des aides (Entrées).")
    top, count = sheet.row, len(FUNDERS)
    sheet.filled("bar_financeurs", top, A, count, number="general")
    for step in range(count):
        sheet.write(top + step, B, None, "label")
    sheet.filled("bar_financeurs_lignes", top, C, count, number="general")
    sheet.row = top + count + 1


def _bounds(sheet: Sheet, codes: dict[str, Any]) -> None:
    sheet.section("Ligne de chaque compte", "Une borne court jusqu'à la suivante : les garder en ordre croissant.")
    top = sheet.row
    account = rules.whole(
        "Borne",
        10_000_000,
        FREE_BOUND,
        "Compte sur huit chiffres, plus grand que celui d'au-dessus ; 99999999 : libre.",
    )
    sheet.filled("bar_comptes_libelles", top, A, BOUND_ROWS, number="general", text_wrap=False)
    sheet.input("in_comptes_bornes", top, B, BOUND_ROWS, number="account", rule=account)
    sheet.input("in_comptes_lignes", top, C, BOUND_ROWS, number="general", rule=codes)
    sheet.filled("bar_comptes_sources", top, D, BOUND_ROWS, 2, number="general", text_wrap=False)
    sheet.row = top + BOUND_ROWS
