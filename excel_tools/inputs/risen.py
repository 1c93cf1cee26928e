"""« +4 % » in the place of an amount of the barème: the amounts it makes to the cent, and a « % » left out."""

from __future__ import annotations

import re

from excel_tools.dates import french
from excel_tools.errors import InputError, RuleError
from excel_tools.inputs.fields import Entry
from excel_tools.inputs.parse import printable, rate
from excel_tools.money import french_euros, french_rate
from excel_tools.rules import Amount, ContractLine, Rules
from excel_tools.rules.amount import SIZES
from excel_tools.rules.units import CENTS, SCALES
from excel_tools.scenarios.amounts import source_of
from excel_tools.vector import PPM, half_up

_MOST = PPM // 2
_TINY = 100
"""An amount so many times less than the national one is no amount, it is a percentage."""
_SIGNS = ("+", "-", "−")
_SPACED = re.compile(r"^\s*([-+−])\s+")


def is_rise(entry: Entry, amount: Amount) -> bool:
    """Return whether a cell holds a change in per cent of an amount in euros: typed so, or shown so."""
    raw = entry.raw("valeur")
    percent = entry.shown_as("valeur") == "%" or (isinstance(raw, str) and raw.rstrip().endswith("%"))
    return percent and SCALES[amount.unit] == CENTS


def risen(entry: Entry, code: str, size: int, since: int, scenario: str, rules: Rules) -> tuple[ContractLine, ...]:
    """Return the amounts of the national barème raised (or lowered), each rounded to the cent, halves up.

    Args:
        size: the only one concerned, 0 for all of them.
        since: first day, 0 for the whole contract.

    Raises:
        InputError: no such percentage, or the barème gives no single amount to raise: unknown on that day, or another
            one before or after.
    """
    raw, what = entry.raw("valeur"), entry.what("valeur")
    if isinstance(raw, str):
        raw = _SPACED.sub(r"\1", raw)
    change: int = rate(-_MOST, _MOST)(raw, what)
    shown = printable(entry.raw("valeur")) if isinstance(raw, str) else french_rate(change)
    entries = rules.series(code)
    try:
        base = rules.amount(code, since or None)
    except RuleError as error:
        raise InputError(f"{what} : « {shown} » : {error}") from error
    if not since and len(entries) > 1:
        raise InputError(
            f"{what} : « {shown} » : « bareme.{code} » a changé le {french(base.since)} ; écrire la première année "
            "concernée dans « À partir de », ou le montant lui-même."
        )
    later = [one for one in entries if since and one.since > since]
    if later:
        raise InputError(
            f"{what} : « {shown} » : « bareme.{code} » change encore le {french(later[0].since)} ; écrire une année "
            "qui n'est pas plus tôt, ou le montant lui-même."
        )
    sizes = (size,) if size else range(1, SIZES + 1) if base.sized else (0,)
    sign = "−" if change < 0 else "+"
    source = f"{source_of(scenario)} ({sign}\u202f{french_rate(abs(change))} sur le barème, au centime)"
    return tuple(
        ContractLine(code, int(half_up(base.value(one or None) * (PPM + change), PPM)), one, since, source)
        for one in sizes
    )


def check_unsigned(entry: Entry) -> None:
    """Refuse a sign before an amount: « +4 » is a rise whose « % » was left out.

    Raises:
        InputError: there is one.
    """
    raw = entry.raw("valeur")
    if isinstance(raw, str) and raw.lstrip().startswith(_SIGNS):
        text = raw.strip()
        sign, bare = text[0], text[1:].strip(" \u00a0\u202f€")
        told = f"{entry.what('valeur')} : « {printable(text)} » : un montant du barème s'écrit sans signe"
        if bare.endswith("%"):
            raise InputError(f"{told}, et une hausse en % ne se compte que sur un montant en euros ; écrire la valeur.")
        way = "hausse" if sign == "+" else "baisse"
        raise InputError(f"{told} ; écrire le montant lui-même, ou « {sign} {printable(bare)} % » pour une {way} en %.")


def check_whole(entry: Entry, code: str, size: int, since: int, cents: int, rules: Rules) -> None:
    """Refuse an amount in euros that is next to nothing beside the national one: a « % » was left out.

    Args:
        size: the only one concerned, 0 for all of them.
        since: first day, 0 for the whole contract.
        cents: the amount; 0 takes the line away, and is what it seems.

    Raises:
        InputError: less than a hundredth of the lowest national amount.
    """
    try:
        national = rules.amount(code, since or None)
    except RuleError:
        national = rules.series(code)[-1]
    values = [national.value(size)] if national.sized and size else list(national.values)
    lowest = min(filter(None, values), default=0)
    if SCALES[national.unit] != CENTS or not 0 < cents * _TINY < lowest:
        return
    change = cents * (PPM // 100 if cents < 100 else PPM // 10_000)
    shown = french_rate(change) if change <= _MOST else "4\u202f%"
    raise InputError(
        f"{entry.what('valeur')} : {french_euros(cents)} est moins du centième du montant national "
        f"({french_euros(lowest)}). Pour une hausse, écrire « + {shown} » ; pour supprimer le montant, 0."
    )
