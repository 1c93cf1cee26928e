"""Declarations of the CHARGE functions."""

from __future__ import annotations

from excel_tools.functions import kinds, spending
from excel_tools.functions.model import Argument, Example, Function, Result

_CIVIL_YEAR = Argument("annee", kinds.YEAR, "année civile")
_DECREE = "Plafond annuel de la sécurité sociale ; décret no 2022-375"
_EXTENDED = "Au-delà de la dernière année connue, son plafond est prolongé et signalé."

FUNCTIONS = (
    Function(
        name="CHARGE.SALAIRE",
        description="Coût d'un salaire pour l'employeur : brut et charges sociales, sur une année ou quelques mois.",
        arguments=(
            Argument("brut_mensuel", kinds.EUROS, "salaire brut d'un mois à temps plein, en euros"),
            Argument(
                "taux_patronal",
                spending.EMPLOYER_RATE,
                "taux des charges de l'employeur, 0 à 100 %",
                missing=spending.missing_rate,
            ),
            Argument("quotite", spending.TIME_SHARE, "part d'un temps plein (100 % par défaut)", optional=True),
            Argument("mois", kinds.MONTHS, "nombre de mois, 1 à 12 (12 par défaut)", optional=True),
        ),
        result=Result("euros", "euros"),
        compute=spending.compute_salary,
        explain=spending.explain_salary,
        source="Taux saisi par l'utilisateur",
        examples=(Example(("3000", "42 %"), "51 120 €"), Example(("3000", "0,42", "50 %", "4"), "8 520 €")),
        hypotheses=("Brut et charges sont arrondis au centime chaque mois, comme sur un bulletin de paie.",),
    ),
    Function(
        name="CHARGE.PASS",
        description="Plafond annuel de la sécurité sociale, que les indemnités d'un professionnel ne dépassent pas.",
        arguments=(_CIVIL_YEAR,),
        result=Result("euros", "euros de l'année civile"),
        compute=spending.compute_ceiling,
        source=_DECREE,
        examples=(Example(("2026",), "48 060 €"),),
        hypotheses=(spending.CAPPED_ONLY, _EXTENDED),
    ),
    Function(
        name="CHARGE.PASS_RESTE",
        description="Ce qu'une CPTS peut encore verser à un professionnel dans l'année civile, jamais négatif.",
        arguments=(
            Argument(
                "deja_verse",
                spending.PAID,
                "indemnités déjà versées à la personne dans l'année civile, en euros",
                missing=spending.missing_paid,
            ),
            _CIVIL_YEAR,
        ),
        result=Result("euros", "euros"),
        compute=spending.compute_room,
        explain=spending.explain_room,
        source=_DECREE,
        examples=(Example(("40000", "2026"), "8 060 €"), Example(("50000", "2026"), "0 €")),
        hypotheses=(spending.CAPPED_ONLY, _EXTENDED),
    ),
)
