"""What a sensitivity moves: each lever changes one hypothesis of a structure by some amount, within its bounds.

A lever bears the name of the parameter of scenarios it moves. Its amounts are *changes*: ten points of attainment are
added to what each mission attains each year, two per cent a year to the growth entered, so that hypotheses that differ
from year to year keep their shape; what would leave the bounds of the parameter stops at them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from excel_tools.dates import add_months, day
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import MISSION_LABELS, MISSIONS, VARIABLE_LINES
from excel_tools.funding.families import FAMILIES
from excel_tools.money import french_number, french_rate
from excel_tools.rules import ContractLine, Rules
from excel_tools.scenarios.amounts import overridden
from excel_tools.scenarios.changes import advance_day
from excel_tools.schedule import PERIODS
from excel_tools.spending.entry import LEVEL, LONGEST_DELAY, raised
from excel_tools.structure import Structure
from excel_tools.vector import PPM, at_rate, half_up

POINTS, SHARE, MONTHS, COUNT, YES_NO = "points", "part", "mois", "nombre", "oui_non"
"""What the amounts of a lever are: points of a rate (millionths), a part of the value (millionths), whole months, a
whole number, or 0 (no) and 1 (yes)."""
RENEWAL = "renouvellement"
LONGEST_SHIFT = 60
_MOST_RISE = PPM // 2
_MOST_TEAMS = 10_000


@dataclass(frozen=True, slots=True)
class Lever:
    """One hypothesis that is moved.

    Attributes:
        code: name of the parameter of scenarios.
        label: what it is, in French.
        unit: one of ``POINTS``, ``SHARE``, ``MONTHS``, ``COUNT``, ``YES_NO``.
        low: lowest change by default.
        high: highest one.
        bounds: lowest and highest change that may be asked.
        change: structure, barèmes and change → the structure changed; itself where there is nothing to change.
    """

    code: str
    label: str
    unit: str
    low: int
    high: int
    bounds: tuple[int, int]
    change: Callable[[Structure, Rules, int], Structure]

    def shown(self, amount: int) -> str:
        """Return a change as a reader sees it: « +10 points », « −5 % », « 3 mois », « non »."""
        if self.unit == YES_NO:
            return "oui" if amount else "non"
        sign = "+" if amount > 0 else "−" if amount < 0 else ""
        size = abs(amount)
        if self.unit == SHARE:
            return f"{sign}{french_rate(size)}"
        if self.unit == POINTS:
            number = french_rate(size).removesuffix("\u202f%")
            return f"{sign}{number} point{'s' if size >= 2 * PPM // 100 else ''}"
        return f"{sign}{french_number(size)}" + (" mois" if self.unit == MONTHS else "")


def levers(kind: str) -> Mapping[str, Lever]:
    """Return the levers of a kind of structure by code, with their default ranges."""
    return _BY_KIND[kind]


def rules_of(structure: Structure, rules: Rules) -> Rules:
    """Return the barèmes under the amounts of the structure's own contract."""
    return rules.with_contract(structure.override) if structure.override is not None else rules


def settled_term(structure: Structure, rules: Rules) -> int:
    """Return the last day of a contract that ended before the budget: its renewal is decided already; 0 otherwise.

    That of a contract which ends on the very eve of the budget is still to come.
    """
    if RENEWAL not in levers(structure.kind):
        return 0
    months = rules_of(structure, rules).amount(f"{structure.kind.lower()}.contrat.duree").value()
    contract: Any = structure.contract
    last = int(add_months(contract.signature, months)) - 1
    return last if last < day(structure.first_exercice, structure.first_month, 1) - 1 else 0


def attained(structure: Structure, rules: Rules) -> dict[str, tuple[int, ...]]:
    """Return the rate in millionths each mission of a CPTS attains in each period.

    Where indicators decide, the rate is what they earn of the envelope.
    """
    contract: Any = structure.contract
    family = FAMILIES[structure.kind]
    found = {}
    schedule = None
    for mission, line in VARIABLE_LINES.items():
        rates = contract.attainment.get(mission, (PPM,) * PERIODS)
        if BY_INDICATORS in rates:
            if schedule is None:
                frame = family.frame(contract, structure.first_exercice, structure.first_month)
                schedule = family.schedule(contract, family.table(rules_of(structure, rules)), frame)
            rows = next(item.rows for item in schedule.lines if item.code == line)
            earned = [
                half_up(due * PPM, whole) if whole else PPM
                for due, whole in zip(rows["du"], rows["enveloppe"], strict=True)
            ]
            rates = [part if rate == BY_INDICATORS else rate for rate, part in zip(rates, earned, strict=True)]
        found[mission] = tuple(rates)
    return found


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(most, value))


