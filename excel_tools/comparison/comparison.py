"""A portfolio under several scenarios: figures, gaps and their causes, for a structure, a type, a region or all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from excel_tools.comparison.causes import CAUSE_LABELS
from excel_tools.comparison.figures import LOWEST, Table, keys, over_years
from excel_tools.comparison.gap import Evaluate, Gap, added, explain
from excel_tools.errors import InputError
from excel_tools.rules.words import nearest
from excel_tools.schedule import YEARS
from excel_tools.structure import KINDS, Structure

EVERYTHING, KIND, REGION, STRUCTURE = LEVELS = ("ensemble", "type", "region", "structure")
LEVEL_LABELS: Mapping[str, str] = MappingProxyType(
    {EVERYTHING: "Ensemble", KIND: "Type", REGION: "Région", STRUCTURE: "Structure"}
)
MOST_EXERCICES = 7
"""Fiscal years that the structures compared together may span."""

Exercices: TypeAlias = "dict[int, int]"
"""Fiscal year, named by the year in which it opens → cents."""
Sums: TypeAlias = "dict[tuple[str, int], Table]"
"""Kind and first fiscal year → the tables of such structures, added up."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at together.

    Attributes:
        level: one of ``LEVELS``.
        name: kind, region or name of the structure; empty for all of them.
    """

    level: str
    name: str = ""

    @property
    def label(self) -> str:
        """What a reader sees: « Ensemble », « CPTS », a region, the name of a structure."""
        return self.name or LEVEL_LABELS[self.level]

    def holds(self, structure: Structure) -> bool:
        """Whether a structure belongs to it."""
        found = {KIND: structure.kind, REGION: structure.region, STRUCTURE: structure.name}
        return self.level == EVERYTHING or found[self.level] == self.name


ALL = Scope(EVERYTHING)


@dataclass(frozen=True, slots=True)
class Case:
    """One structure under every scenario.

    Attributes:
        structure: as its portfolio describes it, before any scenario.
        tables: scenario → figures, in the rows of ``figures.keys``.
        gaps: scenario, but the reference → its gap to the reference.
    """

    structure: Structure
    tables: Mapping[str, Table]
    gaps: Mapping[str, Gap]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the scenarios give, structure by structure.

    Attributes:
        scenarios: their names, the reference first.
        cases: the structures, in the order of the portfolio.
    """

    scenarios: tuple[str, ...]
    cases: tuple[Case, ...]
    _sums: dict[tuple[Scope, str, str], Sums] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def reference(self) -> str:
        """The scenario to which the others are compared."""
        return self.scenarios[0]

    @property
    def variants(self) -> tuple[str, ...]:
        """The other scenarios."""
        return self.scenarios[1:]

    @property
    def exercices(self) -> tuple[int, ...]:
        """The fiscal years of all the structures, in order."""
        firsts = [case.structure.first_exercice for case in self.cases]
        return tuple(range(min(firsts), max(firsts) + YEARS))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds present, in the order of ``KINDS``."""
        return tuple(kind for kind in KINDS if any(case.structure.kind == kind for case in self.cases))

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Everything, every type, every region, even of one, then each structure; a single structure stands alone.

        The types add up to everything, and so do the regions: a structure without one is under ``Scope(REGION)``.
        """
        structures = [case.structure for case in self.cases]
        alone = tuple(Scope(STRUCTURE, structure.name) for structure in structures)
        if len(alone) == 1:
            return alone
        regions = sorted({structure.region for structure in structures}, key=lambda name: (not name, name))
        kinds = [Scope(KIND, kind) for kind in self.kinds]
        return (ALL, *kinds, *(Scope(REGION, name) for name in regions), *alone)

    def within(self, scope: Scope) -> tuple[Case, ...]:
        """Return the structures of a scope."""
        return tuple(case for case in self.cases if scope.holds(case.structure))

    def amounts(self, scope: Scope, scenario: str, measure: str, line: str | None = None) -> Exercices:
        """Return a measure of a scenario by fiscal year, all its lines together or one of them.

        The lowest cash of a group is not a sum: ask it of one structure (see ``below_zero`` for a group).
        """
        return self._read(scope, (scenario, "amounts"), lambda case: case.tables[scenario], measure, line)

    def gap(self, scope: Scope, variant: str, measure: str, line: str | None = None) -> Exercices:
        """Return the gap of a scenario to the reference by fiscal year."""
        return self._read(scope, (variant, "gap"), lambda case: case.gaps[variant].table, measure, line)

    def effect(self, scope: Scope, variant: str, cause: str, measure: str, line: str | None = None) -> Exercices:
        """Return what a cause gives alone (``causes.COMBINED``: what they give together beyond it)."""
        return self._read(scope, (variant, f"alone {cause}"), _alone(variant, cause), measure, line)

    def step(self, scope: Scope, variant: str, cause: str, measure: str, line: str | None = None) -> Exercices:
        """Return what a cause adds to those before it, in the order of substitution."""
        return self._read(scope, (variant, f"in order {cause}"), _in_order(variant, cause), measure, line)

    def over(self, scope: Scope, scenario: str, measure: str, line: str | None = None) -> int:
        """Return a measure of a scenario over the horizon, that of each structure: a sum, or its last day's cash.

        Raises:
            InputError: the lowest cash of a group, which is no sum.
        """
        return self._over(scope, (scenario, "amounts"), lambda case: case.tables[scenario], measure, line)

    def gap_over(self, scope: Scope, variant: str, measure: str, line: str | None = None) -> int:
        """Return the gap of a scenario to the reference over the horizon; see ``over``."""
        return self.over(scope, variant, measure, line) - self.over(scope, self.reference, measure, line)

    def causes_over(self, scope: Scope, variant: str, measure: str) -> dict[str, tuple[int, int]]:
        """Return what each cause at work gives over the horizon, alone and in order; the combined effect alone.

        Both add up to the gap.

        Raises:
            InputError: the lowest cash of a group, which is no sum.
        """
        cases = self.within(scope)
        present = {cause for case in cases for cause in case.gaps[variant].alone}
        causes = [cause for cause in CAUSE_LABELS if cause in present]
        if measure == LOWEST:
            gap = _only(cases).gaps[variant]
            alone, ordered = gap.over_alone(measure), gap.over_in_order(measure)
            return {cause: (alone[cause], ordered.get(cause, 0)) for cause in causes}
        # the same tables as those of ``effect`` and ``step``
        return {
            cause: (
                self._over(scope, (variant, f"alone {cause}"), _alone(variant, cause), measure),
                self._over(scope, (variant, f"in order {cause}"), _in_order(variant, cause), measure),
            )
            for cause in causes
        }

    def below_zero(self, scope: Scope, scenario: str) -> tuple[str, ...]:
        """Return the names of the structures whose cash goes below zero in some month."""
        return tuple(
            case.structure.name
            for case in self.within(scope)
            if any(cents < 0 for cents in _rows(case.structure.kind, case.tables[scenario], LOWEST, None)[0])
        )

    def _read(
        self,
        scope: Scope,
        what: tuple[str, str],
        table_of: Callable[[Case], Table | None],
        measure: str,
        line: str | None,
    ) -> Exercices:
        found = dict.fromkeys(self.exercices, 0)
        for (kind, first), table in self._added(scope, what, table_of).items():
            for row in _rows(kind, table, measure, line):
                for year, cents in enumerate(row):
                    found[first + year] += cents
        return found

    def _over(
        self,
        scope: Scope,
        what: tuple[str, str],
        table_of: Callable[[Case], Table | None],
        measure: str,
        line: str | None = None,
    ) -> int:
        if measure == LOWEST:
            _only(self.within(scope))
        groups = self._added(scope, what, table_of)
        # structures that open in different years end in different ones
        return sum(
            over_years(measure, row) for (kind, _), table in groups.items() for row in _rows(kind, table, measure, line)
        )

    def _added(self, scope: Scope, what: tuple[str, str], table_of: Callable[[Case], Table | None]) -> Sums:
        """Return the tables of a scope, added up once, then read line by line."""
        key = (scope, *what)
        if key not in self._sums:
            self._sums[key] = _sums(self.within(scope), table_of)
        return self._sums[key]


