"""Where the tables of the comparison stand, and the formulas they share."""

from __future__ import annotations

from dataclasses import dataclass

from excel_tools.comparison.figures import TRESORERIE
from excel_tools.reports.comparison_shape import CAUSE_ROWS, DATA_ROWS, SCENARIO_ROWS, SHORT
from excel_tools.reports.shape import slug
from templates.kit import cells
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, E

YEARS_AT = E
"""First column of the fiscal years, on every sheet that has some."""
DATA_TOP = 6
"""First row of « Données » and of « Causes »."""
MONEY = 16.5
EURO = '[>=0.5]#,##0\u00a0"€";[<=-0.5]-#,##0\u00a0"€";"–"'
"""Shown to the euro, counted to the cent; nothing, or a year that a structure does not have, is a dash."""
GAP = '[>=0.5]+#,##0\u00a0"€";[<=-0.5]-#,##0\u00a0"€";"–"'
RATE = "[>=0.0005]+#,##0.0\u00a0%;[<=-0.0005]-#,##0.0\u00a0%;0.0\u00a0%"
"""A gap that is rounded to nothing has no sign."""
SHARE = '#,##0.0\u00a0%;-#,##0.0\u00a0%;"–"'
COUNT_GAP = '+0;-0;"–"'
TO_THE_EURO = "Montants montrés à l'euro, calculés au centime."


@dataclass
class Plan:
    """The workbook being drawn and its number of fiscal years.

    Attributes:
        first: table → its first row, ``produits`` in « Synthèse »…
        line_sum: formula of the sum of the lines of a measure under a scenario.
    """

    book: Book
    years: int
    first: dict[str, int]
    line_sum: str = ""

    @property
    def last(self) -> int:
        """Last column that is printed."""
        return YEARS_AT + self.years - 1

    @property
    def keys(self) -> int:
        """First of the columns, beyond the printed page, where formulas read their numbers."""
        return YEARS_AT + self.years + 1


def scope_sum(column: str, scenario: str, more: str) -> str:
    """Return the SUMIFS of « Données » over the chosen scope.

    Args:
        column: what is added up.
        scenario: number of a scenario, or where it stands.
        more: other criteria: measure or line.
    """
    return f"SUMIFS({column},bar_d_s,out_c_s,bar_d_t,out_c_t,bar_d_r,out_c_r,bar_d_c,{scenario},{more})"


def share_of(gap: str, first: str) -> str:
    """Return a gap as a share of the reference: a dash where nothing changes, of zero, of a loss, or down to one."""
    return f'IF(OR(ROUND({gap},2)=0,ROUND({first}+MIN(0,{gap}),2)<0),"–",IFERROR({gap}/{first},"–"))'


def data_column(title: str, col: int = YEARS_AT) -> str:
    """Return a column of a data sheet, that moves to the right with the formula."""
    rows = DATA_ROWS if title == "Données" else CAUSE_ROWS
    return f"{title}!{cells.area(DATA_TOP, col, rows, 1, 'row')}"


def measure(code: str) -> str:
    """Return the criterion of a measure."""
    return f"bar_d_m,bar_m_{SHORT[code]}"


def title(sheet: Sheet, text: str, *, choice: bool = True) -> None:
    """Head a sheet: its title, the comparison's, and what is looked at."""
    key = slug(sheet.title)
    sheet.write(0, A, text, "title")
    sheet.ws.set_row(0, 28)
    sheet.formula(1, A, "=bar_titre", "subtitle", "")
    sheet.name(f"out_titre_{key}", 1, A)
    if choice:
        formula = '="Périmètre : "&in_perimetre&" – référence : "&INDEX(bar_scenarios,1)&" – variante : "&in_variante'
        sheet.formula(2, A, formula, "strong", "", text_wrap=False)
        sheet.name(f"out_choix_{key}", 2, A)
    sheet.row = 4


def year_heads(plan: Plan, sheet: Sheet, key: str, labels: tuple[str, str, str, str]) -> None:
    """Head a table over the fiscal years, and go to its first row."""
    sheet.head(sheet.row, labels, 1)
    sheet.across(sheet.row, YEARS_AT, plan.years, "=bar_exercice+COLUMNS($E:E)-1", "head_year", "")
    sheet.name(f"out_{key}_exercices", sheet.row, YEARS_AT, 1, plan.years)
    sheet.row += 1


def key_head(plan: Plan, sheet: Sheet, row: int, *labels: str) -> None:
    """Say what the numbers beyond the printed page are."""
    for step, label in enumerate(labels):
        sheet.write(row, plan.keys + step, label, "note", "", text_wrap=False, align="right")


def key(plan: Plan, sheet: Sheet, row: int, value: int | str, step: int = 0) -> None:
    """Write a number that the formulas of a row read."""
    sheet.write(row, plan.keys + step, value, "note", "", text_wrap=False, align="right")


def scenario_names(plan: Plan, sheet: Sheet, name: str) -> None:
    """Write the names of the scenarios down the rows of a table, and their numbers beyond the page."""
    for number in range(1, SCENARIO_ROWS + 1):
        key(plan, sheet, sheet.row + number - 1, number)
    place = cells.cell(sheet.row, plan.keys, "col")
    sheet.down(sheet.row, A, SCENARIO_ROWS, f'=INDEX(bar_scenarios,{place})&""', "label", "")
    sheet.name(name, sheet.row, A, SCENARIO_ROWS)


def total_head(code: str) -> str:
    """Return the head of what a measure gives over the fiscal years."""
    return "Fin d'horizon" if code == TRESORERIE else "Total"


def fit(plan: Plan, sheet: Sheet, last_row: int, last: int | None = None) -> None:
    """Print what is read, without the numbers that stand beyond it."""
    sheet.ws.print_area(0, 0, last_row, plan.last if last is None else last)


def unprinted(sheet: Sheet, row: int) -> None:
    """Leave a sheet out of what is printed: its print area is an empty cell after its last row."""
    sheet.ws.print_area(row + 1, sheet.width + 1, row + 1, sheet.width + 1)
