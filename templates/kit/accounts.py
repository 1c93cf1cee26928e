"""The sheet « Comptes »: which line of the form each account goes to, what the budget writes there, line by line."""

from __future__ import annotations

from typing import Any

from excel_tools.reports.cerfa_shape import BOUND_ROWS, FREE_BOUND, IN_KIND_ROWS, STAFF_ACCOUNTS, receipts
from excel_tools.reports.shape import CHARGE_ROWS, YEARS, Shape
from excel_tools.reports.spending_shape import INCOME_ROWS, INDEMNITY_ROWS
from excel_tools.rules.form import Form
from templates.kit import cells, charges, incomes, rules
from templates.kit.book import Book, Sheet
from templates.kit.lines import Table
from templates.kit.plan import A, B, C, D, E, I, J, K

TITLE = "Comptes"


def draw(book: Book, shape: Shape, form: Form) -> None:
    """Write the sheet, once those of spending, of other income and « Budget » stand.

    From top to bottom: the accounts that open a line, what the budget writes (« écritures »), the sums by line.
    """
    sheet = book.sheets[TITLE]
    sheet.heading(
        "Comptes et lignes du CERFA", "Chaque compte va à la ligne du compte le plus proche au-dessous de lui."
    )
    sheet.ws.freeze_panes(4, 1)
    sheet.repeat(2)
    codes = _codes(shape, form)
    _bounds(sheet, codes)
    top = _entries(book, sheet, shape, codes)
    _lines(sheet, form, top, sheet.row - 1)


def _codes(shape: Shape, form: Form) -> dict[str, Any]:
    """Return the validation of a line: one of the codes listed at the foot of the sheet."""
    spent = CHARGE_ROWS + len(STAFF_ACCOUNTS) + INDEMNITY_ROWS + 1
    entries = spent + len(receipts(shape)) + INCOME_ROWS + 1 + IN_KIND_ROWS
    # heading, section and heads of the three blocks, each followed by an empty row
    top = 4 + 3 + BOUND_ROWS + 1 + 3 + entries + 1 + 3
    area = cells.area(top, C, len(form.leaves), 1)
    return rules.listed("Ligne du CERFA", area, "Code d'une ligne du formulaire, listé au bas de cette feuille.")


def _bounds(sheet: Sheet, codes: dict[str, Any]) -> None:
    sheet.section("Ligne de chaque compte", "Une borne court jusqu'à la suivante : les garder en ordre croissant.")
    sheet.head(sheet.row, ["Comptes", "À partir de", "Ligne", "Confiance", "Source", *[""] * 6], 3, texts=(D, E))
    top = sheet.row + 1
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
    sheet.row = top + BOUND_ROWS + 1


def _entries(book: Book, sheet: Sheet, shape: Shape, codes: dict[str, Any]) -> int:
    """Write what goes on the form; return its first row."""
    sheet.page_break()
    sheet.section(
        "Écritures du budget affiché",
        "Charges, personnel, indemnités, recettes, autres produits, fonds dédiés, contributions volontaires.",
    )
    sheet.head(sheet.row, ["Écriture", "Compte", "Ligne"], 3)
    sheet.across(sheet.row, D, YEARS, "=in_exercice+COLUMNS($D:D)-1", "head_year", "")
    sheet.name("out_comptes_exercices", sheet.row, D, 1, YEARS)
    top = row = sheet.row + 1
    row = _of_lines(book, sheet, row, charges.TABLE)
    row = _staff(book, sheet, row)
    row = _indemnities(book, sheet, row)
    _, charges_top, _, charges_height, _ = book.names["out_budget_charges"]
    _, produits_top, _, produits_height, _ = book.names["out_budget_produits"]
    _mirror(sheet, row, "Report en fonds dédiés", "689", charges_top + charges_height - 2)
    _looked_up(sheet, row, 1)
    sheet.name("out_comptes_dotation", row, C, 1, 1 + YEARS)
    row += 1
    items = receipts(shape)
    for step, (_, label) in enumerate(items):
        _mirror(sheet, row + step, label, shape.account, produits_top + step)
    sheet.input("in_comptes_recettes", row, C, len(items), number="general", rule=codes)
    sheet.name("out_comptes_recettes", row, D, len(items), YEARS)
    row = _of_lines(book, sheet, row + len(items), incomes.TABLE)
    _mirror(sheet, row, "Reprise de fonds dédiés", "789", produits_top + produits_height - 2)
    _looked_up(sheet, row, 1)
    sheet.name("out_comptes_reprise", row, C, 1, 1 + YEARS)
    row += 1
    named = rules.text("Contribution", "Contribution volontaire en nature : bénévolat, salle prêtée…")
    sheet.input("in_nature_libelle", row, A, IN_KIND_ROWS, number="general", rule=named)
    kind = rules.whole("Compte", 86, 87_999_999, "Compte de 860 à 864 (emploi) ou de 870 à 875 (contribution).")
    sheet.input("in_nature_compte", row, B, IN_KIND_ROWS, number="free", rule=kind, align="left")
    _looked_up(sheet, row, IN_KIND_ROWS)
    sheet.name("out_nature_lignes", row, C, IN_KIND_ROWS)
    sheet.input("in_nature_montants", row, D, IN_KIND_ROWS, YEARS, rule=rules.euros("Contribution de l'exercice"))
    row += IN_KIND_ROWS
    sheet.grey_zeros(top, D, row - top, YEARS)
    sheet.row = row + 1
    return top


