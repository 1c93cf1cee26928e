"""``excel-tools comparer``: a portfolio under scenarios, or two states of one workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from excel_tools.batch.comparing import (
    Choice,
    chosen,
    compare_items,
    concerned,
    evaluator,
    reference_of,
    to_confirm,
)
from excel_tools.batch.comparison_object import json_pieces
from excel_tools.batch.comparison_rows import csv_pieces
from excel_tools.batch.freshness import cautions
from excel_tools.cli.comparison_text import View, text
from excel_tools.cli.paint import paint
from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.text import wrapped
from excel_tools.comparison import MEASURES, Comparison, Gap, one_by_one
from excel_tools.comparison.figures import LOWEST
from excel_tools.comparison.sentences import sentences
from excel_tools.errors import InputError
from excel_tools.inputs import Refusal, read_portfolio, read_scenarios
from excel_tools.reports.changed import Changes, compare_workbooks
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.words import nearest
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, names, variants
from excel_tools.workbook.files import write_atomically

EXAMPLES = """exemples :
  excel-tools comparer samples/portefeuille.xlsx --scenarios samples/scenarios.xlsx
  excel-tools comparer portefeuille.xlsx --type CPTS --mesure encaissements --csv ecarts.csv
  excel-tools comparer portefeuille.xlsx --structure "CPTS du Bocage Fleuri" --lignes
  excel-tools comparer avant.xlsx apres.xlsx
  excel-tools comparer avant.xlsx apres.xlsx --scenario prudent --json ecarts.json

causes d'un écart, dans l'ordre : barème, taille, dates, atteinte, indexation, délais, autres saisies ; « seule » :
ce que la cause donne depuis la référence, tout le reste inchangé (avec l'effet combiné, leur somme est l'écart) ;
« dans l'ordre » : ce qu'elle ajoute à celles d'avant (leur somme est l'écart)

code de retour : 0 tout est comparé, 1 des lignes du portefeuille ont été refusées, 2 rien n'a été comparé"""

SHOWN = tuple(measure for measure in MEASURES if measure != LOWEST)
_FIRST = ("produits", "resultat", "tresorerie")
"""Measures shown when none is asked for."""


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "fichiers",
        metavar="FICHIER",
        nargs="+",
        help="un portefeuille (.xlsx, .csv ou dossier de .csv), ou deux classeurs : avant, après",
    )
    parser.add_argument(
        "--scenarios", metavar="FICHIER", help="tableau .csv ou .xlsx (central, prudent et décalé sinon)"
    )
    parser.add_argument("--reference", metavar="NOM", help="scénario auquel les autres sont comparés (central sinon)")
    parser.add_argument(
        "--structure", metavar="NOM", action="append", default=[], help="seulement cette structure ; répétable"
    )
    parser.add_argument("--type", metavar="TYPE", help="seulement CPTS, MSP, ESS ou ESP")
    parser.add_argument("--region", metavar="NOM", help="seulement cette région")
    parser.add_argument(
        "--scenario", metavar="NOM", help="pour deux classeurs : le scénario comparé (celui qui est affiché sinon)"
    )
    parser.add_argument(
        "--mesure",
        choices=SHOWN,
        metavar="MESURE",
        help=f"{', '.join(SHOWN)} (produits, résultat et trésorerie sinon)",
    )
    parser.add_argument("--lignes", action="store_true", help="montrer aussi l'écart de chaque ligne")
    parser.add_argument(
        "--sortie", metavar="FICHIER", type=Path, help="classeur de comparaison à écrire (.xlsx), six scénarios au plus"
    )
    parser.add_argument("--ecraser", action="store_true", help="remplacer le classeur de --sortie s'il existe")
    parser.add_argument("--csv", metavar="FICHIER", type=Path, help="toutes les lignes, montants et écarts")
    parser.add_argument("--json", metavar="FICHIER", type=Path, help="les mêmes résultats en JSON, en euros")


