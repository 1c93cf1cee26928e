"""Which value goes under which name in the workbook of ESP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.budget import Budget
from excel_tools.dates import to_serial
from excel_tools.errors import RuleError, TemplateError
from excel_tools.funding.esp import EspContract, esp_table
from excel_tools.reports.cells import Values, euros, padded, serial, serials, source_shown, unit_shown
from excel_tools.reports.esp_shape import AMOUNT_ROWS
from excel_tools.reports.small_bareme import NEVER, national_series, signed
from excel_tools.reports.small_inputs import by_scenario, contract_of, period_heads
from excel_tools.rules import Amount, Rules
from excel_tools.schedule import PERIODS

BLOCKS = ("etat", "terme", "prevu")
"""Blocks of a scenario's sheet, headed by the opening days, that are the family's own."""


def family_values(budgets: Sequence[Budget]) -> Values:
    """Return the inputs, the barème and the family's own rows of the three scenarios."""
    contract = _contract(budgets[0])
    region, code = _region(contract, budgets[0].rules)
    amounts = _amounts(budgets[0].rules)
    values: Values = {
        "in_region": region or None,
        "in_debut": serial(contract.start),
        "in_fin": serial(contract.end),
        "in_montant": None if contract.amount is None else contract.amount / 100,
        "in_mois_paiement": contract.payment_month,
        "in_retard": contract.delay,
        **_bareme(amounts, budgets[0]),
        **_signed(budgets, code),
        **period_heads(budgets),
        **by_scenario(budgets, equipes=lambda one: list(one.teams)),
    }
    for number, budget in enumerate(budgets, 1):
        column = [values["in_contrat"][row][number - 1] for row in (0, 1)]
        values.update(_scenario(budget, number, [one for one in amounts if one.region == region], column))
    return values


def _contract(budget: Budget) -> EspContract:
    contract = contract_of(budget, EspContract)
    return contract


def _region(contract: EspContract, rules: Rules) -> tuple[str, str]:
    """The region as the barème writes it and the code of its amount; as typed and ``""`` when it has none."""
    try:
        found = esp_table(rules).of(contract.region)[0]
    except RuleError:
        return contract.region, ""
    return found.region, found.code


def _amounts(rules: Rules) -> list[Amount]:
    found = [amount for code in rules.codes("esp.forfait") for amount in national_series(rules, code)]
    if len(found) > AMOUNT_ROWS:
        raise TemplateError(f"Barème ESP : {len(found)} forfaits, le classeur n'en tient que {AMOUNT_ROWS}.")
    return found


def _bareme(amounts: Sequence[Amount], budget: Budget) -> Values:
    end = budget.schedule.frame.last_day

    def status(amount: Amount) -> str:
        if amount.until and amount.until < end:
            return "expiré"
        return "prolongé" if not amount.until and amount.verified_on < end else "en vigueur"

    def column(items: list[Any], blank: Any = None) -> list[Any]:
        return padded(items, AMOUNT_ROWS, blank)

    return {
        "bar_regions": column([amount.region for amount in amounts]),
        "bar_unites": column([unit_shown(amount.unit) for amount in amounts]),
        "bar_montants": column([amount.value() / 100 for amount in amounts]),
        "bar_depuis": column([to_serial(amount.since) for amount in amounts]),
        "bar_jusqua": column([to_serial(amount.until) if amount.until else NEVER for amount in amounts]),
        "bar_verifie": column([to_serial(amount.verified_on) for amount in amounts]),
        "bar_confiance": column([amount.confidence() for amount in amounts]),
        "bar_source": column([source_shown(amount.source) for amount in amounts]),
        "bar_lieu": column([amount.place for amount in amounts]),
        "bar_jamais": NEVER,
        "out_bareme_statut": column([status(amount) for amount in amounts], ""),
        "out_bareme_horizon": to_serial(end),
    }


def _signed(budgets: Sequence[Budget], code: str) -> Values:
    contracts = [budget.structure.override for budget in budgets]
    return {
        "in_contrat": [[signed(one, code, "EUR", later) for one in contracts] for later in (False, True)],
        "in_avenant_dates": [serial(one.since) if one else None for one in contracts],
    }


def _scenario(budget: Budget, number: int, amounts: Sequence[Amount], own: Sequence[float | None]) -> Values:
    schedule, prefix = budget.schedule, f"out_s{number}_"
    amended = budget.structure.override.since if budget.structure.override else 0
    state: list[list[Any]] = []
    for period, opening in enumerate(schedule.frame.ouverture):
        count = schedule.state["mois_dus"][period]
        held = [one for one in amounts if one.since <= opening and (not one.until or opening <= one.until)]
        line = 1 + (0 < amended <= opening)
        given = own[line - 1]
        state.append(
            [
                schedule.state["annee"][period],
                schedule.state["mois_fin"][period],
                schedule.state["mois_debut"][period],
                schedule.state["mois"][period],
                count,
                schedule.state["equipes"][period],
                sum(one.value() for one in held) / 100 * (count > 0),
                sum(one.confidence() == "à confirmer" for one in held),
                line,
                "" if given is None else given * (count > 0),
                0,  # the engine makes no budget from an unknown amount
            ]
        )
    return {
        f"{prefix}etat": [list(row) for row in zip(*state, strict=True)],
        f"out_entrees_s{number}_effet": [euros(schedule.lines[0].rows["du"]), ["connu"] * PERIODS],
        f"{prefix}prevu": serials(schedule.state["versement_prevu"]),
        f"{prefix}terme": serials(schedule.lines[0].rows["terme"]),
    }
