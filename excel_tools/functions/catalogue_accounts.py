"""Declarations of the functions on accounts."""

from __future__ import annotations

from excel_tools.functions import accounts
from excel_tools.functions.model import Argument, Example, Function, Kind, Result

ACCOUNT = Kind("compte, de 2 à 8 chiffres", accounts.account, zero_is_empty=True)

BUDGET = (
    Function(
        name="BUDGET.LIGNE",
        description="Ligne du budget CERFA 12156*06 où va un compte de charge, de produit ou de contribution.",
        arguments=(Argument("compte", ACCOUNT, "compte de 60 à 79, 86 ou 87, par exemple 6226"),),
        result=Result("texte", "classe et nom de la ligne"),
        compute=accounts.compute_line,
        explain=accounts.explain_line,
        source="CERFA 12156*06, page du budget ; lignes des comptes de models/cerfa.toml",
        examples=(
            Example(("6226",), "62 – Rémunérations intermédiaires et honoraires"),
            Example(("7561",), "756 Cotisations"),
        ),
        hypotheses=("Aucun texte ne fixe la ligne de chaque compte : ce qui est à confirmer se dit.",),
    ),
)
