"""Scenarios: the same structure under other hypotheses, and the three that are shipped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from excel_tools.dates import year_of
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.rules import Contract as SignedContract
from excel_tools.schedule import PERIODS
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import PPM

EVERYONE = "tous"
YEARLESS = ("decalage", "retard", "fin_anticipee", "contrat")
"""Parameters that hold for the whole contract: no year may be given."""
MOST_SCENARIOS = 3


@dataclass(frozen=True, slots=True)
class Setting:
    """One hypothesis of a scenario.

    Attributes:
        scenario: name of the scenario.
        structure: name of the structure, ``EVERYONE`` for all of them.
        parameter: ``atteinte``, ``atteinte.parcours``, ``decalage``, ``retard``, ``fin_anticipee``, ``contrat``…; empty
            for a scenario that changes nothing.
        value: millionths for a rate, else a whole number or a day, the amounts of a signed contract for ``contrat``.
        from_year: civil year in which the first contract (or civil) year concerned opens, None for all of them.
    """

    scenario: str
    structure: str = EVERYONE
    parameter: str = ""
    value: Any = None
    from_year: int | None = None


DEFAULT_SETTINGS = (
    Setting("central"),
    Setting("prudent", EVERYONE, "atteinte", 0),
    Setting("décalé", EVERYONE, "decalage", 6),
)
"""As entered; the variable part at zero; missions (or payments) six months later."""

MISSION_PARAMETERS = tuple(
    [f"atteinte.{mission}" for mission in VARIABLE_LINES] + [f"decalage.{mission}" for mission in MISSIONS]
)
_DATA_KEYS = tuple(
    field.name for field in fields(MspData) if field.name not in ("date_contrat", "annee", "nouvelle_structure")
)
_CASH = ("retard", "fin_anticipee")
"""Delay of the funder in months, last day of a contract that ends early: the same for every family."""
PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "CPTS": ("atteinte", "decalage", "croissance", *_CASH, "contrat", "population", *MISSION_PARAMETERS),
        "MSP": ("atteinte", "decalage", "croissance", *_CASH, "contrat", *_DATA_KEYS),
        "ESS": ("decalage", *_CASH, "contrat", "dotation"),
        "ESP": ("decalage", *_CASH, "contrat", "equipes"),
    }
)
"""Kind of structure → what a scenario, or a year, may change."""
SCENARIO_PARAMETERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {kind: tuple(name for name in known if name != "population") for kind, known in PARAMETERS.items()}
)
"""The same for a scenario: in a workbook the three scenarios share the population, only its growth differs."""


def names(settings: Iterable[Setting]) -> tuple[str, ...]:
    """Return the names of the scenarios, in the order in which they appear."""
    return tuple(dict.fromkeys(setting.scenario for setting in settings))


def variants(structure: Structure, settings: Sequence[Setting]) -> dict[str, Structure]:
    """Return the structure under each scenario: name → structure."""
    return {
        name: apply(structure, [setting for setting in settings if setting.scenario == name])
        for name in names(settings)
    }


def apply(structure: Structure, settings: Iterable[Setting]) -> Structure:
    """Return the structure with its hypotheses changed.

    What does not exist for its kind is left out (a scenario for everyone names what concerns some). The order of the
    settings does not matter: one that names the structure prevails on one for everyone, then one of a mission on one
    for all missions, then the one that begins last. Without missions ``decalage`` puts off the payments by so many
    months more than the structure's own ``retard``; a scenario's ``retard`` replaces both.
    """
    chosen = [
        setting
        for setting in settings
        if setting.structure in (EVERYONE, structure.name) and setting.parameter in PARAMETERS[structure.kind]
    ]
    chosen.sort(key=_precedence)
    last = {setting.parameter: setting for setting in chosen}
    # months that add up: only those of the setting that prevails
    chosen = [setting for setting in chosen if setting.parameter != "decalage" or setting is last["decalage"]]
    for setting in chosen:
        if setting.parameter == "contrat":
            signed: SignedContract = setting.value
            structure = replace(structure, override=signed)
        elif setting.parameter in _FIELDS:
            contract = replace(structure.contract, **{_FIELDS[setting.parameter]: setting.value})
            structure = replace(structure, contract=contract)
        else:
            since = _since(structure, setting.from_year)
            contract = _CHANGES[structure.kind](structure.contract, setting, since)
            structure = replace(structure, contract=contract)
    return structure


_FIELDS: Mapping[str, str] = MappingProxyType({"retard": "funder_delay", "fin_anticipee": "ends_on"})


def _precedence(setting: Setting) -> tuple[bool, bool, int]:
    precise = "." in setting.parameter or setting.parameter == "retard"
    return setting.structure != EVERYONE, precise, setting.from_year or 0


def opening_years(structure: Structure) -> tuple[int, ...]:
    """Return the civil year in which each of the seven periods opens."""
    frame = FAMILIES[structure.kind].frame(structure.contract, structure.first_exercice, structure.first_month)
    return tuple(int(year_of(opening)) for opening in frame.ouverture)


def _since(structure: Structure, from_year: int | None) -> tuple[bool, ...]:
    if from_year is None:
        return (True,) * PERIODS
    return tuple(year >= from_year for year in opening_years(structure))


def _changed(row: Sequence[Any], value: Any, since: Sequence[bool]) -> list[Any]:
    return [value if concerned else before for before, concerned in zip(row, since, strict=True)]


def growth_row(rate: int, since: Sequence[bool]) -> list[int]:
    """Return a yearly growth by period: it begins after the period open on the first day, whose count is known."""
    return [rate if concerned and period >= 2 else 0 for period, concerned in enumerate(since)]


def _cpts(contract: CptsContract, setting: Setting, since: Sequence[bool]) -> CptsContract:
    name, _, mission = setting.parameter.partition(".")
    if name == "atteinte":
        missions = [mission] if mission else list(VARIABLE_LINES)
        rates = {
            code: _changed(contract.attainment.get(code, [PPM] * PERIODS), setting.value, since) for code in missions
        }
        return replace(contract, attainment={**contract.attainment, **rates})
    if name == "decalage":
        missions = [mission] if mission else list(MISSIONS)
        return replace(contract, shifts={**contract.shifts, **dict.fromkeys(missions, setting.value)})
    if name == "croissance":
        kept = [0 if concerned else before for before, concerned in zip(contract.growth, since, strict=True)]
        added = growth_row(setting.value, since)
        return replace(contract, growth=[a + b for a, b in zip(kept, added, strict=True)])
    return replace(contract, population=_changed(contract.population, setting.value, since))


def _msp(contract: MspContract, setting: Setting, since: Sequence[bool]) -> MspContract:
    name = setting.parameter
    if name == "atteinte":
        return replace(contract, attainment=tuple(_changed(contract.attainment, setting.value, since)))
    if name == "decalage":
        return replace(contract, funder_delay=contract.funder_delay + setting.value)
    if name == "croissance":
        kept = [0 if concerned else before for before, concerned in zip(contract.growth, since, strict=True)]
        added = growth_row(setting.value, since)
        return replace(contract, growth=tuple(a + b for a, b in zip(kept, added, strict=True)))
    years = tuple(
        replace(data, **{name: setting.value}) if concerned else data
        for data, concerned in zip(contract.years, since, strict=True)
    )
    return replace(contract, years=years)


def _ess(contract: EssContract, setting: Setting, since: Sequence[bool]) -> EssContract:
    if setting.parameter == "decalage":
        return replace(contract, funder_delay=contract.funder_delay + setting.value)
    return replace(contract, dotation=_changed(contract.dotation, setting.value, since))


def _esp(contract: EspContract, setting: Setting, since: Sequence[bool]) -> EspContract:
    if setting.parameter == "decalage":
        return replace(contract, funder_delay=contract.funder_delay + setting.value)
    return replace(contract, teams=_changed(contract.teams, setting.value, since))


_CHANGES: Mapping[str, Callable[[Any, Setting, Sequence[bool]], Any]] = MappingProxyType(
    dict(zip(KINDS, (_cpts, _msp, _ess, _esp), strict=True))
)
