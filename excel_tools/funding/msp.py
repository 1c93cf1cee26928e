"""What a MSP is due: points of each civil year, their euros, the advance and the balance.

Its points are scalar only, unlike the CPTS: those of an indicator are exact fractions with denominators of their own
(files studied, meetings, days), which no common integer array holds without overflow; what follows from their euros
takes arrays too. The arithmetic is whole numbers all the same. The rows computed here are the rows of the sheets
"Scénario 1" to "Scénario 3".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from excel_tools.dates import add_months, day, french, year_of
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_notices import year_notices
from excel_tools.funding.msp_points import Year
from excel_tools.funding.msp_table import MspTable, msp_table
from excel_tools.funding.msp_year import year_rows
from excel_tools.funding.notices import Notice, early_end
from excel_tools.schedule import PERIODS, Frame, Line, Row, Schedule, build_line, civil_frame, delayed
from excel_tools.vector import PPM, Int, at_rate, greatest, half_up, least

if TYPE_CHECKING:
    from excel_tools.rules import Rules

__all__ = ["LINES", "MspContract", "MspTable", "frame", "msp_table", "notices", "payment_days", "schedule"]

LINES: Mapping[str, str] = {"remuneration": "Rémunération ACI", "fir": "Aide au démarrage (FIR)"}


@dataclass(frozen=True, slots=True)
class MspContract:
    """A MSP contract and its hypotheses, over the seven civil years of a frame (one structure, not an array).

    Attributes:
        signature: day on which the contract takes effect.
        years: answers of each civil year.
        growth: yearly growth of the patientèle in millionths, by period; it applies from that period on.
        attainment: rate in millionths, by period, on the variable points of indicators that are no prérequis.
        fir: day and cents of the regional start-up aid, ``(0, 0)`` when none.
        renewal: 1 when the contract goes on after its five years.
        funder_delay: months by which the scenario puts off the payments of the horizon.
        ends_on: last day of a contract that ends early, 0 when it does not.
    """

    signature: int
    years: tuple[MspData, ...]
    growth: tuple[int, ...] = (0,) * PERIODS
    attainment: tuple[int, ...] = (PPM,) * PERIODS
    fir: tuple[Int, Int] = (0, 0)
    renewal: int = 1
    funder_delay: int = 0
    ends_on: int = 0


def frame(contract: MspContract, first_exercice: int, first_month: int = 1) -> Frame:
    """Return the civil years around a horizon; rank 1 is that of the contract."""
    return civil_frame(first_exercice, first_month, year_of(contract.signature))


def schedule(contract: MspContract, table: MspTable, frame: Frame) -> Schedule:
    """Return what is due and when it is paid, for every civil year of the frame, its state being ``state_rows``."""
    state = state_rows(contract, table, frame)
    return Schedule(frame, state, {}, receipts(contract, frame, state))


def state_rows(contract: MspContract, table: MspTable, frame: Frame) -> dict[str, Row]:
    """Return the state of every civil year of a frame.

    ``annee``, ``facteur`` (growth, millionths), ``fin_contrat``, ``fin_effet`` (the same, early end included),
    ``avance_prevue``, ``solde_prevu`` (days of the payments before the funder's delay) and those of ``year_rows``.
    """
    terms, factor = year_terms(contract, table, frame), growth_factors(contract.growth)
    columns = [
        year_rows(data, table.at(opening), year, at_rate(data.patientele, persons), attainment)
        for data, opening, year, persons, attainment in zip(
            contract.years, frame.ouverture, terms.years, factor, contract.attainment, strict=True
        )
    ]
    state: dict[str, Row] = {"annee": [year_of(opening) for opening in frame.ouverture], "facteur": factor}
    state |= {"fin_contrat": terms.ends, "fin_effet": terms.stops}
    state |= {"avance_prevue": terms.advances, "solde_prevu": terms.balances}
    return state | {name: [column[name] for column in columns] for name in columns[0]}


def growth_factors(growth: Sequence[Int]) -> Row:
    """Return what a yearly growth multiplies a count by in each period, in millionths; numbers or arrays."""
    factor: Row = [PPM]
    for rate in growth[1:]:
        factor.append(half_up(factor[-1] * (PPM + rate), PPM))
    return factor


@dataclass(frozen=True, slots=True)
class Terms:
    """The dates of each civil year of a contract, whatever its answers are.

    Attributes:
        ends: day after the contract; a renewed one does not end with the year.
        stops: the same, early end included.
        advances: day of the advance, before the funder's delay.
        balances: day of the balance, before the funder's delay.
        years: part of each civil year in which the contract runs.
    """

    ends: Row
    stops: Row
    advances: Row
    balances: Row
    years: tuple[Year, ...]


def year_terms(contract: MspContract, table: MspTable, frame: Frame) -> Terms:
    """Return the dates of every civil year of a frame."""
    ends = [
        _end(contract, table, opening, closing) for opening, closing in zip(frame.ouverture, frame.cloture, strict=True)
    ]
    stops = [min(end, contract.ends_on + 1) if contract.ends_on else end for end in ends]
    planned = [payment_days(table, year_of(opening), contract.signature) for opening in frame.ouverture]
    years, balances = [], []
    for period, opening in enumerate(frame.ouverture):
        stop, closing = stops[period], frame.cloture[period]
        cut = stop < min(closing, ends[period])
        balances.append(stop if cut else planned[period][1])
        expected = Year(opening, closing, contract.signature, ends[period], frame.rang[period])
        # an advance paid before an early end was that of the whole year; after it there is none
        ahead = expected.running() * (not cut or planned[period][0] < stop)
        years.append(replace(expected, end=stop, advance_days=ahead, planned_days=expected.running()))
    return Terms(ends, stops, [advance for advance, _ in planned], balances, tuple(years))


def receipts(contract: MspContract, frame: Frame, state: Mapping[str, Row]) -> tuple[Line, ...]:
    """Return the lines of a contract; of one of them or of arrays, unlike the points its state rests on.

    Args:
        state: ``fin_effet``, ``avance_prevue``, ``solde_prevu``, ``remuneration``, ``avance`` and ``a_confirmer``.
    """
    return _remuneration(contract, frame, state), _fir(contract, frame)


def payment_days(table: MspTable, year: int, signature: int) -> tuple[int, int]:
    """Return the days on which the advance and the balance of a civil year are paid at the latest."""
    scale = table.at(day(year, 1, 1))
    paid = day(year, scale["calendrier.avance_mois"], scale["calendrier.avance_jour"])
    paid = max(paid, add_months(signature, scale["calendrier.delai_contrat"]))
    balance = day(year + 1, scale["calendrier.solde_mois"], scale["calendrier.solde_jour"])
    return paid, balance


def _end(contract: MspContract, table: MspTable, opening: int, closing: int) -> int:
    """Return the day after the contract; a renewed one does not end with the year."""
    if contract.renewal:
        return closing
    return int(add_months(contract.signature, table.at(opening)["contrat.duree"]))


def _remuneration(contract: MspContract, frame: Frame, state: Mapping[str, Row]) -> Line:
    debut = [greatest(opening, contract.signature) for opening in frame.ouverture]
    terme = [
        greatest(start, least(closing, end))
        for start, closing, end in zip(debut, frame.cloture, state["fin_effet"], strict=True)
    ]
    line = build_line(
        frame,
        "remuneration",
        montant=state["remuneration"],
        debut=debut,
        terme=terme,
        du=state["remuneration"],
        avance=state["avance"],
        date_avance=state["avance_prevue"],
        date_solde=state["solde_prevu"],
        incertain=[0] * len(debut),
    )
    line = Line(line.code, {**line.rows, "a_confirmer": state["a_confirmer"]}, line.natures)
    return delayed(line, frame, contract.funder_delay)


def _fir(contract: MspContract, frame: Frame) -> Line:
    """The start-up aid, income and cash of the day on which it is received (ruling on accrual, to be confirmed)."""
    received, cents = contract.fir
    montant = [cents] * len(frame.ouverture)
    debut = [greatest(opening, received) for opening in frame.ouverture]
    du = [
        cents * (opening <= received) * (received < closing)
        for opening, closing in zip(frame.ouverture, frame.cloture, strict=True)
    ]
    return build_line(
        frame,
        "fir",
        montant=montant,
        debut=debut,
        terme=[start + 1 for start in debut],
        du=du,
        avance=du,
        date_avance=debut,
        date_solde=debut,
        incertain=[0] * len(du),
        natures=("forfait", "solde"),
    )


def notices(contract: MspContract, schedule: Schedule, rules: Rules) -> tuple[Notice, ...]:
    """Return what must be told of a contract and its answers, one sentence per kind and civil year."""
    table = msp_table(rules)
    found = {notice.code: notice for notice in early_end(contract.ends_on, schedule.frame, schedule.lines)}
    early = [
        opening
        for opening, days in zip(schedule.frame.ouverture, schedule.state["effet_jours"], strict=True)
        if days and opening < table.dates[0]
    ]
    if early:
        found["avant"] = Notice(
            "msp-avant-bareme",
            f"MSP {year_of(early[0])} : le barème connu commence le {french(table.dates[0])} ; l'année est "
            "comptée à ce barème.",
        )
    for period, data in enumerate(contract.years):
        rank = schedule.frame.rang[period]
        rows = {name: row[period] for name, row in schedule.state.items()}
        if rank < 1 or not rows["effet_jours"]:
            continue
        cut = rows["fin_effet"] < min(rows["fin_contrat"], schedule.frame.cloture[period])
        for notice in year_notices(data, table.at(schedule.frame.ouverture[period]), rows, cut=cut):
            found.setdefault(notice.text, Notice(notice.code, f"MSP {rows['annee']} : {notice.text}"))
    return tuple(found.values())
