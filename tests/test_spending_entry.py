"""A line of charges: its instalments, the delay of its payments, its yearly amounts, and the debts it leaves."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from excel_tools.spending.entry import (
    INSTALMENTS,
    LONGEST_DELAY,
    Basis,
    Entry,
    amounts,
    based,
    due_months,
    put_back,
)
from excel_tools.spending.flow import by_year, entry_flow
from excel_tools.spending.payables import outstanding


def year(entry: Entry, first_month: int = 1) -> tuple[int, ...]:
    return due_months(entry, first_month)[:12]


def line(cents: int, month: int = 0, payments: int = 0) -> Entry:
    return Entry("6132", "Loyer", "", month, (cents, 0, 0, 0, 0), payments)


def test_instalments_are_cut_by_rounded_cumulative_amounts() -> None:
    # 1 000,01 € by quarters: 250,0025 → 250,00; 500,005 → 500,01; 750,0075 → 750,01; 1 000,01
    assert year(line(100_001, payments=4)) == (25_000, 0, 0, 25_001, 0, 0, 25_000, 0, 0, 25_000, 0, 0)
    # twice a year from March, fiscal year from July: September is the third month, March the ninth
    assert year(line(1001, 9, 2), 7) == (0, 0, 501, 0, 0, 0, 0, 0, 500, 0, 0, 0)
    assert year(line(1001, 3, 2), 7) == (0, 0, 500, 0, 0, 0, 0, 0, 501, 0, 0, 0), "March comes first, September wraps"
    # a month means once, no month means every month, unless said otherwise
    assert year(line(1200, 5)) == (0, 0, 0, 0, 1200, 0, 0, 0, 0, 0, 0, 0)
    assert year(line(1200)) == (100,) * 12
    assert year(line(1200, 0, 1), 4) == (1200, *(0,) * 11), "once, in the first month of the fiscal year"
    # monthly from May: 10 cents × n / 12, rounded: 1 2 3 3 4 5 6 7 8 8 9 10; the last four in January to April
    assert year(line(10, 5, 12)) == (1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1)


def test_a_delayed_payment_leaves_the_horizon_as_a_debt() -> None:
    due = due_months(Entry("6132", "Loyer", "", 12, (100, 200, 300, 400, 500), delay=2), 1)
    paid = put_back(due, 2)
    assert [(month, cents) for month, cents in enumerate(paid) if cents] == [(13, 100), (25, 200), (37, 300), (49, 400)]
    # 70 owed at the start and paid in January: 70 + 100 − 70 = 100 at the end of the first year, 500 at the last
    settled = [70 + by_year(paid)[0], *by_year(paid)[1:]]
    debts = outstanding(70, by_year(due), (0,) * 5, settled)
    assert debts.ouverture == (70, 100, 200, 300, 400)
    assert debts.regle == (70, 100, 200, 300, 400)
    assert debts.cloture == (100, 200, 300, 400, 500)


def test_what_moves_no_money_is_never_paid() -> None:
    """675 and 68, 71, 72, 777 and 78 are written by the accountant; 775 and the other accounts are paid."""
    for account in ("675", "6751", "68", "6811", "71", "72", "777", "78", "7815"):
        flow = entry_flow(Entry(account, "", "", 4, (1_000,) * 5, delay=2), 1)
        assert by_year(flow.due) == (1_000,) * 5, account
        assert flow.paid == (0,) * 60, account
    for account in ("60", "67", "674", "65", "775", "77", "7718", "7681", "768", "6068"):
        assert sum(entry_flow(Entry(account, "", "", 4, (1_000,) * 5), 1).paid) == 5_000, account


def test_a_debt_leaves_out_what_moves_no_money() -> None:
    # 500 of charges of which 200 of allowances: 300 to pay, 250 paid, 50 left; then 300 paid
    debts = outstanding(0, (500, 500), (200, 200), (250, 300))
    assert debts.ajout == (500, 500)
    assert debts.sans == (200, 200)
    assert debts.cloture == (50, 50)


def test_instalments_turn_within_the_fiscal_year() -> None:
    """Four a year of which one in November: February, May and August of the same civil year, each year whole."""
    assert year(line(400, 11, 4)) == (0, 100, 0, 0, 100, 0, 0, 100, 0, 0, 100, 0)


def test_yearly_amounts_from_a_quantity_and_a_price() -> None:
    # 1 234,5 km × 0,665 € = 820,9425 €; + 2 %: 837,3588 → 837,36 (from 820,94); then imposed, and 2 % on it
    kilometres = amounts(Fraction("1234.5"), Fraction("66.5"), 20_000, (None, None, 90_000, None, 0))
    assert kilometres == (82_094, 83_736, 90_000, 91_800, 0)
    assert amounts(3, 250, -500_000) == (750, 375, 188, 94, 47), "halves go away from zero: 187,5 → 188"
    assert amounts(3, 250, 0, (100, None, None, None, None)) == (100,) * 5


entries = st.builds(
    Entry,
    account=st.just("61"),
    label=st.just(""),
    mission=st.just(""),
    month=st.integers(0, 12),
    cents=st.tuples(*[st.integers(0, 10**9)] * 5),
    payments=st.sampled_from((0, *INSTALMENTS)),
    delay=st.integers(0, LONGEST_DELAY),
)


@given(entries, st.integers(1, 12), st.integers(0, 10**8))
def test_pieces_make_the_year_and_what_is_due_is_paid_or_owed(entry: Entry, first_month: int, opening: int) -> None:
    due = due_months(entry, first_month)
    assert by_year(due) == entry.cents
    assert all(cents >= 0 for cents in due)
    pieces = [cents for cents in due[:12] if cents]
    assert len(pieces) <= 12 // entry.step
    assert max(pieces, default=0) - min(pieces, default=0) <= 1 or len(pieces) < 12 // entry.step
    paid = put_back(due, entry.delay)
    settled = [opening + by_year(paid)[0], *by_year(paid)[1:]]
    debts = outstanding(opening, entry.cents, (0,) * 5, settled)
    assert debts.ouverture[1:] == debts.cloture[:-1]
    assert opening + sum(due) == sum(settled) + debts.cloture[-1]
    # what is owed at the end is what fell due in the last months
    assert debts.cloture[-1] == sum(due[60 - entry.delay :])


def test_a_line_keeps_what_its_amounts_come_from() -> None:
    # 12 000 km at 0.665 € = 7 980 €, then 2 % a year, then 8 000 € as agreed
    basis = Basis(Fraction(12_000), Fraction(133, 2), 20_000, (None, None, 800_000, None, None))
    entry = based("6251", "Déplacements", "", 0, basis, 12, 1)
    assert entry.cents == (798_000, 813_960, 800_000, 816_000, 832_320)
    assert entry.basis == basis
    typed = based("627", "Banque", "", 0, Basis(imposed=(1, 2, 3, 4, 5)))
    assert (typed.cents, typed.basis) == ((1, 2, 3, 4, 5), None)