def _contract(structure: Structure, **fields: Any) -> Structure:
    return replace(structure, contract=replace(structure.contract, **fields))


def _attainment(missions: Sequence[str]) -> Callable[[Structure, Rules, int], Structure]:
    def change(structure: Structure, rules: Rules, amount: int) -> Structure:
        if not amount:
            return structure
        contract: Any = structure.contract
        if not isinstance(contract, CptsContract):
            return _contract(structure, attainment=tuple(_within(r + amount, 0, PPM) for r in contract.attainment))
        rates = attained(structure, rules)
        moved = {mission: [_within(rate + amount, 0, PPM) for rate in rates[mission]] for mission in missions}
        return _contract(structure, attainment={**contract.attainment, **moved})

    return change


def _shift(missions: Sequence[str]) -> Callable[[Structure, Rules, int], Structure]:
    def change(structure: Structure, rules: Rules, amount: int) -> Structure:
        contract: Any = structure.contract
        moved = {mission: _within(contract.shifts.get(mission, 0) + amount, 0, LONGEST_SHIFT) for mission in missions}
        return _contract(structure, shifts={**contract.shifts, **moved})

    return change


def _growth(structure: Structure, rules: Rules, amount: int) -> Structure:
    contract: Any = structure.contract
    row = [
        # the count of the first periods is known
        rate if period < 2 else _within(rate + amount, -_MOST_RISE, _MOST_RISE)
        for period, rate in enumerate(contract.growth)
    ]
    return _contract(structure, growth=type(contract.growth)(row))


def _population(structure: Structure, rules: Rules, amount: int) -> Structure:
    contract: Any = structure.contract
    if isinstance(contract, CptsContract):
        return _contract(structure, population=[at_rate(persons, PPM + amount) for persons in contract.population])
    moved = {id(data): replace(data, patientele=at_rate(data.patientele, PPM + amount)) for data in contract.years}
    return _contract(structure, years=tuple(moved[id(data)] for data in contract.years))


def _associates(structure: Structure, rules: Rules, amount: int) -> Structure:
    contract: Any = structure.contract
    moved = {id(data): replace(data, ps_associes=max(0, data.ps_associes + amount)) for data in contract.years}
    return _contract(structure, years=tuple(moved[id(data)] for data in contract.years))


def _funder_delay(structure: Structure, rules: Rules, amount: int) -> Structure:
    return _contract(structure, funder_delay=_within(structure.contract.funder_delay + amount, 0, LONGEST_SHIFT))


def _charges_delay(structure: Structure, rules: Rules, amount: int) -> Structure:
    return replace(structure, charges_delay=_within(structure.charges_delay + amount, 0, LONGEST_DELAY))


def _risen(field: str) -> Callable[[Structure, Rules, int], Structure]:
    def change(structure: Structure, rules: Rules, amount: int) -> Structure:
        rise = raised(LEVEL, amount)
        index = tuple(at_rate(now, more) for now, more in zip(getattr(structure, field), rise, strict=True))
        taken: dict[str, Any] = {field: index}
        return replace(structure, **taken)

    return change


def _advance(structure: Structure, rules: Rules, amount: int) -> Structure:
    code = f"{structure.kind.lower()}.avance.taux"
    rate = rules_of(structure, rules).amount(code).value()
    line = ContractLine(code, _within(rate + amount, 0, PPM), since=advance_day(structure), source="hypothèse")
    return replace(structure, override=overridden(structure.override, [line], structure.kind.lower()))


def _renewal(structure: Structure, rules: Rules, amount: int) -> Structure:
    return _contract(structure, renewal=amount)


def _teams(structure: Structure, rules: Rules, amount: int) -> Structure:
    contract: Any = structure.contract
    return _contract(structure, teams=[_within(count + amount, 0, _MOST_TEAMS) for count in contract.teams])


