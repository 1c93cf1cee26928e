"""A comparison as a tidy table (CSV), one amount or one cause a row; it never holds the name of a person.

It is written as ``results`` writes its own: UTF-8 with BOM, semicolons, decimal commas, no text that a spreadsheet
takes for a formula (``pd.read_csv(f, sep=";", decimal=",")``). Structures follow one another, so that a file is written
as it is made: the table of a thousand of them under ten scenarios has two million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import Any, TypeAlias

from excel_tools.batch.results import BOM, amount, field
from excel_tools.comparison import CAUSE_LABELS, MEASURES, Case, Comparison, keys, label
from excel_tools.comparison.figures import totals
from excel_tools.comparison.gap import relative
from excel_tools.schedule import YEARS

COLUMNS = (
    *("structure", "type", "region", "scenario", "reference", "exercice", "nature"),
    *("mesure", "ligne", "libelle", "cause", "montant", "ecart", "ecart_pct", "seule", "dans_l_ordre"),
)
AMOUNT, CAUSE = NATURES = ("montant", "cause")
"""What a row holds: an amount and its gap, or what a cause gives of a gap."""

Progress: TypeAlias = "Callable[[int, int], None]"
"""Told how many structures are written, and of how many."""


def rows(comparison: Comparison) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of the table, in the order of ``COLUMNS``: amounts in cents, gaps in millionths, None for nothing.

    Rows of nature ``AMOUNT`` hold the lines of each measure: the amount, and its gap to the reference (the reference
    itself has no gap). Rows of nature ``CAUSE`` hold what a cause gives of the gap of a measure, all its lines
    together: alone (``seule``), and in the order of substitution (``dans_l_ordre``). No amount is filled by both, so
    that no sum counts a gap twice. Rows of zeros are left out, but for the result and the cash.
    """
    for case in comparison.cases:
        structure, every = case.structure, keys(case.structure.kind)
        for scenario in comparison.scenarios:
            head = (structure.name, structure.kind, structure.region, scenario, comparison.reference)
            for place, year, cents, gap, rate in _amounts(case, scenario, comparison.reference):
                key, exercice = every[place], structure.first_exercice + year
                text = label(structure.kind, key.line) if key.line else ""
                yield (*head, exercice, AMOUNT, key.measure, key.line, text, "", cents, gap, rate, None, None)
            for measure, cause, year, alone, ordered in _effects(case, scenario):
                exercice = structure.first_exercice + year
                text = CAUSE_LABELS[cause]
                yield (*head, exercice, CAUSE, measure, "", text, cause, None, None, None, alone, ordered)


def csv_pieces(comparison: Comparison, progress: Progress = lambda done, total: None) -> Iterator[bytes]:
    """Yield the same table as the bytes of a file: its head with a BOM, then each structure."""
    yield (BOM + ";".join(COLUMNS) + "\r\n").encode("utf-8")
    for rank, case in enumerate(comparison.cases, 1):
        yield "".join(_text(case, comparison)).encode("utf-8")
        progress(rank, len(comparison.cases))


def _text(case: Case, comparison: Comparison) -> Iterator[str]:
    structure, reference = case.structure, comparison.reference
    middles = _middles(structure.kind)
    for scenario in comparison.scenarios:
        head = ";".join(map(field, (structure.name, structure.kind, structure.region, scenario, reference)))
        heads = [f"{head};{structure.first_exercice + year}" for year in range(YEARS)]
        for place, year, cents, gap, rate in _amounts(case, scenario, reference):
            if gap is None:
                yield f"{heads[year]}{middles[place]}{_cents(cents)};;;;\r\n"
            else:
                yield f"{heads[year]}{middles[place]}{_cents(cents)};{_cents(gap)};{_percents(rate)};;\r\n"
        for measure, cause, year, alone, ordered in _effects(case, scenario):
            told = "" if ordered is None else _cents(ordered)
            yield (
                f"{heads[year]};{CAUSE};{measure};;{field(CAUSE_LABELS[cause])};{cause};;;;{_cents(alone)};{told}\r\n"
            )


@cache
def _middles(kind: str) -> tuple[str, ...]:
    """Return what stands between the fiscal year and the amount in each row of figures."""
    texts = [label(kind, key.line) if key.line else "" for key in keys(kind)]
    return tuple(
        f";{AMOUNT};{key.measure};{field(key.line)};{field(text)};;"
        for key, text in zip(keys(kind), texts, strict=True)
    )


def _amounts(case: Case, scenario: str, reference: str) -> Iterator[tuple[int, int, int, int | None, int | None]]:
    """Yield (row of ``keys``, rank of the fiscal year, cents, gap, gap in millionths)."""
    whole = [not key.line for key in keys(case.structure.kind)]
    for place, (found, before) in enumerate(zip(case.tables[scenario], case.tables[reference], strict=True)):
        for year, (cents, old) in enumerate(zip(found, before, strict=True)):
            if cents or old or whole[place]:
                if scenario == reference:
                    yield place, year, cents, None, None
                else:
                    yield place, year, cents, cents - old, relative(cents - old, old)


def _effects(case: Case, scenario: str) -> Iterator[tuple[str, str, int, int, int | None]]:
    """Yield (measure, cause, rank of the fiscal year, cents alone, cents in the order); none for the reference."""
    gap, kind = case.gaps.get(scenario), case.structure.kind
    if gap is None:
        return
    every = [
        (cause, totals(kind, table), totals(kind, gap.in_order[cause]) if cause in gap.in_order else None)
        for cause, table in gap.alone.items()
    ]
    for measure in MEASURES:
        for cause, alone, ordered in every:
            for year, cents in enumerate(alone[measure]):
                added = None if ordered is None else ordered[measure][year]
                if cents or added:
                    yield measure, cause, year, cents, added


# the same amounts come back under one scenario after another
_cents = lru_cache(maxsize=1 << 16)(amount)


def _percents(ppm: int | None) -> str:
    """Return millionths as a percentage with four decimals and a comma."""
    if ppm is None:
        return ""
    if not ppm:
        return "0,0000"
    whole, rest = divmod(abs(ppm), 10_000)
    return f"{'-' if ppm < 0 else ''}{whole},{rest:04d}"
