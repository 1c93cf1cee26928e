"""Write a book as an OpenDocument spreadsheet; the same book gives the same bytes."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from excel_tools.functions.hosts.cell import CellError
from samples.livres import odf_chart
from samples.livres.look import properties
from samples.livres.model import CREATED, LINE, Book, Cell, Sheet, address
from samples.livres.odf_style import (
    PAPERS,
    cell_style,
    column_style,
    common_styles,
    data_style,
    element,
    fonts,
    row_style,
)

MEDIA = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        *(
            (name, f"urn:oasis:names:tc:opendocument:xmlns:{path}:1.0")
            for name, path in (
                ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("meta", "meta"),
                ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("number", "datastyle"), ("svg", "svg-compatible"),
                ("chart", "chart"), ("config", "config"),
            )
        ),
        ("xlink", "http://www.w3.org/1999/xlink"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("of", "urn:oasis:names:tc:opendocument:xmlns:of:1.2"),
        ("calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"),
    )
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STAMP = (1980, 1, 1, 0, 0, 0)
_ERRORS = {"#NOMBRE!": "#NUM!", "#VALEUR!": "#VALUE!", "#NOM?": "#NAME?", "#NUL!": "#NULL!"}


def write(book: Book, path: Path) -> None:
    """Write the file."""
    parts: dict[str, str] = {"content.xml": "", "styles.xml": common_styles(NAMESPACES, escape(book.title))}
    objects: dict[str, str] = {}
    parts["content.xml"] = _content(book, objects)
    parts |= {f"{name}/content.xml": text for name, text in objects.items()}
    parts |= {"meta.xml": _meta(book), "settings.xml": _settings(book)}
    parts["META-INF/manifest.xml"] = _manifest(list(parts), list(objects))
    with zipfile.ZipFile(path, "w") as archive:
        # a reader tells the kind of file from its first bytes
        archive.writestr(zipfile.ZipInfo("mimetype", _STAMP), MEDIA, zipfile.ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _STAMP), text.encode(), zipfile.ZIP_DEFLATED, 9)


class _Styles:
    """The automatic styles of the content, each made once."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self._names: dict[tuple[Any, ...], str] = {}

    def name(self, kind: str, *key: Any) -> tuple[str, bool]:
        """Return the name of a style, and whether it is new."""
        known = (kind, *key)
        new = known not in self._names
        if new:
            self._names[known] = f"{kind}{len(self._names) + 1}"
        return self._names[known], new

    def cell(self, look: str, number: str) -> str:
        found = properties(look, number)
        name, new = self.name("ce", look, number)
        if new:
            data = self.data(found["num_format"]) if number else None
            self.texts[name] = cell_style(name, found, data)
        return name

    def data(self, code: str) -> str | None:
        name, new = self.name("N", code)
        if new:
            self.texts[name] = data_style(name, code)
        return name

    def column(self, width: float) -> str:
        name, new = self.name("co", width)
        if new:
            self.texts[name] = column_style(name, width)
        return name

    def row(self, height: float, starts_page: bool) -> str:
        name, new = self.name("ro", height, starts_page)
        if new:
            self.texts[name] = row_style(name, height, starts_page)
        return name


