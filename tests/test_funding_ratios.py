"""Quotients of arrays are those of fractions, or are refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.funding.ratios import LARGEST, Ratios, quotient
from excel_tools.vector import PPM, half_up

COUNTS = st.lists(st.integers(0, 30_000), min_size=3, max_size=3)
PARTS = st.fractions(Fraction(1, 3_000), 1, max_denominator=3_000)


def exact(found: Any) -> list[Fraction]:
    """The values of ratios, one by one."""
    return [Fraction(int(above), found.denominator) for above in found.numerator]


@given(COUNTS, st.lists(st.integers(0, 100), min_size=3, max_size=3), st.integers(0, 900), PARTS)
def test_ratios_multiply_and_add_as_fractions(counts: list[int], cents: list[int], whole: int, part: Fraction) -> None:
    def points(count: Any, rate: Any, floor: Any) -> Any:
        ratio = quotient(count, 4_000)
        below = quotient(floor, 4_000)
        return (whole * below + 200 * (ratio - below)) * part * quotient(rate, PPM) + 250 + part

    rates = [10_000 * one for one in cents]
    several = points(np.array(counts), np.array(rates), np.minimum(np.array(counts), 8_000))
    one_by_one = [points(count, rate, min(count, 8_000)) for count, rate in zip(counts, rates, strict=True)]
    assert exact(several) == one_by_one
    euros = half_up(several.numerator * 700, several.denominator)
    assert euros.tolist() == [half_up(one.numerator * 700, one.denominator) for one in one_by_one]


def test_a_number_gives_a_fraction_and_nothing_times_ratios_is_nothing() -> None:
    assert quotient(6, 4) == Fraction(3, 2)
    ratios = quotient(np.array([2, 4]), 8)
    assert (ratios.numerator.tolist(), ratios.denominator) == ([1, 2], 4)
    assert 0 * ratios == 0
    assert exact(ratios + 0) == [Fraction(1, 4), Fraction(1, 2)]
    assert exact(ratios - quotient(np.array([1, 1]), 4)) == [Fraction(0), Fraction(1, 4)]


@pytest.mark.parametrize(
    "grow",
    [
        lambda ratios: ratios * LARGEST,
        lambda ratios: ratios * ratios,
        lambda ratios: ratios + Fraction(1, 2**40 + 1),
        lambda ratios: ratios + LARGEST,
        lambda ratios: ratios * Fraction(1, LARGEST),
        lambda ratios: Ratios(np.array([1]), 1, LARGEST + 1),
    ],
)
def test_what_would_overflow_is_refused(grow: Callable[[Ratios], Any]) -> None:
    with pytest.raises(OverflowError):
        grow(quotient(np.array([2**30 + 1, 3]), 7))
