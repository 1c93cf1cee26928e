"""``excel-tools calculer NOM ARG… [--json]``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.text import as_json, table, wrapped
from excel_tools.dates import french
from excel_tools.functions import Answer, call
from excel_tools.functions.ledger import Use
from excel_tools.rules import Rules, load_rules, read_contract

VALUES_FIRST = True
EXAMPLES = """exemples :
  excel-tools calculer CPTS.TOTAL 90000
  excel-tools calculer CPTS.TOTAL 90000 "parcours,prevention" 2024-01-01 --json
  excel-tools calculer CPTS.ECHEANCIER 90000 2024-03-01 "parcours|2024-09-01|80%;prevention|2025-01-15"
  excel-tools calculer MSP.REMUNERATION "@donnees.csv"

Un argument vide ("") est laissé de côté. « excel-tools fonctions NOM » décrit les arguments."""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument("nom", metavar="NOM", help="nom de la fonction, par exemple CPTS.TOTAL")
    parser.add_argument("arguments", metavar="ARG", nargs="*", help="arguments, dans l'ordre de la fonction")
    parser.add_argument("--json", action="store_true", help="résultat, sources et avertissements en JSON")
    add_contract(parser)


def add_contract(parser: FrenchParser) -> None:
    """Declare ``--contrat``, shared with ``expliquer``."""
    parser.add_argument("--contrat", metavar="FICHIER", type=Path, help="montants du contrat signé (.toml ou .csv)")


def rules_of(options: argparse.Namespace) -> Rules:
    """Return the barèmes, with the amounts of a signed contract when one is given."""
    rules = load_rules()
    return rules.with_contract(read_contract(options.contrat, rules)) if options.contrat else rules


def run(options: argparse.Namespace) -> int:
    """Compute and print."""
    answer = call(options.nom, options.arguments, rules=rules_of(options))
    print(as_json(answer.json()) if options.json else text(answer))
    return 0


def text(answer: Answer) -> str:
    """Return an answer as a treasurer reads it: the result, its sources, what to look at."""
    if isinstance(answer.value, list):
        body = table(answer.value, answer.columns) if answer.value else "(aucune ligne)"
        lines = [answer.fonction, "", body]
    else:
        lines = [f"{answer.fonction} = {answer.texte}"]
    if answer.usages:
        lines += ["", "Sources", *_sources(answer.usages)]
    if answer.avertissements:
        lines += ["", "Avertissements"]
        lines += [wrapped(warning, "  - ", "    ") for warning in answer.avertissements]
    return "\n".join(lines)


def _sources(uses: Sequence[Use]) -> Iterator[str]:
    """Yield each text once, with the amounts read in it; ``expliquer`` and ``--json`` give the place of each."""
    for title in dict.fromkeys(use.amount.source.title for use in uses):
        yield wrapped(title, "  ", "  ")
        read = [use for use in uses if use.amount.source.title == title]
        values, words = (max(len(found) for found in column) for column in zip(*_short(read), strict=True))
        for use, (value, word) in zip(read, _short(read), strict=True):
            first = f"    {value.rjust(values)}  {word.ljust(words)}  "
            yield wrapped(f"{use.label}, {_since(use)}", first, " " * len(first))


def _short(uses: Sequence[Use]) -> list[tuple[str, str]]:
    return [(use.text, use.confidence) for use in uses]


def _since(use: Use) -> str:
    since = f"depuis le {french(use.amount.since)}"
    if use.amount.until:
        since = f"du {french(use.amount.since)} au {french(use.amount.until)}"
    national = use.amount.national
    return f"{since} (barème national : {Use(national, use.size).text})" if national else since
