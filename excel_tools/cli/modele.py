"""``excel-tools modele cpts --vers FICHIER``: a copy of a shipped template, to dress up and keep."""

from __future__ import annotations

import argparse
from pathlib import Path

from excel_tools.cli.parser import FrenchParser
from excel_tools.errors import InputError
from excel_tools.resources import templates_dir
from excel_tools.structure import KINDS
from excel_tools.workbook.files import write_atomically

EXAMPLES = """exemples :
  excel-tools modele cpts --vers mon-modele.xlsx
  excel-tools generer portefeuille.xlsx --modele mon-modele.xlsx --sortie sortie

Couleurs, logo, textes, colonnes et graphiques sont à vous ; les noms définis (in_…, bar_…, out_…) doivent rester."""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "famille",
        metavar="FAMILLE",
        choices=[kind.lower() for kind in KINDS],
        type=str.lower,
        help="cpts, msp, ess ou esp",
    )
    parser.add_argument("--vers", metavar="FICHIER", type=Path, required=True, help="copie à créer (.xlsx)")
    parser.add_argument("--ecraser", action="store_true", help="remplacer le fichier s'il existe")


def run(options: argparse.Namespace) -> int:
    """Copy the template."""
    target: Path = options.vers
    if target.is_dir():
        target = target / f"{options.famille}.xlsx"
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"--vers : « {target.name} » doit se terminer par .xlsx.")
    if target.exists() and not options.ecraser:
        raise InputError(f"--vers : « {target} » existe déjà ; donner un autre nom, ou ajouter --ecraser.")
    if not target.parent.is_dir():
        raise InputError(f"--vers : le dossier « {target.parent} » n'existe pas.")
    write_atomically(target, (templates_dir() / f"{options.famille}.xlsx").read_bytes())
    print(f"Modèle copié : {target}")
    return 0
