"""File names that every system accepts, made from names that people choose."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST_STEM = 80
_MOST_BYTES = 200
"""Linux counts bytes: 255 at most, with the extension and the mark of a temporary file."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?", re.IGNORECASE)
_OURS = ("index", "resultats", "manifeste")


def safe_stem(name: str) -> str:
    """Return the name of a structure as a file name without extension, legible on Windows, macOS and Linux.

    Characters forbidden in names (or that break a link: ``# % [ ]``) become ``-``, a reserved name (``CON``) or one of
    our own files (``index``) gets a ``_``, and a long name is cut and told apart by eight characters of its hash.
    """
    text = unicodedata.normalize("NFC", name)
    text = re.sub(r'[<>:"/\\|?*#%\[\]\x00-\x1f\x7f]+', "-", text)
    text = "".join(letter if letter.isprintable() else "-" for letter in text)
    text = " ".join(text.split()).strip(" .-~$") or "structure"
    if _RESERVED.fullmatch(text):
        # Windows looks at what stands before the first dot
        base, dot, rest = text.partition(".")
        text = f"{base.rstrip()}_{dot}{rest}"
    elif text.casefold() in _OURS:
        text += "_"
    if len(text) > LONGEST_STEM or len(text.encode()) > _MOST_BYTES:
        kept = text[: LONGEST_STEM - 9]
        while len(kept.encode()) > _MOST_BYTES - 9:
            kept = kept[:-1]
        text = f"{kept.rstrip(' .-')}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return text
