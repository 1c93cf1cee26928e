"""A comparison as files: a tidy table (CSV) and an object (JSON); neither holds the name of a person.

The table is written as ``results`` writes its own: UTF-8 with BOM, semicolons, decimal commas, no text that a
spreadsheet takes for a formula (``pd.read_csv(f, sep=";", decimal=",")``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from excel_tools.batch.results import BOM, amount, field
from excel_tools.comparison import CAUSE_LABELS, COMBINED, MEASURES, Case, Comparison, Gap, keys, label
from excel_tools.comparison.comparison import ALL
from excel_tools.comparison.figures import LOWEST, PRODUITS, over_years, total
from excel_tools.comparison.gap import relative
from excel_tools.comparison.sentences import sentences
from excel_tools.money import euros
from excel_tools.rules import Rules

COLUMNS = (
    *("structure", "type", "region", "scenario", "reference", "exercice"),
    *("mesure", "ligne", "libelle", "cause", "montant", "ecart", "ecart_pct", "ecart_ordre"),
)


MOST_TOLD = 300
"""Gaps told in sentences in one file: a sentence takes as long as ten structures to compute."""


def rows(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table, in the order of ``COLUMNS``: amounts in cents, gaps in millionths, None for nothing.

    Rows without a cause hold the lines of each measure: the amount and its gap to the reference (the reference itself
    has no gap). Rows with a cause hold what it gives of the gap of a measure, all its lines together: alone
    (``ecart``), and in the order of substitution (``ecart_ordre``). Rows of zeros are left out, but for the result and
    the cash.
    """
    for case in comparison.cases:
        for scenario in comparison.scenarios:
            yield from _lines(case, scenario, comparison.reference)
            if scenario != comparison.reference:
                yield from _causes(case, scenario, comparison.reference)


def _head(case: Case, scenario: str, reference: str) -> tuple[str, ...]:
    structure = case.structure
    return structure.name, structure.kind, structure.region, scenario, reference


def _lines(case: Case, scenario: str, reference: str) -> Iterator[tuple[Any, ...]]:
    kind, head = case.structure.kind, _head(case, scenario, reference)
    given, base = case.tables[scenario], case.tables[reference]
    for key, found, before in zip(keys(kind), given, base, strict=True):
        text = label(kind, key.line) if key.line else ""
        for year, (cents, old) in enumerate(zip(found, before, strict=True)):
            if cents or old or not key.line:
                gap = (None, None) if scenario == reference else (cents - old, relative(cents - old, old))
                exercice = case.structure.first_exercice + year
                yield (*head, exercice, key.measure, key.line, text, "", cents, *gap, None)


def _causes(case: Case, scenario: str, reference: str) -> Iterator[tuple[Any, ...]]:
    head, gap = _head(case, scenario, reference), case.gaps[scenario]
    for measure in MEASURES:
        for cause in gap.alone:
            alone, ordered = effects(gap, cause, measure)
            for year, (cents, added) in enumerate(zip(alone, ordered or alone, strict=True)):
                if cents or added:
                    exercice = case.structure.first_exercice + year
                    yield (
                        *(*head, exercice, measure, "", CAUSE_LABELS[cause], cause, None, cents, None),
                        added if ordered else None,
                    )


def effects(gap: Gap, cause: str, measure: str) -> tuple[Sequence[int], Sequence[int]]:
    """Return what a cause gives of a measure by fiscal year, alone and in the order; nothing in it for the combined."""
    kind = gap.structure.kind
    ordered = gap.in_order.get(cause)
    return total(kind, gap.alone[cause], measure), () if ordered is None else total(kind, ordered, measure)


def as_csv(comparison: Comparison) -> str:
    """Return the table as the text of a file, its BOM and head included."""
    lines = [BOM + ";".join(COLUMNS) + "\r\n"]
    for row in rows(comparison):
        *texts, cents, gap, rate, added = row
        shown = [field(str(text)) for text in texts]
        shown += [_cents(cents), _cents(gap), "" if rate is None else _percents(rate), _cents(added)]
        lines.append(";".join(shown) + "\r\n")
    return "".join(lines)


def _cents(cents: int | None) -> str:
    return "" if cents is None else amount(cents)


def _percents(ppm: int) -> str:
    """Return millionths as a percentage with four decimals and a comma."""
    whole, rest = divmod(abs(ppm), 10_000)
    return f"{'-' if ppm < 0 else ''}{whole},{rest:04d}"


