"""Six primitives that take a number or an array, so that each rule is written once.

Everything is a whole number: money in cents, rates in millionths, dates in day ordinals, conditions 0 or 1.
With plain ``int`` nothing but the standard library is used; as soon as one argument is an ``int64`` array the same
formula runs on a whole portfolio. Conditions are combined by ``*`` only: on numpy booleans ``+`` means "or".
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, TypeAlias

Int: TypeAlias = Any
"""An ``int``, or an ``int64`` array with one element per structure."""

PPM = 1_000_000
"""One, in the unit of rates: a rate is a whole number of millionths."""


def numpy_of(*values: Int) -> Any:
    """Return numpy when one of the values is an array, else None; numpy is never imported from here."""
    for value in values:
        # most values are plain: the first test is there for speed
        if type(value) is not int and hasattr(value, "dtype"):
            return sys.modules["numpy"]
    return None


def least(a: Int, b: Int) -> Int:
    """Return the smaller of two values (a sheet's MIN)."""
    np = numpy_of(a, b)
    return min(a, b) if np is None else np.minimum(a, b)


def greatest(a: Int, b: Int) -> Int:
    """Return the larger of two values (a sheet's MAX)."""
    np = numpy_of(a, b)
    return max(a, b) if np is None else np.maximum(a, b)


def where(condition: Int, yes: Int, no: Int) -> Int:
    """Return ``yes`` where the condition holds, else ``no`` (a sheet's IF); both are computed."""
    np = numpy_of(condition, yes, no)
    if np is None:
        return yes if condition else no
    return np.where(np.asarray(condition, dtype=bool), yes, no)


def take(table: Sequence[int], index: Int) -> Int:
    """Return ``table[index]``, index counted from 0 (a sheet's INDEX)."""
    np = numpy_of(index)
    return table[index] if np is None else np.asarray(table, dtype=np.int64)[index]


def count_reached(thresholds: Sequence[int], value: Int) -> Int:
    """Return how many of the ascending thresholds are reached (a sheet's MATCH of type 1)."""
    return sum((value >= threshold) * 1 for threshold in thresholds)


def half_up(numerator: Int, denominator: Int) -> Int:
    """Return the quotient rounded to the nearest whole number, halves away from zero, as a sheet's ROUND.

    The one rounding rule of the project. The denominator is positive; in arrays the doubled numerator must fit 63 bits.
    """
    np = numpy_of(numerator, denominator)
    if np is None:
        quotient: int = (2 * abs(numerator) + denominator) // (2 * denominator)
        return quotient if numerator >= 0 else -quotient
    magnitude = (2 * np.abs(numerator) + denominator) // (2 * np.asarray(denominator))
    return np.where(np.asarray(numerator) >= 0, magnitude, -magnitude)


def share(amount: Int, part: Int, whole: Int) -> Int:
    """Return ``amount × part / whole`` rounded once; a whole of zero gives zero."""
    return half_up(amount * part, greatest(whole, 1)) * (whole > 0)


def at_rate(amount: Int, rate: Int) -> Int:
    """Return an amount in cents at a rate in millionths, rounded to the cent."""
    return half_up(amount * rate, PPM)


def tally(indices: Sequence[Int], amounts: Sequence[Int], size: int) -> list[Int]:
    """Add each amount into the slot of its index, counted from 0; what falls outside is left out (a sheet's SUMIFS)."""
    np = numpy_of(*indices, *amounts)
    if np is None:
        slots = [0] * size
        for index, amount in zip(indices, amounts, strict=True):
            if 0 <= index < size:
                slots[index] += amount
        return slots
    count = max(np.size(value) for value in (*indices, *amounts))
    places = np.empty((len(indices), count), dtype=np.int64)
    added = np.empty((len(indices), count), dtype=np.int64)
    for rank, (index, amount) in enumerate(zip(indices, amounts, strict=True)):
        places[rank], added[rank] = index, amount
    # one slot more takes what falls outside
    places = np.where((places >= 0) & (places < size), places, size) * count + np.arange(count)
    totals = np.zeros((size + 1) * count, dtype=np.int64)
    np.add.at(totals, places.ravel(), added.ravel())
    return list(totals.reshape(size + 1, count)[:size])
