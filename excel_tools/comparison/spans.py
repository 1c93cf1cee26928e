"""Values by year, told as a treasurer says them: consecutive years together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any


def runs(before: Sequence[Any], after: Sequence[Any]) -> Iterator[tuple[int, int, Any, Any]]:
    """Yield first and last rank, value before and value after, of consecutive years that differ alike."""
    first = 0
    pairs = list(zip(before, after, strict=True))
    for rank, pair in enumerate(pairs):
        if rank and pair != pairs[rank - 1]:
            first = rank
        if pair[0] != pair[1] and pair != (pairs[rank + 1] if rank + 1 < len(pairs) else None):
            yield first, rank, *pair


def span(years: Sequence[int], first: int, last: int, since: int = 0) -> str:
    """Return « à partir de 2028 », « en 2027 et 2028 », « de 2027 à 2029 », « jusqu'en 2028 »; nothing for all of them.

    Args:
        years: the civil year of each rank.
        since: last rank that is still the beginning.
    """
    start, end = first <= since, last == len(years) - 1
    if start and end:
        return ""
    if end:
        return f"à partir de {years[first]}"
    if start and last > 0:
        return f"jusqu'en {years[last]}"
    if first == last:
        return f"en {years[first]}"
    return f"{'en' if last == first + 1 else 'de'} {years[first]} {'et' if last == first + 1 else 'à'} {years[last]}"
