"""One contract under thousands of draws: what is drawn, and what the contract then gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from excel_tools.comparison.array_columns import Array
from excel_tools.comparison.array_contracts import Funding, cut
from excel_tools.comparison.array_msp import msp_states
from excel_tools.comparison.levers import LONGEST_SHIFT, attained
from excel_tools.comparison.uncertainty import Spread, Uncertainty
from excel_tools.funding import msp
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.msp import MspContract, msp_table
from excel_tools.rules import Rules
from excel_tools.schedule import PERIODS
from excel_tools.structure import Structure
from excel_tools.vector import PPM

POINT = PPM // 100


@dataclass(frozen=True, slots=True)
class Changes:
    """What each draw changes of the contract.

    Attributes:
        points: mission → points added to its attainment; ``""`` for a MSP.
        months: mission → months by which it starts later.
        delay: months by which the funder pays later.
    """

    points: Mapping[str, Array]
    months: Mapping[str, Array]
    delay: Array

    def part(self, low: int, high: int) -> Changes:
        """Return the draws of some ranks."""
        return Changes(
            {code: row[low:high] for code, row in self.points.items()},
            {code: row[low:high] for code, row in self.months.items()},
            self.delay[low:high],
        )


def drawn_changes(kind: str, uncertainty: Uncertainty, count: int, generator: np.random.Generator) -> Changes:
    """Return what is drawn for a kind of structure: each law in turn, in the order of the missions, the delay last."""
    missions: tuple[str, ...] = {"CPTS": tuple(VARIABLE_LINES), "MSP": ("",)}.get(kind, ())
    starts = MISSIONS if kind == "CPTS" else ()
    return Changes(
        {code: _drawn(generator, uncertainty.points(code), count) for code in missions},
        {code: _drawn(generator, uncertainty.months(code), count) for code in starts},
        _drawn(generator, uncertainty.delay, count),
    )


def _drawn(generator: np.random.Generator, spread: Spread, count: int) -> Array:
    if spread.certain:
        return np.full(count, spread.low, dtype=np.int64)
    values = np.arange(spread.low, spread.high + 1)
    # a law drawn on real numbers then rounded would give the ends half of their share: the likeliest would not be so
    rising = (values - spread.low + 1) / (spread.mode - spread.low + 1)
    falling = (spread.high - values + 1) / (spread.high - spread.mode + 1)
    weights = np.minimum(rising, falling)
    return generator.choice(values, count, p=weights / weights.sum())


def rates_of(structure: Structure, rules: Rules) -> dict[str, tuple[int, ...]]:
    """Return what is attained as entered: mission → rate of each period; ``""`` for a MSP, nothing for the others."""
    contract: Any = structure.contract
    if structure.kind == "CPTS":
        return attained(structure, rules)
    return {"": tuple(contract.attainment)} if structure.kind == "MSP" else {}


def changed(structure: Structure, rates: Mapping[str, tuple[int, ...]], changes: Changes, rank: int) -> Structure:
    """Return the structure of one draw, as a budget reads it."""
    contract: Any = structure.contract
    fields: dict[str, Any] = {"funder_delay": int(_months(contract.funder_delay, changes.delay[rank]))}
    points = {code: int(row[rank]) for code, row in changes.points.items()}
    if structure.kind == "CPTS":
        moved = {code: [int(_rate(rate, points[code])) for rate in rates[code]] for code in points if points[code]}
        shifts = {code: int(_months(contract.shifts.get(code, 0), row[rank])) for code, row in changes.months.items()}
        fields |= {"attainment": {**contract.attainment, **moved}, "shifts": shifts}
    elif structure.kind == "MSP":
        fields["attainment"] = tuple(int(_rate(rate, points[""])) for rate in rates[""])
    return replace(structure, contract=replace(contract, **fields))


def _rate(rate: int, points: Any) -> Any:
    return np.clip(rate + points * POINT, 0, PPM)


def _months(entered: int, more: Any) -> Any:
    return np.clip(entered + more, 0, LONGEST_SHIFT)


class Receipts:
    """What the contract of a structure gives under draws."""

    def __init__(self, structure: Structure, rules: Rules, rates: Mapping[str, tuple[int, ...]]) -> None:
        self._structure, self._rules, self._rates = structure, rules, rates
        self._family = FAMILIES[structure.kind]
        contract, first, month = structure.contract, structure.first_exercice, structure.first_month
        self._frame = self._family.frame(contract, first, month)

    def under(self, changes: Changes) -> Funding:
        """Return what it gives in each draw."""
        contract: Any = self._structure.contract
        count, delay = len(changes.delay), _months(contract.funder_delay, changes.delay)
        if self._structure.kind == "MSP":
            together = replace(contract, funder_delay=delay)
            return cut(
                msp.receipts(together, self._frame, self._state(contract, changes.points[""])), self._frame, count
            )
        fields = {"funder_delay": delay}
        if self._structure.kind == "CPTS":
            fields |= self._missions(contract, changes)
        schedule = self._family.schedule(replace(contract, **fields), self._family.table(self._rules), self._frame)
        return cut(schedule.lines, self._frame, count)

    def _missions(self, contract: Any, changes: Changes) -> dict[str, Any]:
        attainment = {}
        for mission, points in changes.points.items():
            entered = contract.attainment.get(mission, (PPM,) * PERIODS)
            made: dict[tuple[int, int], Array] = {}
            for pair in zip(entered, self._rates[mission], strict=True):
                if pair not in made:
                    # a draw that changes nothing keeps what was entered, indicators included
                    made[pair] = np.where(points == 0, pair[0], _rate(pair[1], points))
            attainment[mission] = [made[pair] for pair in zip(entered, self._rates[mission], strict=True)]
        shifts = {mission: _months(contract.shifts.get(mission, 0), row) for mission, row in changes.months.items()}
        return {"attainment": attainment, "shifts": shifts}

    def _state(self, contract: MspContract, points: Array) -> dict[str, list[Array]]:
        """Return the state of a MSP in each draw: its points are counted once for each whole point of attainment."""
        distinct, which = np.unique(points, return_inverse=True)
        table = msp_table(self._rules)
        moved = [
            (replace(contract, attainment=tuple(int(_rate(rate, more)) for rate in self._rates[""])), table)
            for more in distinct.tolist()
        ]
        state = msp_states(moved, self._structure.first_exercice, self._structure.first_month)
        return {name: [row[which] for row in rows] for name, rows in state.items()}
