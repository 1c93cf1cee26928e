"""``excel-tools sensibilite``: what each hypothesis does to one structure, and how likely each outcome is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from excel_tools.batch.comparing import CENTRAL, Choice, chosen, concerned
from excel_tools.batch.freshness import cautions
from excel_tools.batch.kept import find_scenario
from excel_tools.batch.sensitivity_options import laws_of, ranges_of, whole
from excel_tools.batch.sensitivity_rows import as_csv, as_object
from excel_tools.batch.studying import DEFAULT_COUNT, DEFAULT_SEED, check_study, study
from excel_tools.cli.outputs import empty_names, needs_book, problems_of, protect, save
from excel_tools.cli.paint import paint
from excel_tools.cli.parser import FrenchParser
from excel_tools.cli.progress import progress
from excel_tools.cli.sensitivity_text import text
from excel_tools.cli.text import as_json
from excel_tools.comparison.figures import MEASURES, RESULTAT
from excel_tools.errors import InputError
from excel_tools.inputs import Portfolio, read_portfolio, read_scenarios
from excel_tools.inputs.without_effect import without_effect
from excel_tools.reports.sensitivity_data import Sensitivity
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.words import nearest
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, chains, names, variants
from excel_tools.structure import Structure

EXAMPLES = """exemples :
  excel-tools sensibilite samples/portefeuille.xlsx --structure "CPTS des Trois Rivières"
  excel-tools sensibilite portefeuille.xlsx --structure "MSP des Quatre Chemins" --sortie sensibilite.xlsx
  excel-tools sensibilite portefeuille.xlsx --structure "CPTS Val d'Ambre" --resultat tresorerie_basse
      --plage atteinte=-5:5 --plage atteinte.parcours=-30:0 --loi retard=0:1:4 --graine 7

plages (--plage) : en points ou en %, en mois, en nombre, ou non:oui ; lois (--loi) : le plus bas, le plus probable et
le plus haut, en points ou en mois entiers (atteinte=-20:0:10, decalage=0:0:6 et retard=0:0:3 par défaut). Ce sont
des hypothèses : aucun texte ne les fixe, et tout ce qui montre une probabilité les rappelle. Même graine, mêmes
saisies : mêmes résultats.

code de retour : 0 tout est calculé, 2 rien ne l'est"""

MOST_DRAWS, MOST_SEED = 1_000_000, 2**32 - 1


def configure(parser: FrenchParser) -> None:
    """Declare the options."""
    parser.add_argument("portefeuille", metavar="PORTEFEUILLE", help=".xlsx, .csv ou dossier de .csv")
    parser.add_argument("--structure", metavar="NOM", help="la structure étudiée (inutile s'il n'y en a qu'une)")
    parser.add_argument(
        "--resultat", metavar="MESURE", default=RESULTAT, help=f"celui du tornado : {', '.join(MEASURES)} (resultat)"
    )
    parser.add_argument("--scenarios", metavar="FICHIER", help="tableau .csv ou .xlsx de scénarios")
    parser.add_argument(
        "--scenario",
        metavar="NOM",
        help="le scénario étudié (sinon « central », ou le seul du fichier ; sans --scenarios, les saisies)",
    )
    parser.add_argument(
        "--plage", metavar="CODE=BAS:HAUT", action="append", default=[], help="plage d'une hypothèse ; répétable"
    )
    parser.add_argument(
        "--loi", metavar="NOM=BAS:PROBABLE:HAUT", action="append", default=[], help="loi d'un tirage ; répétable"
    )
    parser.add_argument("--tirages", metavar="N", default=str(DEFAULT_COUNT), help="nombre de tirages (100000)")
    parser.add_argument("--graine", metavar="N", default=str(DEFAULT_SEED), help="celle du hasard (2026)")
    parser.add_argument("--sortie", metavar="FICHIER", help="classeur de sensibilité à écrire (.xlsx)")
    parser.add_argument(
        "--ecraser", action="store_true", help="remplacer les fichiers de --sortie, --csv et --json s'ils existent"
    )
    parser.add_argument("--modele", metavar="FICHIER", help="modèle à vous du classeur de --sortie")
    parser.add_argument("--csv", metavar="FICHIER", help="les mêmes résultats en table")
    parser.add_argument("--json", metavar="FICHIER", help="les mêmes résultats en JSON, en euros")


