"""A structure under the settings of one scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace
from typing import Any

from excel_tools.dates import year_of
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.indicators import Indicator
from excel_tools.funding.msp import MspContract
from excel_tools.rules import Contract as SignedContract
from excel_tools.rules import ContractLine
from excel_tools.rules.words import plain
from excel_tools.scenarios.amounts import ADVANCE_CODES, check_amendment, held, overridden, supposed
from excel_tools.scenarios.parameters import CODE, concerns, find
from excel_tools.scenarios.settings import EVERYONE, Setting
from excel_tools.schedule import PERIODS, YEARS
from excel_tools.spending.entry import raised
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import PPM


def apply(structure: Structure, settings: Iterable[Setting], delay: int | None = None) -> Structure:
    """Return the structure with its hypotheses changed; what a scenario builds on is no business of this function.

    What does not exist for its kind is left out (a scenario for everyone names what concerns some). The order of the
    settings does not matter: the file of a contract comes first; then one that names the structure prevails on one for
    everyone, then one of a mission (a code, a size) on one for all, then the one that begins last. Without missions
    ``decalage`` puts off the payments by so many months more than the structure's own ``retard``, never than another
    setting's; a scenario's ``retard`` replaces both, and a ``decalage`` that prevails on it replaces it.

    Args:
        delay: the structure's own ``retard``, where it is already under scenarios on which this one builds.

    Raises:
        InputError: the amounts of the contract and of the scenario begin on more than one day.
    """
    chosen = [setting for setting in settings if _about(setting, structure.name, structure.kind)]
    if any(_undated_advance(line) for setting in chosen for line in _amounts(setting)):
        chosen = _dated(chosen, advance_day(structure, [line for setting in chosen for line in _amounts(setting)]))
    override = contract_under(chosen, structure.override, structure.name, structure.kind)
    if override != structure.override:
        check_amendment(override, f"« {structure.name} », scénario « {chosen[0].scenario} »")
        structure = replace(structure, override=override)
    own = structure.contract.funder_delay if delay is None else delay
    for setting in sorted(chosen, key=_precedence):
        head = setting.parameter.partition(".")[0]
        if head == "decalage" and structure.kind != "CPTS":
            # months that add up to the structure's own, never to those of another setting
            structure = replace(structure, contract=replace(structure.contract, funder_delay=own + setting.value))
        elif not amounts_only(head):
            structure = _CHANGES.get(head, _contract_changed)(structure, setting)
    return structure


def advance_day(structure: Structure, others: Iterable[ContractLine] = ()) -> int:
    """Return the day from which another rate of advance counts: what was paid before the first fiscal year was paid.

    Args:
        others: the other amounts that change with it; the day of theirs is taken where it parts the years alike, for a
            contract has one day of amendment.

    Returns:
        The day, 0 for a contract that begins within the horizon.
    """
    contract: Any = structure.contract
    frame = FAMILIES[structure.kind].frame(contract, structure.first_exercice, structure.first_month)
    if contract.signature >= frame.first_day:
        return 0
    own = structure.override.lines if structure.override else ()
    days = {line.since for line in (*own, *others) if line.since}
    alike = [
        day for day in days if all((opening >= day) == (opening >= frame.first_day) for opening in frame.ouverture)
    ]
    return min(alike, default=int(frame.first_day))


def _amounts(setting: Setting) -> Sequence[ContractLine]:
    """Return the amounts that a setting gives."""
    if not amounts_only(setting.parameter):
        return ()
    found: Sequence[ContractLine] = setting.value.lines if isinstance(setting.value, SignedContract) else setting.value
    return found or ()


def _undated_advance(line: ContractLine) -> bool:
    return line.code in ADVANCE_CODES and not line.since and supposed(line.source)


def _dated(settings: Iterable[Setting], since: int) -> list[Setting]:
    """Return settings in which the advances without a day have one."""
    return [
        replace(
            setting,
            value=tuple(replace(line, since=since) if _undated_advance(line) else line for line in setting.value),
        )
        if any(map(_undated_advance, _amounts(setting)))
        else setting
        for setting in settings
    ]


def contract_under(
    settings: Iterable[Setting], own: SignedContract | None, name: str, kind: str
) -> SignedContract | None:
    """Return the amounts of the contract of a structure once those of a scenario have taken their place."""
    for setting in sorted((one for one in settings if _about(one, name, kind)), key=_precedence):
        if setting.parameter == "contrat":
            own = setting.value
        elif setting.parameter == "bareme":
            own = held(own, setting.value, kind.lower())
        elif amounts_only(setting.parameter):
            own = overridden(own, setting.value, kind.lower())
    return own


def amounts_only(parameter: str) -> bool:
    """Return whether a parameter changes the amounts of the contract, and nothing else."""
    return parameter.partition(".")[0] in ("bareme", "avance", "contrat")


def _about(setting: Setting, name: str, kind: str) -> bool:
    return setting.structure in (EVERYONE, name) and concerns(setting.parameter, kind)


_RANKS: Mapping[str, int] = MappingProxyType({"bareme": 0, "avance": 1, "retard": 1})


def _precedence(setting: Setting) -> tuple[bool, bool, int, int, str]:
    name = setting.parameter
    found = find(name)
    rank = _RANKS.get(name, 2 if "." in name else 0)
    if found is not None and found.follow == CODE:
        rank += ".taille" in name
    elif name.startswith("indicateur."):
        # the rank of one indicator prevails on the label that several may bear
        rank += name.partition(".")[2].isdigit()
    return name != "contrat", setting.structure != EVERYONE, rank, setting.from_year or 0, name


def _indexed(field: str) -> Callable[[Structure, Setting], Structure]:
    """Return what raises an index from a fiscal year on, named by the civil year in which it opens."""

    def change(structure: Structure, setting: Setting) -> Structure:
        since = max(0, setting.from_year - structure.first_exercice) if setting.from_year else 0
        index = raised(getattr(structure, field), setting.value, min(since, YEARS))
        changed: dict[str, Any] = {field: index}
        return replace(structure, **changed)

    return change


def _later_charges(structure: Structure, setting: Setting) -> Structure:
    return replace(structure, charges_delay=setting.value)


def _term(field: str) -> Callable[[Structure, Setting], Structure]:
    """Return what changes one field of the contract, whatever the family."""

    def change(structure: Structure, setting: Setting) -> Structure:
        return replace(structure, contract=replace(structure.contract, **{field: setting.value}))

    return change


def _contract_changed(structure: Structure, setting: Setting) -> Structure:
    since = _since(structure, setting.from_year)
    return replace(structure, contract=_FAMILY[structure.kind](structure.contract, setting, since))


_CHANGES: Mapping[str, Callable[[Structure, Setting], Structure]] = MappingProxyType(
    {
        "prix": _indexed("price_index"),
        "salaires": _indexed("wage_index"),
        "delai_charges": _later_charges,
        "retard": _term("funder_delay"),
        "fin_anticipee": _term("ends_on"),
        "renouvellement": _term("renewal"),
    }
)
"""Parameters that are the same for every family; the others change the contract of one."""


def opening_years(structure: Structure) -> tuple[int, ...]:
    """Return the civil year in which each of the seven periods opens."""
    contract = structure.contract
    began = contract.start if isinstance(contract, EspContract) else contract.signature
    return _opening_years(structure.kind, began, structure.first_exercice, structure.first_month)


@lru_cache(maxsize=4096)
def _opening_years(kind: str, began: int, first_exercice: int, first_month: int) -> tuple[int, ...]:
    """Return the same from the day on which a contract began: the rest of it lays no period elsewhere."""
    contract = SimpleNamespace(signature=began, start=began)
    frame = FAMILIES[kind].frame(contract, first_exercice, first_month)
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
    if name == "indicateur":
        measured = [
            replace(one, values=tuple(_changed(one.values, setting.value, since)))
            if _meant(mission, rank, one)
            else one
            for rank, one in enumerate(contract.indicators, 1)
        ]
        return replace(contract, indicators=tuple(measured))
    return replace(contract, population=_changed(contract.population, setting.value, since))


def _meant(which: str, rank: int, indicator: Indicator) -> bool:
    return which == str(rank) if which.isdigit() else which == plain(indicator.label)


def _msp(contract: MspContract, setting: Setting, since: Sequence[bool]) -> MspContract:
    name = setting.parameter
    if name == "atteinte" and setting.value == BY_INDICATORS:
        # only a CPTS has indicators of its own: the value says nothing of another structure
        return contract
    if name == "atteinte":
        return replace(contract, attainment=tuple(_changed(contract.attainment, setting.value, since)))
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
    return replace(contract, dotation=_changed(contract.dotation, setting.value, since))


def _esp(contract: EspContract, setting: Setting, since: Sequence[bool]) -> EspContract:
    return replace(contract, teams=_changed(contract.teams, setting.value, since))


_FAMILY: Mapping[str, Callable[[Any, Setting, Sequence[bool]], Any]] = MappingProxyType(
    dict(zip(KINDS, (_cpts, _msp, _ess, _esp), strict=True))
)
