"""Fonds dédiés: what of an earmarked envelope is not spent is no surplus; it waits in account 194."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from excel_tools.schedule import Row
from excel_tools.vector import Int, greatest, least


@dataclass(frozen=True, slots=True)
class Envelope:
    """Money that may only be spent on what it was given for.

    Attributes:
        label: what it is called, ``"Enveloppe SNP fléchée"``.
        entree: cents accrued to each fiscal year, never negative.
        depense: cents spent on it in each fiscal year, as the user says.
        opening: cents left of it (194) on the first day.
    """

    label: str
    entree: Row
    depense: Row
    opening: Int = 0


@dataclass(frozen=True, slots=True)
class DedicatedFunds:
    """Fonds dédiés of one envelope or of several together: cents by fiscal year.

    Attributes:
        ouverture: balance of account 194 on the first day of the year.
        entree: envelope accrued to the year.
        depense: what the user says was spent on it.
        utilise: the part of it that the balance and the envelope cover.
        dotation: 689, the unspent part of the year's envelope.
        reprise: 789, what is taken back from earlier years.
        cloture: balance on the last day.
    """

    ouverture: tuple[Int, ...]
    entree: tuple[Int, ...]
    depense: tuple[Int, ...]
    utilise: tuple[Int, ...]
    dotation: tuple[Int, ...]
    reprise: tuple[Int, ...]
    cloture: tuple[Int, ...]


def roll(envelope: Envelope) -> DedicatedFunds:
    """Return the balances of one envelope, the closing one of a year opening the next; numbers or arrays."""
    rows: list[tuple[Int, ...]] = []
    opening = envelope.opening
    for accrued, spent in zip(envelope.entree, envelope.depense, strict=True):
        used = least(spent, opening + accrued)
        closing = opening + accrued - used
        rows.append((opening, accrued, spent, used, greatest(0, accrued - used), greatest(0, used - accrued), closing))
        opening = closing
    return DedicatedFunds(*(tuple(column) for column in zip(*rows, strict=True)))


def together(funds: Sequence[DedicatedFunds]) -> DedicatedFunds:
    """Return the balances of several envelopes added up; at least one."""
    rows = zip(*(astuple(each) for each in funds), strict=True)
    return DedicatedFunds(*(tuple(sum(year) for year in zip(*row, strict=True)) for row in rows))


def dormant(funds: DedicatedFunds) -> tuple[int, ...]:
    """Return what was there at the opening of a year and of which nothing is spent in it nor in the year before.

    Nothing is known of the year before the first one.
    """
    used = funds.utilise
    return tuple(
        int(opening) if year and not used[year] and not used[year - 1] else 0
        for year, opening in enumerate(funds.ouverture)
    )
