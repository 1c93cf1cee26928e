"""A column chart as OpenDocument wants it: a frame on the sheet, and a small document that reads the sheet's cells."""

from __future__ import annotations

from xml.sax.saxutils import escape

from samples.livres.model import LINE, Chart, Sheet, column_name
from samples.livres.odf_style import element
from templates.kit.style import CHART, FONT, HAIR, INK, SLATE, WHITE

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def frame(sheet: Sheet, chart: Chart, name: str) -> str:
    """Return the frame that shows the chart ``name`` of the archive, with the words read aloud."""
    left = sum(7 * width + 5 for width in sheet.widths[: chart.column]) * 0.75
    top = sum(sheet.heights.get(row, LINE) for row in range(chart.row))
    picture = element("draw:object", {
        "xlink:href": f"./{name}", "xlink:type": "simple", "xlink:show": "embed", "xlink:actuate": "onLoad",
    })  # fmt: skip
    words = f"<svg:title>{escape(chart.title)}</svg:title><svg:desc>{escape(chart.description)}</svg:desc>"
    return element(
        "draw:frame",
        {
            "draw:z-index": 0, "draw:style-name": "frame", "draw:name": chart.title,
            "svg:x": f"{left:.2f}pt", "svg:y": f"{top:.2f}pt",
            "svg:width": f"{chart.width:g}pt", "svg:height": f"{chart.height:g}pt",
        },
        picture + words,
    )  # fmt: skip


def document(sheet: Sheet, chart: Chart, namespaces: str) -> str:
    """Return the ``content.xml`` of the chart."""

    def area(column: int, first: int, last: int) -> str:
        name = "'" + sheet.name.replace("'", "''") + "'"
        start = f"{name}.${column_name(column)}${first + 1}"
        return start if first == last else f"{start}:{name}.${column_name(column)}${last + 1}"

    categories = element("chart:categories", {"table:cell-range-address": area(chart.labels, chart.first, chart.last)})
    axes = (
        element("chart:axis", {
            "chart:dimension": "x", "chart:name": "primary-x", "chart:style-name": "axis",
        }, categories)
        + element("chart:axis", {
            "chart:dimension": "y", "chart:name": "primary-y", "chart:style-name": "values",
        }, element("chart:grid", {"chart:class": "major", "chart:style-name": "grid"}))
    )  # fmt: skip
    series = "".join(
        element(
            "chart:series",
            {
                "chart:style-name": f"series{rank}",
                "chart:values-cell-range-address": area(column, chart.first, chart.last),
                "chart:label-cell-address": area(column, chart.first - 1, chart.first - 1),
                "chart:class": "chart:bar",
            },
            element("chart:data-point", {"chart:repeated": chart.last - chart.first + 1}),
        )
        for rank, column in enumerate(chart.series)
    )
    columns = (chart.labels, *chart.series)
    plot = element(
        "chart:plot-area",
        {
            "chart:style-name": "plot",
            "table:cell-range-address": " ".join(area(column, chart.first - 1, chart.last) for column in columns),
            "chart:data-source-has-labels": "both",
        },
        axes + series + element("chart:wall", {"chart:style-name": "bare"}),
    )
    title = element("chart:title", {"chart:style-name": "title"}, f"<text:p>{escape(chart.title)}</text:p>")
    legend = element("chart:legend", {"chart:legend-position": "bottom", "chart:style-name": "words"})
    body = element(
        "chart:chart",
        {
            "chart:class": "chart:bar", "chart:style-name": "chart",
            "svg:width": f"{chart.width:g}pt", "svg:height": f"{chart.height:g}pt",
        },
        title + legend + plot,
    )  # fmt: skip
    return (
        f'{_HEAD}<office:document-content {namespaces} office:version="1.3">'
        f"<office:automatic-styles>{_styles(len(chart.series))}</office:automatic-styles>"
        f"<office:body><office:chart>{body}</office:chart></office:body></office:document-content>"
    )


def _styles(series: int) -> str:
    def style(name: str, *content: str, data: str | None = None) -> str:
        attributes = {"style:name": name, "style:family": "chart", "style:data-style-name": data}
        return element("style:style", attributes, "".join(content))

    def words(size: int, color: str, **more: str) -> str:
        look = {"fo:font-family": FONT, "fo:font-size": f"{size}pt", "fo:color": color}
        return element("style:text-properties", look | {f"fo:{key.replace('_', '-')}": v for key, v in more.items()})

    def looks(**attributes: str) -> str:
        return element("style:chart-properties", {f"chart:{k.replace('_', '-')}": v for k, v in attributes.items()})

    def line(color: str) -> str:
        return element("style:graphic-properties", {"draw:stroke": "solid", "svg:stroke-color": color})

    euros = (
        '<number:number-style style:name="euros" number:language="fr" number:country="FR">'
        '<number:number number:decimal-places="0" number:min-integer-digits="1"'
        ' number:grouping="true"/><number:text>\xa0€</number:text></number:number-style>'
    )
    bare = element("style:graphic-properties", {"draw:stroke": "none", "draw:fill": "none"})
    bars = "".join(
        style(
            f"series{rank}",
            element(
                "style:graphic-properties",
                {"draw:stroke": "none", "draw:fill": "solid", "draw:fill-color": CHART[rank]},
            ),
        )
        for rank in range(series)
    )
    paper = element("style:graphic-properties", {"draw:stroke": "none", "draw:fill-color": WHITE})
    labels = looks(display_label="true", axis_position="0")
    values = looks(display_label="true", link_data_style_to_source="false")
    parts = (
        style("chart", paper),
        style("bare", bare),
        style("title", words(11, INK, font_weight="bold")),
        style("words", bare, words(9, SLATE)),
        style("plot", looks(vertical="false", include_hidden_cells="true")),
        style("axis", labels, line(SLATE), words(9, SLATE)),
        style("values", values, line(HAIR), words(9, SLATE), data="euros"),
        style("grid", line(HAIR)),
    )
    return euros + bars + "".join(parts)
