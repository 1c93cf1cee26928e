"""Exact quotients of one number, or of an array of them: points are rounded once only, when they become euros."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from excel_tools.vector import Int, numpy_of

LARGEST = 2**62 // 10**5
"""Largest numerator: it may still be multiplied by a hundred thousand, then doubled by a rounding, within 64 bits."""


def quotient(a: Int, b: int) -> Any:
    """Return ``a / b`` exactly: a ``Fraction``, or ``Ratios`` of an array; b is positive."""
    np = numpy_of(a)
    if np is None:
        return Fraction(a, b)
    common = math.gcd(int(np.gcd.reduce(a, axis=None)), b)
    return Ratios(a // common, b // common, int(np.abs(a).max()) // common)


class Ratios:
    """Quotients of an array of whole numbers by one whole number, exact as a ``Fraction`` is.

    Attributes:
        numerator: ``int64`` array.
        denominator: a plain positive number.
    """

    __slots__ = ("_most", "denominator", "numerator")

    def __init__(self, numerator: Any, denominator: int, most: int) -> None:
        """Hold numerators of which none is larger than ``most``, whatever its sign.

        Raises:
            OverflowError: they are too large for what is done with them.
        """
        if most > LARGEST or denominator > LARGEST:
            raise OverflowError("ratios beyond 64 bits")
        self.numerator, self.denominator, self._most = numerator, denominator, most

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Ratios):
            _check(self._most * other._most)
            numerator = self.numerator * other.numerator
            return Ratios(numerator, self.denominator * other.denominator, self._most * other._most)
        if not other:
            return 0
        # what both have in common goes first, so that numbers stay small
        above = math.gcd(other.numerator, self.denominator)
        times, below = other.numerator // above, self.denominator // above
        _check(self._most * abs(times))
        return Ratios(self.numerator * times, below * other.denominator, self._most * abs(times))

    __rmul__ = __mul__

    def __add__(self, other: Any) -> Ratios:
        if not isinstance(other, Ratios) and not other:
            return self
        whole = math.lcm(self.denominator, other.denominator)
        mine, its = whole // self.denominator, whole // other.denominator
        most = self._most * mine + (other._most if isinstance(other, Ratios) else abs(other.numerator)) * its
        _check(most)
        return Ratios(self.numerator * mine + other.numerator * its, whole, most)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Ratios:
        less: Ratios = self + other * -1
        return less


def _check(most: int) -> None:
    """Refuse what would overflow before it is computed.

    Raises:
        OverflowError: beyond ``LARGEST``.
    """
    if most > LARGEST:
        raise OverflowError("ratios beyond 64 bits")
