"""What many contracts are due, by arrays: the schedules of ``funding`` run once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from excel_tools.comparison.array_columns import MOST_CENTS, Array, columns, grouped, within
from excel_tools.comparison.array_msp import msp_states
from excel_tools.comparison.array_tables import EspTables, cpts_tables
from excel_tools.funding import cpts, esp, ess, msp
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES, cpts_table
from excel_tools.funding.esp import EspContract, esp_table
from excel_tools.funding.ess import EssContract, EssTable, ess_table
from excel_tools.funding.indicators import Indicator, earned_by_period
from excel_tools.funding.msp import MspContract, msp_table
from excel_tools.rules import Rules
from excel_tools.schedule import MONTHS, PERIODS, YEARS, Frame, Line, Row, calendar, contract_frame
from excel_tools.vector import PPM

Signed: TypeAlias = "tuple[Any, Rules]"
"""A contract, and the rules under which it is computed, its own amounts included."""


@dataclass(frozen=True, slots=True)
class Funding:
    """What some contracts of one kind are due, in cents.

    Attributes:
        droits, produits, encaissements: contract × line × fiscal year.
        months: received, contract × month (60).
    """

    droits: Array
    produits: Array
    encaissements: Array
    months: Array


def funding(kind: str, signed: Sequence[Signed], first_exercice: int, first_month: int) -> Funding:
    """Return what contracts of one kind are due over the same fiscal years.

    Raises:
        RuleError: an amount is not known on a day of one of them.
        TooLarge: a value does not fit.
    """
    return _KINDS[kind](signed, first_exercice, first_month)


def cut(lines: Sequence[Line], frame: Frame, count: int) -> Funding:
    """Return the calendars of lines held in arrays of so many cases."""
    by_year = np.empty((3, len(lines), YEARS, count), dtype=np.int64)
    months = np.zeros((MONTHS, count), dtype=np.int64)
    for rank, line in enumerate(lines):
        found = calendar(line, frame)
        for at, row in enumerate((found.droits, found.produits, found.encaissements)):
            for year in range(YEARS):
                by_year[at, rank, year] = row[year]
        for month in range(MONTHS):
            months[month] += found.mois[month]
    # one contract after the other, as they will be taken
    droits, produits, encaissements = np.ascontiguousarray(np.moveaxis(by_year, 3, 1))
    return Funding(droits, produits, encaissements, np.ascontiguousarray(months.T))


# ---- CPTS

_MOST = 10**8
"""Persons, days, months or millionths: what a contract holds besides its amounts, so that a product fits."""
_ALL = (PPM,) * PERIODS


@dataclass(frozen=True, slots=True)
class _Earned:
    """What the indicators of a mission earn, in the place of an ``Indicator``: its value is already in cents."""

    mission: str
    values: tuple[Array, ...]

    def earned(self, value: Array) -> Array:
        """Return the cents."""
        return value


def _cpts(signed: Sequence[Signed], first_exercice: int, first_month: int) -> Funding:
    found = columns([_cpts_row(contract) for contract, _ in signed], _MOST)
    taken = iter(found)

    def row() -> Row:
        return [next(taken) for _ in range(PERIODS)]

    contract = CptsContract(
        signature=next(taken),
        crisis_day=next(taken),
        renewal=next(taken),
        funder_delay=next(taken),
        ends_on=next(taken),
        population=row(),
        growth=row(),
        starts={mission: next(taken) for mission in MISSIONS},
        shifts={mission: next(taken) for mission in MISSIONS},
        attainment={mission: row() for mission in VARIABLE_LINES},
        indicators=_indicators([contract.indicators for contract, _ in signed]),
    )
    within(contract.growth, PPM)
    tables, which = grouped([rules for _, rules in signed])
    frame = contract_frame(contract.signature, first_exercice, first_month)
    each = [cpts_table(rules) for rules in tables]
    within((np.array(table.amounts[row]) for table in each for row in table.amounts), MOST_CENTS // 10)
    table: Any = cpts_tables(each, which)
    return cut(cpts.schedule(contract, table, frame).lines, frame, len(signed))


def _cpts_row(contract: CptsContract) -> list[int]:
    starts, shifts, attainment = contract.starts, contract.shifts, contract.attainment
    row = [contract.signature, contract.crisis_day, contract.renewal, contract.funder_delay, contract.ends_on]
    row += contract.population
    row += contract.growth
    row += [starts.get(mission, 0) for mission in MISSIONS]
    row += [shifts.get(mission, 0) for mission in MISSIONS]
    for mission in VARIABLE_LINES:
        row += attainment.get(mission, _ALL)
    return row


def _indicators(each: Sequence[tuple[Indicator, ...]]) -> tuple[Any, ...]:
    """Return what indicators earn, mission by mission; those of each contract are counted once."""
    if not any(each):
        return ()
    distinct = {id(indicators): indicators for indicators in each}
    ranks = {key: rank for rank, key in enumerate(distinct)}
    which = np.array([ranks[id(indicators)] for indicators in each], dtype=np.intp)
    found = []
    for mission in VARIABLE_LINES:
        cents = columns(
            [earned_by_period(indicators, mission, PERIODS) for indicators in distinct.values()], MOST_CENTS
        )
        found.append(_Earned(mission, tuple(column[which] for column in cents)))
    return tuple(found)


# ---- MSP


def _msp(signed: Sequence[Signed], first_exercice: int, first_month: int) -> Funding:
    rows = [[contract.signature, contract.funder_delay, *contract.fir] for contract, _ in signed]
    signature, funder_delay, day, cents = columns(rows, MOST_CENTS)
    contracts = [(contract, msp_table(rules)) for contract, rules in signed]
    state = msp_states(contracts, first_exercice, first_month)
    together = MspContract(signature, (), fir=(day, cents), funder_delay=funder_delay)
    frame = msp.frame(together, first_exercice, first_month)
    return cut(msp.receipts(together, frame, state), frame, len(signed))


# ---- ESS and ESP

_TEAMS = 10**6
"""Teams, or days."""


def _ess(signed: Sequence[Signed], first_exercice: int, first_month: int) -> Funding:
    names = ("signature", "amorcage", "first_dotation", "delay", "funder_delay", "ends_on", "confirmed")
    found = columns(
        [[*(getattr(contract, name) for name in names), *contract.dotation] for contract, _ in signed], MOST_CENTS
    )
    tables, which = grouped([ess_table(rules) for _, rules in signed])
    parts = []
    for rank, table in enumerate(tables):
        # the table of an ESS is one amount by date: few contracts have their own
        (chosen,) = np.nonzero(which == rank)
        parts.append((chosen, _ess_of(table, [column[chosen] for column in found], names, first_exercice, first_month)))
    return _gathered(parts, len(signed))


def _ess_of(
    table: EssTable, found: Sequence[Array], names: Sequence[str], first_exercice: int, first_month: int
) -> Funding:
    fields = dict(zip(names, found, strict=False))
    contract = EssContract(dotation=list(found[len(names) :]), **fields)
    frame = ess.frame(contract, first_exercice, first_month)
    return cut(ess.schedule(contract, table, frame).lines, frame, len(found[0]))


def _gathered(parts: Sequence[tuple[Array, Funding]], count: int) -> Funding:
    if len(parts) == 1:
        return parts[0][1]
    whole = []
    for name in Funding.__dataclass_fields__:
        first = getattr(parts[0][1], name)
        rows = np.empty((count, *first.shape[1:]), dtype=np.int64)
        for chosen, part in parts:
            rows[chosen] = getattr(part, name)
        whole.append(rows)
    return Funding(*whole)


def _esp(signed: Sequence[Signed], first_exercice: int, first_month: int) -> Funding:
    names = ("start", "end", "payment_month", "delay", "funder_delay", "ends_on")
    found = columns([[*(getattr(contract, name) for name in names), *contract.teams] for contract, _ in signed], _TEAMS)
    keys = [(rules, contract.region, contract.amount) for contract, rules in signed]
    groups, which = grouped(keys)
    alike = {key: contract for key, (contract, _) in zip(keys, signed, strict=True)}
    columns([[key[2] or 0 for key in groups]], MOST_CENTS)
    tables: Any = EspTables(tuple((esp_table(key[0]), alike[key]) for key in groups), which)
    fields = dict(zip(names, found, strict=False))
    contract = EspContract("", list(found[len(names) :]), **fields)
    frame = esp.frame(contract, first_exercice, first_month)
    return cut(esp.schedule(contract, tables, frame).lines, frame, len(signed))


_KINDS = MappingProxyType({"CPTS": _cpts, "MSP": _msp, "ESS": _ess, "ESP": _esp})
