"""Reading a workbook back, whoever saved it: values behind names, or every cell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from excel_tools.errors import InputError
from excel_tools.workbook.names import PREFIXES, Book, areas, read_book, relations
from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import cell_ref
from excel_tools.workbook.sheet import Sheet
from excel_tools.workbook.values import CellValue, one_line, typed, unescape_text
from excel_tools.workbook.xmlparts import MAIN, Spans, UnsafeXml

Rows = list[list[CellValue]]


def read_names(
    path: str | os.PathLike[str], names: Iterable[str] | None = None, prefixes: Sequence[str] = PREFIXES
) -> dict[str, Rows]:
    """The rows of values behind defined names; a date comes as its serial, a formula as its cached value.

    Args:
        path: an .xlsx or .xlsm file saved by this package, Excel or LibreOffice; not trusted.
        names: exactly these; without them, all that start with a prefix.
        prefixes: which names to read when ``names`` is not given.

    Raises:
        InputError: everything wrong with the file or its names, at once, in French.
    """
    package = Package.read(path, InputError)
    book = read_book(package)
    wanted = None if names is None else list(names)
    found, problems = areas(book, prefixes if wanted is None else ("\0",), wanted or ())
    reader = _Reader(package, book)
    result: dict[str, Rows] = {}
    if not problems:
        for name, area in found.items():
            result[name] = [
                [reader.value(area.sheet, row, column) for column in range(area.column, area.column + area.width)]
                for row in range(area.row, area.row + area.height)
            ]
    problems += reader.problems
    if problems:
        raise InputError([f"« {package.path.name} » — {problem}" for problem in problems])
    return result


def read_cells(path: str | os.PathLike[str]) -> dict[tuple[str, str], tuple[str | None, CellValue]]:
    """Every written cell: (sheet, address) → (formula without its equals sign, value).

    A cell of a shared formula gets its own formula, worked out from the first one.

    Raises:
        InputError: everything wrong with the file, at once, in French.
    """
    package = Package.read(path, InputError)
    book = read_book(package)
    reader = _Reader(package, book)
    result: dict[tuple[str, str], tuple[str | None, CellValue]] = {}
    for title in book.sheets:
        sheet = reader.sheet(title)
        if sheet is None:
            continue
        for (row, column), cell in sheet.cells.items():
            value = reader.value(title, row, column)
            try:
                result[title, cell_ref(row, column)] = (sheet.formula_of(cell), value)
            except UnsafeXml as problem:
                reader.problems.append(f"feuille « {title} » : {problem}.")
    if reader.problems:
        raise InputError([f"« {package.path.name} » — {problem}" for problem in reader.problems])
    return result


class _Reader:
    """Sheets and shared strings, each parsed once and only when asked."""

    def __init__(self, package: Package, book: Book) -> None:
        self.problems: list[str] = []
        self._package = package
        self._book = book
        self._sheets: dict[str, Sheet | None] = {}
        self._strings: list[str] | None = None

    def sheet(self, title: str) -> Sheet | None:
        if title not in self._sheets:
            try:
                self._sheets[title] = Sheet(self._package.data(self._book.sheets[title]))
            except UnsafeXml as problem:
                self.problems.append(f"feuille « {title} » : {problem}.")
                self._sheets[title] = None
        return self._sheets[title]

    def value(self, title: str, row: int, column: int) -> CellValue:
        sheet = self.sheet(title)
        cell = sheet.cells.get((row, column)) if sheet else None
        if cell is None:
            return None
        try:
            return typed(cell.kind, cell.text, self._shared() if cell.kind == "s" else None)
        except ValueError:
            self.problems.append(
                f"cellule {title}!{cell_ref(row, column)} : contenu illisible (« {one_line(cell.text or '')[:60]} »)."
            )
            return None

    def _shared(self) -> list[str]:
        if self._strings is None:
            self._strings = []
            try:
                for kind, target in relations(self._package, self._book.part).values():
                    member = self._package.find(target) if kind == "sharedStrings" else None
                    if member is not None:
                        self._strings = Strings(self._package.data(member)).texts
            except UnsafeXml as problem:
                self.problems.append(f"textes partagés : {problem}.")
        return self._strings


class Strings(Spans):
    """The shared strings: runs joined, phonetic guides left out."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, MAIN)
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._phonetic = False
        self.walk()

    def opened(self, name: str, attributes: dict[str, str], start: int) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True
        elif name == "t" and not self._phonetic:
            self.collect(self._parts)

    def closed(self, name: str, start: int, inner_end: int, end: int) -> None:
        if name == "t":
            self.collect(None)
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.texts.append(unescape_text("".join(self._parts)))
