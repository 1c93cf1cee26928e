"""All that costs or brings money, in one form: an account, a mission, what is due and what is paid each month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from excel_tools.schedule import MONTHS
from excel_tools.spending.entry import LEVEL, Entry, due_months, indexed, put_back
from excel_tools.spending.indemnities import Retained, months
from excel_tools.spending.staff import GROSS_ACCOUNT, SOCIAL_ACCOUNT, Post, employer_months, gross_months

GROSS_LABEL = "Rémunérations du personnel"
SOCIAL_LABEL = "Charges sociales de l'employeur"
INDEMNITY_LABEL = "Indemnités des professionnels"


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow of money over the horizon, in cents; its label never names a person, unless a user's own line does.

    Attributes:
        due: what belongs to each of the sixty months.
        paid: what is paid (or received) in each of them.
    """

    account: str
    label: str
    mission: str
    due: tuple[int, ...]
    paid: tuple[int, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """What belongs to each fiscal year."""
        return by_year(self.due)


def entry_flow(entry: Entry, first_month: int, index: Sequence[int] = LEVEL, later: int = 0) -> Flow:
    """Return the flow of a line of charges or of other income; what moves no money is never paid.

    Args:
        index: rise of the prices on top of the line's own, one cumulative factor a fiscal year in millionths.
        later: months added to the delay of its payment.
    """
    due = due_months(indexed(entry, index), first_month)
    paid = (0,) * MONTHS if entry.cashless else put_back(due, entry.delay + later)
    return Flow(entry.account, entry.label, entry.mission, due, paid)


def post_flows(post: Post, first_day: int, social_delay: int, index: Sequence[int] = LEVEL) -> tuple[Flow, Flow]:
    """Return the salary of a post, paid in its month, and the employer's contributions, paid some months later.

    Args:
        index: rise of the wages on top of the post's own, as for ``gross_months``.
    """
    gross = gross_months(post, first_day, index)
    social = employer_months(post, gross)
    return (
        Flow(GROSS_ACCOUNT, GROSS_LABEL, post.mission, gross, gross),
        Flow(SOCIAL_ACCOUNT, SOCIAL_LABEL, post.mission, social, put_back(social, social_delay)),
    )


def indemnity_flow(retained: Retained, first_month: int) -> Flow:
    """Return the flow of a line of indemnities, paid in its months."""
    due = months(retained, first_month)
    return Flow(retained.line.account, INDEMNITY_LABEL, retained.line.mission, due, due)


def total(rows: Iterable[Sequence[int]], length: int = MONTHS) -> tuple[int, ...]:
    """Return the sum of some rows, zeros without any."""
    return tuple(sum(column) for column in zip((0,) * length, *rows, strict=True))


def by_year(row: Sequence[int]) -> tuple[int, ...]:
    """Return a row of months by fiscal year."""
    return tuple(sum(row[start : start + 12]) for start in range(0, len(row), 12))


def joined(flows: Iterable[Flow]) -> tuple[Flow, ...]:
    """Return the flows of one account and one label as one, without their missions, in the order of the first ones."""
    found: dict[tuple[str, str], list[Flow]] = {}
    for flow in flows:
        found.setdefault((flow.account, flow.label), []).append(flow)
    return tuple(
        Flow(account, label, "", total(flow.due for flow in group), total(flow.paid for flow in group))
        for (account, label), group in found.items()
    )
