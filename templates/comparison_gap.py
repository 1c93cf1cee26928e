"""« Écarts »: the gap of each measure split by cause, and the steps from the reference to the variant."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.causes import CAUSE_LABELS
from excel_tools.comparison.figures import MEASURE_LABELS
from excel_tools.reports.comparison_shape import (
    ALONE,
    EFFECTS,
    FROM_REFERENCE,
    IN_ORDER,
    SCENARIO_ROWS,
    SHORT,
    SHORT_CAUSES,
    SHOWN,
    WATERFALLS,
)
from templates.comparison_plan import YEARS_AT, Plan, data_column, fit, key, key_head, title, total_head, year_heads
from templates.kit import cells, style
from templates.kit.book import Sheet
from templates.kit.pages import dress, font
from templates.kit.plan import A, B, C, D

_TRACE = (
    "début",
    "part au-dessus",
    "part au-dessous",
    "socle",
    "total",
    "hausse +",
    "hausse −",
    "baisse +",
    "baisse −",
)


def draw(plan: Plan) -> list[tuple[Any, str]]:
    """Write the sheet; return its waterfalls with their alt texts."""
    sheet = plan.book.sheets["Écarts"]
    title(sheet, "D'où vient l'écart")
    sheet.ws.freeze_panes(4, 1)
    sheet.repeat(2)
    sheet.tight(13)
    sheet.write(
        3,
        A,
        "« Seule » : cette cause seule changée dans la référence. « Dans l'ordre » : ajoutée à celles d'au-dessus.",
        "line",
    )
    for rank, code in enumerate(SHOWN):
        if rank and rank % 3 == 0:
            sheet.page_break()
        _table(plan, sheet, code)
    sheet.page_break()
    sheet.section("Les pas de la référence à la variante, en milliers d'euros sous chaque colonne du graphique")
    unit = plan.first["unite"] = sheet.row
    key_head(plan, sheet, unit, "unité (€)")
    key(plan, sheet, unit, 1000, 1)
    sheet.row += 1
    found = [_waterfall(plan, sheet, code) for code in WATERFALLS]
    fit(plan, sheet, sheet.row)
    return found


def _table(plan: Plan, sheet: Sheet, code: str) -> None:
    short, count = SHORT[code], len(EFFECTS)
    total = total_head(code).lower()
    heads = (MEASURE_LABELS[code], f"Seule, {total}", f"Dans l'ordre, {total}", "Part")
    year_heads(plan, sheet, f"eca_{short}", heads)
    top = plan.first[f"causes_{code}"] = sheet.row
    sums, gap, share = top + count, top + count + 1, top + count + 2
    for step, cause in enumerate(EFFECTS):
        sheet.write(top + step, A, CAUSE_LABELS[cause], "label1", "", text_wrap=False)
        key(plan, sheet, top + step, ALONE[cause])
        key(plan, sheet, top + step, IN_ORDER.get(cause, 0), 1)

    def effect(column: str, number: str) -> str:
        places = "bar_e_s,out_c_s,bar_e_t,out_c_t,bar_e_r,out_c_r,bar_e_c,out_v"
        return f"=SUMIFS({column},{places},bar_e_m,bar_m_{short},bar_e_n,{number})"

    alone, ordered = (cells.cell(top, plan.keys + step, "col") for step in (0, 1))
    sheet.down(top, B, count, effect("bar_e_h", alone), "value", bold=True)
    sheet.down(top, C, count, effect("bar_e_h", ordered))
    whole = cells.cell(sums, B, "row")
    part = f'=IF({whole}=0,"",{cells.cell(top, B)}/{whole})'
    sheet.down(top, D, count, part, "value", "rate")
    sheet.formula(sums, D, cells.shifted(part, count, 0), "sum", "rate")
    for col in range(plan.years):
        sheet.down(top, YEARS_AT + col, count, effect(data_column("Causes", YEARS_AT + col), alone))
    sheet.write(sums, A, "Somme des causes", "sum", "general")
    for col in (B, C, *range(YEARS_AT, plan.last + 1)):
        sheet.formula(sums, col, f"=SUM({cells.area(top, col, count, 1, '')})", "sum")
    sheet.name(f"out_eca_{short}", top, B, count + 1, 3 + plan.years)
    source = plan.first[code]
    sheet.write(gap, A, "Écart : variante − référence", "total", "general")
    sheet.write(gap, D, None, "total")
    sheet.write(share, A, "Écart en % de la référence", "note")
    for left, width, name in ((B, 1, "total"), (YEARS_AT, plan.years, "annees")):
        place = f"Synthèse!{cells.area(source, left, SCENARIO_ROWS, 1, 'row')}"
        first = f"Synthèse!{cells.cell(source, left, 'row')}"
        sheet.across(gap, left, width, f"=INDEX({place},out_v)-{first}", "total")
        sheet.name(f"out_eca_{short}_{name}", gap, left, 1, width)
        sheet.across(share, left, width, f'=IF({first}=0,"",{cells.cell(gap, left)}/ABS({first}))', "value", "rate")
        sheet.name(f"out_eca_{short}_{name}_pct", share, left, 1, width)
    sheet.formula(gap, C, f"={cells.cell(gap, B)}", "total")
    sheet.name(f"out_eca_{short}_ordre", gap, C)
    plan.first[f"somme_{code}"], plan.first[f"ecart_{code}"] = sums, gap
    sheet.grey_zeros(top, B, count, plan.last)
    sheet.row = share + 2


def _waterfall(plan: Plan, sheet: Sheet, code: str) -> tuple[Any, str]:
    """Write the steps of a measure, and beyond the page the columns of its chart; return the chart."""
    short = SHORT[code]
    sheet.head(sheet.row, [f"{MEASURE_LABELS[code]} : étapes", "Montant", "Cumul", ""], 1)
    key_head(plan, sheet, sheet.row, "total", "nom court", *_TRACE)
    top, k = sheet.row + 1, plan.keys
    sheet.row = top
    # from the reference to the variant, or from nothing to their gap
    whole = code in FROM_REFERENCE
    first = top + int(whole)
    last = first + len(EFFECTS)
    steps = last - top + 1
    for step, cause in enumerate(EFFECTS):
        key(plan, sheet, first + step, 0)
        key(plan, sheet, first + step, SHORT_CAUSES[cause], 1)
    for row in {top, last} if whole else {last}:
        key(plan, sheet, row, 1)
    if whole:
        for row, formula, name in ((top, "=INDEX(bar_scenarios,1)", "debut"), (last, "=in_variante", "fin")):
            sheet.formula(row, k + 1, formula, "note", "", text_wrap=False, align="right")
            sheet.name(f"out_cas_{short}_{name}", row, k + 1)
    else:
        key(plan, sheet, last, "Écart", 1)
    mark, amount = cells.cell(top, k, "col"), cells.cell(top, B)
    unit = cells.cell(plan.first["unite"], k + 1, "both")
    # the minus sign is ours: a hyphen would let the chart break the line after it
    arrows = f'REPT("▲\u00a0+",({mark}=0)*({amount}>0))&REPT("▼\u00a0",({mark}=0)*({amount}<0))'
    label = f'={cells.cell(top, k + 1)}&" "&{arrows}&REPT("−",{amount}<0)&ABS(ROUND({amount}/{unit},0))&"\u00a0k€"'
    sheet.down(top, A, steps, label, "label1", "", text_wrap=False)
    sheet.name(f"out_cas_{short}_noms", top, A, steps)
    source = plan.first[code]
    sheet.down(first, B, len(EFFECTS), f"={cells.cell(plan.first[f'causes_{code}'], B)}")
    if whole:
        sheet.formula(top, B, f"=Synthèse!{cells.cell(source, B)}", bold=True)
        sheet.formula(last, B, f"=INDEX(Synthèse!{cells.area(source, B, SCENARIO_ROWS, 1)},out_v)", bold=True)
    else:
        sheet.formula(last, B, f"={cells.cell(plan.first[f'ecart_{code}'], B)}", bold=True)
    before, here = cells.cell(top - 1, C), cells.cell(top, C)
    sheet.down(top, C, steps, f"=IF({mark}=1,{amount},N({before})+{amount})")
    sheet.name(f"out_cas_{short}", top, B, steps, 2)
    start, plus, minus = (cells.cell(top, k + 2 + step) for step in range(3))
    formulas = (
        f"=IF({mark}=1,0,N({before}))",
        f"=MAX(0,{start},{here})-MAX(0,MIN({start},{here}))",
        f"=MIN(0,{start},{here})-MIN(0,MAX({start},{here}))",
        f"=MAX(0,MIN({start},{here}))+MIN(0,MAX({start},{here}))",
        f"={mark}*{here}",
        f"=({mark}=0)*({amount}>0)*{plus}",
        f"=({mark}=0)*({amount}>0)*{minus}",
        f"=({mark}=0)*({amount}<0)*{plus}",
        f"=({mark}=0)*({amount}<0)*{minus}",
    )
    for step, formula in enumerate(formulas):
        sheet.down(top, k + 2 + step, steps, formula, "note", "number", align="right")
    sheet.name(f"out_cas_{short}_trace", top, k + 2, steps, len(formulas))
    sheet.row = last + 2
    words = "de la référence à la variante" if whole else "l'écart de la variante à la référence"
    chart = _chart(plan, top, steps, f"{MEASURE_LABELS[code]} : {words}, cause par cause")
    return chart, (
        f"Cascade, {MEASURE_LABELS[code].lower()} : {words} ; l'effet de chaque cause en hausse (plein) ou en baisse "
        "(hachuré)."
    )


def _chart(plan: Plan, top: int, steps: int, text: str) -> Any:
    chart = plan.book.chart("column", subtype="stacked")
    at, last = plan.keys + 5, top + steps - 1
    # no border: that of a step of nothing would still be drawn
    up = {"fill": {"color": "#6F97A8"}, "border": {"none": True}}
    pattern = {"pattern": "dark_upward_diagonal", "fg_color": style.ALERT, "bg_color": style.WHITE}
    down = {"pattern": pattern, "border": {"none": True}}
    looks: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Socle", {"fill": {"none": True}, "border": {"none": True}}),
        ("Total", {"fill": {"color": style.INK}, "border": {"none": True}}),
        ("Hausse", up),
        ("Hausse sous zéro", up),
        ("Baisse", down),
        ("Baisse sous zéro", down),
    )
    for step, (name, look) in enumerate(looks):
        chart.add_series(
            {
                "name": name,
                "categories": ["Écarts", top, A, last, A],
                "values": ["Écarts", top, at + step, last, at + step],
                **look,
                "gap": 40,
            }
        )
    dress(chart, text)
    chart.set_legend({"position": "bottom", "font": font(), "delete_series": [0, 3, 5]})
    chart.set_x_axis({"num_font": font(8), "label_position": "low", "line": {"color": style.INK}})
    return chart
