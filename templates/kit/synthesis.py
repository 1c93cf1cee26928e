"""The page for the general assembly: key figures, charts, the vote."""

from __future__ import annotations

from excel_tools.reports.shape import MONTHS, YEARS, Shape
from templates.kit import cells, style
from templates.kit.book import Book, Sheet
from templates.kit.months import columns
from templates.kit.pages import cash_curve, closings, displayed, dress, year_heads
from templates.kit.plan import MONTHS_TOP, A, D, E, F, H, I
from templates.kit.scenario import ScenarioSheet

_WIDTH = 1040
"""Pixels of the sheet's printed width."""


def draw(book: Book, shape: Shape, first: ScenarioSheet) -> None:
    """Write the sheet."""
    sheet = book.sheets["Synthèse"]
    sheet.heading("Synthèse du budget")
    sheet.formula(2, 0, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "")
    sheet.name("out_synthese_scenario", 2, 0)
    closings(sheet, "synthese")
    top = _figures(sheet, first)
    _marks(sheet, shape, top)
    _charts(book, sheet, shape, top)
    _vote(sheet)
    sheet.ws.print_area(0, 0, sheet.row, I)
    sheet.ws.fit_to_pages(1, 1)
    sheet.grey_zeros(top, D, 7, YEARS + 1)


def _figures(sheet: Sheet, first: ScenarioSheet) -> int:
    year_heads(sheet, "synthese", "Chiffres clés")
    top = sheet.row
    for label, source, look in (
        ("Droits ouverts", "total_droits", "value"),
        ("Produits", "total_produits", "value"),
        ("Charges", "total_charges_totales", "value"),
        ("Résultat", "total_resultat", "result"),
        ("Encaissements", "total_encaissements", "value"),
        ("Droits reposant sur des montants à confirmer", "total_a_confirmer", "value"),
    ):
        sheet.write(sheet.row, A, label, "label" if look == "value" else look, "" if look == "value" else "general")
        if look != "value":
            for col in (A + 1, A + 2):
                sheet.write(sheet.row, col, None, look)
        sheet.across(sheet.row, D, YEARS, displayed(cells.cell(first.rows[source], D)), look)
        sheet.formula(sheet.row, I, f"=SUM({cells.area(sheet.row, D, 1, YEARS, '')})", look)
        sheet.row += 1
    sheet.name("out_synthese", top, D, 6, YEARS + 1)
    sheet.write(sheet.row, A, "Trésorerie en fin d'exercice")
    sheet.across(sheet.row, D, YEARS, displayed(cells.cell(first.rows["total_tresorerie"], D)))
    sheet.name("out_synthese_tresorerie", sheet.row, D, 1, YEARS)
    sheet.row += 2
    return top


def _marks(sheet: Sheet, shape: Shape, top: int) -> None:
    """Four figures a reader looks for first."""
    row = sheet.row
    last = len(columns(shape)) - 1
    closing = f"'Trésorerie'!{cells.area(MONTHS_TOP, last, MONTHS, 1)}"
    months = f"'Trésorerie'!{cells.area(MONTHS_TOP, 0, MONTHS, 1)}"
    sheet.head(row, ["Repères", "", "", "", "", "", "", "", ""], 9)
    due, unsure = cells.cell(top, I), cells.cell(top + 5, I)
    lines = (
        ("Part des droits qui repose sur des montants à confirmer", f"=IF({due}=0,0,{unsure}/{due})", "rate", "part"),
        ("Trésorerie au plus bas (fin de mois)", f"=MIN({closing})", "euro", "plus_bas"),
        ("Mois de ce plus bas", f"=INDEX({months},MATCH({cells.cell(row + 2, F)},{closing},0))", "month", "mois_bas"),
        ("Mois négatifs (trésorerie sous zéro)", f'=COUNTIF({closing},"<0")', "int", "mois_negatifs"),
        ("État des contrôles", "=out_etat_global", "", "etat"),
        ("Alertes", "=out_alertes_resume", "", "alertes"),
    )
    for step, (label, formula, number, key) in enumerate(lines, 1):
        sheet.write(row + step, A, label, "label", "", text_wrap=False)
        for col in range(A + 1, F):
            sheet.write(row + step, col, None, "label")
        sheet.formula(row + step, F, formula, "value" if number else "state", number, bold=True, align="right")
        sheet.name(f"out_synthese_{key}", row + step, F)
    sheet.alert(row + len(lines) - 1, F)
    sheet.row = row + len(lines) + 2


def _charts(book: Book, sheet: Sheet, shape: Shape, top: int) -> None:
    chart = book.chart("column")
    categories = ["Synthèse", top - 1, D, top - 1, H]
    for step, (label, row) in enumerate((("Produits", top + 1), ("Charges", top + 2))):
        chart.add_series(
            {
                "name": label,
                "categories": categories,
                "values": ["Synthèse", row, D, row, H],
                "fill": {"color": style.CHART[step]},
                "border": {"color": style.INK, "width": 0.5},
                "gap": 70,
            }
        )
    line = book.chart("line")
    line.add_series(
        {
            "name": "Résultat",
            "categories": categories,
            "values": ["Synthèse", top + 3, D, top + 3, H],
            "line": {"color": style.CHART[2], "width": 2.25, "dash_type": "dash"},
            "marker": {"type": "diamond", "size": 7, "fill": {"color": style.CHART[2]}, "border": {"color": style.INK}},
        }
    )
    chart.combine(line)
    dress(chart, "Produits, charges et résultat")
    sheet.picture(
        sheet.row,
        A,
        chart,
        "Histogramme des produits et des charges des cinq exercices, et courbe du résultat.",
        _WIDTH,
        350,
    )
    sheet.row += 18
    last = len(columns(shape)) - 1
    cash = cash_curve(book, "Trésorerie", MONTHS_TOP, last)
    text = "Courbe de la trésorerie à la fin de chacun des soixante mois ; les mois négatifs sont hachurés sous zéro."
    sheet.picture(sheet.row, A, cash, text, _WIDTH, 330)
    sheet.row += 18


def _vote(sheet: Sheet) -> None:
    row = sheet.row
    sheet.section("Adoption")
    row = sheet.row
    sheet.write(row, A, "Budget adopté par l'assemblée générale du …… / …… / …………", "plain", "", text_wrap=False)
    sheet.write(row + 1, A, "Votes pour : ………   contre : ………   abstentions : ………", "plain", "", text_wrap=False)
    sheet.write(row + 3, A, "La présidente ou le président", "strong", "", text_wrap=False)
    sheet.write(row + 3, F, "La trésorière ou le trésorier", "strong", "", text_wrap=False)
    for offset in range(4, 8):
        for col in range(A, E):
            sheet.write(row + offset, col, None, "plain", "", **_frame(offset, col, A, E - 1))
        for col in range(F, I + 1):
            sheet.write(row + offset, col, None, "plain", "", **_frame(offset, col, F, I))
    sheet.write(row + 4, A, "Nom, date, signature", "line", "", **_frame(4, A, A, E - 1))
    sheet.write(row + 4, F, "Nom, date, signature", "line", "", **_frame(4, F, F, I))
    sheet.row = row + 8


def _frame(row: int, col: int, left: int, right: int) -> dict[str, object]:
    """Return the borders of a cell of a box four rows high."""
    sides: dict[str, object] = {}
    if row == 4:
        sides["top"] = 1
    if row == 7:
        sides["bottom"] = 1
    if col == left:
        sides["left"] = 1
    if col == right:
        sides["right"] = 1
    return {**sides, **{f"{side}_color": style.RULE for side in list(sides)}}
