"""« Synthèse » of the sensitivity: one upright page, its figures and its three charts."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.figures import LOWEST, TRESORERIE
from excel_tools.reports.sensitivity_shape import CLASS_ROWS, LEVER_ROWS, NOTE_ROWS
from excel_tools.schedule import YEARS
from templates.comparison_plan import title
from templates.kit import cells, style
from templates.kit.book import Sheet
from templates.kit.pages import dress, euro_axis, font
from templates.kit.plan import A, B, D, E
from templates.sensitivity_plan import SYNTHESIS, YEARS_AT, Plan, assumptions

_TALL, _SMALL = 12, 14
"""Rows of twenty pixels under the tornado, and under the two charts below it."""
_BAND = "#CFDCE2"
_HATCHED = {"pattern": "dark_upward_diagonal", "fg_color": style.ALERT, "bg_color": style.WHITE}
_SHORT_EUROS = style.with_minus('#,##0,\u00a0"k€"')
_LABEL = {"value": True, "num_format": style.with_minus('+#,##0,\u00a0"k€";-#,##0,\u00a0"k€";""'), "font": font(8)}


def draw(plan: Plan) -> None:
    """Write the sheet."""
    sheet = plan.book.sheets["Synthèse"]
    title(sheet, "Sensibilité du budget", choice=False)
    assumptions(sheet, "bar_lois_synthese")
    _brief(plan, sheet)
    whole = sum(int(7 * width + 5) for width in SYNTHESIS)
    sheet.section("Ce que donne chaque hypothèse, bougée seule")
    text = (
        "Tornado : pour chaque hypothèse, effet sur le résultat étudié du plus bas de sa plage (hachuré) et du plus "
        "haut (plein), de la plus lourde à la plus légère."
    )
    _place(sheet, _tornado(plan), text, whole, _TALL)
    sheet.row += _TALL
    look = sheet.book.format("line", "", text_wrap=False)
    for row in range(sheet.row, sheet.row + NOTE_ROWS):
        sheet.ws.write_blank(row, A, None, look)
    sheet.name("bar_notes", sheet.row, A, NOTE_ROWS)
    sheet.row += NOTE_ROWS + 1
    sheet.section("Ce que donnent les tirages")
    text = (
        "Trésorerie à la fin de chaque exercice : P10, P50 et P90 des tirages, la bande entre P10 et P90, "
        "et la référence."
    )
    _place(sheet, _fan(plan), text, whole // 2 - 8, _SMALL)
    text = (
        "Histogramme de la trésorerie la plus basse des soixante mois : part des tirages par tranche, hachurée sous "
        "zéro, pleine au-dessus."
    )
    _place(sheet, _histogram(plan), text, whole // 2 - 8, _SMALL, whole // 2 + 2)
    sheet.row += _SMALL
    sheet.ws.print_area(0, 0, sheet.row, E)
    # whatever is told above the charts
    sheet.ws.fit_to_pages(1, 1)


def _place(sheet: Sheet, chart: Any, text: str, width: int, rows: int, left: int = 0) -> None:
    chart.set_size({"width": width, "height": 20 * rows - 8})
    options = {"description": text, "object_position": 1, "x_offset": left, "y_offset": 4}
    sheet.ws.insert_chart(sheet.row, A, chart, options)


def _brief(plan: Plan, sheet: Sheet) -> None:
    sheet.section("En bref")
    first = plan.first
    over = YEARS_AT + YEARS
    lowest = first[LOWEST]

    def there(row: int, col: int) -> str:
        return f"=Probabilités!{cells.cell(row, col)}"

    texts = (
        ("Résultat étudié", "=bar_resultat", "resultat"),
        ("Hypothèse qui pèse le plus", f"=Tornado!{cells.cell(first['leviers'], A)}", "premiere"),
    )
    for label, formula, name in texts:
        sheet.write(sheet.row, A, label, "label", "")
        sheet.formula(sheet.row, B, formula, "label", "", bold=True, text_wrap=False)
        for col in (B + 1, D, E):
            sheet.write(sheet.row, col, None)
        sheet.name(f"out_bref_{name}", sheet.row, B)
        sheet.row += 1
    left = (
        ("Valeur de référence", "=bar_reference", "euro", "reference"),
        ("Probabilité d'un mois sous zéro", there(first["sous_zero"] + 1, over), "rate", "proba"),
        ("Tirages concernés", there(first["sous_zero"], over), "int", "tirages"),
        ("État des contrôles", "=out_etat_global", "", "etat"),
    )
    for step, (label, formula, number, name) in enumerate(left):
        row = sheet.row + step
        sheet.write(row, A, label, "label", "")
        sheet.formula(row, B, formula, "value" if number else "state", number, bold=True, align="right")
        sheet.name(f"out_bref_{name}", row, B)
    sheet.alert(sheet.row + len(left) - 1, B)
    sheet.write(sheet.row, D, "Trésorerie la plus basse, référence", "label", "")
    sheet.formula(sheet.row, E, there(lowest, over), bold=True)
    sheet.name("out_bref_basse", sheet.row, E)
    for step, words in enumerate(("neuf tirages sur dix", "un tirage sur deux", "un tirage sur dix"), 1):
        sheet.write(sheet.row + step, D, f"atteinte par {words} au moins", "label1", "")
    sheet.down(sheet.row + 1, E, 3, there(lowest + 1, over))
    sheet.name("out_bref_p", sheet.row + 1, E, 3)
    sheet.row += len(left) + 1


def _tornado(plan: Plan) -> Any:
    chart = plan.book.chart("bar")
    top, last = plan.first["barres"], plan.first["barres"] + LEVER_ROWS - 1
    looks: tuple[tuple[str, int, dict[str, Any]], ...] = (
        ("Au plus bas de la plage", D, {"pattern": _HATCHED}),
        ("Au plus haut de la plage", E, {"fill": {"color": style.INK}}),
    )
    for name, col, look in looks:
        chart.add_series(
            {
                "name": name,
                "categories": ["Tornado", top, A, last, A],
                "values": ["Tornado", top, col, last, col],
                **look,
                "border": {"none": True},
                "data_labels": _LABEL,
                "gap": 35,
                "overlap": 100,
            }
        )
    dress(chart, "")
    chart.set_title({"none": True})
    chart.set_x_axis({**euro_axis(), "num_format": _SHORT_EUROS})
    chart.set_y_axis(
        {"num_font": font(), "reverse": True, "label_position": "low", "line": {"color": style.INK}, "crossing": "max"}
    )
    return chart


def _fan(plan: Plan) -> Any:
    top = plan.first[TRESORERIE]
    categories = ["Probabilités", top - 1, YEARS_AT, top - 1, YEARS_AT + YEARS - 1]

    def series(name: str, row: int, **look: Any) -> dict[str, Any]:
        values = ["Probabilités", row, YEARS_AT, row, YEARS_AT + YEARS - 1]
        return {"name": name, "categories": categories, "values": values, **look}

    chart = plan.book.chart("area", subtype="stacked")
    chart.add_series(series("Socle", top + 1, fill={"none": True}, line={"none": True}))
    chart.add_series(series("P10 à P90", top + 5, fill={"color": _BAND}, line={"none": True}))
    lines = plan.book.chart("line")
    for name, row, dash, marker, color, width in (
        ("P90", top + 3, "dash", "triangle", style.SLATE, 1.5),
        ("P50", top + 2, "solid", "circle", style.INK, 2.25),
        ("P10", top + 1, "dash", "square", style.ALERT, 1.5),
        ("Référence", top, "round_dot", "diamond", style.CHART[2], 1.5),
    ):
        look = {"type": marker, "size": 6, "fill": {"color": color}, "border": {"color": color}}
        lines.add_series(series(name, row, line={"color": color, "width": width, "dash_type": dash}, marker=look))
    chart.combine(lines)
    dress(chart, "Trésorerie de fin d'exercice")
    chart.set_y_axis({**euro_axis(), "num_format": _SHORT_EUROS})
    chart.set_legend({"position": "bottom", "font": font(8), "delete_series": [0]})
    return chart


def _histogram(plan: Plan) -> Any:
    chart = plan.book.chart("column")
    top, last = plan.first["classes"], plan.first["classes"] + CLASS_ROWS - 1
    looks: tuple[tuple[str, int, dict[str, Any]], ...] = (
        ("Sous zéro", 6, {"pattern": _HATCHED}),
        ("Au-dessus", 7, {"fill": {"color": style.CHART[1]}}),
    )
    for name, col, look in looks:
        chart.add_series(
            {
                "name": name,
                "categories": ["Probabilités", top, A, last, A],
                "values": ["Probabilités", top, col, last, col],
                **look,
                "border": {"color": style.INK, "width": 0.5},
                "gap": 10,
                "overlap": 100,
            }
        )
    dress(chart, "Trésorerie la plus basse : part des tirages")
    chart.set_x_axis({"num_font": font(8, rotation=-90), "label_position": "low", "line": {"color": style.INK}})
    chart.set_y_axis({**euro_axis(), "num_format": "0\u00a0%"})
    chart.set_legend({"position": "bottom", "font": font(8)})
    return chart
