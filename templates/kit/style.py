"""What a sheet looks like: one restrained palette, one font, formats by name."""

from __future__ import annotations

from typing import Any

FONT = "Calibri"
SIZE = 10

INK = "#1B3A4B"
SLATE = "#5B6B73"
RULE = "#B8C4CA"
BAND = "#E9EFF1"
HAIR = "#DCE3E6"
MUTED = "#7A888F"
WHITE = "#FFFFFF"
INPUT_FILL = "#FFF9D9"
INPUT_INK = "#1F3FBF"
ALERT = "#A32A18"

# Dark, middle and light enough to be told apart in black and white too.
CHART = ("#1B3A4B", "#6F97A8", "#C9A24B", "#A9B8BE")

EURO = '#,##0.00\u00a0"€"'
EURO_SHORT = '#,##0\u00a0"€"'
EXERCICE = '"Exercice "0;;;"Exercice "@'
"""A fiscal year is a number where it is the civil one, else « 2026-2027 »."""
NUMBER_FORMATS = {
    "euro": '#,##0.00 "€"',
    "euro_whole": '#,##0 "€"',
    "account": '[>=99999999]"libre";0',
    "date": "dd/mm/yyyy",
    "euro_or_none": '#,##0.00 "€";-#,##0.00 "€";"–"',
    "date_or_none": 'dd/mm/yyyy;;"–"',
    "date_or_reserve": '[>=2958465]"réserve";dd/mm/yyyy',
    "date_or_never": '[>=2958465]"sans terme";dd/mm/yyyy',
    "month": "mmmm yyyy",
    "rate": "0.0\u00a0%",
    "factor": "0.000000",
    "int": "#,##0",
    "year": "0",
    "exercice": '"Exercice "0',
    "number": "#,##0.00",
    "free": "General",
    "points": "#,##0.00",
    "text": "@",
    "general": "General",
    "word": "General",
}

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}

STYLES: dict[str, dict[str, Any]] = {
    "label": {"text_wrap": True, "bottom": 1, "bottom_color": HAIR},
    "label1": {"text_wrap": True, "indent": 1, "bottom": 1, "bottom_color": HAIR},
    "plain": {"text_wrap": True},
    "strong": {"bold": True, "text_wrap": True},
    "note": {"font_color": SLATE, "italic": True, "text_wrap": True, "bottom": 1, "bottom_color": HAIR},
    "line": {"font_color": SLATE, "italic": True},
    "ruled": {"top": 1, "top_color": RULE},
    "title": {"bold": True, "font_size": 18, "font_color": INK},
    "subtitle": {"font_size": 11, "font_color": SLATE},
    "section": {"bold": True, "font_size": 12, "font_color": INK, "bottom": 2, "bottom_color": INK},
    "part": {"bold": True, "font_color": INK, "bg_color": BAND, "bottom": 1, "bottom_color": INK},
    "head": {"bold": True, "font_color": WHITE, "bg_color": INK, "text_wrap": True},
    "head_right": {"bold": True, "font_color": WHITE, "bg_color": INK, "align": "right", "text_wrap": True},
    "head_center": {"bold": True, "font_color": WHITE, "bg_color": INK, "align": "center", "text_wrap": True},
    "head_date": {"bold": True, "font_color": WHITE, "bg_color": INK, "align": "right", "num_format": "dd/mm/yyyy"},
    "head_month": {"bold": True, "font_color": WHITE, "bg_color": INK, "align": "right", "num_format": "mm/yyyy"},
    "head_year": {"bold": True, "font_color": WHITE, "bg_color": INK, "align": "right", "num_format": EXERCICE},
    "big": {"bold": True, "font_size": 14, "font_color": INK, "align": "right", "bottom": 1, "bottom_color": RULE},
    "box": {"border": 1, "border_color": RULE, "text_wrap": True, "valign": "top"},
    "link": {"font_color": INPUT_INK, "underline": 1},
}
"""Named looks of texts and heads; ``value`` and ``total`` looks are built from a number format."""


def with_minus(code: str) -> str:
    """Return a number format that writes the minus sign of French print, « − », as the sentences beside it do."""
    if ";" in code:
        return code.replace("]-", ']"−"').replace(";-", ';"−"')
    return f'{code};"−"{code}' if code.startswith(("#", "0.")) else code


def printed(look: dict[str, Any]) -> dict[str, Any]:
    """Return the properties of a cell format with that minus sign."""
    return look | {"num_format": with_minus(look["num_format"])} if "num_format" in look else look


def properties(look: str, number: str = "", locked: bool = True) -> dict[str, Any]:
    """Return the XlsxWriter properties of a look with a number format."""
    result = dict(_BASE)
    if look in STYLES:
        result.update(STYLES[look])
    elif look == "input":
        result.update(font_color=INPUT_INK, bg_color=INPUT_FILL, border=1, border_color=RULE, locked=False)
    elif look == "value":
        result.update(bottom=1, bottom_color=HAIR)
    elif look == "total":
        result.update(bold=True, bg_color=BAND, top=1, top_color=INK, bottom=1, bottom_color=INK)
    elif look == "sum":
        result.update(bold=True, bg_color=BAND, bottom=1, bottom_color=RULE)
    elif look == "result":
        result.update(bold=True, bg_color=BAND, top=1, top_color=INK, bottom=6, bottom_color=INK, font_size=11)
    elif look == "state":
        result.update(bold=True, align="center", bottom=1, bottom_color=HAIR)
    else:
        raise KeyError(look)
    if number:
        result["num_format"] = NUMBER_FORMATS[number]
        if number in ("text", "general", "word"):
            result.setdefault("align", "left")
            if number == "word" or look == "input":
                result["indent"] = 1
            result["text_wrap"] = look != "input"
            result["shrink"] = look == "input"
            if number != "text":
                del result["num_format"]
        else:
            result.setdefault("align", "right")
    return result
