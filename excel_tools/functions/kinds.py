"""The one coercion of arguments: what a cell, a French text or a Python value means, for every host."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.functions.model import Kind, RangeError
from excel_tools.functions.msp_facts import read_answers
from excel_tools.functions.ranges import read_engaged
from excel_tools.functions.scenario_facts import read_described
from excel_tools.functions.words import mission_of, one_of, plain, yes_or_no
from excel_tools.funding.cpts_table import MISSIONS
from excel_tools.funding.msp_points import CODES
from excel_tools.money import french_number, parse_euros, parse_number

MOST_PERSONS = 70_000_000
SHARE_NAMES: Mapping[str, str] = {"part_fixe": "fixe", "part_variable": "variable"}
SHARES = ("total", "fixe", "variable", "snp_compensation", "snp_enveloppe")


def single(value: object, what: str) -> Any:
    """Return the value of a range of one cell.

    Raises:
        InputError: several cells where one value is expected.
    """
    while isinstance(value, (list, tuple)):
        if len(value) != 1:
            raise InputError(f"{what} : une seule valeur attendue, plage de {len(value)} lignes trouvée.")
        value = value[0]
    return value


def whole(value: object, what: str, least: int, most: int, meaning: str) -> int:
    """Return a whole number between two bounds.

    Raises:
        InputError: not a number. RangeError: not whole, or outside the bounds.
    """
    # what a cell holds nearly always
    if type(value) is int and least <= value <= most:
        return value
    if type(value) is float and least <= value <= most and value.is_integer():
        return int(value)
    value = single(value, what)
    number = parse_number(value, what)
    # cells hold floats: -3.0 is read back as -3
    value = int(value) if isinstance(value, float) and number.denominator == 1 else value
    if number.denominator != 1:
        raise RangeError(f"{what} : « {value} » n'est pas un nombre entier ; attendu : {meaning}.")
    if number < least:
        sign = "est négatif" if number < 0 else "est trop petit"
        raise RangeError(f"{what} : « {value} » {sign} ; attendu : {meaning}, au moins {_bound(least)}.")
    if number > most:
        raise RangeError(f"{what} : « {value} » est trop grand ; attendu : {meaning}, au plus {_bound(most)}.")
    return int(number)


def _bound(value: int) -> str:
    """Return a bound; a year is written without a space."""
    return french_number(value) if value > 9999 else str(value)


def _population(value: object, what: str) -> int:
    return whole(value, what, 1, MOST_PERSONS, "un nombre d'habitants")


def _persons(value: object, what: str) -> int:
    return whole(value, what, 0, 1_000_000, "un nombre")


def _some(value: object, what: str) -> int:
    return whole(value, what, 1, 1_000_000, "un nombre")


def _size(value: object, what: str) -> int:
    return whole(value, what, 1, 4, "une taille de 1 à 4")


def _year(value: object, what: str) -> int:
    value = single(value, what)
    if isinstance(value, (datetime.date, datetime.datetime)):
        raise InputError(f"{what} : « {value} » est une date ; une année est attendue, par exemple 2026.")
    return whole(value, what, 2000, 2100, "une année, par exemple 2026")


def _month(value: object, what: str) -> int:
    return whole(value, what, 1, 12, "un mois de 1 à 12")


def is_serial_text(value: object) -> bool:
    """Return whether a text is the serial number of a date: ``"45292"``."""
    return isinstance(value, str) and value.strip().isdecimal() and len(value.strip()) == 5


def _day(value: object, what: str) -> int:
    value = single(value, what)
    if is_serial_text(value):
        value = int(str(value))
    if hasattr(value, "toordinal") and not isinstance(value, datetime.date):
        raise InputError(f"{what} : « {value} » n'est pas une date.")
    return parse_day(value, what)


def _euros(value: object, what: str) -> int:
    value = single(value, what)
    cents = parse_euros(value, what)
    if cents < 0:
        raise RangeError(f"{what} : « {value} » est négatif ; un montant en euros est attendu.")
    if not cents:
        # a text: the number 0 is an empty cell
        raise RangeError(f"{what} : « {value} » est nul ; un montant en euros est attendu, ou rien.")
    return cents


def _months_count(value: object, what: str) -> int:
    return whole(value, what, 1, 12, "un nombre de mois de 1 à 12")


def _delay(value: object, what: str) -> int:
    return whole(value, what, 0, 60, "un nombre de mois de 0 à 60")


def _share(value: object, what: str) -> str:
    return one_of(single(value, what), SHARES, what, SHARE_NAMES)


def _mission(value: object, what: str) -> str:
    return mission_of(single(value, what), what)


def _mission_list(value: object, what: str) -> tuple[str, ...] | str:
    """Return "toutes", "socles", or the missions of a list or of a range, in the order of the barème.

    In a text they stand between commas, semicolons, ``+``, ``/`` or lines.
    """
    words: list[object] = []
    pending: list[object] = [value]
    while pending:
        item = pending.pop(0)
        if isinstance(item, (list, tuple)):
            pending = [*item, *pending]
        elif item is not None:
            words += [word for word in re.split(r"[,;+/\r\n]", str(item)) if word.strip()]
    if not words:
        raise InputError(f"{what} : « {value} » ne cite aucune mission. Valeurs admises : {', '.join(MISSIONS)}.")
    if len(words) == 1 and plain(str(words[0])) in ("toutes", "socles", "tout", "socle"):
        return "toutes" if plain(str(words[0])).startswith("tout") else "socles"
    found: list[str] = []
    errors: list[str] = []
    for word in words:
        try:
            code = mission_of(str(word).strip(), what)
        except InputError as error:
            errors += error.messages
            continue
        if code in found:
            errors.append(f"{what} : « {code} » est citée deux fois.")
        found.append(code)
    if errors:
        raise InputError(errors)
    return tuple(mission for mission in MISSIONS if mission in found)


def _indicator(value: object, what: str) -> str:
    return one_of(single(value, what), CODES, what)


def _text(value: object, what: str) -> str:
    return str(single(value, what)).strip()


POPULATION = Kind("nombre d'habitants", _population, zero_is_empty=True, whole=(1, MOST_PERSONS))
COUNT = Kind("nombre entier", _persons)
SOME = Kind("nombre entier, au moins 1", _some, zero_is_empty=True)
SIZE = Kind("taille de 1 à 4", _size, zero_is_empty=True)
YEAR = Kind("année", _year, zero_is_empty=True)
MONTH = Kind("mois de 1 à 12", _month, zero_is_empty=True)
MONTHS = Kind("nombre de mois, 1 à 12", _months_count)
DELAY = Kind("nombre de mois", _delay)
DATE = Kind("date", _day, zero_is_empty=True)
EUROS = Kind("montant en euros", _euros, zero_is_empty=True)
SHARE = Kind("volet", _share, zero_is_empty=True)
MISSION = Kind("mission", _mission, zero_is_empty=True)
MISSION_LIST = Kind("liste de missions", _mission_list, "plage", zero_is_empty=True, one_a_row=True)
INDICATOR = Kind("indicateur", _indicator, zero_is_empty=True)
ENGAGED = Kind("missions engagées", read_engaged, "plage", zero_is_empty=True)
DESCRIBED = Kind("donnée ; valeur", read_described, "plage", zero_is_empty=True)
FACTS = Kind("données de l'année", read_answers, "plage", zero_is_empty=True)
YES_NO = Kind("oui ou non", lambda value, what: yes_or_no(single(value, what), what))
# an answer that must be given: the FAUX of LibreOffice is a 0, as its empty cells are
SAID_YES_NO = replace(YES_NO, zero_is_empty=True)
TEXT = Kind("texte", _text, zero_is_empty=True)
ANY = Kind("valeur ou plage", lambda value, what: value, "plage", raw=True)
