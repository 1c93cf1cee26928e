"""From a template file to a program that fills it: every check is made here, before anything is written."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from excel_tools.errors import TemplateError
from excel_tools.workbook.charts import STALE, chart_edits
from excel_tools.workbook.holes import TOKEN, cell_edits, header_edits, result_edits
from excel_tools.workbook.names import Book, areas, read_book, relations
from excel_tools.workbook.package import Frame, Member, Package
from excel_tools.workbook.refs import Area, cell_ref, parse_range
from excel_tools.workbook.sheet import Box, Cell, Sheet, inside
from excel_tools.workbook.splice import Edit, Kind, Slot, Spliced
from excel_tools.workbook.xmlparts import UnsafeXml, parse, prefix_of, tag_end, without_attributes

_NO_FORMULA = ("in_", "bar_")


@dataclass(frozen=True)
class HeaderCheck:
    """One header or footer with tokens: where it is, the length of its own text, its tokens' indexes."""

    place: str
    own: int
    tokens: tuple[int, ...]


@dataclass
class Program:
    """All that rendering needs; built once, never changed afterwards."""

    label: str
    names: dict[str, Area]
    uncovered: list[tuple[str, str]] = field(default_factory=list)
    filled_uncovered: bool = False
    layout: list[tuple[str, Area, int]] = field(default_factory=list)
    """Each name with its area and how many values it takes, in order."""
    values: int = 0
    texts: dict[tuple[str, str], int] = field(default_factory=dict)
    recalc_token: int | None = None
    recalc_tags: tuple[bytes, bytes] = (b"", b"")
    headers: list[HeaderCheck] = field(default_factory=list)
    parts: list[Spliced] = field(default_factory=list)
    sheet_part: dict[str, int] = field(default_factory=dict)
    places: list[list[tuple[int, int, Slot]]] = field(default_factory=list)
    tokens: int = 0
    frame: Frame | None = None


