"""A comparison as an object (JSON), amounts in euros; it never holds the name of a person.

Structures follow one another, so that a file is written as it is made.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from excel_tools.batch.comparison_rows import Progress
from excel_tools.comparison import CAUSE_LABELS, COMBINED, MEASURES, Case, Comparison
from excel_tools.comparison.comparison import ALL
from excel_tools.comparison.figures import LOWEST, PRODUITS, Table, over_years, totals
from excel_tools.comparison.gap import added, relative
from excel_tools.comparison.sentences import sentences
from excel_tools.money import euros
from excel_tools.rules import Rules
from excel_tools.structure import Structure

MOST_TOLD = 2_000
"""Gaps told in sentences in one file: beyond, nobody reads them, and they take longer than all the rest."""
_ADDED = tuple(measure for measure in MEASURES if measure != LOWEST)
"""Measures of a group: the lowest cash of one is no sum, it is told of each structure."""


def json_pieces(
    comparison: Comparison,
    rules: Rules,
    measure: str = PRODUITS,
    about: Mapping[str, object] | None = None,
    progress: Progress = lambda done, total: None,
) -> Iterator[bytes]:
    """Yield the comparison as the bytes of a JSON file, structure by structure.

    ``unite``, ``reference``, ``scenarios``, ``exercices`` (each named by the year in which it opens), then
    ``ensemble`` and ``structures``. Under ``scenarios`` and the name of each: ``montants`` (measure → exercice →
    euros), ``total`` (measure → euros over the horizon: a sum, the last day's cash, the lowest cash). But for the
    reference, ``ecart`` holds the same two and ``pourcent`` of the total, and ``causes``: cause → measure (the lowest
    cash, for a structure only) → ``seule`` and ``dans_l_ordre``, in euros over the horizon. What the causes give
    alone, the combined effect (``combine``) included, adds up to the gap; so do the effects in the order. The variants
    of a structure also have ``phrases``: cause → ``phrase`` and ``source``, for one measure. Beyond ``MOST_TOLD`` gaps
    they are left out, and each structure stands on one line.

    Args:
        measure: the measure whose gap is told in sentences.
        about: what is written before all this.
    """
    told = len(comparison.cases) * len(comparison.variants) <= MOST_TOLD
    head = {
        **(about or {}),
        "unite": "euros",
        "reference": comparison.reference,
        "scenarios": list(comparison.scenarios),
        "exercices": list(comparison.exercices),
        "mesure_des_phrases": measure,
        "ensemble": {"nombre": len(comparison.cases), "scenarios": _together(comparison)},
    }
    yield (_json(head, indent=2).removesuffix("\n}") + ',\n  "structures": [').encode("utf-8")
    for rank, case in enumerate(comparison.cases):
        found = _json(_structure(case, comparison, rules, measure if told else ""), indent=2 if told else None)
        yield (f"{',' if rank else ''}\n" + textwrap.indent(found, "    ")).encode("utf-8")
        progress(rank + 1, len(comparison.cases))
    yield b"\n  ]\n}\n"


def _json(value: Any, indent: int | None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)


def _together(comparison: Comparison) -> dict[str, Any]:
    found = _scenarios(comparison, comparison.cases, _ADDED)
    for scenario, entry in found.items():
        entry["tresorerie_sous_zero"] = list(comparison.below_zero(ALL, scenario))
    return found


def _structure(case: Case, comparison: Comparison, rules: Rules, measure: str) -> dict[str, Any]:
    """Return one structure, with the sentences of the causes when a measure is told."""
    found = _scenarios(comparison, [case], MEASURES)
    if measure:
        for variant, gap in case.gaps.items():
            found[variant]["phrases"] = {
                told.cause: {"phrase": told.text, "source": told.source} for told in sentences(gap, rules, measure)
            }
    structure = case.structure
    return {"structure": structure.name, "type": structure.kind, "region": structure.region, "scenarios": found}


class _Sums:
    """The measures of some structures added up: by fiscal year, and over the horizon of each of them."""

    def __init__(self, found: Iterable[tuple[Structure, Table | None]]) -> None:
        tables: dict[tuple[str, int], list[Table]] = {}
        for structure, table in found:
            if table is not None:
                tables.setdefault((structure.kind, structure.first_exercice), []).append(table)
        self.years: dict[str, dict[int, int]] = {measure: {} for measure in MEASURES}
        self.over = dict.fromkeys(MEASURES, 0)
        # the last year of structures that open the same year is the same: they are added up first
        for (kind, first), several in sorted(tables.items(), key=lambda item: item[0][1]):
            for measure, row in totals(kind, added(several, several[0])).items():
                years = self.years[measure]
                for exercice, cents in enumerate(row, first):
                    years[exercice] = years.get(exercice, 0) + cents
                self.over[measure] += over_years(measure, row)


def _scenarios(comparison: Comparison, cases: Sequence[Case], measures: Sequence[str]) -> dict[str, Any]:
    reference = comparison.reference
    base = _Sums((case.structure, case.tables[reference]) for case in cases)
    found: dict[str, Any] = {}
    for scenario in comparison.scenarios:
        sums = _Sums((case.structure, case.tables[scenario]) for case in cases)
        found[scenario] = {
            "montants": {m: _euros(sums.years[m]) for m in measures},
            "total": {m: euros(sums.over[m]) for m in measures},
        }
        if scenario != reference:
            found[scenario] |= {"ecart": _gap(base, sums, measures), "causes": _causes(cases, scenario, measures)}
    return found


def _gap(base: _Sums, sums: _Sums, measures: Sequence[str]) -> dict[str, Any]:
    years = {m: {year: cents - base.years[m][year] for year, cents in sums.years[m].items()} for m in measures}
    over = {m: sums.over[m] - base.over[m] for m in measures}
    rates = {m: relative(over[m], base.over[m]) for m in measures}
    return {
        "montants": {m: _euros(row) for m, row in years.items()},
        "total": {m: euros(cents) for m, cents in over.items()},
        "pourcent": {m: None if rate is None else rate / 10_000 for m, rate in rates.items()},
    }


def _causes(cases: Sequence[Case], variant: str, measures: Sequence[str]) -> dict[str, Any]:
    gaps = [case.gaps[variant] for case in cases]
    present = {cause for gap in gaps for cause in gap.alone}
    found: dict[str, dict[str, Any]] = {}
    for cause in CAUSE_LABELS:
        if cause in present:
            alone = _Sums((gap.structure, gap.alone.get(cause)) for gap in gaps).over
            ordered = _Sums((gap.structure, gap.in_order.get(cause)) for gap in gaps).over
            found[cause] = {m: _effect(cause, alone[m], ordered[m]) for m in measures if m != LOWEST}
    if LOWEST in measures:
        # asked of one structure only: the effect is that of the whole cash of a cause
        alone, ordered = gaps[0].over_alone(LOWEST), gaps[0].over_in_order(LOWEST)
        for cause, effects in found.items():
            effects[LOWEST] = _effect(cause, alone[cause], ordered.get(cause, 0))
    return found


def _effect(cause: str, alone: int, ordered: int) -> dict[str, int | float]:
    return {"seule": euros(alone)} | ({} if cause == COMBINED else {"dans_l_ordre": euros(ordered)})


def _euros(exercices: Mapping[int, int]) -> dict[str, int | float]:
    return {str(year): euros(cents) for year, cents in exercices.items()}