def _content(book: Book, objects: dict[str, str]) -> str:
    styles = _Styles()
    tables = "".join(_table(sheet, styles, objects) for sheet in book.sheets)
    table_styles = "".join(
        element(
            "style:style",
            {"style:name": f"ta-{paper}", "style:family": "table", "style:master-page-name": paper},
            element("style:table-properties", {"table:display": "true"}),
        )
        for paper in PAPERS
    )
    frame = element(
        "style:style",
        {"style:name": "frame", "style:family": "graphic"},
        element("style:graphic-properties", {"draw:stroke": "none", "draw:fill": "none"}),
    )
    return (
        f'{_HEAD}<office:document-content {NAMESPACES} office:version="1.3">{fonts()}'
        f"<office:automatic-styles>{table_styles}{frame}{''.join(styles.texts.values())}</office:automatic-styles>"
        '<office:body><office:spreadsheet><table:calculation-settings table:automatic-find-labels="false" '
        'table:use-regular-expressions="false"/>'
        f"{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def _table(sheet: Sheet, styles: _Styles, objects: dict[str, str]) -> str:
    shapes = ""
    if sheet.chart:
        name = f"Object {len(objects) + 1}"
        objects[name] = odf_chart.document(sheet, sheet.chart, NAMESPACES)
        shapes = f"<table:shapes>{odf_chart.frame(sheet, sheet.chart, name)}</table:shapes>"
    columns = "".join(element("table:table-column", {"table:style-name": styles.column(w)}) for w in sheet.widths)
    rows = [_row(sheet, row, styles) for row in range(sheet.last_row + 1)]
    head, body = "".join(rows[: sheet.repeated]), "".join(rows[sheet.repeated :])
    first = address(sheet.first_printed, 0)
    last = address(sheet.last_printed, len(sheet.printed) - 1)
    attributes = {
        "table:name": sheet.name,
        "table:style-name": "ta-landscape" if sheet.landscape else "ta-portrait",
        "table:print-ranges": f"{_quoted(sheet.name)}.{first}:{_quoted(sheet.name)}.{last}",
    }
    repeated = f"<table:table-header-rows>{head}</table:table-header-rows>"
    return element("table:table", attributes, shapes + columns + repeated + body)


def _row(sheet: Sheet, row: int, styles: _Styles) -> str:
    cells, empty = [], 0
    for column in range(len(sheet.widths)):
        cell = sheet.cells.get((row, column))
        if cell is None:
            empty += 1
            continue
        if empty:
            cells.append(element("table:table-cell", {"table:number-columns-repeated": empty}))
            empty = 0
        cells.append(_cell(cell, styles))
    style = styles.row(sheet.heights.get(row, LINE), row in sheet.breaks)
    return element("table:table-row", {"table:style-name": style}, "".join(cells) or "<table:table-cell/>")


def _cell(cell: Cell, styles: _Styles) -> str:
    attributes: dict[str, Any] = {"table:style-name": styles.cell(cell.look, cell.number)}
    if cell.formula:
        attributes["table:formula"] = f"of:={cell.formula}"
    if cell.block:
        attributes["table:number-matrix-rows-spanned"] = cell.block[0]
        attributes["table:number-matrix-columns-spanned"] = cell.block[1]
    value, text = cell.value, ""
    if value is None:
        return element("table:table-cell", attributes)
    if isinstance(value, CellError):
        text = _ERRORS.get(value.code, value.code)
        attributes |= {"office:value-type": "string", "office:string-value": "", "calcext:value-type": "error"}
    elif isinstance(value, str):
        text = value
        attributes |= {"office:value-type": "string"}
        if cell.formula:
            attributes["office:string-value"] = value
    elif isinstance(value, bool):
        text = "VRAI" if value else "FAUX"
        attributes |= {"office:value-type": "boolean", "office:boolean-value": str(value).lower()}
    elif isinstance(value, datetime.date):
        text = value.strftime("%d/%m/%Y")
        attributes |= {"office:value-type": "date", "office:date-value": value.isoformat()}
    else:
        text = repr(value)
        attributes |= {"office:value-type": "float", "office:value": repr(value)}
    content = escape(text)
    # spaces at the beginning of a paragraph are lost unless said so
    indent = len(content) - len(content.lstrip(" "))
    if indent:
        content = element("text:s", {"text:c": indent}) + content[indent:]
    if cell.link:
        target = f"#{_quoted(cell.link[0])}.{cell.link[1]}"
        content = element("text:a", {"xlink:type": "simple", "xlink:href": target}, content)
    return element("table:table-cell", attributes, f"<text:p>{content}</text:p>" if content else "")


def _quoted(name: str) -> str:
    """Return the name of a sheet as an address takes it."""
    return name if name.isalnum() else "'" + name.replace("'", "''") + "'"


def _meta(book: Book) -> str:
    when = CREATED.isoformat()
    return (
        f'{_HEAD}<office:document-meta {NAMESPACES} office:version="1.3"><office:meta>'
        f"<meta:generator>excel-tools</meta:generator><dc:title>{escape(book.title)}</dc:title>"
        f"<dc:subject>{escape(book.subject)}</dc:subject><meta:initial-creator>excel-tools</meta:initial-creator>"
        f"<dc:language>fr-FR</dc:language><meta:creation-date>{when}</meta:creation-date><dc:date>{when}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _settings(book: Book) -> str:
    def item(name: str, kind: str, value: object) -> str:
        return element("config:config-item", {"config:name": name, "config:type": kind}, str(value))

    def sheet(found: Sheet) -> str:
        items = item("ShowGrid", "boolean", "false")
        items += item("VerticalSplitMode", "short", 2) + item("VerticalSplitPosition", "int", found.frozen)
        items += item("PositionTop", "int", 0) + item("PositionBottom", "int", found.frozen)
        items += item("ActiveSplitRange", "short", 2)
        return element("config:config-item-map-entry", {"config:name": found.name}, items)

    tables = "".join(sheet(found) for found in book.sheets)
    view = (
        item("ViewId", "string", "view1")
        + f'<config:config-item-map-named config:name="Tables">{tables}</config:config-item-map-named>'
        + item("ActiveTable", "string", escape(book.sheets[0].name))
    )
    return (
        f'{_HEAD}<office:document-settings {NAMESPACES} office:version="1.3"><office:settings>'
        '<config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views">'
        f"<config:config-item-map-entry>{view}</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def _manifest(names: list[str], objects: list[str]) -> str:
    entries = [("/", MEDIA), *((f"{name}/", "application/vnd.oasis.opendocument.chart") for name in objects)]
    entries += [(name, "text/xml") for name in names]
    lines = "".join(
        element("manifest:file-entry", {"manifest:full-path": name, "manifest:media-type": media})
        for name, media in entries
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3">{lines}</manifest:manifest>'
    )
