"""« Charges » and « Charges par mois »: the lines, what staff and indemnities add, the debts, the sixty months."""

from __future__ import annotations

from collections.abc import Iterable

from excel_tools.reports.shape import CHARGE_ROWS, CLASS_LABELS, MONTHS, SCENARIOS, YEARS, Shape
from excel_tools.reports.spending_shape import CHARGE_TABLE
from templates.kit import cells, indexed, lines, rises
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F, G, H, I, J, K

L = 11
TABLE = lines.Table("Charges", CHARGE_TABLE, CHARGE_ROWS, "Dépense", (60, 69), "payée")
_NOTE = (
    "Une ligne par dépense : un montant imposé, ou une quantité × un prix, repris chaque année avec sa hausse. "
    "Sans mois ni nombre de versements, la dépense est étalée sur les douze mois. 675 et 68 ne sont jamais payés."
)
DEBTS = (
    "Dettes à l'ouverture",
    "Charges de l'exercice",
    "dont sans mouvement d'argent (675, 68)",
    "Payées dans l'exercice",
    "Dettes à la clôture",
)
"""Rows of what is still to be paid."""


def draw_lines(book: Book, shape: Shape) -> int:
    """Write the table; return its first row."""
    return lines.draw(book, shape, TABLE, _NOTE)


def draw_rest(book: Book, top: int) -> None:
    """Write what follows the table, and the months, once « Personnel », « Indemnités » and « Échéances » are there.

    Args:
        top: first row of the lines.
    """
    sheet = book.sheets["Charges"]
    staff = book.sheets["Personnel"]
    priced = f"SUMPRODUCT(ROUND({cells.area(top, D, CHARGE_ROWS, 1, 'row')}*{rises.index(book, 'prix')},2))"
    rise = f"=ROUND({priced}-{cells.cell(sheet.row - 1, D)},2)"
    lines.total(sheet, "out_charges_hausse", "Hausse des prix du scénario affiché", rise, "label")
    row = sheet.row
    for step, (label, account, source) in enumerate(
        (
            ("Personnel – salaires bruts", "641", _elsewhere(book, "out_personnel_annees_total")),
            ("Personnel – charges sociales", "645", _elsewhere(book, "out_personnel_cotisations_total")),
            ("Indemnités des professionnels", "62", _elsewhere(book, "out_indemnites_total")),
        )
    ):
        sheet.write(row + step, A, label)
        sheet.write(row + step, B, account)
        sheet.write(row + step, C, f"feuille {staff.title if step < 2 else 'Indemnités'}", "note")
        sheet.across(row + step, D, YEARS, f"={source}", shrink=True)
        sheet.formula(row + step, I, f"=SUM({cells.area(row + step, D, 1, YEARS, '')})", shrink=True)
    sheet.name("out_charges_autres", row, D, 3, YEARS + 1)
    sheet.row = row + 3
    whole = cells.area(row - 2, D, 5, 1, "row")
    sheet.write(sheet.row, A, "Total des charges", "total", "general")
    for col in (B, C):
        sheet.write(sheet.row, col, None, "total", "general")
    sheet.across(sheet.row, D, YEARS, f"=SUM({whole})", "total", shrink=True)
    sheet.name("out_charges_total", sheet.row, D, 1, YEARS)
    sheet.formula(sheet.row, I, f"=SUM({cells.area(sheet.row, D, 1, YEARS, '')})", "total", shrink=True)
    sheet.name("out_charges_total_general", sheet.row, I)
    sheet.row += 2
    _classes(book, sheet, top, row)
    _debts(sheet, top)
    _months(book)
    sheet.ws.print_area(0, 0, sheet.row, lines.T)


def _elsewhere(book: Book, name: str) -> str:
    """Return the first cell of a row of yearly sums, as another sheet reads it."""
    title, row, _, _, _ = book.names[name]
    return f"'{title}'!{cells.cell(row, D)}"


def _classes(book: Book, sheet: Sheet, top: int, staff: int) -> None:
    accounts, amounts = cells.area(top, B, CHARGE_ROWS, 1, "col"), cells.area(top, D, CHARGE_ROWS, 1, "")
    price = rises.index(book, "prix", fixed="")
    paid = book.names["out_indemnites_classes"][1]
    salaries = cells.area(staff, D, 2, 1, "")
    begin = sheet.row + 1

    def formula(row: int) -> str:
        mark = cells.cell(row, B, "col")
        own = f"SUMPRODUCT((LEFT({accounts},LEN({mark}))={mark})*ROUND({amounts}*{price},2))"
        return f'={own}+Indemnités!{cells.cell(paid + row - begin, D)}+({mark}="64")*SUM({salaries})'

    lines.classes(sheet, "out_charges_classes", CLASS_LABELS, formula)


def _debts(sheet: Sheet, top: int) -> None:
    sheet.section("Dettes : ce qui reste à payer", "Les dettes du premier jour sont payées le premier mois.")
    total = cells.cell(sheet.book.names["out_charges_total"][1], D)
    months = "'Charges par mois'!"
    paid = f"{months}{cells.area(_TOP, L, MONTHS, 1)}"
    years = f"{months}{cells.area(_TOP, B, MONTHS, 1)}"
    settled = f"=SUMIFS({paid},{years},COLUMNS($D:D))"
    amounts = cells.area(top, D, CHARGE_ROWS, 1, "row")
    cashless = f"=SUMPRODUCT((out_charges_sans>0)*ROUND({amounts}*{rises.index(sheet.book, 'prix')},2))"
    lines.carried(sheet, "out_charges_dettes", DEBTS, "=in_dettes", f"={total}", cashless, settled)


_TOP = 6


