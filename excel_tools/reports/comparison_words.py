"""« Paramètres » and « Explications » of a comparison: what scenarios change, in a treasurer's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import zip_longest
from textwrap import wrap
from types import MappingProxyType
from typing import Any

from excel_tools.comparison import CAUSE_LABELS, Comparison
from excel_tools.comparison.figures import PRODUITS, RESULTAT, TRESORERIE
from excel_tools.comparison.gap import Gap
from excel_tools.comparison.sentences import Sentence, sentences
from excel_tools.dates import french
from excel_tools.funding.cpts_table import MISSION_LABELS
from excel_tools.funding.msp_fields import QUESTIONS
from excel_tools.money import french_euros, french_number, french_rate
from excel_tools.reports.comparison_shape import EFFECTS
from excel_tools.rules import ContractLine, Rules
from excel_tools.rules.units import french_value
from excel_tools.scenarios import EVERYONE, Setting
from excel_tools.scenarios.parameters import find

_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "base": "Bâti sur le scénario",
        "atteinte": "Part variable obtenue",
        "indicateur": "Valeur mesurée de l'indicateur",
        "decalage": "Missions plus tard (versements, hors CPTS)",
        "croissance": "Croissance annuelle de la population ou de la patientèle",
        "population": "Population couverte",
        "bareme": "Barème tenu pour tout le contrat",
        "avance": "Part versée d'avance",
        "contrat": "Montants du contrat signé",
        "dotation": "Dotation annuelle de l'ESS",
        "equipes": "Nombre d'équipes",
        "retard": "Retard du financeur",
        "fin_anticipee": "Dernier jour d'un contrat arrêté avant son terme",
        "renouvellement": "Le contrat continue après cinq ans",
        "delai_charges": "Délai ajouté au paiement des charges",
        "prix": "Hausse des prix, par an",
        "salaires": "Hausse des salaires, par an",
        **{question.code: question.label for question in QUESTIONS},
    }
)
_RATES = (
    "atteinte",
    "croissance",
    "prix",
    "salaires",
    "taux_c2s",
    "taux_ame",
    "taux_c2s_national",
    "taux_ame_national",
)
_MONTHS = ("decalage", "retard", "delai_charges")
_TEXT_WIDTH, _SOURCE_WIDTH = 96, 70
"""Characters of a line of « Explications »."""

ParameterRow = tuple[str, str, int | None, tuple[str | None, ...]]


def parameter_rows(comparison: Comparison, settings: Sequence[Setting], rules: Rules) -> list[ParameterRow]:
    """Return what the scenarios change: label, structures concerned, first year, value under each scenario.

    A setting that several scenarios hold stands in one row, in the order in which it first appears.
    """
    known = {case.structure.name for case in comparison.cases} | {EVERYONE}
    rows: dict[tuple[str, str, int | None], dict[str, str]] = {}
    for setting in settings:
        if setting.parameter and setting.scenario in comparison.scenarios and setting.structure in known:
            row = rows.setdefault((setting.parameter, setting.structure, setting.from_year), {})
            row[setting.scenario] = _shown(setting, rules)
    return [
        (
            parameter_label(parameter, rules),
            "toutes" if structure == EVERYONE else structure,
            year,
            tuple(found.get(name) for name in comparison.scenarios),
        )
        for (parameter, structure, year), found in rows.items()
    ]


def parameter_label(parameter: str, rules: Rules) -> str:
    """Return what a parameter is: « Part variable obtenue, Parcours »."""
    name, _, detail = parameter.partition(".")
    if name == "bareme" and detail:
        code, _, size = detail.partition(".taille")
        what = rules.series(code)[-1].label if code in rules.codes(code.partition(".")[0]) else code
        return f"{what}, taille {size}" if size else what
    known = find(parameter)
    label = _LABELS.get(name) or (known.label if known else parameter)
    return f"{label}, {MISSION_LABELS.get(detail, detail)}" if detail else label


def _shown(setting: Setting, rules: Rules) -> str:
    name, value = setting.parameter.partition(".")[0], setting.value
    if name == "contrat":
        return "contrat signé"
    if isinstance(value, tuple):
        return _lines(value, rules)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if value is None:
        return "indicateurs" if name == "atteinte" else "vide"
    if isinstance(value, str):
        return value
    if name in _RATES:
        return french_rate(value)
    if name in _MONTHS:
        return f"{value} mois"
    if name == "fin_anticipee":
        return french(value) if value else "sans"
    if name == "dotation":
        return french_euros(value)
    if isinstance(value, int):
        return french_number(value)
    return french_number(value, 2) if isinstance(value, Fraction) else str(value)


def _lines(lines: Sequence[Any], rules: Rules) -> str:
    """Return amounts put in the place of those of the barème; only counted when they are many."""
    found = [line for line in lines if isinstance(line, ContractLine)]
    shown = dict.fromkeys(french_value(line.value, rules.series(line.code)[-1].unit) for line in found)
    return " ; ".join(shown) if len(shown) <= 2 else f"{len(found)} montants"


def sentence_rows(comparison: Comparison, rules: Rules) -> list[list[Any]]:
    """Return the causes of each gap: cause, sentence, euros, source, over as many rows as they are long.

    A row with a single text heads those of a structure and a variant.
    """
    found: list[list[Any]] = []
    for case in comparison.cases:
        for variant in comparison.variants:
            told = _told(case.gaps[variant], rules)
            if told:
                found.append([f"{case.structure.name} – {variant}", None, None, None])
            for sentence in told:
                texts, sources = wrap(sentence.text, _TEXT_WIDTH), wrap(sentence.source, _SOURCE_WIDTH)
                found.append([CAUSE_LABELS[sentence.cause], texts[0], sentence.cents / 100, sources[0]])
                found += [[None, text, None, source] for text, source in zip_longest(texts[1:], sources[1:])]
    return found


def _told(gap: Gap, rules: Rules) -> list[Sentence]:
    """Return the sentence of each cause on the receipts; where they do not move, on the result, then on the cash."""
    chosen: dict[str, Sentence] = {}
    for measure in (PRODUITS, RESULTAT, TRESORERIE):
        for sentence in sentences(gap, rules, measure):
            known = chosen.get(sentence.cause)
            if known is None or (sentence.cents and not known.cents):
                chosen[sentence.cause] = sentence
        if all(sentence.cents for sentence in chosen.values()):
            break
    return [chosen[cause] for cause in EFFECTS if cause in chosen]
