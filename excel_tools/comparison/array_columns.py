"""Plain values turned into columns of arrays, unless one of them is too large for what is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = Any
"""A numpy array of ``int64``."""

MOST_CENTS = 10**11
"""A billion euros: multiplied by a rate of a thousand per cent, it still fits an array."""


class TooLarge(Exception):
    """A value might overflow in arrays: plain numbers compute it. It never leaves this room."""


def columns(rows: Sequence[Sequence[int]], most: int) -> list[Array]:
    """Return one array per column of some rows.

    Raises:
        TooLarge: a value is larger than ``most``.
    """
    try:
        table = np.array(rows, dtype=np.int64)
    except OverflowError as error:
        raise TooLarge from error
    within([table], most)
    return list(np.ascontiguousarray(table.T))


def within(arrays: Iterable[Array], most: int) -> None:
    """Refuse values that are too large, whatever their sign.

    Raises:
        TooLarge: a value is larger than ``most``.
    """
    for array in arrays:
        if array.size and max(int(array.max()), -int(array.min())) > most:
            raise TooLarge


def grouped(items: Sequence[Any]) -> tuple[list[Any], Array]:
    """Return the distinct values of some items, and the rank of each item among them."""
    ranks: dict[Any, int] = {}
    which = [ranks.setdefault(item, len(ranks)) for item in items]
    return list(ranks), np.array(which, dtype=np.intp)
