"""Which value goes under which name in the workbook of an ESS."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.budget import Budget
from excel_tools.funding.ess import EssContract, ess_table, planned_payments
from excel_tools.reports.cells import Values, euros, serial, serials
from excel_tools.reports.ess_shape import CODES
from excel_tools.reports.small_bareme import bareme_values
from excel_tools.reports.small_inputs import by_scenario, contract_of, period_heads, yes
from excel_tools.schedule import PERIODS
from excel_tools.vector import PPM

BLOCKS = ("etat",)
"""Blocks of a scenario's sheet, headed by the opening days, that are the family's own."""


def family_values(budgets: Sequence[Budget]) -> Values:
    """Return the inputs, the barème and the family's own rows of the three scenarios."""
    contract = contract_of(budgets[0], EssContract)
    values: Values = {
        "in_signature": serial(contract.signature),
        "in_amorcage": yes(contract.amorcage),
        "in_premiere_dotation": contract.first_dotation,
        "in_retard": contract.delay,
        "in_dotation_contrat": yes(contract.confirmed),
        "in_presents": contract.presents,
        "in_liberaux": contract.liberaux,
        "in_adherents": contract.adherents,
        "out_eligibilite": _eligibility(contract, budgets[0]),
        **bareme_values(budgets, CODES, amendments=False),
        **period_heads(budgets),
        **by_scenario(budgets, dotation=lambda one: euros(one.dotation)),
    }
    for number, budget in enumerate(budgets, 1):
        values.update(_scenario(budget, number))
    return values


def _eligibility(contract: EssContract, budget: Budget) -> list[float | str]:
    rules, members, doctors = budget.rules, contract.adherents, contract.liberaux

    def joined(code: str) -> str:
        return yes(doctors > 0 and members * PPM >= rules.amount(f"ess.eligibilite.{code}").value() * doctors)

    enough = contract.presents >= rules.amount("ess.eligibilite.medecins_min").value()
    return [members / doctors if doctors else 0, yes(enough), joined("adhesion_min"), joined("adhesion_cible")]


def _scenario(budget: Budget, number: int) -> Values:
    prefix, due = f"out_s{number}_", [line.rows["du"] for line in budget.schedule.lines]
    contract = contract_of(budget, EssContract)
    table = ess_table(budget.rules)
    rank = budget.schedule.state["bareme"][0]
    return {
        f"{prefix}etat": [
            [rank] * PERIODS,
            [table.uncertain[rank - 1]] * PERIODS,
            serials(planned_payments(contract, budget.schedule.frame)),
            serials(budget.schedule.state["fin_droits"]),
        ],
        f"out_entrees_s{number}_effet": [euros(map(sum, zip(*due, strict=True)))],
    }
