"""One workbook of a structure as it was saved, and what may have damaged its names since."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from excel_tools import __version__
from excel_tools.errors import InputError, others
from excel_tools.reports.kinds import is_budget, other_kind
from excel_tools.reports.moved_names import out_of_line
from excel_tools.resources import templates_dir
from excel_tools.structure import KINDS
from excel_tools.workbook.formats import Formats
from excel_tools.workbook.names import Book, areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.refs import Area, cell_ref

_INPUT, _RESULT = "in_", "out_"
MOST_TOLD = 12
"""Names listed in a sentence; the others are counted."""


@dataclass(frozen=True)
class State:
    """One workbook as it was saved.

    Attributes:
        places: name → its cells, for the names that are sound.
        problems: what is wrong with the others.
        defined: every name that the workbook defines, sound or not.
    """

    file: str
    book: Book
    places: Mapping[str, Area]
    problems: Sequence[str]
    defined: frozenset[str]
    cells: Mapping[tuple[str, str], tuple[str | None, Any]]
    formats: Formats

    @property
    def inputs(self) -> set[str]:
        """Names of the inputs."""
        return {name for name in self.places if name.startswith(_INPUT)}

    def value(self, name: str, row: int = 0, col: int = 0) -> Any:
        """Return what a cell of a name holds, from 0."""
        area = self.places[name]
        return self.cells.get((area.sheet, cell_ref(area.row + row, area.column + col)), (None, None))[1]

    def rows(self, name: str) -> list[list[Any]]:
        """Return the cells of a name, row by row."""
        area = self.places[name]
        return [[self.value(name, row, col) for col in range(area.width)] for row in range(area.height)]

    def text(self, name: str) -> str:
        """Return the text of the first cell of a name, empty without it."""
        return str(self.value(name) or "") if name in self.places else ""


def read_states(*paths: str | os.PathLike[str]) -> tuple[State, State]:
    """Return two workbooks, their names not yet checked.

    Raises:
        InputError: a file cannot be read, or is not the workbook of a structure: both are told at once.
    """
    states, problems = [], []
    for path, file in zip(paths, told_apart(*paths), strict=True):
        try:
            states.append(_state(path, file))
        except InputError as error:
            problems += error.messages
    if problems:
        raise InputError(problems)
    return states[0], states[1]


def told_apart(*paths: str | os.PathLike[str]) -> list[str]:
    """Return the names of some files, with the folder of each where two have the same one."""
    whole = [Path(path).resolve().parts for path in paths]
    for depth in range(1, max(map(len, whole))):
        names = ["/".join(parts[-depth:]) for parts in whole]
        if len(set(names)) == len(set(whole)):
            return names
    return [Path(path).name for path in paths]


def _state(path: str | os.PathLike[str], file: str) -> State:
    package = Package.read(path, InputError)
    book = read_book(package)
    if not is_budget(book):
        raise InputError(other_kind(file, book))
    places, problems = areas(book)
    defined = frozenset(item.name for item in book.names)
    return State(file, book, places, problems, defined, read_cells(path), Formats(package, book))


def check_names(first: State, second: State) -> None:
    """Refuse workbooks whose names were damaged, or do not answer one another.

    Raises:
        InputError: every name concerned, at once.
    """
    states = (first, second)
    models = [state.text("bar_modele") for state in states]
    problems = []
    if all(models) and models[0] != models[1]:
        problems.append(
            f"« {first.file} » est « {models[0]} », « {second.file} » est « {models[1]} » : ce ne sont pas deux états "
            "d'un même classeur."
        )
        raise InputError(problems)
    expected = {"in_nom", "bar_modele"}
    for state in states:
        expected |= _template_names(state) | state.inputs
    if first.text("bar_version") == second.text("bar_version"):
        # a workbook of another version may hold other results
        expected |= {name for state in states for name in state.places if name.startswith(_RESULT)}
    for state in states:
        problems += [f"« {state.file} » — {problem}" for problem in state.problems]
        problems += _missing(state, expected - state.defined)
        problems += _without_result(state)
    displaced = _displaced(first, second)
    problems += dict.fromkeys(displaced.values())
    for state in states:
        problems += _doubled(state, displaced)
    if problems:
        raise InputError(problems)


def _template_names(state: State) -> set[str]:
    """Return the inputs and results of the template that a workbook comes from, when ours is still the same."""
    model, version = state.text("bar_modele"), state.text("bar_version")
    kind = next((kind for kind in KINDS if f" {kind}," in model), "")
    if not kind or __version__ not in version:
        return set()
    book = read_book(Package.read(templates_dir() / f"{kind.lower()}.xlsx"))
    return set(areas(book, (_INPUT, _RESULT))[0])


def _missing(state: State, names: set[str]) -> Iterator[str]:
    count = len(names)
    if not count:
        return
    missing, define, cells = (
        ("noms manquent", "redéfinir ces noms", "leurs cellules")
        if count > 1
        else ("nom manque", "redéfinir ce nom", "ses cellules")
    )
    yield (
        f"« {state.file} » : {count} {missing} ({_list(sorted(names))}) ; reprendre le classeur d'origine, ou "
        f"{define} sur {cells} dans le Gestionnaire de noms. Si ce classeur vient d'une version antérieure "
        "d'excel-tools, le générer de nouveau."
    )


def _doubled(state: State, told_already: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each pair of inputs that share a cell: one of the two names is no longer at its place."""
    taken: dict[tuple[str, int, int], str] = {}
    told: set[tuple[str, str]] = set()
    for name in sorted(state.inputs):
        area = state.places[name]
        for row in range(area.row, area.row + area.height):
            for column in range(area.column, area.column + area.width):
                other = taken.setdefault((area.sheet, row, column), name)
                if other != name and (other, name) not in told and not {other, name} & set(told_already):
                    told.add((other, name))
                    yield (
                        f"« {state.file} » : les noms « {other} » et « {name} » désignent tous deux "
                        f"{area.sheet}!{cell_ref(row, column)} ; l'un des deux a été déplacé. Reprendre le classeur "
                        "d'origine, ou remettre ce nom sur ses cellules dans le Gestionnaire de noms."
                    )


