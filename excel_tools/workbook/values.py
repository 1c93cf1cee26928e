"""Values on their way into and out of a cell: text escapes, dates as serials, errors."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

MAX_TEXT = 32_767
"""The longest text a cell holds, in UTF-16 units."""

ERROR_CODES = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)


@dataclass(frozen=True)
class ErrorValue:
    """An error held by a cell, such as ``#N/A``."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in ERROR_CODES:
            raise ValueError(f"{self.code!r} is no spreadsheet error")

    def __str__(self) -> str:
        return self.code


Scalar = int | float | str | bool | datetime.date | ErrorValue | None
"""What a cell is given; a date becomes its serial."""
CellValue = int | float | str | bool | ErrorValue | None
"""What a cell is read as; a date comes back as its serial."""

_PLAIN = re.compile(r"[^\x00-\x08\x0b-\x1f<>&_\ud800-\udfff\ufffe\uffff]*\Z")
_ESCAPED_LOOK = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DROPPED = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]+")
_UNESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

_EPOCH = 693_594
_FIRST_SAFE_DAY = datetime.date(1900, 3, 1)


def escape_text(text: str) -> bytes:
    """The text as XML character data in the spreadsheet's own convention.

    What XML cannot carry becomes ``_xHHHH_``, and a text that already looks so is protected, so that it reads back as
    it was.
    """
    if _PLAIN.match(text):
        return text.encode()
    if "_x" in text:
        text = _ESCAPED_LOOK.sub("_x005F_", text)
    text = _ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return escape_xml(text)


def escape_xml(text: str) -> bytes:
    """The text as plain XML character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def unescape_text(text: str) -> str:
    """The inverse of the ``_xHHHH_`` convention."""
    if "_x" not in text:
        return text
    return _UNESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def one_line(text: str) -> str:
    """The text without controls and line ends, for a header, a footer or a title."""
    return _DROPPED.sub(" ", text)


def is_too_long(text: str) -> bool:
    """Whether a cell cannot hold the text."""
    return len(text) > MAX_TEXT // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT


def needs_space_preserved(text: str) -> bool:
    """Whether a reader would drop blanks of the text unless told not to."""
    return text[:1].isspace() or text[-1:].isspace() or "\n" in text or "\t" in text or "  " in text


def serial(day: datetime.date) -> int | float | None:
    """The spreadsheet's number for a date or date and time; None where spreadsheets disagree (before 1 March 1900)."""
    plain = day.date() if isinstance(day, datetime.datetime) else day
    if plain < _FIRST_SAFE_DAY:
        return None
    number: int | float = plain.toordinal() - _EPOCH
    if isinstance(day, datetime.datetime):
        number += (day.hour * 3600 + day.minute * 60 + day.second + day.microsecond / 1e6) / 86_400
    return number


def parse_number(text: str) -> int | float:
    """A stored number; whole ones as int.

    Raises:
        ValueError: the text is no finite number.
    """
    try:
        return int(text)
    except ValueError:
        number = float(text)
        if number - number != 0:
            raise ValueError(f"{text!r} is not finite") from None
        return number


def typed(kind: str | None, text: str | None, shared: list[str] | None = None) -> CellValue:
    """The value of a ``<c>``: its ``t`` attribute, its ``<v>`` (or inline text) and the shared strings.

    Raises:
        ValueError: the cell is malformed.
    """
    if text is None:
        return None
    if kind is None or kind == "n":
        return parse_number(text) if text.strip() else None
    if kind == "s":
        if shared is None or not text.strip().isdigit() or int(text) >= len(shared):
            raise ValueError(f"shared string {text!r} does not exist")
        return shared[int(text)]
    if kind in ("str", "inlineStr"):
        return unescape_text(text)
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "e":
        code = text.strip()
        return ErrorValue(code) if code in ERROR_CODES else ErrorValue("#VALUE!")
    if kind == "d":
        moment = datetime.datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
        return serial(moment) if moment.time() != datetime.time() else serial(moment.date())
    raise ValueError(f"unknown cell type {kind!r}")
