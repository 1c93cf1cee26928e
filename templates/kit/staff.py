"""« Personnel »: the posts, their days of presence month by month, what they cost their employer in each scenario."""

from __future__ import annotations

from excel_tools.reports.shape import MONTHS, SCENARIOS, YEARS, Shape
from excel_tools.reports.spending_shape import POST_ROWS, SOCIAL_DELAY_INPUT
from templates.kit import cells, lines, rises, rules
from templates.kit.book import Book, Sheet
from templates.kit.pages import closings
from templates.kit.plan import A, B, C, D, I, J, K

L, M, N = range(11, 14)
_DELAY = 4
_NOTE = (
    "Un poste par ligne : brut mensuel d'un temps plein, taux des charges patronales (celui de la paie), quotité ; "
    "le mois d'entrée et celui de sortie se comptent en jours."
)


def draw(book: Book, shape: Shape) -> None:
    """Write the sheet."""
    sheet = book.sheets["Personnel"]
    sheet.heading("Personnel", _NOTE)
    closings(sheet, "personnel")
    sheet.write(_DELAY, A, "Charges sociales payées après le salaire de (mois)")
    sheet.write(_DELAY, B, "0 à 3", "note")
    late = rules.whole("Délai", 0, 3, "Mois entre un salaire et le paiement des charges sociales, de 0 à 3.")
    sheet.input(SOCIAL_DELAY_INPUT, _DELAY, C, number="int", rule=late)
    row = _DELAY + 1
    sheet.head(row, ["Poste", "Mission", "Brut mensuel"], 2)
    lines.year_heads(sheet, row, "out_personnel_exercices")
    heads = ("Total", "Charges patronales", "Quotité", "Entrée le", "Sortie le", "Hausse par an")
    for col, text in enumerate(heads, I):
        sheet.write(row, col, text, "head_right")
    sheet.lines(row, 2)
    sheet.ws.freeze_panes(row + 1, 1)
    sheet.repeat(2)
    top = row + 1
    _inputs(sheet, shape, top)
    # the table, its total, then three blocks, each with its head and its total, then the months
    height = POST_ROWS + 3
    full, gross, social = (top + POST_ROWS + 2 + height * step for step in range(3))
    months = social + height + 2
    cost = f"={cells.cell(gross + 1, D)}+{cells.cell(social + 1, D)}"
    for step in range(POST_ROWS):
        sheet.across(top + step, D, YEARS, cells.shifted(cost, step, 0), shrink=True)
    sheet.name("out_personnel_couts", top, D, POST_ROWS, YEARS)
    sheet.down(top, I, POST_ROWS, f"=SUM({cells.area(top, D, 1, YEARS, '')})", shrink=True)
    sheet.name("out_personnel_lignes", top, I, POST_ROWS)
    sheet.row = top + POST_ROWS
    lines.total(sheet, "out_personnel_total", "Coût total", f"=SUM({cells.area(top, D, POST_ROWS, 1, 'row')})")
    _full_time(sheet, top, full)
    for start, key, title in (
        (gross, "annees", "Salaires bruts (641)"),
        (social, "cotisations", "Charges sociales (645)"),
    ):
        _block(sheet, start, f"{title}, par exercice", f"out_personnel_{key}", top)
        for year in range(YEARS):
            # the price of a month is that of the displayed scenario
            monthly = _gross(cells.cell(full + 1, D + year), rises.index(book, "salaires", year=year, fixed="both"))
            own = cells.area(months + 2, D + 12 * year, 1, 12, "col")
            days = f"{cells.cell(full + 1, C, 'col')}*{own}/{cells.area(months + 1, D + 12 * year, 1, 12)}"
            formula = f"ROUND({monthly}*{days},2)"
            if key == "cotisations":
                formula = f"ROUND({formula}*ROUND({cells.cell(top, J, 'col')},6),2)"
            sheet.down(start + 1, D + year, POST_ROWS, f"=SUMPRODUCT({formula})", shrink=True)
        sheet.name(f"out_personnel_{key}", start + 1, D, POST_ROWS, YEARS)
        sheet.row = start + 1 + POST_ROWS
        lines.total(
            sheet, f"out_personnel_{key}_total", "Total", f"=SUM({cells.area(start + 1, D, POST_ROWS, 1, 'row')})"
        )
    _presence(sheet, top, months)
    _by_scenario(book, top, full + 1, months)
    for row in (top, full, gross, social):
        sheet.grey_zeros(row, D, POST_ROWS + 2, YEARS)
    sheet.grey_zeros(months + 2, D, POST_ROWS + 2 * SCENARIOS, MONTHS)
    sheet.row = months - 2
    sheet.unprinted()
    sheet.ws.print_area(0, 0, months - 3, N)


def _inputs(sheet: Sheet, shape: Shape, top: int) -> None:
    percent = "de 0 % à 100 %"
    for name, col, look, rule in (
        ("poste", A, "general", rules.text("Poste", "Intitulé du poste : coordination, secrétariat…")),
        ("mission", B, "general", rules.mission(shape)),
        ("brut", C, "euro", rules.euros("Brut mensuel", "Salaire brut mensuel d'un temps plein, premier exercice.")),
        ("taux", J, "rate", rules.decimal("Charges patronales", 0, 1, "Taux des charges patronales, lu sur la paie.")),
        ("quotite", K, "rate", rules.decimal("Quotité", 0, 1, f"Part d'un temps plein, {percent} ; vide : 100 %.")),
        ("entree", L, "date", rules.day("Entrée", "Premier jour ; vide si le poste est déjà occupé.")),
        ("sortie", M, "date", rules.day("Sortie", "Dernier jour ; vide si aucun n'est prévu.")),
        (
            "hausse",
            N,
            "rate",
            rules.decimal("Hausse", -0.5, 0.5, "Hausse du brut par an dès le deuxième exercice."),
        ),
    ):
        sheet.input(f"in_personnel_{name}", top, col, POST_ROWS, number=look, rule=rule)


