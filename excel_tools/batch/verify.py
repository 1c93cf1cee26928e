"""Check workbooks: every stored value against an independent recalculation, and that against our engine."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from excel_tools.budget import build_budget
from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.reports.expected import cell_values, results
from excel_tools.reports.reading import read_workbook
from excel_tools.reports.values import workbook_values
from excel_tools.rules import Rules, load_rules
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.ease import ease
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.recalc import (
    Engine,
    Gap,
    Values,
    available_engine,
    compare,
    recalculate,
    recalculate_all,
    shown,
)

PRIVATE_SHEETS = ("Indemnités", "Personnel")
"""Sheets whose texts may name persons."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found in one workbook.

    Attributes:
        formulas: how many formulas it has.
        stored: stored values that are not what the formula computes.
        computed: values computed by the sheet that are not those of the engine.
        compared: how many cells the engine was asked for; 0 when the workbook is not one of ours.
        refused: why the engine makes no budget from its inputs, each with its cell.
        note: why it was not compared with the engine, when it is not one of ours.
        beyond: formulas that the engine of recalculation does not know; the engine of excel-tools alone checks them.
        errors: why it could not be read at all.
    """

    path: Path
    formulas: int = 0
    stored: tuple[Gap, ...] = ()
    computed: tuple[Gap, ...] = ()
    compared: int = 0
    refused: tuple[str, ...] = ()
    note: str = ""
    beyond: int = 0
    errors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Replaced(Gap):
    """A cell of ours that no longer holds a formula."""

    def __str__(self) -> str:
        if _private(self):
            return f"« {self.sheet} » {self.ref} : la formule a été vidée ou remplacée"
        value = "vidée" if self.found is None else f"remplacée par {shown(self.found)}"
        return f"« {self.sheet} » {self.ref} : la formule a été {value}, le calcul donne {shown(self.expected)}"


def told(gap: Gap) -> str:
    """Return a gap as one line; the texts of the sheets that name persons are not repeated."""
    if _private(gap) and not isinstance(gap, Replaced):
        return f"« {gap.sheet} » {gap.ref} : ce n'est pas le texte attendu (non affiché : feuille nominative)"
    return str(gap)


def _private(gap: Gap) -> bool:
    return gap.sheet in PRIVATE_SHEETS and any(isinstance(value, str) for value in (gap.expected, gap.found))


def verify_files(paths: Sequence[Path], engine: Engine = "auto") -> tuple[Engine, list[Check]]:
    """Check workbooks; what is wrong with one never stops the others.

    Returns:
        The engine of recalculation, and one check per path, in order.

    Raises:
        RecalcError: there is no engine to recalculate with.
    """
    chosen = available_engine() if engine == "auto" else engine
    stored: dict[Path, Values] = {}
    failed: dict[Path, Check] = {}
    for path in paths:
        try:
            stored[path] = cached_values(path)
        except ExcelToolsError as error:
            failed[path] = Check(path, errors=tuple(error.messages))
    computed = _recalculated(stored, chosen, failed)
    rules = load_rules()
    return chosen, [
        failed[path] if path in failed else _check(path, stored[path], computed[path], rules) for path in paths
    ]


def _recalculated(stored: Mapping[Path, Values], engine: Engine, failed: dict[Path, Check]) -> dict[Path, Values]:
    """Recalculate the workbooks; one that makes the engine fail is noted in ``failed``."""
    if engine == "libreoffice":
        try:
            return recalculate_all(stored, engine)
        except ExcelToolsError:
            # one of them makes the engine fail: find which, below
            pass
    found: dict[Path, Values] = {}
    with tempfile.TemporaryDirectory(prefix="excel-tools-verifier-", ignore_cleanup_errors=True) as folder:
        for number, path in enumerate(stored):
            try:
                if engine == "libreoffice":
                    found |= recalculate_all([path], engine)
                    continue
                copy = Path(folder, f"{number}.xlsx")
                ease(path, copy)
                found[path] = recalculate(copy, engine)
            except ExcelToolsError as error:
                failed[path] = Check(path, errors=tuple(error.messages))
    return found


def _check(path: Path, stored: Values, computed: Values, rules: Rules) -> Check:
    gaps = tuple(compare(computed, stored))
    beyond = len(stored) - len(computed)
    try:
        if not _ours(path):
            note = f"« {path.name} » n'est pas un budget d'excel-tools : seules ses propres formules sont vérifiées."
            return Check(path, len(stored), gaps, note=note, beyond=beyond)
        expected = engine_values(path, rules)
        lost = [place for place in expected if place not in stored]
        cells = read_cells(path) if lost else {}
    except ExcelToolsError as error:
        return Check(path, len(stored), gaps, refused=tuple(error.messages), beyond=beyond)
    replaced = [Replaced(*place, expected.pop(place), cells.get(place, (None, None))[1]) for place in lost]
    found = (*replaced, *compare(expected, stored | computed))
    return Check(path, len(stored), gaps, found, len(expected) + len(lost), beyond=beyond)


def _ours(path: Path) -> bool:
    return "in_nom" in areas(read_book(Package.read(path, InputError)))[0]


def engine_values(path: Path, rules: Rules) -> Values:
    """Return what our engine gives for every formula of a workbook, from the inputs it holds now.

    Raises:
        InputError: the workbook is not one of ours, or its inputs cannot be read: each with its cell.
        RuleError: the rules refuse its inputs.
    """
    book = areas(read_book(Package.read(path, InputError)))[0]
    found = read_workbook(path, rules)
    budgets = [build_budget(structure, rules) for structure in found.structures]
    values, _, _ = workbook_values(budgets, found.names, displayed=found.displayed)
    return cell_values(values, results(book))
