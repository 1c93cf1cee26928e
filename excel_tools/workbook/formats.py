"""Number formats of cells: what kind of value a cell shows, whoever saved the workbook."""

from __future__ import annotations

import re

from excel_tools.workbook.names import Book, relations
from excel_tools.workbook.package import Package
from excel_tools.workbook.sheet import Sheet
from excel_tools.workbook.xmlparts import UnsafeXml, local, parse

DATE, RATE, EUROS, GROUPED, PLAIN = KINDS = ("date", "rate", "euros", "grouped", "plain")
"""A day, a percentage, an amount, a number with its thousands apart, anything else."""

_GENERAL = "General"
_BUILT_IN = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    **dict.fromkeys(("14", "15", "16", "17", "22"), "dd/mm/yyyy"),
    **dict.fromkeys(("5", "6", "7", "8", "42", "44"), '#,##0.00 "€"'),
}
"""Numbers of formats that no file spells out → a format of the same kind."""


def format_kind(code: str) -> str:
    """Return the kind of value that a number format shows, one of ``KINDS``."""
    if "€" in code:
        return EUROS
    # what stands in quotes, behind a backslash or in brackets is text, a colour or a condition
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).lower()
    if bare != _GENERAL.lower() and ("y" in bare or "d" in bare):
        return DATE
    if "%" in bare:
        return RATE
    return GROUPED if "#,##0" in bare else PLAIN


class Formats:
    """The kinds of the cells of a workbook; each sheet is parsed once and only when asked.

    A part that cannot be read gives plain cells: what is shown is then the bare value.
    """

    def __init__(self, package: Package, book: Book) -> None:
        self._package = package
        self._book = book
        self._sheets: dict[str, Sheet | None] = {}
        self._codes = _codes(package, book)

    def kind(self, title: str, row: int, column: int) -> str:
        """Return the kind of a cell, one of ``KINDS``."""
        sheet = self._sheet(title)
        if sheet is None:
            return PLAIN
        cell = sheet.cells.get((row, column))
        style = cell.style if cell else sheet.style_of(None, column)
        rank = int(style) if style and style.isdigit() else 0
        return format_kind(self._codes[rank]) if rank < len(self._codes) else PLAIN

    def _sheet(self, title: str) -> Sheet | None:
        if title not in self._sheets:
            try:
                self._sheets[title] = Sheet(self._package.data(self._book.sheets[title]))
            except UnsafeXml:
                self._sheets[title] = None
        return self._sheets[title]


def _codes(package: Package, book: Book) -> list[str]:
    """Return the number format of each cell style, in the order in which cells name them."""
    for kind, target in relations(package, book.part).values():
        member = package.find(target) if kind == "styles" else None
        if member is None:
            continue
        try:
            root = parse(package.data(member))
        except UnsafeXml:
            return []
        own = {
            item.get("numFmtId", ""): item.get("formatCode", "") for item in root.iter() if local(item.tag) == "numFmt"
        }
        styles = [item for part in root if local(part.tag) == "cellXfs" for item in part]
        numbers = [item.get("numFmtId", "0") for item in styles]
        return [own.get(number) or _BUILT_IN.get(number, _GENERAL) for number in numbers]
    return []
