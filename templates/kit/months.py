"""The sixty months of a scenario, down the page: receipts by group, charges, cash."""

from __future__ import annotations

from excel_tools.reports.shape import MONTHS, Shape, scenario_prefix
from templates.kit import cells
from templates.kit.book import Book, Sheet
from templates.kit.plan import MONTHS_TOP, D, months_title
from templates.kit.scenario import NUMBER_CELL, ScenarioSheet

_END = ("Encaissements", "Charges payées", "Solde à la fin")


def columns(shape: Shape) -> list[str]:
    """Return the heads of the columns."""
    groups = [group.label for group in shape.groups]
    return ["Mois", "Solde au début", *groups, "Aides ponctuelles", "Autres produits", *_END]


def heads(sheet: Sheet, shape: Shape, *more: str) -> None:
    """Write the heads above the first month and keep them in sight, on screen and on paper."""
    row = MONTHS_TOP - 1
    sheet.head(row, [*columns(shape), *more])
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(MONTHS_TOP, 1)
    sheet.repeat(row)
    # a page for three years, then one for two
    sheet.page_break(MONTHS_TOP + 36)


def draw(book: Book, shape: Shape, scenario: ScenarioSheet) -> None:
    """Write the monthly sheet of a scenario."""
    number = scenario.number
    sheet = book.sheets[months_title(number)]
    sheet.heading(f"Mois par mois – scénario {number}")
    source = scenario.sheet
    sheet.formula(2, 0, f"={source.ref('$B$3')}", "strong", "")
    prefix = f"{scenario_prefix(number)}mois_"
    sheet.name(f"{prefix}nom", 2, 0)
    heads(sheet, shape)
    top = MONTHS_TOP
    first = top + 1
    day = cells.cell(top, 0, "col")
    sheet.down(
        top, 0, MONTHS, f"=EDATE(DATE(in_exercice,in_mois1,1),ROWS(A${first}:A{first})-1)", number="month", align="left"
    )
    sheet.name(f"{prefix}date", top, 0, MONTHS)
    line, col = 0, 2
    for group in shape.groups:
        height = 2 * len(group.lines)
        paid = source.ref(cells.area(scenario.rows["versements"] + 2 * line, D, height, 7))
        days = source.ref(cells.area(scenario.rows["dates"] + 2 * line, D, height, 7))
        sheet.down(top, col, MONTHS, f'=SUMIFS({paid},{days},">="&{day},{days},"<"&EDATE({day},1))')
        line, col = line + len(group.lines), col + 1
    aid = f'=SUMIFS(in_aides_montant,in_aides_date,">="&{day},in_aides_date,"<"&EDATE({day},1))'
    sheet.down(top, col, MONTHS, aid)
    col += 1
    received = book.names["out_produits_mois"]
    last = received[2] + received[4] - 1
    sheet.down(top, col, MONTHS, f"='{received[0]}'!{cells.cell(received[1], last, 'col')}")
    sheet.name(f"{prefix}recettes", top, 2, MONTHS, col - 1)
    sheet.down(top, col + 1, MONTHS, f"=SUM({cells.area(top, 2, 1, col - 1, '')})", "sum")
    sheet.down(top, col + 2, MONTHS, f"=INDEX(out_charges_payees,ROWS(A${first}:A{first}),{source.ref(NUMBER_CELL)})")
    opening, income, paid_out = cells.cell(top, 1), cells.cell(top, col + 1), cells.cell(top, col + 2)
    sheet.down(top, col + 3, MONTHS, f"={opening}+{income}-{paid_out}", "sum")
    sheet.name(f"{prefix}totaux", top, col + 1, MONTHS, 3)
    # the closing balance carried over; before the first month, the cash of the opening day
    carried = cells.cell(top - 1, col + 3)
    sheet.down(top, 1, MONTHS, f"=IF(ROWS(A${first}:A{first})=1,in_tresorerie,N({carried}))")
    sheet.name(f"{prefix}debut", top, 1, MONTHS)
    sheet.grey_zeros(top, 1, MONTHS, len(columns(shape)) - 1)
