"""The ranges and the laws of a sensitivity as a person types them, and whole numbers: every mistake told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from excel_tools.comparison.levers import COUNT, MONTHS, YES_NO, levers
from excel_tools.comparison.sensitivity import default_ranges
from excel_tools.comparison.uncertainty import Spread, Uncertainty
from excel_tools.errors import InputError
from excel_tools.money import parse_number
from excel_tools.rules.words import nearest
from excel_tools.vector import PPM

_LAWS = ("atteinte", "decalage", "retard")
_DRAWN = {"CPTS": _LAWS, "MSP": ("atteinte", "retard")}
"""Kind of structure → what is drawn; for the others, the delay alone."""
_ANSWERS = {"oui": 1, "non": 0}


def whole(option: str, text: str, least: int, most: int, problems: list[str]) -> int:
    """Return a whole number within bounds; the least one, with a problem told, when it is none."""
    try:
        number = parse_number(text)
    except InputError:
        number = None
    if number is None or number.denominator != 1:
        problems.append(f"{option} : « {text} » n'est pas un nombre entier.")
    elif not least <= number <= most:
        problems.append(f"{option} : {text} est hors des bornes ; un nombre de {least} à {most} est attendu.")
    else:
        return int(number)
    return least


def ranges_of(
    kind: str, texts: Sequence[str], problems: list[str], what: str = "--plage"
) -> Mapping[str, tuple[int, int]]:
    """Return the ranges tried: those by default, and in their place or besides those asked: ``atteinte=-5:5``.

    Rates are in points or in per cent, delays in whole months, the renewal ``non:oui``.

    Args:
        problems: what is wrong with them, completed here.
        what: the option or the argument, for the messages.
    """
    found = default_ranges(kind)
    known = levers(kind)
    asked: list[str] = []
    for text in texts:
        name, _, bounds = text.partition("=")
        code, parts = name.strip().lower(), [part.strip() for part in bounds.split(":")]
        asked.append(code)
        if code not in known:
            near = nearest(code, known)
            problems.append(
                f"{what} : hypothèse « {code} » inconnue pour une {kind}.{near} Hypothèses : {', '.join(known)}."
            )
            continue
        amounts = [_amount(part, known[code].unit) for part in parts]
        given = [item for item in amounts if item is not None]
        if len(amounts) != 2 or len(given) != 2:
            example = {YES_NO: "non:oui", MONTHS: "0:6", COUNT: "-1:1"}.get(known[code].unit, "-5:5")
            problems.append(f"{what} : « {text} » ne se lit pas ; écrire CODE=BAS:HAUT, par exemple {code}={example}.")
        else:
            found[code] = given[0], given[1]
    problems += _twice(what, asked)
    return found


_WHOLE_POINTS = "points entiers"
_WORDS: Mapping[str, tuple[str, ...]] = {MONTHS: ("mois",), COUNT: ()}
"""Unit → the words that may follow its numbers; points or percents for the others."""


def _twice(what: str, asked: Sequence[str]) -> list[str]:
    """Return a sentence for each name given more than once: which one counts is for the user to say."""
    several = [code for code, times in Counter(asked).items() if times > 1]
    return [f"{what} : « {code} » est donné {asked.count(code)} fois ; n'en garder qu'un." for code in several]


def _amount(text: str, unit: str) -> int | None:
    if unit == YES_NO:
        return _ANSWERS.get(text.lower())
    plain = text.lower().removeprefix("+")
    for word in _WORDS.get(unit, ("%", "points", "point")):
        plain = plain.removesuffix(word).strip()
    try:
        number = parse_number(plain)
    except InputError:
        return None
    number = number if unit in (MONTHS, COUNT, _WHOLE_POINTS) else number * PPM / 100
    return int(number) if number.denominator == 1 else None


def laws_of(kind: str, texts: Sequence[str], problems: list[str], what: str = "--loi") -> Uncertainty:
    """Return what is drawn: the laws by default, and in their place those asked: ``retard=0:1:4``.

    A name is ``atteinte``, ``decalage`` (of every mission), ``retard``, or ``atteinte.parcours``,
    ``decalage.parcours``… for one mission; the three numbers are the lowest, the likeliest and the highest.

    Args:
        problems: what is wrong with them, completed here.
        what: the option or the argument, for the messages.
    """
    found = Uncertainty()
    asked: list[str] = []
    for text in texts:
        name, _, numbers = text.partition("=")
        code, _, mission = name.strip().lower().partition(".")
        asked.append(name.strip().lower())
        if code not in _LAWS or (mission and code == "retard"):
            shown = name.strip().lower()
            near = nearest(shown, _LAWS)
            problems.append(f"{what} : « {shown} » inconnue.{near} Lois : {', '.join(_LAWS)}, ou atteinte.MISSION.")
            continue
        if code not in _DRAWN.get(kind, ("retard",)) or (mission and kind != "CPTS"):
            problems.append(f"{what} : « {name.strip()} » ne se tire pas pour une {kind}.")
            continue
        unit = _WHOLE_POINTS if code == "atteinte" else MONTHS
        parts = [_amount(part.strip(), unit) for part in numbers.split(":")]
        given = [part for part in parts if part is not None]
        if len(parts) != 3 or len(given) != 3:
            problems.append(
                f"{what} : « {text} » ne se lit pas ; écrire NOM=BAS:PROBABLE:HAUT, en nombres entiers, par exemple "
                f"{code}={'-20:0:10' if code == 'atteinte' else '0:0:3'}."
            )
            continue
        found = _with(found, code, mission, Spread(*given))
    problems += _twice(what, asked)
    return found


def _with(laws: Uncertainty, code: str, mission: str, spread: Spread) -> Uncertainty:
    if code == "retard":
        return replace(laws, delay=spread)
    if code == "atteinte":
        if mission:
            return replace(laws, missions={**laws.missions, mission: spread})
        return replace(laws, attainment=spread)
    if mission:
        return replace(laws, starts={**laws.starts, mission: spread})
    return replace(laws, dates=spread)
