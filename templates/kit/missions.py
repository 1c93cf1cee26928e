"""The sheet « Missions »: what each mission receives, costs and leaves, and what serves none of them."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.funding.families import FAMILIES
from excel_tools.reports.mission_values import (
    COSTS,
    INCOME,
    RUNNING_LABEL,
    Source,
    earmarked_mission,
    rows_of,
    shown,
)
from excel_tools.reports.shape import AID_ROWS, DEDICATED, YEARS, Shape
from excel_tools.spending.analytic import RUNNING
from templates.kit import cells, style
from templates.kit.book import Book, Sheet
from templates.kit.pages import closings, dress, font, year_heads
from templates.kit.plan import A, B, C, D, I

_CHART_ROWS = 20
_CLOSINGS = 3
"""Row of the last day of each fiscal year."""
_YEARS_INKS = ("#1B3A4B", "#47697B", "#6F97A8", "#A9C0CB", "#DCE7EC")
"""One fiscal year after the other, from dark to light: told apart in black and white too."""

_Places = dict[str, list[str]]
"""Code of a row → addresses, in the first year, of what feeds it."""


def draw(book: Book, shape: Shape) -> None:
    """Write the sheet, once « Budget » and « Fonds dédiés » are drawn; nothing where the family has no missions."""
    if not shape.missions:
        return
    sheet = book.sheets["Missions"]
    sheet.heading("Missions")
    sheet.formula(2, 0, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "")
    sheet.name("out_missions_scenario", 2, 0)
    closings(sheet, "missions")
    sheet.ws.freeze_panes(5, 1)
    sheet.repeat(4)
    sheet.tight(13.5)
    year_heads(sheet, "missions", "Chaque mission et ce qui la sert", "Compte")
    height = len(rows_of(shape)) + 3
    top = sheet.row
    chart_row = top + 3 * height + 1
    sheet.row = chart_row + _CHART_ROWS
    sheet.page_break()
    received = _blocks(book, sheet, shape, INCOME, "Ce qu'elle reçoit")
    spent = _blocks(book, sheet, shape, COSTS, "Ce qu'elle coûte")
    last = sheet.row
    sheet.row = top
    tops = [_summed(sheet, shape, "recoit", "Ce que chaque mission reçoit", received)]
    tops.append(_summed(sheet, shape, "coute", "Ce que chaque mission coûte", spent))
    tops.append(_left(book, sheet, shape, tops))
    _chart(book, sheet, shape, tops[-1], chart_row)
    sheet.row = last
    sheet.grey_zeros(top, D, last - top, YEARS + 1)
    sheet.ws.print_area(0, 0, last, I)


def _part(sheet: Sheet, title: str) -> None:
    """Head a part of the page, under the years that head it all."""
    for col in range(I + 1):
        sheet.write(sheet.row, col, title if col == 0 else None, "part", "general", text_wrap=False)
    sheet.row += 1


def _summed(sheet: Sheet, shape: Shape, key: str, title: str, places: _Places) -> int:
    """Write a block that adds the sources up; return its first row."""
    _part(sheet, title)
    top = sheet.row
    for code, label in rows_of(shape):
        _row(sheet, label, "=" + "+".join(places[code]))
    return _total(sheet, key, top, "Total")


def _left(book: Book, sheet: Sheet, shape: Shape, tops: Sequence[int]) -> int:
    """Write what is left, its total, and the gap to the result of the budget: there is none."""
    _part(sheet, "Ce que chaque mission laisse (reçoit − coûte)")
    top = sheet.row
    for step, (_, label) in enumerate(rows_of(shape)):
        _row(sheet, label, f"={cells.cell(tops[0] + step, D)}-{cells.cell(tops[1] + step, D)}")
    _total(sheet, "laisse", top, "Ensemble : le résultat du budget", "result")
    sheet.row -= 1
    result = book.names["out_budget_resultat"]
    gap = f"=ROUND({cells.cell(sheet.row - 1, D)}-'{result[0]}'!{cells.cell(result[1], D)},2)"
    sheet.write(sheet.row, A, "Écart au résultat de la feuille Budget", "note")
    sheet.write(sheet.row, B, None, "note")
    sheet.across(sheet.row, D, YEARS + 1, gap, "value", font_color=style.SLATE)
    sheet.name("out_missions_ecart", sheet.row, D, 1, YEARS + 1)
    sheet.row += 2
    return top


def _row(sheet: Sheet, label: str, formula: str, account: str = "") -> None:
    sheet.write(sheet.row, A, label, "label1")
    sheet.write(sheet.row, B, account, "label", "")
    sheet.across(sheet.row, D, YEARS, formula)
    sheet.formula(sheet.row, I, f"=SUM({cells.area(sheet.row, D, 1, YEARS, '')})")
    sheet.row += 1


def _total(sheet: Sheet, key: str, top: int, label: str, look: str = "total") -> int:
    """Write the total of a block and name it; return its first row."""
    sheet.write(sheet.row, A, label, look, "general")
    for col in (B, C):
        sheet.write(sheet.row, col, None, look)
    sheet.across(sheet.row, D, YEARS + 1, f"=SUM({cells.area(top, D, sheet.row - top, 1, '')})", look)
    sheet.name(f"out_missions_{key}", top, D, sheet.row - top + 1, YEARS + 1)
    sheet.row += 2
    return top


def _blocks(book: Book, sheet: Sheet, shape: Shape, sources: Sequence[Source], title: str) -> _Places:
    """Write the block of each source; return where each row is fed from."""
    places: _Places = {code: [] for code, _ in rows_of(shape)}
    for source in shown(sources):
        _part(sheet, f"{title} – {source.label[:1].lower()}{source.label[1:]}")
        top = sheet.row
        for code, label in rows_of(shape):
            places[code].append(cells.cell(sheet.row, D))
            _row(sheet, label, _formula(book, sheet, shape, source, code), source.account)
        sheet.name(f"out_missions_{source.code}", top, D, sheet.row - top, YEARS + 1)
        sheet.row += 1
    return places


def _formula(book: Book, sheet: Sheet, shape: Shape, source: Source, code: str) -> str:
    if source.missions:
        # the lines of « Écritures » begin at the first column, their years at D as everywhere
        begin = cells.column(book.names[source.amounts][2])
        years = f"INDEX({source.amounts},0,COLUMNS(${begin}:D))"
        if code == RUNNING:
            return f'=SUMPRODUCT(({source.missions}="")*{years})'
        return f"=SUMIFS({years},{source.missions},{cells.cell(sheet.row, A, 'col')})"
    if source.code == "financements":
        return _financed(book, shape, code)
    if source.code == "aides":
        return _aided(book, sheet, shape, code)
    return _dedicated(book, sheet, shape, source, code)


def _aided(book: Book, sheet: Sheet, shape: Shape, code: str) -> str:
    """Return the aids of a mission in a fiscal year; those of none are what is left of the line of « Budget »."""
    if code == RUNNING:
        title, top, *_ = book.names["out_budget_produits"]
        above = cells.area(sheet.row - len(shape.missions), D, len(shape.missions), 1, "")
        return f"='{title}'!{cells.cell(top + len(shape.lines), D)}-SUM({above})"
    mission, last = cells.cell(sheet.row, A, "col"), cells.cell(_CLOSINGS, D, "row")
    days = f'in_aides_date,"<="&{last},in_aides_date,">="&EDATE({last}+1,-12)'
    return f"=SUMIFS(in_aides_montant,in_aides_mission,{mission},{days})"


def _dedicated(book: Book, sheet: Sheet, shape: Shape, source: Source, code: str) -> str:
    """Return the 689 or the 789 of the aids of a mission, found by the mission in the title of their block."""
    step = [key for key, _ in DEDICATED].index(source.code)
    title, first, *_ = book.names["out_fonds_anterieurs_mission"]
    last = book.names[f"out_fonds_{AID_ROWS}_mission"][1]
    rows = last - first + 1
    # as many rows lower: the amounts stand under the title that names their mission
    amounts = cells.area(first + 1 + step, D, rows, 1, "row")
    marks = f"'{title}'!{cells.area(first, C, rows, 1)}"
    own = book.names["out_fonds_contrat"][1] + step
    contract = f"+'{title}'!{cells.cell(own, D)}" if code == earmarked_mission(shape) else ""
    return f"=SUMIFS('{title}'!{amounts},{marks},{cells.cell(sheet.row, A, 'col')}){contract}"


def _financed(book: Book, shape: Shape, code: str) -> str:
    """Return the sum of the lines of a mission in « Budget »."""
    title, top, *_ = book.names["out_budget_produits"]
    served = FAMILIES[shape.kind].line_missions
    rows = [top + step for step, line in enumerate(shape.codes) if served.get(line, RUNNING) == code]
    places = "+".join(f"'{title}'!{cells.cell(row, D)}" for row in rows)
    return f"={places}"


def _chart(book: Book, sheet: Sheet, shape: Shape, top: int, row: int) -> None:
    """Draw what each mission leaves in each fiscal year."""
    last = top + len(rows_of(shape)) - 1
    heads = book.names["out_missions_exercices"][1]
    chart = book.chart("column")
    for year, ink in enumerate(_YEARS_INKS):
        chart.add_series(
            {
                "name": ["Missions", heads, D + year],
                "categories": ["Missions", top, A, last, A],
                "values": ["Missions", top, D + year, last, D + year],
                "fill": {"color": ink},
                "border": {"color": style.INK, "width": 0.5},
                "gap": 60,
            }
        )
    dress(chart, "Ce que laisse chaque mission, par exercice")
    chart.set_x_axis({"num_font": font(), "label_position": "low", "line": {"color": style.RULE}})
    text = (
        "Histogramme de ce que chaque mission laisse sous chacun des cinq exercices ; "
        f"« {RUNNING_LABEL} » est ce qui ne sert aucune mission."
    )
    sheet.picture(row, A, chart, text, 1010, 340)
