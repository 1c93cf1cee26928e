"""``excel-tools expliquer NOM ARG… [--json]``: « pourquoi ce montant ? »."""

from __future__ import annotations

import argparse

from excel_tools.cli.calculer import add_contract, rules_of
from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.text import as_json, width, wrapped
from excel_tools.functions import Explanation, explain

VALUES_FIRST = True
EXAMPLES = """exemples :
  excel-tools expliquer CPTS.TOTAL 90000
  excel-tools expliquer CPTS.BUDGET 90000 2024-03-01 2025 "parcours|2024-09-01|80%"
  excel-tools expliquer MSP.POINTS "patientele=4000;dossiers=30;patients_ald_75=650" concertation"""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument("nom", metavar="NOM", help="nom de la fonction, par exemple CPTS.TOTAL")
    parser.add_argument("arguments", metavar="ARG", nargs="*", help="arguments, dans l'ordre de la fonction")
    parser.add_argument("--json", action="store_true", help="l'arbre en JSON")
    add_contract(parser)


def run(options: argparse.Namespace) -> int:
    """Explain and print."""
    found = explain(options.nom, options.arguments, rules=rules_of(options))
    print(as_json(found.json()) if options.json else text(found))
    return 0


def text(found: Explanation) -> str:
    """Return the tree, then the rulings and the warnings."""
    lines = list(found.lines(width()))
    for title, sentences in (("Hypothèses", found.hypotheses), ("Avertissements", found.avertissements)):
        if sentences:
            lines += ["", title, *(wrapped(sentence, "  - ", "    ") for sentence in sentences)]
    return "\n".join(lines)
