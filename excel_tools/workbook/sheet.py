"""One worksheet part: where each cell, row and header stands in its bytes."""

from __future__ import annotations

from dataclasses import dataclass, field

from excel_tools.workbook.refs import cell_ref, parse_cell, parse_range
from excel_tools.workbook.xmlparts import MAIN, Spans, UnsafeXml

HEADERS = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})

Box = tuple[int, int, int, int]
Span = tuple[int, int]


@dataclass
class Cell:
    """A ``<c>``: spans are (start, end) in the part's bytes."""

    row: int
    column: int
    start: int
    end: int = 0
    kind: str | None = None
    style: str | None = None
    text: str | None = None
    formula: str | None = None
    formula_span: Span | None = None
    formula_attributes: dict[str, str] = field(default_factory=dict)
    value_span: Span | None = None
    extension_start: int = 0


@dataclass
class Row:
    """A ``<row>``; ``inner_end`` is where its closing tag begins, or its end when it has none."""

    number: int
    start: int
    attributes: dict[str, str]
    inner_end: int = 0
    end: int = 0
    cells: list[Cell] = field(default_factory=list)


class Sheet(Spans):
    """The scan of one worksheet.

    Raises:
        UnsafeXml: unsafe or not well formed.
    """

    def __init__(self, data: bytes) -> None:
        super().__init__(data, MAIN)
        self.rows: list[Row] = []
        self.cells: dict[tuple[int, int], Cell] = {}
        self.doubled: set[tuple[int, int]] = set()
        self.implicit = False
        """Some cell or row has no address of its own."""
        self.ordered = True
        self.merges: list[Box] = []
        self.arrays: list[Box] = []
        self.columns: list[tuple[int, int, str]] = []
        self.headers: list[tuple[str, int, int]] = []
        self.dimension: tuple[int, int, str] | None = None
        self.data_span: tuple[int, int, int] | None = None
        self._masters: dict[str, Cell] | None = None
        self._inside = False
        self._row: Row | None = None
        self._cell: Cell | None = None
        self._inline: list[str] = []
        self._text: list[str] = []
        self._phonetic = False
        self.walk()

    def opened(self, name: str, attributes: dict[str, str], start: int) -> None:
        if self._cell is not None:
            if name in ("f", "v", "t"):
                self._text = []
                self.collect(self._text)
                if name == "f":
                    self._cell.formula_attributes = attributes
            elif name == "rPh":
                self._phonetic = True
            elif name == "extLst":
                self._cell.extension_start = start
        elif name == "c" and self._row is not None:
            self._open_cell(self._row, attributes, start)
        elif name == "row" and self._inside:
            self._open_row(attributes, start)
        elif name == "sheetData":
            self._inside = True
        elif name == "mergeCell":
            box = parse_range(attributes.get("ref", ""))
            if box:
                self.merges.append(box)
        elif name == "col" and "style" in attributes:
            self.columns.append((int(attributes["min"]), int(attributes["max"]), attributes["style"]))
        elif name == "dimension":
            self.dimension = (start, 0, attributes.get("ref", ""))
        elif name in HEADERS:
            self._text = []

    def closed(self, name: str, start: int, inner_end: int, end: int) -> None:
        cell = self._cell
        if cell is not None:
            self._close_inside(cell, name, start, end)
        elif name == "row" and self._row is not None:
            self._row.inner_end, self._row.end = inner_end, end
            self._row = None
        elif name == "sheetData":
            self._inside = False
            self.data_span = (start, inner_end, end)
        elif name == "dimension" and self.dimension:
            self.dimension = (start, end, self.dimension[2])
        elif name in HEADERS:
            self.headers.append((name, start, end))

    def _open_row(self, attributes: dict[str, str], start: int) -> None:
        last = self.rows[-1].number if self.rows else 0
        if "r" in attributes:
            number = int(attributes["r"])
        else:
            number, self.implicit = last + 1, True
        self.ordered = self.ordered and number > last
        self._row = Row(number, start, attributes)
        self.rows.append(self._row)

    def _open_cell(self, row: Row, attributes: dict[str, str], start: int) -> None:
        place = parse_cell(attributes.get("r", ""))
        last = row.cells[-1].column if row.cells else 0
        if place is None:
            place, self.implicit = (row.number, last + 1), True
        self.ordered = self.ordered and place[0] == row.number and place[1] > last
        if place in self.cells:
            self.doubled.add(place)
        self._cell = Cell(*place, start, kind=attributes.get("t"), style=attributes.get("s"))
        self._inline = []
        row.cells.append(self._cell)
        self.cells[place] = self._cell

    def _close_inside(self, cell: Cell, name: str, start: int, end: int) -> None:
        if name == "v":
            cell.text, cell.value_span = "".join(self._text), (start, end)
            self.collect(None)
        elif name == "f":
            cell.formula, cell.formula_span = "".join(self._text), (start, end)
            self.collect(None)
            box = parse_range(cell.formula_attributes.get("ref", ""))
            if box and cell.formula_attributes.get("t") in ("array", "dataTable"):
                self.arrays.append(box)
        elif name == "t":
            self.collect(None)
            if not self._phonetic:
                self._inline.append("".join(self._text))
        elif name == "rPh":
            self._phonetic = False
        elif name == "is":
            cell.text = "".join(self._inline)
        elif name == "c":
            cell.end = end
            self._cell = None

    def formula_of(self, cell: Cell) -> str | None:
        """The cell's formula without its equals sign; in a shared group, worked out from the group's first one.

        Raises:
            UnsafeXml: the group's formula cannot be moved.
        """
        if cell.formula_span is None or cell.formula or cell.formula_attributes.get("t") != "shared":
            return cell.formula
        if self._masters is None:
            shared = [item for item in self.cells.values() if item.formula and "si" in item.formula_attributes]
            self._masters = {item.formula_attributes["si"]: item for item in shared}
        master = self._masters.get(cell.formula_attributes.get("si", ""))
        if master is None:
            return cell.formula
        # Loaded here only: shared formulas are rare, and openpyxl takes a tenth of a second to load.
        from openpyxl.formula.tokenizer import TokenizerError
        from openpyxl.formula.translate import Translator, TranslatorError

        origin, place = cell_ref(master.row, master.column), cell_ref(cell.row, cell.column)
        try:
            moved: str = Translator(f"={master.formula}", origin=origin).translate_formula(place)
        except (TokenizerError, TranslatorError) as problem:
            raise UnsafeXml(f"formule partagée illisible en {place} ({problem})") from problem
        return moved[1:]

    def style_of(self, row: Row | None, column: int) -> str | None:
        """The style a cell that is not written inherits from its row or its column."""
        if row is not None and "s" in row.attributes:
            return row.attributes["s"]
        for first, last, style in self.columns:
            if first <= column <= last:
                return style
        return None


def inside(box: Box, row: int, column: int) -> bool:
    """Whether the cell lies in the box."""
    return box[0] <= row <= box[2] and box[1] <= column <= box[3]
