"""Salaried staff: what a post costs its employer, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from excel_tools.dates import add_months
from excel_tools.schedule import MONTHS, YEARS
from excel_tools.spending.entry import LEVEL
from excel_tools.vector import PPM, Int, at_rate, greatest, half_up, least, where

GROSS_ACCOUNT = "641"
SOCIAL_ACCOUNT = "645"
SOCIAL_DELAY = 1
"""Months from a salary to the payment of the employer's contributions on it."""


@dataclass(frozen=True, slots=True)
class Post:
    """One salaried post.

    Attributes:
        label: what it is; may name a person, so it never leaves the structure's own workbook.
        mission: code of the mission it serves, ``""`` when none.
        gross: gross salary of a full-time month in the first fiscal year, in cents.
        employer: rate of the employer's contributions, in millionths; no text fixes it, the payroll tells it.
        share: part of a full time (quotité), in millionths.
        start: first day, 0 when already there.
        end: last day, 0 when none is planned.
        growth: yearly rise of the gross from the second fiscal year on, in millionths.
    """

    label: str
    mission: str
    gross: int
    employer: int
    share: int = PPM
    start: int = 0
    end: int = 0
    growth: int = 0


def yearly_gross(post: Post) -> tuple[int, ...]:
    """Return the gross of a full-time month in each fiscal year, in cents: ``=ROUND(avant*(1+ROUND(hausse,6)),2)``."""
    found = [post.gross]
    while len(found) < YEARS:
        found.append(at_rate(found[-1], PPM + post.growth))
    return tuple(found)


def gross_months(post: Post, first_day: int, index: Sequence[int] = LEVEL) -> tuple[int, ...]:
    """Return the gross of each of the sixty months, in cents, by days present over the length of the month.

    With ``j1`` and ``j2`` the first and the last day of the month:
    ``=ROUND(brut*quotite*MAX(0,MIN(IF(fin,fin,j2),j2)-MAX(debut,j1)+1)/(j2-j1+1),2)``

    Args:
        first_day: first day of the horizon.
        index: rise of the wages on top of the post's own, one cumulative factor a fiscal year in millionths; the gross
            of each year is rounded to the cent before it is cut.
    """
    gross = [at_rate(cents, factor) for cents, factor in zip(yearly_gross(post), index, strict=True)]
    openings = [add_months(first_day, month) for month in range(MONTHS + 1)]
    return tuple(
        half_up(gross[month // 12] * post.share * _days(post, opening, following), PPM * (following - opening))
        for month, (opening, following) in enumerate(pairwise(openings))
    )


def days_present(post: Post, first_day: int) -> tuple[Int, ...]:
    """Return on how many days a post is there in each of the sixty months; a post that is paid nothing is not.

    ``=(brut>0)*MAX(0,MIN(IF(fin,fin+1,j1+jours),j1+jours)-MAX(debut,j1))``
    """
    openings = [add_months(first_day, month) for month in range(MONTHS + 1)]
    return tuple((post.gross > 0) * _days(post, opening, following) for opening, following in pairwise(openings))


def _days(post: Post, opening: int, following: int) -> Int:
    last = least(where(post.end > 0, post.end, following), following - 1)
    return greatest(0, last - greatest(post.start, opening) + 1)


def employer_months(post: Post, gross: Sequence[int]) -> tuple[int, ...]:
    """Return the employer's contributions on the gross of each month, in cents: ``=ROUND(brut*taux,2)``."""
    return tuple(at_rate(cents, post.employer) for cents in gross)


@dataclass(frozen=True, slots=True)
class EmployerCost:
    """What a salary costs over some months, in cents."""

    gross: int
    contributions: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.gross + self.contributions


def employer_cost(gross: int, employer: int, share: int = PPM, months: int = 12) -> EmployerCost:
    """Return what some whole months of one salary cost its employer; the same cents as a post.

    ``=mois*(ROUND(brut*quotite,2)+ROUND(ROUND(brut*quotite,2)*taux,2))``

    Args:
        gross: gross of a full-time month, in cents.
        employer: rate of the employer's contributions, in millionths.
        share: part of a full time, in millionths.
    """
    month = at_rate(gross, share)
    return EmployerCost(months * month, months * at_rate(month, employer))
