"""Looks as OpenDocument styles: XlsxWriter's words for a cell, said in ODF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from templates.kit.style import FONT, SIZE

_LINES = {1: "0.5pt solid", 2: "1.25pt solid", 6: "2pt double"}
PAPERS = {"portrait": ("8.2681in", "11.6929in"), "landscape": ("11.6929in", "8.2681in")}
"""Name of a page style → width and height of A4."""
FRENCH = {"number:language": "fr", "number:country": "FR"}
_ALIGN = {"left": "start", "right": "end", "center": "center"}


def element(name: str, attributes: dict[str, Any], content: str = "") -> str:
    """Return an XML element; attributes that are None are left out."""
    words = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items() if value is not None)
    return f"<{name}{words}>{content}</{name}>" if content else f"<{name}{words}/>"


def cell_style(name: str, properties: dict[str, Any], data_style: str | None) -> str:
    """Return the style of a cell from the XlsxWriter properties of its look."""
    align = properties.get("align")
    cell = {
        "fo:background-color": properties.get("bg_color"),
        "fo:wrap-option": "wrap" if properties.get("text_wrap") else "no-wrap",
        "style:vertical-align": "middle",
        "style:text-align-source": "fix" if align else "value-type",
        "fo:padding": "0.02in",
    }
    for side in ("top", "bottom", "left", "right"):
        kind = properties.get(side) or properties.get("border")
        if kind:
            color = properties.get(f"{side}_color") or properties.get("border_color")
            cell[f"fo:border-{side}"] = f"{_LINES[kind]} {color}"
    font = {
        "style:font-name": properties.get("font_name"),
        "fo:font-size": f"{properties.get('font_size', SIZE)}pt",
        "fo:font-weight": "bold" if properties.get("bold") else None,
        "fo:font-style": "italic" if properties.get("italic") else None,
        "fo:color": properties.get("font_color"),
        "style:text-underline-style": "solid" if properties.get("underline") else None,
        "style:text-underline-color": "font-color" if properties.get("underline") else None,
    }
    content = element("style:table-cell-properties", cell)
    if align:
        indent = "0.08in" if properties.get("indent") else None
        content += element("style:paragraph-properties", {"fo:text-align": _ALIGN[align], "fo:margin-left": indent})
    content += element("style:text-properties", font)
    return element(
        "style:style",
        {
            "style:name": name,
            "style:family": "table-cell",
            "style:parent-style-name": "Default",
            "style:data-style-name": data_style,
        },
        content,
    )


def data_style(name: str, code: str) -> str:
    """Return the style of a number format written in US grammar: a date, a share, or a number with its unit.

    ``General`` is that of a boolean. All are French, whatever the machine.

    Raises:
        ValueError: a format of another kind.
    """
    style = {"style:name": name, **FRENCH}
    if code == "General":
        return element("number:boolean-style", style, "<number:boolean/>")
    if code == "dd/mm/yyyy":
        slash = "<number:text>/</number:text>"
        parts = [element(f"number:{part}", {"number:style": "long"}) for part in ("day", "month", "year")]
        return element("number:date-style", style, slash.join(parts))
    found = re.fullmatch(r'(#,##)?0(?:\.(0+))?(\xa0?%|(?: |\xa0)?"([^"]*)")?', code)
    if found is None:
        raise ValueError(code)
    grouping, decimals, end, unit = found.groups()
    number = element(
        "number:number",
        {
            "number:decimal-places": len(decimals or ""),
            "number:min-decimal-places": len(decimals or ""),
            "number:min-integer-digits": 1,
            "number:grouping": "true" if grouping else None,
        },
    )
    if end and end.endswith("%"):
        return element("number:percentage-style", style, f"{number}<number:text> %</number:text>")
    text = f"<number:text>\xa0{unit}</number:text>" if unit else ""
    return element("number:number-style", style, number + text)


def column_style(name: str, width: float) -> str:
    """Return the style of a column; the width is in characters, as in Excel."""
    inches = (7 * width + 5) / 96
    return element(
        "style:style",
        {"style:name": name, "style:family": "table-column"},
        element("style:table-column-properties", {"style:column-width": f"{inches:.4f}in"}),
    )


def row_style(name: str, height: float, starts_page: bool) -> str:
    """Return the style of a row; the height is in points."""
    look = {
        "style:row-height": f"{height:g}pt",
        "style:use-optimal-row-height": "false",
        "fo:break-before": "page" if starts_page else "auto",
    }
    return element(
        "style:style", {"style:name": name, "style:family": "table-row"}, element("style:table-row-properties", look)
    )


def common_styles(namespaces: str, footer: str) -> str:
    """Return ``styles.xml``: French, the font, A4 one page wide, a footer with the page."""
    language = {"fo:language": "fr", "fo:country": "FR"}
    default = element(
        "style:default-style",
        {"style:family": "table-cell"},
        element("style:text-properties", {"style:font-name": FONT, "fo:font-size": f"{SIZE}pt", **language}),
    )
    margins = {f"fo:margin-{side}": "0.4in" for side in ("left", "right")}
    margins |= {"fo:margin-top": "0.45in", "fo:margin-bottom": "0.35in"}
    scale = {"style:scale-to-X": "1", "style:scale-to-Y": "0", "style:print-page-order": "ttb"}
    scale |= {"style:first-page-number": "continue"}
    under = element(
        "style:header-footer-properties", {"fo:min-height": "0.25in", "fo:margin-top": "0.1in", "fo:margin-left": "0in"}
    )
    small = "".join(
        element(
            "style:style",
            {"style:name": f"small-{side}", "style:family": "paragraph"},
            element("style:paragraph-properties", {"fo:text-align": align})
            + element("style:text-properties", {"fo:font-size": "8pt"}),
        )
        for side, align in _ALIGN.items()
    )
    footer_style = f"<style:footer-style>{under}</style:footer-style>"
    layouts = "".join(
        element(
            "style:page-layout",
            {"style:name": f"page-{name}"},
            element("style:page-layout-properties", {
                "fo:page-width": width, "fo:page-height": height, "style:print-orientation": name, **margins, **scale,
            }) + footer_style,
        )
        for name, (width, height) in PAPERS.items()
    )  # fmt: skip

    def region(side: str, content: str) -> str:
        paragraph = element("text:p", {"text:style-name": f"small-{side}"}, content)
        return element(f"style:region-{side}", {}, paragraph)

    numbers = "page <text:page-number>1</text:page-number> / <text:page-count>1</text:page-count>"
    content = (
        '<style:header style:display="false"/><style:header-left style:display="false"/>'
        f"<style:footer>{region('left', '<text:sheet-name>?</text:sheet-name>')}{region('center', footer)}"
        f"{region('right', numbers)}</style:footer>"
        '<style:footer-left style:display="false"/>'
    )
    masters = "".join(
        element("style:master-page", {"style:name": name, "style:page-layout-name": f"page-{name}"}, content)
        for name in PAPERS
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {namespaces} office:version="1.3">'
        f"{fonts()}<office:styles>{default}"
        f"{element('style:style', {'style:name': 'Default', 'style:family': 'table-cell'})}</office:styles>"
        f"<office:automatic-styles>{layouts}{small}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )


def fonts(names: Sequence[str] = (FONT,)) -> str:
    """Return the declarations of fonts."""
    faces = "".join(element("style:font-face", {"style:name": name, "svg:font-family": name}) for name in names)
    return f"<office:font-face-decls>{faces}</office:font-face-decls>"