def _block(sheet: Sheet, row: int, title: str, name: str, top: int, third: str = "") -> None:
    """Head a block over the fiscal years, with the posts' labels."""
    sheet.head(row, [title, "", third], 2)
    lines.year_heads(sheet, row, f"{name}_exercices")
    sheet.down(row + 1, A, POST_ROWS, f'={cells.cell(top, A, "col")}&""', "label", "", text_wrap=False, shrink=True)
    sheet.name(f"{name}_noms", row + 1, A, POST_ROWS)


def _full_time(sheet: Sheet, top: int, row: int) -> None:
    """Write the gross of a full-time month in each fiscal year, and the part of it that is paid."""
    _block(sheet, row, "Brut mensuel d'un temps plein, hors scénario", "out_personnel_bruts", top, "Quotité")
    share = cells.cell(top, K, "col")
    sheet.down(row + 1, C, POST_ROWS, f"=IF(ISNUMBER({share}),ROUND({share},6),1)", number="rate")
    sheet.name("out_personnel_quotites", row + 1, C, POST_ROWS)
    sheet.down(row + 1, D, POST_ROWS, f"=N({cells.cell(top, C)})", shrink=True)
    for year in range(1, YEARS):
        before = cells.cell(row + 1, D + year - 1)
        formula = f"=ROUND({before}*(1+ROUND({cells.cell(top, N, 'col')},6)),2)"
        sheet.down(row + 1, D + year, POST_ROWS, formula, shrink=True)
    sheet.name("out_personnel_bruts", row + 1, D, POST_ROWS, YEARS)


def _presence(sheet: Sheet, top: int, row: int) -> None:
    """Write the days paid of each post in each of the sixty months, under the length of the month."""
    sheet.head(row, ["Jours payés, mois par mois", "", "", *[""] * MONTHS], 1)
    sheet.across(
        row, D, MONTHS, "=EDATE(DATE(in_exercice,in_mois1,1),COLUMNS($D:D)-1)", "head_month", "", align="right"
    )
    sheet.write(row + 1, A, "Jours du mois", "note")
    opening, length = cells.cell(row, D, "row"), cells.cell(row + 1, D, "row")
    sheet.across(row + 1, D, MONTHS, f"=EDATE({cells.cell(row, D)},1)-{cells.cell(row, D)}", number="int")
    sheet.name("out_personnel_jours", row, D, 2, MONTHS)
    sheet.down(row + 2, A, POST_ROWS, f'={cells.cell(top, A, "col")}&""', "label", "", text_wrap=False, shrink=True)
    sheet.name("out_personnel_presence_noms", row + 2, A, POST_ROWS)
    start, end = cells.cell(top, L, "col"), cells.cell(top, M, "col")
    last = f"{opening}+{length}"
    paid = f"(N({cells.cell(top, C, 'col')})>0)"
    days = f"={paid}*MAX(0,MIN(IF({end},{end}+1,{last}),{last})-MAX({start},{opening}))"
    for step in range(POST_ROWS):
        sheet.across(row + 2 + step, D, MONTHS, cells.shifted(days, step, 0), number="int")
    sheet.name("out_personnel_presence", row + 2, D, POST_ROWS, MONTHS)


def _gross(full: str, index: str) -> str:
    """Return the gross of a full-time month under the wages of a scenario."""
    return f"ROUND({full}*{index},2)"


def _by_scenario(book: Book, top: int, full: int, row: int) -> None:
    """Write the salaries and the contributions of all posts in each month, a row a scenario."""
    sheet, bottom = book.sheets["Personnel"], row + 2 + POST_ROWS
    share, rates = cells.area(full, C, POST_ROWS, 1), cells.area(top, J, POST_ROWS, 1)
    own = cells.area(row + 2, D, POST_ROWS, 1, "row")
    for block, (key, label) in enumerate((("salaires", "Salaires bruts"), ("sociales", "Charges sociales"))):
        for number in range(1, SCENARIOS + 1):
            at = bottom + SCENARIOS * block + number - 1
            for col in (A, B, C):
                sheet.write(at, col, None, "sum", "exercice")
            sheet.write(at, A, f"{label} du mois, scénario {number}", "sum", "general")
            for year in range(YEARS):
                index = rises.index(book, "salaires", number, year=year, fixed="both")
                monthly = _gross(cells.area(full, D + year, POST_ROWS, 1), index)
                formula = f"ROUND({monthly}*{share}*{own}/{cells.cell(row + 1, D, 'row')},2)"
                if key == "sociales":
                    formula = f"ROUND({formula}*ROUND({rates},6),2)"
                formula = cells.shifted(f"=SUMPRODUCT({formula})", 0, 12 * year)
                sheet.across(at, D + 12 * year, 12, formula, "sum", shrink=True)
        sheet.name(f"out_personnel_{key}_mois", bottom + SCENARIOS * block, D, SCENARIOS, MONTHS)
    sheet.row = bottom + 2 * SCENARIOS