def run(options: argparse.Namespace) -> int:
    """Compare, tell, write; return 1 when rows of the portfolio were refused."""
    _check(options)
    rules = load_rules()
    if len(options.fichiers) == 2:
        return _two_workbooks(options, rules)
    return _portfolio(options, rules)


def _check(options: argparse.Namespace) -> None:
    files = options.fichiers
    problems = []
    if len(files) > 2:
        problems.append(
            f"{len(files)} fichiers donnés : comparer un portefeuille (seul, ses scénarios par --scenarios), ou deux "
            "classeurs (avant, après)."
        )
    others = {
        "--scenarios": options.scenarios,
        "--reference": options.reference,
        "--structure": options.structure,
        "--type": options.type,
        "--region": options.region,
    }
    if len(files) == 2:
        problems += [
            f"« {option} » ne va qu'avec un portefeuille, non avec deux classeurs."
            for option, given in others.items()
            if given
        ]
    elif options.scenario:
        problems.append(
            "« --scenario » ne va qu'avec deux classeurs ; pour un portefeuille : --scenarios FICHIER, --reference NOM."
        )
    read = {Path(name).resolve() for name in (*files, options.scenarios or "") if name.strip()}
    problems += [f"« {name} » : le nom est vide ; écrire un chemin." for name in files if not name.strip()]
    for option, path in (("--sortie", options.sortie), ("--csv", options.csv), ("--json", options.json)):
        if path is None:
            continue
        problems += _wrong_book(path, options.ecraser) if option == "--sortie" else []
        if not path.name or path.is_dir():
            problems.append(f"{option} : « {path} » est un dossier ; donner un nom de fichier.")
        elif path.resolve() in read:
            problems.append(f"{option} : « {path} » est un des fichiers lus ; donner un autre nom.")
        elif not path.parent.is_dir():
            problems.append(f"{option} : le dossier « {path.parent} » n'existe pas.")
    if problems:
        raise InputError(problems)


def _wrong_book(path: Path, replaced: bool) -> list[str]:
    if path.suffix.lower() != ".xlsx":
        return [f"--sortie : « {path.name} » doit se terminer par .xlsx."]
    if path.exists() and not replaced:
        return [f"--sortie : « {path} » existe déjà ; donner un autre nom, ou ajouter --ecraser."]
    return []


def _portfolio(options: argparse.Namespace, rules: Rules) -> int:
    portfolio = read_portfolio(options.fichiers[0], rules)
    settings: tuple[Setting, ...] = DEFAULT_SETTINGS
    unread = [refusal.name for refusal in portfolio.refusals if refusal.name]
    if options.scenarios is not None:
        kinds = {structure.name: structure.kind for structure in portfolio.structures}
        settings = read_scenarios(options.scenarios, kinds, rules, unread, portfolio.structures).settings
    reference = _reference(options.reference, settings)
    choice = Choice(tuple(options.structure), options.type or "", options.region or "")
    refused = concerned(portfolio.refusals, choice)
    items = chosen(portfolio.items, choice, unread) if portfolio.items else []
    if not items:
        raise InputError(
            [message for refusal in refused for message in refusal.messages]
            or f"« {portfolio.name} » ne contient aucune structure."
        )
    comparison, refusals = compare_items(
        items, settings, evaluator(rules, len(items) * len(names(settings))), reference
    )
    references = [variants(case.structure, settings)[reference] for case in comparison.cases]
    for warning in (*portfolio.warnings, *cautions(references, rules)):
        print(warning, file=sys.stderr)
    _tell_refusals([*refused, *refusals])
    _write(options, comparison, {}, rules, portfolio.name, settings)
    print(text(comparison, _view(options, rules, to_confirm(references, rules))))
    return 1 if refused or refusals else 0


