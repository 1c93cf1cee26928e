"""``excel-tools bareme [FAMILLE] [--date D] [--json]`` and ``excel-tools bareme verifier [DOSSIER]``."""

from __future__ import annotations

import argparse

from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.text import as_json
from excel_tools.dates import parse_day
from excel_tools.errors import InputError, RuleError
from excel_tools.rules import load_rules, missing_files, verify
from excel_tools.rules.listing import rows, text

EXAMPLES = """exemples :
  excel-tools bareme cpts
  excel-tools bareme cpts.acces --date 2020-01-01
  excel-tools bareme verifier
  excel-tools bareme verifier mes-models/"""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "famille",
        metavar="FAMILLE",
        nargs="?",
        default="",
        help="cpts, msp, ess… ou un début de code ; ou « verifier »",
    )
    parser.add_argument("dossier", metavar="DOSSIER", nargs="?", help="dossier de barèmes, pour « verifier »")
    parser.add_argument("--date", metavar="DATE", help="seulement ce qui est en vigueur ce jour-là")
    parser.add_argument("--json", action="store_true", help="la liste en JSON")


def run(options: argparse.Namespace) -> int:
    """List the amounts, or verify the files."""
    wanted = options.famille.strip().lower()
    if wanted in ("verifier", "vérifier"):
        return _verify(options)
    if options.dossier is not None:
        raise InputError(f"Mot non reconnu : « {options.dossier} » ; un dossier ne va qu'avec « bareme verifier ».")
    day = parse_day(options.date, "--date") if options.date else None
    rules = load_rules()
    if options.json:
        print(as_json([row.as_dict() for row in rows(rules, wanted, day)]))
    else:
        print(text(rules, wanted, day), end="")
    return 0


def _verify(options: argparse.Namespace) -> int:
    problems = [str(problem) for problem in verify(options.dossier)]
    told = " ".join(problems)
    absent = missing_files(options.dossier) if options.dossier is not None else []
    if names := [name for name in absent if name not in told]:
        problems.append(
            f"« {options.dossier} » : fichier(s) absent(s) : {', '.join(names)} ; les reprendre du dossier livré, même "
            "inchangés : sans eux, les budgets qui en dépendent ne se calculent pas."
        )
    if problems:
        raise RuleError(problems)
    rules = load_rules(options.dossier)
    print(f"Barèmes vérifiés : {len(rules.amounts)} montants, {len(rules.sources)} sources, aucun problème.")
    return 0
