"""The sheet « Charges »: sixty lines of inputs, their totals by account, their months."""

from __future__ import annotations

from excel_tools.reports.shape import CHARGE_ROWS, CLASS_LABELS, MONTHS, YEARS, Shape
from templates.kit import cells, rules
from templates.kit.book import Book
from templates.kit.pages import closings
from templates.kit.plan import A, B, C, D, E, F, G, I


def draw(book: Book, shape: Shape) -> None:
    """Write the sheet; the columns of the years are those of the other sheets."""
    sheet = book.sheets["Charges"]
    sheet.heading(
        "Charges", "Une ligne par dépense ; sans mois de paiement, elle est étalée sur les douze mois de l'exercice."
    )
    closings(sheet, "charges")
    row = sheet.row
    sheet.head(row, ["Libellé", "Compte", "Mission"], 3)
    sheet.across(row, D, YEARS, "=in_exercice+COLUMNS($D:D)-1", "head_year", "")
    sheet.name("out_charges_exercices", row, D, 1, YEARS)
    sheet.write(row, I, "Mois payé\n(1 à 12)", "head_center")
    sheet.write(row, I + 1, "Total", "head_right")
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(row + 1, 1)
    sheet.repeat(row)
    top = row + 1
    sheet.input(
        "in_charges_libelle",
        top,
        A,
        CHARGE_ROWS,
        number="general",
        rule=rules.text("Libellé", "Ce que la dépense paie."),
    )
    account = rules.decimal("Compte", 60, 69_999_999, "Compte de charge, de 60 à 69 (par exemple 6226).")
    sheet.input("in_charges_compte", top, B, CHARGE_ROWS, number="general", rule=account)
    names = [label for _, label in shape.missions]
    if names:
        mission = rules.choice("Mission", names, "Mission servie, à choisir dans la liste ; vide si aucune.")
    else:
        mission = rules.text("Mission", "Ce type de structure n'a pas de missions : laisser vide.", 0)
    sheet.input("in_charges_mission", top, C, CHARGE_ROWS, number="general", rule=mission)
    sheet.input("in_charges_montants", top, D, CHARGE_ROWS, YEARS, rule=rules.euros("Charge de l'exercice"))
    month = rules.whole("Mois payé", 1, 12, "Mois civil du paiement, de 1 à 12 ; vide : étalé sur l'exercice.")
    sheet.input("in_charges_mois", top, I, CHARGE_ROWS, number="int", rule=month)
    sheet.down(top, I + 1, CHARGE_ROWS, f"=SUM({cells.area(top, D, 1, YEARS, '')})")
    sheet.name("out_charges_lignes", top, I + 1, CHARGE_ROWS)
    row = top + CHARGE_ROWS
    sheet.write(row, A, "Total des charges saisies", "total")
    for col in (B, C, I):
        sheet.write(row, col, None, "total")
    sheet.across(row, D, YEARS, f"=SUM({cells.area(top, D, CHARGE_ROWS, 1, 'row')})", "total")
    sheet.name("out_charges_total", row, D, 1, YEARS)
    sheet.formula(row, I + 1, f"=SUM({cells.area(row, D, 1, YEARS, '')})", "total")
    sheet.name("out_charges_total_general", row, I + 1)
    sheet.row = row + 2
    _classes(book, top)
    _months(book)


def _classes(book: Book, top: int) -> None:
    sheet = book.sheets["Charges"]
    row = sheet.section("Par classe de compte")
    accounts = cells.area(top, B, CHARGE_ROWS, 1)
    amounts = cells.area(top, D, CHARGE_ROWS, 1, "row")
    for step, (account, label) in enumerate(CLASS_LABELS.items()):
        sheet.write(row + step, A, label)
        sheet.write(row + step, B, account, "label", "")
        mark = cells.cell(row + step, B, "col")
        sheet.across(row + step, D, YEARS, f"=SUMPRODUCT((LEFT({accounts},LEN({mark}))={mark})*{amounts})")
    sheet.name("out_charges_classes", row, D, len(CLASS_LABELS), YEARS)
    sheet.grey_zeros(row, D, len(CLASS_LABELS), YEARS)
    sheet.row = row + len(CLASS_LABELS) + 1


def _months(book: Book) -> None:
    """Spread lines are cut by rounded cumulative amounts, so that their pieces add up to them."""
    sheet = book.sheets["Charges par mois"]
    sheet.heading(
        "Charges par mois", "Les charges étalées sont coupées par cumuls arrondis : leurs douzièmes font l'année."
    )
    row = sheet.row
    heads = ["Mois", "Exercice", "Rang du mois", "Étalées, cumul", "Étalées", "Payées à une date", "Total"]
    sheet.head(row, heads)
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(row + 1, 1)
    sheet.repeat(row)
    top = row + 1
    first = top + 1
    rank = f"(ROWS(A${first}:A{first})-1)"
    sheet.down(top, A, MONTHS, f"=EDATE(DATE(in_exercice,in_mois1,1),{rank})", number="month", align="left")
    sheet.down(top, B, MONTHS, f"=INT({rank}/12)+1", number="int")
    sheet.down(top, C, MONTHS, f"=MOD({rank},12)+1", number="int")
    sheet.name("out_charges_calendrier", top, A, MONTHS, 3)
    amounts = f"INDEX(in_charges_montants,0,$B{first})"
    sheet.down(top, D, MONTHS, f"=SUMPRODUCT((in_charges_mois=0)*ROUND({amounts}*$C{first}/12,2))")
    sheet.down(top, E, MONTHS, f"=D{first}-IF($C{first}=1,0,N(D{first - 1}))")
    sheet.down(top, F, MONTHS, f"=SUMIFS({amounts},in_charges_mois,MONTH($A{first}))")
    sheet.down(top, G, MONTHS, f"=E{first}+F{first}", "sum")
    sheet.name("out_charges_mois", top, D, MONTHS, 4)
    sheet.grey_zeros(top, D, MONTHS, 4)
    sheet.page_break(top + 36)
    sheet.row = top + MONTHS
