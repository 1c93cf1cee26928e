"""``excel-tools generer PORTEFEUILLE [--scenarios F] --sortie DOSSIER``."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from excel_tools.batch.generate import Progress, Report, Request, generate
from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.text import wrapped
from excel_tools.dates import parse_day
from excel_tools.errors import InputError
from excel_tools.scenarios.parameters import CATALOGUE

_PARAMETERS = dict.fromkeys(one.shown for one in CATALOGUE if not one.value.startswith("msp."))
EXAMPLES = f"""exemples :
  excel-tools generer samples/portefeuille.xlsx --sortie sortie
  excel-tools generer samples/portefeuille --comptes samples/comptes.csv --sortie sortie
  excel-tools generer cpts.csv --scenarios scenarios.csv --garder "central;prudent" --sortie budgets --strict

paramètres d'un scénario (LISEZMOI et la feuille « Aide » de samples/scenarios.xlsx disent leurs valeurs) :
{wrapped(", ".join(_PARAMETERS), "  ", "  ")}
  et chaque réponse annuelle d'une MSP (ps_associes, patientele, protocoles…)

code de retour : 0 tout est fait (un classeur modifié depuis sa génération est gardé, et signalé),
1 des lignes ont été refusées, 2 rien n'a été écrit, 3 arrêt en cours de route (disque plein…)"""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "portefeuille",
        metavar="PORTEFEUILLE",
        help="classeur .xlsx, fichier .csv ou dossier de fichiers .csv",
    )
    parser.add_argument("--sortie", metavar="DOSSIER", required=True, help="dossier où tout est écrit")
    parser.add_argument(
        "--scenarios", metavar="FICHIER", help="tableau .csv ou .xlsx (central, prudent et décalé sinon)"
    )
    parser.add_argument(
        "--garder",
        metavar="NOMS",
        help='scénarios des classeurs, trois au plus : "central;prudent;ambitieux" (les trois premiers sinon)',
    )
    parser.add_argument(
        "--comptes", metavar="FICHIER", help="vos lignes du CERFA : un .csv de colonnes « Compte » et « Ligne »"
    )
    parser.add_argument(
        "--modele",
        metavar="FICHIER",
        action="append",
        default=[],
        help="votre modèle de classeur ; répétable",
    )
    parser.add_argument("--processus", metavar="N", type=int, help="nombre de processus")
    parser.add_argument("--strict", action="store_true", help="ne rien écrire si une seule ligne est refusée")
    parser.add_argument(
        "--date-edition", metavar="DATE", help="date d'édition (sinon celle où les barèmes ont été vérifiés)"
    )
    parser.add_argument(
        "--ecraser", action="store_true", help="remplacer aussi les classeurs modifiés depuis leur génération"
    )


def run(options: argparse.Namespace) -> int:
    """Generate, tell what was refused, and return 1 when something was."""
    edition = parse_day(options.date_edition, "--date-edition") if options.date_edition else None
    _check(options)
    request = Request(
        portfolio=Path(options.portefeuille),
        folder=Path(options.sortie),
        scenarios=None if options.scenarios is None else Path(options.scenarios),
        accounts=None if options.comptes is None else Path(options.comptes),
        templates=tuple(Path(name) for name in options.modele),
        processes=options.processus,
        strict=options.strict,
        edition=edition,
        overwrite=options.ecraser,
        kept=options.garder,
    )
    with _terminable(), _progress() as progress:
        report = generate(request, progress)
    _tell(report)
    return 1 if report.refusals else 0


def _check(options: argparse.Namespace) -> None:
    """Refuse what the system would take for the current folder, and a number of processes that is none."""
    paths = {
        "PORTEFEUILLE": [options.portefeuille],
        "--sortie": [options.sortie],
        "--scenarios": [] if options.scenarios is None else [options.scenarios],
        "--comptes": [] if options.comptes is None else [options.comptes],
        "--modele": options.modele,
    }
    problems = [
        f"{what} : le nom est vide ; écrire un chemin (« . » pour le dossier où vous êtes)."
        for what, given in paths.items()
        for name in given
        if not name.strip()
    ]
    if options.processus is not None and options.processus < 1:
        problems.append(f"--processus : « {options.processus} » trouvé ; écrire un nombre entier, 1 ou plus.")
    if problems:
        raise InputError(problems)


@contextlib.contextmanager
def _terminable() -> Iterator[None]:
    """A request to stop (SIGTERM) is treated as Ctrl-C: temporary files go away."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell(report: Report) -> None:
    for warning in report.warnings:
        print(warning, file=sys.stderr)
    for refusal in report.refusals:
        print(
            f"Refusé : {refusal.sheet}, ligne {refusal.row}{f', « {refusal.name[:60]} »' if refusal.name else ''}",
            file=sys.stderr,
        )
        for message in refusal.messages:
            print(f"  {message}", file=sys.stderr)
    count = len(report.files)
    files = f"{count} classeur{'s' if count > 1 else ''}"
    left = len(report.kept)
    kept = f", {left} gardé{'s' if left > 1 else ''} tel{'s' if left > 1 else ''} quel{'s' if left > 1 else ''}"
    files += kept if left else ""
    for file in report.kept:
        print(
            f"« {file} » a été modifié depuis sa génération, ou n'en vient pas : gardé tel quel "
            "(--ecraser le remplace).",
            file=sys.stderr,
        )
    alerts = f", {report.alerts} alerte{'s' if report.alerts > 1 else ''}" if report.alerts else ""
    if report.reviews:
        alerts += f", {report.reviews} point{'s' if report.reviews > 1 else ''} à revoir"
    refused = len(report.refusals)
    rows = f", {refused} ligne{'s' if refused > 1 else ''} refusée{'s' if refused > 1 else ''}" if refused else ""
    print(f"{files}{alerts}{rows} : ouvrir {report.folder / 'index.xlsx'}")


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """A progress bar on the error stream, and nothing at all when it is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    # loaded only for a person who looks: it takes longer to load than a small portfolio to compute
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("Classeurs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Classeurs", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
