"""Is a user's template laid out as ours: names on cells to fill in, formulas that compute what we cache?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from excel_tools.errors import TemplateError, others
from excel_tools.workbook.names import read_book, relations
from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import Area, cell_ref, parse_cell
from excel_tools.workbook.sheet import Row, Sheet
from excel_tools.workbook.xmlparts import UnsafeXml, local, parse

Cell = tuple[str, int, int]
"""Sheet, row and column."""

_TOKEN = re.compile(
    r'(?P<text>"(?:[^"]|"")*")'
    r"|(?:(?P<sheet>'(?:[^']|'')+'|[^\W\d][\w.]*)!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?[0-9]{1,7})(?::(?P<last>\$?[A-Z]{1,3}\$?[0-9]{1,7}))?(?![\w(.])"
    r"|(?P<word>[^\W\d][\w.]*)"
    r"|(?P<space>\s+)"
)
_SHOWN = 10
"""Formulas told one by one."""


@dataclass(frozen=True)
class Differences:
    """What a user's template has of its own.

    Attributes:
        cells: formulas of ours that the user changed; our engine does not know their values.
        notice: the sentence that tells it, empty when there is none.
    """

    cells: frozenset[Cell]
    notice: str = ""


def check_places(path: Path, names: Mapping[str, Area], expected: Mapping[str, Area]) -> None:
    """Check that inputs lie on cells to fill in and results on formulas, as in our template.

    Raises:
        TemplateError: a name is misplaced; each with its cell, and where our template has it.
    """
    problems: list[str] = []
    unlocked = _Unlocked(path)
    for name, area in names.items():
        ours = expected[name]
        hint = f"le modèle livré a ce nom en {ours.sheet}!{ours.ref}"
        if name.casefold().startswith("in_"):
            locked = next((place for place in _cells(area) if not unlocked(area.sheet, *place)), None)
            if locked is not None:
                problems.append(
                    f"Nom « {name} » : {area.sheet}!{cell_ref(*locked)} est une cellule verrouillée, pas une cellule "
                    f"de saisie ({hint}) ; replacer le nom, ou décocher « Verrouillée » (Format de cellule, "
                    "Protection)."
                )
            continue
        bare = next((place for place in ours.formulas if place not in area.formulas), None)
        if bare is not None:
            problems.append(
                f"Nom « {name} » : {area.sheet}!{cell_ref(area.row + bare[0], area.column + bare[1])} ne contient pas "
                f"de formule, alors que celle d'un résultat est attendue ({hint}) ; replacer le nom ou la formule."
            )
    if problems:
        raise TemplateError([f"Modèle « {path.name} » — {problem}" for problem in problems])


def differences(path: Path, names: Mapping[str, Area], expected: Mapping[str, Area]) -> Differences:
    """Return the formulas that do not compute what ours do, wherever the user moved cells."""
    theirs, ours = _Places(names), _Places(expected)
    changed = [
        (area.sheet, area.row + down, area.column + right)
        for name, area in names.items()
        for (down, right), formula in area.formulas.items()
        if theirs.canonical(formula, area.sheet)
        != ours.canonical(expected[name].formulas.get((down, right), ""), expected[name].sheet)
    ]
    if not changed:
        return Differences(frozenset())
    several = "s" if len(changed) > 1 else ""
    shown = ", ".join(f"{sheet}!{cell_ref(row, column)}" for sheet, row, column in changed[:_SHOWN])
    more = others(len(changed) - _SHOWN)
    return Differences(
        frozenset(changed),
        f"Modèle « {path.name} » : {len(changed)} formule{several} différente{several} de celle{several} du modèle "
        f"livré ({shown}{more}) ; le tableur la ou les calcule à l'ouverture, mais l'index, resultats.csv et les "
        "autres valeurs enregistrées restent ceux du barème d'excel-tools.",
    )


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    for down in range(area.height):
        for right in range(area.width):
            yield area.row + down, area.column + right


class _Places:
    """Where each cell stands among the names: a formula reads the same once rows or sheets were moved."""

    def __init__(self, names: Mapping[str, Area]) -> None:
        self._names = {name.casefold() for name in names}
        self._owners = {
            (area.sheet.casefold(), row, column): f"{name.casefold()}[{row - area.row},{column - area.column}]"
            for name, area in names.items()
            for row, column in _cells(area)
        }

    def canonical(self, formula: str, sheet: str) -> str:
        """Return a formula with each cell told by its name and offset, free of spaces and spellings."""

        def written(found: re.Match[str]) -> str:
            if found["text"]:
                return found[0]
            if found["space"]:
                return ""
            if found["word"]:
                # an engine's own prefix, and Excel's and LibreOffice's constants
                return found[0].casefold().removeprefix("_xlfn.")
            title = found["sheet"]
            where = title.strip("'").replace("''", "'") if title else sheet
            ends = [self._told(where.casefold(), found[end]) for end in ("first", "last") if found[end]]
            return ":".join(ends)

        return _TOKEN.sub(written, formula).replace("true()", "true").replace("false()", "false")

    def _told(self, sheet: str, ref: str) -> str:
        place = parse_cell(ref.replace("$", ""))
        # a cell outside the names is a title or a rank of its row: it may stand anywhere
        return "?" if place is None else self._owners.get((sheet, *place), "?")


class _Unlocked:
    """Which cells of a workbook may be filled in once its sheets are protected."""

    def __init__(self, path: Path) -> None:
        self._package = Package.read(path, TemplateError)
        self._book = read_book(self._package)
        self._sheets: dict[str, tuple[Sheet, dict[int, Row]]] = {}
        self._styles = [_is_unlocked(one) for one in self._formats()]

    def __call__(self, title: str, row: int, column: int) -> bool:
        sheet, rows = self._sheet(title)
        cell = sheet.cells.get((row, column))
        style = cell.style if cell else sheet.style_of(rows.get(row), column)
        index = int(style) if style and style.isdecimal() else 0
        return index < len(self._styles) and self._styles[index]

    def _sheet(self, title: str) -> tuple[Sheet, dict[int, Row]]:
        if title not in self._sheets:
            try:
                sheet = Sheet(self._package.data(self._book.sheets[title]))
            except UnsafeXml as problem:
                raise TemplateError(f"Feuille « {title} » : {problem}.") from problem
            self._sheets[title] = sheet, {row.number: row for row in sheet.rows}
        return self._sheets[title]

    def _formats(self) -> list[ElementTree.Element]:
        for kind, target in relations(self._package, self._book.part).values():
            member = self._package.find(target) if kind == "styles" else None
            if member is None:
                continue
            try:
                root = parse(self._package.data(member))
            except UnsafeXml as problem:
                raise TemplateError(f"« {self._package.path.name} », styles : {problem}.") from problem
            return [one for block in root if local(block.tag) == "cellXfs" for one in block]
        return []


def _is_unlocked(one: ElementTree.Element) -> bool:
    return any(local(part.tag) == "protection" and part.get("locked") in ("0", "false") for part in one)
