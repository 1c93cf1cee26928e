"""One line of charges or of other income: its yearly amounts, the months in which it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from excel_tools.money import split_cumulative
from excel_tools.schedule import YEARS
from excel_tools.vector import PPM, at_rate, half_up

INSTALMENTS = (1, 2, 4, 12)
"""How many times in a fiscal year a line may fall due."""
LONGEST_DELAY = 3
"""Months between the due month and the payment, at most."""
CASHLESS = ("675", "68", "71", "72", "777", "78")
"""Accounts that move no money, by their first digits: book value of what is sold, allowances, production kept, share of
investment subsidies, allowances taken back. They count in the result and on the form, never in the cash.

775, the price of what is sold, is money.
"""
COMPUTED = ("689", "789")
"""Accounts of fonds dédiés, which the envelopes and the earmarked aids make: no line may be typed on them."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What the yearly amounts of a line are computed from, as it was entered; see ``amounts``.

    Attributes:
        quantity: None when unsaid.
        price: cents a unit, with their fractions; None when unsaid.
        growth: yearly rise, in millionths.
        imposed: amounts in cents that take the place of the computed ones, None where there is none.
    """

    quantity: Fraction | None = None
    price: Fraction | None = None
    growth: int = 0
    imposed: tuple[int | None, ...] = (None,) * YEARS

    @property
    def cents(self) -> tuple[int, ...]:
        """The yearly amounts."""
        return amounts(self.quantity or 0, self.price or 0, self.growth, self.imposed)

    @property
    def plain(self) -> bool:
        """Whether there is nothing but five amounts."""
        return self == Basis(imposed=self.imposed) and None not in self.imposed


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of charges (accounts 60 to 69) or of other income (70 to 79).

    Attributes:
        account: two to eight digits, ``"6226"``.
        label: what it is.
        mission: code of the mission it serves, ``""`` when none.
        month: civil month of one instalment, 1 to 12; 0 for the first month of the fiscal year. The others follow at
            even steps and turn within the fiscal year, so that each year holds its whole amount: four instalments and
            November are those of February, May, August and November of the same civil year.
        cents: amount of each of the five fiscal years.
        payments: instalments in a fiscal year, one of ``INSTALMENTS``; 0 when unsaid: one for a line that has a month,
            twelve for one that has none.
        delay: months from the due month to the payment, 0 to ``LONGEST_DELAY``.
        basis: what ``cents`` comes from, so that a workbook may show it; None when there is nothing but the amounts.
    """

    account: str
    label: str
    mission: str
    month: int
    cents: tuple[int, ...]
    payments: int = 0
    delay: int = 0
    basis: Basis | None = None

    @property
    def cashless(self) -> bool:
        """Whether it is never paid nor received; its delay is then without object."""
        return self.account.startswith(CASHLESS)

    @property
    def step(self) -> int:
        """Months from one instalment to the next."""
        return 12 // (self.payments or (1 if self.month else 12))


def why_computed(account: str) -> str:
    """Return why no line may be typed on an account of fonds dédiés, nothing for another account."""
    taken = next((digits for digits in COMPUTED if account.startswith(digits)), "")
    return (
        f"le compte {taken} se calcule : déclarer l'aide fléchée et ce qui en est dépensé (feuille aides), ou les "
        "fonds dédiés d'ouverture et leurs dépenses"
        if taken
        else ""
    )


def based(account: str, label: str, mission: str, month: int, basis: Basis, payments: int = 0, delay: int = 0) -> Entry:
    """Return the line whose yearly amounts are computed from what was entered."""
    return Entry(account, label, mission, month, basis.cents, payments, delay, None if basis.plain else basis)


