"""Two states of one workbook: which inputs changed between them, and the gap in the results that follows."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_tools import __version__
from excel_tools.budget import build_budget
from excel_tools.comparison import Comparison, Evaluate, compare
from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.reports.expected import cell_values
from excel_tools.reports.input_labels import Labels, same, scenario_of
from excel_tools.reports.reading import WorkbookInputs, read_workbook
from excel_tools.reports.values import workbook_values
from excel_tools.resources import templates_dir
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.structure import KINDS, Structure
from excel_tools.workbook.formats import Formats
from excel_tools.workbook.names import Book, areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.recalc import compare as differing
from excel_tools.workbook.refs import Area, cell_ref

BEFORE, AFTER = "avant", "après"
CHANGED_COLUMNS = ("feuille", "cellule", "nom", "libelle", "scenario", "avant", "apres")
_INPUT = "in_"
_RESULT = re.compile(r"out_s[1-9]_")
"""Names of what each scenario computes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An input that is not what it was.

    Attributes:
        name: defined name of the input.
        sheet, ref: where its cell is in the second workbook.
        label: what the sheet calls it: the text of its row, the head of its column.
        scenario: name of the scenario that it belongs to, empty when all share it.
        before, after: its contents as the cell shows them, « vide » for an empty one.
    """

    name: str
    sheet: str
    ref: str
    label: str
    scenario: str
    before: str
    after: str

    def as_dict(self) -> dict[str, str]:
        """Return it under the French names of ``CHANGED_COLUMNS``."""
        values = (self.sheet, self.ref, self.name, self.label, self.scenario, self.before, self.after)
        return dict(zip(CHANGED_COLUMNS, values, strict=True))


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two states of a workbook.

    Attributes:
        structure: its name.
        inputs: the inputs that changed, sheet by sheet.
        scenario: the scenario whose results are compared.
        comparison: its results, under the names « avant » and « après ».
        stale: file → how many of its stored results are not those of its inputs, when some are not.
    """

    structure: str
    inputs: tuple[Changed, ...]
    scenario: str
    comparison: Comparison
    stale: Mapping[str, int]


@dataclass(frozen=True)
class _State:
    """One workbook as it was saved."""

    file: str
    book: Book
    places: Mapping[str, Area]
    cells: Mapping[tuple[str, str], tuple[str | None, Any]]
    formats: Formats

    def value(self, name: str, row: int, col: int) -> Any:
        area = self.places[name]
        return self.cells.get((area.sheet, cell_ref(area.row + row, area.column + col)), (None, None))[1]


def compare_workbooks(
    before: str | os.PathLike[str],
    after: str | os.PathLike[str],
    rules: Rules,
    evaluate: Evaluate,
    scenario: str = "",
) -> Changes:
    """Return what changed between two states of a workbook, whoever saved them.

    Args:
        evaluate: what computes the figures of structures.
        scenario: name or number of the scenario whose results are compared; the one displayed without it.

    Raises:
        InputError: a file cannot be read, its names were damaged, they are not two states of one workbook, an input
            cannot be used or the rules refuse them: each with its place.
    """
    first, second = _both(before, after)
    _check_same_model(first, second)
    described = _described(before, after, rules)
    _check_same_structure(first.file, second.file, *described)
    number = _number(scenario, described[1]) if scenario else described[1].displayed
    pair = [found.structures[number - 1] for found in described]
    _check_accepted(pair, (first.file, second.file), rules)
    comparison = compare([(pair[0], {BEFORE: pair[0], AFTER: pair[1]})], evaluate, BEFORE)
    name = described[1].names[number - 1]
    inputs = _changed(first, second, described[1].names)
    counts = [_stale(state, found, rules) for state, found in zip((first, second), described, strict=True)]
    stale = {str(path): count for path, count in zip((before, after), counts, strict=True) if count}
    return Changes(pair[1].name, inputs, name, comparison, stale)


def _both(*paths: str | os.PathLike[str]) -> tuple[_State, _State]:
    states, problems = [], []
    for path in paths:
        try:
            states.append(_state(path))
        except InputError as error:
            problems += error.messages
    if problems:
        raise InputError(problems)
    return states[0], states[1]


def _state(path: str | os.PathLike[str]) -> _State:
    file = Path(path).name
    package = Package.read(path, InputError)
    book = read_book(package)
    places, problems = areas(book)
    if problems:
        raise InputError([f"« {file} » — {problem}" for problem in problems])
    if not {"in_nom", "bar_modele"} & places.keys():
        raise InputError(
            f"« {file} » n'est pas un classeur d'excel-tools : les noms « in_nom » et « bar_modele » y manquent."
        )
    return _State(file, book, places, read_cells(path), Formats(package, book))


def _check_same_model(first: _State, second: _State) -> None:
    """Refuse workbooks whose inputs do not answer one another, with every name concerned."""
    expected = _template_names(first) | _template_names(second) | _inputs(first) | _inputs(second)
    problems = []
    for state in (first, second):
        missing = sorted((expected | {"bar_modele"}) - state.places.keys())
        if missing:
            problems.append(
                f"« {state.file} » : {_count(len(missing), 'nom')} {_plural(len(missing), 'manque', 'manquent')} "
                f"({', '.join(missing)}) ; reprendre le classeur d'origine, ou redéfinir ces noms sur leurs cellules "
                "dans le Gestionnaire de noms."
            )
    for name in sorted(_inputs(first) & _inputs(second)):
        old, new = first.places[name], second.places[name]
        if (old.height, old.width) != (new.height, new.width) or old.sheet != new.sheet:
            problems.append(
                f"Nom « {name} » : {old.sheet}!{old.ref} dans « {first.file} », {new.sheet}!{new.ref} dans "
                f"« {second.file} » ; des lignes ou des colonnes y ont été insérées ou supprimées, ou le modèle n'est "
                "pas le même."
            )
    for state in (first, second):
        problems += _without_result(state)
    if problems:
        raise InputError(problems)
    models = [_text(state, "bar_modele") for state in (first, second)]
    if models[0] != models[1]:
        raise InputError(
            f"« {first.file} » est « {models[0]} », « {second.file} » est « {models[1]} » : ce ne sont pas deux états "
            "d'un même classeur."
        )