def calendar(sheet: Sheet, top: int, name: str) -> None:
    """Write in the first three columns the sixty months: their day, the rank of their fiscal year, theirs in it."""
    first = top + 1
    rank = f"(ROWS(A${first}:A{first})-1)"
    sheet.down(top, A, MONTHS, f"=EDATE(DATE(in_exercice,in_mois1,1),{rank})", number="month", align="left")
    sheet.down(top, B, MONTHS, f"=INT({rank}/12)+1", number="int")
    sheet.down(top, C, MONTHS, f"=MOD({rank},12)+1", number="int")
    sheet.name(name, top, A, MONTHS, 3)


def _months(book: Book) -> None:
    sheet = book.sheets["Charges par mois"]
    sheet.heading(
        "Charges par mois",
        "Ce qui est dû chaque mois, puis ce qui est payé : chaque ligne après son délai de paiement.",
    )
    sheet.tight(13.5)
    row = _TOP - 1
    heads = ["Mois", "Exercice", "Rang", "Lignes dues", "Salaires", "Charges sociales dues", "Indemnités", "Total dû"]
    heads += ["Lignes payées", "Charges sociales payées", "Dettes d'ouverture", "Total payé"]
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(_TOP, 1)
    sheet.repeat(row)
    first = _TOP + 1
    calendar(sheet, _TOP, "out_charges_calendrier")
    scenarios = range(1, SCENARIOS + 1)
    sheet.down(_TOP, D, MONTHS, _displayed(indexed.owed(book, TABLE.key, number) for number in scenarios))
    for step, col in enumerate((E, F)):
        sheet.down(_TOP, col, MONTHS, _displayed(cells.cell(_TOP, _column(step, number)) for number in scenarios))
    paid = book.names["out_indemnites_mois"]
    sheet.down(_TOP, G, MONTHS, f"='{paid[0]}'!{cells.cell(paid[1], paid[2] + paid[4] - 1)}")
    sheet.down(_TOP, H, MONTHS, f"=SUM({cells.area(_TOP, D, 1, 4, '')})", "sum")
    sheet.down(_TOP, I, MONTHS, _displayed(indexed.owed(book, TABLE.key, number, 2) for number in scenarios))
    late = f"ROWS(A${first}:A{first})"
    social = f"INDEX({cells.area(_TOP, F, MONTHS, 1)},{late}-in_cotisations_delai)"
    sheet.down(_TOP, J, MONTHS, f"=IF({late}>in_cotisations_delai,{social},0)")
    sheet.down(_TOP, K, MONTHS, f"=IF({late}=1,in_dettes,0)")
    own = "+".join(cells.cell(_TOP, col) for col in (E, G, I, J, K))
    sheet.down(_TOP, L, MONTHS, f"={own}", "sum")
    sheet.name("out_charges_mois", _TOP, D, MONTHS, 9)
    _of_scenarios(book, heads)
    sheet.head(row, heads)
    sheet.grey_zeros(_TOP, D, MONTHS, 9 + 4 * SCENARIOS)
    sheet.page_break(_TOP + 36)
    sheet.ws.print_area(0, 0, _TOP + MONTHS - 1, L)
    sheet.row = _TOP + MONTHS


def _displayed(places: Iterable[str]) -> str:
    """Return the CHOOSE that reads what stands in three places for the displayed scenario."""
    return f"=CHOOSE(in_scenario,{','.join(places)})"


def _of_scenarios(book: Book, heads: list[str]) -> None:
    """Write beside the months of the displayed scenario those of each: salaries, contributions, due, paid."""
    sheet = book.sheets["Charges par mois"]
    numbers = range(1, SCENARIOS + 1)
    for text in ("Salaires", "Charges sociales dues", "Total dû", "Total payé"):
        heads += [f"{text}, scénario {number}" for number in numbers]
    rank = f"ROWS(A${_TOP + 1}:A{_TOP + 1})"
    hours, older = cells.cell(_TOP, G), cells.cell(_TOP, K)
    for number in numbers:
        pay, social, due, paid = (_column(step, number) for step in range(4))
        for col, key in ((pay, "salaires"), (social, "sociales")):
            title, top, start, _, width = book.names[f"out_personnel_{key}_mois"]
            row = f"{title}!{cells.area(top + number - 1, start, 1, width)}"
            sheet.down(_TOP, col, MONTHS, f"=INDEX({row},{rank})")
        gross, owed = cells.cell(_TOP, pay), cells.cell(_TOP, social)
        own, settled = (indexed.owed(book, TABLE.key, number, step) for step in (0, 2))
        sheet.down(_TOP, due, MONTHS, f"={own}+{gross}+{owed}+{hours}", "sum")
        late = f"INDEX({cells.area(_TOP, social, MONTHS, 1, 'row')},{rank}-in_cotisations_delai)"
        put_off = f"IF({rank}>in_cotisations_delai,{late},0)"
        sheet.down(_TOP, paid, MONTHS, f"={settled}+{gross}+{hours}+{older}+{put_off}", "sum")
    sheet.name("out_charges_personnel", _TOP, _column(0, 1), MONTHS, 2 * SCENARIOS)
    sheet.name("out_charges_dues", _TOP, _column(2, 1), MONTHS, SCENARIOS)
    sheet.name("out_charges_payees", _TOP, _column(3, 1), MONTHS, SCENARIOS)
    text = "Ci-dessous, chacun des trois scénarios : ces colonnes ne s'impriment pas."
    sheet.write(_TOP - 2, L + 1, text, "line", "", text_wrap=False)


def _column(step: int, number: int) -> int:
    """Return a column of a scenario: salaries, contributions, due, paid."""
    return L + 1 + SCENARIOS * step + number - 1
