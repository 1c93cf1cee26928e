"""What a CPTS is due: the contract years of one contract, or of a whole portfolio held in arrays.

Rules: ACI CPTS of 2019, art. 9, and its avenant 2; what they leave open is ruled in the sheet "Sources" and told by
``expliquer``. The rows computed here are the rows of the sheets "Scénario 1" to "Scénario 3".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from excel_tools.dates import add_months, put_off
from excel_tools.funding.cpts_table import FIXED_LINES, MISSIONS, VARIABLE_LINES, CptsTable
from excel_tools.funding.indicators import Indicator, earned_by_period
from excel_tools.schedule import Frame, Line, Row, Schedule, advance, build_line, delayed, ended
from excel_tools.vector import PPM, Int, at_rate, greatest, half_up, least, share, where

BY_INDICATORS = -1
"""In place of an attainment rate: the variable part comes from the tiers of the indicators."""


@dataclass(frozen=True, slots=True)
class CptsContract:
    """A CPTS contract and its hypotheses, over the seven periods of a frame.

    Attributes:
        signature: day of the signature.
        population: persons covered, by period, before growth.
        growth: yearly growth of the population in millionths, by period; it applies from that period on.
        starts: mission → day on which it starts, 0 when it is not engaged.
        shifts: mission → months by which the scenario puts off a start that lies within the horizon or after it.
        attainment: mission → attainment rate in millionths by period, or ``BY_INDICATORS``.
        indicators: indicators with euro tiers; they count for the missions whose attainment is ``BY_INDICATORS``.
        crisis_day: day on which the ARS recognises a crisis, 0 when none.
        renewal: 1 when the contract goes on after its five years.
        funder_delay: months by which the scenario puts off the payments of the horizon.
        ends_on: last day of a contract that ends early, 0 when it does not.
    """

    signature: Int
    population: Row
    growth: Row
    starts: Mapping[str, Int]
    shifts: Mapping[str, Int] = field(default_factory=dict)
    attainment: Mapping[str, Row] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    crisis_day: Int = 0
    renewal: Int = 1
    funder_delay: Int = 0
    ends_on: Int = 0


def schedule(contract: CptsContract, table: CptsTable, frame: Frame) -> Schedule:
    """Return what is due and when it is paid, for every period of the frame.

    State rows: ``facteur`` (growth, millionths), ``population``, ``taille`` (1 to 4), ``bareme`` (rank from 1),
    ``fin_droits`` (day after the last one that counts), ``en_cours`` (0 or 1),
    ``versement_variable`` (day of its payment before the funder's delay), ``part_avance`` (paid ahead of the fixed
    amounts, millionths). Facts: ``debut_<mission>``, the day on which it really starts counting, 0 when not engaged.
    """
    state = _state(contract, table, frame)
    starts = {mission: _start(contract, mission, frame.first_day) for mission in MISSIONS}
    lines = [_running_costs(table, frame, state)]
    for mission in MISSIONS:
        lines += [_fixed(table, frame, state, code, starts[mission]) for code in FIXED_LINES[mission]]
        if mission in VARIABLE_LINES:
            lines.append(_variable(contract, table, frame, state, mission, starts[mission]))
        if mission == "crise":
            lines.append(_declared_crisis(contract, table, frame, state, starts[mission]))
    facts = {f"debut_{mission}": start for mission, start in starts.items()}
    return Schedule(frame, state, facts, tuple(delayed(line, frame, contract.funder_delay) for line in lines))


def _state(contract: CptsContract, table: CptsTable, frame: Frame) -> dict[str, Row]:
    """Return the size and the barème of each contract year, those of the day on which it opens."""
    factor: Row = [PPM]
    for growth in contract.growth[1:]:
        factor.append(half_up(factor[-1] * (PPM + growth), PPM))
    population = [at_rate(persons, f) for persons, f in zip(contract.population, factor, strict=True)]
    last = where(contract.renewal, 10 * table.duration, table.duration)
    ends = ended(frame, contract.ends_on)
    return {
        "facteur": factor,
        "population": population,
        "taille": [table.size(persons) for persons in population],
        "bareme": [table.period(opening) for opening in frame.ouverture],
        "fin_droits": ends,
        "en_cours": [
            (rank >= 1) * (rank <= last) * (end > opening) * 1
            for rank, end, opening in zip(frame.rang, ends, frame.ouverture, strict=True)
        ],
        "versement_variable": _after_dialogue(contract, table, frame, ends),
        "part_avance": [table.advance_at(opening) for opening in frame.ouverture],
    }


def _start(contract: CptsContract, mission: str, first_day: int) -> Int:
    """Return the day from which a mission counts: not before the signature, put off by the scenario's shift."""
    day = contract.starts.get(mission, 0)
    shifted = put_off(greatest(day, 1), contract.shifts.get(mission, 0), first_day)
    return greatest(contract.signature, shifted) * (day > 0)


def _after_dialogue(contract: CptsContract, table: CptsTable, frame: Frame, ends: Row) -> Row:
    """Return the day on which the variable part of each year is paid: some months after the anniversary, counted by
    EDATE from the signature, so that a contract signed on a 29 February is paid on a 29 April; or after an early end.
    """
    return [
        where(
            end < closing,
            add_months(end, table.variable_delay),
            add_months(contract.signature, 12 * rank + table.variable_delay),
        )
        for rank, end, closing in zip(frame.rang, ends, frame.cloture, strict=True)
    ]


def _amounts(table: CptsTable, state: Mapping[str, Row], row: str) -> tuple[Row, Row]:
    keys = list(zip(state["bareme"], state["taille"], strict=True))
    return [table.amount(row, *key) for key in keys], [table.flag(row, *key) for key in keys]


