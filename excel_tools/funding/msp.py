"""What a MSP is due: points of each civil year, their euros, the advance and the balance.

Scalar only, unlike the CPTS: the points of an indicator are exact fractions with denominators of their own (files
studied, meetings, days), which no common integer array holds without overflow. The arithmetic is whole numbers all the
same. The rows computed here are the rows of the sheets "Scénario 1" to "Scénario 3".
"""

from __future__ import annotations

from collections.abc import Mapping
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
from excel_tools.vector import PPM, at_rate, half_up

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
    fir: tuple[int, int] = (0, 0)
    renewal: int = 1
    funder_delay: int = 0
    ends_on: int = 0


def frame(contract: MspContract, first_exercice: int, first_month: int = 1) -> Frame:
    """Return the civil years around a horizon; rank 1 is that of the contract."""
    return civil_frame(first_exercice, first_month, year_of(contract.signature))


def schedule(contract: MspContract, table: MspTable, frame: Frame) -> Schedule:
    """Return what is due and when it is paid, for every civil year of the frame.

    State rows: ``annee``, ``facteur`` (growth, millionths), ``fin_contrat``, ``fin_effet`` (the same,
    early end included), ``avance_prevue``, ``solde_prevu`` (days of the payments before the funder's delay) and those
    of ``year_rows``.
    """
    factor = [PPM]
    for growth in contract.growth[1:]:
        factor.append(half_up(factor[-1] * (PPM + growth), PPM))
    ends = [
        _end(contract, table, opening, closing) for opening, closing in zip(frame.ouverture, frame.cloture, strict=True)
    ]
    stops = [min(end, contract.ends_on + 1) if contract.ends_on else end for end in ends]
    planned = [payment_days(table, year_of(opening), contract.signature) for opening in frame.ouverture]
    columns, balances = [], []
    for period, opening in enumerate(frame.ouverture):
        data, stop, closing = contract.years[period], stops[period], frame.cloture[period]
        cut = stop < min(closing, ends[period])
        balances.append(stop if cut else planned[period][1])
        expected = Year(opening, closing, contract.signature, ends[period], frame.rang[period])
        # an advance paid before an early end was that of the whole year; after it there is none
        ahead = expected.running() * (not cut or planned[period][0] < stop)
        year = replace(expected, end=stop, advance_days=ahead, planned_days=expected.running())
        patientele = at_rate(data.patientele, factor[period])
        columns.append(year_rows(data, table.at(opening), year, patientele, contract.attainment[period]))
    state: dict[str, Row] = {"annee": [year_of(opening) for opening in frame.ouverture], "facteur": factor}
    state |= {"fin_contrat": ends, "fin_effet": stops}
    state |= {"avance_prevue": [advance for advance, _ in planned], "solde_prevu": balances}
    state |= {name: [column[name] for column in columns] for name in columns[0]}
    lines = (_remuneration(contract, frame, state), _fir(contract, frame))
    return Schedule(frame, state, {}, lines)


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
    debut = [max(opening, contract.signature) for opening in frame.ouverture]
    terme = [
        max(start, min(closing, end))
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
    debut = [max(opening, received) for opening in frame.ouverture]
    du = [
        cents * (opening <= received < closing) for opening, closing in zip(frame.ouverture, frame.cloture, strict=True)
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