def _alone(variant: str, cause: str) -> Callable[[Case], Table | None]:
    return lambda case: case.gaps[variant].alone.get(cause)


def _in_order(variant: str, cause: str) -> Callable[[Case], Table | None]:
    return lambda case: case.gaps[variant].in_order.get(cause)


def _only(cases: Sequence[Case]) -> Case:
    if len(cases) != 1:
        raise InputError("La trésorerie la plus basse ne s'additionne pas : la demander structure par structure.")
    return cases[0]


def _sums(cases: Iterable[Case], table_of: Callable[[Case], Table | None]) -> Sums:
    tables: dict[tuple[str, int], list[Table]] = {}
    for case in cases:
        table = table_of(case)
        if table is not None:
            tables.setdefault((case.structure.kind, case.structure.first_exercice), []).append(table)
    return {key: added(several, several[0]) for key, several in tables.items()}


def compare(
    variants: Sequence[tuple[Structure, Mapping[str, Structure]]], evaluate: Evaluate, reference: str = ""
) -> Comparison:
    """Return the comparison of some structures, each under the same scenarios.

    Args:
        variants: each structure, and scenario → the structure under it (``scenarios.variants``).
        evaluate: what computes figures: ``gap.one_by_one``, or ``arrays`` for many.
        reference: scenario to which the others are compared; the first one when empty.

    Raises:
        InputError: no structure, no such scenario, fiscal years too far apart.
        RuleError: an amount is not known on a day of a contract.
    """
    names = list(variants[0][1]) if variants else []
    if not names:
        raise InputError("Rien à comparer : aucune structure acceptée.")
    chosen = reference or names[0]
    if chosen not in names:
        raise InputError(
            f"Scénario de référence « {chosen} » inconnu.{nearest(chosen, names)} Scénarios : {', '.join(names)}."
        )
    scenarios = (chosen, *(name for name in names if name != chosen))
    firsts = [structure.first_exercice for structure, _ in variants]
    if max(firsts) - min(firsts) + YEARS > MOST_EXERCICES:
        raise InputError(
            f"Les exercices vont de {min(firsts)} à {max(firsts) + YEARS - 1} ; une comparaison en couvre "
            f"{MOST_EXERCICES} au plus : comparer ensemble des structures dont les premiers exercices sont proches."
        )
    pairs = [(named[chosen], named[name]) for _, named in variants for name in scenarios[1:]]
    alone = [(named[chosen], named[chosen]) for _, named in variants] if len(scenarios) == 1 else []
    gaps = iter(explain([*pairs, *alone], evaluate))
    cases = []
    for structure, _ in variants:
        found = {name: next(gaps) for name in scenarios[1:]} or {chosen: next(gaps)}
        before = next(iter(found.values())).before
        tables = {chosen: before, **{name: gap.after for name, gap in found.items() if name != chosen}}
        cases.append(Case(structure, tables, {name: found[name] for name in scenarios[1:]}))
    return Comparison(scenarios, tuple(cases))


def _rows(kind: str, table: Table, measure: str, line: str | None) -> list[tuple[int, ...]]:
    return [table[place] for place in _places(kind, measure, line)]


@cache
def _places(kind: str, measure: str, line: str | None) -> tuple[int, ...]:
    return tuple(place for place, key in enumerate(keys(kind)) if key.measure == measure and line in (None, key.line))
