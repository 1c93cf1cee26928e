"""« Lignes »: the lines that what is chosen has, under the reference and the variant, and their gap."""

from __future__ import annotations

from typing import Any

from excel_tools.reports.comparison_shape import DATA_ROWS, LINE_ITEMS, MEASURE_NUMBERS, line_note
from templates.comparison_plan import (
    DATA_TOP,
    EURO,
    GAP,
    RATE,
    TO_THE_EURO,
    YEARS_AT,
    Plan,
    fit,
    key,
    key_head,
    share_of,
    title,
    year_heads,
)
from templates.kit import cells, style
from templates.kit.book import Sheet
from templates.kit.plan import A, B, C, D

_TOP = 5
_READINGS = 3
_PAGE = 6.9 * 72
_ACROSS = 10.89 * 96


def draw(plan: Plan) -> None:
    """Write the sheet: as many blocks of three rows as there may be lines, filled with those of the scope."""
    sheet = plan.book.sheets["Lignes"]
    title(sheet, "Ligne par ligne")
    sheet.ws.freeze_panes(_TOP, 2)
    sheet.repeat(_TOP - 1)
    sheet.tight(13.5)
    sheet.write(3, A, f"Les lignes du périmètre choisi, et elles seules. {TO_THE_EURO}", "line")
    sheet.row = _TOP - 1
    year_heads(plan, sheet, "lignes", ("Ligne", "", "Total", "Écart en %"))
    sheet.write(_TOP - 1, B, "Scénario", "head")
    count = _READINGS * len(LINE_ITEMS)
    place = _keys(plan, sheet, count)
    _rows(plan, sheet, count, place)
    _looks(plan, sheet, count)
    for row in range(_TOP + _page(sheet, plan), _TOP + count, _page(sheet, plan)):
        sheet.page_break(row)
    sheet.row = _TOP + count
    fit(plan, sheet, sheet.row - 1)


