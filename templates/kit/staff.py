"""« Personnel »: the posts, their gross month by month, what they cost their employer."""

from __future__ import annotations

from excel_tools.reports.shape import YEARS, Shape
from excel_tools.reports.spending_shape import POST_ROWS, SOCIAL_DELAY_INPUT
from templates.kit import cells, lines, rules
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
    months = [social + height + 2 + (POST_ROWS + 5) * year for year in range(YEARS)]
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
            own = cells.area(months[year] + 2, D, 1, 12, "col")
            rate = cells.cell(top, J, "col")
            formula = f"=SUM({own})" if key == "annees" else f"=SUMPRODUCT(ROUND({own}*ROUND({rate},6),2))"
            sheet.down(start + 1, D + year, POST_ROWS, formula, shrink=True)
        sheet.name(f"out_personnel_{key}", start + 1, D, POST_ROWS, YEARS)
        sheet.row = start + 1 + POST_ROWS
        lines.total(
            sheet, f"out_personnel_{key}_total", "Total", f"=SUM({cells.area(start + 1, D, POST_ROWS, 1, 'row')})"
        )
    for year, start in enumerate(months):
        _months(sheet, top, full + 1, start, year, months[0])
    sheet.row = months[-1] + POST_ROWS + 4
    for row in (top, full, gross, social, *months):
        sheet.grey_zeros(row, D, POST_ROWS + 2, YEARS if row < months[0] else 12)
    sheet.row = months[0] - 2
    sheet.unprinted()
    sheet.ws.print_area(0, 0, months[0] - 3, N)


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
    _block(sheet, row, "Brut mensuel d'un temps plein, par exercice", "out_personnel_bruts", top, "Quotité")
    share = cells.cell(top, K, "col")
    sheet.down(row + 1, C, POST_ROWS, f"=IF(ISNUMBER({share}),ROUND({share},6),1)", number="rate")
    sheet.name("out_personnel_quotites", row + 1, C, POST_ROWS)
    sheet.down(row + 1, D, POST_ROWS, f"=N({cells.cell(top, C)})", shrink=True)
    for year in range(1, YEARS):
        before = cells.cell(row + 1, D + year - 1)
        formula = f"=ROUND({before}*(1+ROUND({cells.cell(top, N, 'col')},6)),2)"
        sheet.down(row + 1, D + year, POST_ROWS, formula, shrink=True)
    sheet.name("out_personnel_bruts", row + 1, D, POST_ROWS, YEARS)


def _months(sheet: Sheet, top: int, full: int, row: int, year: int, first: int) -> None:
    """Write the gross of the twelve months of a fiscal year; under it, its sum and the contributions on it."""
    rank = year + 1
    sheet.head(row, [f"Salaires bruts par mois, exercice {rank}", "", "", *[""] * 12], 1)
    opening = "=EDATE(DATE(in_exercice,in_mois1,1),COLUMNS($D:D)-1)" if not year else None
    before = cells.cell(row - (POST_ROWS + 5), D)
    sheet.across(row, D, 12, opening or f"=EDATE({before},12)", "head_month", "", align="right")
    sheet.write(row + 1, A, "Dernier jour du mois", "note")
    j1, j2 = cells.cell(row, D, "row"), cells.cell(row + 1, D, "row")
    sheet.across(row + 1, D, 12, f"=EDATE({cells.cell(row, D)},1)-1", number="date")
    sheet.name(f"out_personnel_jours_{rank}", row, D, 2, 12)
    sheet.down(row + 2, A, POST_ROWS, f'={cells.cell(top, A, "col")}&""', "label", "", text_wrap=False, shrink=True)
    sheet.name(f"out_personnel_noms_{rank}", row + 2, A, POST_ROWS)
    pay, share = cells.cell(full, D + year, "col"), cells.cell(full, C, "col")
    start, end = cells.cell(top, L, "col"), cells.cell(top, M, "col")
    days = f"MAX(0,MIN(IF({end},{end},{j2}),{j2})-MAX({start},{j1})+1)"
    formula = f"=ROUND({pay}*{share}*{days}/({j2}-{j1}+1),2)"
    for step in range(POST_ROWS):
        sheet.across(row + 2 + step, D, 12, cells.shifted(formula, step, 0), shrink=True)
    sheet.name(f"out_personnel_brut_{rank}", row + 2, D, POST_ROWS, 12)
    bottom = row + 2 + POST_ROWS
    own = cells.area(row + 2, D, POST_ROWS, 1, "row")
    rates = cells.area(top, J, POST_ROWS, 1)
    # the rank of the fiscal year stands in B beside the salaries, in C beside the contributions: months find them so
    for step, (label, mark, each) in enumerate(
        (
            ("Salaires bruts du mois", B, f"=SUM({own})"),
            ("Charges sociales du mois", C, f"=SUMPRODUCT(ROUND({own}*ROUND({rates},6),2))"),
        )
    ):
        for col in (A, B, C):
            sheet.write(bottom + step, col, None, "sum", "exercice")
        sheet.write(bottom + step, A, label, "sum", "general")
        sheet.write(bottom + step, mark, rank, "sum", "exercice")
        sheet.across(bottom + step, D, 12, each, "sum", shrink=True)
    sheet.name(f"out_personnel_mois_{rank}", bottom, D, 2, 12)
