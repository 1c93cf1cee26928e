"""The three calendars of a receipt: droits (contract year), produits rattachés (fiscal year), encaissements (month).

A *frame* is seven consecutive periods (contract years for a CPTS or an ESS, civil years for a MSP or an ESP): the one
closed before the five-year horizon opens, whose balance may still be paid, the one open on its first day, and the five
that open within it. A *line* of receipts has one value per period in each of its rows; the rows bear the names of the
rows of the calculation sheet, which computes the same with native formulas. Every value is an ``int`` or an ``int64``
array (see ``vector``): cents, days or counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from excel_tools.dates import add_months, civil, day, fiscal_year, put_off, year_of
from excel_tools.vector import Int, at_rate, greatest, least, share, tally, where

PERIODS = 7
YEARS = 5
MONTHS = 60

Row: TypeAlias = "list[Int]"


@dataclass(frozen=True, slots=True)
class Frame:
    """The periods of a schedule and the five fiscal years it is cut into.

    Attributes:
        first_exercice: first fiscal year, named by the civil year in which it opens.
        first_month: first month of the fiscal year, 1 to 12.
        rang: rank of each period, 1 for the first one of the contract.
        ouverture: first day of each period.
        cloture: day after the last one of each period.
        jours: real length in days.
        exercice: fiscal year that holds the opening day.
        fin: first day of the next fiscal year.
    """

    first_exercice: int
    first_month: int
    rang: Row
    ouverture: Row
    cloture: Row
    jours: Row
    exercice: Row
    fin: Row

    @property
    def first_day(self) -> int:
        """First day of the horizon."""
        return int(day(self.first_exercice, self.first_month, 1))

    @property
    def last_day(self) -> int:
        """Last day of the horizon."""
        return int(day(self.first_exercice + YEARS, self.first_month, 1)) - 1


def _frame(first_exercice: int, first_month: int, rang: Row, openings: Row) -> Frame:
    ouverture, cloture = openings[:-1], openings[1:]
    exercice = [fiscal_year(opening, first_month) for opening in ouverture]
    return Frame(
        first_exercice=first_exercice,
        first_month=first_month,
        rang=rang,
        ouverture=ouverture,
        cloture=cloture,
        jours=[end - start for start, end in zip(ouverture, cloture, strict=True)],
        exercice=exercice,
        fin=[day(year + 1, first_month, 1) for year in exercice],
    )


def contract_frame(signature: Int, first_exercice: int, first_month: int = 1, periods: int = PERIODS) -> Frame:
    """Return the contract years around a horizon: from the one closed before its first day.

    Anniversaries are EDATE from the signature, so that a contract signed on 29 February opens its years on the 28th
    where the 29th does not exist (rulings on dates).
    """
    first_day = day(first_exercice, first_month, 1)
    years = first_exercice - year_of(signature)
    open_rank = years + (add_months(signature, 12 * years) <= first_day) * 1
    rang = [open_rank - 1 + step for step in range(periods)]
    return _frame(
        first_exercice, first_month, rang, [add_months(signature, 12 * (rank - 1)) for rank in [*rang, rang[-1] + 1]]
    )


def whole_contract_frame(signature: Int, years: int, first_month: int = 1) -> Frame:
    """Return the contract years from the first one: what a payment schedule of the whole contract needs."""
    rang = [rank + 1 for rank in range(years)]
    return _frame(
        int(year_of(signature)) if isinstance(signature, int) else 0,
        first_month,
        rang,
        [add_months(signature, 12 * rank) for rank in range(years + 1)],
    )


def civil_frame(first_exercice: int, first_month: int = 1, first_civil_year: Int = 0, periods: int = PERIODS) -> Frame:
    """Return the civil years around a horizon, from the one before its first day.

    Args:
        first_civil_year: civil year of rank 1 (that of the contract).
    """
    years = [first_exercice - 1 + step for step in range(periods)]
    return _frame(
        first_exercice,
        first_month,
        [year - first_civil_year + 1 for year in years],
        [day(year, 1, 1) for year in [*years, years[-1] + 1]],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of receipts; every row holds one value per period of the frame.

    Attributes:
        code: ``"parcours_fixe"``.
        rows: ``montant`` (cents a year), ``debut``, ``terme`` (accrual over [debut, terme)), ``du`` (cents),
            ``avance``, ``solde`` (cents, adding up to ``du``), ``date_avance``, ``date_solde``, ``rattache_1`` (cents
            of the fiscal year ``exercice``), ``rattache_2`` (of the next), ``a_confirmer`` (the part of ``du`` that
            rests on amounts to be confirmed), and what the family adds.
        natures: what the first and the second payment of a period are called (forfait, avance, solde, variable).
    """

    code: str
    rows: Mapping[str, Row]
    natures: tuple[str, str] = ("avance", "solde")