def _displaced(first: State, second: State) -> dict[str, str]:
    """Return name → a sentence, for each input that is no longer where it was, or no longer of the same size."""
    found: dict[str, str] = {}
    resized: dict[tuple[str, str], list[str]] = {}
    for name in sorted(first.inputs & second.inputs):
        was, now = first.places[name], second.places[name]
        if (was.height, was.width) != (now.height, now.width) or was.sheet != now.sheet:
            resized.setdefault((was.sheet, now.sheet), []).append(name)
    for (old, new), names in resized.items():
        which = f"Nom « {names[0]} »" if len(names) == 1 else f"{len(names)} noms ({_list(names)}), dont « {names[0]} »"
        told = (
            f"{which} : {_where(first, names[0])}, {_where(second, names[0])} ; des lignes ou des colonnes y ont été "
            "insérées ou supprimées. Les rétablir (une ligne de plus se saisit dans une ligne vide de la liste), ou "
            "reprendre le classeur d'origine."
        )
        if old not in second.book.sheets and new not in first.book.sheets:
            told = (
                f"« {second.file} » : la feuille « {new} » s'appelle « {old} » dans « {first.file} » ; lui rendre ce "
                "nom."
            )
        found |= dict.fromkeys(names, told)
    for name in out_of_line(first.places, second.places):
        found.setdefault(
            name,
            f"Nom « {name} » : {_where(first, name)}, {_where(second, name)}, alors que les noms voisins n'ont pas "
            "bougé de même ; le remettre sur ses cellules dans le Gestionnaire de noms, ou reprendre le classeur "
            "d'origine.",
        )
    return found


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_TOLD]) + others(len(names) - MOST_TOLD)


def _where(state: State, name: str) -> str:
    area = state.places[name]
    return f"{area.sheet}!{area.ref} dans « {state.file} »"


def _without_result(state: State) -> Iterator[str]:
    """Yield a sentence for each input that holds a formula of which nobody stored the result."""
    for name in sorted(state.inputs):
        area = state.places[name]
        for row in range(area.row, area.row + area.height):
            for column in range(area.column, area.column + area.width):
                formula, value = state.cells.get((area.sheet, cell_ref(row, column)), (None, None))
                if formula is not None and value is None:
                    yield (
                        f"« {state.file} », feuille {area.sheet}, {cell_ref(row, column)} : la formule "
                        f"« ={formula[:60]} » n'a pas de résultat enregistré ; ouvrir le classeur dans Excel ou "
                        "LibreOffice, et l'enregistrer."
                    )
