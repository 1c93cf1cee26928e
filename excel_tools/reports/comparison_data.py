"""A comparison as the flat rows of « Données » and « Causes », and as the sums that formulas make of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from excel_tools.comparison import CAUSE_LABELS, COMBINED, MEASURE_LABELS, Case, Comparison, Scope, label
from excel_tools.comparison.comparison import ALL, EVERYTHING, KIND, REGION, STRUCTURE
from excel_tools.comparison.figures import ADDED, LOWEST, MEASURES, TRESORERIE, Table, keys, over_years, total
from excel_tools.reports.comparison_shape import ALONE, IN_ORDER, MEASURE_NUMBERS, line_number

Years = tuple[int, ...]

NOWHERE = "–"
"""Region of a structure that has none."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data, in cents.

    Attributes:
        case: rank of its structure, from 0.
        scenario: number of its scenario, the reference being 1.
        measure: one of ``figures.MEASURES``.
        number: number of its line in « Données », of its effect in « Causes ».
        label: the line or the cause.
        years: amounts by fiscal year of the comparison, None for those outside the structure's horizon.
        over: what it gives over the structure's own horizon.
    """

    case: int
    scenario: int
    measure: str
    number: int
    label: str
    years: tuple[int | None, ...]
    over: int


@dataclass(frozen=True, slots=True)
class Data:
    """Both sheets of data, and the sums of a scope.

    Attributes:
        regions: the regions, in order; their numbers begin at 1.
    """

    comparison: Comparison
    regions: tuple[str, ...]
    rows: tuple[Row, ...]
    effects: tuple[Row, ...]
    exercices: tuple[int, ...]
    _inside: dict[Scope, frozenset[int]] = field(default_factory=dict)

    def region(self, case: Case) -> int:
        """Return the number of a structure's region."""
        return self.regions.index(case.structure.region or NOWHERE) + 1

    def inside(self, scope: Scope) -> frozenset[int]:
        """Return the ranks of the structures of a scope."""
        if scope not in self._inside:
            cases = self.comparison.cases
            self._inside[scope] = frozenset(rank for rank, case in enumerate(cases) if scope.holds(case.structure))
        return self._inside[scope]

    def criteria(self, scope: Scope) -> tuple[int | str, str, int | str]:
        """Return what structure, type and region must be for a row to belong to a scope, as SUMIFS is told."""
        everything = ">=0"
        structure: int | str = everything
        region: int | str = everything
        if scope.level == STRUCTURE:
            structure = min(self.inside(scope)) + 1
        if scope.level == REGION:
            region = self.regions.index(scope.name or NOWHERE) + 1
        return structure, scope.name if scope.level == KIND else "<>", region


def data_of(comparison: Comparison) -> Data:
    """Return the rows of a comparison; lines that are zero throughout are left out, the results never."""
    exercices = comparison.exercices
    found: list[Row] = []
    effects: list[Row] = []
    for rank, case in enumerate(comparison.cases):
        kind, first = case.structure.kind, case.structure.first_exercice - exercices[0]

        def placed(years: Sequence[int], at: int = first) -> tuple[int | None, ...]:
            after = len(exercices) - at - len(years)
            return (*[None] * at, *years, *[None] * after)

        for number, scenario in enumerate(comparison.scenarios, 1):
            for key, years in zip(keys(kind), case.tables[scenario], strict=True):
                if key.measure in ADDED and not any(years):
                    continue
                name = label(kind, key.line) if key.line else ""
                line = line_number(key.measure, kind, key.line)
                over = over_years(key.measure, years)
                found.append(Row(rank, number, key.measure, line, name, placed(years), over))
        for number, variant in enumerate(comparison.variants, 2):
            gap = case.gaps[variant]
            for cause, table in gap.alone.items():
                reading = "" if cause == COMBINED else " – seule"
                effects += _effects(
                    kind, table, (rank, number, ALONE[cause], f"{CAUSE_LABELS[cause]}{reading}"), placed
                )
            for cause, table in gap.in_order.items():
                what = f"{CAUSE_LABELS[cause]} – dans l'ordre"
                effects += _effects(kind, table, (rank, number, IN_ORDER[cause], what), placed)
    regions = tuple(sorted({case.structure.region or NOWHERE for case in comparison.cases}))
    return Data(comparison, regions, tuple(found), tuple(effects), exercices)


