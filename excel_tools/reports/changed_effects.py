"""What each changed input of a workbook gives alone: the first state with that input only, counted again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from excel_tools.comparison import Evaluate
from excel_tools.comparison.figures import CHARGES, LOWEST, PRODUITS, RESULTAT, TRESORERIE, Table, over_years, total
from excel_tools.errors import ExcelToolsError
from excel_tools.reports.reading import described
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.rules import Rules
from excel_tools.structure import Structure
from excel_tools.workbook.refs import Area

TOLD = (PRODUITS, CHARGES, RESULTAT, TRESORERIE, LOWEST)
"""Measures of which the effect of an input is told."""

Cell: TypeAlias = "tuple[str, int, int]"
"""Name, row and column from 0."""
Effects: TypeAlias = "dict[str, int]"
"""Measure → cents over the horizon: a sum, the last day's cash, the lowest cash."""


class Alone:
    """The first state, of which some inputs are taken from the second one.

    Args:
        file: its name.
        before, after: name → cells, row by row.
        places: name → its cells.
        evaluate: what computes the figures of structures.
    """

    def __init__(
        self,
        file: str,
        before: Mapping[str, Sequence[Sequence[Any]]],
        after: Mapping[str, Sequence[Sequence[Any]]],
        places: Mapping[str, Area],
        rules: Rules,
        evaluate: Evaluate,
    ) -> None:
        self._file, self._before, self._after, self._places = file, before, after, places
        self._rules, self._evaluate = rules, evaluate
        self._bases: dict[int, tuple[Structure, Table]] = {}

    def effects(self, cells: Iterable[Cell], number: int) -> Effects | None:
        """Return what some inputs give under a scenario, all else as before; None when they cannot stand alone."""
        structure = self._structure(cells, number)
        if structure is None:
            return None
        base, before = self._base(number)
        if structure == base:
            return dict.fromkeys(TOLD, 0)
        try:
            (after,) = self._evaluate([structure])
        except ExcelToolsError:
            return None
        return gaps(base.kind, before, after)

    def _base(self, number: int) -> tuple[Structure, Table]:
        if number not in self._bases:
            structure = self._read(self._before, number)
            self._bases[number] = structure, self._evaluate([structure])[0]
        return self._bases[number]

    def _structure(self, cells: Iterable[Cell], number: int) -> Structure | None:
        taken = dict(self._before)
        for name, row, col in cells:
            rows = [list(line) for line in taken[name]]
            rows[row][col] = self._after[name][row][col]
            taken[name] = rows
        try:
            return self._read(taken, number)
        except ExcelToolsError:
            # an amount without its date, an end before its start: it makes sense with the others only
            return None

    def _read(self, cells: Mapping[str, Sequence[Sequence[Any]]], number: int) -> Structure:
        return described(SheetInputs(self._file, cells, self._places), self._rules, number).structures[0]


def gaps(kind: str, before: Table, after: Table) -> Effects:
    """Return the gap of each measure told, over the horizon."""
    return {
        measure: over_years(measure, total(kind, after, measure)) - over_years(measure, total(kind, before, measure))
        for measure in TOLD
    }
