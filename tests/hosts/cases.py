"""The cases of ``tests/cas/fonctions.tsv``: formulas as typed in a French sheet, and what the cell must show.

Columns:
    formule: cells are A1, B1… of the next column.
    cellules: what is typed in them; rows separated by « / », cells by « | », ``(vide)`` for an empty one,
        ``« 45 000 »`` for a text.
    attendu: a number, ``VRAI``, a date, a text, ``…piece of a text…``, ``≈ number``, ``#NOMBRE! piece of the
        sentence``, ``(vide)``, or rows of them.
    sauf: hosts that cannot do it (``call, xlwings``), or do otherwise for a reason of their own (``calc = 1``).
    pourquoi: the arithmetic, in French.

A line that starts with ``# `` is a comment.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from excel_tools.dates import SERIAL_OFFSET
from excel_tools.functions.hosts.cell import CellError

FILE = Path(__file__).parents[1] / "cas" / "fonctions.tsv"
COLUMNS = ["formule", "cellules", "attendu", "sauf", "pourquoi"]
HOSTS = ("call", "xlwings", "calc", "formualizer")
ERRORS = ("#DIV/0!", "#N/A", "#NOM?", "#NOMBRE!", "#NUL!", "#REF!", "#VALEUR!")
NATIVE = {"DATE": "DATE", "SIERREUR": "IFERROR", "ESTNA": "ISNA", "SOMME": "SUM", "INDEX": "INDEX"}
"""French names of the spreadsheet's own functions → the names files keep."""

EMPTY = "(vide)"
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")|(?P<area>[A-Z]\d+(?::[A-Z]\d+)?)(?![\w.(])|(?P<number>-?\d+(?:,\d+)?(?:\ ?%)?)
    |(?P<name>[A-Z][A-Z0-9_.]*)(?=\()|(?P<bool>VRAI|FAUX)|(?P<mark>[();])""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"-?\d+(?:,\d+)?(?: ?%)?")
_APART = re.compile(r"(\w+)(?: = ([^,]+))?(?:, |$)")
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


@dataclass(frozen=True)
class Area:
    """Cells of a formula, counted from 0: both corners are inside."""

    top: int
    left: int
    bottom: int
    right: int

    def a1(self, down: int = 0) -> str:
        """The area some rows below, as ``A1`` or ``A1:B3``."""
        first, last = (
            f"{chr(65 + column)}{row + 1 + down}" for row, column in ((self.top, self.left), (self.bottom, self.right))
        )
        return first if first == last else f"{first}:{last}"


@dataclass(frozen=True)
class Formula:
    """A call of one of our functions, or of one of the spreadsheet's own."""

    name: str
    args: tuple[Operand, ...]

    @property
    def names(self) -> set[str]:
        """Every function called, nested ones included."""
        return {self.name}.union(*(arg.names for arg in self.args if isinstance(arg, Formula)))


@dataclass(frozen=True)
class Piece:
    """A text of which only a piece is told."""

    text: str


@dataclass(frozen=True)
class About:
    """A number told with fewer decimals than it has."""

    value: float
    slack: float


Operand: TypeAlias = "float | str | bool | Area | Formula | None"
Value: TypeAlias = "int | float | str | bool | datetime.date | CellError | None"
Result: TypeAlias = "Value | list[list[Value]]"


