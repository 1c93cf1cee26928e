"""Which value goes under which name in the workbook of a MSP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.budget import Budget
from excel_tools.dates import to_serial
from excel_tools.funding.msp import MspContract, msp_table
from excel_tools.funding.msp_data import ALWAYS, MspData
from excel_tools.funding.msp_fields import PART, RATE, SOFTWARE, YES_NO, Question
from excel_tools.funding.msp_points import CODES
from excel_tools.funding.msp_table import MspScale
from excel_tools.reports.cells import Values, euros, rates, serial, serials
from excel_tools.reports.input_checks import NUMBER_WORD, YES_NO_WORD
from excel_tools.reports.msp_shape import ANSWERS, FIXED, FLAGS, GROUNDWORK, RESULTS, VALUES, VARIABLE
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.small_bareme import bareme_values, shown, slot_dates
from excel_tools.reports.small_inputs import by_scenario, contract_of, period_heads, plain, yes
from excel_tools.vector import PPM

BLOCKS = (
    *("effet", "valeurs", "doutes", "reponses", "appuis", "points_fixes", "points_variables", "points", "euros"),
    *("resultats", "terme", "prevu"),
)
"""Blocks of a scenario's sheet, headed by the opening days, that are the family's own."""

_CODES = tuple(f"msp.{code}" for code in VALUES)
_EUROS = {"montant_points", "precarite", "plancher", "complement", "remuneration"}
_EUROS |= {"avance_base", "avance_calculee", "avance", "a_confirmer"}


def family_values(budgets: Sequence[Budget]) -> Values:
    """Return the inputs, the barème and the family's own rows of the three scenarios."""
    contract = contract_of(budgets[0], MspContract)
    received, cents = contract.fir
    values: Values = {
        "in_signature": serial(contract.signature),
        "in_fir_date": serial(received),
        "in_fir_montant": cents / 100 if cents else None,
        "bar_types": [kind_word(question) for question in ANSWERS],
        **bareme_values(budgets, _CODES, amendments=True),
        **period_heads(budgets),
        **by_scenario(
            budgets,
            croissance=lambda one: rates(one.growth[1:]),
            atteinte=lambda one: rates(one.attainment),
            reponses=lambda one: [[_typed(question, data) for data in one.years] for question in ANSWERS],
        ),
    }
    for number, budget in enumerate(budgets, 1):
        values.update(_scenario(budget, number))
    return values


def kind_word(question: Question) -> str:
    """Return what an answer is, as « Entrées » says it and « Contrôles » checks it."""
    return {YES_NO: YES_NO_WORD, SOFTWARE: "oui/non, date"}.get(question.kind, NUMBER_WORD)


def _typed(question: Question, data: MspData) -> Any:
    """An answer as a treasurer types it."""
    value = getattr(data, question.code)
    if question.kind == YES_NO:
        return yes(value)
    if question.kind == SOFTWARE:
        return to_serial(value) if value > ALWAYS else yes(value)
    return None if value is None else _number(question, value)


def _number(question: Question, value: Any) -> float:
    if question.kind == RATE:
        return float(value / PPM)
    return plain([value])[0] / (100 if question.kind == PART else 1)


def _counted(question: Question, data: MspData, scale: MspScale) -> float:
    """An answer as the calculation counts it."""
    value = getattr(data, question.code)
    if value is None:
        return -1 if question.code == "reunions" else scale[f"precarite.{question.code}"] / PPM
    if question.kind == SOFTWARE:
        return to_serial(value) if value > ALWAYS else int(value)
    return _number(question, value)


def _scenario(budget: Budget, number: int) -> Values:
    prefix, contract, schedule = f"out_s{number}_", contract_of(budget, MspContract), budget.schedule
    frame, state = schedule.frame, schedule.state
    table = msp_table(budget.rules)
    scales = [table.at(opening) for opening in frame.ouverture]
    days = slot_dates(budget.rules, _CODES)
    amended = budget.structure.override.since if budget.structure.override else 0
    units = {code: budget.rules.amount(f"msp.{code}").unit for code in VALUES}

    def rows(pattern: str, codes: Sequence[str]) -> list[list[float]]:
        return [plain(state[pattern.format(code)]) for code in codes]

    return {
        f"{prefix}effet": [
            serials(state["fin_contrat"]),
            serials(state["fin_effet"]),
            list(state["effet_jours"]),
            list(state["avance_jours"]),
            [max(1, sum(opening >= since for since in days)) for opening in frame.ouverture],
            [number + SCENARIOS * (0 < amended <= opening) for opening in frame.ouverture],
            ["base", *rates(contract.growth[1:])],
            rates(state["facteur"]),
            list(state["patientele"]),
            rates(contract.attainment),
        ],
        f"{prefix}valeurs": [[shown(scale[code], units[code]) for scale in scales] for code in VALUES],
        f"{prefix}doutes": [[scale.flag(code) for scale in scales] for code in FLAGS],
        f"{prefix}reponses": [
            [_counted(question, data, scale) for data, scale in zip(contract.years, scales, strict=True)]
            for question in ANSWERS
        ],
        f"{prefix}appuis": rows("{}", [code for code, _ in GROUNDWORK]),
        f"{prefix}points_fixes": rows("{}_fixes", FIXED),
        f"{prefix}points_variables": rows("{}_variables", VARIABLE),
        f"{prefix}points": rows("{}_points", CODES),
        f"{prefix}euros": [euros(state[f"{code}_euros"]) for code in CODES],
        f"{prefix}resultats": [_result(code, state[code]) for code, _ in RESULTS],
        f"out_entrees_s{number}_effet": [
            [
                yes(met) if days else "hors contrat"
                for met, days in zip(state["prerequis"], state["effet_jours"], strict=True)
            ],
            euros(state["remuneration"]),
        ],
        f"{prefix}terme": [serials(line.rows["terme"]) for line in schedule.lines],
        f"{prefix}prevu": [serials(state["avance_prevue"]), serials(state["solde_prevu"])],
    }


def _result(code: str, row: Sequence[Any]) -> list[float]:
    if code in _EUROS:
        return euros(row)
    return rates(row) if code == "precarite_taux" else plain(row)
