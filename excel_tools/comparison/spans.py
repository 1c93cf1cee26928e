"""Values by year, told as a treasurer says them: consecutive years together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from excel_tools.dates import civil, french
from excel_tools.schedule import Frame

EXERCICE, CIVIL, CONTRACT = "exercice", "année civile", "année de contrat"
"""What the years of a row are: fiscal years (or years that open with them), civil years, contract years."""


@dataclass(frozen=True, slots=True)
class Years:
    """The years of a row of values.

    Attributes:
        named: the civil year in which each of them opens.
        days: the day on which each of them opens; none where the years alone say enough.
        kind: ``EXERCICE``, ``CIVIL`` or ``CONTRACT``.
    """

    named: tuple[int, ...]
    days: tuple[int, ...] = ()
    kind: str = EXERCICE


def years_of(frame: Frame) -> Years:
    """Return the years of the periods of a contract; those that open with the fiscal years are told as these are."""
    days = tuple(int(opening) for opening in frame.ouverture)
    opened = [civil(day) for day in days]
    named = tuple(int(year) for year, _, _ in opened)
    starts = {(month, day) for _, month, day in opened}
    if starts == {(frame.first_month, 1)}:
        return Years(named, days)
    return Years(named, days, CIVIL if starts == {(1, 1)} else CONTRACT)


def runs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[int, int, Any, Any]]:
    """Yield first and last rank, value before and value after, of consecutive years that differ alike."""
    first = 0
    pairs = list(zip(before, after, strict=True))
    for rank, pair in enumerate(pairs):
        if rank and pair != pairs[rank - 1]:
            first = rank
        if pair[0] != pair[1] and pair != (pairs[rank + 1] if rank + 1 < len(pairs) else None):
            yield first, rank, *pair


def span(years: Years, first: int, last: int, since: int = 0) -> str:
    """Return « à partir de 2028 », « en 2027 et 2028 », « de 2027 à 2029 », « jusqu'en 2028 »; nothing for all of them.

    A contract year is told by the day on which it opens, where that is not a fiscal year's: « à partir de l'année de
    contrat ouverte le 20/10/2028 ».

    Args:
        since: last rank that is still the beginning.
    """
    start, end = first <= since, last == len(years.named) - 1
    if start and end:
        return ""
    if start and last <= since:
        # what comes before the beginning is over
        first, start = last, False
    tell = {EXERCICE: _by_year, CIVIL: _by_civil_year, CONTRACT: _by_contract_year}[years.kind]
    return tell(years, first, last, start, end)


def _by_year(years: Years, first: int, last: int, start: bool, end: bool) -> str:
    a, b = years.named[first], years.named[last]
    if end:
        return f"à partir de {a}"
    if start:
        return f"jusqu'en {b}"
    if first == last:
        return f"en {a}"
    return f"en {a} et {b}" if last == first + 1 else f"de {a} à {b}"


def _by_civil_year(years: Years, first: int, last: int, start: bool, end: bool) -> str:
    a, b = years.named[first], years.named[last]
    if end:
        return f"à partir de l'année civile {a}"
    if start:
        return f"jusqu'à l'année civile {b}"
    if first == last:
        return f"pour l'année civile {a}"
    return f"pour les années civiles {a} {'et' if last == first + 1 else 'à'} {b}"


def _by_contract_year(years: Years, first: int, last: int, start: bool, end: bool) -> str:
    a, b = french(years.days[first]), french(years.days[last])
    if end:
        return f"à partir de l'année de contrat ouverte le {a}"
    if start:
        return f"jusqu'à l'année de contrat ouverte le {b}"
    if first == last:
        return f"pour l'année de contrat ouverte le {a}"
    if last == first + 1:
        return f"pour les années de contrat ouvertes le {a} et le {b}"
    return f"pour les années de contrat ouvertes du {a} au {b}"