@dataclass(frozen=True, eq=False)
class Case:
    """One line of the table.

    Attributes:
        apart: host → what it shows instead, None for one that cannot do it.
    """

    line: int
    text: str
    formula: Formula
    cells: tuple[tuple[Value, ...], ...]
    expected: Any
    apart: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Its first function and its line."""
        return f"{self.formula.name}-{self.line}"


def read_cases(file: Path = FILE) -> tuple[Case, ...]:
    """Read the table.

    Raises:
        ValueError: a line that is not of the form told above; the line is named.
    """
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, delimiter="\t")
        if next(reader) != COLUMNS:
            raise ValueError(f"{file.name}: columns {COLUMNS} expected")
        found = []
        for row in reader:
            if not row or row[0].startswith("#"):
                continue
            try:
                found.append(_case(reader.line_num, row))
            except ValueError as error:
                raise ValueError(f"{file.name}, line {reader.line_num}: {error}") from error
    return tuple(found)


def cases_for(host: str) -> list[Case]:
    """The cases a host can do, with what it must show."""
    return [
        replace(case, expected=case.apart.get(host, case.expected))
        for case in read_cases()
        if case.apart.get(host, case) is not None
    ]


def _case(line: int, row: list[str]) -> Case:
    if len(row) != len(COLUMNS):
        raise ValueError(f"{len(COLUMNS)} columns expected, {len(row)} found")
    text, cells, expected, apart, why = (cell.strip() for cell in row)
    rows = tuple(tuple(map(_typed, cells_of)) for cells_of in _rows(cells)) if cells else ()
    if len({len(one) for one in rows}) > 1:
        raise ValueError("rows of different lengths")
    hosts = {host: _expected(shown) if shown else None for host, shown in _APART.findall(apart)}
    if len(hosts) != len(list(filter(None, apart.split(",")))) or not hosts.keys() <= set(HOSTS) or (hosts and not why):
        raise ValueError(f"« sauf » takes {', '.join(HOSTS)}, and a reason in « pourquoi »")
    if not expected:
        raise ValueError("nothing expected")
    case = Case(line, text, parse_formula(text), rows, _expected(expected), hosts)
    for area in _areas(case.formula):
        if not rows or area.bottom >= len(rows) or area.right >= len(rows[0]):
            raise ValueError(f"{area.a1()} is outside the cells given")
    return case


def _areas(formula: Formula) -> list[Area]:
    found = [arg for arg in formula.args if isinstance(arg, Area)]
    return found + [area for arg in formula.args if isinstance(arg, Formula) for area in _areas(arg)]


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split(" | ")] for row in text.split(" / ")]


def _typed(text: str) -> Value:
    """What a French sheet makes of what is typed in a cell."""
    if text == EMPTY:
        return None
    if text in ERRORS:
        return CellError(text, "")
    if text in ("VRAI", "FAUX"):
        return text == "VRAI"
    if _NUMBER.fullmatch(text):
        return _number(text)
    if found := _DATE.fullmatch(text):
        return datetime.date(*(int(part) for part in reversed(found.groups())))
    if text.startswith("#") or not text:
        raise ValueError(f"cell « {text} »")
    return text[1:-1].strip() if text.startswith("«") and text.endswith("»") else text


def _number(text: str) -> float:
    number = float(text.rstrip("% ").replace(",", "."))
    return number / 100 if text.endswith("%") else number


def _expected(text: str) -> Any:
    rows = _rows(text)
    if len(rows) == 1 and len(rows[0]) == 1:
        return _wanted(rows[0][0])
    return [[_wanted(cell) for cell in row] for row in rows]


def _wanted(text: str) -> Any:
    if text.startswith("#"):
        code, _, piece = text.partition(" ")
        if code not in ERRORS:
            raise ValueError(f"unknown error {code}")
        return CellError(code, piece)
    if text.startswith("…") and text.endswith("…"):
        return Piece(text.strip("…"))
    if text.startswith("≈"):
        number = text.removeprefix("≈").strip()
        return About(_number(number), 0.5 * 10 ** -len(number.partition(",")[2]))
    return _typed(text)


def parse_formula(text: str) -> Formula:
    """Parse ``=NOM(argument;…)``.

    Raises:
        ValueError: anything but one call, with its arguments.
    """
    if not text.startswith("="):
        raise ValueError("a formula starts with =")
    tokens, place = [], 1
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ValueError(f"« {text[place:]} » in a formula")
        tokens.append((str(found.lastgroup), found.group()))
        place = found.end()
    operand, rest = _operand(tokens)
    if rest or not isinstance(operand, Formula):
        raise ValueError("one call expected")
    return operand


def _operand(tokens: list[tuple[str, str]]) -> tuple[Operand, list[tuple[str, str]]]:
    if not tokens:
        raise ValueError("unfinished formula")
    (kind, text), rest = tokens[0], tokens[1:]
    if kind == "number":
        return _number(text), rest
    if kind == "text":
        return text[1:-1].replace('""', '"'), rest
    if kind == "bool":
        return text == "VRAI", rest
    if kind == "area":
        corners = [(int(cell[1:]) - 1, ord(cell[0]) - 65) for cell in text.split(":")]
        return Area(*corners[0], *corners[-1]), rest
    if kind == "name":
        return _call(text, rest[1:])
    raise ValueError(f"« {text} » out of place")


def _call(name: str, tokens: list[tuple[str, str]]) -> tuple[Formula, list[tuple[str, str]]]:
    args: list[Operand] = []
    if tokens[:1] == [("mark", ")")]:
        return Formula(name, ()), tokens[1:]
    while tokens:
        if tokens[0] in (("mark", ";"), ("mark", ")")):
            args.append(None)
        else:
            operand, tokens = _operand(tokens)
            args.append(operand)
        if tokens[:1] == [("mark", ")")]:
            return Formula(name, tuple(args)), tokens[1:]
        if tokens[:1] != [("mark", ";")]:
            break
        tokens = tokens[1:]
    raise ValueError(f"arguments of {name}")


def written(formula: Formula, *, down: int = 0, name: Callable[[str], str] = str) -> str:
    """Write a formula as files keep it: English names, commas.

    Args:
        down: rows between A1 and the first of its cells.
        name: turns a canonical name into that of the host.
    """
    return "=" + _written(formula, down, name)


def _written(operand: Operand, down: int, name: Callable[[str], str]) -> str:
    if isinstance(operand, Formula):
        head = NATIVE.get(operand.name) or name(operand.name)
        return f"{head}({','.join(_written(arg, down, name) for arg in operand.args)})"
    if isinstance(operand, Area):
        return operand.a1(down)
    if operand is None:
        return ""
    if isinstance(operand, bool):
        return f"{operand}()".upper()
    if isinstance(operand, str):
        return '"{}"'.format(operand.replace('"', '""'))
    return f"{operand:.15g}"


def values_of(rows: list[list[Any]]) -> Any:
    """A reference as ``call()`` takes it: the value of one cell, or the rows of a range."""
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def evaluated(
    case: Case,
    run: Callable[[str, list[Any]], Any],
    reference: Callable[[list[list[Any]]], Any] = values_of,
    left_out: Any = None,
) -> Any:
    """Compute a case without a spreadsheet.

    Args:
        run: takes a canonical name and its arguments.
        reference: what stands for a reference, from its rows: None for an empty cell, ``"#N/A"`` for an error.
        left_out: what stands for an argument left out.
    """

    def value(operand: Operand) -> Any:
        if operand is None:
            return left_out
        if isinstance(operand, Area):
            rows = [row[operand.left : operand.right + 1] for row in case.cells[operand.top : operand.bottom + 1]]
            return reference([[cell.code if isinstance(cell, CellError) else cell for cell in row] for row in rows])
        if not isinstance(operand, Formula):
            return operand
        if operand.name == "DATE":
            year, month, day = (int(arg) for arg in operand.args if isinstance(arg, float))
            return float(datetime.date(year, month, day).toordinal() - SERIAL_OFFSET)
        if operand.name in NATIVE:
            raise ValueError(f"{operand.name} needs a spreadsheet")
        found = run(operand.name, [value(arg) for arg in operand.args])
        # where errors are no texts, those of a function inside another reach it as such
        return found.text if isinstance(found, CellError) and operand is not case.formula else found

    return value(case.formula)


def difference(case: Case, found: Any) -> str:
    """Return what differs from the expected result, or nothing.

    Args:
        found: a value or rows; a host without sentences gives errors with an empty one.
    """
    expected = case.expected
    if isinstance(expected, list) != isinstance(found, list):
        return f"{case.text}: {expected!r} expected, {found!r} found"
    if not isinstance(expected, list):
        expected, found = [[expected]], [[found]]
    if [len(row) for row in expected] != [len(row) for row in found]:
        return f"{case.text}: another shape, {found!r} found"
    wrong = [
        f"row {row}, column {column}: {cell!r} expected, {shown!r} found"
        for row, (cells, shown_cells) in enumerate(zip(expected, found, strict=True), 1)
        for column, (cell, shown) in enumerate(zip(cells, shown_cells, strict=True), 1)
        if not _same(cell, shown)
    ]
    return f"{case.text}: {'; '.join(wrong)}" if wrong else ""


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, CellError):
        if not isinstance(found, CellError) or found.code != expected.code:
            return False
        return not found.sentence or expected.sentence in plain(found.sentence)
    if isinstance(expected, Piece):
        return isinstance(found, str) and expected.text in plain(found)
    if expected is None:
        return found is None or found == ""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, str):
        return isinstance(found, str) and plain(found) == expected
    if isinstance(expected, About):
        return isinstance(found, (int, float)) and abs(found - expected.value) <= expected.slack
    return _serial(expected) == _serial(found)


def _serial(value: Any) -> Any:
    """A date as sheets keep it."""
    if isinstance(value, datetime.date):
        return value.toordinal() - SERIAL_OFFSET
    return value


def plain(text: str) -> str:
    """A text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")