def as_object(comparison: Comparison, rules: Rules, measure: str = PRODUITS) -> dict[str, Any]:
    """Return the comparison as an object for JSON, amounts in euros.

    ``unite``, ``reference``, ``scenarios``, ``exercices`` (each named by the year in which it opens), then
    ``ensemble`` and ``structures``. Under ``scenarios`` and the name of each: ``montants`` (measure → exercice →
    euros), ``total`` (measure → euros over the horizon: a sum, the last day's cash, the lowest cash). But for the
    reference, ``ecart`` holds the same two and ``pourcent`` of the total, and ``causes``: cause → measure (the lowest
    cash, for a structure only) → ``seule`` and ``dans_l_ordre``, in euros over the horizon. What the causes give
    alone, the combined effect (``combine``) included, adds up to the gap; so do the effects in the order. The variants
    of a structure also have ``phrases``: cause → ``phrase`` and ``source``, for one measure; beyond ``MOST_TOLD`` gaps
    they are left out.

    Args:
        measure: the measure whose gap is told in sentences.
    """
    told = len(comparison.cases) * len(comparison.variants) <= MOST_TOLD
    return {
        "unite": "euros",
        "reference": comparison.reference,
        "scenarios": list(comparison.scenarios),
        "exercices": list(comparison.exercices),
        "mesure_des_phrases": measure,
        "ensemble": {"nombre": len(comparison.cases), "scenarios": _together(comparison)},
        "structures": [
            {
                "structure": case.structure.name,
                "type": case.structure.kind,
                "region": case.structure.region,
                "scenarios": _alone(Comparison(comparison.scenarios, (case,)), rules, measure if told else ""),
            }
            for case in comparison.cases
        ],
    }


def _together(comparison: Comparison) -> dict[str, Any]:
    # the lowest cash of a group is no sum: it is told of each structure
    found = _scenarios(comparison, [measure for measure in MEASURES if measure != LOWEST])
    for scenario, entry in found.items():
        entry["tresorerie_sous_zero"] = list(comparison.below_zero(ALL, scenario))
    return found


def _alone(comparison: Comparison, rules: Rules, measure: str) -> dict[str, Any]:
    """Return the scenarios of one structure, with the sentences of the causes when a measure is told."""
    found = _scenarios(comparison, MEASURES)
    for variant, gap in comparison.cases[0].gaps.items():
        if measure:
            found[variant]["phrases"] = {
                told.cause: {"phrase": told.text, "source": told.source} for told in sentences(gap, rules, measure)
            }
    return found


def _scenarios(comparison: Comparison, measures: Sequence[str]) -> dict[str, Any]:
    cases, reference = comparison.cases, comparison.reference
    found: dict[str, Any] = {}
    for scenario in comparison.scenarios:
        entry: dict[str, Any] = {
            "montants": {m: _years(comparison.amounts(ALL, scenario, m)) for m in measures},
            "total": {m: euros(horizon(cases, scenario, m)) for m in measures},
        }
        if scenario != reference:
            entry["ecart"] = {
                "montants": {m: _years(comparison.gap(ALL, scenario, m)) for m in measures},
                "total": {m: euros(gap_over(cases, reference, scenario, m)) for m in measures},
                "pourcent": {m: _share(cases, reference, scenario, m) for m in measures},
            }
            entry["causes"] = {
                cause: {m: _effect(cases, scenario, cause, m) for m in measures} for cause in causes_of(cases, scenario)
            }
        found[scenario] = entry
    return found


def _years(exercices: Mapping[int, int]) -> dict[str, int | float]:
    return {str(year): euros(cents) for year, cents in exercices.items()}


def _share(cases: Sequence[Case], reference: str, variant: str, measure: str) -> float | None:
    rate = relative(gap_over(cases, reference, variant, measure), horizon(cases, reference, measure))
    return None if rate is None else rate / 10_000


def _effect(cases: Sequence[Case], variant: str, cause: str, measure: str) -> dict[str, int | float]:
    alone, ordered = cause_over(cases, variant, cause, measure)
    return {"seule": euros(alone)} | ({} if cause == COMBINED else {"dans_l_ordre": euros(ordered)})


def causes_of(cases: Sequence[Case], variant: str) -> tuple[str, ...]:
    """Return the causes at work in some structures, in the order of substitution, the combined effect last."""
    present = {cause for case in cases for cause in case.gaps[variant].alone}
    return tuple(cause for cause in CAUSE_LABELS if cause in present)


def horizon(cases: Sequence[Case], scenario: str, measure: str) -> int:
    """Return a measure over the horizon of each structure, added: sums, cash of the last day, lowest cash."""
    return sum(over_years(measure, total(case.structure.kind, case.tables[scenario], measure)) for case in cases)


def gap_over(cases: Sequence[Case], reference: str, variant: str, measure: str) -> int:
    """Return the gap of a measure over the horizon."""
    return horizon(cases, variant, measure) - horizon(cases, reference, measure)


def cause_over(cases: Sequence[Case], variant: str, cause: str, measure: str) -> tuple[int, int]:
    """Return what a cause gives over the horizon, alone and in the order; the cash counts on its last day.

    The lowest cash is that of one structure; the effect on it is that of the whole cash of the cause.
    """
    if measure == LOWEST:
        ((alone_of, ordered_of),) = [
            (case.gaps[variant].over_alone(measure), case.gaps[variant].over_in_order(measure)) for case in cases
        ]
        return alone_of[cause], ordered_of.get(cause, 0)
    alone = ordered = 0
    for case in cases:
        gap = case.gaps[variant]
        if cause in gap.alone:
            first, second = effects(gap, cause, measure)
            alone += over_years(measure, first)
            ordered += over_years(measure, second) if second else 0
    return alone, ordered
