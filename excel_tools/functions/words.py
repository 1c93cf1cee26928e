"""Words as treasurers type them: accents, case, hyphens and the end of a name are forgiven."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from excel_tools.errors import InputError
from excel_tools.funding.cpts_table import MISSION_LABELS, MISSIONS
from excel_tools.rules.words import nearest

YES = ("oui", "o", "vrai", "true", "yes", "1")
NO = ("non", "n", "faux", "false", "no", "0")


def plain(text: str) -> str:
    """Return a word without accents, in lower case, with underscores: « Accès aux soins » → ``acces_aux_soins``."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.strip()) if not unicodedata.combining(c))
    return "_".join(bare.lower().replace("-", " ").replace("_", " ").replace("'", " ").replace("’", " ").split())


def one_of(value: object, known: Iterable[str], what: str, names: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the known code meant by a word, or by one of its longer names; « Prévention » is understood.

    Args:
        names: longer name, as ``plain`` gives it → code. Nothing else is guessed: « parcours sauf… » is no parcours.

    Raises:
        InputError: none of them; the nearest ones and the whole list are named.
    """
    codes = tuple(known)
    word = plain(str(value))
    if word in codes:
        return word
    if word in names:
        return names[word]
    raise InputError(f"{what} : « {value} » inconnu.{nearest(word, codes)} Valeurs admises : {', '.join(codes)}.")


MISSION_NAMES: Mapping[str, str] = {
    **{plain(label): code for code, label in MISSION_LABELS.items()},
    "parcours_pluriprofessionnel": "parcours",
    "actions_de_prevention": "prevention",
    "crise_sanitaire": "crise",
    "crises_sanitaires": "crise",
    "qualite_et_pertinence_des_soins": "qualite",
}
"""Longer name of a mission → its code."""


def mission_of(value: object, what: str) -> str:
    """Return the code of the mission meant by a word: « Accès aux soins » → ``acces``."""
    return one_of(value, MISSIONS, what, MISSION_NAMES)


def yes_or_no(value: object, what: str) -> int:
    """Return 1 for oui, vrai, 1, VRAI of a cell, and 0 for their contraries.

    Raises:
        InputError: anything else.
    """
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)) and value in (0, 1):
        return int(value)
    word = plain(str(value))
    if word in YES:
        return 1
    if word in NO:
        return 0
    raise InputError(f"{what} : « {value} » trouvé, oui ou non attendu.")
