"""What the books look like: the palette and the number formats of the templates, in the words of XlsxWriter."""

from __future__ import annotations

from typing import Any

from templates.kit.style import (
    BAND,
    FONT,
    HAIR,
    INK,
    INPUT_FILL,
    INPUT_INK,
    NUMBER_FORMATS,
    RULE,
    SIZE,
    SLATE,
    STYLES,
    WHITE,
)

_HAIRLINE: dict[str, Any] = {"bottom": 1, "bottom_color": HAIR}

_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": STYLES["title"],
    "subtitle": STYLES["subtitle"],
    "section": STYLES["section"],
    "link": STYLES["link"],
    "entry": {**STYLES["link"], "indent": 1, "align": "left"},
    "head": {"bold": True, "font_color": WHITE, "bg_color": INK},
    "strong": {"bold": True, "font_color": INK},
    "name": {"font_color": SLATE},
    "beside": {"font_color": SLATE, "italic": True, "align": "left", "indent": 1},
    "note": {"font_color": SLATE, "italic": True},
    "part": {**STYLES["part"], "text_wrap": True},
    "part_center": {**STYLES["part"], "text_wrap": True, "align": "center"},
    "part_right": {**STYLES["part"], "text_wrap": True, "align": "right"},
    "input": {
        "font_color": INPUT_INK, "bg_color": INPUT_FILL, "border": 1, "border_color": RULE, "text_wrap": True,
        "locked": False,
    },
    "value": {"bold": True, "font_color": INK, "text_wrap": True, **_HAIRLINE},
    "value_left": {"bold": True, "font_color": INK, "align": "left", "indent": 1, **_HAIRLINE},
    "expected_left": {"font_color": SLATE, "align": "left", "indent": 1, **_HAIRLINE},
    "row": {"font_color": INK, "text_wrap": True, **_HAIRLINE},
    "expected": {"font_color": SLATE, "text_wrap": True, **_HAIRLINE},
    "text": {"text_wrap": True, **_HAIRLINE},
    "omitted": {"font_color": SLATE, "italic": True, "text_wrap": True, **_HAIRLINE},
    "state": {"align": "center", **_HAIRLINE},
    "total": {"bold": True, "bg_color": BAND, "top": 1, "top_color": INK, "bottom": 1, "bottom_color": INK},
}  # fmt: skip


def properties(look: str, number: str = "") -> dict[str, Any]:
    """Return the XlsxWriter properties of a look with a number format."""
    found = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter", **_LOOKS[look]}
    if found.get("text_wrap") and "align" not in found and not number:
        # a text keeps away from the number on its left
        found |= {"align": "left", "indent": 1}
    if number:
        found["num_format"] = NUMBER_FORMATS[number]
        found["text_wrap"] = False
        found.setdefault("align", "right")
    return found


def wraps(look: str) -> bool:
    """Return whether a long text goes on to the next line; otherwise it runs over the empty cells on its right."""
    return bool(_LOOKS[look].get("text_wrap"))
