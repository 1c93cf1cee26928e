"""« Lignes », « Structures », « Paramètres », « Explications » and the two sheets of data."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.figures import (
    CHARGES,
    LOWEST,
    MEASURE_LABELS,
    PRODUITS,
    RESULTAT,
    TRESORERIE,
)
from excel_tools.reports.comparison_shape import (
    INHERITED,
    PARAMETER_ROWS,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SENTENCE_MEASURES,
    SENTENCE_PAGE,
    SENTENCE_ROWS,
)
from templates.comparison_plan import (
    EURO,
    GAP,
    RATE,
    TO_THE_EURO,
    Plan,
    fit,
    measure,
    share_of,
    title,
)
from templates.kit import cells, style
from templates.kit.plan import A, B, C, D, E, G, I


def scenarios(plan: Plan) -> None:
    """Write « Paramètres »: the scenarios, then what each one changes, side by side."""
    sheet = plan.book.sheets["Paramètres"]
    title(sheet, "Paramètres des scénarios", choice=False)
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(1)
    sheet.section("Scénarios")
    sheet.head(sheet.row, ["Scénario", "Rôle", "Hypothèses propres"], 2)
    top = plan.first["scenarios"] = sheet.row + 1
    sheet.filled("bar_scenarios", top, A, SCENARIO_ROWS, number="word", look="label")
    sheet.filled("bar_scenario_roles", top, B, SCENARIO_ROWS, number="word", look="label")
    sheet.filled("bar_scenario_hypotheses", top, C, SCENARIO_ROWS, number="int")
    at = 3 + SCENARIO_ROWS + 1
    sheet.write(top - 1, at, "n°", "note", "", align="right")
    sheet.filled("bar_s_n", top, at, SCENARIO_ROWS, number="int", look="note")
    sheet.row = top + SCENARIO_ROWS + 1
    sheet.section(
        "Ce que chacun change",
        "Vide : comme la référence. En gris, « (repris) » : vient du scénario sur lequel celui-ci est bâti.",
    )
    row = sheet.row
    sheet.head(row, ["Paramètre", "Structures", "À partir de"], 2)
    sheet.across(row, D, SCENARIO_ROWS, '=INDEX(bar_scenarios,COLUMNS($D:D))&""', "strong", "", **_FITTED)
    sheet.name("out_parametres_scenarios", row, D, 1, SCENARIO_ROWS)
    # a head only over the scenarios that there are
    look = sheet.book.format("head_right", "")
    rule = {"type": "formula", "criteria": f"=LEN({cells.cell(row, D)})>0", "format": look}
    sheet.ws.conditional_format(row, D, row, D + SCENARIO_ROWS - 1, rule)
    top, left = row + 1, sheet.book.format("label", "", text_wrap=False, shrink=True)
    right, year = sheet.book.format("label", "", **_FITTED), sheet.book.format("label", "year", align="right")
    for line in range(top, top + PARAMETER_ROWS):
        for col in range(D + SCENARIO_ROWS):
            sheet.ws.write_blank(line, col, None, left if col < C else year if col == C else right)
    area = (top, D, top + PARAMETER_ROWS - 1, D + SCENARIO_ROWS - 1)
    formula = f'=ISNUMBER(SEARCH("{INHERITED}",{cells.cell(top, D)}))'
    grey = sheet.book.format("plain", "", font_color=style.MUTED, italic=True)
    sheet.ws.conditional_format(*area, {"type": "formula", "criteria": formula, "format": grey})
    sheet.name("bar_parametres", top, A, PARAMETER_ROWS, 3)
    sheet.name("bar_parametres_valeurs", top, D, PARAMETER_ROWS, SCENARIO_ROWS)
    sheet.row = top + PARAMETER_ROWS
    fit(plan, sheet, sheet.row, 2 + SCENARIO_ROWS)


_FITTED: dict[str, Any] = {"align": "right", "shrink": True, "text_wrap": False}


def structures(plan: Plan) -> None:
    """Write « Structures »: all together, each type, each region, each structure."""
    sheet = plan.book.sheets["Structures"]
    title(sheet, "Structures, types et régions")
    sheet.ws.freeze_panes(6, 1)
    sheet.repeat(5)
    sheet.write(
        3, A, f"Tous exercices réunis ; l'écart est celui de la variante choisie à la référence. {TO_THE_EURO}", "line"
    )
    heads = [
        "Périmètre",
        "Produits, référence",
        "Produits, variante",
        "Écart en %",
        "Écart de produits",
        "Écart de charges",
        "Écart de résultat",
        "Écart de trésorerie en fin d'horizon",
        "Structures sous zéro, variante",
    ]
    sheet.head(5, heads)
    sheet.lines(5, 3)
    top = plan.first["perimetres"] = 6
    k = plan.keys + 2
    helpers = [f"{MEASURE_LABELS[code]}, {who}" for code in (CHARGES, RESULTAT, TRESORERIE) for who in ("réf.", "var.")]
    for step, label in enumerate(["n°", "structure", "type", "région", "seule", *helpers]):
        sheet.write(5, k + step, label, "note", "", align="right", text_wrap=False)
    sheet.filled("bar_perimetres", top, A, SCOPE_ROWS, look="label")
    for row in range(top, top + SCOPE_ROWS):
        sheet.ws.write_blank(row, A, None, sheet.book.format("label", text_wrap=False, shrink=True))
    for step, name in enumerate(("n", "s", "t", "r", "u")):
        sheet.filled(f"bar_p_{name}", top, k + step, SCOPE_ROWS, number="word", look="note")
    who = "".join(f"bar_d_{name},{cells.cell(top, k + step, 'col')}," for step, name in enumerate("str", 1))

    def summed(code: str, scenario: str) -> str:
        return f"=SUMIFS(bar_d_h,{who}bar_d_c,{scenario},{measure(code)})"

    def gap(right: str, left: str) -> str:
        return f"={right}-{left}"

    h = k + 5
    place = [cells.cell(top, col) for col in range(h, h + 6)]
    b, c = cells.cell(top, B), cells.cell(top, C)
    e = cells.cell(top, E)
    columns = (
        (B, summed(PRODUITS, "1"), EURO),
        (C, summed(PRODUITS, "out_v"), EURO),
        (D, f"={share_of(e, b)}", RATE),
        (E, gap(c, b), GAP),
        (E + 1, gap(place[1], place[0]), GAP),
        (E + 2, gap(place[3], place[2]), GAP),
        (E + 3, gap(place[5], place[4]), GAP),
        (I, f'=COUNTIFS(bar_d_h,"<0",{who}bar_d_c,out_v,{measure(LOWEST)})', "0"),
    )
    for col, formula, number in columns:
        sheet.down(top, col, SCOPE_ROWS, formula, "value", "euro", num_format=number)
    sheet.name("out_structures", top, B, SCOPE_ROWS, len(columns))
    for step, code in enumerate((CHARGES, RESULTAT, TRESORERIE)):
        sheet.down(top, h + 2 * step, SCOPE_ROWS, summed(code, "1"), "note", "number")
        sheet.down(top, h + 2 * step + 1, SCOPE_ROWS, summed(code, "out_v"), "note", "number")
    sheet.name("out_structures_detail", top, h, SCOPE_ROWS, 6)
    sheet.row = top + SCOPE_ROWS
    fit(plan, sheet, sheet.row, I)


EXPLANATION_WIDTHS = (28, 62, *[13] * len(SENTENCE_MEASURES), 62)
_EXPLAINED = ("Produits", "Résultat", "Trésorerie en fin d'horizon", "Trésorerie au plus bas")


def sentences(plan: Plan) -> None:
    """Write « Explications »: each cause of each gap in a sentence, what it moves, and its source."""
    sheet = plan.book.sheets["Explications"]
    title(sheet, "Explications des écarts", choice=False)
    sheet.ws.freeze_panes(4, 2)
    sheet.repeat(3)
    text = "Ce que change chaque cause, seule, sur chaque mesure ; toutes les structures et toutes les variantes. "
    sheet.write(2, A, text + TO_THE_EURO, "line")
    heads = ["Cause", "Ce qui change, et ce que cela donne", *_EXPLAINED, "Source"]
    sheet.head(3, heads, 2, texts=(G,))
    texts, money = sheet.book.format("plain", "", text_wrap=False), sheet.book.format("plain", "euro", num_format=GAP)
    source = sheet.book.format("plain", "", text_wrap=False, indent=1)
    for col, look in enumerate((texts, texts, *[money] * len(SENTENCE_MEASURES), source)):
        sheet.ws.set_column(col, col, sheet.widths[col], look)
    sheet.name("bar_explications", 4, A, SENTENCE_ROWS, len(heads))
    last = 3 + SENTENCE_ROWS
    # a structure and a variant head their causes; a sentence goes on over the rows below its own
    for formula, look in (
        ("=AND(LEN($A5)>0,LEN($B5)=0)", sheet.book.format("part")),
        ("=LEN($A5)>0", sheet.book.format("ruled")),
    ):
        sheet.ws.conditional_format(4, A, last, G, {"type": "formula", "criteria": formula, "format": look})
    for row in range(4 + SENTENCE_PAGE, last, SENTENCE_PAGE):
        sheet.page_break(row)
    sheet.row = last + 1
    fit(plan, sheet, last, G)