def _due(montant: Row, debut: Row, ends: Row, frame: Frame, state: Mapping[str, Row], engaged: Int) -> Row:
    """Return the yearly amounts prorated by days from the start to an end: that of the rights, or the anniversary."""
    return [
        share(amount, greatest(0, end - start) * running * engaged, days)
        for amount, start, end, running, days in zip(montant, debut, ends, state["en_cours"], frame.jours, strict=True)
    ]


def _expected(montant: Row, debut: Row, frame: Frame, state: Mapping[str, Row], engaged: Int) -> Row:
    """Return what each year would be due without an early end, from which an advance paid before it is computed."""
    whole_year = _due(montant, debut, frame.cloture, frame, state, engaged)
    return [amount * (start < end) for amount, start, end in zip(whole_year, debut, state["fin_droits"], strict=True)]


def _running_costs(table: CptsTable, frame: Frame, state: Mapping[str, Row]) -> Line:
    """Fonctionnement: the first year in full at the signature, later an advance and a balance (ACI art. 9.1)."""
    montant, incertain = _amounts(table, state, "fonctionnement")
    ends = state["fin_droits"]
    expected = _expected(montant, frame.ouverture, frame, state, 1)
    rates = [where(rank == 1, PPM, rate) for rank, rate in zip(frame.rang, state["part_avance"], strict=True)]
    return build_line(
        frame,
        "fonctionnement",
        montant=montant,
        debut=frame.ouverture,
        terme=ends,
        du=_due(montant, frame.ouverture, ends, frame, state, 1),
        avance=[at_rate(amount, rate) for amount, rate in zip(expected, rates, strict=True)],
        date_avance=frame.ouverture,
        date_solde=ends,
        incertain=incertain,
    )


def _fixed(table: CptsTable, frame: Frame, state: Mapping[str, Row], code: str, start: Int) -> Line:
    """Fixed part of a mission: an advance on its start and on each anniversary, the balance on the next one."""
    debut = [greatest(opening, start) for opening in frame.ouverture]
    if code == "crise_fixe":
        montant, incertain = _crisis_plan(table, frame, state, start)
    else:
        montant, incertain = _amounts(table, state, code)
    ends = state["fin_droits"]
    return build_line(
        frame,
        code,
        montant=montant,
        debut=debut,
        terme=ends,
        du=_due(montant, debut, ends, frame, state, start > 0),
        avance=_advances(_expected(montant, debut, frame, state, start > 0), state),
        date_avance=debut,
        date_solde=ends,
        incertain=incertain,
    )


def _advances(expected: Row, state: Mapping[str, Row]) -> Row:
    """Return the part of each year that is paid ahead: one paid before a change of the rate is that of its day."""
    return [at_rate(amount, rate) for amount, rate in zip(expected, state["part_avance"], strict=True)]


def _crisis_plan(table: CptsTable, frame: Frame, state: Mapping[str, Row], start: Int) -> tuple[Row, Row]:
    """Return the plan's amount: that of the first year in the contract year in which the mission starts."""
    first, later = _amounts(table, state, "crise_premiere"), _amounts(table, state, "crise_suivantes")
    opens = [start >= opening for opening in frame.ouverture]
    montant = [where(new, a, b) for new, a, b in zip(opens, first[0], later[0], strict=True)]
    return montant, [where(new, a, b) for new, a, b in zip(opens, first[1], later[1], strict=True)]


def _variable(
    contract: CptsContract, table: CptsTable, frame: Frame, state: Mapping[str, Row], mission: str, start: Int
) -> Line:
    """Variable part: the prorated envelope at the rate attained, or the tiers of the indicators, capped at it."""
    code = VARIABLE_LINES[mission]
    montant, incertain = _amounts(table, state, code)
    debut = [greatest(opening, start) for opening in frame.ouverture]
    ends, engaged = state["fin_droits"], start > 0
    enveloppe = _due(montant, debut, ends, frame, state, engaged)
    earned_whole = earned_by_period(contract.indicators, mission, len(debut))
    paliers = _due(earned_whole, debut, ends, frame, state, engaged)
    taux = contract.attainment.get(mission, [PPM] * len(debut))
    du = [
        where(rate == BY_INDICATORS, least(envelope, earned), at_rate(envelope, greatest(rate, 0)))
        for envelope, earned, rate in zip(enveloppe, paliers, taux, strict=True)
    ]
    return build_line(
        frame,
        code,
        montant=montant,
        enveloppe=enveloppe,
        paliers=paliers,
        taux=taux,
        debut=debut,
        terme=ends,
        du=du,
        avance=advance(_expected(montant, debut, frame, state, engaged), table.variable_advance),
        date_avance=debut,
        date_solde=state["versement_variable"],
        incertain=incertain,
        natures=("avance", "variable"),
    )


def _declared_crisis(
    contract: CptsContract, table: CptsTable, frame: Frame, state: Mapping[str, Row], start: Int
) -> Line:
    """A crisis recognised by the ARS: due in full in the contract year of its recognition, paid as a variable part.

    It is no yearly amount: an early end later in that year leaves it whole.
    """
    montant, incertain = _amounts(table, state, "crise_declaree")
    debut = [greatest(opening, contract.crisis_day) for opening in frame.ouverture]
    du = [
        amount * running * (contract.crisis_day >= opening) * (contract.crisis_day < end) * (start > 0)
        for amount, running, opening, end in zip(
            montant, state["en_cours"], frame.ouverture, state["fin_droits"], strict=True
        )
    ]
    return build_line(
        frame,
        "crise_declaree",
        montant=montant,
        debut=debut,
        terme=state["fin_droits"],
        du=du,
        avance=[amount * 0 for amount in du],
        date_avance=debut,
        date_solde=state["versement_variable"],
        incertain=incertain,
        natures=("avance", "variable"),
    )
