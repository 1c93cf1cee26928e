"""Values of « Contrôles »: checks, totals of the engine, sums of the inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.budget import Budget
from excel_tools.errors import InputError
from excel_tools.reports.cells import Values
from excel_tools.reports.shape import CHECKS, ENGINE_TOTALS, YEARS, scenario_prefix
from excel_tools.reports.spending_checks import ALL_CHECKS
from excel_tools.reports.watched import INTACT, Watched

OK, TO_REVIEW = "OK", "À revoir"


def checks(
    budgets: Sequence[Budget],
    scenarios: Sequence[Values],
    watched: Sequence[Watched],
    inputs: Values,
) -> Values:
    """Return the values of the sheet.

    Args:
        budgets: the three scenarios.
        scenarios: values of their sheets, which hold both sides of each check.
        inputs: values of the inputs and of the barème.
    """
    rows: list[list[Any]] = []
    for step in range(len(CHECKS)):
        for number, values in enumerate(scenarios, 1):
            expected, found = values[f"{scenario_prefix(number)}verif"][step]
            rows.append([expected, found, 0, OK])
    charges = sum(budgets[0].charges_years) / 100
    dated = sum(1 for day in inputs["bar_depuis"] if day)
    stale = sum(1 for word in inputs["out_bareme_statut"] if word == "prolongé")
    engine = [sum(getattr(budget, _FIELDS[key])) / 100 for budget in budgets for key in ENGINE_TOTALS]
    faults = [check.faults(inputs) for check in ALL_CHECKS[budgets[0].structure.kind]]
    due = sum(budgets[0].other_income_years) / 100
    left, owed = (found.cloture[-1] / 100 for found in (budgets[0].receivables, budgets[0].payables))
    common = [charges, charges, owed, due, due, left, dated]
    if "out_missions_ecart" in inputs:
        common.append(YEARS + 1)
    total = len(rows) + len(common) + len(faults) + len(engine)
    passed = total - sum(1 for count in faults if count)
    marks = [mark.value(inputs) for mark in watched]
    return {
        "out_controles": rows,
        "out_controles_communs": [[value, value, 0, OK] for value in common],
        "out_controles_saisies": [[count, count, TO_REVIEW if count else OK] for count in faults],
        "out_controles_comptes": [passed, total],
        "bar_moteur": engine,
        "out_moteur": [[total, 0, OK] for total in engine],
        "out_entrees_intactes": INTACT,
        "bar_empreinte": marks,
        "out_empreinte": [[mark, 0] for mark in marks],
        "out_fraicheur": stale,
        "out_fraicheur_etat": "Pour information" if stale else OK,
        "out_etat_global": OK if passed == total else TO_REVIEW,
    }


_FIELDS = {
    "droits": "droits_years",
    "produits": "produits_years",
    "encaissements": "encaissements_years",
    "resultat": "result_years",
}


_SPENDING = ("incomes", "posts", "indemnities", "social_delay", "opening_payables", "opening_receivables")


def same_structure(budgets: Sequence[Budget]) -> None:
    """Refuse budgets that cannot share a workbook.

    Raises:
        InputError: none or more than three, or what the scenarios share differs.
    """
    if not 1 <= len(budgets) <= 3:
        raise InputError(f"{len(budgets)} scénarios pour un classeur ; il en tient de un à trois.")
    first = budgets[0].structure
    for budget in budgets[1:]:
        other = budget.structure
        for field in (
            "name",
            "kind",
            "first_exercice",
            "first_month",
            "charges",
            "one_offs",
            "opening_cash",
            *_SPENDING,
        ):
            if getattr(first, field) != getattr(other, field):
                raise InputError(
                    f"« {first.name} » : les scénarios d'un classeur partagent tout sauf leurs hypothèses, "
                    f"« {field} » diffère."
                )