def _reference(wanted: str | None, settings: tuple[Setting, ...]) -> str:
    if not wanted:
        return reference_of(settings)
    known = names(settings)
    found = [name for name in known if name.casefold() == " ".join(wanted.split()).casefold()]
    if not found:
        raise InputError(
            f"--reference : scénario « {wanted} » inconnu.{nearest(wanted, known)} Scénarios : {', '.join(known)}."
        )
    return found[0]


def _tell_refusals(refusals: list[Refusal]) -> None:
    for refusal in refusals:
        named = f", « {refusal.name[:60]} »" if refusal.name else ""
        print(f"Refusé : {refusal.sheet}, ligne {refusal.row}{named}", file=sys.stderr)
        for message in refusal.messages:
            print(f"  {message}", file=sys.stderr)


def _view(options: argparse.Namespace, rules: Rules, note: str) -> View:
    def why(gap: Gap, measure: str) -> list[str]:
        return [f"{told.text} Source : {told.source}." for told in sentences(gap, rules, measure)]

    measures = (options.mesure,) if options.mesure else _FIRST
    return View(measures, options.lignes, paint(), why, note)


def _two_workbooks(options: argparse.Namespace, rules: Rules) -> int:
    paths = [Path(name) for name in options.fichiers]
    found = compare_workbooks(paths[0], paths[1], rules, one_by_one(rules), options.scenario or "")
    for file, count in found.stale.items():
        _tell_stale(Path(file).name, count)
    files = {"avant": paths[0].name, "apres": paths[1].name, "structure": found.structure, "scenario": found.scenario}
    inputs = {"saisies": [change.as_dict() for change in found.inputs]}
    title = f"{found.structure}, avant et après"
    _write(options, found.comparison, {**files, **inputs}, rules, title)
    print(_changed_text(paths, found))
    if found.inputs:
        note = to_confirm([found.comparison.cases[0].structure], rules)
        print(f"\n{text(found.comparison, _view(options, rules, note))}")
    return 0


def _tell_stale(file: str, count: int) -> None:
    """Say that the stored results are not those of the inputs: whoever saved the file did not recalculate it."""
    results = f"{count} résultats enregistrés ne sont pas ceux" if count > 1 else "un résultat n'est pas celui"
    print(
        f"« {file} » : {results} du calcul ; il n'a pas été recalculé depuis ses dernières saisies, ou une formule a "
        "été remplacée (« excel-tools verifier » la nomme). Les montants qui suivent sont ceux du calcul.",
        file=sys.stderr,
    )


def _changed_text(paths: list[Path], found: Changes) -> str:
    count = len(found.inputs)
    head = f"{paths[0].name} → {paths[1].name} : {found.structure}, scénario « {found.scenario} »"
    if not count:
        return f"{head}\nAucune saisie n'a changé."
    lines = [head, f"{count} saisies ont changé" if count > 1 else "Une saisie a changé"]
    for change in found.inputs:
        scenario = f", scénario « {change.scenario} »" if change.scenario else ""
        lines.append(wrapped(f"{change.sheet} {change.ref} : {change.label}{scenario}", "  ", "    "))
        lines.append(wrapped(f"{change.before} → {change.after}", "      ", "      "))
    return "\n".join(lines)


def _write(
    options: argparse.Namespace,
    comparison: Comparison,
    about: Mapping[str, object],
    rules: Rules,
    title: str,
    settings: Sequence[Setting] = (),
) -> None:
    """Write the files asked for, each whole or not at all."""
    if options.sortie is not None:
        # loaded only when a workbook is asked for
        from excel_tools.reports.comparison_book import write_comparison

        write_comparison(comparison, options.sortie, rules=rules, settings=settings, title=title)
    if options.csv is not None:
        write_atomically(options.csv, b"".join(csv_pieces(comparison)))
    if options.json is not None:
        pieces = json_pieces(comparison, rules, options.mesure or _FIRST[0], about)
        write_atomically(options.json, b"".join(pieces))
    for path in (options.sortie, options.csv, options.json):
        if path is not None:
            print(f"Écrit : {path}", file=sys.stderr)
