"""``excel-tools verifier FICHIER…``: is every number what its formula gives, and what the engine gives?"""

from __future__ import annotations

import argparse
import glob
import sys
from pathlib import Path

from excel_tools.batch.verify import Check, Replaced, told, verify_files
from excel_tools.cli.parser import FrenchParser
from excel_tools.errors import InputError, others

EXAMPLES = """exemples :
  excel-tools verifier sortie/*.xlsx
  excel-tools verifier budget.xlsx --moteur libreoffice

code de retour : 0 tout est égal, 1 des écarts ou une saisie refusée, 2 un classeur illisible"""

_SHOWN = 20
"""Gaps shown of one workbook, unless all are asked for."""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument("fichiers", metavar="FICHIER", nargs="+", help="classeurs .xlsx")
    parser.add_argument(
        "--moteur",
        choices=("auto", "libreoffice", "formualizer"),
        default="auto",
        help="qui recalcule (LibreOffice s'il est installé, sinon un moteur Python)",
    )
    parser.add_argument("--tout", action="store_true", help="montrer tous les écarts")


def run(options: argparse.Namespace) -> int:
    """Check every workbook, tell the gaps, and return the worst code."""
    engine, checks = verify_files(_files(options.fichiers), options.moteur)
    code = 0
    for check in checks:
        code = max(code, _tell(check, options.tout))
    print(f"Recalcul par {engine}.", file=sys.stderr)
    return code


def _files(words: list[str]) -> list[Path]:
    """Expand what the Windows shell leaves as it is."""
    found: list[Path] = []
    for word in words:
        matches = sorted(glob.glob(word)) if any(mark in word for mark in "*?[") and not Path(word).exists() else [word]
        if not matches:
            raise InputError(f"Aucun fichier ne correspond à « {word} ».")
        found += map(Path, matches)
    return list(dict.fromkeys(found))


def _tell(check: Check, everything: bool) -> int:
    if check.errors:
        for message in check.errors:
            print(message, file=sys.stderr)
        return 2
    # a formula that is gone explains many of the other gaps
    replaced = [told(gap) for gap in check.computed if isinstance(gap, Replaced)]
    computed = [f"moteur, {told(gap)}" for gap in check.computed if not isinstance(gap, Replaced)]
    gaps = [*replaced, *(f"valeur enregistrée, {told(gap)}" for gap in check.stored), *computed]
    engine = f", {check.compared} comparées au moteur" if check.compared else ""
    state = "aucun écart" if not gaps else f"{len(gaps)} écart{'s' if len(gaps) > 1 else ''}"
    if check.refused:
        state += ", non comparé au moteur : saisies à corriger"
    done = check.formulas - check.beyond
    print(f"{check.path.name} : {done} formules recalculées{engine}, {state}.")
    if check.beyond:
        print(
            f"  {check.beyond} formules hors de portée de ce moteur de recalcul n'ont pas été recalculées.",
            file=sys.stderr,
        )
    for line in gaps if everything else gaps[:_SHOWN]:
        print(f"  {line}")
    if len(gaps) > _SHOWN and not everything:
        print(f"  …{others(len(gaps) - _SHOWN)} (--tout les montre).")
    if check.note:
        print(f"  {check.note}", file=sys.stderr)
    for message in check.refused:
        print(f"  {message}")
    return 1 if gaps or check.refused else 0
