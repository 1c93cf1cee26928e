"""« Synthèse » of the comparison: the two choices, the charts, the scenarios side by side."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.figures import DROITS, LOWEST, MEASURE_LABELS, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.reports.comparison_shape import SCENARIO_ROWS, SCOPE_ROWS, SHORT, SHOWN
from templates.comparison_plan import (
    YEARS_AT,
    Plan,
    data_column,
    fit,
    key_head,
    measure,
    scenario_names,
    scope_sum,
    title,
    total_head,
    year_heads,
)
from templates.kit import cells, rules, style
from templates.kit.book import Sheet
from templates.kit.pages import dress, font
from templates.kit.plan import A, B, C, D, E

PALETTE = ("#1B3A4B", "#B8860B", "#8FB3C2", "#8C4A3C", "#5B6B73", "#5E7F4E")
PATTERNS = ("", "dark_upward_diagonal", "", "", "dark_horizontal", "dark_downward_diagonal")
"""Scenarios told apart in black and white too."""
_PAGE = 7.0 * 72
"""Points of a landscape page, between its margins."""
_ACROSS = 10.89 * 96
"""Its pixels across."""
_ABOVE = 200
"""Points of the choices and the key figures, over the charts."""


def draw(plan: Plan) -> None:
    """Write the sheet; its charts are placed once « Écarts » has its waterfalls."""
    sheet = plan.book.sheets["Synthèse"]
    title(sheet, "Synthèse de la comparaison", choice=False)
    _choices(plan, sheet)
    sheet.row = 10
    sheet.section("En images")
    plan.first["images"] = sheet.row
    sheet.row += 2 * _chart_rows(plan, sheet) + 1
    sheet.page_break()
    sheet.section("Les scénarios côte à côte", "L'écart est celui au scénario de référence, le premier.")
    for code in SHOWN:
        if code == DROITS:
            sheet.page_break()
            sheet.section("Droits et trésorerie")
        _table(plan, sheet, code)
    _low(plan, sheet)
    fit(plan, sheet, sheet.row)


def _whole(plan: Plan, sheet: Sheet) -> int:
    """Return the printed width in pixels."""
    return sum(int(7 * width + 5) for width in sheet.widths[: plan.last + 1])


def _chart_rows(plan: Plan, sheet: Sheet) -> int:
    """Return how many rows high a chart is, so that two rows of them end the first page."""
    scale = min(1.0, _ACROSS / _whole(plan, sheet))
    return int((_PAGE / scale - _ABOVE) / 2 // 15)


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


def brief(plan: Plan) -> None:
    """Say in a few figures what the variant changes, beside the choices."""
    sheet = plan.book.sheets["Synthèse"]
    first = {code: plan.first[code] for code in (PRODUITS, RESULTAT, TRESORERIE)}

    def chosen(code: str) -> str:
        return f"=INDEX({cells.area(first[code], C, SCENARIO_ROWS, 1)},out_v)"

    lowest = cells.area(plan.first["sous_zero"], B, SCENARIO_ROWS, 1)
    lines = (
        ("Scénario de référence", "=INDEX(bar_scenarios,1)", "", "reference"),
        ("Écart de produits, tous exercices", chosen(PRODUITS), "euro", "produits"),
        ("Écart de résultat, tous exercices", chosen(RESULTAT), "euro", "resultat"),
        ("Écart de trésorerie en fin d'horizon", chosen(TRESORERIE), "euro", "tresorerie"),
        ("Structures passant sous zéro : référence", f"=INDEX({lowest},1)", "int", "zero_reference"),
        ("Structures passant sous zéro : variante", f"=INDEX({lowest},out_v)", "int", "zero_variante"),
        ("État des contrôles", "=out_etat_global", "", "etat"),
    )
    for step, (label, formula, number, name) in enumerate(lines, 2):
        sheet.write(step, B, label, "label", "", text_wrap=False)
        for col in (C, D):
            sheet.write(step, col, None, "label")
        sheet.formula(step, E, formula, "value" if number else "state", number, bold=True, align="right")
        sheet.name(f"out_bref_{name}", step, E)
    sheet.alert(8, E)


def _table(plan: Plan, sheet: Sheet, code: str) -> None:
    short = SHORT[code]
    year_heads(plan, sheet, f"syn_{short}", (MEASURE_LABELS[code], total_head(code), "Écart", "Écart en %"))
    top = plan.first[code] = sheet.row
    scenario_names(plan, sheet, f"out_syn_{short}_noms")
    rank = cells.cell(top, plan.keys, "col")
    if code == TRESORERIE:
        sheet.down(top, B, SCENARIO_ROWS, f"={scope_sum('bar_d_h', rank, measure(code))}", "sum")
    else:
        sheet.down(top, B, SCENARIO_ROWS, f"=SUM({cells.area(top, YEARS_AT, 1, plan.years, '')})", "sum")
    _gaps(sheet, top)
    formula = f"={scope_sum(data_column('Données'), rank, measure(code))}"
    for col in range(plan.years):
        sheet.down(top, YEARS_AT + col, SCENARIO_ROWS, cells.shifted(formula, 0, col))
    sheet.name(f"out_syn_{short}", top, B, SCENARIO_ROWS, 3 + plan.years)
    sheet.row = top + SCENARIO_ROWS + 1


def _gaps(sheet: Sheet, top: int, number: str = "euro") -> None:
    first, here = cells.cell(top, B, "row"), cells.cell(top, B)
    sheet.down(top, C, SCENARIO_ROWS, f"={here}-{first}", "value", number)
    share = f'=IF({first}=0,"",{cells.cell(top, C)}/ABS({first}))'
    sheet.down(top, D, SCENARIO_ROWS, share, "value", "rate")


def _low(plan: Plan, sheet: Sheet) -> None:
    """Write who goes below zero, and the lowest cash of a structure alone: that of a group is no sum."""
    sheet.section(
        "Trésorerie au plus bas",
        "Le plus bas d'un groupe n'est pas une somme : on compte les structures qui passent sous zéro en fin de mois.",
    )
    heads = ("Structures dont la trésorerie passe sous zéro", "Sur l'horizon", "Écart", "Écart en %")
    year_heads(plan, sheet, "syn_zero", heads)
    top = plan.first["sous_zero"] = sheet.row
    scenario_names(plan, sheet, "out_syn_zero_noms")
    rank = cells.cell(top, plan.keys, "col")

    def below(column: str) -> str:
        return "=" + scope_sum(f'{column},"<0"', rank, measure(LOWEST)).replace("SUMIFS", "COUNTIFS", 1)

    sheet.down(top, B, SCENARIO_ROWS, below("bar_d_h"), "sum", "int")
    _gaps(sheet, top, "int")
    for col in range(plan.years):
        formula = below(data_column("Données", YEARS_AT + col))
        sheet.down(top, YEARS_AT + col, SCENARIO_ROWS, formula, "value", "int")
    sheet.name("out_syn_zero", top, B, SCENARIO_ROWS, 3 + plan.years)
    sheet.row = top + SCENARIO_ROWS + 1
    heads = ("Trésorerie la plus basse (structure seule)", "La plus basse", "Écart", "Écart en %")
    year_heads(plan, sheet, "syn_bas", heads)
    top = plan.first["bas"] = sheet.row
    scenario_names(plan, sheet, "out_syn_bas_noms")
    rank = cells.cell(top, plan.keys, "col")

    def lowest(column: str) -> str:
        return f'=IF(out_u=1,SUMIFS({column},bar_d_s,out_c_s,bar_d_c,{rank},{measure(LOWEST)}),"–")'

    sheet.down(top, B, SCENARIO_ROWS, lowest("bar_d_h"), "sum")
    first, here = cells.cell(top, B, "row"), cells.cell(top, B)
    sheet.down(top, C, SCENARIO_ROWS, f'=IF(out_u=1,{here}-{first},"–")')
    share = f'=IF(ISNUMBER({first}),IF({first}=0,"",{cells.cell(top, C)}/ABS({first})),"–")'
    sheet.down(top, D, SCENARIO_ROWS, share, "value", "rate")
    for col in range(plan.years):
        sheet.down(top, YEARS_AT + col, SCENARIO_ROWS, lowest(data_column("Données", YEARS_AT + col)))
    sheet.name("out_syn_bas", top, B, SCENARIO_ROWS, 3 + plan.years)
    _curve(plan, sheet, top)
    sheet.row = top + SCENARIO_ROWS + 1


def _curve(plan: Plan, sheet: Sheet, top: int) -> None:
    """Write beyond the page what the chart of the lowest cash draws: a structure's, or how many go below zero."""
    at = plan.keys + 1
    words = '"Trésorerie la plus basse de chaque exercice"', '"Structures dont la trésorerie passe sous zéro"'
    sheet.formula(top - 1, at, f"=IF(out_u=1,{words[0]},{words[1]})", "note", "", text_wrap=False)
    sheet.name("out_courbe_titre", top - 1, at)
    here, other = cells.cell(top, YEARS_AT), cells.cell(plan.first["sous_zero"], YEARS_AT)
    for col in range(plan.years):
        formula = cells.shifted(f"=IF(out_u=1,{here},{other})", 0, col)
        sheet.down(top, at + col, SCENARIO_ROWS, formula, "note", "number", align="right")
    sheet.name("out_courbe", top, at, SCENARIO_ROWS, plan.years)


