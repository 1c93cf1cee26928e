"""``manifeste.json``: what went in, what came out, with hashes and no clock: same inputs, same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from excel_tools import __version__
from excel_tools.dates import iso
from excel_tools.resources import models_dir
from excel_tools.rules import Rules

NAME = "manifeste.json"
TOOL = "excel-tools"


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files(paths: Iterable[Path]) -> list[dict[str, str]]:
    """Return the name and the hash of each file."""
    return [{"fichier": path.name, "sha256": digest(path)} for path in paths]


def rules_used(rules: Rules, families: Iterable[str]) -> list[dict[str, Any]]:
    """Return the barèmes used: file, hash, last day on which the texts were read, dates in force."""
    found = []
    for family in families:
        file = models_dir() / f"{family}.toml"
        found.append(
            {
                "famille": family,
                "fichier": file.name,
                "sha256": digest(file),
                "verifie_le": iso(rules.verified_on([family])),
                "periodes": [{"depuis": iso(day), "libelle": label} for day, label in rules.periods(family)],
            }
        )
    return found


def dump(content: Mapping[str, Any]) -> bytes:
    """Return the manifest as it is written: UTF-8 JSON, accents kept, line feeds."""
    whole = {"outil": {"nom": TOOL, "version": __version__}, **content}
    return (json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def previous(folder: Path) -> list[tuple[str, str]]:
    """Return (name, hash) of every file that earlier runs wrote; nothing when there is no readable manifest."""
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        found = [*content["sorties"], *content.get("gardes", ())]
        return [(str(entry["fichier"]), str(entry["sha256"])) for entry in found]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def replaceable(folder: Path) -> bool:
    """Say whether the manifest of a folder is one of ours, or is not there."""
    if not (folder / NAME).exists():
        return True
    try:
        content = json.loads((folder / NAME).read_text(encoding="utf-8"))
        return bool(content["outil"]["nom"] == TOOL)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False
