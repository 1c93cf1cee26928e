"""``excel-tools modele cpts --vers FICHIER``: a copy of a shipped template, to dress up and keep."""

from __future__ import annotations

import argparse
from pathlib import Path

from excel_tools.batch.templates import COMPARISON, SENSITIVITY, comparison_path, sensitivity_path, shipped_path
from excel_tools.cli.parser import FrenchParser
from excel_tools.errors import InputError
from excel_tools.schedule import YEARS
from excel_tools.structure import KINDS
from excel_tools.workbook.files import write_atomically

EXAMPLES = """exemples :
  excel-tools modele cpts --vers mon-modele.xlsx
  excel-tools generer portefeuille.xlsx --modele mon-modele.xlsx --sortie sortie
  excel-tools modele comparaison --vers ma-comparaison.xlsx
  excel-tools comparer portefeuille.xlsx --scenarios scenarios.csv --sortie ecarts.xlsx --modele ma-comparaison.xlsx
  excel-tools modele sensibilite --vers ma-sensibilite.xlsx

Couleurs, logo, textes, colonnes et graphiques sont à vous ; les noms définis (in_…, bar_…, out_…) doivent rester."""

_LONGEST = 7
"""Fiscal years of a comparison at most."""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "famille",
        metavar="FAMILLE",
        choices=[*(kind.lower() for kind in KINDS), COMPARISON, SENSITIVITY],
        type=str.lower,
        help=f"cpts, msp, ess ou esp ; {COMPARISON} ou {SENSITIVITY}",
    )
    parser.add_argument(
        "--exercices",
        metavar="N",
        choices=[str(years) for years in range(YEARS, _LONGEST + 1)],
        help=f"pour {COMPARISON} : de {YEARS} à {_LONGEST} exercices ({YEARS} sinon)",
    )
    parser.add_argument("--vers", metavar="FICHIER", type=Path, required=True, help="copie à créer (.xlsx)")
    parser.add_argument("--ecraser", action="store_true", help="remplacer le fichier s'il existe")


def run(options: argparse.Namespace) -> int:
    """Copy the template."""
    target: Path = options.vers
    if options.exercices is not None and options.famille != COMPARISON:
        raise InputError(f"--exercices ne vaut que pour « {COMPARISON} » ; l'ôter.")
    if target.is_dir():
        target = target / f"{options.famille}.xlsx"
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"--vers : « {target.name} » doit se terminer par .xlsx.")
    if target.exists() and not options.ecraser:
        raise InputError(f"--vers : « {target} » existe déjà ; donner un autre nom, ou ajouter --ecraser.")
    if not target.parent.is_dir():
        raise InputError(f"--vers : le dossier « {target.parent} » n'existe pas.")
    write_atomically(target, _shipped(options).read_bytes())
    print(f"Modèle copié : {target}")
    return 0


def _shipped(options: argparse.Namespace) -> Path:
    if options.famille == COMPARISON:
        return comparison_path(int(options.exercices or YEARS))
    return sensitivity_path() if options.famille == SENSITIVITY else shipped_path(options.famille)