def _effects(
    kind: str, table: Table, what: tuple[int, int, int, str], placed: Callable[[Sequence[int]], tuple[int | None, ...]]
) -> Iterable[Row]:
    rank, number, effect, text = what
    for measure in MEASURES:
        years = total(kind, table, measure)
        # the lowest cash is no sum: its gap is told, not split
        if measure != LOWEST and any(years):
            yield Row(rank, number, measure, effect, text, placed(years), over_years(measure, years))


class Sums:
    """What SUMIFS finds over the rows of a scope: by scenario and measure, line, or effect."""

    def __init__(self, data: Data, scope: Scope = ALL) -> None:
        self.width = len(data.exercices)
        inside = data.inside(scope)
        self._years: dict[tuple[object, ...], list[int]] = {}
        self._over: dict[tuple[object, ...], int] = {}
        self._below: dict[tuple[int, int], int] = {}
        self._held: set[int | str] = set()
        for row in data.rows:
            if row.case not in inside:
                continue
            self._add(("measure", row.scenario, row.measure), row)
            self._held |= {row.measure, row.number}
            if row.number:
                self._add(("line", row.scenario, row.number), row)
            if row.measure == LOWEST:
                for year, cents in enumerate((*row.years, row.over)):
                    if cents is not None and cents < 0:
                        place = (row.scenario, year)
                        self._below[place] = self._below.get(place, 0) + 1
        for row in data.effects:
            if row.case in inside:
                self._add(("effect", row.scenario, row.measure, row.number), row)

    def _add(self, place: tuple[object, ...], row: Row) -> None:
        years = self._years.setdefault(place, [0] * self.width)
        for year, cents in enumerate(row.years):
            years[year] += cents or 0
        self._over[place] = self._over.get(place, 0) + row.over

    def years(self, *place: object) -> list[int]:
        """Return cents by fiscal year of ("measure", scenario, measure), ("line", scenario, number) or an effect."""
        return self._years.get(place, [0] * self.width)

    def over(self, *place: object) -> int:
        """Return the same over each structure's own horizon."""
        return self._over.get(place, 0)

    def holds(self, measure: str, line: int = 0) -> bool:
        """Return whether a scenario has some of a line, or of any line of a measure."""
        return (line or measure) in self._held

    def below(self, scenario: int) -> list[int]:
        """Return how many structures go below zero in each fiscal year, then over the horizon."""
        return [self._below.get((scenario, year), 0) for year in range(self.width + 1)]


def total_of(sums: Sums, scenario: int, measure: str) -> int:
    """Return what a measure gives over the horizon."""
    if measure == TRESORERIE:
        return sums.over("measure", scenario, measure)
    return sum(sums.years("measure", scenario, measure))


def scope_titles(data: Data) -> list[tuple[Scope, str]]:
    """Return what the list « Périmètre » shows for each scope; no two titles are read alike."""
    found: list[tuple[Scope, str]] = []
    taken: set[str] = set()
    words = {EVERYTHING: "", KIND: "Type : ", REGION: "Région : ", STRUCTURE: ""}
    for scope in data.comparison.scopes:
        name = scope.label if scope.name or scope.level == EVERYTHING else "non indiquée"
        text = f"{words[scope.level]}{name}"
        while text.casefold() in taken:
            text += " (structure)"
        taken.add(text.casefold())
        found.append((scope, text))
    return found


def measure_columns(rows: Sequence[Row], data: Data) -> dict[str, list[object]]:
    """Return the columns of a sheet of data, keyed as the names of the template end."""
    cases = data.comparison.cases
    names = data.comparison.scenarios
    structures = [cases[row.case].structure for row in rows]
    return {
        "textes": [
            [structure.name, names[row.scenario - 1], MEASURE_LABELS[row.measure], row.label or None]
            for row, structure in zip(rows, structures, strict=True)
        ],
        "ex": [[None if cents is None else cents / 100 for cents in row.years] for row in rows],
        "h": [row.over / 100 for row in rows],
        "t": [structure.kind for structure in structures],
        "g": [structure.region or NOWHERE for structure in structures],
        "s": [row.case + 1 for row in rows],
        "r": [data.region(cases[row.case]) for row in rows],
        "c": [row.scenario for row in rows],
        "m": [MEASURE_NUMBERS[row.measure] for row in rows],
        "number": [row.number for row in rows],
    }
