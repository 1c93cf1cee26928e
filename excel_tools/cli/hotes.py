"""``excel-tools fonctions construire|installer|desinstaller --hote HÔTE``: the functions inside a spreadsheet program.

A host is one module with a function for each action, ``construire(options)``, ``installer(options)`` and
``desinstaller(options)``, that returns the exit code. To add a host, write the module and add one line to ``HOSTS``.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping
from pathlib import Path

from excel_tools.cli.parser import FrenchParser
from excel_tools.errors import InputError
from excel_tools.functions.words import plain
from excel_tools.rules.words import nearest

HOSTS: Mapping[str, str] = {
    "libreoffice": "excel_tools.cli.hote_libreoffice",
    "excel": "excel_tools.cli.hote_excel",
}
"""Name → module."""

ACTIONS: Mapping[str, str] = {
    "construire": "écrit le fichier qui porte les fonctions : l'extension de LibreOffice (.oxt) ou le classeur d'Excel "
    "(.xlsm)",
    "installer": "met les fonctions dans LibreOffice ; pour Excel, sous Windows, écrit le classeur qui les porte",
    "desinstaller": "retire les fonctions de LibreOffice ; pour Excel, il suffit de supprimer le classeur",
}
"""Name → what it does."""

EXAMPLES = """  excel-tools fonctions installer --hote libreoffice
  excel-tools fonctions construire --hote libreoffice --vers excel-tools.oxt
  excel-tools fonctions installer --hote excel"""

_OTHER_NAMES = {"calc": "libreoffice", "localc": "libreoffice", "lo": "libreoffice", "xlwings": "excel"}

_WHERE = {
    "hote": "construire, installer ou desinstaller",
    "vers": "construire ou installer --hote excel",
    "profil": "installer ou desinstaller --hote libreoffice",
}
"""Option → the actions it goes with."""

_HELP = {
    "hote": f"le tableur : {' ou '.join(HOSTS)}",
    "vers": "le fichier à écrire",
    "profil": "un autre profil de LibreOffice que celui de l'utilisateur",
}


def configure(parser: FrenchParser) -> None:
    """Declare the options of the actions."""
    for name, metavar in (("hote", "TABLEUR"), ("vers", "FICHIER"), ("profil", "DOSSIER")):
        parser.add_argument(f"--{name}", metavar=metavar, help=f"{_HELP[name]} (avec {_WHERE[name]})")


def target_file(options: argparse.Namespace, name: str) -> Path:
    """Return the file that ``--vers`` asks for, in an existing folder; ``name`` by default, and in a folder.

    Raises:
        InputError: another extension than that of ``name``, or a folder that does not exist.
    """
    target = Path(options.vers or name)
    if target.is_dir():
        target = target / name
    suffix = Path(name).suffix
    if target.suffix.lower() != suffix:
        raise InputError(f"--vers : « {target.name} » doit se terminer par {suffix}.")
    if not target.parent.is_dir():
        raise InputError(f"--vers : le dossier « {target.parent} » n'existe pas.")
    return target


def is_action(word: str | None) -> bool:
    """Return whether a word is an action rather than the name of a function."""
    return word is not None and plain(word) in ACTIONS


def nearest_action(word: str | None) -> str:
    """Return « Vouliez-vous dire … ? » with the closest action, preceded by a space, or nothing."""
    return nearest(plain(word or ""), ACTIONS)


def run(options: argparse.Namespace) -> int:
    """Do what is asked with a host.

    Raises:
        InputError: no host given, or an unknown one, or an option that does not go with this action.
    """
    action = plain(options.nom)
    if options.hote is None:
        raise InputError(f"« {action} » : il manque le tableur, par exemple --hote {next(iter(HOSTS))}.")
    host = _host(options.hote)
    if options.vers is not None and action != "construire" and (action, host) != ("installer", "excel"):
        raise _misplaced("vers")
    if options.profil is not None and (action == "construire" or host != "libreoffice"):
        raise _misplaced("profil")
    code: int = getattr(importlib.import_module(HOSTS[host]), action)(options)
    return code


def refuse_options(options: argparse.Namespace) -> None:
    """Refuse the options of the actions where there is none.

    Raises:
        InputError: one is given.
    """
    for name in _WHERE:
        if getattr(options, name) is not None:
            hint = nearest_action(options.nom)
            raise InputError(f"« {options.nom} » n'est pas une action.{hint}") if hint else _misplaced(name)


def _host(word: str) -> str:
    wanted = plain(word).replace("_", "")
    if wanted in HOSTS:
        return wanted
    name = _OTHER_NAMES.get(wanted, wanted)
    raise InputError(f"« --hote » : « {word} » inconnu ; choix : {', '.join(HOSTS)}.{nearest(name, HOSTS)}")


def _misplaced(option: str) -> InputError:
    return InputError(f"« --{option} » ne va qu'avec {_WHERE[option]}.")
