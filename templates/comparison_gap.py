"""« Écarts »: the gap of each measure split by cause, and the steps from the reference to the variant."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.causes import CAUSE_LABELS
from excel_tools.comparison.figures import MEASURE_LABELS, PRODUITS
from excel_tools.reports.comparison_shape import (
    ALONE,
    EFFECTS,
    IN_ORDER,
    MAIN,
    SCENARIO_ROWS,
    SHORT,
    SHORT_CAUSES,
    SHOWN,
    SMALL,
    WATERFALLS,
)
from templates.comparison_charts import waterfall
from templates.comparison_plan import (
    GAP,
    RATE,
    SHARE,
    TO_THE_EURO,
    YEARS_AT,
    Plan,
    data_column,
    fit,
    key,
    key_head,
    share_of,
    title,
    total_head,
    year_heads,
)
from templates.kit import cells
from templates.kit.book import Sheet
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
    sheet.tight(13.5)
    sheet.write(
        3,
        A,
        "« Seule » : cette cause seule changée dans la référence. « Dans l'ordre » : ajoutée à celles d'au-dessus. "
        + TO_THE_EURO,
        "line",
    )
    for rank, code in enumerate(SHOWN):
        if rank and rank % 3 == 0:
            sheet.page_break()
        _table(plan, sheet, code)
    fit(plan, sheet, sheet.row - 2)
    sheet.page_break()
    sheet.write(sheet.row, A, "Ci-dessous, les pas des graphiques de « Synthèse » : ils ne s'impriment pas.", "line")
    sheet.row += 2
    return [_waterfall(plan, sheet, name) for name in WATERFALLS]


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
    sheet.down(top, B, count, effect("bar_e_h", alone), "value", bold=True, num_format=GAP)
    sheet.down(top, C, count, effect("bar_e_h", ordered), num_format=GAP)
    whole = cells.cell(sums, B, "row")
    part = f'=IF({whole}=0,"",{cells.cell(top, B)}/{whole})'
    sheet.down(top, D, count, part, "value", "rate", num_format=SHARE)
    sheet.formula(sums, D, cells.shifted(part, count, 0), "sum", "rate", num_format=SHARE)
    for col in range(plan.years):
        sheet.down(top, YEARS_AT + col, count, effect(data_column("Causes", YEARS_AT + col), alone), num_format=GAP)
    sheet.write(sums, A, "Somme des causes", "sum", "general")
    for col in (B, C, *range(YEARS_AT, plan.last + 1)):
        sheet.formula(sums, col, f"=SUM({cells.area(top, col, count, 1, '')})", "sum", num_format=GAP)
    sheet.name(f"out_eca_{short}", top, B, count + 1, 3 + plan.years)
    source = plan.first[code]
    sheet.write(gap, A, "Écart : variante − référence", "total", "general")
    sheet.write(gap, D, None, "total")
    sheet.write(share, A, "Écart en % de la référence", "note")
    for left, width, name in ((B, 1, "total"), (YEARS_AT, plan.years, "annees")):
        place = f"Synthèse!{cells.area(source, left, SCENARIO_ROWS, 1, 'row')}"
        first = f"Synthèse!{cells.cell(source, left, 'row')}"
        sheet.across(gap, left, width, f"=INDEX({place},out_v)-{first}", "total", num_format=GAP)
        sheet.name(f"out_eca_{short}_{name}", gap, left, 1, width)
        formula = f"={share_of(cells.cell(gap, left), first)}"
        sheet.across(share, left, width, formula, "value", "rate", num_format=RATE)
        sheet.name(f"out_eca_{short}_{name}_pct", share, left, 1, width)
    sheet.formula(gap, C, f"={cells.cell(gap, B)}", "total", num_format=GAP)
    # an accent needs more than the height of a row of figures
    sheet.ws.set_row(share, 15)
    sheet.name(f"out_eca_{short}_ordre", gap, C)
    plan.first[f"somme_{code}"], plan.first[f"ecart_{code}"] = sums, gap
    sheet.row = share + 2


def _waterfall(plan: Plan, sheet: Sheet, name: str) -> tuple[Any, str]:
    """Write the causes that count for something, one under another between both ends; return the chart of them."""
    whole = WATERFALLS[name]
    head, k = sheet.row, plan.keys
    ends, causes, top = head + 1, head + 3, head + 4 + len(EFFECTS)
    steps = len(EFFECTS) + 1 + int(whole)
    sheet.head(head, [f"Pas du graphique, {name}", "Montant", "Rang ou cumul", ""], 1)
    _ends(plan, sheet, name, ends)
    code = PRODUITS if name == "principal" else name
    for step, cause in enumerate(EFFECTS):
        sheet.write(causes + step, A, SHORT_CAUSES[cause], "label1", "", text_wrap=False)
    places = [cells.cell(plan.first[f"causes_{one}"], B) for one in (MAIN if name == "principal" else (code,))]
    sheet.down(
        causes, B, len(EFFECTS), f"=CHOOSE(out_mesure,{','.join(places)})" if len(places) > 1 else f"={places[0]}"
    )
    amount, before = cells.cell(causes, B), cells.cell(causes - 1, C)
    sheet.down(causes, C, len(EFFECTS), f"=N({before})+(ROUND({amount},2)<>0)", "value", "int")
    sheet.name(f"out_cas_{name}_causes", causes, B, len(EFFECTS), 2)
    unit, suffix = cells.cell(head + 1, k, "both"), cells.cell(head + 1, k + 1, "both")
    key(plan, sheet, head + 2, SMALL)
    key(plan, sheet, head + 2, 1000, 1)
    every = cells.area(ends, B, causes + len(EFFECTS) - ends, 1)
    small, great = cells.cell(head + 2, k), cells.cell(head + 2, k + 1)
    thousand = cells.cell(head + 2, k + 1, "both")
    formula = f"=IF(MAX(MAX({every}),-MIN({every}))<{small},1,{great})"
    sheet.formula(head + 1, k, formula, "note", "int", align="right")
    sheet.name(f"out_cas_{name}_unite", head + 1, k)
    sheet.formula(head + 1, k + 1, f'=IF({cells.cell(head + 1, k)}=1,"\u00a0€","\u00a0k€")', "note", "", align="right")
    sheet.name(f"out_cas_{name}_suite", head + 1, k + 1)
    key_head(plan, sheet, top - 1, "pas n°", "cause", "total", "nom", "signe", "nombre", "écrit", *_TRACE, "rangée")
    last = cells.cell(causes + len(EFFECTS) - 1, C, "both")
    count_at, room_at = (cells.cell(head + step, k + 2, "both") for step in (1, 2))
    key_head(plan, sheet, head, "unité (€)", "suite", "pas moins un, puis rangées moins une")
    sheet.formula(head + 1, k + 2, f"=MAX(1,{last}+{int(whole)})", "note", "int", align="right")
    sheet.name(f"out_cas_{name}_nombre", head + 1, k + 2)
    sheet.filled(f"bar_cas_{name}_place", head + 2, k + 2, number="int", look="note")
    for step in range(steps):
        key(plan, sheet, top + step, step, len(_TRACE) + 7)
    # the steps of any choice are spread over the rows that the fullest one needs
    at = cells.cell(top, k + len(_TRACE) + 7, "col")
    spread = f"ROUND({at}*{count_at}/{room_at},0)"
    formula = f"=IF(ROUND({spread}*{room_at}/{count_at},0)={at},{1 - int(whole)}+{spread},-1)"
    sheet.down(top, k, steps, formula, "note", "", align="right")
    sheet.name(f"out_cas_{name}_numeros", top, k, steps)
    number, place, mark, said, sign, count, text = (cells.cell(top, k + step, "col") for step in range(7))
    amount, before, here = cells.cell(top, B), cells.cell(top - 1, C), cells.cell(top, C)
    found, named = (cells.area(causes, col, len(EFFECTS), 1) for col in (B, A))
    rank = cells.area(causes, C, len(EFFECTS), 1)
    first, final = (cells.cell(ends + step, B, "both") for step in (0, 1))
    names = [cells.cell(ends + step, A, "both") for step in (0, 1)]
    start, plus, minus = (cells.cell(top, k + 7 + step) for step in range(3))
    shown = f'{said}&" "&{sign}&REPT("−",{amount}<0)&{text}&{suffix}'
    sheet.down(top, A, steps, f'=IF({place}+{mark}=0,"",{shown})', "label1", "", text_wrap=False)
    sheet.name(f"out_cas_{name}_noms", top, A, steps)
    sheet.down(top, B, steps, f"=IF({place}>0,INDEX({found},MAX(1,{place})),IF({number}=0,{first},{mark}*{final}))")
    sheet.down(top, C, steps, f"=IF({mark}=1,{amount},N({before})+{amount})")
    sheet.name(f"out_cas_{name}", top, B, steps, 2)
    texts = (
        f"=IF({number}=0,0,IFERROR(MATCH({number},{rank},0),0))",
        f"=({number}=0)+({number}={last}+1)",
        f"=IF({place}>0,INDEX({named},MAX(1,{place})),IF({number}=0,{names[0]},REPT({names[1]},{mark})))",
        # the minus sign is ours: a hyphen would let the chart break the line after it
        f'=REPT("▲\u00a0+",({mark}=0)*({amount}>0))&REPT("▼\u00a0",({mark}=0)*({amount}<0))',
        f"=ABS(ROUND({amount}/{unit},0))",
        # thousands apart, whatever the language of the spreadsheet
        f'=IF({count}<{thousand},{count}&"",INT({count}/{thousand})&"\u00a0"&RIGHT("00"&MOD({count},{thousand}),LEN("000")))',
    )
    pieces = (
        f"=IF({mark}=1,0,N({before}))",
        f"=MAX(0,{start},{here})-MAX(0,MIN({start},{here}))",
        f"=MIN(0,{start},{here})-MIN(0,MAX({start},{here}))",
        f"=({place}>0)*(MAX(0,MIN({start},{here}))+MIN(0,MAX({start},{here})))",
        f"={mark}*{here}",
        f"=({mark}=0)*({amount}>0)*{plus}",
        f"=({mark}=0)*({amount}>0)*{minus}",
        f"=({mark}=0)*({amount}<0)*{plus}",
        f"=({mark}=0)*({amount}<0)*{minus}",
    )
    for step, formula in enumerate((*texts, *pieces), 1):
        number_format = "number" if step > len(texts) else ""
        sheet.down(top, k + step, steps, formula, "note", number_format, align="right", text_wrap=False)
    sheet.name(f"out_cas_{name}_pas", top, k + 1, steps, len(texts))
    sheet.name(f"out_cas_{name}_trace", top, k + 1 + len(texts), steps, len(pieces))
    sheet.row = top + steps + 1
    named = "Résultat : de la référence à la variante, cause par cause" if whole else ""
    words = "de la référence à la variante" if whole else "l'écart de la variante à la référence"
    what = MEASURE_LABELS[code].lower() if whole else "la mesure qui bouge, produits d'abord"
    chart = waterfall(plan, (top, steps, k + 10), named)
    return chart, (f"Cascade, {what} : {words} ; l'effet de chaque cause en hausse (plein) ou en baisse (hachuré).")


def _ends(plan: Plan, sheet: Sheet, name: str, row: int) -> None:
    """Write both ends of a gap: nothing and the gap, or the reference and the variant."""
    if not WATERFALLS[name]:
        gaps = ",".join(cells.cell(plan.first[f"ecart_{code}"], B) for code in MAIN)
        sheet.write(row, A, "Référence", "label1")
        sheet.write(row, B, 0, "value", "euro")
        sheet.write(row + 1, A, "Écart", "label1")
        sheet.formula(row + 1, B, f"=CHOOSE(out_mesure,{gaps})")
        sheet.name(f"out_cas_{name}_fin", row + 1, B)
        return
    for step, formula in enumerate(("=INDEX(bar_scenarios,1)", "=in_variante")):
        sheet.formula(row + step, A, formula, "label1", "", text_wrap=False)
    sheet.name(f"out_cas_{name}_scenarios", row, A, 2)
    source = plan.first[name]
    sheet.formula(row, B, f"=Synthèse!{cells.cell(source, B)}")
    sheet.formula(row + 1, B, f"=INDEX(Synthèse!{cells.area(source, B, SCENARIO_ROWS, 1)},MAX(1,out_v))")
    sheet.name(f"out_cas_{name}_bornes", row, B, 2)
