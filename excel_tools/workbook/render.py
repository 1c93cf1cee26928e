"""A compiled template, and how it becomes a workbook."""

from __future__ import annotations

import datetime
import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import orjson

from excel_tools.errors import TemplateError
from excel_tools.workbook.compile import Compiler, Program
from excel_tools.workbook.names import PREFIXES
from excel_tools.workbook.recompute import Recalculator, RecomputeFailed
from excel_tools.workbook.refs import Area, cell_ref
from excel_tools.workbook.splice import put
from excel_tools.workbook.values import (
    MAX_TEXT,
    CellValue,
    ErrorValue,
    Scalar,
    escape_xml,
    is_too_long,
    one_line,
    serial,
)

Values = Scalar | Sequence[Scalar] | Sequence[Sequence[Scalar]]
"""What one name is given: a scalar, its cells in reading order, or its rows."""

MAX_HEADER = 255
"""The longest header or footer a spreadsheet takes, codes included."""
MAX_NUMBER = 10**308

_Odd = list[tuple[int, str | bool | ErrorValue | None]]


class Template:
    """A template read and checked once, ready to be filled by the thousand.

    Rendering is a pure function of its arguments: no clock, no random, the timestamps of the template.
    """

    def __init__(self, program: Program, notice: str = "") -> None:
        self._program = program
        self.notice = notice
        self._recalculator: Recalculator | None = None

    @classmethod
    def compile(
        cls,
        path: str | os.PathLike[str],
        *,
        required: Iterable[str] = (),
        prefixes: Sequence[str] = PREFIXES,
        shapes: Mapping[str, tuple[int, int]] = MappingProxyType({}),
        recompute: Literal["ironcalc"] | None = None,
        stale: Collection[tuple[str, int, int]] = (),
        notice: str = "",
    ) -> Template:
        """Read a template and check everything that could go wrong later.

        Args:
            path: an .xlsx or .xlsm file, not trusted.
            required: names that must be there.
            prefixes: which defined names are holes; under the first kind of prefix (``in_``, ``bar_``) no formula may
                stand.
            shapes: (rows, columns) expected of some names, which become required.
            recompute: how the formulas that no name covers get their values; without it, the spreadsheet is asked to
                recalculate when it opens the workbook.
            stale: formula cells (sheet, row, column) under a name whose given value is not theirs: left without any.
            notice: what to tell the user about the template.

        Raises:
            TemplateError: all that is wrong, at once, in French.
        """
        return cls(Compiler(path, required, prefixes, shapes, recompute == "ironcalc", stale).run(), notice)

    @property
    def names(self) -> Mapping[str, Area]:
        """The areas to fill, in the order of the workbook's names."""
        return MappingProxyType(self._program.names)

    @property
    def uncovered_formulas(self) -> Sequence[tuple[str, str]]:
        """Sheet and address of each formula whose value nobody gives: one a user added."""
        return tuple(self._program.uncovered)

    @property
    def tokens(self) -> frozenset[str]:
        """The ``{{tokens}}`` of headers, footers and document properties."""
        return frozenset(name for name, _ in self._program.texts)

    def close(self) -> None:
        """End the worker process of ``recompute``, if one was started."""
        if self._recalculator is not None:
            self._recalculator.close()
            self._recalculator = None

    def __enter__(self) -> Template:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __getstate__(self) -> dict[str, Any]:
        return {"_program": self._program, "notice": self.notice, "_recalculator": None}

    def render(
        self,
        values: Mapping[str, Values],
        *,
        texts: Mapping[str, str] = MappingProxyType({}),
        visible_rows: Mapping[str, int | Sequence[bool]] = MappingProxyType({}),
    ) -> bytes:
        """The bytes of a workbook filled with ``values``.

        Args:
            values: one entry for each name of the template. A formula keeps its text and shows the value as its
                cached result. Amounts in the unit of the cell; a date becomes its serial.
            texts: what each ``{{token}}`` becomes; entries without a token are ignored.
            visible_rows: for a name, how many of its first rows are shown, or which ones; the others are hidden. A
                row is hidden only when every name given here agrees.

        Raises:
            TemplateError: a name is missing or unknown, a shape is wrong, a value cannot be stored.
        """
        program = self._program
        numbers, odd = self._numbers(values)
        tokens = _encoded(numbers) + [b""] * (program.tokens - len(numbers))
        self._write_texts(tokens, texts)
        rows = self._rows(visible_rows) if visible_rows else ()
        if not program.filled_uncovered:
            return self._assemble(tokens, odd, rows)
        return self._recomputed(tokens, odd, rows)

    def _numbers(self, values: Mapping[str, Values]) -> tuple[list[int | float], _Odd]:
        """All values in the order of the names, and apart those that are not numbers, with 0 in their place."""
        program = self._program
        if values.keys() != program.names.keys():
            raise TemplateError(_name_problems(program, values))
        flat: list[Any] = []
        problems: list[str] = []
        for name, area, size in program.layout:
            given: Any = values[name]
            kind = type(given)
            if (kind is list or kind is tuple) and len(given) == size and type(given[0]) not in _NESTED:
                flat += given
                continue
            problem = _flatten(given, area, flat)
            if problem:
                problems.append(f"Nom « {name} » ({area.sheet}!{area.ref}) : {problem}")
        if problems:
            raise TemplateError(problems)
        odd: _Odd = []
        for index in [at for at, kind in enumerate(map(type, flat)) if kind is not float and kind is not int]:
            value = flat[index]
            if value is None or type(value) is str:
                if value is not None and is_too_long(value):
                    problems.append(f"{self._where(index)} : texte de plus de {MAX_TEXT} caractères.")
                flat[index] = 0
                odd.append((index, value))
                continue
            number, other, problem = _uncommon(value)
            flat[index] = number
            if problem:
                problems.append(f"{self._where(index)} : {problem}")
            elif not isinstance(other, int) or isinstance(other, bool):
                odd.append((index, other))
        if problems:
            raise TemplateError(problems)
        return flat, odd

    def _where(self, index: int) -> str:
        for name, area in self._program.names.items():
            if index < area.size:
                down, right = divmod(index, area.width)
                return f"Nom « {name} », cellule {area.sheet}!{cell_ref(area.row + down, area.column + right)}"
            index -= area.size
        return "Cellule inconnue"

    def _write_texts(self, tokens: list[bytes], texts: Mapping[str, str]) -> None:
        program = self._program
        missing = sorted({name for name, _ in program.texts if name not in texts})
        if missing:
            raise TemplateError([f"Modèle « {program.label} » : aucun texte donné pour {{{{{m}}}}}." for m in missing])
        lengths: dict[int, int] = {}
        for (name, form), index in program.texts.items():
            text = one_line(texts[name])
            if form != "plain":
                text = text.replace("&", "&&")
                if form == "spaced" and text[:1].isdigit():
                    text = f" {text}"
                lengths[index] = len(text)
            tokens[index] = escape_xml(text)
        problems = [
            f"Modèle « {program.label} », {check.place} : en-tête ou pied de page trop long ({length} caractères, "
            f"{MAX_HEADER} au plus) ; raccourcissez le texte."
            for check in program.headers
            if (length := check.own + sum(lengths[index] for index in check.tokens)) > MAX_HEADER
        ]
        if problems:
            raise TemplateError(problems)

    def _rows(self, visible_rows: Mapping[str, int | Sequence[bool]]) -> Iterable[tuple[str, int, bool]]:
        shown: dict[tuple[str, int], bool] = {}
        problems: list[str] = []
        for name, wish in visible_rows.items():
            area = self._program.names.get(name)
            if area is None:
                problems.append(f"Lignes visibles : nom « {name} » inconnu du modèle.")
                continue
            flags = [rank < wish for rank in range(area.height)] if isinstance(wish, int) else list(wish)
            if len(flags) != area.height or (isinstance(wish, int) and not 0 <= wish <= area.height):
                problems.append(f"Lignes visibles : le nom « {name} » a {area.height} lignes, « {wish} » demandé.")
                continue
            for rank, flag in enumerate(flags):
                key = (area.sheet, area.row + rank)
                shown[key] = shown.get(key, False) or bool(flag)
        if problems:
            raise TemplateError(problems)
        return [(sheet, row, flag) for (sheet, row), flag in shown.items()]

    def _assemble(self, tokens: list[bytes], odd: _Odd, rows: Iterable[tuple[str, int, bool]]) -> bytes:
        program = self._program
        pieces = [part.filled(tokens) for part in program.parts]
        for sheet, row, flag in rows:
            rank = program.sheet_part[sheet]
            program.parts[rank].show_row(pieces[rank], row, flag)
        places = program.places
        for index, value in odd:
            for rank, at, slot in places[index]:
                put(pieces[rank], at, slot, value)
        frame = program.frame
        if frame is None:
            raise TemplateError(f"Modèle « {program.label} » non compilé.")
        return frame.pack([b"".join(piece) for piece in pieces])

    def _recomputed(self, tokens: list[bytes], odd: _Odd, rows: Iterable[tuple[str, int, bool]]) -> bytes:
        program = self._program
        first = program.values - len(program.uncovered)
        blanks: _Odd = [(index, None) for index in range(first, program.values)]
        tag = program.recalc_token
        if tag is not None:
            tokens[tag] = program.recalc_tags[1]
        safe = self._assemble(tokens, odd + blanks, rows)
        try:
            if self._recalculator is None:
                self._recalculator = Recalculator()
            found: list[CellValue] = self._recalculator.values(safe, program.uncovered)
        except RecomputeFailed:
            return safe
        extra: _Odd = []
        for index, value in enumerate(found, first):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                tokens[index] = orjson.dumps(value)
            else:
                extra.append((index, value))
        if tag is not None:
            tokens[tag] = program.recalc_tags[0]
        return self._assemble(tokens, odd + extra, rows)


