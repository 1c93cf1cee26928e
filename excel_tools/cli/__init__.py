"""The commands of ``excel-tools``: each is one module, imported only when it is called.

A command module holds two functions and nothing that runs on import:

    def configure(parser: FrenchParser) -> None     # its options; help texts in French
    def run(options: argparse.Namespace) -> int     # does the work; returns the exit code

and, when its values may begin with a dash, ``VALUES_FIRST = True``. Errors are raised as ``ExcelToolsError``: ``main``
prints them on stderr. To add a command, write the module and add one line to ``COMMANDS``.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from excel_tools import __version__
from excel_tools.cli.parser import FrenchParser, protect_values
from excel_tools.errors import ExcelToolsError, InputError, why
from excel_tools.rules.words import nearest

PROGRAM = "excel-tools"


@dataclass(frozen=True, slots=True)
class Command:
    """A command: the module that holds it, and one French sentence for the list."""

    module: str
    help: str


COMMANDS: Mapping[str, Command] = {
    "generer": Command("excel_tools.cli.generer", "un classeur par structure du portefeuille, et leur index"),
    "verifier": Command("excel_tools.cli.verifier", "recalcule des classeurs et compare chaque formule"),
    "modele": Command("excel_tools.cli.modele", "copie un modèle de classeur, pour l'habiller"),
    "comparer": Command("excel_tools.cli.comparer", "d'où vient l'écart entre des scénarios, ou entre deux classeurs"),
    "sensibilite": Command("excel_tools.cli.sensibilite", "ce qui pèse sur un budget, et avec quelle probabilité"),
    "calculer": Command("excel_tools.cli.calculer", "calcule une fonction : CPTS.TOTAL 90000"),
    "expliquer": Command("excel_tools.cli.expliquer", "dit pourquoi ce montant : formule, barème, source"),
    "fonctions": Command("excel_tools.cli.fonctions", "liste les fonctions et leur aide, ou les met dans un tableur"),
    "bareme": Command("excel_tools.cli.bareme", "liste les barèmes et leurs sources, ou les vérifie"),
}
"""Name → command, in the order of the help."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 all done, 1 some rows refused, 2 nothing done.

    Never a traceback: every error is a French sentence on stderr.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _open_streams()
    _speak_utf8()
    try:
        return _told(words)
    except OSError:
        # stderr itself takes nothing more (a full disk): the exit code is all that is left
        return 2
    finally:
        _drop_unwritable()


def _told(words: list[str]) -> int:
    """Run one command; errors become sentences on stderr."""
    try:
        code = _run(words)
        sys.stdout.flush()
        return code
    except ExcelToolsError as error:
        for message in error.messages:
            print(message, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return 128 + signal.SIGINT
    except BrokenPipeError:
        # the reader (head, less) has closed: what is left to flush must not complain either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        place = f" « {error.filename} »" if error.filename else ""
        print(f"Fichier{place} : {why(error)}.", file=sys.stderr)
        return 2


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "--aide", "aide"):
        print(overview())
        return 0 if words else 2
    if words[0] in ("--version", "-V"):
        print(f"{PROGRAM} {__version__}")
        return 0
    name, rest = words[0], words[1:]
    if name not in COMMANDS:
        raise InputError(
            f"Commande « {name} » inconnue.{nearest(name, COMMANDS)} Commandes : {', '.join(COMMANDS)} ; "
            f"« {PROGRAM} --help » les décrit."
        )
    command = COMMANDS[name]
    module = importlib.import_module(command.module)
    epilog = getattr(module, "EXAMPLES", "")
    parser = FrenchParser(prog=f"{PROGRAM} {name}", description=_sentence(command.help), epilog=epilog)
    module.configure(parser)
    if getattr(module, "VALUES_FIRST", False):
        rest = protect_values(rest, parser.valued)
    try:
        options = parser.parse_args(rest)
    except SystemExit as stop:
        # --help has printed its text
        return int(stop.code or 0)
    code: int = module.run(options)
    return code


def overview() -> str:
    """Return the list of commands."""
    width = max(len(name) for name in COMMANDS)
    lines = [
        "excel-tools : budgets et financements des CPTS, MSP, ESS et ESP, chiffres cités et classeurs vivants.",
        "",
        f"Usage : {PROGRAM} COMMANDE …",
        "",
        *(f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items()),
        "",
        f"« {PROGRAM} COMMANDE --help » donne les options d'une commande ; « {PROGRAM} --version », la version.",
    ]
    return "\n".join(lines)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _speak_utf8() -> None:
    """French needs UTF-8, also on a Windows console set to another code page or in a redirected output.

    A file name that is no UTF-8 is shown with « ? » instead of failing.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _open_streams() -> None:
    """Python leaves None in place of a stream closed by the caller (``>&-``): what goes there is lost, as asked."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as the process


def _drop_unwritable() -> None:
    """What a full disk refused must not be tried again, and complained about, when Python stops."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
