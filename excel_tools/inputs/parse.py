"""One cell → one typed value, or one French sentence. Numbers are whole: cents, millionths, day ordinals, counts."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.inputs.table import nearest, plain
from excel_tools.money import french_euros, french_number, parse_euros, parse_number, parse_rate, told_decimal
from excel_tools.spending.entry import why_computed
from excel_tools.vector import PPM

Parser: TypeAlias = Callable[[object, str], Any]
"""Takes the value of a cell that is not empty and the place to name; raises InputError."""

MOST_EUROS = 10_000_000_000
"""Cents: a hundred million euros."""
LONGEST_NAME = 120
LONGEST_TEXT = 250
_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


def text(value: object, what: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text on one line, in composed Unicode; a number typed as a code becomes its digits."""
    if isinstance(value, bool):
        raise InputError(f"{what} : un texte est attendu, pas VRAI ou FAUX.")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = " ".join(unicodedata.normalize("NFC", str(value)).split())
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in found):
        raise InputError(f"{what} : « {printable(found)} » contient des caractères de contrôle ; ressaisir le texte.")
    if len(found) > longest:
        raise InputError(f"{what} : texte trop long ({len(found)} caractères, {longest} au plus) ; l'abréger.")
    return found


def name(value: object, what: str) -> str:
    """Return the name of a structure."""
    found = text(value, what, LONGEST_NAME)
    if not plain(found):
        raise InputError(f"{what} : « {found} » ne contient aucune lettre ; donner le nom de la structure.")
    return found


def printable(value: object) -> str:
    """Return a value as a message may show it: on one line, without controls, not endless; French spaces stay."""
    shown = "".join(
        letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else "?" for letter in str(value)
    )
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _told(parser: Parser, value: object, what: str) -> Any:
    """Read the value itself; only what is said of it goes through ``printable``."""
    try:
        return parser(value, what)
    except InputError as error:
        if not isinstance(value, str):
            raise
        pieces = (value, value.strip())
        raise InputError([_replaced(message, pieces) for message in error.messages]) from error


def _replaced(message: str, pieces: Iterable[str]) -> str:
    for piece in pieces:
        message = message.replace(piece, printable(piece)) if piece else message
    return message


def number(value: object, what: str, wanted: str = "par exemple 45000 ou 1 234,56") -> Fraction:
    """Return an exact number; a letter O or l among digits is told as such.

    Args:
        wanted: what to write instead of a text that is no number.
    """
    if isinstance(value, bool):
        raise InputError(f"{what} : un nombre est attendu, pas VRAI ou FAUX.")
    if isinstance(value, str) and re.fullmatch(r"[\d\sOolI.,]*\d[\d\sOolI.,]*", value) and re.search("[OolI]", value):
        right = value.translate(_LOOKALIKES).strip()
        raise InputError(
            f"{what} : « {printable(value)} » contient une lettre parmi ses chiffres ; vouliez-vous écrire {right} ?"
        )
    found: Fraction = _told(partial(parse_number, wanted=wanted), value, what)
    return found


def whole(least: int, most: int) -> Parser:
    """Return the parser of a whole number within bounds."""
    bounds = f"de {least} à {french_number(most) if most > 9999 else most}"
    # what fits in four digits is a count of months, a rank or a year: an amount is no example of it
    wanted = {"wanted": f"un nombre {bounds}"} if most <= 9999 else {}

    def parse(value: object, what: str) -> int:
        found = number(value, what, **wanted)
        if found.denominator != 1 and least <= found <= most:
            near = " ou ".join(map(str, (math.floor(found), math.ceil(found))))
            raise InputError(f"{what} : « {printable(value)} » n'est pas un nombre entier ; écrire {near}.")
        if not least <= found <= most:
            reason = "est négatif" if found < 0 <= least else "est hors limites"
            raise InputError(f"{what} : « {printable(value)} » {reason} ; un nombre entier {bounds} est attendu.")
        return int(found)

    return parse


def euros(least: int = -MOST_EUROS, most: int = MOST_EUROS) -> Parser:
    """Return the parser of an amount in euros, to the cent, within bounds in cents."""

    def parse(value: object, what: str) -> int:
        if isinstance(value, str):
            bare = re.sub(r"\s*(?:€|EUR|euros?)\s*$", "", value, flags=re.IGNORECASE)
            number(bare if bare.strip() else value, what)
        found: int = _told(parse_euros, value, what)
        if found < least and least == 0:
            raise InputError(f"{what} : « {printable(value)} » est négatif ; écrire un montant positif ou nul.")
        if not least <= found <= most:
            raise InputError(
                f"{what} : « {printable(value)} » est hors limites ; "
                f"un montant de {french_euros(least)} à {french_euros(most)} est attendu."
            )
        return found

    return parse


def rate(least: int = 0, most: int = PPM) -> Parser:
    """Return the parser of a rate (``0,8`` or ``80 %``) within bounds in millionths."""

    def parse(value: object, what: str) -> int:
        if isinstance(value, bool):
            raise InputError(f"{what} : un taux est attendu, pas VRAI ou FAUX.")
        found: int = _told(parse_rate, value, what)
        if not least <= found <= most:
            bounds = f"de {least // 10_000} à {most // 10_000} %"
            bare = not (isinstance(value, str) and "%" in value)
            meant = value.strip() if isinstance(value, str) else french_number(number(value, what))
            near = bare and 100 * least <= found <= 100 * most
            hint = f" ; pour {meant} % écrire « {meant} % »" if near else ""
            raise InputError(f"{what} : « {printable(value)} » est hors limites ; un taux {bounds} est attendu{hint}.")
        return found

    return parse


