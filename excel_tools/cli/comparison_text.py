"""A comparison as a person reads it in a terminal: totals, gaps and their causes, in a hundred columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from excel_tools.batch.comparison_rows import cause_over, causes_of, gap_over, horizon
from excel_tools.cli.paint import Paint
from excel_tools.cli.text import wrapped
from excel_tools.comparison import CAUSE_LABELS, COMBINED, MEASURE_LABELS, Case, Comparison, Gap, Scope, keys, label
from excel_tools.comparison.comparison import ALL, KIND, REGION
from excel_tools.comparison.figures import LOWEST, TRESORERIE
from excel_tools.comparison.gap import relative
from excel_tools.money import french_number

WIDTH = 100
MOST = 5
"""Structures shown of each list; the files hold them all."""
_NAME, _ROW, _SHORT = 34, 22, 14
"""Characters of a name that are shown: in a column of its own, before amounts, at the head of amounts."""
_SCALES = ((100, 2, "€", 1), (100, 0, "€", 1), (100_000, 0, "k€", 1), (100_000, 0, "k€", 0))
"""Cents in a unit, decimals shown, name of the unit, decimals of a percentage: the first one that fits is taken."""


def _nothing(gap: Gap, measure: str) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class View:
    """What is shown.

    Attributes:
        measures: those whose totals are shown; the gap of the first one is explained.
        lines: whether each line has its gap.
        paint: the colours.
        why: gap of a structure and measure → the sentences that say where it comes from.
        note: what must be known of the amounts, told under the totals.
    """

    measures: tuple[str, ...]
    lines: bool = False
    paint: Paint = field(default_factory=Paint)
    why: Callable[[Gap, str], Sequence[str]] = _nothing
    note: str = ""

    @property
    def main(self) -> str:
        """The measure whose gap is explained."""
        return self.measures[0]


def text(comparison: Comparison, view: View) -> str:
    """Return the whole comparison."""
    blocks = [_title(comparison)]
    blocks += [_totals(comparison, measure, view) for measure in view.measures]
    blocks.append(wrapped(view.note))
    for variant in comparison.variants:
        blocks += list(_variant(comparison, variant, view))
    blocks.append(_below_zero(comparison, view))
    return "\n\n".join(block for block in blocks if block)


def _title(comparison: Comparison) -> str:
    count = len(comparison.cases)
    what = f"« {comparison.cases[0].structure.name} »" if count == 1 else f"{count} structures"
    names = ", ".join(f"« {name} »" for name in comparison.variants)
    against = f"{names} face à « {comparison.reference} »" if names else f"« {comparison.reference} » seul"
    apart = len({case.structure.first_exercice for case in comparison.cases}) > 1
    spans = " Les exercices des structures diffèrent : les premiers et les derniers n'en comptent qu'une partie."
    later = any(case.structure.first_month != 1 for case in comparison.cases)
    named = " Un exercice porte l'année où il s'ouvre." if later else ""
    return wrapped(f"{what} : {against}.{spans if apart else ''}{named}")


def _totals(comparison: Comparison, measure: str, view: View) -> str:
    """Return a table: a row for each scenario and, under each variant, its gap and what share of the reference."""
    years = comparison.exercices
    base = comparison.amounts(ALL, comparison.reference, measure)
    last = "à la fin" if measure == TRESORERIE else "total"
    name = MEASURE_LABELS[measure].removesuffix(" d'exercice")
    for cents, decimals, unit, fine in _SCALES:
        rows = [[f"{name} ({unit})", *map(str, years), last]]
        for scenario in comparison.scenarios:
            amounts = comparison.amounts(ALL, scenario, measure)
            over = horizon(comparison.cases, scenario, measure)
            rows.append([_cut(scenario, _ROW), *(_number(amounts[year], cents, decimals) for year in years)])
            rows[-1].append(_number(over, cents, decimals))
            if scenario != comparison.reference:
                gap = comparison.gap(ALL, scenario, measure)
                total = gap_over(comparison.cases, comparison.reference, scenario, measure)
                before = horizon(comparison.cases, comparison.reference, measure)
                rows.append(["  écart", *(_signed(gap[year], cents, decimals) for year in years)])
                rows[-1].append(_signed(total, cents, decimals))
                shares = [_share(gap[year], base[year], fine) for year in years]
                rows.append(["  en %", *shares, _share(total, before, fine)])
        table = _table(rows, view.paint)
        if max(map(_width, table)) <= WIDTH:
            break
    return "\n".join(table)


def _variant(comparison: Comparison, variant: str, view: View) -> Iterator[str]:
    measure = view.main
    head = f"« {variant} » face à « {comparison.reference} » : {MEASURE_LABELS[measure].lower()}, cinq exercices"
    causes = causes_of(comparison.cases, variant)
    if not any(cause != COMBINED for cause in causes):
        yield f"{view.paint.title(head)}\nLes deux scénarios ont les mêmes saisies : aucun écart."
        return
    yield f"{view.paint.title(head)}\n{_causes(comparison, variant, view, causes)}"
    yield _why(comparison, variant, view)
    if view.lines:
        yield _lines(comparison, variant, view)
    if len(comparison.cases) > 1:
        regions = sorted({case.structure.region for case in comparison.cases} - {""})
        yield _groups(comparison, variant, view, "Par type", [Scope(KIND, kind) for kind in comparison.kinds])
        yield _groups(comparison, variant, view, "Par région", [Scope(REGION, region) for region in regions])
        yield _widest(comparison, variant, view)


def _causes(comparison: Comparison, variant: str, view: View, causes: Sequence[str]) -> str:
    measure, several = view.main, len(comparison.cases) > 1
    rows = [["Cause", *(["Structures"] if several else []), "Seule", "Dans l'ordre"]]
    sums = [0, 0]
    for cause in causes:
        alone, ordered = cause_over(comparison.cases, variant, cause, measure)
        if cause == COMBINED and not alone:
            continue
        sums = [sums[0] + alone, sums[1] + ordered]
        count = sum(cause in case.gaps[variant].alone for case in comparison.cases)
        counted = [] if not several else ["" if cause == COMBINED else str(count)]
        rows.append([CAUSE_LABELS[cause], *counted, _euros(alone), "" if cause == COMBINED else _euros(ordered)])
    rows.append(["Écart", *([""] if several else []), _euros(sums[0]), _euros(sums[1])])
    return "\n".join(_table(rows, view.paint))


def _why(comparison: Comparison, variant: str, view: View) -> str:
    """Return the sentences of the structure whose gap is the largest; those of the only one."""
    case = _by_gap(comparison, variant, view)[0]
    sentences = [wrapped(sentence, "- ", "  ") for sentence in view.why(case.gaps[variant], view.main)]
    if sentences and len(comparison.cases) > 1:
        name = case.structure.name
        told = f"Pour « {name} », dont l'écart est le plus grand (--structure NOM dit le pourquoi d'une autre) :"
        sentences.insert(0, wrapped(told))
    return "\n".join(sentences)


def _gap(comparison: Comparison, cases: Sequence[Case], variant: str, view: View) -> int:
    return gap_over(cases, comparison.reference, variant, view.main)


def _by_gap(comparison: Comparison, variant: str, view: View) -> list[Case]:
    """Return every structure, the largest gap first."""
    return sorted(
        comparison.cases, key=lambda case: (-abs(_gap(comparison, [case], variant, view)), case.structure.name)
    )


def _lines(comparison: Comparison, variant: str, view: View) -> str:
    """Return a table of the lines of the measure, for all the structures together; kinds have each their own lines."""
    measure = view.main
    rows = [["Ligne", _cut(comparison.reference, _SHORT), _cut(variant, _SHORT), "Écart", "En %"]]
    for kind in comparison.kinds:
        scope = Scope(KIND, kind)
        for key in keys(kind):
            if key.measure != measure or not key.line:
                continue
            before, after = (
                sum(comparison.amounts(scope, name, measure, key.line).values())
                for name in (comparison.reference, variant)
            )
            if before or after:
                name = label(kind, key.line)
                name = f"{kind} – {name}" if len(comparison.kinds) > 1 else name
                rows.append(_compared(name, before, after))
    if len(rows) == 1:
        return ""
    return "\n".join(_table(rows, view.paint))


def _groups(comparison: Comparison, variant: str, view: View, title: str, scopes: Sequence[Scope]) -> str:
    """Return a table of the groups that have a gap; nothing when there is one group only."""
    groups = [(scope.label, comparison.within(scope)) for scope in scopes]
    moved = [(name, cases) for name, cases in groups if _gap(comparison, cases, variant, view)]
    return _side_by_side(comparison, variant, view, title, moved) if len(groups) > 1 and moved else ""


def _widest(comparison: Comparison, variant: str, view: View) -> str:
    moved = [case for case in _by_gap(comparison, variant, view) if _gap(comparison, [case], variant, view)]
    if not moved:
        return "Aucune structure ne voit cette mesure changer."
    groups = [(case.structure.name, [case]) for case in moved[:MOST]]
    shown = _side_by_side(comparison, variant, view, "Écarts les plus grands", groups)
    return shown + _others(len(moved) - MOST)


def _others(count: int) -> str:
    return f"\n… et {count} autre{'s' if count > 1 else ''} (--csv et --json les donnent)." if count > 0 else ""


def _side_by_side(
    comparison: Comparison, variant: str, view: View, title: str, groups: Sequence[tuple[str, Sequence[Case]]]
) -> str:
    rows = [[title, _cut(comparison.reference, _SHORT), _cut(variant, _SHORT), "Écart", "En %"]]
    for name, cases in groups:
        before, after = (horizon(cases, scenario, view.main) for scenario in (comparison.reference, variant))
        rows.append(_compared(name, before, after))
    return "\n".join(_table(rows, view.paint))


def _compared(name: str, before: int, after: int) -> list[str]:
    return [_cut(name), _number(before), _number(after), _signed(after - before), _share(after - before, before)]


def _below_zero(comparison: Comparison, view: View) -> str:
    rows = [["Trésorerie sous zéro", "Scénario", "Exercice", "Au plus bas (€)"]]
    found = [
        (lowest, case.structure.name, scenario, exercice)
        for case in comparison.cases
        for scenario in comparison.scenarios
        for lowest, exercice in [_lowest(case, scenario)]
        if lowest < 0
    ]
    found.sort()
    if not found:
        return "Trésorerie : aucune structure ne passe sous zéro, dans aucun scénario."
    shown = found[: 2 * MOST]
    rows += [[_cut(name), _cut(scenario), str(exercice), _number(low)] for low, name, scenario, exercice in shown]
    return "\n".join(_table(rows, view.paint, left=2)) + _others(len(found) - len(shown))


def _lowest(case: Case, scenario: str) -> tuple[int, int]:
    rank = [key.measure for key in keys(case.structure.kind)].index(LOWEST)
    years = case.tables[scenario][rank]
    return min((cents, case.structure.first_exercice + year) for year, cents in enumerate(years))


def _table(rows: Sequence[Sequence[str]], paint: Paint, left: int = 1) -> list[str]:
    """Return aligned lines under a head: the first columns to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for rank, row in enumerate(rows):
        cells = [
            cell.ljust(size) if column < left else _red(cell.rjust(size), paint)
            for column, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        line = "  ".join(cells).rstrip()
        lines.append(paint.title(line) if rank == 0 else line)
        if rank == 0:
            lines.append("  ".join("─" * size for size in widths))
    return lines


def _red(cell: str, paint: Paint) -> str:
    return paint.below(cell) if cell.lstrip().startswith("-") else cell


def _width(line: str) -> int:
    return len(line.replace("\x1b[31m", "").replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", ""))


def _cut(name: str, most: int = _NAME) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _number(cents: int, unit: int = 100, decimals: int = 2) -> str:
    return french_number(Fraction(cents, unit), decimals)


def _signed(cents: int, unit: int = 100, decimals: int = 2) -> str:
    shown = _number(cents, unit, decimals)
    if not any(digit in shown for digit in "123456789"):
        # less than half of what is shown: no sign before a zero
        return shown.removeprefix("-")
    return f"{'+' if cents > 0 else ''}{shown}"


def _euros(cents: int) -> str:
    return f"{_signed(cents)}\u202f€"


def _share(gap: int, before: int, decimals: int = 1) -> str:
    ppm = relative(gap, before)
    if ppm is None:
        return "–"
    return f"{_signed(ppm, 10_000, decimals)}\u202f%"
