"""BUDGET.LIGNE: the line of the budget form an account goes to."""

from __future__ import annotations

from collections.abc import Iterable

from excel_tools.accounts.chart import Chart, account_digits, default_chart
from excel_tools.functions.explanation import Node
from excel_tools.functions.kinds import single
from excel_tools.functions.ledger import Ledger
from excel_tools.rules.form import Bound, padded


def account(value: object, what: str) -> str:
    """Return the digits of an account, whether or not the form has a line for it.

    Raises:
        InputError: anything but two to eight digits.
    """
    return account_digits(single(value, what), what)


def compute_line(ledger: Ledger, compte: str) -> str:
    """BUDGET.LIGNE."""
    chart = default_chart(ledger.rules)
    line = chart.find(compte)
    bound = _opened(chart, compte)
    if bound.provenance.confidence == "à confirmer":
        ledger.note(f"Ligne à confirmer : {bound.label}. {bound.provenance.note}".strip())
    return line.shown


def explain_line(ledger: Ledger, value: str, compte: str) -> Iterable[Node]:
    """The accounts that go there, and where that was read."""
    chart = default_chart(ledger.rules)
    bound = _opened(chart, compte)
    read = bound.provenance
    yield Node(
        f"{bound.label}, côté des {chart.find(compte).side}",
        formula=f"{read.source.title}, {read.place} ({read.confidence})",
        note=read.note,
    )


def _opened(chart: Chart, digits: str) -> Bound:
    """Return the row of the barèmes that an account falls under."""
    return next(bound for bound in reversed(chart.form.bounds) if bound.account <= padded(digits))
