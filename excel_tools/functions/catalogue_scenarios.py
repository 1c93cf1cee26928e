"""Declarations of the SCENARIO functions."""

from __future__ import annotations

from excel_tools.functions import kinds, scenarios
from excel_tools.functions.model import Argument, Example, Function, Kind, Result

MEASURE = Kind("mesure", scenarios.measure, zero_is_empty=True)

_TEXTS = "Barèmes d'excel-tools (models/) ; chaque cause cite le sien"
_WORDS = (
    "type (CPTS, MSP, ESS, ESP), puis les colonnes du portefeuille et les paramètres d'un scénario, « charge 613 », "
    "« produit 758 »"
)
_REFERENCE = Argument(
    "reference", kinds.DESCRIBED, "la structure, une donnée par ligne : donnée, valeur, première année (facultative)"
)
_VARIANT = Argument("variante", kinds.DESCRIBED, "ce qui change par rapport à la référence, dans les mêmes colonnes")
_MEASURES = "droits, produits, charges, encaissements, resultat, tresorerie"
_LINES = Argument("mesure", MEASURE, f"{_MEASURES}… ; omise, toutes", optional=True)

_CPTS = (
    "type=CPTS;signature=01/01/2024;population=39 900;premier exercice=2026;début parcours=01/01/2024;"
    "début prévention=01/01/2024;atteinte=80 %"
)
_MORE = "population=41 000=2028;atteinte parcours=60 %"
_HYPOTHESES = (
    f"Données : {_WORDS}. La troisième cellule est la première année concernée ; vide, toutes le sont.",
    "Variante : une hypothèse s'ajoute à celles de la référence, toute autre donnée remplace la sienne.",
    "Mesures : droits, produits, charges, encaissements, resultat, tresorerie (de fin), tresorerie_basse.",
    "Une charge ou un produit est réparti par douzièmes et payé aussitôt.",
)
_CAUSES = (
    "Ordre des causes : barème, taille, dates, atteinte, indexation, délais, autres saisies, puis effet combiné.",
    "Chaque cause est prise seule, depuis la référence ; l'effet combiné est ce qu'elles donnent ensemble en plus.",
)

SCENARIOS = (
    Function(
        name="SCENARIO.BUDGET",
        description="Budget de cinq exercices d'une structure décrite en deux colonnes : toutes les mesures ou une.",
        arguments=(
            Argument("donnees", kinds.DESCRIBED, "une donnée par ligne : donnée, valeur, première année (facultative)"),
            _LINES,
        ),
        result=Result(
            "euros",
            "une ligne par mesure, ou chaque ligne de la mesure demandée",
            scenarios.BUDGET_COLUMNS,
        ),
        compute=scenarios.compute_budget,
        explain=scenarios.explain_budget,
        source=_TEXTS,
        examples=(Example((_CPTS,), "7 lignes"),),
        hypotheses=(_HYPOTHESES[0], *_HYPOTHESES[2:]),
    ),
    Function(
        name="SCENARIO.COMPARER",
        description="Écart entre une structure et sa variante, sur cinq exercices et chaque année.",
        arguments=(_REFERENCE, _VARIANT, _LINES),
        result=Result("euros", "une ligne par mesure, ou chaque ligne de la mesure demandée", scenarios.GAP_COLUMNS),
        compute=scenarios.compute_gap,
        explain=scenarios.explain_gap,
        source=_TEXTS,
        examples=(Example((_CPTS, _MORE, "produits"), "6 lignes"),),
        hypotheses=_HYPOTHESES,
    ),
    Function(
        name="SCENARIO.CAUSES",
        description="D'où vient l'écart entre une structure et sa variante : une ligne par cause, au centime près.",
        arguments=(
            _REFERENCE,
            _VARIANT,
            Argument("mesure", MEASURE, f"{_MEASURES}… (produits par défaut)", optional=True),
        ),
        result=Result("euros", "une ligne par cause, puis l'écart", scenarios.CAUSE_COLUMNS),
        compute=scenarios.compute_causes,
        explain=scenarios.explain_gap,
        source=_TEXTS,
        examples=(Example((_CPTS, _MORE), "4 lignes"),),
        hypotheses=(*_HYPOTHESES, *_CAUSES),
    ),
)
