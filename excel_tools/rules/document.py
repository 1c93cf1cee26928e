"""The files of ``models/`` as plain tables, with the line of every key for the messages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from excel_tools.errors import RuleError

JSON_NAME = "bareme.json"
"""Name of the single file that replaces the TOML files where Python has no ``tomllib`` (LibreOffice)."""

_HEADER = re.compile(r"\s*(\[\[|\[)\s*([\w.\-]+)\s*\]{1,2}")
_KEY = re.compile(r"""\s*["']?([\w\-]+)["']?\s*=""")
_POSITION = re.compile(r"line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a file of the barèmes, where, and how to mend it; the line is 0 for the whole file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, ligne {self.line}" if self.line else self.file
        return f"{place} : {self.message}"


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its name as shown, its tables, and its text (empty when it came from JSON)."""

    file: str
    table: Mapping[str, Any]
    text: str = ""

    def line(self, table: str = "", index: int = 0, key: str = "") -> int:
        """Return the line of a key of the index-th table of that name, else of its header, else 0."""
        found, current, count = 0, "", {"": 0}
        depth, quotes = 0, ""
        for number, line in enumerate(self.text.splitlines(), 1):
            if quotes:
                quotes = "" if quotes in line else quotes
                continue
            if depth == 0:
                if header := _HEADER.match(line):
                    current = header.group(2)
                    count[current] = count.get(current, -1) + 1
                    if current == table and count[current] == index:
                        found = number
                    continue
                if (name := _KEY.match(line)) and current == table and count[current] == index and name.group(1) == key:
                    return number
            for mark in ('"""', "'''"):
                quotes = mark if line.count(mark) % 2 else quotes
            bare = re.sub(r'"[^"]*"|\'[^\']*\'|#.*', "", line)
            depth = max(0, depth + bare.count("[") - bare.count("]"))
        return found


def read_toml(path: Path, shown: str) -> Document | Problem:
    """Read one TOML file, or say in French where it cannot be read; decimals are kept exact."""
    try:
        # lazy: Python 3.10 lacks it, and the core must import there
        import tomllib
    except ImportError as error:
        raise RuleError(
            f"« {shown} » ne peut être lu : ce Python n'a pas de lecteur TOML ; fournir « {JSON_NAME} »."
        ) from error
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Problem(shown, 0, "le fichier n'est pas en UTF-8 ; l'enregistrer sous ce codage.")
    except OSError:
        return Problem(shown, 0, "le fichier ne peut être ouvert ; vérifier son chemin et ses droits.")
    try:
        return Document(shown, tomllib.loads(text, parse_float=Decimal), text)
    except tomllib.TOMLDecodeError as error:
        if position := _POSITION.search(str(error)):
            line, column = int(position.group(1)), position.group(2)
            where = f" vers la colonne {column}"
        else:
            line, where = len(text.splitlines()), " : le fichier s'arrête trop tôt"
        message = f"écriture TOML invalide{where} ; vérifier guillemets, crochets, date (2019-06-20) et clé répétée."
        return Problem(shown, line, message)


def read_folder(folder: Path) -> tuple[list[Document], list[Problem]]:
    """Read every ``.toml`` of a folder in name order, or its ``bareme.json``.

    Raises:
        RuleError: no such folder, or none of these files in it.
    """
    paths = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    if not paths:
        if (folder / JSON_NAME).is_file():
            return documents_from_json((folder / JSON_NAME).read_text(encoding="utf-8")), []
        raise RuleError(f"« {folder} » ne contient aucun barème (.toml) ; indiquer le dossier des barèmes.")
    read = [read_toml(path, f"{folder.resolve().name}/{path.name}") for path in paths]
    return (
        [item for item in read if isinstance(item, Document)],
        [item for item in read if isinstance(item, Problem)],
    )


def documents_to_json(documents: list[Document]) -> str:
    """Return the tables as one JSON text, for a Python without TOML; dates become ISO texts."""
    tables = {document.file.rsplit("/", 1)[-1]: document.table for document in documents}

    def plain(value: object) -> object:
        return float(value) if isinstance(value, Decimal) else str(value)

    return json.dumps(tables, ensure_ascii=False, indent=1, default=plain) + "\n"


def documents_from_json(text: str) -> list[Document]:
    """Return the documents written by ``documents_to_json``.

    Raises:
        RuleError: the text is not such a JSON object.
    """
    try:
        tables = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise RuleError(f"« {JSON_NAME} », ligne {error.lineno} : écriture JSON invalide.") from error
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise RuleError(f"« {JSON_NAME} » : un objet par fichier de barème était attendu.")
    return [Document(name, table) for name, table in tables.items()]
