"""Close words for the messages that meet an unknown one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], count: int = 1) -> str:
    """Return « Vouliez-vous dire … ? » with the closest known words, preceded by a space, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=count, cutoff=0.6)
    return f" Vouliez-vous dire {' ou '.join(f'« {name} »' for name in close)} ?" if close else ""