def _of_lines(book: Book, sheet: Sheet, row: int, table: Table) -> int:
    """Write the lines of charges, or of other income, as typed on their sheet; return the row after them."""
    count, source = table.count, book.names[f"in_{table.key}_libelle"][1]
    page = f"'{table.title}'!"
    sheet.down(row, A, count, f'={page}{cells.cell(source, A)}&""', "label", "", text_wrap=False)
    account = f"{page}{cells.cell(source, B)}"
    sheet.down(row, B, count, f'=IF({account}="","",{account})', number="free", align="left")
    _looked_up(sheet, row, count)
    for step in range(YEARS):
        sheet.down(row, D + step, count, f"={page}{cells.cell(source, D + step)}")
    sheet.name(f"out_comptes_{table.key}", row, A, count, D + YEARS)
    return row + count


def _staff(book: Book, sheet: Sheet, row: int) -> int:
    """Write the salaries and the contributions of all posts; return the row after them."""
    for step, (key, account, label) in enumerate(STAFF_ACCOUNTS):
        title, source, _, _, _ = book.names[f"out_personnel_{key}_total"]
        _mirror(sheet, row + step, label, account, source, title)
    _looked_up(sheet, row, len(STAFF_ACCOUNTS))
    sheet.name("out_comptes_personnel", row, C, len(STAFF_ACCOUNTS), 1 + YEARS)
    return row + len(STAFF_ACCOUNTS)


def _indemnities(book: Book, sheet: Sheet, row: int) -> int:
    """Write the indemnities, without the names of persons; return the row after them."""
    title, accounts, left, _, _ = book.names["out_indemnites_comptes"]
    for step in range(INDEMNITY_ROWS):
        sheet.write(row + step, A, f"Indemnités, ligne {step + 1}", "label", "", text_wrap=False)
    formula = f"=VALUE('{title}'!{cells.cell(accounts, left)})"
    sheet.down(row, B, INDEMNITY_ROWS, formula, number="free", align="left")
    _looked_up(sheet, row, INDEMNITY_ROWS)
    source = book.names["out_indemnites_retenus"][1]
    for step in range(YEARS):
        sheet.down(row, D + step, INDEMNITY_ROWS, f"='{title}'!{cells.cell(source, D + step)}")
    sheet.name("out_comptes_indemnites", row, B, INDEMNITY_ROWS, 2 + YEARS)
    return row + INDEMNITY_ROWS


def _mirror(sheet: Sheet, row: int, label: str, account: str, source: int, title: str = "Budget") -> None:
    sheet.write(row, A, label)
    sheet.write(row, B, int(account), "label", "free", align="left")
    sheet.across(row, D, YEARS, f"='{title}'!{cells.cell(source, D)}")


def _looked_up(sheet: Sheet, row: int, count: int) -> None:
    """Write the line of an account, padded with zeros to eight digits; nothing where it has none."""
    account = cells.cell(row, B)
    padded = f'VALUE(REPLACE("00000000",1,LEN({account}),{account}))'
    found = f'=IFERROR(INDEX(in_comptes_lignes,MATCH({padded},in_comptes_bornes,1))&"","")'
    sheet.down(row, C, count, found, "value", "", align="left")


def _lines(sheet: Sheet, form: Form, first: int, last: int) -> None:
    """Sum the entries by line, and show the chosen fiscal year with the one before it."""
    sheet.page_break()
    sheet.section(
        "Lignes du formulaire", "L'exercice qui précède le premier se saisit : le formulaire le montre à côté."
    )
    heads = ["Ligne", "Côté", "Code", *[""] * YEARS, "Avant l'horizon", "Affiché", "Précédent"]
    sheet.head(sheet.row, heads, 3)
    sheet.across(sheet.row, D, YEARS, "=in_exercice+COLUMNS($D:D)-1", "head_year", "")
    sheet.name("out_comptes_lignes_exercices", sheet.row, D, 1, YEARS)
    top, count = sheet.row + 1, len(form.leaves)
    for step, line in enumerate(form.leaves):
        sheet.write(top + step, A, line.shown, "label", "", text_wrap=False)
        sheet.write(top + step, B, line.side, "label", "")
        sheet.write(top + step, C, line.code, "label", "")
    code = cells.cell(top, C, "col")
    lines = cells.area(first, C, last - first, 1)
    for step in range(YEARS):
        amounts = cells.area(first, D + step, last - first, 1, "row")
        sheet.down(top, D + step, count, f"=SUMIFS({amounts},{lines},{code})")
    sheet.name("out_comptes_lignes", top, D, count, YEARS)
    sheet.input("in_comptes_anterieur", top, I, count, rule=rules.euros("Exercice précédent", least=-99_999_999.99))
    years = cells.area(top, D, 1, YEARS, "col")
    sheet.down(top, J, count, f"=INDEX({years},in_cerfa_exercice)", "sum")
    before = f"INDEX({years},MAX(1,in_cerfa_exercice-1))"
    sheet.down(top, K, count, f"=IF(in_cerfa_exercice=1,N({cells.cell(top, I)}),{before})", "sum")
    sheet.name("out_comptes_affiches", top, J, count, 2)
    sheet.grey_zeros(top, D, count, YEARS + 3)
    sheet.row = top + count


def shown(book: Book, form: Form, code: str) -> tuple[int, int]:
    """Return the first row of the lines that a printed row adds up, and how many they are; they follow one another."""
    top = book.names["out_comptes_affiches"][1]
    ranks = [rank for rank, line in enumerate(form.leaves) if code in (line.code, line.heading)]
    return top + ranks[0], len(ranks)
