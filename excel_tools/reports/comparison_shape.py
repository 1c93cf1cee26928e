"""What the template of the comparison and the values that fill it agree on: lists, numbers and room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from excel_tools.budget import ACCOUNTS
from excel_tools.comparison.causes import CAUSES, COMBINED
from excel_tools.comparison.comparison import MOST_EXERCICES
from excel_tools.comparison.figures import (
    ADDED,
    AIDS,
    CARRIED,
    CHARGES,
    DROITS,
    ENCAISSEMENTS,
    INCOMES,
    LOWEST,
    MEASURE_LABELS,
    MEASURES,
    PRODUITS,
    RESULTAT,
    TAKEN,
    TRESORERIE,
    label,
)
from excel_tools.funding.families import FAMILIES
from excel_tools.schedule import YEARS
from excel_tools.structure import KINDS

HORIZONS = tuple(range(YEARS, MOST_EXERCICES + 1))
"""Fiscal years a workbook may show: there is a template for each."""

SCENARIO_ROWS = 6
SCOPE_ROWS = 160
DATA_ROWS = 7_000
CAUSE_ROWS = 3_000
PARAMETER_ROWS = 300
SENTENCE_ROWS = 3_000
SOURCE_ROWS = 40
INHERITED = "\u00a0(repris)"
"""What tells a value of « Paramètres » that a scenario takes from the one it builds on: « 60 % (repris) »."""
SENTENCE_PAGE = 36
"""Rows of a page of « Explications », under its heads: no sentence is cut over two pages."""
SENTENCE_TEXT, SENTENCE_SOURCE = 74, 68
"""Characters of a line of « Explications »."""
SENTENCE_MEASURES = (PRODUITS, RESULTAT, TRESORERIE, LOWEST)
"""Measures on which each cause is told there."""
PHRASE_ROWS = SCOPE_ROWS * (SCENARIO_ROWS - 1)
"""A scope under a variant each."""
PHRASE_LINES = 9
"""Lines of text of the three sentences of a scope and a variant, two or three each; then what is to be confirmed, and
what its fiscal years hold."""

SHOWN = (PRODUITS, CHARGES, RESULTAT, ENCAISSEMENTS, DROITS, TRESORERIE)
"""Measures told scenario by scenario, and split by cause."""
SHORT: Mapping[str, str] = MappingProxyType(
    {
        DROITS: "dro",
        PRODUITS: "pro",
        CHARGES: "cha",
        ENCAISSEMENTS: "enc",
        RESULTAT: "res",
        TRESORERIE: "tre",
        LOWEST: "bas",
    }
)
"""Measure → its piece of a defined name, ``bar_m_pro`` for its number."""
MEASURE_NUMBERS: Mapping[str, int] = MappingProxyType({measure: n for n, measure in enumerate(MEASURES, 1)})

EFFECTS = (*CAUSES, COMBINED)
"""Causes one by one, in the order of substitution, then what they give together."""
ALONE: Mapping[str, int] = MappingProxyType({cause: n for n, cause in enumerate(EFFECTS, 1)})
"""Cause → number of its effect alone, in « Causes »."""
IN_ORDER: Mapping[str, int] = MappingProxyType({cause: n for n, cause in enumerate(CAUSES, len(EFFECTS) + 1)})
"""Cause → number of what it adds to those before it."""
SHORT_CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "bareme": "Barème",
        "taille": "Population, taille",
        "dates": "Dates, contrat",
        "atteinte": "Atteinte",
        "indexation": "Indexation",
        "delais": "Délais",
        "autres": "Autres saisies",
        COMBINED: "Effet combiné",
    }
)
"""Cause → what stands under its column in a chart."""

MAIN = (PRODUITS, RESULTAT, TRESORERIE)
"""The first of them that moves is the one explained on the first page."""
MAIN_WORDS = ("produits", "résultat", "trésorerie en fin d'horizon")
CURVE_TITLES = (
    "Trésorerie la plus basse de chaque exercice",
    "Structures dont la trésorerie passe sous zéro",
    "Trésorerie de fin d'exercice (aucune sous zéro)",
)
"""Of the chart of the cash: a structure alone; several, some of which go below zero; several, none of which does."""
LOW_HEADS = ("Trésorerie la plus basse", "Structures passant sous zéro")
"""What the last key figure is: that of a structure alone, that of a group."""
WATERFALLS: Mapping[str, bool] = MappingProxyType({"principal": False, "resultat": True})
"""Gaps drawn step by step, and whether from the reference to the variant: beside all the receipts of the reference,
what each cause gives would not be seen."""
SMALL = 10_000
"""Euros under which the steps of a chart are told in euros, not in thousands of them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of « Lignes ».

    Attributes:
        measure: one of ``figures.ADDED``.
        kind: kind of structure whose line it is; empty for one that all kinds share.
        code: code of the line in ``figures.keys``.
        label: what a treasurer reads.
    """

    measure: str
    kind: str
    code: str
    label: str


def _lines() -> tuple[Line, ...]:
    shared = {
        DROITS: (),
        PRODUITS: (AIDS, INCOMES, TAKEN),
        CHARGES: (*ACCOUNTS, CARRIED),
        ENCAISSEMENTS: (AIDS, INCOMES),
    }
    found = []
    for measure in ADDED:
        if measure != CHARGES:
            found += [
                Line(measure, kind, code, f"{kind} – {text}")
                for kind in KINDS
                for code, text in FAMILIES[kind].lines.items()
            ]
        found += [Line(measure, "", code, label(KINDS[0], code)) for code in shared[measure]]
    return tuple(found)


LINES = _lines()
_NUMBERS = {(line.measure, line.kind, line.code): number for number, line in enumerate(LINES, 1)}


LINE_ITEMS = tuple(
    item
    for measure in ADDED
    for item in (
        (measure, 0, f"{MEASURE_LABELS[measure]} : total"),
        *((measure, number, line.label) for number, line in enumerate(LINES, 1) if line.measure == measure),
    )
)
"""Measure, number and label of what « Lignes » may show, each measure headed by its total, of number 0."""


def line_note(measure: str, line: int) -> str:
    """Return what « Lignes » says under the label of a line: its measure, which the page may not show otherwise."""
    return MEASURE_LABELS[measure].lower() if line else "toutes les lignes"


def line_number(measure: str, kind: str, code: str) -> int:
    """Return the number of a line of a kind of structure, 0 for a measure without lines."""
    return _NUMBERS.get((measure, kind, code)) or _NUMBERS.get((measure, "", code), 0)


def template_name(years: int) -> str:
    """Return the file of the template for so many fiscal years."""
    return f"comparaison{'' if years == YEARS else f'-{years}'}.xlsx"


SHEETS = (
    "Synthèse",
    "Écarts",
    "Lignes",
    "Structures",
    "Paramètres",
    "Explications",
    "Contrôles",
    "Sources",
    "LISEZMOI",
    "Données",
    "Causes",
    "Phrases",
)
"""In the order of the tabs: what an assembly reads, then what it is made of."""

LINE_CHECKS = ADDED
SUM_CHECKS = (PRODUITS, CHARGES, RESULTAT, TRESORERIE)
"""Measures of « Structures » whose sum over the structures is checked."""
