"""A sheet of lines of charges, or of other income: what is typed of each, its amounts, the total."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from excel_tools.reports.shape import YEARS, Shape
from excel_tools.spending.entry import CASHLESS, COMPUTED
from templates.kit import cells, rules
from templates.kit.book import Book, Sheet
from templates.kit.pages import closings
from templates.kit.plan import A, B, C, D, I, J, K

L, M, R, S, T = 11, 12, 17, 18, 19
"""Columns of what is typed on the right of the amounts; M to Q hold the amounts imposed."""


_PAGE = 40
"""Lines that a page holds, and more."""
_TITLE = 2
"""Last row of the title."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of lines.

    Attributes:
        title: name of the sheet.
        key: piece of its names, ``"charges"``.
        count: lines it has room for.
        what: « Dépense », as a person calls a line.
        classes: first and last class of its accounts.
        paid: « payée », what becomes of it.
    """

    title: str
    key: str
    count: int
    what: str
    classes: tuple[int, int]
    paid: str


def cashless(table: Table) -> str:
    """Return the accounts of a table that move no money, in words."""
    head = str(table.classes[0])[0]
    return ", ".join(digits for digits in CASHLESS if digits.startswith(head))


def account_rule(first: int, last: int, example: str) -> dict[str, Any]:
    """Return the rule of an account of some classes, two to eight digits."""
    text = f"Compte de {first} à {last}, deux à huit chiffres (par exemple {example})."
    return rules.decimal("Compte", first, last * 1_000_000 + 999_999, text)


def typed_account(table: Table, top: int, example: str) -> dict[str, Any]:
    """Return the rule of the account of a line: that of fonds dédiés is computed, and may not be typed."""
    first, last = table.classes
    cell = cells.cell(top, B)
    taken = next(account for account in COMPUTED if account.startswith(str(first)[0]))
    formula = f'=AND(ISNUMBER({cell}),{cell}>={first},{cell}<{last + 1}000000,LEFT({cell},3)<>"{taken}")'
    message = (
        f"Compte de {first} à {last}, deux à huit chiffres (par exemple {example}). {taken} se calcule : feuille Fonds "
        f"dédiés. {cashless(table)} : dans le résultat et le CERFA, jamais dans la trésorerie."
    )
    return rules.custom("Compte", formula, message)


def year_heads(sheet: Sheet, row: int, name: str, col: int = D) -> None:
    """Head five columns by the fiscal years."""
    sheet.across(
        row,
        col,
        YEARS,
        cells.year_head(f"in_exercice+COLUMNS(${cells.column(col)}:{cells.column(col)})"),
        "head_year",
        "",
    )
    sheet.name(name, row, col, 1, YEARS)


def draw(book: Book, shape: Shape, table: Table, note: str) -> int:
    """Write the table and its total; return its first row.

    Only a table longer than a page repeats its heads: they are not those of the blocks that follow.
    """
    sheet, key, count = book.sheets[table.title], table.key, table.count
    sheet.heading(table.title, note)
    closings(sheet, key)
    sheet.write(3, M, "Montants imposés : ils remplacent le calcul", "line", "", text_wrap=False)
    row = sheet.row
    sheet.head(row, ["Libellé", "Compte", "Mission"], 3)
    year_heads(sheet, row, f"out_{key}_exercices")
    year_heads(sheet, row, f"out_{key}_imposes_exercices", M)
    for col, text in ((I, "Total"), (J, "Quantité"), (K, "Prix\nunitaire"), (L, "Hausse\npar an")):
        sheet.write(row, col, text, "head_right")
    for col, text in ((R, "Versements\npar an"), (S, "Mois\ndû"), (T, "Délai\n(mois)")):
        sheet.write(row, col, text, "head_center")
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(row + 1, 1)
    sheet.repeat(row if count > _PAGE else _TITLE)
    top = row + 1
    _inputs(sheet, shape, table, top)
    first = f"=IF(ISNUMBER($M{top + 1}),$M{top + 1},ROUND($J{top + 1}*$K{top + 1},2))"
    sheet.down(top, D, count, first, shrink=True)
    for step in range(1, YEARS):
        imposed, before = cells.cell(top, M + step), cells.cell(top, D + step - 1)
        sheet.down(
            top,
            D + step,
            count,
            f"=IF(ISNUMBER({imposed}),{imposed},ROUND({before}*(1+ROUND($L{top + 1},6)),2))",
            shrink=True,
        )
    sheet.name(f"out_{key}_montants", top, D, count, YEARS)
    sheet.down(top, I, count, f"=SUM({cells.area(top, D, 1, YEARS, '')})", shrink=True)
    sheet.name(f"out_{key}_lignes", top, I, count)
    sheet.grey_zeros(top, D, count, YEARS + 1)
    sheet.row = top + count
    total(sheet, f"out_{key}_saisies", "Total des lignes", f"=SUM({cells.area(top, D, count, 1, 'row')})")
    return top


def total(sheet: Sheet, name: str, label: str, formula: str, look: str = "total", account: str = "") -> int:
    """Write a row of yearly sums and their own; return where it stands."""
    row = sheet.row
    sheet.write(row, A, label, look, "" if look == "label" else "general")
    for col, text in ((B, account), (C, None)):
        sheet.write(row, col, text, look, "" if look == "label" else "general")
    value = "value" if look == "label" else look
    sheet.across(row, D, YEARS, formula, value, shrink=True)
    sheet.formula(row, I, f"=SUM({cells.area(row, D, 1, YEARS, '')})", value, shrink=True)
    sheet.name(name, row, D, 1, YEARS + 1)
    sheet.row += 1
    return row


def _inputs(sheet: Sheet, shape: Shape, table: Table, top: int) -> None:
    key, count = table.key, table.count
    example = "6226" if table.classes[0] == 60 else "7588"
    rate = rules.decimal("Hausse", -0.5, 0.5, "Hausse par an à partir du deuxième exercice, de -50 % à 50 %.")
    month = rules.whole(
        "Mois dû",
        1,
        12,
        "Mois civil d'un versement ; les autres suivent au même pas et tournent dans le même exercice (novembre et 4 "
        "par an : aussi février, mai, août). Vide : le premier mois de l'exercice.",
    )
    times = rules.choice(
        "Versements",
        ["1", "2", "4", "12"],
        "Versements par an : 1, 2, 4 ou 12. Vide : un seul si un mois est donné, douze sinon.",
    )
    late = rules.whole(
        "Délai",
        0,
        3,
        f"Mois entre l'échéance et le jour où elle est {table.paid}, de 0 à 3 ; sans objet pour un compte sans "
        f"mouvement d'argent ({cashless(table)}).",
    )
    number = rules.decimal("Quantité", 0, 99_999_999, "Quantité de l'année : kilomètres, heures, réunions, personnes…")
    price = rules.decimal("Prix unitaire", 0, 99_999_999, "Prix d'une unité en euros ; 0,665 est accepté.")
    imposed = rules.euros("Montant imposé", "Montant de l'exercice ; vide : quantité × prix, puis la hausse par an.")
    for name, col, width, look, rule in (
        ("libelle", A, 1, "general", rules.text("Libellé", f"{table.what} : de quoi il s'agit.")),
        ("compte", B, 1, "general", typed_account(table, top, example)),
        ("mission", C, 1, "general", rules.mission(shape)),
        ("quantite", J, 1, "free", number),
        ("prix", K, 1, "free", price),
        ("hausse", L, 1, "rate", rate),
        ("imposes", M, YEARS, "euro", imposed),
        ("versements", R, 1, "int", times),
        ("mois", S, 1, "int", month),
        ("delai", T, 1, "int", late),
    ):
        more = {"shrink": True} if look in ("free", "euro") else {}
        sheet.input(f"in_{key}_{name}", top, col, count, width, number=look, rule=rule, **more)


def classes(sheet: Sheet, name: str, labels: Mapping[str, str], formula: Callable[[int], str]) -> None:
    """Write the amounts of each class of accounts.

    Args:
        formula: row → formula of its first fiscal year; the class stands in column B.
    """
    row = sheet.section("Par classe de compte")
    for step, (account, label) in enumerate(labels.items()):
        sheet.write(row + step, A, label)
        sheet.write(row + step, B, account, "label", "")
        sheet.across(row + step, D, YEARS, formula(row + step), shrink=True)
    sheet.name(name, row, D, len(labels), YEARS)
    sheet.grey_zeros(row, D, len(labels), YEARS)
    sheet.row = row + len(labels) + 1


def carried(
    sheet: Sheet, name: str, labels: tuple[str, ...], opening: str, added: str, cashless: str, settled: str
) -> int:
    """Write what is carried from year to year: opening, added, without money, settled, closing; return the first row.

    Args:
        opening: formula of what is left on the first day.
        added: formula of the first fiscal year, likewise ``cashless`` and ``settled``.
    """
    top = sheet.row
    for step, label in enumerate(labels):
        look = "total" if step == len(labels) - 1 else "label"
        for col, text in ((A, label), (B, None), (C, None)):
            sheet.write(top + step, col, text, look, "" if look == "label" else "general")
    last = len(labels) - 1
    place = [cells.cell(top + step, D) for step in range(last)]
    sheet.formula(top + last, C, opening, "total", shrink=True)
    sheet.name(f"{name}_ouverture", top + last, C)
    closing = f"={place[0]}+{place[1]}-{place[2]}-{place[3]}"
    formulas = (f"={cells.cell(top + last, C)}", added, cashless, settled, closing)
    for step, formula in enumerate(formulas):
        sheet.across(top + step, D, YEARS, formula, "total" if step == last else "value", shrink=True)
    sheet.name(name, top, D, len(labels), YEARS)
    sheet.grey_zeros(top, D, len(labels), YEARS)
    sheet.row = top + len(labels) + 1
    return top
