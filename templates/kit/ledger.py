"""The sheet « Écritures »: what the displayed budget writes on the form, line by line, and what was done."""

from __future__ import annotations

from typing import Any

from excel_tools.reports.cerfa_shape import AIDS_LABEL, IN_KIND_ROWS, STAFF_ACCOUNTS, UNPLACED
from excel_tools.reports.shape import AID_ROWS, CHARGE_ROWS, YEARS, Shape
from excel_tools.reports.spending_shape import INCOME_ROWS, INDEMNITY_ROWS
from excel_tools.rules.form import Form
from templates.kit import cells, charges, incomes, rises, rules
from templates.kit.book import Book, Sheet
from templates.kit.lines import Table
from templates.kit.plan import A, B, C, D, I, J, K

TITLE = "Écritures"
_HEADS = 4
"""Row of the heads, repeated on each page: the blocks share their columns."""
_TOP = _HEADS + 3
FUNDER_COLUMN = J
"""Column of « Entrées » that names who pays an aid."""


def draw(book: Book, shape: Shape, form: Form) -> None:
    """Write the sheet, once « Comptes » and those of spending, of other income and « Budget » stand.

    From top to bottom: what the budget writes (« écritures »), the sums by line, what was done.
    """
    sheet = book.sheets[TITLE]
    sheet.heading("Écritures du budget affiché")
    heads = ["Libellé", "Compte, côté", "Ligne", *[""] * YEARS, "État", "", ""]
    sheet.head(_HEADS, heads, 3, texts=(I,))
    sheet.across(_HEADS, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name("out_comptes_exercices", _HEADS, D, 1, YEARS)
    sheet.ws.freeze_panes(_HEADS + 1, 1)
    sheet.repeat(_HEADS)
    sheet.row = _HEADS + 1
    sheet.section(
        "Écritures",
        "Charges, personnel, indemnités, recettes, aides, autres produits, fonds dédiés, contributions volontaires.",
    )
    _entries(book, sheet, shape)
    _lines(sheet, form, sheet.row - 1)
    _done(sheet, form)


def _count(shape: Shape) -> int:
    """Return the number of rows of entries."""
    spent = CHARGE_ROWS + len(STAFF_ACCOUNTS) + INDEMNITY_ROWS + 1
    return spent + len(shape.lines) + 1 + AID_ROWS + INCOME_ROWS + 1 + IN_KIND_ROWS


def codes(shape: Shape, form: Form) -> dict[str, Any]:
    """Return the validation of a line: one of the codes listed in this sheet, under the entries."""
    area = cells.area(_TOP + _count(shape) + 4, C, len(form.leaves), 1)
    return rules.listed("Ligne du CERFA", f"'{TITLE}'!{area}", "Code d'une ligne du formulaire, feuille Écritures.")


def _entries(book: Book, sheet: Sheet, shape: Shape) -> None:
    """Write what goes on the form."""
    row = top = sheet.row
    row = _of_lines(book, sheet, row, charges.TABLE)
    row = _staff(book, sheet, row)
    row = _indemnities(book, sheet, row)
    _, charges_top, _, charges_height, _ = book.names["out_budget_charges"]
    _, produits_top, _, produits_height, _ = book.names["out_budget_produits"]
    _mirror(sheet, row, "Report en fonds dédiés", "689", charges_top + charges_height - 2)
    _looked_up(sheet, row, 1)
    sheet.name("out_comptes_dotation", row, C, 1, 1 + YEARS)
    row = _receipts(book, sheet, row + 1, shape, produits_top)
    row = _of_lines(book, sheet, row, incomes.TABLE)
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
    count = row - top
    used = f"SUMPRODUCT(--({cells.area(top, D, 1, YEARS, 'col')}<>0))"
    lost = f'=IF({cells.cell(top, C, "col")}="",IF({used}>0,"{UNPLACED}",""),"")'
    sheet.down(top, I, count, lost, "state", "")
    sheet.name("out_comptes_etats", top, I, count)
    sheet.grey_zeros(top, D, count, YEARS)
    sheet.row = row + 1


def _receipts(book: Book, sheet: Sheet, row: int, shape: Shape, source: int) -> int:
    """Write the receipts of the contract, the aids whose funder is not said, and the others; return the row after."""
    count = len(shape.lines)
    placed = book.names["in_comptes_recettes"][1]
    for step, label in enumerate((*shape.labels, AIDS_LABEL)):
        sheet.write(row + step, A, label)
        sheet.write(row + step, B, int(shape.account), "label", "free", align="left")
    sheet.down(row, C, count + 1, f'=Comptes!{cells.cell(placed, C)}&""', "value", "", align="left")
    for step in range(count):
        sheet.across(row + step, D, YEARS, f"='Budget'!{cells.cell(source + step, D)}")
    top, aids = row + count + 1, cells.area(row + count + 1, D, AID_ROWS, 1, "row")
    sheet.across(row + count, D, YEARS, f"=ROUND('Budget'!{cells.cell(source + count, D)}-SUM({aids}),2)")
    sheet.name("out_comptes_recettes", row, C, count + 1, 1 + YEARS)
    at = book.names["in_aides_montant"][1]
    label, day, amount = (f"Entrées!{cells.cell(at, col, 'col')}" for col in (A, B, C))
    sheet.down(top, A, AID_ROWS, f'={label}&""', "label", "", text_wrap=False)
    for step in range(AID_ROWS):
        sheet.write(top + step, B, int(shape.account), "label", "free", align="left")
    funder = f"Entrées!{cells.cell(at, FUNDER_COLUMN, 'col')}"
    found = f'=IFERROR(INDEX(bar_financeurs_lignes,MATCH({funder},bar_financeurs,0))&"","")'
    sheet.down(top, C, AID_ROWS, found, "value", "", align="left")
    _, days, left, _, _ = book.names["out_fonds_jours"]
    first = f"'Fonds dédiés'!{cells.cell(days, left, 'row')}"
    line = cells.cell(top, C, "col")
    cut = f'=IF({line}="",0,N({amount})*({day}>={first})*({day}<EDATE({first},12)))'
    for step in range(AID_ROWS):
        sheet.across(top + step, D, YEARS, cells.shifted(cut, step, 0))
    sheet.name("out_comptes_aides", top, A, AID_ROWS)
    sheet.name("out_comptes_aides_lignes", top, C, AID_ROWS, 1 + YEARS)
    return top + AID_ROWS


def _of_lines(book: Book, sheet: Sheet, row: int, table: Table) -> int:
    """Write the lines of charges, or of other income, as typed on their sheet; return the row after them."""
    count, source = table.count, book.names[f"in_{table.key}_libelle"][1]
    page = f"'{table.title}'!"
    sheet.down(row, A, count, f'={page}{cells.cell(source, A)}&""', "label", "", text_wrap=False)
    account = f"{page}{cells.cell(source, B)}"
    sheet.down(row, B, count, f'=IF({account}="","",{account})', number="free", align="left")
    _looked_up(sheet, row, count)
    for step in range(YEARS):
        amount = f"{page}{cells.cell(source, D + step)}"
        if table is charges.TABLE:
            amount = f"ROUND({amount}*{rises.index(book, 'prix', year=step, fixed='both')},2)"
        sheet.down(row, D + step, count, f"={amount}")
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


def _block(sheet: Sheet, form: Form, title: str, note: str, heads: list[str], name: str) -> int:
    """Head a block of one row a line of the form; return its first row."""
    sheet.page_break()
    sheet.section(title, note)
    sheet.head(sheet.row, ["Ligne", "Côté", "Code", *[""] * YEARS, *heads], 3)
    sheet.across(sheet.row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name(name, sheet.row, D, 1, YEARS)
    top = sheet.row + 1
    for step, line in enumerate(form.leaves):
        sheet.write(top + step, A, line.shown, "label", "", text_wrap=False)
        sheet.write(top + step, B, line.side, "label", "")
        sheet.write(top + step, C, line.code, "label", "")
    sheet.row = top + len(form.leaves) + 1
    return top


def _lines(sheet: Sheet, form: Form, last: int) -> None:
    """Sum the entries by line, and show the chosen fiscal year with the one before it."""
    note = "L'exercice qui précède le premier se saisit : le formulaire le montre à côté."
    heads = ["Avant l'horizon", "Affiché", "Précédent"]
    top = _block(sheet, form, "Lignes du formulaire", note, heads, "out_comptes_lignes_exercices")
    count = len(form.leaves)
    code = cells.cell(top, C, "col")
    lines = cells.area(_TOP, C, last - _TOP, 1)
    for step in range(YEARS):
        amounts = cells.area(_TOP, D + step, last - _TOP, 1, "row")
        sheet.down(top, D + step, count, f"=SUMIFS({amounts},{lines},{code})")
    sheet.name("out_comptes_lignes", top, D, count, YEARS)
    sheet.input("in_comptes_anterieur", top, I, count, rule=rules.euros("Exercice précédent", least=-99_999_999.99))
    years = cells.area(top, D, 1, YEARS, "col")
    sheet.down(top, J, count, f"=INDEX({years},in_cerfa_exercice)", "sum")
    before = f"INDEX({years},MAX(1,in_cerfa_exercice-1))"
    sheet.down(top, K, count, f"=IF(in_cerfa_exercice=1,N({cells.cell(top, I)}),{before})", "sum")
    sheet.name("out_comptes_affiches", top, J, count, 2)
    sheet.grey_zeros(top, D, count, YEARS + 3)
    row = sheet.row - 1
    sheet.write(row, A, "Écart des contributions volontaires (86 − 87)", "total", "")
    for col in (B, C):
        sheet.write(row, col, None, "total", "")
    used, given = (_in_kind(form, side, top) for side in ("charges", "produits"))
    sheet.across(row, D, YEARS, f"=ROUND(SUM({used})-SUM({given}),2)", "total")
    sheet.name("out_comptes_ecart_nature", row, D, 1, YEARS)
    sheet.row += 1


def _in_kind(form: Form, side: str, top: int) -> str:
    ranks = [rank for rank, line in enumerate(form.leaves) if (line.side, line.part) == (side, "nature")]
    return cells.area(top + ranks[0], D, len(ranks), 1, "row")


def _done(sheet: Sheet, form: Form) -> None:
    """Write the inputs of what was done, line by line: the sheet « Compte rendu » sets it against the budget."""
    note = "À saisir après la clôture, d'après la balance des comptes ; la feuille Compte rendu le compare au budget."
    top = _block(sheet, form, "Réalisé", note, ["", "", ""], "out_comptes_realise_exercices")
    amount = rules.euros("Réalisé", "Montant réalisé de l'exercice, en euros.", -99_999_999.99)
    sheet.input("in_realise", top, D, len(form.leaves), YEARS, rule=amount)


def shown(book: Book, form: Form, code: str, name: str = "out_comptes_affiches") -> tuple[int, int]:
    """Return the first row of the lines that a printed row adds up, and how many they are; they follow one another."""
    top = book.names[name][1]
    ranks = [rank for rank, line in enumerate(form.leaves) if code in (line.code, line.heading)]
    return top + ranks[0], len(ranks)
