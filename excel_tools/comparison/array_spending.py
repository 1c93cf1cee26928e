"""What many structures spend, and their other income, by arrays: lines that fall due alike go together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from excel_tools.budget import ACCOUNTS
from excel_tools.comparison.array_columns import MOST_CENTS, Array, columns, within
from excel_tools.schedule import MONTHS, YEARS
from excel_tools.spending.entry import CASHLESS, Entry
from excel_tools.spending.flow import Flow, entry_flow, post_flows
from excel_tools.spending.staff import Post
from excel_tools.vector import PPM

FIRST_CLASS = int(ACCOUNTS[0])
_MOST_GROSS = 10**8
_MOST_RATE = 10**7


@dataclass(frozen=True, slots=True)
class Spent:
    """What some sets of lines cost, or bring, in cents.

    Attributes:
        years: set × class of accounts × fiscal year.
        months: paid, or received, set × month (60).
    """

    years: Array
    months: Array

    @classmethod
    def nothing(cls, count: int) -> Spent:
        """Return zeros to which flows are added."""
        years = np.zeros((count, len(ACCOUNTS), YEARS), dtype=np.int64)
        return cls(years, np.zeros((count, MONTHS), dtype=np.int64))

    def add(self, flow: Flow, sets: Array, classes: Array) -> None:
        """Add flows held in arrays.

        Args:
            sets: rank of the set of each flow.
            classes: rank of the class of its account.
        """
        for year, cents in enumerate(flow.years):
            np.add.at(self.years[:, :, year], (sets, classes), cents)
        for month, cents in enumerate(flow.paid):
            np.add.at(self.months[:, month], sets, cents)


def entries(
    sets: Sequence[tuple[Sequence[Entry], tuple[int, ...], int]], first_month: int, first_class: int = FIRST_CLASS
) -> Spent:
    """Return what sets of lines of charges, or of income, cost or bring.

    Args:
        sets: lines, index of the prices, months added to their delay.
        first_class: class of the first account of the lines.

    Raises:
        TooLarge: an amount does not fit.
    """
    spent = Spent.nothing(len(sets))
    alike: dict[Any, list[tuple[int, ...]]] = {}
    for rank, (lines, index, later) in enumerate(sets):
        for line in lines:
            if not line.account:
                # a blank row of the treasurer's, kept in its place: it holds nothing
                continue
            key = (line.cashless, line.payments, line.month, line.delay, index, later)
            row = (rank, int(line.account[:2]) - first_class, *line.cents)
            alike.setdefault(key, []).append(row)
    for (cashless, payments, month, delay, index, later), rows in alike.items():
        within([np.array(index)], _MOST_RATE)
        ranks, classes, *cents = columns(rows, MOST_CENTS)
        # of an account, only whether it moves money matters to the flow
        line = Entry(CASHLESS[0] if cashless else "", "", "", month, tuple(cents), payments, delay)
        spent.add(entry_flow(line, first_month, index, later), ranks, classes)
    return spent


def posts(sets: Sequence[tuple[Sequence[Post], tuple[int, ...], int]], first_day: int) -> Spent:
    """Return what sets of salaried posts cost.

    Args:
        sets: posts, index of the wages, months from a salary to the contributions on it.

    Raises:
        TooLarge: a salary does not fit.
    """
    spent = Spent.nothing(len(sets))
    alike: dict[Any, list[tuple[int, ...]]] = {}
    for rank, (staff, index, delay) in enumerate(sets):
        for post in staff:
            row = (rank, post.gross, post.employer, post.share, post.start, post.end, post.growth)
            alike.setdefault((index, delay), []).append(row)
    for (index, delay), rows in alike.items():
        within([np.array(index)], _MOST_RATE)
        ranks, gross, employer, share, start, end, growth = columns(rows, _MOST_GROSS)
        within([employer, share, growth], PPM)
        many = Post("", "", gross, employer, share, start, end, growth)
        for flow in post_flows(many, first_day, delay, index):
            spent.add(flow, ranks, np.full_like(ranks, int(flow.account[:2]) - FIRST_CLASS))
    return spent
