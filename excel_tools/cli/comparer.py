"""``excel-tools comparer``: a portfolio under scenarios, or two states of one workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from excel_tools.batch.comparing import (
    CENTRAL,
    Choice,
    among,
    chosen,
    compare_items,
    concerned,
    evaluator,
    referenced,
    to_confirm,
)
from excel_tools.batch.comparison_object import json_pieces
from excel_tools.batch.comparison_rows import csv_pieces
from excel_tools.batch.freshness import cautions
from excel_tools.cli.comparer_classeurs import check_not_a_budget, compare_two
from excel_tools.cli.comparison_text import FIRST, View, text
from excel_tools.cli.outputs import empty_names, needs_book, problems_of, protect, save
from excel_tools.cli.paint import paint
from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.progress import progress
from excel_tools.comparison import MEASURES, Comparison, Gap, blend
from excel_tools.comparison.causes import TAILLE
from excel_tools.comparison.sentences import COMPUTED, sentences
from excel_tools.comparison.signed import sizes
from excel_tools.errors import InputError
from excel_tools.inputs import Refusal, read_portfolio, read_scenarios
from excel_tools.inputs.without_effect import without_effect
from excel_tools.reports.changed import Changed
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.words import nearest
from excel_tools.scenarios import AS_ENTERED, DEFAULT_SETTINGS, Setting, names, variants

EXAMPLES = """exemples :
  excel-tools comparer samples/portefeuille.xlsx --scenarios samples/scenarios.xlsx
  excel-tools comparer portefeuille.xlsx --type CPTS --mesure encaissements --csv ecarts.csv
  excel-tools comparer portefeuille.xlsx --structure "CPTS du Bocage Fleuri" --lignes
  excel-tools comparer portefeuille.xlsx --scenarios scenarios.csv --garder "prudent;ambitieux"
      --titre "AG du 12 mars" --sortie ag.xlsx
  excel-tools comparer avant.xlsx apres.xlsx
  excel-tools comparer avant.xlsx apres.xlsx --scenario prudent --json ecarts.json

causes d'un écart, dans l'ordre : barème, taille, dates, atteinte, indexation, délais, autres saisies ; « seule » :
ce que la cause donne depuis la référence, tout le reste inchangé (avec l'effet combiné, leur somme est l'écart) ;
« dans l'ordre » : ce qu'elle ajoute à celles d'avant (leur somme est l'écart)

code de retour : 0 tout est comparé, 1 des lignes du portefeuille ont été refusées, 2 rien n'a été comparé"""

_MOST_TITLE = 80
_MOST_SCENARIOS = 6
"""Scenarios that the comparison workbook has room for."""
_MOST_SIZED = 300
"""Gaps whose changes of size are counted: each takes as long as some structures to compute."""


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
    parser.add_argument(
        "--reference",
        metavar="NOM",
        help=f"scénario auquel les autres sont comparés, ou « {AS_ENTERED} » : le portefeuille lui-même ({CENTRAL} "
        f"sinon, et {AS_ENTERED} s'il n'y en a pas)",
    )
    parser.add_argument(
        "--garder", metavar="NOMS", help='scénarios comparés à la référence : "prudent;ambitieux" (tous sinon)'
    )
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
        metavar="MESURE",
        help=f"{', '.join(MEASURES)} (produits, résultat et trésorerie sinon)",
    )
    parser.add_argument("--lignes", action="store_true", help="montrer aussi l'écart de chaque ligne")
    parser.add_argument("--titre", metavar="TEXTE", help='titre de l\'écran, du classeur et du JSON : "AG du 12 mars"')
    parser.add_argument(
        "--sortie",
        metavar="FICHIER",
        help=f"classeur de comparaison à écrire (.xlsx), {_MOST_SCENARIOS} scénarios au plus",
    )
    parser.add_argument("--modele", metavar="FICHIER", help="modèle à vous du classeur de --sortie")
    parser.add_argument("--csv", metavar="FICHIER", help="toutes les lignes, montants et écarts")
    parser.add_argument("--json", metavar="FICHIER", help="les mêmes résultats en JSON, en euros")
    parser.add_argument(
        "--ecraser", action="store_true", help="remplacer les fichiers de --sortie, --csv et --json s'ils existent"
    )


def run(options: argparse.Namespace) -> int:
    """Compare, tell, write; return 1 when rows of the portfolio were refused."""
    _check(options)
    rules = load_rules()
    if len(options.fichiers) == 2:
        protect(_asked(options), map(Path, [*options.fichiers, *_models(options)]), options.ecraser)
        return compare_two(options, rules, _view, _write)
    check_not_a_budget(options.fichiers[0])
    return _portfolio(options, rules)


def _asked(options: argparse.Namespace) -> dict[str, str | None]:
    """Return the files to write: option → name typed."""
    return {"--sortie": options.sortie, "--csv": options.csv, "--json": options.json}


def _models(options: argparse.Namespace) -> list[str]:
    return [] if options.modele is None else [options.modele]


