"""« Synthèse » of the comparison: a page for an assembly, then the scenarios side by side."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.figures import (
    CHARGES,
    DROITS,
    ENCAISSEMENTS,
    LOWEST,
    MEASURE_LABELS,
    PRODUITS,
    RESULTAT,
    TRESORERIE,
)
from excel_tools.reports.comparison_shape import (
    CURVE_TITLES,
    LOW_HEADS,
    MAIN,
    MAIN_WORDS,
    PHRASE_LINES,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SHORT,
)
from templates.comparison_charts import Pages
from templates.comparison_plan import (
    COUNT_GAP,
    EURO,
    GAP,
    RATE,
    TO_THE_EURO,
    YEARS_AT,
    Plan,
    data_column,
    fit,
    key,
    key_head,
    measure,
    scenario_names,
    scope_sum,
    share_of,
    total_head,
    year_heads,
)
from templates.kit import cells, rules, style
from templates.kit.book import Sheet
from templates.kit.plan import A, B, C, D

_FIRST_PAGE = (PRODUITS, CHARGES, RESULTAT)
"""Measures told on the page of the two charts."""
_BRIEF = 3
"""Row of the first key figure."""
_PHRASES = 9
"""Row of the first sentence."""


def draw(plan: Plan) -> None:
    """Write the sheet; its charts are placed once « Écarts » has its waterfalls."""
    sheet = plan.book.sheets["Synthèse"]
    sheet.tight(14.25)
    sheet.formula(0, A, "=bar_titre", "title", "")
    sheet.name("out_titre_synthese", 0, A)
    sheet.ws.set_row(0, 28)
    formula = '="« "&in_variante&" » face à « "&INDEX(bar_scenarios,1)&" » – périmètre : "&in_perimetre'
    sheet.formula(1, A, formula, "subtitle", "", text_wrap=False)
    sheet.name("out_choix_synthese", 1, A)
    sheet.ws.set_row(1, 18)
    _choices(plan, sheet)
    _phrases(sheet)
    pages = Pages(plan, sheet)
    row = plan.first["images"] = _PHRASES + PHRASE_LINES + 1
    words = ",".join(f'"{text}"' for text in MAIN_WORDS)
    text = f"=\"D'où vient l'écart de \"&CHOOSE(out_mesure,{words})"
    sheet.formula(row, A, text, "section", "", text_wrap=False)
    sheet.name("out_cascade_titre", row, A)
    for col in range(1, plan.last + 1):
        if col != pages.right:
            sheet.write(row, col, None, "section")
    # far enough from the page, into which a long text would run over
    steps = range(8, 8 + len(CURVE_TITLES))
    for step, title in zip(steps, CURVE_TITLES, strict=True):
        key(plan, sheet, row, title, step)
    alone, below, above = (cells.cell(row, plan.keys + step, "both") for step in steps)
    text = f"=IF(out_u=1,{alone},IF(SUM(out_syn_zero_annees)=0,{above},{below}))"
    sheet.formula(row, pages.right, text, "section", "", text_wrap=False)
    sheet.name("out_courbe_titre", row, pages.right)
    sheet.ws.set_row(row, 20)
    sheet.row = row + 1 + pages.first + 1
    sheet.page_break()
    sheet.section("Les scénarios côte à côte")
    plan.first["images2"] = sheet.row
    sheet.row += pages.second + 1
    sheet.write(sheet.row, A, f"L'écart est celui au scénario de référence, le premier. {TO_THE_EURO}", "line")
    sheet.row += 1
    for code in _FIRST_PAGE:
        _table(plan, sheet, code)
    sheet.page_break()
    sheet.section("Encaissements, droits et trésorerie")
    for code in (ENCAISSEMENTS, DROITS, TRESORERIE):
        _table(plan, sheet, code)
    _low(plan, sheet)
    fit(plan, sheet, sheet.row - 1)


def _choices(plan: Plan, sheet: Sheet) -> None:
    """Write the two inputs, and what the formulas of every sheet read of them."""
    sheet.write(2, A, "Périmètre (à choisir dans la liste)", "strong")
    source = f"Structures!{cells.area(plan.first['perimetres'], A, SCOPE_ROWS, 1)}"
    text = "Ensemble, un type, une région ou une structure : choisir dans la liste."
    sheet.input("in_perimetre", 3, A, number="general", rule=_listed("Périmètre", source, text), bold=True)
    sheet.write(4, A, "Variante comparée à la référence (à choisir)", "strong")
    source = f"Paramètres!{cells.area(plan.first['scenarios'] + 1, A, SCENARIO_ROWS - 1, 1)}"
    text = "L'un des scénarios, hors la référence : choisir dans la liste."
    sheet.input("in_variante", 5, A, number="general", rule=_listed("Variante", source, text), bold=True)
    sheet.filled("bar_date", 6, A, number="word", look="label", indent=0, text_wrap=False)
    sheet.formula(7, A, '="Contrôles : "&out_etat_global', "label", "", text_wrap=False)
    sheet.name("out_bref_etat", 7, A)
    sheet.alert(7, A)
    key_head(plan, sheet, 2, "périmètre n°", "structure", "type", "région", "variante n°", "seule", "exercice 1")
    formulas = (
        ("out_p", "=SUMPRODUCT((bar_perimetres=in_perimetre)*bar_p_n)"),
        ("out_c_s", '=IF(out_p=0,"",INDEX(bar_p_s,out_p))'),
        ("out_c_t", '=IF(out_p=0,"",INDEX(bar_p_t,out_p))'),
        ("out_c_r", '=IF(out_p=0,"",INDEX(bar_p_r,out_p))'),
        ("out_v", "=SUMPRODUCT((bar_scenarios=in_variante)*bar_s_n)"),
        ("out_u", "=IF(ISNUMBER(out_c_s),1,0)"),
    )
    for step, (name, formula) in enumerate(formulas):
        sheet.formula(3, plan.keys + step, formula, "note", "", align="right")
        sheet.name(name, 3, plan.keys + step)
    sheet.filled("bar_exercice", 3, plan.keys + len(formulas), number="year", look="note")


def _listed(name: str, source: str, text: str) -> dict[str, Any]:
    # a blank at the end of a list would let anything be typed
    return {**rules.listed(name, source, text), "ignore_blank": False}


def _phrases(sheet: Sheet) -> None:
    """Write the sentences of what is chosen, which « Phrases » holds for every choice."""
    sheet.row = _PHRASES - 1
    sheet.section("En trois phrases")
    for step in range(PHRASE_LINES):
        place = f"INDEX(bar_phrases,out_phrase,ROWS(A${_PHRASES + 1}:A{_PHRASES + 1 + step}))"
        # what is to be confirmed, what the years hold
        last = step >= PHRASE_LINES - 2
        more = {} if last else {"font_size": 11}
        look = "line" if last else "plain"
        sheet.formula(_PHRASES + step, A, f'=IF(out_phrase>0,{place}&"","")', look, "", text_wrap=False, **more)
        sheet.ws.set_row(_PHRASES + step, 15.75)
    sheet.name("out_phrases", _PHRASES, A, PHRASE_LINES)


def brief(plan: Plan) -> None:
    """Say in a few figures what the variant changes, beside the choices."""
    sheet = plan.book.sheets["Synthèse"]
    for col in range(B, plan.last + 1):
        sheet.write(2, col, "Chiffres clés, tous exercices" if col == B else None, "head", "", text_wrap=False)
    before, after, gap_at, share_at = range(plan.last - 3, plan.last + 1)
    for col, formula, name in ((before, "=INDEX(bar_scenarios,1)", "reference"), (after, "=in_variante", "variante")):
        sheet.formula(2, col, formula, "head_right", "", text_wrap=False, shrink=True)
        sheet.name(f"out_bref_{name}", 2, col)
    sheet.write(2, gap_at, "Écart", "head_right")
    sheet.write(2, share_at, "Écart en %", "head_right")
    lines = [(MEASURE_LABELS[code], code, f"out_bref_{SHORT[code]}") for code in (*_FIRST_PAGE, TRESORERIE)]
    lines[-1] = ("Trésorerie en fin d'horizon", *lines[-1][1:])
    lines.append(("", "bas", "out_bref_bas"))
    for row, (label, code, name) in enumerate(lines, _BRIEF):
        low = code == "bas"
        sheet.write(row, B, label, "label1", "", text_wrap=False)
        for col in (*range(C, before), share_at):
            sheet.write(row, col, None, "label")
        for col, rank in ((before, "1"), (after, "MAX(1,out_v)")):
            found = f"INDEX({cells.area(plan.first[code], B, SCENARIO_ROWS, 1)},{rank})"
            if low:
                counts = cells.area(plan.first["sous_zero"], B, SCENARIO_ROWS, 1)
                found = f"IF(out_u=1,{found},INDEX({counts},{rank}))"
            sheet.formula(row, col, f"={found}", "value", "euro", num_format=EURO, bold=True)
        first, gap = cells.cell(row, before), cells.cell(row, gap_at)
        sheet.formula(row, gap_at, f"={cells.cell(row, after)}-{first}", "value", "euro", num_format=GAP, bold=True)
        sheet.name(name, row, before, 1, 3)
        share = share_of(gap, first)
        share = f'=IF(out_u=1,{share},"")' if low else f"={share}"
        sheet.formula(row, share_at, share, "value", "rate", num_format=RATE)
        sheet.name(f"{name}_pct", row, share_at)
        if low:
            _low_head(sheet, row, before, gap_at)
    _keys(plan, sheet)


def _low_head(sheet: Sheet, row: int, before: int, gap_at: int) -> None:
    """Name the last key figure: an amount for a structure alone, a count for a group, shown as what it is."""
    alone, several = LOW_HEADS
    sheet.formula(row, B, f'=IF(out_u=1,"{alone}","{several}")', "label1", "", text_wrap=False)
    sheet.name("out_bref_bas_nom", row, B)
    for left, right, shown in ((before, gap_at - 1, "0"), (gap_at, gap_at, COUNT_GAP)):
        look = sheet.book.format("value", "", num_format=shown, bold=True)
        sheet.ws.conditional_format(row, left, row, right, {"type": "formula", "criteria": "=out_u=0", "format": look})


def _keys(plan: Plan, sheet: Sheet) -> None:
    """Write beyond the page which measure is explained first, and where its sentences are."""
    key_head(plan, sheet, 4, *(f"{word} bouge" for word in MAIN_WORDS), "mesure", "phrase n°")
    rows = [_BRIEF + (*_FIRST_PAGE, TRESORERIE).index(code) for code in MAIN]
    for step, row in enumerate(rows):
        # without any other, the last one is told
        other = "" if step < len(rows) - 1 else "+1"
        formula = f"=((ROUND({cells.cell(row, plan.last - 1)},2)<>0){other}>0)*1"
        sheet.formula(5, plan.keys + step, formula, "note", "", align="right")
    sheet.name("out_mouvements", 5, plan.keys, 1, len(rows))
    found = f"=MATCH(1,{cells.area(5, plan.keys, 1, len(rows))},0)"
    sheet.formula(5, plan.keys + len(rows), found, "note", "", align="right")
    sheet.name("out_mesure", 5, plan.keys + len(rows))
    found = "=IF(AND(out_p>0,out_v>1),(out_p-1)*(ROWS(bar_scenarios)-1)+out_v-1,0)"
    sheet.formula(5, plan.keys + len(rows) + 1, found, "note", "", align="right")
    sheet.name("out_phrase", 5, plan.keys + len(rows) + 1)


def _table(plan: Plan, sheet: Sheet, code: str) -> None:
    short = SHORT[code]
    year_heads(plan, sheet, f"syn_{short}", (MEASURE_LABELS[code], total_head(code), "Écart", "Écart en %"))
    top = plan.first[code] = sheet.row
    scenario_names(plan, sheet, f"out_syn_{short}_noms")
    rank = cells.cell(top, plan.keys, "col")
    if code == TRESORERIE:
        total = f"={scope_sum('bar_d_h', rank, measure(code))}"
    else:
        total = f"=SUM({cells.area(top, YEARS_AT, 1, plan.years, '')})"
    sheet.down(top, B, SCENARIO_ROWS, total, "sum", num_format=EURO)
    first, here = cells.cell(top, B, "row"), cells.cell(top, B)
    sheet.down(top, C, SCENARIO_ROWS, f"={here}-{first}", num_format=GAP)
    share = f"={share_of(cells.cell(top, C), first)}"
    sheet.down(top, D, SCENARIO_ROWS, share, "value", "rate", num_format=RATE)
    formula = f"={scope_sum(data_column('Données'), rank, measure(code))}"
    for col in range(plan.years):
        sheet.down(top, YEARS_AT + col, SCENARIO_ROWS, cells.shifted(formula, 0, col), num_format=EURO)
    sheet.name(f"out_syn_{short}", top, B, SCENARIO_ROWS, 3 + plan.years)
    sheet.row = top + SCENARIO_ROWS + 1


def _low(plan: Plan, sheet: Sheet) -> None:
    """Write who goes below zero, and the lowest cash of a structure alone: that of a group is no sum, and not shown."""
    heads = ("Structures passant sous zéro en fin de mois", "Sur l'horizon", "Écart", "")
    year_heads(plan, sheet, "syn_zero", heads)
    top = plan.first["sous_zero"] = sheet.row
    scenario_names(plan, sheet, "out_syn_zero_noms")
    rank = cells.cell(top, plan.keys, "col")

    def below(column: str) -> str:
        return "=" + scope_sum(f'{column},"<0"', rank, measure(LOWEST)).replace("SUMIFS", "COUNTIFS", 1)

    sheet.down(top, B, SCENARIO_ROWS, below("bar_d_h"), "sum", "int")
    gap = f"={cells.cell(top, B)}-{cells.cell(top, B, 'row')}"
    sheet.down(top, C, SCENARIO_ROWS, gap, "value", "int", num_format=COUNT_GAP)
    for step in range(SCENARIO_ROWS):
        sheet.write(top + step, D, None, "label")
    for col in range(plan.years):
        formula = below(data_column("Données", YEARS_AT + col))
        sheet.down(top, YEARS_AT + col, SCENARIO_ROWS, formula, "value", "int")
    sheet.name("out_syn_zero", top, B, SCENARIO_ROWS, 2)
    sheet.name("out_syn_zero_annees", top, YEARS_AT, SCENARIO_ROWS, plan.years)
    sheet.row = top + SCENARIO_ROWS + 1
    heads = ("Trésorerie la plus basse", "La plus basse", "Écart", "Écart en %")
    year_heads(plan, sheet, "syn_bas", heads)
    top = plan.first["bas"] = sheet.row
    scenario_names(plan, sheet, "out_syn_bas_noms")
    rank = cells.cell(top, plan.keys, "col")

    def lowest(column: str) -> str:
        return f'=IF(out_u=1,SUMIFS({column},bar_d_s,out_c_s,bar_d_c,{rank},{measure(LOWEST)}),"–")'

    sheet.down(top, B, SCENARIO_ROWS, lowest("bar_d_h"), "sum", num_format=EURO)
    first, here = cells.cell(top, B, "row"), cells.cell(top, B)
    sheet.down(top, C, SCENARIO_ROWS, f'=IF(out_u=1,{here}-{first},"–")', num_format=GAP)
    share = f'=IF(out_u=1,{share_of(cells.cell(top, C), first)},"–")'
    sheet.down(top, D, SCENARIO_ROWS, share, "value", "rate", num_format=RATE)
    for col in range(plan.years):
        formula = lowest(data_column("Données", YEARS_AT + col))
        sheet.down(top, YEARS_AT + col, SCENARIO_ROWS, formula, num_format=EURO)
    sheet.name("out_syn_bas", top, B, SCENARIO_ROWS, 3 + plan.years)
    white = dict.fromkeys(("font_color", "bg_color", "bottom_color"), style.WHITE)
    blank = sheet.book.format("plain", "", **white, bottom=1, num_format=";;;")
    rule = {"type": "formula", "criteria": "=out_u=0", "format": blank}
    sheet.ws.conditional_format(top - 1, A, top + SCENARIO_ROWS - 1, plan.last, rule)
    _curve(plan, sheet, top)
    sheet.row = top + SCENARIO_ROWS + 1


def _curve(plan: Plan, sheet: Sheet, top: int) -> None:
    """Write beyond the page what the chart of the cash draws.

    The lowest one of a structure alone; of several, how many go below zero, or what they have together when none does.
    """
    at = plan.keys + 1
    here, below, cash = (
        cells.cell(place, YEARS_AT) for place in (top, plan.first["sous_zero"], plan.first[TRESORERIE])
    )
    for col in range(plan.years):
        several = f"IF(SUM(out_syn_zero_annees)=0,{cash},{below})"
        formula = cells.shifted(f"=IF(out_u=1,{here},{several})", 0, col)
        sheet.down(top, at + col, SCENARIO_ROWS, formula, "note", "number", align="right")
    sheet.name("out_courbe", top, at, SCENARIO_ROWS, plan.years)
