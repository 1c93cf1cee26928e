"""A part cut into static pieces and slots, and how one slot takes a value that is not a number.

Between two static pieces stands one token. Every slot is drawn for a number; for another kind of value the two
neighbouring pieces are trimmed at the slot, so that numbers, by far the most frequent, cost nothing but a join.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter

from excel_tools.workbook.values import ErrorValue, escape_text, needs_space_preserved


class Kind(Enum):
    """What a slot stands for."""

    INPUT = "input"
    """A literal cell: ``<c r="A1" s="2"`` + ``><v>`` · number · ``</v></c>``."""
    RESULT = "result"
    """A formula's cached value: ``<c r="A1"><f>…</f>`` + ``<v>`` · number · ``</v></c>``."""
    POINT = "point"
    """A number of a chart's cache: ``<c:pt idx="0"><c:v>`` · number · ``</c:v></c:pt>``."""
    LABEL = "label"
    """A text of a chart's cache, of the same form."""
    TEXT = "text"
    """A piece of header, footer or title."""


@dataclass(frozen=True)
class Slot:
    """One place of a part that takes the token ``index``.

    Args:
        opening: how many bytes before the token vanish when the value does.
        closing: the same after it.
        typed_at: where a type attribute goes, counted backwards from the token.
        prefix: the part's namespace prefix, with its colon.
    """

    index: int
    kind: Kind
    opening: int = 0
    closing: int = 0
    typed_at: int = 0
    prefix: bytes = b""


@dataclass(frozen=True)
class RowTag:
    """The start tag of a row that may be shown or hidden; ``default`` is what the template says."""

    number: int
    default: bytes
    visible: bytes
    hidden: bytes


@dataclass(frozen=True)
class Edit:
    """The bytes from ``start`` to ``end`` give way to ``pieces``."""

    start: int
    end: int
    pieces: tuple[bytes | Slot | RowTag, ...] = ()


class Spliced:
    """A part ready to be filled: static pieces and slots in turn.

    A row's tag always shares its static piece with no other one: a slot of that row follows it.

    Args:
        data: the part as the template holds it.
        edits: none overlaps another.
    """

    def __init__(self, data: bytes, edits: Iterable[Edit]) -> None:
        self.slots: list[Slot] = []
        self.rows: dict[int, tuple[int, int, RowTag]] = {}
        """Row number → static piece (its place in ``parts``), offset in it, the tag."""
        statics: list[bytes] = []
        pending: list[bytes] = []
        at = 0
        for edit in sorted(edits, key=lambda item: (item.start, item.end)):
            pending.append(data[at : edit.start])
            for piece in edit.pieces:
                if isinstance(piece, Slot):
                    statics.append(b"".join(pending))
                    self.slots.append(piece)
                    pending = []
                elif isinstance(piece, RowTag):
                    self.rows[piece.number] = (2 * len(statics), sum(map(len, pending)), piece)
                    pending.append(piece.default)
                else:
                    pending.append(piece)
            at = edit.end
        pending.append(data[at:])
        statics.append(b"".join(pending))
        self.parts: list[bytes] = [b""] * (2 * len(statics) - 1)
        self.parts[::2] = statics
        indexes = [slot.index for slot in self.slots]
        run = bool(indexes) and indexes == list(range(indexes[0], indexes[0] + len(indexes)))
        self._slice = slice(indexes[0], indexes[0] + len(indexes)) if run else None
        self._getter = itemgetter(*indexes) if len(indexes) > 1 else None

    def show_row(self, parts: list[bytes], number: int, visible: bool) -> None:
        """Show or hide a row; to be done before any :func:`put`."""
        at, offset, tag = self.rows[number]
        static = parts[at]
        new = tag.visible if visible else tag.hidden
        parts[at] = static[:offset] + new + static[offset + len(tag.default) :]

    def filled(self, tokens: Sequence[bytes]) -> list[bytes]:
        """A fresh list of pieces with the tokens in place."""
        parts = self.parts.copy()
        if self._slice is not None:
            parts[1::2] = tokens[self._slice]
        elif self._getter is not None:
            parts[1::2] = self._getter(tokens)
        return parts


def put(parts: list[bytes], at: int, slot: Slot, value: str | bool | ErrorValue | None) -> None:
    """Write a value that is not a number into the slot whose token is ``parts[at]``."""
    kind = slot.kind
    if kind is Kind.INPUT:
        _put_input(parts, at, slot, value)
    elif kind is Kind.RESULT:
        if value is None:
            _drop(parts, at, slot)
            return
        code, parts[at] = _coded(value)
        _mark(parts, at, slot, code)
    elif kind is Kind.LABEL and value is not None:
        parts[at] = _coded(value)[1] if not isinstance(value, bool) else (b"TRUE" if value else b"FALSE")
    elif kind is Kind.POINT and isinstance(value, bool):
        parts[at] = b"1" if value else b"0"
    elif kind is Kind.POINT and isinstance(value, ErrorValue):
        parts[at] = value.code.encode()
    elif kind is not Kind.TEXT:
        _drop(parts, at, slot)


def _put_input(parts: list[bytes], at: int, slot: Slot, value: str | bool | ErrorValue | None) -> None:
    if value is None or value == "":
        # An input left empty is a blank cell, which a formula can tell from a text.
        parts[at - 1] = parts[at - 1][: -slot.opening] + b">"
        parts[at] = b""
        parts[at + 1] = parts[at + 1][slot.closing :]
    elif isinstance(value, str):
        p = slot.prefix
        space = b' xml:space="preserve"' if needs_space_preserved(value) else b""
        opening = b' t="inlineStr"><%bis><%bt%b>' % (p, p, space)
        parts[at - 1] = parts[at - 1][: -slot.opening] + opening
        parts[at] = escape_text(value)
        parts[at + 1] = b"</%bt></%bis>" % (p, p) + parts[at + 1][slot.closing :]
    else:
        code, parts[at] = _coded(value)
        _mark(parts, at, slot, code)


def _coded(value: str | bool | ErrorValue) -> tuple[bytes, bytes]:
    """The type letter of a cell and the value as it is stored."""
    if isinstance(value, bool):
        return b"b", b"1" if value else b"0"
    if isinstance(value, ErrorValue):
        return b"e", value.code.encode()
    return b"str", escape_text(value)


def _mark(parts: list[bytes], at: int, slot: Slot, code: bytes) -> None:
    before = parts[at - 1]
    cut = len(before) - slot.typed_at
    parts[at - 1] = before[:cut] + b' t="' + code + b'"' + before[cut:]


def _drop(parts: list[bytes], at: int, slot: Slot) -> None:
    parts[at - 1] = parts[at - 1][: -slot.opening]
    parts[at] = b""
    parts[at + 1] = parts[at + 1][slot.closing :]