def charts(plan: Plan, waterfalls: list[tuple[Any, str]]) -> None:
    """Place the four charts in two rows."""
    sheet = plan.book.sheets["Synthèse"]
    half, rows = _whole(plan, sheet) // 2 - 6, _chart_rows(plan, sheet)
    low = _clustered(plan, plan.first["bas"], plan.keys + 1)
    dress(low, "")
    low.set_title({"name": ["Synthèse", plan.first["bas"] - 1, plan.keys + 1], **_title_font()})
    low.set_y_axis(
        {
            "num_font": font(),
            # a count has no euro; an amount has
            "num_format": '[>=1000]#,##0 "€";[<=-1000]-#,##0 "€";0',
            "major_gridlines": {"visible": True, "line": {"color": style.RULE, "width": 0.5}},
            "line": {"none": True},
        }
    )
    totals = _clustered(plan, plan.first[PRODUITS], YEARS_AT)
    dress(totals, "Produits par exercice et par scénario")
    placed = (
        (totals, "Histogramme des produits de chaque exercice, une colonne par scénario."),
        *waterfalls,
        (
            low,
            "Histogramme par exercice et par scénario : trésorerie la plus basse d'une structure, ou nombre de "
            "structures dont la trésorerie passe sous zéro pour un groupe.",
        ),
    )
    for step, (chart, text) in enumerate(placed):
        chart.set_size({"width": half, "height": 20 * rows - 8})
        row = plan.first["images"] + rows * (step // 2)
        options = {"description": text, "object_position": 1, "x_offset": (half + 8) * (step % 2), "y_offset": 4}
        sheet.ws.insert_chart(row, A, chart, options)


def _title_font() -> dict[str, Any]:
    return {"name_font": {"name": style.FONT, "size": 12, "bold": True, "color": style.INK}, "overlay": False}


def _clustered(plan: Plan, top: int, col: int) -> Any:
    """Return columns grouped by fiscal year, one series a scenario; hidden rows are not drawn."""
    chart = plan.book.chart("column")
    heads = plan.first[PRODUITS] - 1
    for number in range(SCENARIO_ROWS):
        look: dict[str, Any] = {"fill": {"color": PALETTE[number]}}
        if PATTERNS[number]:
            look = {"pattern": {"pattern": PATTERNS[number], "fg_color": PALETTE[number], "bg_color": style.WHITE}}
        chart.add_series(
            {
                "name": ["Synthèse", top + number, A],
                "categories": ["Synthèse", heads, YEARS_AT, heads, plan.last],
                "values": ["Synthèse", top + number, col, top + number, col + plan.years - 1],
                **look,
                "border": {"color": style.INK, "width": 0.5},
                "gap": 60,
            }
        )
    return chart