_NESTED = (list, tuple)


def _encoded(numbers: list[int | float]) -> list[bytes]:
    """Each number as it is stored, through one call."""
    if not numbers:
        return []
    try:
        blob = orjson.dumps(numbers)
    except TypeError:
        # Beyond 64 bits: no spreadsheet holds such a whole number anyway.
        blob = orjson.dumps([float(number) if abs(number) < MAX_NUMBER else None for number in numbers])
    if b"null" in blob:
        raise TemplateError("Une valeur est infinie ou n'est pas un nombre (NaN) : elle ne peut pas être écrite.")
    return blob[1:-1].split(b",")


def _flatten(value: Any, area: Area, flat: list[Any]) -> str | None:
    """Append the area's cells in reading order; or say why the shape is wrong."""
    size = area.size
    kind = type(value)
    if kind is not list and kind is not tuple:
        if hasattr(value, "tolist"):
            return _flatten(value.tolist(), area, flat)
        if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
            return _flatten(list(value), area, flat)
        if size == 1:
            flat.append(value)
            return None
        return f"une seule valeur donnée, {area.height} ligne(s) × {area.width} colonne(s) attendues."
    if len(value) == size and not isinstance(value[0], _NESTED):
        flat.extend(value)
        return None
    rows = [list(row) if isinstance(row, _NESTED) else None for row in value]
    if len(rows) == area.height and all(row is not None and len(row) == area.width for row in rows):
        for row in rows:
            flat.extend(row or ())
        return None
    given = f"{len(rows)} ligne(s)" if any(row is not None for row in rows) else f"{len(rows)} valeur(s)"
    return f"{given} données, {area.height} ligne(s) × {area.width} colonne(s) attendues."


