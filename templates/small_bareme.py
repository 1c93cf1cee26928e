"""« Barème » of the families whose amounts do not depend on a size: values, contract, provenance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.reports.cells import unit_shown
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.small_bareme import DATE_SLOTS, number_format
from excel_tools.rules import Amount, load_rules
from templates.kit import cells, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F, G, H

WIDTHS = [58, 15, 13, 13, 13, 15.5, 24, *[15.5] * 4, 12, 12, 12]
"""Columns of the sheet."""

_VALUES, _SIGNED, _FLAGS = C, F, 11
_ROWS_OF_HALF_A_PAGE = 16


def draw(book: Book, codes: Sequence[str], *, amendments: bool) -> None:
    """Write the sheet: one row per code in each of its two tables.

    Args:
        amendments: room for the amounts of an amendment, from its date on.
    """
    sheet = book.sheets["Barème"]
    sheet.heading(
        "Barème", "Le contrat signé l'emporte : saisir son montant dans la colonne du scénario, sinon laisser vide."
    )
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    amounts = [load_rules().series(code)[-1] for code in codes]
    _values(sheet, amounts, amendments)
    _provenance(sheet, amounts)
    sheet.ws.print_area(0, 0, sheet.row, _FLAGS + DATE_SLOTS - 1)


def _values(sheet: Sheet, amounts: Sequence[Amount], amendments: bool) -> None:
    count, columns = len(amounts), SCENARIOS * (2 if amendments else 1)
    sheet.section(
        "Montants et paramètres",
        "Montants nationaux à leur date (« réserve » : place libre), puis ceux du contrat de chaque scénario.",
    )
    row = sheet.row
    sheet.write(row, A, "En vigueur à partir du", "strong")
    sheet.filled("bar_dates", row, _VALUES, 1, DATE_SLOTS, number="date_or_reserve")
    if amendments:
        sheet.write(row, _SIGNED + SCENARIOS - 1, "Avenant au :", "note", "", align="right")
        day = rules.day("Avenant", "Date de l'avenant au contrat ; vide s'il n'y en a pas.")
        sheet.input("in_avenant_dates", row, _SIGNED + SCENARIOS, 1, SCENARIOS, number="date", rule=day)
    heads = ["Libellé", "Unité", "Barème 1", "Barème 2", "Barème 3"]
    heads += [f"Contrat – scénario {number}" for number in range(1, SCENARIOS + 1)]
    if amendments:
        heads += [f"Avenant – scénario {number}" for number in range(1, SCENARIOS + 1)]
    sheet.head(row + 1, heads, 2)
    sheet.ws.set_row(row + 1, 30)
    top = row + 2
    rule = rules.decimal(
        "Montant du contrat", 0, 99_999_999.99, "Montant du contrat signé ; vide pour le barème national."
    )
    sheet.filled("bar_valeurs", top, _VALUES, count, DATE_SLOTS)
    sheet.input("in_contrat", top, _SIGNED, count, columns)
    for row, amount in enumerate(amounts, top):
        sheet.write(row, A, amount.label)
        sheet.write(row, B, unit_shown(amount.unit), "note")
        number = number_format(amount.unit)
        for col in range(_VALUES, _VALUES + DATE_SLOTS):
            sheet.ws.write_blank(row, col, None, sheet.book.format("value", number))
        for col in range(_SIGNED, _SIGNED + columns):
            sheet.ws.write_blank(row, col, None, sheet.book.format("input", number))
    sheet.ws.data_validation(top, _SIGNED, top + count - 1, _SIGNED + columns - 1, rule)
    sheet.row = top + count + 1


def _provenance(sheet: Sheet, amounts: Sequence[Amount]) -> None:
    count = len(amounts)
    if count > _ROWS_OF_HALF_A_PAGE:
        sheet.page_break()
    sheet.section(
        "Provenance",
        "D'où vient chaque valeur, et si elle tient jusqu'à la fin de l'horizon ; à droite, 1 : à confirmer.",
    )
    row = sheet.row
    heads = ["Libellé", "Depuis le", "Jusqu'au", "Relu le", "Confiance", "Statut", "Source", "Lieu", "", "", ""]
    sheet.head(row, heads, 1, texts=range(E, _FLAGS), states=(B, C, D))
    for step in range(DATE_SLOTS):
        sheet.write(row, _FLAGS + step, f"À confirmer, barème {step + 1}", "head_right")
    sheet.ws.set_row(row, 30)
    top = row + 1
    for row, amount in enumerate(amounts, top):
        sheet.write(row, A, amount.label)
    for name, col, number in (
        *(("bar_depuis", B, "date"), ("bar_jusqua", C, "date"), ("bar_verifie", D, "date")),
        *(("bar_confiance", E, "general"), ("bar_source", G, "general")),
    ):
        narrow: dict[str, Any] = {"text_wrap": False, "shrink": True} if name == "bar_source" else {}
        sheet.filled(name, top, col, count, number=number, **narrow)
    for col in (B, C, D):
        for step in range(count):
            sheet.ws.write_blank(top + step, col, None, sheet.book.format("value", "date", align="center"))
    sheet.filled("bar_lieu", top, H, count, number="", look="line")
    until, verified = cells.cell(top, C, "col"), cells.cell(top, D, "col")
    ended, late = f"AND({until}>0,{until}<out_bareme_horizon)", f"AND({until}=0,{verified}<out_bareme_horizon)"
    state = f'=IF({ended},"expiré",IF({late},"prolongé","en vigueur"))'
    sheet.down(top, F, count, state, "value", "general")
    sheet.name("out_bareme_statut", top, F, count)
    sheet.filled("bar_a_confirmer", top, _FLAGS, count, DATE_SLOTS, number="int")
    sheet.row = top + count + 1
    sheet.write(sheet.row, A, "Dernier jour de l'horizon", "note")
    sheet.formula(sheet.row, C, "=EDATE(DATE(in_exercice,in_mois1,1),12*COLUMNS(out_charges_total))-1", number="date")
    sheet.name("out_bareme_horizon", sheet.row, C)
    sheet.row += 1


SOURCES_CHECK = ("=ROWS(bar_valeurs)", '=SUMPRODUCT((bar_source<>"")*(bar_verifie>0))')
"""Formulas of « Contrôles »: the amounts, and those with a source and a date."""
