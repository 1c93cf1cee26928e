"""A population given from a year on is counted before growth: what it becomes that year, and what to type instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from excel_tools.dates import french
from excel_tools.errors import InputError
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.msp import MspContract, growth_factors
from excel_tools.money import french_number, french_rate
from excel_tools.scenarios import Setting, opening_years, variants
from excel_tools.structure import Structure
from excel_tools.vector import PPM, at_rate, half_up

_COUNTS = ("population", "patientele")


@dataclass(frozen=True, slots=True)
class _Grown:
    name: str
    day: int
    factor: int


def grown_count(setting: Setting, settings: Sequence[Setting], meant: Sequence[Structure]) -> str:
    """Tell a number of persons given for a year, which the growth of the years before still multiplies.

    Args:
        settings: those of the whole file: the growth may come from another row, or from the base of the scenario.
        meant: the structures that the setting concerns.

    Returns:
        A French sentence; nothing when the number counts as it is typed.
    """
    if setting.parameter not in _COUNTS or setting.from_year is None:
        return ""
    found = [grown for one in meant if (grown := _grown(setting, settings, one)) is not None]
    if not found:
        return ""
    first, others = found[0], len(found) - 1
    typed, becomes, instead = (
        french_number(count)
        for count in (
            setting.value,
            at_rate(setting.value, first.factor),
            half_up(setting.value * PPM, first.factor),
        )
    )
    plural = "s" if others > 1 else ""
    more = f" ; {others} autre{plural} structure{plural} de même, selon sa propre croissance" if others else ""
    sign = "+" if first.factor > PPM else "−"
    return (
        f"{typed} se lit avant croissance. Pour « {first.name} », la croissance déjà comptée "
        f"({sign}\u202f{french_rate(abs(first.factor - PPM))}) en fait {becomes} au {french(first.day)} ; pour "
        f"{typed} ce jour-là, écrire {instead}{more}."
    )


def _grown(setting: Setting, settings: Sequence[Setting], structure: Structure) -> _Grown | None:
    try:
        variant = variants(structure, settings, [setting.scenario])[setting.scenario]
    except InputError:
        # this structure is refused under this scenario, with its own sentence
        return None
    contract = variant.contract
    years = opening_years(variant)
    concerned = [rank for rank, year in enumerate(years) if year >= (setting.from_year or 0)]
    if not concerned or not isinstance(contract, CptsContract | MspContract):
        return None
    rank = concerned[0]
    if isinstance(contract, CptsContract):
        count = contract.population[rank]
    else:
        count = contract.years[rank].patientele
    factor = int(growth_factors(contract.growth)[rank])
    frame = FAMILIES[variant.kind].frame(contract, variant.first_exercice, variant.first_month)
    opening = int(frame.ouverture[rank])
    # another row of the scenario may prevail; a year after the horizon is told as such
    if count != setting.value or factor == PPM or opening > frame.last_day:
        return None
    return _Grown(variant.name, opening, factor)