def _template_names(state: _State) -> set[str]:
    """Return the inputs of the template that a workbook comes from, when ours is still the same."""
    model, version = _text(state, "bar_modele"), _text(state, "bar_version")
    kind = next((kind for kind in KINDS if f" {kind}," in model), "")
    if not kind or __version__ not in version:
        return set()
    book = read_book(Package.read(templates_dir() / f"{kind.lower()}.xlsx"))
    return set(areas(book, (_INPUT,))[0])


def _inputs(state: _State) -> set[str]:
    return {name for name in state.places if name.startswith(_INPUT)}


def _text(state: _State, name: str) -> str:
    return str(state.value(name, 0, 0) or "") if name in state.places else ""


def _without_result(state: _State) -> list[str]:
    """Return a sentence for each input that holds a formula of which nobody stored the result."""
    found = []
    for name in sorted(_inputs(state)):
        area = state.places[name]
        for row in range(area.row, area.row + area.height):
            for column in range(area.column, area.column + area.width):
                formula, value = state.cells.get((area.sheet, cell_ref(row, column)), (None, None))
                if formula is not None and value is None:
                    found.append(
                        f"« {state.file} », feuille {area.sheet}, {cell_ref(row, column)} : la formule "
                        f"« ={formula[:60]} » n'a pas de résultat enregistré ; ouvrir le classeur dans Excel ou "
                        "LibreOffice, et l'enregistrer."
                    )
    return found


def _described(*arguments: Any) -> tuple[WorkbookInputs, WorkbookInputs]:
    *paths, rules = arguments
    found, problems = [], []
    for path in paths:
        try:
            found.append(read_workbook(path, rules))
        except ExcelToolsError as error:
            problems += error.messages
    if problems:
        raise InputError(problems)
    return found[0], found[1]


def _check_same_structure(first: str, second: str, before: WorkbookInputs, after: WorkbookInputs) -> None:
    old, new = before.structures[0], after.structures[0]
    names = [" ".join(structure.name.split()).casefold() for structure in (old, new)]
    if names[0] != names[1]:
        raise InputError(
            f"« {first} » décrit « {old.name} », « {second} » décrit « {new.name} » : comparer deux états du classeur "
            "d'une même structure (son nom, dans la feuille Entrées, doit être le même)."
        )


def _check_accepted(structures: Sequence[Structure], files: Sequence[str], rules: Rules) -> None:
    """Say which workbook the rules refuse, before any mix of the two."""
    problems = []
    for structure, file in zip(structures, files, strict=True):
        try:
            build_budget(structure, rules)
        except ExcelToolsError as error:
            problems += [f"« {file} » : {message}" for message in error.messages]
    if problems:
        raise InputError(problems)


def _number(scenario: str, found: WorkbookInputs) -> int:
    wanted = " ".join(scenario.split()).casefold()
    for number, name in enumerate(found.names, 1):
        if wanted in (name.casefold(), str(number)):
            return number
    raise InputError(
        f"Scénario « {scenario} » inconnu.{nearest(scenario, found.names)} Scénarios du classeur : "
        f"{', '.join(found.names)}."
    )


def _changed(first: _State, second: _State, names: tuple[str, ...]) -> tuple[Changed, ...]:
    """Return the cells that differ, in the order of the sheets' tabs, then by row and column."""
    old_labels, new_labels = (
        Labels(state.cells, {name: state.places[name] for name in _inputs(state)}, state.formats)
        for state in (first, second)
    )
    found = []
    for name in _inputs(first):
        area = second.places[name]
        was = first.places[name]
        for row in range(area.height):
            for col in range(area.width):
                before, after = first.value(name, row, col), second.value(name, row, col)
                if before == after:
                    continue
                kind = second.formats.kind(area.sheet, area.row + row, area.column + col)
                if same(before, after, kind):
                    continue
                # a row filled since has no text yet in the first state
                label = old_labels.label(name, was, row, col)
                if label.startswith("Ligne "):
                    label = new_labels.label(name, area, row, col)
                scenario = scenario_of(name)
                texts = new_labels.before_and_after(name, before, after, kind)
                place = (area.row + row, area.column + col)
                change = Changed(
                    name, area.sheet, cell_ref(*place), label, names[scenario - 1] if scenario else "", *texts
                )
                found.append((list(second.book.sheets).index(area.sheet), *place, change))
    return tuple(item[-1] for item in sorted(found, key=lambda item: item[:3]))


def _stale(state: _State, found: WorkbookInputs, rules: Rules) -> int:
    """Return how many of the stored results of the scenarios are not what the engine computes from the inputs."""
    budgets = [build_budget(structure, rules) for structure in found.structures]
    values, _, _ = workbook_values(budgets, found.names, displayed=found.displayed)
    ours = {name: area for name, area in state.places.items() if _RESULT.match(name)}
    expected = cell_values(values, ours)
    return len(differing(expected, {place: state.cells.get(place, (None, None))[1] for place in expected}))


def _plural(count: int, one: str, several: str) -> str:
    return several if count > 1 else one


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'s' if count > 1 else ''}"