def _uncommon(value: Any) -> tuple[int | float, Any, str | None]:
    """A value of a rarer type: its number, or 0 and what stands for it; and what is wrong with it."""
    if isinstance(value, (bool, ErrorValue)):
        return 0, value, None
    if isinstance(value, datetime.date):
        if value != value:
            return 0, None, "date absente (NaT) ; donnez None pour une cellule vide."
        number = serial(value)
        if number is None:
            return 0, None, f"date {value.isoformat()} antérieure à ce qu'un tableur sait compter (1er mars 1900)."
        return number, 0, None
    if isinstance(value, float):
        return float(value), 0, None
    if isinstance(value, int):
        return int(value), 0, None
    if isinstance(value, str):
        return 0, str(value), f"texte de plus de {MAX_TEXT} caractères." if is_too_long(value) else None
    if hasattr(value, "item"):
        return _uncommon(value.item())
    return 0, None, f"valeur de type {type(value).__name__} non acceptée (« {str(value)[:60]} »)."


def _name_problems(program: Program, values: Mapping[str, Values]) -> list[str]:
    missing = [name for name in program.names if name not in values]
    extra = [name for name in values if name not in program.names]
    problems = [f"Modèle « {program.label} » : aucune valeur donnée pour le nom « {name} »." for name in missing]
    return problems + [f"Modèle « {program.label} » : il ne contient pas le nom « {name} »." for name in extra]