def _page(sheet: Sheet, plan: Plan) -> int:
    """Return how many rows a page holds: whole lines."""
    wide = sum(7 * width + 5 for width in sheet.widths[: plan.last + 1])
    room = _PAGE / min(1.0, _ACROSS / wide) - 28 - (_TOP - 1) * 15
    return int(room // (_READINGS * sheet.row_height)) * _READINGS


def _keys(plan: Plan, sheet: Sheet, count: int) -> str:
    """Write beyond the page the lines there may be, and which one each block shows; return where that is."""
    k = plan.keys
    heads = ("bloc", "lecture", "ligne", "scénario", "mesure", "ligne n°", "total")
    key_head(plan, sheet, _TOP - 1, *heads, "mesure", "ligne n°", "total", "rang", "libellé", "mesure")
    for row, (measure, line, label) in enumerate(LINE_ITEMS, _TOP):
        for step, value in enumerate((MEASURE_NUMBERS[measure], line or ">=0", int(not line)), 7):
            key(plan, sheet, row, value, step)
        key(plan, sheet, row, label, 11)
        key(plan, sheet, row, line_note(measure, line), 12)
    rank, before = k + 10, cells.cell(_TOP - 1, k + 10)
    own = ",".join(f"bar_d_{name},{cells.cell(_TOP, k + step)}" for step, name in ((7, "m"), (8, "l")))
    formula = f"=N({before})+(COUNTIFS({own},bar_d_s,out_c_s,bar_d_t,out_c_t,bar_d_r,out_c_r)>0)"
    sheet.down(_TOP, rank, len(LINE_ITEMS), formula, "note", "", align="right")
    sheet.name("out_lignes_rangs", _TOP, rank, len(LINE_ITEMS))
    for step in range(count):
        key(plan, sheet, _TOP + step, step // _READINGS + 1)
        key(plan, sheet, _TOP + step, step % _READINGS + 1, 1)
    block, reading, place = (cells.cell(_TOP, k + step, "col") for step in range(3))
    items = [cells.area(_TOP, k + step, len(LINE_ITEMS), 1) for step in (7, 8, 9)]
    formulas = (
        f"=IFERROR(MATCH({block},{cells.area(_TOP, rank, len(LINE_ITEMS), 1)},0),0)",
        f"=CHOOSE({reading},1,out_v,0)",
        *(f"=IF({place}=0,-1,INDEX({item},{place}))" for item in items),
    )
    for step, formula in enumerate(formulas, 2):
        sheet.down(_TOP, k + step, count, formula, "note", "", align="right", text_wrap=False)
    sheet.name("out_lignes_places", _TOP, k + 2, count, len(formulas))
    place_of = [cells.area(_TOP, column, count, 1) for column in (C, k + 3, k + 4, k + 6)]
    plan.line_sum = (
        f"=SUMIFS(Lignes!{place_of[0]},Lignes!{place_of[2]},{{measure}},Lignes!{place_of[1]},{{scenario}},"
        f"Lignes!{place_of[3]},0)"
    )
    return place


def _rows(plan: Plan, sheet: Sheet, count: int, place: str) -> None:
    k = plan.keys
    reading = cells.cell(_TOP, k + 1, "col")
    labels, notes = (cells.area(_TOP, k + step, len(LINE_ITEMS), 1) for step in (11, 12))
    bare = {"bottom": 0, "text_wrap": False}
    text = f'=IF({place}=0,"",CHOOSE({reading},INDEX({labels},{place}),INDEX({notes},{place}),""))'
    sheet.down(_TOP, A, count, text, "label", "", **bare)
    text = f'=IF({place}=0,"",CHOOSE({reading},"Référence","Variante","Écart"))'
    sheet.down(_TOP, B, count, text, "note", "", **bare)
    sheet.name("out_lignes_noms", _TOP, A, count, 2)
    last = DATA_TOP + DATA_ROWS
    who = ",".join(f"bar_d_{name},{cells.cell(_TOP, k + step, 'col')}" for step, name in ((3, "c"), (4, "m"), (5, "l")))
    for step in range(count):
        row, gap = _TOP + step, step % _READINGS == _READINGS - 1
        look: dict[str, Any] = {"bottom": 0, "num_format": GAP if gap else EURO}
        if gap:
            look.update(font_color=style.SLATE, italic=True)
            formula = f"={cells.cell(row - 1, YEARS_AT)}-{cells.cell(row - 2, YEARS_AT)}"
        else:
            column = f"Données!{cells.column(YEARS_AT)}${DATA_TOP + 1}:{cells.column(YEARS_AT)}${last}"
            formula = f"=SUMIFS({column},bar_d_s,out_c_s,bar_d_t,out_c_t,bar_d_r,out_c_r,{who})"
            formula = cells.shifted(formula, step, 0)
        sheet.across(row, YEARS_AT, plan.years, formula, **look)
        sheet.formula(row, C, f"=SUM({cells.area(row, YEARS_AT, 1, plan.years, '')})", **{**look, "bold": True})
        # the first row of a block has no third one above it: only the gap is a share of something
        first, here = cells.cell(row - 2, C), cells.cell(row, C)
        formula = f'=IF({cells.cell(row, k + 3, "col")}>0,"",{share_of(here, first)})'
        sheet.formula(row, D, formula, "value", "rate", bottom=0, num_format=RATE)
    sheet.name("out_lignes", _TOP, YEARS_AT, count, plan.years)
    sheet.name("out_lignes_totaux", _TOP, C, count)
    sheet.name("out_lignes_pct", _TOP, D, count)


def _looks(plan: Plan, sheet: Sheet, count: int) -> None:
    """Tell totals from lines, rule each block off, and leave unused blocks blank."""
    k, last = plan.keys, _TOP + count - 1
    place, total, reading = (cells.cell(_TOP, k + step, "col") for step in (2, 6, 3))
    blank = sheet.book.format("plain", "", font_color=style.WHITE, num_format=";;;")
    band = sheet.book.format("plain", "", bold=True, bg_color=style.BAND)
    ruled = sheet.book.format("plain", "", bottom=1, bottom_color=style.HAIR)
    for criteria, look in (
        (f"={place}=0", blank),
        (f"={total}=1", band),
        (f"={reading}=0", ruled),
    ):
        rule = {"type": "formula", "criteria": criteria, "format": look}
        sheet.ws.conditional_format(_TOP, A, last, plan.last, rule)
