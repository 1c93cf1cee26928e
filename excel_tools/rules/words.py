"""Words as they are compared, and close ones for the messages that meet an unknown one."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable


def plain(text: object) -> str:
    """Return a text as names are compared: no accents, no case, words separated by one space."""
    folded = unicodedata.normalize("NFKD", str(text)).casefold()
    kept = "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter))
    return " ".join(kept.split())


def nearest(word: str, known: Iterable[str], count: int = 1) -> str:
    """Return « Vouliez-vous dire … ? » with the closest known words, preceded by a space, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=count, cutoff=0.6)
    return f" Vouliez-vous dire {' ou '.join(f'« {name} »' for name in close)} ?" if close else ""
