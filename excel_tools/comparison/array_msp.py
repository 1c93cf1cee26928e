"""The yearly rows of many MSP, by arrays: the same answers are counted for all patientèles and attainments at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from excel_tools.comparison.array_columns import MOST_CENTS, Array, TooLarge, columns
from excel_tools.dates import year_of
from excel_tools.funding import msp
from excel_tools.funding.msp import MspContract, Terms
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_points import Year
from excel_tools.funding.msp_table import MspScale, MspTable
from excel_tools.funding.msp_year import euro_rows
from excel_tools.schedule import PERIODS, Frame, Row
from excel_tools.vector import PPM, at_rate

_EUROS = ("remuneration", "avance", "a_confirmer")
_MOST = 10**8
"""Patients, or millionths."""
_MOST_POINT = 10**4
"""Value of a point, in cents, for which ``ratios.LARGEST`` holds."""
_MOST_YEAR = 10**10
"""Cents of a year for which an advance, a rate and a number of days still fit an array."""
_FEW = 4
"""Cases for which plain numbers are as fast."""
_DAYS = 365


def msp_states(
    contracts: Sequence[tuple[MspContract, MspTable]], first_exercice: int, first_month: int
) -> dict[str, Row]:
    """Return what ``msp.receipts`` reads of the state of many contracts, each row holding one array per period.

    Raises:
        TooLarge: a value does not fit an array.
    """
    frames: dict[int, Frame] = {}
    found: dict[Any, Terms] = {}
    terms = []
    for contract, table in contracts:
        started = year_of(contract.signature)
        if started not in frames:
            frames[started] = msp.frame(contract, first_exercice, first_month)
        key = (contract.signature, contract.renewal, contract.ends_on, id(table))
        if key not in found:
            found[key] = msp.year_terms(contract, table, frames[started])
        terms.append(found[key])
    openings = next(iter(frames.values())).ouverture
    state = _dates(terms)
    growth = columns([contract.growth for contract, _ in contracts], PPM)
    attainment = columns([contract.attainment for contract, _ in contracts], _MOST)
    persons = columns([[data.patientele for data in contract.years] for contract, _ in contracts], _MOST)
    if any(int(row.min()) < 0 for row in (*attainment, *persons)):
        raise TooLarge
    patients = [at_rate(count, factor) for count, factor in zip(persons, msp.growth_factors(growth), strict=True)]
    euros = np.empty((len(_EUROS), PERIODS * len(contracts)), dtype=np.int64)
    counts, rates = np.concatenate(patients), np.concatenate(attainment)
    for data, scale, year, places in _alike(contracts, terms, openings):
        euros[:, places] = _year(data, scale, year, counts[places], rates[places])
    rows = euros.reshape(len(_EUROS), PERIODS, len(contracts))
    return state | {name: list(row) for name, row in zip(_EUROS, rows, strict=True)}


def _alike(
    contracts: Sequence[tuple[MspContract, MspTable]], terms: Sequence[Terms], openings: Row
) -> list[tuple[MspData, MspScale, Year, Array]]:
    """Return the years that are counted together: answers, barème, part of the year, and the places of the cases.

    Places are those of the contracts in the first period, then in the next one.
    """
    same: dict[tuple[int, int, int], list[int]] = {}
    for rank, (contract, table) in enumerate(contracts):
        same.setdefault((id(contract.years), id(table), id(terms[rank])), []).append(rank)
    groups: dict[tuple[int, int, Year], tuple[MspData, MspScale, list[Array]]] = {}
    for ranks in same.values():
        (contract, table), years, among = contracts[ranks[0]], terms[ranks[0]].years, np.array(ranks)
        for period, (data, opening, year) in enumerate(zip(contract.years, openings, years, strict=True)):
            scale = table.at(opening)
            key = (id(data), id(scale), _part(year, data, openings[-1]))
            groups.setdefault(key, (data, scale, []))[2].append(among + period * len(contracts))
    return [(data, scale, key[2], np.concatenate(places)) for key, (data, scale, places) in groups.items()]


def _part(year: Year, data: MspData, last: int) -> Year:
    """Return a year as answers see it, as if it opened on the last day of opening: most years of a contract are alike.

    Only what is acquired on a day is told by the calendar, and only a new structure counts its years.
    """
    opening, closing = year.opening, year.closing
    start, end = min(max(year.start, opening), closing), max(min(year.end, closing), opening)
    rank = year.rank if data.nouvelle_structure else 0
    held = max(data.si_standard, data.si_avance) <= opening
    if held and (end - start, year.advance_days, year.planned_days) == (year.days,) * 3:
        # of days only shares of the year are taken: a whole one is the same in a leap year
        return Year(last, last + _DAYS, last, last + _DAYS, rank, _DAYS, _DAYS)
    later = last - opening if held else 0
    return Year(
        opening + later, closing + later, start + later, end + later, rank, year.advance_days, year.planned_days
    )


def _dates(terms: Sequence[Terms]) -> dict[str, Row]:
    distinct = list({id(one): one for one in terms}.values())
    places = {id(one): rank for rank, one in enumerate(distinct)}
    which = np.array([places[id(one)] for one in terms])
    rows = columns([[*one.stops, *one.advances, *one.balances] for one in distinct], MOST_CENTS)
    taken = [row[which] for row in rows]
    names = ("fin_effet", "avance_prevue", "solde_prevu")
    return {name: taken[PERIODS * rank : PERIODS * (rank + 1)] for rank, name in enumerate(names)}


def _year(data: MspData, scale: MspScale, year: Year, patients: Array, attainment: Array) -> Array:
    """Return the euros of one civil year under the same answers, name × case."""
    # the same patientèle and attainment come back in many scenarios
    pairs, which = np.unique(patients * (_MOST + 1) + attainment, return_inverse=True)
    several, rates = pairs // (_MOST + 1), pairs % (_MOST + 1)
    if len(pairs) >= _FEW and scale["point.valeur"] <= _MOST_POINT:
        try:
            rows = euro_rows(data, scale, year, several, rates)
        except OverflowError:
            pass
        else:
            if max(int(np.max(np.abs(rows[name]))) for name in ("montant_points", "avance_base")) <= _MOST_YEAR:
                found = np.array([np.broadcast_to(rows[name], pairs.shape) for name in _EUROS])
                return found[:, which]
    each = [
        euro_rows(data, scale, year, count, rate) for count, rate in zip(several.tolist(), rates.tolist(), strict=True)
    ]
    return np.array(columns([[rows[name] for name in _EUROS] for rows in each], MOST_CENTS))[:, which]
