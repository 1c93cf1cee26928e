"""Who is who among the lines of indemnities: one key, the same in the engine and in the sheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_SPACES = str.maketrans("\u00a0\u202f", "  ")
_WRITTEN = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})


def spelled(name: str) -> str:
    """Return a name as it is kept once read: composed, plain apostrophes and hyphens, nothing that cannot be seen."""
    composed = unicodedata.normalize("NFC", name).translate(_WRITTEN)
    return shown("".join(letter for letter in composed if unicodedata.category(letter) != "Cf"))


def shown(name: str) -> str:
    """Return a name as the sheet shows it: ``=TRIM(SUBSTITUTE(SUBSTITUTE(nom,CHAR(160)," "),UNICHAR(8239)," "))``."""
    return " ".join(part for part in name.translate(_SPACES).split(" ") if part)


def key(name: str) -> str:
    """Return what two lines of one person have in common, ``""`` without a name.

    The sheet compares it letter by letter, ``=EXACT(LOWER(nom),LOWER(autre))``: its ``=`` takes a ligature for its
    letters, its ``MATCH`` a star for anything.
    """
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in shown(name))


def near_lines(names: Iterable[str]) -> int:
    """Return how many lines bear a name that another line bears with other accents, signs or spaces."""
    found: dict[str, list[str]] = {}
    for name in names:
        own = key(name)
        if own and (bare := _bare(own)):
            found.setdefault(bare, []).append(own)
    return sum(len(same) for same in found.values() if len(set(same)) > 1)


def near_text(names: Iterable[str]) -> str:
    """Return how many lines bear nearly the same name, as one French sentence that names nobody; else nothing."""
    count = near_lines(names)
    if not count:
        return ""
    return (
        f"Indemnités, noms presque identiques : {count} lignes (accents, apostrophes, tirets ou espaces diffèrent) ; "
        "écrire le même nom pour une même personne, sinon le plafond (PASS) n'est pas commun."
    )


def _bare(own: str) -> str:
    folded = unicodedata.normalize("NFKD", own).casefold()
    return "".join(letter for letter in folded if letter.isalnum())
