"""The caches of a chart: copies of cells, kept inside the drawing, that must follow the cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from excel_tools.workbook.refs import parse_area
from excel_tools.workbook.splice import Edit, Kind, RowTag, Slot
from excel_tools.workbook.xmlparts import CHART, Spans, prefix_of, tag_end

STALE = -1
"""What a lookup answers for a cell whose value is not known before the workbook is opened."""

Lookup = Callable[[str, int, int], "int | None"]
"""Sheet, row, column → index of the value, :data:`STALE`, or None for a cell the template fixes."""

_CACHES = {"numCache": Kind.POINT, "strCache": Kind.LABEL, "multiLvlStrCache": Kind.LABEL}


@dataclass
class _Cache:
    reference: str
    name: str
    start: int
    end: int = 0
    region: list[int] = field(default_factory=list)
    points: dict[int, tuple[int, int]] = field(default_factory=dict)


class _Chart(Spans):
    """The caches of one chart part."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, CHART)
        self.caches: list[_Cache] = []
        self._text: list[str] = []
        self._reference = ""
        self._cache: _Cache | None = None
        self._point = 0
        self.walk()

    def opened(self, name: str, attributes: dict[str, str], start: int) -> None:
        if name == "f":
            self._text = []
            self.collect(self._text)
        elif name in _CACHES:
            self._cache = _Cache(self._reference, name, start)
        elif name == "pt" and self._cache:
            self._point = int(attributes.get("idx", "0"))

    def closed(self, name: str, start: int, inner_end: int, end: int) -> None:
        if name == "f":
            self.collect(None)
            self._reference = "".join(self._text)
        elif self._cache and name in ("pt", "ptCount"):
            self._cache.region += (start, end)
            if name == "pt":
                self._cache.points[self._point] = (start, end)
        elif self._cache and name == self._cache.name:
            self._cache.end = end
            self.caches.append(self._cache)
            self._cache = None


def chart_edits(data: bytes, lookup: Lookup) -> list[Edit]:
    """Edits that make each cached point follow its cell.

    A cache of several levels, or behind a reference that is no plain area, is dropped when it may go stale: the
    spreadsheet builds it again.

    Raises:
        UnsafeXml: unsafe or not well formed.
    """
    edits: list[Edit] = []
    for cache in _Chart(data).caches:
        area = parse_area(cache.reference)
        if area is None or area.size > 100_000:
            edits.append(Edit(cache.start, cache.end))
            continue
        cells = [
            lookup(area.sheet, row, column)
            for row in range(area.row, area.row + area.height)
            for column in range(area.column, area.column + area.width)
        ]
        if all(cell is None for cell in cells):
            continue
        if cache.name == "multiLvlStrCache" or not cache.region:
            edits.append(Edit(cache.start, cache.end))
        else:
            edits.append(_refill(data, cache, cells))
    return edits


def _refill(data: bytes, cache: _Cache, cells: list[int | None]) -> Edit:
    p = prefix_of(data, cache.start)
    kind = _CACHES[cache.name]
    pieces: list[bytes | Slot | RowTag] = [b'<%bptCount val="%d"/>' % (p, len(cells))]
    for rank, cell in enumerate(cells):
        span = cache.points.get(rank)
        if cell is None:
            pieces.append(data[span[0] : span[1]] if span else b"")
        elif cell != STALE:
            head = data[span[0] : tag_end(data, span[0])] if span else b'<%bpt idx="%d">' % (p, rank)
            opening, closing = head + b"<%bv>" % p, b"</%bv></%bpt>" % (p, p)
            pieces += (opening, Slot(cell, kind, len(opening), len(closing), 0, p), closing)
    return Edit(min(cache.region), max(cache.region), tuple(pieces))
