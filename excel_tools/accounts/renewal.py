"""What a budget owes to the renewal of a contract that ends within the horizon: a hypothesis, and its amount."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from excel_tools.budget import Budget
from excel_tools.dates import add_months
from excel_tools.schedule import YEARS, ended
from excel_tools.vector import half_up

RENEWABLE = {"CPTS": "cpts.contrat.duree", "MSP": "msp.contrat.duree"}
"""Kind of structure whose contract may be renewed → its length in months."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """The part of the income that supposes a renewal.

    Attributes:
        last_day: last day of the signed contract.
        parts: of each period, the parts of its two accrued pieces that lie beyond that day.
        years: cents accrued in each fiscal year beyond that day, by day within a period; zeros without renewal.
    """

    last_day: int
    ends: tuple[int, ...]
    parts: tuple[tuple[Fraction, Fraction], ...]
    pieces: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
    years: tuple[int, ...]


def renewal(budget: Budget) -> Renewal | None:
    """Return what supposes the renewal of a contract, None for the families that have none.

    Raises:
        RuleError: the barèmes do not know the length of a contract.
    """
    structure, frame = budget.structure, budget.schedule.frame
    if structure.kind not in RENEWABLE:
        return None
    contract = structure.contract
    signature, renewed = int(getattr(contract, "signature", 0)), bool(getattr(contract, "renewal", 0))
    closing = add_months(signature, budget.rules.amount(RENEWABLE[structure.kind]).value())
    ends = tuple(int(day) for day in ended(frame, contract.ends_on))
    parts = []
    for opening, cut, end in zip(frame.ouverture, frame.fin, ends, strict=True):
        first, second = min(cut, end) - max(opening, closing), end - max(cut, closing)
        parts.append(
            (
                Fraction(max(0, first), max(1, min(cut, end) - opening)),
                Fraction(max(0, second), max(1, end - cut)),
            )
        )
    lines = budget.schedule.lines
    now = [sum(line.rows["rattache_1"][step] for line in lines) for step in range(len(ends))]
    later = [sum(line.rows["rattache_2"][step] for line in lines) for step in range(len(ends))]
    pieces = tuple(
        tuple(
            sum(
                (
                    part[rank] * cents * renewed
                    for part, cents, year in zip(parts, amounts, frame.exercice, strict=True)
                    if year + rank == structure.first_exercice + step
                ),
                Fraction(0),
            )
            for step in range(YEARS)
        )
        for rank, amounts in enumerate((now, later))
    )
    years = tuple(half_up(sum(pair).numerator, sum(pair).denominator) for pair in zip(*pieces, strict=True))
    return Renewal(closing - 1, ends, tuple(parts), (pieces[0], pieces[1]), years)


def repaid(budget: Budget) -> int:
    """Return the cents paid ahead of an early end, which are to be repaid; 0 without one."""
    frame, ends_on = budget.schedule.frame, budget.structure.contract.ends_on
    if not ends_on:
        return 0
    cut = [
        step
        for step, (opening, closing) in enumerate(zip(frame.ouverture, frame.cloture, strict=True))
        if opening <= ends_on < closing - 1
    ]
    owed = [line.rows[key][step] for line in budget.schedule.lines for step in cut for key in ("avance", "solde")]
    return -sum(min(0, int(cents)) for cents in owed)
