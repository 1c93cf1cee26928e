"""What differs between the amounts of two contracts, once each is laid over the barème."""

from __future__ import annotations

from collections.abc import Iterator

from excel_tools.comparison.spans import runs, span
from excel_tools.dates import year_of
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Amount, Rules
from excel_tools.rules.units import french_value
from excel_tools.schedule import Schedule
from excel_tools.structure import Structure

ABSENT = "aucun montant"


def override_changes(reference: Structure, variant: Structure, rules: Rules) -> Iterator[tuple[str, str, str, str]]:
    """Yield label, value before, value after and code of each amount that differs in a year of the contract.

    An amount that depends on the size is told for the sizes met by either structure.
    """
    if reference.override == variant.override:
        return
    sides = [one.override.lines if one.override else () for one in (reference, variant)]
    codes = dict.fromkeys(line.code for lines in sides for line in lines)
    before, after = applied(reference, rules), applied(variant, rules)
    openings = FAMILIES[reference.kind].frame(reference.contract, reference.first_exercice, reference.first_month)
    years = opening_years(reference)
    met = sorted({*sizes(reference, rules), *sizes(variant, rules)})
    for code in codes:
        named = rules.series(code)[-1]
        for size in met if named.sized else [None]:
            old = [_value(before, code, opening, size) for opening in openings.ouverture]
            new = [_value(after, code, opening, size) for opening in openings.ouverture]
            for first, last, was, now in runs(old, new):
                when = span(years, first, last, since=1)
                told = [named.label, f"taille {size}" if size else "", when]
                yield ", ".join(word for word in told if word), was, now, code


def applied(structure: Structure, rules: Rules) -> Rules:
    """Return the barème of a structure: that of its contract where there is one."""
    return rules.with_contract(structure.override) if structure.override is not None else rules


def plan(structure: Structure, rules: Rules) -> Schedule:
    """Return what a structure is due.

    Raises:
        RuleError: an amount is not known on a day of the contract.
    """
    family = FAMILIES[structure.kind]
    frame = family.frame(structure.contract, structure.first_exercice, structure.first_month)
    return family.schedule(structure.contract, family.table(applied(structure, rules)), frame)


def sizes(structure: Structure, rules: Rules) -> tuple[int, ...]:
    """Return the size of a CPTS in each period of its contract; nothing for the other families."""
    return tuple(plan(structure, rules).state["taille"]) if structure.kind == "CPTS" else ()


def opening_years(structure: Structure) -> tuple[int, ...]:
    """Return the civil year in which each period of the contract opens."""
    frame = FAMILIES[structure.kind].frame(structure.contract, structure.first_exercice, structure.first_month)
    return tuple(int(year_of(opening)) for opening in frame.ouverture)


def _value(rules: Rules, code: str, day: int, size: int | None) -> str:
    found: Amount | None = None
    for entry in rules.series(code):
        # a contract signed before the first barème is counted at it
        if found is None or entry.since <= day:
            found = entry if not entry.until or day <= entry.until else None
    if found is None:
        return ABSENT
    text = french_value(found.value(size), found.unit, with_unit=True)
    return text + (" (à confirmer)" if found.confidence(size) == "à confirmer" else "")
