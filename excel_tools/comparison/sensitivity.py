"""The tornado: what each hypothesis, moved alone by its range, does to one result of a structure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from excel_tools.comparison.figures import (
    ENCAISSEMENTS,
    LOWEST,
    MEASURE_LABELS,
    MEASURES,
    RESULTAT,
    TRESORERIE,
    over_years,
    total,
)
from excel_tools.comparison.gap import Evaluate, one_by_one
from excel_tools.comparison.levers import BY_DEFAULT, RENEWAL, YES_NO, Lever, levers, settled_term
from excel_tools.errors import InputError
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.structure import Structure

_CASH = frozenset((ENCAISSEMENTS, TRESORERIE, LOWEST))


@dataclass(frozen=True, slots=True)
class Bar:
    """What one hypothesis does to the result, in cents.

    Attributes:
        lever: the hypothesis.
        low: lowest change tried, in the unit of the lever.
        high: highest one.
        base: the result as entered.
        at_low: the result under the lowest change.
        at_high: the result under the highest one.
        others: measures that either change moves in some fiscal year, besides the result.
        shown_by: those of ``others`` whose value over the horizon moves: the tornado of each has a bar for it.
    """

    lever: Lever
    low: int
    high: int
    base: int
    at_low: int
    at_high: int
    others: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()

    @property
    def effects(self) -> tuple[int, int]:
        """What the lowest and the highest change add to the result."""
        return self.at_low - self.base, self.at_high - self.base

    @property
    def amplitude(self) -> int:
        """From the least the result may be to the most, the one entered included."""
        found = (self.base, self.at_low, self.at_high)
        return max(found) - min(found)

    @property
    def cash_only(self) -> bool:
        """Whether money comes or goes at another time, and nothing else moves: neither the result nor what is due."""
        return not self.amplitude and bool(self.others) and set(self.others) <= _CASH


@dataclass(frozen=True, slots=True)
class Tornado:
    """The hypotheses of a structure, the one that weighs most first.

    Attributes:
        structure: as entered.
        result: measure that is looked at, one of ``figures.MEASURES``.
        base: its value as entered, in cents; see ``figures.over_years``.
        bars: one for each hypothesis, by amplitude, then in the order of ``levers``.
        settled: last day of a contract whose renewal, decided before the budget, is left out of the bars; 0 otherwise.
    """

    structure: Structure
    result: str
    base: int
    bars: tuple[Bar, ...]
    settled: int = 0

    @property
    def label(self) -> str:
        """What the result is, in French: « Produits, total sur cinq exercices »."""
        if self.result == LOWEST:
            return "Trésorerie la plus basse sur cinq exercices"
        if self.result == TRESORERIE:
            return "Trésorerie à la fin du cinquième exercice"
        return f"{MEASURE_LABELS[self.result]}, total sur cinq exercices"


def tornado(
    structure: Structure,
    rules: Rules,
    ranges: Mapping[str, tuple[int, int]] | None = None,
    result: str = RESULTAT,
    evaluate: Evaluate | None = None,
) -> Tornado:
    """Return what each hypothesis, moved alone, does to a result.

    Args:
        ranges: code of a lever → lowest and highest change, in its unit; the levers of ``levers.BY_DEFAULT`` with
            their own ranges when None. Only those named are moved, and not the renewal of a contract that ended
            before the budget.
        result: one of ``figures.MEASURES``.
        evaluate: what computes figures; one by one by default.

    Raises:
        InputError: unknown result or lever, a range the wrong way round or out of its bounds; all at once.
        RuleError: an amount is not known on a day of the contract.
    """
    if result not in MEASURES:
        raise InputError(
            f"Résultat « {result} » inconnu.{nearest(result, MEASURES)} Résultats : {', '.join(MEASURES)}."
        )
    chosen = default_ranges(structure.kind) if ranges is None else dict(ranges)
    of_kind = levers(structure.kind)
    check_ranges(structure.kind, chosen)
    # what is behind is no hypothesis: without it, the cash received to this day would have no contract
    settled = settled_term(structure, rules) if RENEWAL in chosen else 0
    if settled:
        del chosen[RENEWAL]
    varied = [of_kind[code].change(structure, rules, amount) for code, bounds in chosen.items() for amount in bounds]
    tables = (evaluate or one_by_one(rules))([structure, *varied])
    entered, *rows = ({measure: total(structure.kind, table, measure) for measure in MEASURES} for table in tables)
    base, *values = (over_years(result, row[result]) for row in (entered, *rows))
    whole = {measure: over_years(measure, entered[measure]) for measure in MEASURES}
    bars = []
    for rank, (code, (low, high)) in enumerate(chosen.items()):
        ends = rows[2 * rank : 2 * rank + 2]
        moved = [each for each in MEASURES if each != result and any(row[each] != entered[each] for row in ends)]
        shown = [each for each in moved if any(over_years(each, row[each]) != whole[each] for row in ends)]
        at_low, at_high = values[2 * rank : 2 * rank + 2]
        bars.append(Bar(of_kind[code], low, high, base, at_low, at_high, tuple(moved), tuple(shown)))
    order = list(of_kind)
    bars.sort(key=lambda bar: (-bar.amplitude, order.index(bar.lever.code)))
    return Tornado(structure, result, base, tuple(bars), settled)


def default_ranges(kind: str) -> dict[str, tuple[int, int]]:
    """Return the ranges tried when none is given: code of a lever → lowest and highest change."""
    return {code: (levers(kind)[code].low, levers(kind)[code].high) for code in BY_DEFAULT[kind]}


def check_ranges(kind: str, ranges: Mapping[str, tuple[int, int]]) -> None:
    """Refuse ranges that cannot be tried.

    Raises:
        InputError: every one of them, in French.
    """
    known = levers(kind)
    problems = []
    for code, (low, high) in ranges.items():
        lever = known.get(code)
        if lever is None:
            problems.append(
                f"Hypothèse « {code} » inconnue pour une {kind}.{nearest(code, known)} Hypothèses : {', '.join(known)}."
            )
            continue
        least, most = lever.bounds
        if low > high:
            problems.append(f"{lever.label} : de {lever.shown(low)} à {lever.shown(high)}, le plus bas d'abord.")
        if not (least <= low <= most and least <= high <= most):
            allowed = "oui ou non" if lever.unit == YES_NO else f"de {lever.shown(least)} à {lever.shown(most)}"
            problems.append(f"{lever.label} : {lever.shown(low)} à {lever.shown(high)} ; {allowed} au plus.")
    if problems:
        raise InputError(problems)
