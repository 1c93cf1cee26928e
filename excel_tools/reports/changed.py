"""Two states of one workbook: which inputs changed between them, what each gives alone, and the gap that follows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from excel_tools.budget import Budget, build_budget
from excel_tools.comparison import Comparison, Evaluate, compare
from excel_tools.errors import ExcelToolsError, InputError, others
from excel_tools.reports.changed_effects import Alone, gaps
from excel_tools.reports.changed_inputs import CHANGED_COLUMNS, Changed, Edit, Found, changed_cells, edits
from excel_tools.reports.changed_rows import Moved, lined_up
from excel_tools.reports.expected import cell_values, results
from excel_tools.reports.input_labels import scenario_of
from excel_tools.reports.reading import WorkbookInputs, described
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.reports.states import State, check_names, read_states
from excel_tools.reports.values import workbook_values
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.workbook.recalc import compare as differing

BEFORE, AFTER = "avant", "après"
__all__ = ["AFTER", "BEFORE", "CHANGED_COLUMNS", "Changed", "Changes", "Edit", "Moved", "compare_workbooks"]
_MOST_LISTED = 20
_WITHOUT_AMOUNT = ("in_scenario", "in_scenario_noms", "in_nom", "in_communes")
"""Inputs that say what is shown and how it is called."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two states of a workbook.

    Attributes:
        structure: its name.
        edits: what changed, sheet by sheet.
        moved: rows of lists that are the same in another order.
        scenario: the scenario whose results are compared.
        displayed: the scenario that each state shows.
        comparison: its results, under the names « avant » and « après ».
        stale: file → how many of its stored results are not those of its inputs, when some are not.
    """

    structure: str
    edits: tuple[Edit, ...]
    moved: tuple[Moved, ...]
    scenario: str
    displayed: tuple[str, str]
    comparison: Comparison
    stale: Mapping[str, int]

    @property
    def inputs(self) -> tuple[Changed, ...]:
        """The inputs that changed, sheet by sheet."""
        return tuple(change for edit in self.edits for change in edit.inputs)

    @property
    def concerned(self) -> tuple[Changed, ...]:
        """Those that count for the scenario compared: its own, and those that all scenarios share."""
        return tuple(item for item in self.inputs if item.scenario in ("", self.scenario))

    @property
    def gap(self) -> Mapping[str, int]:
        """Measure → the gap over the five years, in cents."""
        (case,) = self.comparison.cases
        return gaps(case.structure.kind, case.tables[BEFORE], case.tables[AFTER])

    @property
    def moves_amounts(self) -> bool:
        """Whether some result of the scenario compared is not what it was."""
        (case,) = self.comparison.cases
        return case.tables[BEFORE] != case.tables[AFTER]

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """The other scenarios of which inputs changed."""
        return tuple(dict.fromkeys(item.scenario for item in self.inputs if item.scenario not in ("", self.scenario)))


@dataclass(frozen=True)
class _Pair:
    """Two states whose names are sound, and what they describe."""

    states: tuple[State, State]
    cells: tuple[dict[str, list[list[Any]]], dict[str, list[list[Any]]]]
    found: tuple[WorkbookInputs, WorkbookInputs]

    @property
    def names(self) -> tuple[str, ...]:
        """The scenarios of the second state; a name borne twice gets its number."""
        names = self.found[1].names
        return tuple(f"{name} ({at})" if name in names[: at - 1] else name for at, name in enumerate(names, 1))


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
        scenario: name or number of the scenario whose results are compared; without it the one displayed, or the first
            one of which inputs changed when they all belong to others.

    Raises:
        InputError: a file cannot be read, its names were damaged, they are not two states of one workbook, an input
            cannot be used or the rules refuse them: each with its place.
    """
    states = read_states(before, after)
    check_names(*states)
    pair = _described(states, rules)
    asked = _number(scenario, pair.names) if scenario else 0
    lined, moved = lined_up(*pair.cells, states[1].places)
    cells = changed_cells(states, pair.cells[0], lined, pair.names)
    _check_same_structure(pair, cells)
    number = asked or _concerned(cells, pair.found[1].displayed)
    compared = [found.structures[number - 1] for found in pair.found]
    budgets = _budgets(pair, rules)
    comparison = compare([(compared[0], {BEFORE: compared[0], AFTER: compared[1]})], evaluate, BEFORE)
    alone = Alone(states[0].file, lined, pair.cells[1], states[0].places, rules, evaluate)
    counts = [_stale(*each) for each in zip(states, pair.found, budgets, strict=True)]
    return Changes(
        structure=compared[1].name,
        edits=tuple(edits(cells, lined, pair.cells[1], alone, number)),
        moved=tuple(moved),
        scenario=pair.names[number - 1],
        displayed=(pair.names[pair.found[0].displayed - 1], pair.names[pair.found[1].displayed - 1]),
        comparison=comparison,
        stale={str(path): count for path, count in zip((before, after), counts, strict=True) if count},
    )


