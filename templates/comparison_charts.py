"""The charts of « Synthèse », and how high the pages let them be."""

from __future__ import annotations

from typing import Any

from excel_tools.comparison.figures import PRODUITS
from excel_tools.reports.comparison_shape import SCENARIO_ROWS
from excel_tools.schedule import YEARS
from templates.comparison_plan import YEARS_AT, Plan
from templates.kit import style
from templates.kit.book import Sheet
from templates.kit.pages import dress, euro_axis, font
from templates.kit.plan import A, D, E

PALETTE = ("#1B3A4B", "#B8860B", "#8FB3C2", "#8C4A3C", "#5B6B73", "#5E7F4E")
PATTERNS = ("", "dark_upward_diagonal", "", "", "dark_horizontal", "dark_downward_diagonal")
"""Scenarios told apart in black and white too."""
_PAGE = 7.0 * 72
"""Points of a landscape page, between its margins."""
_ACROSS = 10.89 * 96
"""Its pixels across."""
_ABOVE = 326
"""Points of the choices, the key figures and the sentences, over the charts of the first page."""
_BELOW = 385
"""Points of the three tables of the second page, six scenarios each, and of its title."""


class Pages:
    """Sizes that depend on how wide the sheet is.

    Attributes:
        first: rows of the charts of the first page.
        second: rows of those of the second one.
        right: column where the right chart begins.
    """

    def __init__(self, plan: Plan, sheet: Sheet) -> None:
        self.widths = [int(7 * width + 5) for width in sheet.widths[: plan.last + 1]]
        self.right = D if plan.years == YEARS else E
        self.height = sheet.row_height
        scale = min(1.0, _ACROSS / sum(self.widths))
        self.first = int((_PAGE / scale - _ABOVE) // self.height)
        self.second = int((_PAGE / scale - _BELOW) // self.height)

    def place(self, sheet: Sheet, row: int, rows: int, charts: list[tuple[Any, str]]) -> None:
        """Place two charts side by side."""
        left = sum(self.widths[: self.right])
        sizes = ((A, left - 8), (self.right, sum(self.widths) - left))
        for (chart, text), (col, width) in zip(charts, sizes, strict=True):
            chart.set_size({"width": width, "height": int(rows * self.height / 0.75) - 6})
            options = {"description": text, "object_position": 1, "x_offset": 0, "y_offset": 4}
            sheet.ws.insert_chart(row, col, chart, options)


def charts(plan: Plan, waterfalls: list[tuple[Any, str]]) -> None:
    """Place two charts on the first page, two on the second one."""
    sheet = plan.book.sheets["Synthèse"]
    pages = Pages(plan, sheet)
    low = _clustered(plan, plan.first["bas"], plan.keys + 1)
    dress(low, "")
    # its title is a cell: a chart would keep the one of the choice before
    low.set_title({"none": True})
    low.set_y_axis(
        {
            "num_font": font(),
            # a count has no euro; an amount has
            "num_format": style.with_minus('[>=1000]#,##0 "€";[<=-1000]-#,##0 "€";0'),
            "major_gridlines": {"visible": True, "line": {"color": style.RULE, "width": 0.5}},
            "line": {"none": True},
        }
    )
    totals = _clustered(plan, plan.first[PRODUITS], YEARS_AT)
    dress(totals, "Produits par exercice et par scénario")
    # bars that do not start at zero make a gap of a few per cent look like a half
    totals.set_y_axis({**euro_axis(), "min": 0})
    words = (
        "Histogramme par exercice et par scénario : trésorerie la plus basse d'une structure, ou nombre de structures "
        "dont la trésorerie passe sous zéro pour un groupe, ou leur trésorerie ensemble si aucune n'y passe."
    )
    first, second = waterfalls
    pages.place(sheet, plan.first["images"] + 1, pages.first, [first, (low, words)])
    words = "Histogramme des produits de chaque exercice, une colonne par scénario."
    pages.place(sheet, plan.first["images2"], pages.second, [second, (totals, words)])


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


def waterfall(plan: Plan, place: tuple[int, int, int], text: str) -> Any:
    """Return the steps of a gap as bars, down the page so that each cause is read whole.

    Args:
        place: first row of the steps in « Écarts », their number, first column of their pieces.
        text: title; empty for none.
    """
    top, steps, at = place
    last = top + steps - 1
    chart = plan.book.chart("bar", subtype="stacked")
    # no border: that of a step of nothing would still be drawn
    up = {"fill": {"color": "#6F97A8"}, "border": {"none": True}}
    pattern = {"pattern": "dark_upward_diagonal", "fg_color": style.ALERT, "bg_color": style.WHITE}
    down = {"pattern": pattern, "border": {"none": True}}
    looks: tuple[tuple[str, dict[str, Any]], ...] = (
        ("Socle", {"fill": {"none": True}, "border": {"none": True}}),
        ("Total", {"fill": {"color": style.INK}, "border": {"none": True}}),
        ("Hausse", up),
        ("Hausse", up),
        ("Baisse", down),
        ("Baisse", down),
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
    if not text:
        chart.set_title({"none": True})
    chart.set_legend({"position": "bottom", "font": font(), "delete_series": [0, 3, 5]})
    # for bars, the writer calls x the axis of the amounts
    chart.set_x_axis(
        {
            "num_font": font(8),
            "num_format": style.with_minus('#,##0 "€"'),
            "label_position": "high",
            "major_gridlines": {"visible": True, "line": {"color": style.RULE, "width": 0.5}},
            "line": {"none": True},
        }
    )
    chart.set_y_axis(
        {
            "num_font": font(10),
            "label_position": "low",
            "reverse": True,
            "major_tick_mark": "none",
            # a line would be broken by the steps of nothing
            "line": {"none": True},
            "major_gridlines": {"visible": False},
        }
    )
    return chart