def _dotation(structure: Structure, rules: Rules, amount: int) -> Structure:
    contract: Any = structure.contract
    return _contract(structure, dotation=[at_rate(cents, PPM + amount) for cents in contract.dotation])


def _per_cent(value: int) -> int:
    return value * PPM // 100


_RATE = (-PPM, PPM)
_RISE = (-_MOST_RISE, _MOST_RISE)
_SHIFT = (-LONGEST_SHIFT, LONGEST_SHIFT)
_LATER = (-LONGEST_DELAY, LONGEST_DELAY)
_TEAMS = (-_MOST_TEAMS, _MOST_TEAMS)
_ATTAINED = "Atteinte des objectifs"
_EVERYONE = (
    Lever("retard", "Retard du financeur", MONTHS, 0, 3, _SHIFT, _funder_delay),
    Lever("delai_charges", "Délai de paiement des charges", MONTHS, 0, 1, _LATER, _charges_delay),
    Lever("prix", "Hausse annuelle des prix", POINTS, -_per_cent(1), _per_cent(2), _RISE, _risen("price_index")),
    Lever("salaires", "Hausse annuelle des salaires", POINTS, -_per_cent(1), _per_cent(2), _RISE, _risen("wage_index")),
)
_ADVANCE = Lever("avance", "Taux d'avance", POINTS, -_per_cent(10), _per_cent(10), _RATE, _advance)
_RENEWED = Lever(RENEWAL, "Renouvellement du contrat", YES_NO, 0, 1, (0, 1), _renewal)
_CPTS = (
    Lever("atteinte", _ATTAINED, POINTS, -_per_cent(10), _per_cent(10), _RATE, _attainment(tuple(VARIABLE_LINES))),
    Lever("population", "Population couverte", SHARE, -_per_cent(5), _per_cent(5), _RISE, _population),
    Lever("croissance", "Croissance annuelle de la population", POINTS, -_per_cent(1), _per_cent(1), _RISE, _growth),
    Lever("decalage", "Décalage des missions à venir", MONTHS, 0, 6, _SHIFT, _shift(MISSIONS)),
    _ADVANCE,
    _RENEWED,
    *_EVERYONE,
)
_BY_MISSION = (
    *(
        Lever(
            f"atteinte.{mission}",
            f"{_ATTAINED} – {MISSION_LABELS[mission]}",
            POINTS,
            -_per_cent(10),
            _per_cent(10),
            _RATE,
            _attainment((mission,)),
        )
        for mission in VARIABLE_LINES
    ),
    *(
        Lever(f"decalage.{mission}", f"Décalage – {MISSION_LABELS[mission]}", MONTHS, 0, 6, _SHIFT, _shift((mission,)))
        for mission in MISSIONS
    ),
)
_MSP = (
    Lever("atteinte", _ATTAINED, POINTS, -_per_cent(10), _per_cent(10), _RATE, _attainment(())),
    Lever("patientele", "Patientèle", SHARE, -_per_cent(5), _per_cent(5), _RISE, _population),
    Lever("croissance", "Croissance annuelle de la patientèle", POINTS, -_per_cent(1), _per_cent(1), _RISE, _growth),
    Lever("ps_associes", "Professionnels associés", COUNT, -2, 2, (-100_000, 100_000), _associates),
    _ADVANCE,
    _RENEWED,
    *_EVERYONE,
)
_ESS = (
    Lever("dotation", "Dotation annuelle", SHARE, -_per_cent(10), _per_cent(10), _RATE, _dotation),
    *_EVERYONE,
)
_ESP = (Lever("equipes", "Équipes", COUNT, -1, 1, _TEAMS, _teams), *_EVERYONE)
_BY_KIND: Mapping[str, Mapping[str, Lever]] = MappingProxyType(
    {
        kind: MappingProxyType({lever.code: lever for lever in found})
        for kind, found in (("CPTS", (*_CPTS, *_BY_MISSION)), ("MSP", _MSP), ("ESS", _ESS), ("ESP", _ESP))
    }
)
BY_DEFAULT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(code for code in found if "." not in code) for kind, found in _BY_KIND.items()}
)
"""Kind of structure → the levers of a tornado for which none is asked: every one but those of a single mission."""
