"""Amounts that a scenario puts in the place of those of the barème and of the signed contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from excel_tools.dates import french
from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import CODES
from excel_tools.rules import Amount, Contract, ContractLine, Rules
from excel_tools.rules.amount import SIZES

ADVANCE_CODES = ("cpts.avance.taux", "msp.avance.taux")
"""What « avance » stands for: the part of the fixed amounts of a CPTS, of the remuneration of a MSP, paid ahead."""
_SUPPOSED = "hypothèse du scénario"
_WHOLE = ("ess",)
"""Families whose amounts are read once, on the day of the signature."""


def source_of(scenario: str) -> str:
    """Return what is cited for an amount that comes from a scenario."""
    return f"{_SUPPOSED} « {scenario} »"


def supposed(source: str) -> bool:
    """Return whether a source is the hypothesis of a scenario, no text."""
    return source.startswith(_SUPPOSED)


def may_begin(code: str) -> bool:
    """Return whether a code may change from a given year on; the others are read once for the whole contract."""
    family = code.partition(".")[0]
    return code in (*CODES.values(), *ADVANCE_CODES) if family == "cpts" else family not in _WHOLE


def overridden(own: Contract | None, lines: Iterable[ContractLine], family: str) -> Contract | None:
    """Return a contract with some amounts in the place of its own.

    Args:
        own: the signed contract, None without one.
        lines: the new amounts, the last one prevailing; those of other families are left out.
        family: ``"cpts"``.
    """
    found, added = own.lines if own else (), False
    for line in lines:
        if line.code.startswith(f"{family}."):
            found, added = (*_without(found, line), line), True
    if not added:
        return own
    # same amounts, same contract: neither the order of the settings nor a line said twice shows
    kept = tuple(sorted(dict.fromkeys(found), key=lambda line: (line.code, line.since, line.size)))
    return Contract(own.file if own else "", kept)


def held(own: Contract | None, lines: Iterable[ContractLine], family: str) -> Contract | None:
    """Return a contract under a barème held for the whole of it: what was signed prevails, as on that of each year.

    Args:
        own: the signed contract, with what other scenarios suppose of it; None without one.
        lines: the amounts of the barème held; those of other families are left out.
        family: ``"cpts"``.
    """
    signed = tuple(line for line in own.lines if not supposed(line.source)) if own else ()
    national = [piece for line in lines for piece in _unsigned(line, signed)]
    if own is None or not signed:
        return overridden(own, national, family)
    others = tuple(line for line in own.lines if line not in signed)
    under = overridden(Contract(own.file, others) if others else None, national, family)
    found = (*signed, *(under.lines if under else ()))
    return Contract(own.file, tuple(sorted(found, key=lambda line: (line.code, line.since, line.size))))


def _unsigned(line: ContractLine, signed: Sequence[ContractLine]) -> list[ContractLine]:
    """Return what a contract leaves of an amount of the barème: nothing, the sizes it does not name, or all of it."""
    sizes = {one.size for one in signed if one.code == line.code and one.since <= line.since}
    if 0 in sizes or line.size in sizes:
        return []
    if line.size or not sizes:
        return [line]
    return [replace(line, size=size) for size in range(1, SIZES + 1) if size not in sizes]


def _without(lines: Sequence[ContractLine], new: ContractLine) -> list[ContractLine]:
    """Return the lines that stay beside a new one, which prevails from its day on, for its size or for all of them."""
    found: list[ContractLine] = []
    for line in lines:
        if line.code != new.code or line.since < new.since:
            found.append(line)
        elif new.size and not line.size:
            found += [replace(line, size=size) for size in range(1, SIZES + 1) if size != new.size]
        elif new.size and line.size != new.size:
            found.append(line)
    return found


def check_amendment(override: Contract | None, who: str) -> None:
    """Refuse amounts that begin on several days.

    Args:
        who: structure and scenario, for the message.

    Raises:
        InputError: the contract and the scenario, or two lines of the scenario, give more than one day.
    """
    days = sorted({line.since for line in override.lines if line.since}) if override else []
    if override is not None and len(days) > 1:
        shown = " et du ".join(french(day) for day in days)
        remedy = "Donner la même année (« À partir de ») à tous les montants du scénario"
        if any(line.code in ADVANCE_CODES and line.since and supposed(line.source) for line in override.lines):
            remedy += " et à l'avance, qui sans année change dès le premier exercice"
        if not all(supposed(line.source) for line in override.lines if line.since):
            remedy += (
                ", celle de l'avenant que porte déjà le contrat signé ; ou laisser « depuis » vide dans le fichier de "
                "ce contrat pour les montants qui valent déjà au premier exercice"
            )
        raise InputError(
            f"{who} : des montants changent à partir du {shown} ; un contrat ne porte qu'une date d'avenant. {remedy}."
        )


def in_force(rules: Rules, family: str, day: int) -> tuple[ContractLine, ...] | None:
    """Return the amounts of a family in force on a day, for every year: only those that another day would give other.

    A line that did not exist that day is worth 0; one that the barème has closed since goes on from its closing.

    Returns:
        The lines, none when no amount of the family ever changed; None when nothing was in force that day.
    """
    series = {code: rules.series(code) for code in rules.codes(family)}
    if not any(_held(entries, day) for entries in series.values()):
        return None
    found: list[ContractLine] = []
    for code, entries in series.items():
        held = _held(entries, day)
        if len(entries) == 1 and held and not held.until:
            continue
        values = held.values if held else (0,) * len(entries[0].values)
        closed = entries[-1].until + 1 if held and entries[-1].until else 0
        for since in (0, closed) if closed else (0,):
            if len(set(values)) == 1:
                found.append(ContractLine(code, values[0], 0, since))
            else:
                found += [ContractLine(code, value, size, since) for size, value in enumerate(values, 1)]
    return tuple(found)


def _held(entries: Sequence[Amount], day: int) -> Amount | None:
    return next((entry for entry in entries if entry.since <= day and (not entry.until or day <= entry.until)), None)