def run(options: argparse.Namespace) -> int:
    """Read, compute, tell, write."""
    rules = load_rules()
    problems = empty_names(
        [
            ("PORTEFEUILLE", options.portefeuille),
            ("--structure", options.structure),
            ("--scenarios", options.scenarios),
            ("--scenario", options.scenario),
            ("--modele", options.modele),
        ]
    )
    problems += needs_book(options.modele, options.sortie)
    problems += problems_of(_asked(options))
    count = whole("--tirages", options.tirages, 1, MOST_DRAWS, problems)
    seed = whole("--graine", options.graine, 0, MOST_SEED, problems)
    if options.resultat not in MEASURES:
        near = nearest(options.resultat, MEASURES)
        problems.append(f"--resultat : « {options.resultat} » inconnu.{near} Résultats : {', '.join(MEASURES)}.")
    try:
        portfolio = read_portfolio(options.portefeuille, rules)
        structure = _structure(portfolio, options.structure or "")
        scenario, structure, read, notes = _scenario(options, portfolio, structure, rules)
    except InputError as error:
        raise InputError([*problems, *error.messages]) from None
    ranges = ranges_of(structure.kind, options.plage, problems)
    laws = laws_of(structure.kind, options.loi, problems)
    problems += check_study(structure.kind, ranges, laws)
    if problems:
        raise InputError(problems)
    own = [] if options.modele is None else [Path(options.modele)]
    protect(_asked(options), [*portfolio.files, *read, *own], options.ecraser)
    for warning in (*portfolio.warnings, *notes, *cautions([structure], rules)):
        print(warning, file=sys.stderr)
    with progress("Tirages") as told:
        found = study(structure, rules, ranges, laws, options.resultat, count, seed, scenario, told)
    _write(options, found, rules)
    print(text(found, paint()))
    return 0


def _asked(options: argparse.Namespace) -> dict[str, str | None]:
    """Return the files to write: option → name typed."""
    return {"--sortie": options.sortie, "--csv": options.csv, "--json": options.json}


def _structure(portfolio: Portfolio, wanted: str) -> Structure:
    unread = [refusal.name for refusal in portfolio.refusals if refusal.name]
    known = [item.structure.name for item in portfolio.items]
    if not wanted and len(known) > 1:
        raise InputError(f"--structure : laquelle ? Le portefeuille en contient {len(known)} : {', '.join(known)}.")
    choice = Choice((wanted,) if wanted else ())
    found = chosen(portfolio.items, choice, unread) if portfolio.items else []
    if not found:
        refused = [message for refusal in concerned(portfolio.refusals, choice) for message in refusal.messages]
        raise InputError(refused or f"« {portfolio.name} » ne contient aucune structure.")
    return found[0].structure


def _scenario(
    options: argparse.Namespace, portfolio: Portfolio, structure: Structure, rules: Rules
) -> tuple[str, Structure, tuple[Path, ...], tuple[str, ...]]:
    """Return the name of the scenario, the structure under it, the files read, and what its rows cannot do.

    There is no name for the inputs as they are.
    """
    if options.scenarios is None and not options.scenario:
        return "", structure, (), ()
    settings: tuple[Setting, ...] = DEFAULT_SETTINGS
    read: tuple[Path, ...] = ()
    if options.scenarios is not None:
        kinds = {item.name: item.kind for item in portfolio.structures}
        unread = [refusal.name for refusal in portfolio.refusals if refusal.name]
        found = read_scenarios(options.scenarios, kinds, rules, unread, portfolio.structures)
        settings, read = found.settings, found.files
    known = names(settings)
    name = find_scenario(known, options.scenario or (known[0] if len(known) == 1 else CENTRAL))
    if name is None and not options.scenario:
        raise InputError(f"--scenario : lequel étudier ? Le fichier n'a pas de « {CENTRAL} » : {', '.join(known)}.")
    if name is None:
        near = nearest(options.scenario, known)
        raise InputError(f"--scenario : scénario « {options.scenario} » inconnu.{near} Scénarios : {', '.join(known)}.")
    own = [setting for setting in settings if setting.scenario in chains(settings)[name]]
    return name, variants(structure, settings)[name], read, without_effect(own, [structure], rules)


def _write(options: argparse.Namespace, found: Sensitivity, rules: Rules) -> None:
    """Write the files asked for, all of them whole or none."""
    book = b""
    if options.sortie is not None:
        # loaded only when a workbook is asked for
        from excel_tools.batch.templates import sensitivity_template
        from excel_tools.reports.sensitivity_book import sensitivity_bytes

        own = sensitivity_template(options.modele)
        if own is not None and own.notice:
            print(own.notice, file=sys.stderr)
        book = sensitivity_bytes(found, rules=rules, template=own)
    table = as_csv(found) if options.csv is not None else ""
    whole_object = as_json(as_object(found)) if options.json is not None else ""
    save(
        [
            (options.sortie, [book]),
            (options.csv, [table.encode("utf-8")]),
            (options.json, [whole_object.encode("utf-8"), b"\n"]),
        ]
    )