def _described(states: tuple[State, State], rules: Rules) -> _Pair:
    cells, found, problems = [], [], []
    for state in states:
        held = {name: state.rows(name) for name in state.places if not name.startswith("out_")}
        cells.append(held)
        try:
            found.append(described(SheetInputs(state.file, held, state.places), rules))
        except ExcelToolsError as error:
            problems += error.messages
    if problems:
        raise InputError(problems)
    return _Pair(states, (cells[0], cells[1]), (found[0], found[1]))


def _check_same_structure(pair: _Pair, cells: Sequence[Found]) -> None:
    """Refuse two structures, or two horizons; what else changed is told all the same."""
    first, second = pair.states
    old, new = (found.structures[0] for found in pair.found)
    names = [" ".join(structure.name.split()).casefold() for structure in (old, new)]
    made_for = [state.text("bar_copie_nom") for state in pair.states]
    # its name on the day it was generated tells that a renamed structure is still the same
    if names[0] != names[1] and not (made_for[0] and made_for[0] == made_for[1]):
        raise InputError(
            f"« {first.file} » décrit « {old.name} », « {second.file} » décrit « {new.name} » : comparer deux états du "
            "classeur d'une même structure, tirés d'un même classeur produit par excel-tools."
        )
    starts = [(structure.first_month, structure.first_exercice) for structure in (old, new)]
    if starts[0] != starts[1]:
        shown = [f"{month:02d}/{year}" for month, year in starts]
        raise InputError(
            [
                f"« {first.file} » et « {second.file} » : les exercices ne commencent pas ensemble ({shown[0]} et "
                f"{shown[1]}), leurs résultats ne se comparent donc pas. Remettre dans les deux le même premier "
                "exercice et le même premier mois (feuille Entrées). Saisies changées :",
                *_listed(cells),
            ]
        )


def _listed(cells: Sequence[Found]) -> Iterator[str]:
    for item in cells[:_MOST_LISTED]:
        change = item.change
        scenario = f", scénario « {change.scenario} »" if change.scenario else ""
        yield f"  {change.sheet} {change.ref}, {change.label}{scenario} : {change.before} → {change.after}"
    if len(cells) > _MOST_LISTED:
        yield f"  …{others(len(cells) - _MOST_LISTED)}."


def _concerned(cells: Sequence[Found], displayed: int) -> int:
    """Return the scenario displayed, or the first one of which inputs changed when all of them belong to others."""
    owners = {scenario_of(item.cell[0], item.cell[2]) for item in cells if item.cell[0] not in _WITHOUT_AMOUNT}
    return displayed if not owners or owners & {0, displayed} else min(owners)


def _budgets(pair: _Pair, rules: Rules) -> list[list[Budget]]:
    """Return the budgets of the two states, scenario by scenario.

    Raises:
        InputError: the rules refuse some: which workbook, and why.
    """
    budgets: list[list[Budget]] = []
    problems: dict[str, None] = {}
    for state, found in zip(pair.states, pair.found, strict=True):
        budgets.append([])
        for structure in found.structures:
            try:
                budgets[-1].append(build_budget(structure, rules))
            except ExcelToolsError as error:
                problems |= dict.fromkeys(f"« {state.file} » : {message}" for message in error.messages)
    if problems:
        raise InputError(problems)
    return budgets


def _number(scenario: str, names: Sequence[str]) -> int:
    wanted = " ".join(scenario.split()).casefold()
    for number, name in enumerate(names, 1):
        if wanted in (name.casefold(), str(number)):
            return number
    raise InputError(
        f"Scénario « {scenario} » inconnu.{nearest(scenario, names)} Scénarios du classeur : {', '.join(names)}."
    )


def _stale(state: State, found: WorkbookInputs, budgets: Sequence[Budget]) -> int:
    """Return how many of the stored results are not what the engine computes from the inputs."""
    values, _, _ = workbook_values(budgets, found.names, displayed=found.displayed)
    expected = cell_values(values, results(state.places))
    return len(differing(expected, {place: state.cells.get(place, (None, None))[1] for place in expected}))
