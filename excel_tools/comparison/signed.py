"""What differs between the amounts of two contracts, once each is laid over the barème."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from excel_tools.comparison.spans import Years, runs, span, years_of
from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Amount, Rules
from excel_tools.rules.contract import applied
from excel_tools.rules.units import french_value
from excel_tools.structure import Structure
from excel_tools.vector import PPM, at_rate, count_reached, half_up

Told: TypeAlias = "tuple[str, str, str, str, int, str]"
"""Label, value before, value after, code, first day and years of an amount that differs."""

_REGIONAL = "esp.forfait."
ABSENT = "aucun montant"


def override_changes(reference: Structure, variant: Structure, rules: Rules) -> Iterator[Told]:
    """Yield label, values, code, first day and years of each amount that differs in a year of the contract.

    An amount that depends on the size is told for the sizes met by either structure.
    """
    if reference.override == variant.override:
        return
    sides = [one.override.lines if one.override else () for one in (reference, variant)]
    codes = dict.fromkeys(line.code for lines in sides for line in lines)
    years = contract_years(reference)
    met = sorted({*sizes(reference, rules), *sizes(variant, rules)})
    for code in codes:
        named = rules.series(code)[-1]
        before, after = series(reference, rules, code), series(variant, rules, code)
        for size in met if named.sized else [None]:
            old = [_value(before, opening, size) for opening in years.days]
            new = [_value(after, opening, size) for opening in years.days]
            if code.startswith(_REGIONAL) and old[1:] == new[1:]:
                # the barème of a region has ended, and this amount with it: it is told all the same
                was, now = (_value(entries[-1:], entries[-1].since, size) for entries in (before, after))
                if was != now:
                    yield named.label, was, now, code, 0, ""
                continue
            for first, last, was, now in runs(old, new):
                when = span(years, first, last, since=1)
                told = [named.label, f"taille {size}" if size else "", when]
                yield ", ".join(word for word in told if word), was, now, code, years.days[first], when


def series(structure: Structure, rules: Rules, code: str) -> Sequence[Amount]:
    """Return the dated entries of a code for a structure: those of its contract where it replaces them.

    Raises:
        RuleError: the code does not exist.
    """
    entries = rules.series(code)
    return applied(entries, structure.override) if structure.override is not None else entries


@dataclass(frozen=True, slots=True)
class Populations:
    """Who a CPTS covers in each period of its contract: persons, and the size that they give."""

    persons: tuple[int, ...]
    sizes: tuple[int, ...]


def populations(structure: Structure, rules: Rules, under: Structure | None = None) -> Populations:
    """Return the persons covered by a CPTS and its sizes, those of its schedule; nothing for the other families.

    Args:
        under: structure whose contract rules the sizes, itself by default.
    """
    contract = structure.contract
    if not isinstance(contract, CptsContract):
        return Populations((), ())
    thresholds = series(under or structure, rules, "cpts.taille.seuils")[-1].values
    factor, persons = PPM, []
    for rank, (count, growth) in enumerate(zip(contract.population, contract.growth, strict=True)):
        factor = int(half_up(factor * (PPM + growth), PPM)) if rank else PPM
        persons.append(int(at_rate(count, factor)))
    return Populations(tuple(persons), tuple(int(count_reached(thresholds, count)) for count in persons))


def sizes(structure: Structure, rules: Rules) -> tuple[int, ...]:
    """Return the size of a CPTS in each period of its contract; nothing for the other families."""
    return populations(structure, rules).sizes


def contract_years(structure: Structure) -> Years:
    """Return the years of the periods of a contract."""
    frame = FAMILIES[structure.kind].frame(structure.contract, structure.first_exercice, structure.first_month)
    return years_of(frame)


def _value(entries: Sequence[Amount], day: int, size: int | None) -> str:
    found: Amount | None = None
    for entry in entries:
        # a contract signed before the first barème is counted at it
        if found is None or entry.since <= day:
            found = entry if not entry.until or day <= entry.until else None
    if found is None:
        return ABSENT
    text = french_value(found.value(size), found.unit, with_unit=True)
    return text + (" (à confirmer)" if found.confidence(size) == "à confirmer" else "")
