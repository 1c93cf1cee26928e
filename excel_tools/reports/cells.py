"""From the engine's whole numbers to what a cell holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from excel_tools.dates import SERIAL_OFFSET
from excel_tools.vector import PPM

Values = dict[str, Any]
"""Defined name → scalar, cells in reading order, or rows."""


def euros(cents: Iterable[int]) -> list[float]:
    """Return cents as euros."""
    return [value / 100 for value in cents]


def rates(ppm: Iterable[int]) -> list[float]:
    """Return millionths as numbers."""
    return [value / PPM for value in ppm]


def serial(day: int) -> int | None:
    """Return a day as a spreadsheet's serial number, an empty cell for no day."""
    return day - SERIAL_OFFSET if day else None


def serials(days: Iterable[int]) -> list[int]:
    """Return days as serial numbers."""
    return [day - SERIAL_OFFSET for day in days]


def padded(items: Iterable[Any], count: int, blank: Any = None) -> list[Any]:
    """Return a column of a fixed height, blanks at its end."""
    found = list(items)
    return found + [blank] * (count - len(found))


def flat_euros(rows: Iterable[Iterable[int]]) -> list[float]:
    """Return rows of cents as cells in reading order, in euros."""
    return [value / 100 for row in rows for value in row]


def blocks(prefix: str, found: Mapping[str, Any]) -> Values:
    """Return values under prefixed names."""
    return {prefix + key: value for key, value in found.items()}
