"""What the sheets of spending share: heads, calendars, classes of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from excel_tools.budget import Budget
from excel_tools.dates import add_months
from excel_tools.reports.cells import euros, serials
from excel_tools.reports.shape import MONTHS, YEARS
from excel_tools.schedule import Frame
from excel_tools.spending.flow import Flow


def heads_of(budget: Budget) -> list[int]:
    """Return the five fiscal years."""
    first = budget.structure.first_exercice
    return list(range(first, first + YEARS))


def closings(frame: Frame) -> list[int]:
    """Return the last day of each fiscal year."""
    return serials(add_months(frame.first_day, 12 * year) - 1 for year in range(1, YEARS + 1))


def days(frame: Frame) -> list[int]:
    """Return the first day of each of the sixty months."""
    return serials(add_months(frame.first_day, month) for month in range(MONTHS))


def calendar(frame: Frame) -> list[list[int]]:
    """Return the sixty months: their first day, the rank of their fiscal year, theirs in it."""
    return [[day, rank // 12 + 1, rank % 12 + 1] for rank, day in enumerate(days(frame))]


def with_total(rows: Iterable[Sequence[int]]) -> list[list[float]]:
    """Return yearly rows, each with its sum."""
    return [euros([*row, sum(row)]) for row in rows]


def classes(flows: Iterable[Flow], classes: Sequence[str]) -> list[list[float]]:
    """Return the yearly sums of the flows of each class of accounts."""
    found = {account: [0] * YEARS for account in classes}
    for flow in flows:
        row = found[flow.account[:2]]
        for year, cents in enumerate(flow.years):
            row[year] += cents
    return [euros(row) for row in found.values()]
