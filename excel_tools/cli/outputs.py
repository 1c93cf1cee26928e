"""The files that a command writes: none replaced unasked, none that it reads, all of them whole or none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from excel_tools.errors import InputError
from excel_tools.workbook.files import write_together, written_at

BOOK = "--sortie"
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
"""The option whose file is a workbook."""


def empty_names(given: Iterable[tuple[str, str | None]]) -> list[str]:
    """Return a sentence for each name left empty, which the system would take for the folder where the user is.

    Args:
        given: option or argument, as told, and what was typed, None when left out.
    """
    return [
        f"{what} : la valeur est vide ; en donner une, ou ôter l'option."
        if what.startswith("--")
        else f"{what} : le nom est vide ; écrire un chemin."
        for what, name in given
        if name is not None and not name.strip()
    ]


def problems_of(asked: Mapping[str, str | None]) -> list[str]:
    """Return what is wrong with the names of the files to write, before anything is read: nothing when all is well.

    Args:
        asked: option → name typed, None when left out.
    """
    problems: list[str] = []
    places: dict[str, str] = {}
    for option, name in asked.items():
        if name is None:
            continue
        wrong = _wrong(option, name)
        same = places.setdefault(_place(Path(name)), option)
        if not wrong and same != option:
            wrong = f"« {name} » est déjà le fichier de {same} ; donner un autre nom."
        if not wrong and option != BOOK and Path(name).suffix.lower() in _SPREADSHEETS:
            wrong = f"« {name} » serait un texte sous un nom de classeur ; le terminer par .{option.lstrip('-')}."
        problems += [f"{option} : {wrong}"] if wrong else []
    return problems


def _wrong(option: str, name: str) -> str:
    path = Path(name)
    if not name.strip():
        return "le nom est vide ; écrire celui d'un fichier."
    if name.strip() == "-":
        return "« - » n'est pas un nom de fichier, et rien n'est écrit sur la sortie standard ; donner un nom."
    if path.is_dir() or not path.name or name.endswith(("/", os.sep)):
        return f"« {name} » est un dossier ; donner un nom de fichier."
    if option == BOOK and path.suffix.lower() != ".xlsx":
        return f"« {path.name} » doit se terminer par .xlsx."
    try:
        target = written_at(path)
    except InputError as error:
        return error.messages[0]
    for folder in (path.parent, target.parent):
        if not folder.is_dir():
            return f"le dossier « {folder} » n'existe pas."
    return ""


def needs_book(model: str | None, book: str | None) -> list[str]:
    """Return what is wrong with a template (``--modele``) given without the workbook it is for."""
    return [f"--modele : « {model} » est le modèle d'un classeur ; ajouter {BOOK}."] if model and book is None else []


def protect(asked: Mapping[str, str | None], read: Iterable[Path], replace: bool) -> None:
    """Refuse to write over a file that is read, whatever the name it is given, and over any other one unasked.

    Args:
        asked: option → name typed, None when left out.
        read: every file that the command reads.
        replace: whether other files that exist may be replaced (``--ecraser``).

    Raises:
        InputError: each file.
    """
    inputs = {_place(path) for path in read}
    problems = []
    for option, name in asked.items():
        if name is not None and _place(Path(name)) in inputs:
            problems.append(f"{option} : « {name} » est un des fichiers lus ; donner un autre nom.")
        elif name is not None and not replace and Path(name).exists():
            problems.append(f"{option} : « {name} » existe déjà ; donner un autre nom, ou ajouter --ecraser.")
    if problems:
        raise InputError(problems)


def _place(path: Path) -> str:
    """Return what two names share when they lead to one file."""
    try:
        found = path.stat()
    except OSError:
        return os.path.normcase(os.path.realpath(path))
    return f"{found.st_dev}:{found.st_ino}"


def save(files: Iterable[tuple[str | None, Iterable[bytes]]]) -> None:
    """Write files, each piece by piece, and say so; a name left out is passed over.

    Raises:
        OSError, InputError: as ``write_together``.
    """
    wanted = [(name, pieces) for name, pieces in files if name is not None]
    write_together(wanted)
    for name, _ in wanted:
        print(f"Écrit : {name}", file=sys.stderr)
