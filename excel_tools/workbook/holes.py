"""The edits that turn one worksheet into static pieces and slots."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from excel_tools.workbook.refs import cell_ref, parse_range
from excel_tools.workbook.sheet import Cell, Row, Sheet
from excel_tools.workbook.splice import Edit, Kind, RowTag, Slot
from excel_tools.workbook.xmlparts import prefix_of, tag_end, without_attributes

TOKEN = re.compile(rb"\{\{\s*(\w+)\s*\}\}")
_SIZE_CODE = re.compile(rb"&amp;\d+\Z")

Places = Mapping[tuple[int, int], int]
"""(row, column) → index of the value."""
TextIndex = Callable[[str, str], int]
"""Token name and form (``header``, ``spaced`` or ``plain``) → index of the token."""


def cell_edits(sheet: Sheet, places: Places) -> list[Edit]:
    """Edits that open a slot for each place, creating the cells and rows the template does not write."""
    edits: list[Edit] = []
    wanted: dict[int, list[int]] = {}
    for number, column in sorted(places):
        wanted.setdefault(number, []).append(column)
    known = {row.number: row for row in sheet.rows}
    created: list[tuple[int, int]] = []
    orphans: list[int] = []
    for number, columns in wanted.items():
        missing = [column for column in columns if (number, column) not in sheet.cells]
        created += [(number, column) for column in missing]
        row = known.get(number)
        if row is None:
            orphans.append(number)
            continue
        edits += _row_edits(sheet, row, missing, places)
        for column in columns:
            cell = sheet.cells.get((number, column))
            if cell is not None:
                edits += _existing(sheet.data, cell, places[number, column])
    edits += _new_rows(sheet, orphans, wanted, places)
    edits += _dimension(sheet, created)
    return edits


def _existing(data: bytes, cell: Cell, index: int) -> list[Edit]:
    if cell.formula_span is not None:
        return result_edits(data, cell, index)
    p = prefix_of(data, cell.start)
    head = without_attributes(data[cell.start : tag_end(data, cell.start)], b"t", b"cm", b"vm")
    head = head[: -2 if head.endswith(b"/>") else -1].rstrip()
    extension = data[cell.extension_start : data.rindex(b"<", 0, cell.end)] if cell.extension_start else b""
    return [Edit(cell.start, cell.end, (head, *_input(p, index), extension + b"</%bc>" % p))]


def _input(p: bytes, index: int) -> tuple[bytes, Slot, bytes]:
    opening, closing = b"><%bv>" % p, b"</%bv>" % p
    return opening, Slot(index, Kind.INPUT, len(opening), len(closing), len(opening), p), closing


def result_edits(data: bytes, cell: Cell, index: int | None) -> list[Edit]:
    """Edits for a formula's cached value: a slot, or no value at all when ``index`` is None."""
    if cell.formula_span is None:
        return []
    p = prefix_of(data, cell.start)
    head_end = tag_end(data, cell.start)
    edits = [Edit(cell.start, head_end, (without_attributes(data[cell.start : head_end], b"t"),))]
    start, end = cell.value_span or (cell.formula_span[1], cell.formula_span[1])
    if index is None:
        return [*edits, Edit(start, end)]
    opening, closing = b"<%bv>" % p, b"</%bv>" % p
    slot = Slot(index, Kind.RESULT, len(opening), len(closing), len(opening) + start - head_end + 1, p)
    return [*edits, Edit(start, end, (opening, slot, closing))]


def _row_edits(sheet: Sheet, row: Row, missing: list[int], places: Places) -> list[Edit]:
    data = sheet.data
    end = tag_end(data, row.start)
    tag = data[row.start : end]
    empty = tag.endswith(b"/>")
    if empty:
        tag = tag[:-2].rstrip() + b">"
    first, _, last = row.attributes.get("spans", "").partition(":")
    known = first.isdecimal() and last.isdecimal()
    if missing and not (known and int(first) <= missing[0] and missing[-1] <= int(last)):
        # A mere hint to readers, but a false one once cells stand outside it.
        tag = without_attributes(tag, b"spans")
    p = prefix_of(data, row.start)
    if empty:
        pieces: list[bytes | Slot | RowTag] = [_row_tag(row.number, tag)]
        for column in missing:
            pieces += _new_cell(sheet, row, row.number, column, places, p)
        return [Edit(row.start, row.end, (*pieces, b"</%brow>" % p))]
    edits = [Edit(row.start, end, (_row_tag(row.number, tag),))]
    for column in missing:
        at = next((cell.start for cell in row.cells if cell.column > column), row.inner_end)
        edits.append(Edit(at, at, tuple(_new_cell(sheet, row, row.number, column, places, p))))
    return edits