def build_line(
    frame: Frame,
    code: str,
    *,
    montant: Row,
    debut: Row,
    terme: Row,
    du: Row,
    avance: Row,
    date_avance: Row,
    date_solde: Row,
    incertain: Row,
    natures: tuple[str, str] = ("avance", "solde"),
    **more: Row,
) -> Line:
    """Complete a line: the balance takes the rest of what is due, the accrual is cut by days at the fiscal year's end.

    Args:
        incertain: 1 in the periods whose amount is to be confirmed.
        more: further rows of the family, kept as they are.
    """
    rattache_1 = []
    for amount, start, end, fiscal_end in zip(du, debut, terme, frame.fin, strict=True):
        inside = least(end, greatest(fiscal_end, start)) - least(end, start)
        rattache_1.append(share(amount, inside, end - start))
    return Line(
        code,
        {
            "montant": montant,
            **more,
            "debut": debut,
            "terme": terme,
            "du": du,
            "avance": avance,
            "solde": [due - paid for due, paid in zip(du, avance, strict=True)],
            "date_avance": date_avance,
            "date_solde": date_solde,
            "rattache_1": rattache_1,
            "rattache_2": [due - cut for due, cut in zip(du, rattache_1, strict=True)],
            "a_confirmer": [due * flag for due, flag in zip(du, incertain, strict=True)],
        },
        natures,
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """What one structure is due over the periods of a frame.

    Attributes:
        frame: the periods.
        state: rows of the family that hold on each opening day (size, barème, points…), one value per period.
        facts: values of the family that hold for the whole contract (the day a mission really starts…).
        lines: every line of receipts, also those that stay at zero, in the order of the sheets.
    """

    frame: Frame
    state: Mapping[str, Row]
    facts: Mapping[str, Int]
    lines: tuple[Line, ...]


def ended(frame: Frame, ends_on: Int) -> Row:
    """Return the day after the last one of each period in which a contract runs.

    Args:
        ends_on: last day of a contract that ends early, 0 for none: the period in which it falls stops the day after,
            and those that open later have no day at all.
    """
    return [
        greatest(opening, where(ends_on > 0, least(closing, ends_on + 1), closing))
        for opening, closing in zip(frame.ouverture, frame.cloture, strict=True)
    ]


def delayed(line: Line, frame: Frame, months: Int) -> Line:
    """Return a line whose payments of the horizon and after it come some months later: what the funder's delay does.

    What was paid before the horizon is history and stays; a repayment, settled with the funder's own payments, follows.
    """
    dates = {
        name: [put_off(planned, months, frame.first_day) for planned in line.rows[name]]
        for name in ("date_avance", "date_solde")
    }
    return replace(line, rows={**line.rows, **dates})


def advance(du: Row, rate: Int) -> Row:
    """Return the advance on each amount due, at a rate in millionths, rounded to the cent."""
    return [at_rate(amount, rate) for amount in du]


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a line gives in each of the five fiscal years and sixty months of the horizon, in cents.

    Attributes:
        droits: due for the contract (or civil) year that opens in the fiscal year; 5 values.
        produits: accrued to the fiscal year; 5 values.
        encaissements: received in the fiscal year; 5 values.
        creances: receivable (441, positive) or deferred income (487, negative) on the first day, then at the end of
            each fiscal year; 6 values.
        mois: received in each month; 60 values.
        a_confirmer: the part of ``droits`` that rests on amounts to be confirmed; 5 values.
    """

    droits: Row
    produits: Row
    encaissements: Row
    creances: Row
    mois: Row
    a_confirmer: Row


def month_index(value: Int, frame: Frame) -> Int:
    """Return the month of the horizon in which a day falls, counted from 0, negative before it."""
    year, month, _ = civil(value)
    return (year - frame.first_exercice) * 12 + month - frame.first_month


def calendar(line: Line, frame: Frame) -> Calendar:
    """Return the three calendars of a line over the horizon."""
    rows = line.rows
    payments = [*rows["avance"], *rows["solde"]]
    months = [month_index(value, frame) for value in [*rows["date_avance"], *rows["date_solde"]]]
    offsets = [year - frame.first_exercice for year in frame.exercice]
    accruals = [*rows["rattache_1"], *rows["rattache_2"]]
    accrual_years = [*offsets, *(offset + 1 for offset in offsets)]
    produits = tally(accrual_years, accruals, YEARS)
    mois = tally(months, payments, MONTHS)
    encaissements = [sum(mois[12 * year : 12 * year + 12]) for year in range(YEARS)]
    creances = [
        sum(amount * (year < 0) for year, amount in zip(accrual_years, accruals, strict=True))
        - sum(amount * (month < 0) for month, amount in zip(months, payments, strict=True))
    ]
    for accrued, received in zip(produits, encaissements, strict=True):
        creances.append(creances[-1] + accrued - received)
    return Calendar(
        droits=tally(offsets, rows["du"], YEARS),
        produits=produits,
        encaissements=encaissements,
        creances=creances,
        mois=mois,
        a_confirmer=tally(offsets, rows["a_confirmer"], YEARS),
    )


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a schedule: a day, a line, its nature and its amount in cents."""

    day: int
    line: str
    nature: str
    cents: int


def payments(lines: Iterable[Line]) -> list[Payment]:
    """Return every payment that is not zero, sorted by date then in the order of the lines (scalar schedules only).

    A first payment that settles the whole amount is a "forfait", whatever the line calls its advances.
    """
    found = [
        Payment(
            rows[date][period],
            line.code,
            "forfait" if row == "avance" and not rows["solde"][period] else nature,
            amount,
        )
        for line in lines
        for rows in [line.rows]
        for row, date, nature in (("avance", "date_avance", line.natures[0]), ("solde", "date_solde", line.natures[1]))
        for period, amount in enumerate(rows[row])
        if amount
    ]
    return sorted(found, key=lambda payment: payment.day)
