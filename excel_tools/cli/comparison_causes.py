"""Where a gap comes from, as a person reads it: the causes in a table, in sentences, and how many structures move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from excel_tools.cli.paint import Paint
from excel_tools.cli.tables import listed, signed, table
from excel_tools.cli.text import wrapped
from excel_tools.comparison import ALL, CAUSE_LABELS, COMBINED, MEASURE_LABELS, Comparison, Gap
from excel_tools.comparison.causes import TAILLE
from excel_tools.comparison.figures import LOWEST, TRESORERIE
from excel_tools.money import french_euros

SHORT: Mapping[str, str] = MappingProxyType({**MEASURE_LABELS, TRESORERIE: "Trésorerie de fin", LOWEST: "Point bas"})
"""Measure → what heads a column."""
_WAY = {1: "hausse", -1: "baisse"}
_MOST_NAMED = 4
"""Structures named in a sentence; the others are counted."""


@dataclass
class Sources:
    """The texts cited, each once, numbered as they are met."""

    numbers: dict[str, int] = field(default_factory=dict)

    def mark(self, source: str) -> str:
        """Return what follows a sentence: « [2] »; nothing without a source."""
        if not source:
            return ""
        return f"\u00a0[{self.numbers.setdefault(source, len(self.numbers) + 1)}]"

    def text(self) -> str:
        """Return the list of them; nothing when none was cited."""
        lines = [wrapped(f"{text}.", f"  [{number}] ", "      ") for text, number in self.numbers.items()]
        return "\n".join(["Sources", *lines]) if lines else ""


def by_measure(comparison: Comparison, variant: str, measures: Sequence[str], paint: Paint) -> str:
    """Return a table: what each cause gives alone, one column a measure; the last row is the gap."""
    effects = {measure: comparison.causes_over(ALL, variant, measure) for measure in measures}
    rows = [["Cause seule (€)", *_counted(comparison, "Structures"), *(SHORT[measure] for measure in measures)]]
    for cause in effects[measures[0]]:
        amounts = [effects[measure][cause][0] for measure in measures]
        if cause != COMBINED or any(amounts):
            count = _counted(comparison, _count(comparison, variant, cause))
            rows.append([CAUSE_LABELS[cause], *count, *map(signed, amounts)])
    gaps = [comparison.gap_over(ALL, variant, measure) for measure in measures]
    rows.append(["Écart", *_counted(comparison, ""), *map(signed, gaps)])
    return "\n".join(table(rows, paint))


def in_order(comparison: Comparison, variant: str, measure: str, paint: Paint) -> str:
    """Return a table of one measure: what each cause gives alone, then once those before it hold."""
    rows = [[f"{SHORT[measure]} (€)", *_counted(comparison, "Structures"), "Seule", "Dans l'ordre"]]
    for cause, (alone, ordered) in comparison.causes_over(ALL, variant, measure).items():
        if cause == COMBINED and not alone:
            continue
        count = _counted(comparison, _count(comparison, variant, cause))
        rows.append([CAUSE_LABELS[cause], *count, signed(alone), "" if cause == COMBINED else signed(ordered)])
    gap = signed(comparison.gap_over(ALL, variant, measure))
    rows.append(["Écart", *_counted(comparison, ""), gap, gap])
    return "\n".join(table(rows, paint))


def _counted(comparison: Comparison, cell: str) -> list[str]:
    return [cell] if len(comparison.cases) > 1 else []


def _count(comparison: Comparison, variant: str, cause: str) -> str:
    return "" if cause == COMBINED else str(sum(cause in case.gaps[variant].alone for case in comparison.cases))


def together(
    comparison: Comparison, variant: str, measures: Sequence[str], crosses: Callable[[Gap], bool] | None
) -> str:
    """Return how many structures of a group move, by kind and which way, and how many change size.

    Args:
        crosses: whether its population gives a structure another size; None when it is not known.
    """
    moves: dict[tuple[tuple[str, str, int], ...], list[str]] = {}
    lowest = {case.structure.name: case.gaps[variant].over(LOWEST) for case in comparison.cases}
    for measure in measures:
        moved = tuple(
            (case.structure.name, case.structure.kind, 1 if cents > 0 else -1)
            for case in comparison.cases
            for cents in [case.gaps[variant].over(measure)]
            if cents
        )
        moves.setdefault(moved, []).append(measure)
    told = [_moved(moved, names, len(comparison.cases)) for moved, names in moves.items()]
    name = min(lowest, key=lambda one: lowest[one])
    if LOWEST in measures and lowest[name] < 0:
        told.append(f"Le point bas baisse le plus pour « {name} » : −\u00a0{french_euros(-lowest[name])}.")
    told.append(_sizes(comparison, variant, crosses))
    before, after = (len(comparison.below_zero(ALL, name)) for name in (comparison.reference, variant))
    if after != before:
        told.append(f"Trésorerie sous zéro : {_structures(after)}, au lieu de {before or 'zéro'}.")
    return "\n".join(wrapped(sentence, "- ", "  ") for sentence in told if sentence)


def _moved(moved: Sequence[tuple[str, str, int]], measures: Sequence[str], count: int) -> str:
    first, *others = [SHORT[measure] for measure in measures]
    head = listed([first, *(name[0].lower() + name[1:] for name in others)])
    head += " de trésorerie" if measures[-1] == LOWEST and not others else ""
    if not moved:
        return f"{head} : aucune structure ne change."
    if len(moved) == 1:
        name, _, way = moved[0]
        return f"{head} : une seule structure sur {count} change (« {name} »), à la {_WAY[way]}."
    kinds = [kind for _, kind, _ in moved]
    by_kind = listed([f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)])
    rises = sum(way > 0 for *_, way in moved)
    falls = len(moved) - rises
    told = f"{rises} à la hausse, {falls} à la baisse" if rises and falls else f"toutes à la {_WAY[1 if rises else -1]}"
    who = "toutes les structures" if len(moved) == count else f"{len(moved)} structures sur {count}"
    return f"{head} : {who} changent ({by_kind}), {told}."


def _sizes(comparison: Comparison, variant: str, crosses: Callable[[Gap], bool] | None) -> str:
    moved = [case for case in comparison.cases if TAILLE in case.gaps[variant].alone and case.structure.kind == "CPTS"]
    if not moved or crosses is None:
        return ""
    crossed = [case.structure.name for case in moved if crosses(case.gaps[variant])]
    head = f"Population : {len(moved)} CPTS"
    if not crossed:
        return f"{head}, dont aucune ne change de taille."
    shown = [f"« {name} »" for name in crossed[:_MOST_NAMED]]
    left = len(crossed) - len(shown)
    shown += [f"{left} autre{'s' if left > 1 else ''}"] if left else []
    if len(crossed) == len(moved):
        which = "qui change de taille" if len(moved) == 1 else "qui changent toutes de taille"
    else:
        which = f"dont {len(crossed)} {'changent' if len(crossed) > 1 else 'change'} de taille"
    return f"{head}, {which} : {listed(shown)}."


def _structures(count: int) -> str:
    return f"{count} structure{'s' if count > 1 else ''}" if count else "aucune structure"
