"""What a structure says itself of what scenarios change, for the column of the reference in « Paramètres »."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from excel_tools.comparison.fields import ANSWERS, attained, months, number, shown, yes_no
from excel_tools.dates import french
from excel_tools.funding.cpts_table import VARIABLE_LINES
from excel_tools.money import french_rate
from excel_tools.structure import Structure
from excel_tools.vector import PPM

AS_ENTERED = "comme saisi"
"""In the place of several values, or of one that takes more than a word."""

_SINCE = 2
"""First period whose growth is that of a scenario."""


def entered(parameter: str, structure: Structure) -> str:
    """Return the only value that a structure holds for a parameter, ``AS_ENTERED`` when there is no such value."""
    name, _, detail = parameter.partition(".")
    contract: Any = structure.contract
    if name in _FIELDS and not detail:
        field, show = _FIELDS[name]
        value = getattr(contract, field, getattr(structure, field, None))
        return AS_ENTERED if value is None else _only([value], show)
    if name in _INDEXES:
        index = getattr(structure, _INDEXES[name])
        return french_rate(0) if set(index) == {PPM} else AS_ENTERED
    if name == "croissance" and hasattr(contract, "growth"):
        return _only(contract.growth[_SINCE:], french_rate)
    if name == "population" and structure.kind == "CPTS":
        return _only(contract.population, number)
    if name == "atteinte" and structure.kind in ("CPTS", "MSP"):
        return _only(_attainment(structure, detail), attained)
    if name == "decalage" and structure.kind == "CPTS":
        shifts = contract.shifts
        return _only([shifts.get(detail, 0)] if detail else [*shifts.values(), 0], months)
    if name in ANSWERS and structure.kind == "MSP":
        return _only([getattr(year, name) for year in contract.years], ANSWERS[name].show)
    return AS_ENTERED


def _attainment(structure: Structure, detail: str) -> Iterable[Any]:
    """Return the rates of a mission, or of all those that are engaged."""
    contract: Any = structure.contract
    if structure.kind == "MSP":
        return tuple(contract.attainment[1:])
    engaged = [detail] if detail else [mission for mission in VARIABLE_LINES if contract.starts.get(mission)]
    return [rate for mission in engaged for rate in contract.attainment.get(mission, (PPM, PPM))[1:]]


def _only(values: Iterable[Any], show: Callable[[Any], str]) -> str:
    found = set(values)
    return shown(show, found.pop()) if len(found) == 1 else AS_ENTERED


def _end(day: int) -> str:
    return french(day) if day else "sans"


_FIELDS: Mapping[str, tuple[str, Callable[[Any], str]]] = MappingProxyType(
    {
        "retard": ("funder_delay", months),
        "renouvellement": ("renewal", yes_no),
        "fin_anticipee": ("ends_on", _end),
        "delai_charges": ("charges_delay", months),
    }
)
_INDEXES: Mapping[str, str] = MappingProxyType({"prix": "price_index", "salaires": "wage_index"})