def day(least: int = 0, before: str = "") -> Parser:
    """Return the parser of a date; one before ``least`` is refused with the reason ``before``."""

    def parse(value: object, what: str) -> int:
        if isinstance(value, bool):
            raise InputError(f"{what} : une date est attendue, pas VRAI ou FAUX.")
        # a serial with hours is the same day
        if isinstance(value, float) and 0 < value < math.inf:
            value = int(value)
        found: int = _told(parse_day, value, what)
        if found < least:
            raise InputError(f"{what} : « {printable(shown_day(found))} » {before}.")
        return found

    return parse


def shown_day(value: int) -> str:
    """Return a day as the user wrote it, or nearly: ``01/09/2024``."""
    from excel_tools.dates import french

    return french(value)


def yes_no(value: object, what: str) -> int:
    """Return 1 or 0 from oui, non, vrai, faux, x, 1, 0."""
    if isinstance(value, bool):
        return int(value)
    word = plain(text(value, what))
    if word in ("oui", "o", "vrai", "x", "1", "true", "yes"):
        return 1
    if word in ("non", "n", "faux", "0", "false", "no"):
        return 0
    raise InputError(f"{what} : « {printable(value)} » n'est ni oui ni non.")


def choice(known: Iterable[str], noun: str) -> Parser:
    """Return the parser of a word out of a list; accents, case and spaces do not matter."""
    by_plain = {plain(word): word for word in known}

    def parse(value: object, what: str) -> str:
        found = by_plain.get(plain(value))
        if found is None:
            words = list(by_plain.values())
            rest = nearest(value, words) or f" Valeurs admises : {', '.join(words)}."
            raise InputError(f"{what} : « {printable(value)} » n'est pas {noun}.{rest}")
        return found

    return parse


def decimal(most: int, places: int, noun: str) -> Parser:
    """Return the parser of a number from 0 to a bound, with some decimals at most."""

    def parse(value: object, what: str) -> Fraction:
        found = number(value, what)
        if not 0 <= found <= most:
            reason = "est négatif" if found < 0 else "est hors limites"
            raise InputError(
                f"{what} : « {printable(value)} » {reason} ; {noun} de 0 à {french_number(most)} est attendu."
            )
        if (found * 10**places).denominator != 1:
            # a spreadsheet's own 0.1 + 0.2 is meant as typed
            near = Fraction(round(found * 10**places), 10**places)
            if not isinstance(value, float) or abs(near - found) > Fraction(1, 10**9):
                raise InputError(
                    f"{what} : « {printable(value)} » a trop de décimales ; {noun} à {places} décimales au plus est "
                    "attendu."
                )
            found = near
        return found

    return parse


def price(value: object, what: str) -> Fraction:
    """Return a unit price in cents, with the fractions of a cent: 0,665 € is 66,5."""
    bare = value
    if isinstance(value, str):
        bare = re.sub(r"\s*(?:€|EUR|euros?)\s*$", "", value, flags=re.IGNORECASE)
        bare = bare if bare.strip() else value
        if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare.strip()):
            whole = re.sub("[.,]", "", bare.strip())
            parted = told_decimal(bare.strip())
            raise InputError(f"{what} : « {printable(value)} » est ambigu ; écrire {parted} ou {whole}.")
    found: Fraction = decimal(MOST_EUROS // 100, 4, "un prix en euros")(bare, what)
    return found * 100


def hours(value: object, what: str) -> int:
    """Return hundredths of an hour, no more than a year holds."""
    found: Fraction = decimal(366 * 24, 2, "un nombre d'heures")(value, what)
    return int(found * 100)


def one_of(known: Sequence[int], noun: str) -> Parser:
    """Return the parser of a whole number out of a few."""

    def parse(value: object, what: str) -> int:
        found = number(value, what)
        if found not in known:
            words = f"{', '.join(map(str, known[:-1]))} ou {known[-1]}"
            raise InputError(f"{what} : « {printable(value)} » n'est pas {noun} ; écrire {words}.")
        return int(found)

    return parse


def person(value: object, what: str) -> str:
    """Return a text that may name a person: no message repeats it, since the index shows the messages."""
    try:
        return text(value, what, LONGEST_NAME)
    except InputError as error:
        raise InputError(
            f"{what} : texte illisible ou trop long ({LONGEST_NAME} caractères au plus) ; le ressaisir."
        ) from error


def account(head: str, noun: str, example: str, classes: str = "") -> Parser:
    """Return the parser of an account of one class, two to eight digits; those of fonds dédiés are computed.

    Args:
        head: how it begins, a digit or a pattern.
        classes: the classes admitted, in words; the ten of that digit by default.
    """
    shown = classes or f"de {head}0 à {head}9"

    def parse(value: object, what: str) -> str:
        found = text(value, what).replace(" ", "")
        if not (re.fullmatch(rf"{head}[0-9]*", found) and 2 <= len(found) <= 8):
            plain_digits = found.isascii() and found.isdigit()
            reason = f"n'est pas un compte de {noun}" if plain_digits else "n'est pas un numéro de compte"
            if found.isdigit() and not plain_digits:
                reason += " en chiffres ordinaires"
            raise InputError(
                f"{what} : « {printable(value)} » {reason} ; écrire de 2 à 8 chiffres, {shown} (ex. {example})."
            )
        if reason := why_computed(found):
            raise InputError(f"{what} : « {printable(value)} » ne se saisit pas, {reason}.")
        return found

    return parse


def communes(value: object, what: str) -> tuple[str, ...]:
    """Return the communes of a list separated by ``,`` ``;`` ``/`` or ends of lines."""
    pieces = re.split(r"[,;/\n]", str(value))
    return tuple(dict.fromkeys(text(piece, what) for piece in pieces if piece.strip()))