def _row_tag(number: int, tag: bytes) -> RowTag:
    visible = without_attributes(tag, b"hidden")
    return RowTag(number, tag, visible, visible[:-1] + b' hidden="1">')


def _new_cell(
    sheet: Sheet, row: Row | None, number: int, column: int, places: Places, p: bytes
) -> list[bytes | Slot | RowTag]:
    style = sheet.style_of(row, column)
    styled = f' s="{int(style)}"' if style and style.isdecimal() else ""
    head = b"<%bc " % p + f'r="{cell_ref(number, column)}"{styled}'.encode()
    return [head, *_input(p, places[number, column]), b"</%bc>" % p]


def _new_rows(sheet: Sheet, numbers: list[int], wanted: Mapping[int, list[int]], places: Places) -> list[Edit]:
    if not numbers or sheet.data_span is None:
        return []
    start, inner_end, end = sheet.data_span
    p = prefix_of(sheet.data, start)
    empty = inner_end == end
    edits = []
    for number in numbers:
        pieces: list[bytes | Slot | RowTag] = [_row_tag(number, b'<%brow r="%d">' % (p, number))]
        for column in wanted[number]:
            pieces += _new_cell(sheet, None, number, column, places, p)
        at = next((row.start for row in sheet.rows if row.number > number), inner_end)
        edits.append(Edit(at, at, (*pieces, b"</%brow>" % p)))
    if empty:
        inner = tuple(piece for edit in edits for piece in edit.pieces)
        return [Edit(start, end, (b"<%bsheetData>" % p, *inner, b"</%bsheetData>" % p))]
    return edits


def _dimension(sheet: Sheet, created: Iterable[tuple[int, int]]) -> list[Edit]:
    cells = list(created)
    if not cells or sheet.dimension is None:
        return []
    start, end, ref = sheet.dimension
    box = parse_range(ref)
    if box is None:
        return []
    top, left = min(box[0], *(row for row, _ in cells)), min(box[1], *(column for _, column in cells))
    bottom, right = max(box[2], *(row for row, _ in cells)), max(box[3], *(column for _, column in cells))
    if (top, left, bottom, right) == box:
        return []
    new = f"{cell_ref(top, left)}:{cell_ref(bottom, right)}"
    return [Edit(start, end, (sheet.data[start:end].replace(f'"{ref}"'.encode(), f'"{new}"'.encode()),))]


def header_edits(sheet: Sheet, index: TextIndex) -> tuple[list[Edit], list[tuple[str, int, tuple[int, ...]]]]:
    """Edits for the ``{{tokens}}`` of headers and footers.

    The second list holds, for each header with tokens, its kind, the length of its own text and its tokens' indexes:
    a spreadsheet takes at most 255 characters.
    """
    edits: list[Edit] = []
    lengths: list[tuple[str, int, tuple[int, ...]]] = []
    for kind, start, end in sheet.headers:
        begin = tag_end(sheet.data, start)
        stop = sheet.data.rindex(b"<", start, end)
        own, at, indexes = 0, begin, []
        for found in TOKEN.finditer(sheet.data, begin, max(begin, stop)):
            before = sheet.data[at : found.start()]
            # After a size code such as &8, a value that starts with a digit would change the size.
            form = "spaced" if _SIZE_CODE.search(before) else "header"
            indexes.append(index(found[1].decode(), form))
            edits.append(Edit(found.start(), found.end(), (Slot(indexes[-1], Kind.TEXT),)))
            own += _length(before)
            at = found.end()
        if indexes:
            lengths.append((kind, own + _length(sheet.data[at:stop]), tuple(indexes)))
    return edits, lengths


def _length(xml: bytes) -> int:
    return len(re.sub(r"&#?\w+;", "x", xml.decode("utf-8", "replace")))