def due_months(entry: Entry, first_month: int) -> tuple[int, ...]:
    """Return what a line costs (or brings) in each of the sixty months, in cents.

    Each fiscal year is cut into its instalments by rounded cumulative amounts, the last one taking the rest. With
    ``rang`` the months since the first instalment, ``=MOD(mois-premier,12)``, and ``pas`` the months between two:
    ``=IF(MOD(rang,pas)=0,ROUND(montant*(rang+pas)/12,2)-ROUND(montant*rang/12,2),0)``

    Args:
        first_month: first month of the fiscal year, 1 to 12.
    """
    step = entry.step
    ranks = range(0, 12, step)
    first = (entry.month - first_month) % 12 if entry.month else 0
    months: list[int] = []
    for cents in entry.cents:
        year = [0] * 12
        for rank, piece in zip(ranks, split_cumulative(cents, [step] * len(ranks)), strict=True):
            year[(first + rank) % 12] = piece
        months += year
    return tuple(months)


LEVEL = (PPM,) * YEARS
"""Index of prices or wages that changes nothing: five cumulative factors in millionths."""


def indexed(entry: Entry, index: Sequence[int]) -> Entry:
    """Return a line whose yearly amounts follow an index, whatever it was computed from: ``=ROUND(montant*indice,2)``.

    Args:
        index: one cumulative factor a fiscal year, in millionths.
    """
    if tuple(index) == LEVEL:
        return entry
    cents = tuple(at_rate(amount, factor) for amount, factor in zip(entry.cents, index, strict=True))
    return replace(entry, cents=cents, basis=None)


def raised(index: Sequence[int], rate: int, since: int = 0) -> tuple[int, ...]:
    """Return an index that rises by a yearly rate: ``=ROUND(avant*(1+hausse),6)``; the first year is the base.

    Args:
        index: factors of the years before ``since``, which are kept.
        rate: yearly rise in millionths.
        since: rank of the first year concerned, from 0.
    """
    found = list(index[: max(since, 1)])
    while len(found) < YEARS:
        found.append(half_up(found[-1] * (PPM + rate), PPM))
    return tuple(found)


def rises(index: Sequence[int]) -> tuple[int, ...] | None:
    """Return the yearly rises that make an index, in millionths, the roundest ones; see ``raised``.

    None for an index that does not start from its base, or of which a year rises or falls by more than half.
    """
    if len(index) != YEARS or index[0] != PPM:
        return None
    found: list[int] = []
    for before, after in pairwise(index):
        exact = half_up((after - before) * PPM, before)
        near = (half_up(exact, step) * step for step in (10_000, 1_000, 100, 10, 1))
        rate = next((rate for rate in near if half_up(before * (PPM + rate), PPM) == after), None)
        if rate is None or abs(rate) > PPM // 2:
            return None
        found.append(rate)
    return tuple(found)


def put_back(months: Sequence[int], delay: int) -> tuple[int, ...]:
    """Return what is due month by month as it is paid, some months later; what leaves the horizon is still owed.

    ``=IF(rang>delai,INDEX(dus,rang-delai),0)``
    """
    return (*(0,) * delay, *months[: len(months) - delay])


def amounts(
    quantity: Fraction | int,
    price: Fraction | int,
    growth: int = 0,
    imposed: Sequence[int | None] = (None,) * YEARS,
) -> tuple[int, ...]:
    """Return the yearly amounts of a line entered as a quantity and a price, in cents.

    First year: ``=IF(ISNUMBER(impose),impose,ROUND(quantite*prix,2))``
    Later years: ``=IF(ISNUMBER(impose),impose,ROUND(avant*(1+ROUND(hausse,6)),2))``

    Args:
        price: cents, with their fractions (0,665 € a kilometre is 66,5 cents).
        growth: yearly rise, in millionths.
        imposed: amounts in cents that take the place of the computed ones; the years that follow start from them.
    """
    exact = Fraction(quantity) * Fraction(price)
    found: list[int] = []
    for given in imposed:
        if given is not None:
            found.append(given)
        elif not found:
            found.append(half_up(exact.numerator, exact.denominator))
        else:
            found.append(at_rate(found[-1], PPM + growth))
    return tuple(found)
