"""A comparison as a person reads it in a terminal: totals, gaps and their causes, in a hundred columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from excel_tools.cli.comparison_below_zero import below_zero, lowest
from excel_tools.cli.comparison_causes import SHORT, Sources, by_measure, in_order, together
from excel_tools.cli.paint import Paint
from excel_tools.cli.tables import fits, more, number, share, signed, table
from excel_tools.cli.text import wrapped
from excel_tools.comparison import ALL, COMBINED, MEASURE_LABELS, Case, Comparison, Gap, Scope, keys, label
from excel_tools.comparison.comparison import KIND, REGION
from excel_tools.comparison.figures import (
    CHARGES,
    ENCAISSEMENTS,
    LOWEST,
    MEASURES,
    PRODUITS,
    RESULTAT,
    TRESORERIE,
)

FIRST = (PRODUITS, RESULTAT, TRESORERIE)
"""Measures shown when none is asked for; for one structure, the lowest cash besides."""
PER_CENT = tuple(measure for measure in MEASURES if measure != LOWEST)
"""Measures of which a gap in per cent means something: the lowest cash is often next to nothing."""
MOST = 5
"""Structures shown of each list; the files hold them all."""
_MOST_LOW = 20
"""Structures whose lowest cash is shown, when it is what is asked."""
_SCALES = ((100, 2, "€", 1), (100, 0, "€", 1), (100_000, 0, "k€", 1), (100_000, 0, "k€", 0))
"""Cents in a unit, decimals shown, name of the unit, decimals of a percentage: the first one that fits is taken."""
_LINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {RESULTAT: (PRODUITS, CHARGES), TRESORERIE: (ENCAISSEMENTS, CHARGES), LOWEST: (ENCAISSEMENTS, CHARGES)}
)
"""Measure without lines → those whose lines make it."""
_READING = (
    "Chaque cause seule, tout le reste inchangé ; avec l'effet combiné, leur somme est l'écart. « --mesure MESURE » "
    "donne aussi ce que chacune ajoute aux précédentes."
)


def _nothing(gap: Gap, measure: str) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True, slots=True)
class View:
    """What is shown.

    Attributes:
        measure: the measure asked for; empty for ``FIRST``.
        lines: whether each line has its gap.
        paint: the colours.
        why: gap of a structure and measure → the sentences that say where it comes from, each with its source.
        note: what must be known of the amounts, told under the totals.
        title: what heads it all.
        reference: what the reference is, told after its name.
        crosses: whether its population gives a structure another size; None when it is not known.
    """

    measure: str = ""
    lines: bool = False
    paint: Paint = field(default_factory=Paint)
    why: Callable[[Gap, str], Sequence[tuple[str, str]]] = _nothing
    note: str = ""
    title: str = ""
    reference: str = ""
    crosses: Callable[[Gap], bool] | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """Measures whose totals are shown."""
        return (self.measure,) if self.measure else FIRST

    def main(self, comparison: Comparison, variant: str) -> str:
        """Return the measure told structure by structure: the one asked, or the first one that moves."""
        if self.measure:
            return self.measure
        moved = (code for code in FIRST if any(any(case.gaps[variant].years(code)) for case in comparison.cases))
        return next(moved, FIRST[0])


def text(comparison: Comparison, view: View) -> str:
    """Return the whole comparison."""
    sources = Sources()
    blocks = [_title(comparison, view)]
    blocks += [_totals(comparison, measure, view) for measure in view.measures]
    blocks.append(wrapped(view.note))
    for rank, variant in enumerate(comparison.variants):
        blocks += list(_variant(comparison, variant, view, sources, rank == 0))
    blocks += [below_zero(comparison, view.paint), view.paint.quiet(sources.text()) if sources.numbers else ""]
    return "\n\n".join(block for block in blocks if block)


def _title(comparison: Comparison, view: View) -> str:
    count = len(comparison.cases)
    what = f"« {comparison.cases[0].structure.name} »" if count == 1 else f"{count} structures"
    names = ", ".join(f"« {name} »" for name in comparison.variants)
    against = f"{names} face à « {comparison.reference} »{view.reference}."
    if not names:
        against = f"« {comparison.reference} », seul scénario : rien à quoi le comparer."
    apart = len({case.structure.first_exercice for case in comparison.cases}) > 1
    spans = " Les exercices des structures diffèrent : les premiers et les derniers n'en comptent qu'une partie."
    later = any(case.structure.first_month != 1 for case in comparison.cases)
    named = " Un exercice porte l'année où il s'ouvre." if later else ""
    told = wrapped(f"{what} : {against}{spans if apart else ''}{named}")
    return f"{view.paint.title(wrapped(view.title))}\n{told}" if view.title else told


def _totals(comparison: Comparison, measure: str, view: View) -> str:
    """Return a table: a row for each scenario and, under each variant, its gap and what share of the reference."""
    if measure == LOWEST and len(comparison.cases) > 1:
        return _low_points(comparison, view)
    years = comparison.exercices
    base = comparison.amounts(ALL, comparison.reference, measure)
    before = comparison.over(ALL, comparison.reference, measure)
    last = {TRESORERIE: "à la fin", LOWEST: "au plus bas"}.get(measure, "total")
    for cents, decimals, unit, fine in _SCALES:
        rows = [[f"{SHORT[measure]} ({unit})", *map(str, years), last]]
        for scenario in comparison.scenarios:
            amounts = comparison.amounts(ALL, scenario, measure)
            over = comparison.over(ALL, scenario, measure)
            rows.append([scenario, *(number(amounts[year], cents, decimals) for year in years)])
            rows[-1].append(number(over, cents, decimals))
            if scenario != comparison.reference:
                gap = comparison.gap(ALL, scenario, measure)
                rows.append(["  écart", *(signed(gap[year], cents, decimals) for year in years)])
                rows[-1].append(signed(over - before, cents, decimals))
                if measure in PER_CENT:
                    shares = [share(gap[year], base[year], fine) for year in years]
                    rows.append(["  en %", *shares, share(over - before, before, fine)])
        if fits(rows):
            break
    return "\n".join(table(rows, view.paint))


def _low_points(comparison: Comparison, view: View) -> str:
    """Return a table of the lowest cash of each structure under each scenario, the lowest of all first."""
    found = sorted(
        ([lowest(case, scenario)[0] for scenario in comparison.scenarios], case.structure.name)
        for case in comparison.cases
    )
    found.sort(key=lambda item: (min(item[0]), item[1]))
    for cents, decimals, unit, _ in _SCALES:
        rows = [[f"{SHORT[LOWEST]} ({unit})", *comparison.scenarios]]
        rows += [[name, *(number(low, cents, decimals) for low in lows)] for lows, name in found[:_MOST_LOW]]
        if fits(rows):
            break
    return "\n".join(table(rows, view.paint)) + more(len(found) - _MOST_LOW)


def _variant(comparison: Comparison, variant: str, view: View, sources: Sources, first: bool) -> Iterator[str]:
    told = f"« {variant} » face à « {comparison.reference} » : d'où vient l'écart, cinq exercices"
    head = view.paint.title(wrapped(told))
    causes = {cause for case in comparison.cases for cause in case.gaps[variant].alone}
    if not causes - {COMBINED}:
        yield f"{head}\nLes deux scénarios ont les mêmes saisies : aucun écart."
        return
    measure = view.main(comparison, variant)
    cases = _by_gap(comparison, variant, measure)
    several = len(comparison.cases) > 1
    shown = (view.measure,) if view.measure else (*FIRST, LOWEST)
    moves = together(comparison, variant, shown, view.crosses) if several else ""
    if several and measure == LOWEST:
        yield f"{head}\n{moves}"
    else:
        reading = f"\n{wrapped(_READING)}" if first and not view.measure else ""
        yield f"{head}\n{_causes(comparison, variant, view)}{reading}"
        yield moves
    yield _why(comparison, variant, view, cases[0][1], sources)
    if view.lines:
        for summed in (PRODUITS, CHARGES) if not view.measure else _LINES.get(view.measure, (view.measure,)):
            yield _lines(comparison, variant, view, summed)
    if several:
        if measure != LOWEST and sum(cents != 0 for cents, _ in cases) > 1:
            regions = sorted({case.structure.region for case in comparison.cases})
            kinds = [Scope(KIND, kind) for kind in comparison.kinds]
            yield _groups(comparison, variant, view, "Par type", kinds)
            yield _groups(comparison, variant, view, "Par région", [Scope(REGION, region) for region in regions])
        yield _widest(comparison, variant, view, cases)


def _causes(comparison: Comparison, variant: str, view: View) -> str:
    if view.measure:
        return in_order(comparison, variant, view.measure, view.paint)
    low = (LOWEST,) if len(comparison.cases) == 1 else ()
    return by_measure(comparison, variant, (*view.measures, *low), view.paint)


def _why(comparison: Comparison, variant: str, view: View, case: Case, sources: Sources) -> str:
    """Return the sentences of the structure whose gap is the largest; those of the only one."""
    measure = view.main(comparison, variant)
    lines = [
        wrapped(f"{sentence}{sources.mark(source)}", "- ", "  ")
        for sentence, source in view.why(case.gaps[variant], measure)
    ]
    if lines and len(comparison.cases) > 1:
        name = case.structure.name
        head = [
            wrapped(f"Pour « {name} », dont l'écart est le plus grand (--structure NOM dit le pourquoi d'une autre) :")
        ]
        if measure == LOWEST:
            head.append(_causes(Comparison(comparison.scenarios, (case,)), variant, view))
        lines = [*head, *lines]
    return "\n".join(lines)


def _by_gap(comparison: Comparison, variant: str, measure: str) -> list[tuple[int, Case]]:
    """Return the gap of every structure, the largest first."""
    found = [(case.gaps[variant].over(measure), case) for case in comparison.cases]
    return sorted(found, key=lambda item: (-abs(item[0]), item[1].structure.name))


def _lines(comparison: Comparison, variant: str, view: View, measure: str) -> str:
    """Return a table of the lines of the measure, for all the structures together; kinds have each their own lines."""
    title = MEASURE_LABELS[measure]
    rows = [[f"{title}, ligne à ligne (€)", comparison.reference, variant, "Écart", "En %"]]
    for kind in comparison.kinds:
        scope = Scope(KIND, kind)
        for key in keys(kind):
            if key.measure != measure or not key.line:
                continue
            before, after = (
                comparison.over(scope, name, measure, key.line) for name in (comparison.reference, variant)
            )
            if before or after:
                name = label(kind, key.line)
                name = f"{kind} – {name}" if len(comparison.kinds) > 1 else name
                rows.append(_compared(name, before, after, measure))
    if not any(cell.strip("0,") for *_, cell, _ in rows[1:]):
        return f"{title} : aucune ligne ne change."
    return "\n".join(table(rows, view.paint))


def _groups(comparison: Comparison, variant: str, view: View, title: str, scopes: Sequence[Scope]) -> str:
    """Return a table of all the groups, which add up to the whole; nothing when there is one group, or no gap."""
    measure = view.main(comparison, variant)
    if len(scopes) < 2 or not any(comparison.gap_over(scope, variant, measure) for scope in scopes):
        return ""
    rows = [_head(comparison, variant, title, measure)]
    for scope in scopes:
        before, after = (comparison.over(scope, name, measure) for name in (comparison.reference, variant))
        rows.append(_compared(scope.label if scope.name else "(sans région)", before, after, measure))
    return "\n".join(table(rows, view.paint))


def _widest(comparison: Comparison, variant: str, view: View, cases: Sequence[tuple[int, Case]]) -> str:
    measure = view.main(comparison, variant)
    moved = [case for cents, case in cases if cents]
    if not moved:
        return f"{MEASURE_LABELS[measure]} : aucune structure ne change."
    rows = [_head(comparison, variant, "Écarts les plus grands", measure)]
    for case in moved[:MOST]:
        own = Comparison(comparison.scenarios, (case,))
        before, after = (own.over(ALL, name, measure) for name in (comparison.reference, variant))
        rows.append(_compared(case.structure.name, before, after, measure))
    return "\n".join(table(rows, view.paint)) + more(len(moved) - MOST)


def _head(comparison: Comparison, variant: str, title: str, measure: str) -> list[str]:
    name = SHORT[measure]
    share_head = ["En %"] if measure in PER_CENT else []
    return [f"{title}, {name[0].lower()}{name[1:]} (€)", comparison.reference, variant, "Écart", *share_head]


def _compared(name: str, before: int, after: int, measure: str) -> list[str]:
    shares = [share(after - before, before)] if measure in PER_CENT else []
    return [name, number(before), number(after), signed(after - before), *shares]
