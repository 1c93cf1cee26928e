"""The structures whose cash goes below zero: a row each, a column a scenario, what a scenario does first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from excel_tools.cli.paint import Paint
from excel_tools.cli.tables import fits, more, number, table
from excel_tools.cli.text import wrapped
from excel_tools.comparison import Case, Comparison, keys
from excel_tools.comparison.figures import LOWEST

_MOST = 10
"""Structures shown; the files hold them all."""
_AT_ONCE = 6
"""Scenarios that always find room beside a name."""
_Scale: TypeAlias = "tuple[str, int, int, bool]"
_SCALES: tuple[_Scale, ...] = (
    ("€", 100, 2, True),
    ("€", 100, 2, False),
    ("€", 100, 0, False),
    ("k€", 100_000, 0, False),
)
"""Unit as told, cents in it, decimals, whether the fiscal year is told: the first that fits is taken."""


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    already: bool
    lows: tuple[tuple[int, int], ...]


def lowest(case: Case, scenario: str) -> tuple[int, int]:
    """Return the lowest cash of a structure in cents, and its fiscal year."""
    rank = [key.measure for key in keys(case.structure.kind)].index(LOWEST)
    years = case.tables[scenario][rank]
    return min((cents, case.structure.first_exercice + year) for year, cents in enumerate(years))


def below_zero(comparison: Comparison, paint: Paint) -> str:
    """Return the table; a structure already below zero under the reference comes after those that are not."""
    rank = comparison.scenarios.index(comparison.reference)
    found = []
    for case in comparison.cases:
        lows = tuple(lowest(case, scenario) for scenario in comparison.scenarios)
        if min(lows)[0] < 0:
            found.append(_Row(case.structure.name, lows[rank][0] < 0, lows))
    if not found:
        return "Trésorerie : aucune structure ne passe sous zéro, dans aucun scénario."
    found.sort(key=lambda row: (row.already, min(row.lows), row.name))
    blocks = [
        _table(comparison, found[:_MOST], slice(first, first + _AT_ONCE), paint)
        for first in range(0, len(comparison.scenarios), _AT_ONCE)
    ]
    return "\n".join(["\n\n".join(blocks) + more(len(found) - _MOST), *_told(found, comparison)])


def _told(found: Sequence[_Row], comparison: Comparison) -> Iterator[str]:
    """Yield which rows a scenario makes."""
    if len(comparison.cases) < 2 or len(comparison.scenarios) < 2:
        return
    new = sum(not row.already for row in found)
    before = f"au-dessus dans « {comparison.reference} »"
    if not new:
        told = f"Aucune n'y passe à cause d'un scénario : toutes y sont déjà dans « {comparison.reference} »."
    elif new == 1:
        told = f"La première y passe à cause d'un scénario : elle est {before}."
    else:
        told = f"Les {new} premières y passent à cause d'un scénario : elles sont {before}."
    yield wrapped(told)


def _table(comparison: Comparison, found: Sequence[_Row], which: slice, paint: Paint) -> str:
    tried = [(_rows(comparison, found, which, scale), scale) for scale in _SCALES]
    rows, (unit, *_, dated) = next((one for one in tried if fits(one[0])), tried[-1])
    told = f"Au plus bas, en {unit}{', son exercice entre parenthèses' if dated else ''} ; « – » : jamais sous zéro."
    return "\n".join([*table(rows, paint), wrapped(told)])


def _rows(comparison: Comparison, found: Sequence[_Row], which: slice, scale: _Scale) -> list[list[str]]:
    head = ["Trésorerie sous zéro", *comparison.scenarios[which]]
    return [head, *([row.name, *(_cell(low, *scale[1:]) for low in row.lows[which])] for row in found)]


def _cell(low: tuple[int, int], unit: int, decimals: int, dated: bool) -> str:
    cents, year = low
    if cents >= 0:
        return "–"
    return f"{number(cents, unit, decimals)}{f' ({year})' if dated else ''}"
