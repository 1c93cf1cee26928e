"""``excel-tools fonctions construire|installer|desinstaller --hote HÔTE``: the functions inside a spreadsheet program.

A host is one module with a function for each action it knows, ``construire(options)``, ``installer(options)``,
``desinstaller(options)``, that returns the exit code. To add a host, write the module and add one line to ``HOSTS``.
"""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping

from excel_tools.cli.parser import FrenchParser
from excel_tools.errors import InputError

HOSTS: Mapping[str, str] = {
    "libreoffice": "excel_tools.cli.hote_libreoffice",
    "excel": "excel_tools.cli.hote_excel",
}
"""Name → module."""

ACTIONS = ("construire", "installer", "desinstaller")

EXAMPLES = """  excel-tools fonctions installer --hote libreoffice
  excel-tools fonctions construire --hote libreoffice --vers excel-tools.oxt
  excel-tools fonctions installer --hote excel"""

_OPTIONS = ("hote", "vers", "profil")


def configure(parser: FrenchParser) -> None:
    """Declare the options of the actions."""
    parser.add_argument(
        "--hote",
        metavar="HÔTE",
        type=str.lower,
        choices=tuple(HOSTS),
        help=f"{', '.join(ACTIONS[:-1])} ou {ACTIONS[-1]} les fonctions dans un tableur : {', '.join(HOSTS)}",
    )
    parser.add_argument(
        "--vers", metavar="FICHIER", help="avec construire (et installer --hote excel) : le fichier à écrire"
    )
    parser.add_argument(
        "--profil",
        metavar="DOSSIER",
        help="avec installer et desinstaller : un autre profil que celui de l'utilisateur",
    )


def is_action(word: str | None) -> bool:
    """Return whether a word is an action rather than the name of a function."""
    return word is not None and word.strip().lower() in ACTIONS


def run(options: argparse.Namespace) -> int:
    """Do what is asked with a host.

    Raises:
        InputError: no host given, or a host that does not know this action.
    """
    action = options.nom.strip().lower()
    if options.hote is None:
        raise InputError(f"« {action} » : il manque le tableur, par exemple --hote {next(iter(HOSTS))}.")
    done = getattr(importlib.import_module(HOSTS[options.hote]), action, None)
    if done is None:
        raise InputError(f"« {action} » n'existe pas pour « {options.hote} ».")
    code: int = done(options)
    return code


def refuse_options(options: argparse.Namespace) -> None:
    """Refuse the options of the actions where there is none.

    Raises:
        InputError: one is given.
    """
    for name in _OPTIONS:
        if getattr(options, name) is not None:
            raise InputError(f"« --{name} » ne va qu'avec {', '.join(ACTIONS[:-1])} ou {ACTIONS[-1]}.")
