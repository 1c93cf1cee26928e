"""Values of « Contrôles »: checks, totals of the engine, sums of the inputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.budget import Budget
from excel_tools.errors import InputError, RuleError
from excel_tools.reports.cells import Values
from excel_tools.reports.cerfa_shape import BOUND_ROWS, UNPLACED
from excel_tools.reports.rise_values import refused
from excel_tools.reports.shape import CHECKS, ENGINE_TOTALS, YEARS, scenario_prefix
from excel_tools.reports.spending_checks import ALL_CHECKS
from excel_tools.reports.watched import INTACT, Watched
from excel_tools.rules import load_rules
from excel_tools.rules.form import SIDES

OK, TO_REVIEW = "OK", "À revoir"


def checks(
    budgets: Sequence[Budget],
    scenarios: Sequence[Values],
    watched: Sequence[Watched],
    inputs: Values,
    displayed: int = 1,
) -> Values:
    """Return the values of the sheet.

    Args:
        budgets: the three scenarios.
        scenarios: values of their sheets, which hold both sides of each check.
        inputs: values of the inputs and of the barème.
        displayed: the scenario whose accounts are shown, 1 to 3.
    """
    shown = budgets[displayed - 1]
    rows: list[list[Any]] = []
    for step in range(len(CHECKS)):
        for number, values in enumerate(scenarios, 1):
            expected, found = values[f"{scenario_prefix(number)}verif"][step]
            rows.append([expected, found, 0, OK])
    charges = sum(shown.charges_years) / 100
    dated = sum(1 for day in inputs["bar_depuis"] if day)
    stale = sum(1 for word in inputs["out_bareme_statut"] if word == "prolongé")
    engine = [sum(getattr(budget, _FIELDS[key])) / 100 for budget in budgets for key in ENGINE_TOTALS]
    faults = [check.faults(inputs) for check in ALL_CHECKS[budgets[0].structure.kind]]
    due = sum(budgets[0].other_income_years) / 100
    left, owed = (found.cloture[-1] / 100 for found in (shown.receivables, shown.payables))
    common = [_passed(value) for value in (charges, charges, owed, due, due, left, dated)]
    common += _form_checks(inputs)
    if "out_missions_ecart" in inputs:
        common.append(_passed(YEARS + 1))
    total = len(rows) + len(common) + len(faults) + len(engine)
    passed = total - sum(1 for count in faults if count) - sum(1 for row in common if row[-1] != OK)
    marks = [mark.value(inputs) for mark in watched]
    return {
        "out_controles": rows,
        "out_controles_communs": common,
        "out_controles_saisies": [[count, count, TO_REVIEW if count else OK] for count in faults],
        "out_controles_comptes": [passed, total],
        "bar_moteur": engine,
        "out_moteur": [[total, 0, OK] for total in engine],
        "out_entrees_intactes": INTACT,
        "bar_empreinte": marks,
        **{mark.copy: inputs[mark.name] for mark in watched if mark.text},
        "out_empreinte": [[mark, 0] for mark in marks],
        "out_fraicheur": stale,
        "out_fraicheur_etat": "Pour information" if stale else OK,
        "out_etat_global": OK if passed == total else TO_REVIEW,
    }


def _passed(value: float) -> list[Any]:
    return [value, value, 0, OK]


def _form_checks(inputs: Values) -> list[list[Any]]:
    """Return the checks of the budget form over the five fiscal years, from the values of its sheets."""
    form = load_rules().form
    if form is None:
        raise RuleError("Les barèmes employés n'ont pas de formulaire ; il y manque le fichier « cerfa.toml ».")
    pairs = []
    for side in SIDES:
        rows = zip(form.leaves, inputs["out_comptes_lignes"], strict=True)
        found = [cell for line, row in rows if line.side == side and line.part != "nature" for cell in row]
        expected = inputs[f"out_budget_{side}"][-1][:YEARS]
        pairs.append((round(sum(expected), 2), round(sum(found), 2)))
    gaps, states = inputs["out_comptes_ecart_nature"], inputs["out_comptes_etats"]
    pairs.append((YEARS, sum(1 for gap in gaps if not gap)))
    pairs.append((len(states), len(states) - states.count(UNPLACED)))
    # a look-up of the program is always in order
    return [
        *([a, b, round(b - a, 2), OK if round(b - a, 2) == 0 else TO_REVIEW] for a, b in pairs),
        _passed(BOUND_ROWS - 1),
    ]


_FIELDS = {
    "droits": "droits_years",
    "produits": "produits_years",
    "encaissements": "encaissements_years",
    "resultat": "result_years",
}


_SHARED_TERMS = ("indicators",)
"""What the scenarios of a workbook share of their contracts, where a scenario might change it."""
_SPENDING = (
    *("incomes", "posts", "indemnities", "social_delay", "opening_payables", "opening_receivables"),
    "form",
)


def same_structure(budgets: Sequence[Budget]) -> None:
    """Refuse budgets that cannot share a workbook.

    Raises:
        InputError: none or more than three, or what the scenarios share differs.
    """
    if not 1 <= len(budgets) <= 3:
        raise InputError(f"{len(budgets)} scénarios pour un classeur ; il en tient de un à trois.")
    first = budgets[0].structure
    problems = [message for budget in budgets for message in refused(budget.structure)]
    if problems:
        raise InputError(problems)
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
            "opening_dedicated",
            "snp_spent",
            "dedicated_spent",
            "dedicated_mission",
            *_SPENDING,
        ):
            if getattr(first, field) != getattr(other, field):
                raise InputError(
                    f"« {first.name} » : les scénarios d'un classeur partagent tout sauf leurs hypothèses, "
                    f"« {field} » diffère."
                )
        for field in _SHARED_TERMS:
            if getattr(first.contract, field, None) != getattr(other.contract, field, None):
                raise InputError(
                    f"« {first.name} » : les scénarios d'un classeur partagent tout sauf leurs hypothèses, "
                    f"« {field} » diffère."
                )