class Compiler:
    """One compilation; ``run`` gives the program or raises every problem found."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        required: Iterable[str],
        prefixes: Sequence[str],
        shapes: Mapping[str, tuple[int, int]],
        fill_uncovered: bool,
        stale: Collection[tuple[str, int, int]] = (),
    ) -> None:
        self.package = Package.read(path, TemplateError)
        self.label = self.package.path.name
        self.book: Book = read_book(self.package)
        self.problems: list[str] = []
        names, problems = areas(self.book, prefixes, [*required, *shapes])
        self.problems += problems
        self.shapes = shapes
        self.stale = stale
        self.program = Program(self.label, names, filled_uncovered=fill_uncovered)
        self.edits: dict[str, list[Edit]] = {}
        self.sheets: dict[str, Sheet] = {}
        self.places: dict[str, dict[tuple[int, int], int]] = {title: {} for title in self.book.sheets}
        self.unknown: dict[tuple[str, int, int], int] = {}

    def run(self) -> Program:
        """Compile.

        Raises:
            TemplateError: everything wrong with the template, at once.
        """
        self._check_members()
        for title, member in self.book.sheets.items():
            try:
                self.sheets[title] = Sheet(self.package.data(member))
            except UnsafeXml as problem:
                self.problems.append(f"Feuille « {title} » : {problem}.")
        self._place_names()
        for title, sheet in self.sheets.items():
            self._check_sheet(title, sheet)
        self._stop_if_wrong()
        for title, row, column in self.stale:
            # no longer the place of a value: a formula like those that no name covers
            del self.places[title][row, column]
        self._find_uncovered()
        self.program.tokens = self.program.values
        for title, sheet in self.sheets.items():
            self._edit_sheet(title, sheet)
        self._edit_others()
        self._stop_if_wrong()
        self._finish()
        return self.program

    def _stop_if_wrong(self) -> None:
        if self.problems:
            raise TemplateError([f"Modèle « {self.label} » — {problem}" for problem in self.problems])

    def _check_members(self) -> None:
        """Inflate everything once: damaged or unsafe parts are refused even where they are only copied."""
        for name in self.package.members:
            data = self.package.data(name)
            if name.endswith((".xml", ".rels", ".vml")) and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
                self.problems.append(f"partie « {name} » : déclaration DOCTYPE ou ENTITY refusée.")

    def _place_names(self) -> None:
        program = self.program
        owners: dict[tuple[str, int, int], str] = {}
        clashes: set[tuple[str, str]] = set()
        for name, area in program.names.items():
            shape = self.shapes.get(name)
            if shape and shape != (area.height, area.width):
                self.problems.append(
                    f"Nom « {name} » : la plage {area.sheet}!{area.ref} a {area.height} ligne(s) et {area.width} "
                    f"colonne(s) ; {shape[0]} ligne(s) et {shape[1]} colonne(s) sont attendues."
                )
            formulas: dict[tuple[int, int], str] = {}
            input_name = name.casefold().startswith(_NO_FORMULA)
            sheet = self.sheets.get(area.sheet)
            for down in range(area.height):
                for right in range(area.width):
                    row, column = area.row + down, area.column + right
                    owner = owners.setdefault((area.sheet, row, column), name)
                    if owner != name and (owner, name) not in clashes:
                        clashes.add((owner, name))
                        place = f"{area.sheet}!{cell_ref(row, column)}"
                        self.problems.append(f"Noms « {owner} » et « {name} » : leurs plages se recouvrent en {place}.")
                    self.places[area.sheet][row, column] = program.values
                    program.values += 1
                    cell = sheet.cells.get((row, column)) if sheet else None
                    if cell is not None and input_name and self._is_constant(cell):
                        cell.formula = cell.formula_span = None
                    if sheet is not None and cell is not None and cell.formula_span is not None:
                        formulas[down, right] = self._formula(sheet, cell)
            program.names[name] = replace(area, formulas=MappingProxyType(formulas))
            if formulas and input_name:
                down, right = next(iter(formulas))
                ref = cell_ref(area.row + down, area.column + right)
                self.problems.append(
                    f"Nom « {name} » : la cellule {area.sheet}!{ref} contient une formule "
                    f"(={formulas[down, right][:60]}), que la valeur saisie effacerait ; videz-la ou déplacez le nom."
                )

    def _formula(self, sheet: Sheet, cell: Cell) -> str:
        try:
            return sheet.formula_of(cell) or ""
        except UnsafeXml as problem:
            self.problems.append(f"{problem}.")
            return ""

    def _is_constant(self, cell: Cell) -> bool:
        """Whether the formula is how LibreOffice saves a plain TRUE or FALSE; Excel would list it in a calcChain."""
        return cell.formula in ("TRUE()", "FALSE()") and self.package.find("xl/calcChain.xml") is None

    def _check_sheet(self, title: str, sheet: Sheet) -> None:
        places = self.places[title]
        if not places:
            return
        if sheet.implicit or not sheet.ordered:
            self.problems.append(
                f"Feuille « {title} » : cellules sans adresse ou en désordre ; enregistrez le modèle avec un tableur."
            )
        if sheet.data_span is None:
            self.problems.append(f"Feuille « {title} » : aucune donnée de feuille.")
        headers = self._table_headers(title)
        tests: list[tuple[str, list[Box]]] = [
            ("appartient à une formule matricielle ou à une table de données", sheet.arrays),
            ("est un en-tête de tableau, dont le texte doit rester", headers),
        ]
        owners = {index: name for name, index in self._owners()}
        starts = sorted(owners)
        for (row, column), index in places.items():
            reasons = [text for text, boxes in tests if any(inside(box, row, column) for box in boxes)]
            for box in sheet.merges:
                if inside(box, row, column) and (row, column) != box[:2]:
                    first = cell_ref(box[0], box[1])
                    reasons.append(f"est cachée par une fusion (seule {first}, en haut à gauche, se remplit)")
            if (row, column) in sheet.doubled:
                reasons.append("figure deux fois dans le fichier")
            for reason in reasons:
                name = owners[max(start for start in starts if start <= index)]
                self.problems.append(f"Nom « {name} » : la cellule {title}!{cell_ref(row, column)} {reason}.")

    def _owners(self) -> Iterable[tuple[str, int]]:
        """Each name with the index of its first value."""
        index = 0
        for name, area in self.program.names.items():
            yield name, index
            index += area.size

    def _table_headers(self, title: str) -> list[Box]:
        boxes: list[Box] = []
        try:
            for kind, target in relations(self.package, self.book.sheets[title]).values():
                member = self.package.find(target) if kind == "table" else None
                if member is None:
                    continue
                root = parse(self.package.data(member))
                box = parse_range(root.get("ref", ""))
                if box and root.get("headerRowCount", "1") != "0":
                    boxes.append((box[0], box[1], box[0], box[3]))
        except UnsafeXml as problem:
            self.problems.append(f"Feuille « {title} », tableau : {problem}.")
        return boxes

    def _find_uncovered(self) -> None:
        program = self.program
        for title, sheet in self.sheets.items():
            for (row, column), cell in sheet.cells.items():
                if cell.formula_span is not None and (row, column) not in self.places[title]:
                    program.uncovered.append((title, cell_ref(row, column)))
                    self.unknown[title, row, column] = STALE
                    if program.filled_uncovered:
                        self.unknown[title, row, column] = program.values
                        program.values += 1
        program.filled_uncovered = program.filled_uncovered and bool(program.uncovered)

    def _text_index(self, name: str, form: str) -> int:
        index = self.program.texts.setdefault((name, form), self.program.tokens)
        if index == self.program.tokens:
            self.program.tokens += 1
        return index

    def _edit_sheet(self, title: str, sheet: Sheet) -> None:
        edits = cell_edits(sheet, self.places[title])
        spilled: list[Cell] = [
            cell
            for place, cell in sheet.cells.items()
            if cell.formula_span is None and any(inside(box, *place) for box in sheet.arrays)
        ]
        for cell in spilled:
            if cell.value_span:
                edits.append(Edit(*cell.value_span))
        for (row, column), cell in sheet.cells.items():
            known = self.unknown.get((title, row, column))
            if known is not None:
                edits += result_edits(sheet.data, cell, None if known == STALE else known)
        more, lengths = header_edits(sheet, self._text_index)
        place = f"feuille « {title} »"
        self.program.headers += [HeaderCheck(f"{place} ({kind})", own, tokens) for kind, own, tokens in lengths]
        edits += more
        if edits:
            self.edits[self.book.sheets[title]] = edits

    def _lookup(self, sheet: str, row: int, column: int) -> int | None:
        index = self.places.get(sheet, {}).get((row, column))
        return index if index is not None else self.unknown.get((sheet, row, column))

    def _edit_others(self) -> None:
        for name in self.package.members:
            try:
                edits = self._edits_of(name)
            except UnsafeXml as problem:
                self.problems.append(f"partie « {name} » : {problem}.")
                continue
            if edits:
                self.edits[name] = edits

    def _edits_of(self, name: str) -> list[Edit]:
        if re.match(r"xl/charts/chart[^/]*\.xml\Z", name):
            return chart_edits(self.package.data(name), self._lookup)
        if name == "docProps/core.xml":
            return [
                Edit(*found.span(), (Slot(self._text_index(found[1].decode(), "plain"), Kind.TEXT),))
                for found in TOKEN.finditer(self.package.data(name))
            ]
        if re.match(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml\Z", name):
            data = self.package.data(name)
            found = re.search(rb"<(?:\w+:)?pivotCacheDefinition[\s>]", data)
            if found is None:
                return []
            end = tag_end(data, found.start())
            tag = without_attributes(data[found.start() : end], b"refreshOnLoad")
            cut = -2 if tag.endswith(b"/>") else -1
            return [Edit(found.start(), end, (tag[:cut] + b' refreshOnLoad="1"' + tag[cut:],))]
        if name == self.book.part and self.program.uncovered:
            return [self._recalculation(self.package.data(name))]
        return []

    def _recalculation(self, data: bytes) -> Edit:
        """Ask the spreadsheet to recalculate at opening, always or when the worker fails."""
        found = re.search(rb"<(?:\w+:)?calcPr[\s/>]", data)
        if found:
            start, end = found.start(), tag_end(data, found.start())
            old = data[start:end]
            tag = without_attributes(old, b"fullCalcOnLoad")
            cut = -2 if tag.endswith(b"/>") else -1
            new = tag[:cut].rstrip() + b' fullCalcOnLoad="1"' + tag[cut:]
        else:
            closings = list(re.finditer(rb"</(?:\w+:)?(?:sheets|externalReferences|definedNames)>", data))
            start = end = closings[-1].end()
            opening = closings[-1][0].replace(b"</", b"<")
            old, new = b"", b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix_of(opening, 0)
        if not self.program.filled_uncovered:
            return Edit(start, end, (new,))
        self.program.recalc_tags = (old, new)
        self.program.recalc_token = self.program.tokens
        self.program.tokens += 1
        return Edit(start, end, (Slot(self.program.recalc_token, Kind.TEXT),))

    def _finish(self) -> None:
        program = self.program
        members: dict[str, Member] = dict(self.package.members)
        titles = {member: title for title, member in self.book.sheets.items()}
        changed: list[str] = []
        program.layout = [(name, area, area.size) for name, area in program.names.items()]
        program.places = [[] for _ in range(program.values)]
        for name, edits in self.edits.items():
            spliced = Spliced(self.package.data(name), edits)
            if not spliced.slots:
                members[name] = _packed(members[name], spliced.parts[0])
                continue
            for rank, slot in enumerate(spliced.slots):
                if slot.index < program.values:
                    program.places[slot.index].append((len(changed), 2 * rank + 1, slot))
            if name in titles:
                program.sheet_part[titles[name]] = len(changed)
            changed.append(name)
            program.parts.append(spliced)
        program.frame = Frame(members, changed)


def _packed(member: Member, data: bytes) -> Member:
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15)
    raw = deflater.compress(data) + deflater.flush()
    return replace(member, raw=raw, method=8, crc=zlib.crc32(data), size=len(data))