def _check(options: argparse.Namespace) -> None:
    files = options.fichiers
    of_portfolio = {
        "--scenarios": options.scenarios,
        "--reference": options.reference,
        "--garder": options.garder,
        "--type": options.type,
        "--region": options.region,
    }
    named = [("--structure", name) for name in options.structure]
    problems = empty_names(
        [
            *(("FICHIER", name) for name in files),
            *of_portfolio.items(),
            *named,
            ("--scenario", options.scenario),
            ("--titre", options.titre),
            ("--modele", options.modele),
        ]
    )
    if len(files) > 2:
        problems.append(
            f"{len(files)} fichiers donnés : comparer un portefeuille (seul, ses scénarios par --scenarios), ou deux "
            "classeurs (avant, après)."
        )
    if len(files) == 2:
        problems += [
            f"« {option} » ne va qu'avec un portefeuille, non avec deux classeurs."
            for option, given in [*of_portfolio.items(), *named[:1]]
            if given
        ]
    elif options.scenario:
        problems.append(
            "« --scenario » ne va qu'avec deux classeurs ; pour un portefeuille : --scenarios FICHIER, --reference NOM."
        )
    if options.titre and len(options.titre) > _MOST_TITLE:
        problems.append(f"--titre : {len(options.titre)} caractères ; {_MOST_TITLE} au plus.")
    if options.mesure is not None and options.mesure not in MEASURES:
        near = nearest(options.mesure, MEASURES)
        problems.append(f"--mesure : « {options.mesure} » inconnue.{near} Mesures : {', '.join(MEASURES)}.")
    problems += needs_book(options.modele, options.sortie)
    problems += problems_of(_asked(options))
    if problems:
        raise InputError(problems)


def _portfolio(options: argparse.Namespace, rules: Rules) -> int:
    with progress("Lecture"):
        portfolio = read_portfolio(options.fichiers[0], rules)
    settings: tuple[Setting, ...] = DEFAULT_SETTINGS
    read = portfolio.files
    unread = [refusal.name for refusal in portfolio.refusals if refusal.name]
    if options.scenarios is not None:
        kinds = {structure.name: structure.kind for structure in portfolio.structures}
        found = read_scenarios(options.scenarios, kinds, rules, unread, portfolio.structures)
        settings, read = found.settings, (*read, *found.files)
    protect(_asked(options), [*read, *map(Path, _models(options))], options.ecraser)
    settings, reference = referenced(settings, options.reference or "")
    kept = names(settings) if options.garder is None else among(settings, options.garder, reference)
    _check_room(options, kept)
    choice = Choice(tuple(options.structure), options.type or "", options.region or "")
    refused = concerned(portfolio.refusals, choice)
    items = chosen(portfolio.items, choice, unread) if portfolio.items else []
    if not items:
        raise InputError(
            [message for refusal in refused for message in refusal.messages]
            or f"« {portfolio.name} » ne contient aucune structure."
        )
    with progress("Calcul") as told:
        evaluate = evaluator(rules, len(items) * len(kept), told)
        comparison, refusals = compare_items(items, settings, evaluate, reference, kept)
    references = [variants(case.structure, settings, [reference])[reference] for case in comparison.cases]
    idle = without_effect(settings, [item.structure for item in items], rules)
    for warning in (*portfolio.warnings, *idle, *cautions(references, rules)):
        print(warning, file=sys.stderr)
    _tell_refusals([*refused, *refusals])
    count = len(comparison.cases)
    name = comparison.cases[0].structure.name if count == 1 else f"Comparaison de {count} structures"
    _write(options, comparison, {}, rules, name, settings)
    view = replace(
        _view(options, rules, to_confirm(references, rules)),
        reference=" (le portefeuille, sans scénario)" if reference == AS_ENTERED else "",
    )
    if len(comparison.cases) * len(comparison.variants) > _MOST_SIZED:
        view = replace(view, crosses=None)
    print(text(comparison, view))
    return 1 if refused or refusals else 0


def _check_room(options: argparse.Namespace, kept: Sequence[str]) -> None:
    if options.sortie is not None and len(kept) > _MOST_SCENARIOS:
        raise InputError(
            f"--sortie : {len(kept)} scénarios ({', '.join(kept)}) ; le classeur de comparaison en tient "
            f'{_MOST_SCENARIOS}, référence comprise. --garder "{";".join(kept[1:_MOST_SCENARIOS])}" choisit lesquels ; '
            "sans --sortie, l'écran, --csv et --json les donnent tous."
        )


def _tell_refusals(refusals: list[Refusal]) -> None:
    for refusal in refusals:
        named = f", « {refusal.name[:60]} »" if refusal.name else ""
        print(f"Refusé : {refusal.sheet}, ligne {refusal.row}{named}", file=sys.stderr)
        for message in refusal.messages:
            print(f"  {message}", file=sys.stderr)


def _view(options: argparse.Namespace, rules: Rules, note: str) -> View:
    def why(gap: Gap, measure: str) -> list[tuple[str, str]]:
        # a computation has no text
        return [(told.text, "" if told.source == COMPUTED else told.source) for told in sentences(gap, rules, measure)]

    def crosses(gap: Gap) -> bool:
        return sizes(blend(gap.structure, gap.variant, {TAILLE}), rules) != sizes(gap.structure, rules)

    return View(options.mesure or "", options.lignes, paint(), why, note, options.titre or "", crosses=crosses)


def _write(
    options: argparse.Namespace,
    comparison: Comparison,
    about: Mapping[str, object],
    rules: Rules,
    title: str,
    settings: Sequence[Setting] = (),
    changes: Sequence[Changed] = (),
) -> None:
    """Write the files asked for, all of them whole or none."""
    book = b""
    if options.sortie is not None:
        # loaded only when a workbook is asked for
        from excel_tools.batch.templates import comparison_template
        from excel_tools.reports.comparison_book import comparison_bytes

        own, named = comparison_template(options.modele, len(comparison.exercices)), options.titre or title
        if own is not None and own.notice:
            print(own.notice, file=sys.stderr)
        with progress("Classeur"):
            book = comparison_bytes(
                comparison, rules=rules, settings=settings, changes=changes, title=named, template=own
            )
    head = {**({"titre": options.titre} if options.titre else {}), **about}
    with progress("Fichiers") as told:
        save(
            [
                (options.sortie, [book]),
                (options.csv, csv_pieces(comparison, told)),
                (options.json, json_pieces(comparison, rules, options.mesure or FIRST[0], head, told)),
            ]
        )
