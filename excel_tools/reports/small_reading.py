"""The contracts of MSP, ESS and ESP, read back from their workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from excel_tools.dates import day as civil_day
from excel_tools.errors import InputError, RuleError
from excel_tools.funding.esp import EspContract, esp_table
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp import MspContract
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_fields import SOFTWARE, YES_NO, Question, read_answer
from excel_tools.reports.ess_shape import CODES
from excel_tools.reports.msp_shape import ANSWERS, VALUES
from excel_tools.reports.shape import PERIODS, SCENARIOS
from excel_tools.reports.sheet_inputs import SheetInputs, left_as_text
from excel_tools.rules import Contract, ContractLine, Rules
from excel_tools.rules.units import to_minor

_FIRST_MSP = civil_day(2017, 4, 20)
"""Agreement on the MSP: no contract is older."""
_YES_NO = {"oui": 1, "non": 0}
_SIGNED = "contrat saisi dans le classeur"
_UNTOLD = ("reunions", "taux_c2s_national", "taux_ame_national")
"""Answers that an empty cell leaves untold; any other one counts as no, or zero, as the sheet counts it."""


def read_msp(inputs: SheetInputs, number: int, rules: Rules) -> tuple[MspContract, Contract | None]:
    """Return the contract under a scenario, and the amounts of the signed contract if it has some."""
    prefix = f"in_s{number}_"
    years = tuple(
        MspData(
            **{question.code: _answer(inputs, f"{prefix}reponses", question, row, period) for row, question in rows}
        )
        for rows in [list(enumerate(ANSWERS))]
        for period in range(PERIODS)
    )
    contract = MspContract(
        signature=inputs.day("in_signature", needed=True, least=_FIRST_MSP),
        years=years,
        growth=(0, *inputs.line(f"{prefix}croissance", inputs.growth)),
        attainment=tuple(inputs.line(f"{prefix}atteinte", inputs.rate)),
        fir=(inputs.day("in_fir_date"), inputs.positive("in_fir_montant")),
        renewal=inputs.renewal(number),
        **inputs.cash(number, "in_signature", f"{prefix}decalage"),
    )
    codes = [f"msp.{code}" for code in VALUES]
    return contract, _signed(inputs, number, rules, codes, amendments=True)


def _answer(inputs: SheetInputs, name: str, question: Question, row: int, col: int) -> Any:
    value = inputs.cell(name, row, col)
    if value is None:
        return None if question.code in _UNTOLD else 0
    try:
        found = read_answer(question, value)
        _check_counted(question, value)
        return found
    except InputError as error:
        inputs.problems += [f"{inputs.place(name, row, col)} : {message}" for message in error.messages]
        return 0


def _check_counted(question: Question, value: object) -> None:
    """Refuse what can be read but the sheet does not count: a number left as text, other words than oui and non."""
    if question.kind in (YES_NO, SOFTWARE) and str(value).casefold() in ("oui", "non"):
        return
    if question.kind == YES_NO:
        raise InputError(f"« {value} » trouvé, que la feuille ne compte pas ; oui ou non attendu.")
    if isinstance(value, str):
        raise InputError(left_as_text(value))


def read_ess(inputs: SheetInputs, number: int, rules: Rules) -> tuple[EssContract, Contract | None]:
    """Return the contract under a scenario, and the amounts of the signed contract if it has some."""
    contract = EssContract(
        signature=inputs.day("in_signature", needed=True),
        dotation=inputs.line(f"in_s{number}_dotation", inputs.positive),
        amorcage=inputs.word("in_amorcage", _YES_NO, 0),
        first_dotation=inputs.whole("in_premiere_dotation", most=100),
        delay=inputs.whole("in_retard", most=600),
        **inputs.cash(number, "in_signature", f"in_s{number}_decalage"),
        confirmed=inputs.word("in_dotation_contrat", _YES_NO, 0),
        presents=inputs.whole("in_presents"),
        liberaux=inputs.whole("in_liberaux"),
        adherents=inputs.whole("in_adherents"),
    )
    return contract, _signed(inputs, number, rules, CODES, amendments=False)


def read_esp(inputs: SheetInputs, number: int, rules: Rules) -> tuple[EspContract, Contract | None]:
    """Return the contract under a scenario, and the amounts of the signed contract if it has some."""
    region = inputs.text("in_region")
    contract = EspContract(
        region=region,
        teams=[inputs.whole(f"in_s{number}_equipes", 0, period, most=10**6) for period in range(PERIODS)],
        start=inputs.day("in_debut", needed=True),
        end=inputs.day("in_fin"),
        amount=inputs.maybe_euros("in_montant"),
        payment_month=inputs.whole("in_mois_paiement", least=1, most=12, needed=True),
        delay=inputs.whole("in_retard", most=600),
        **inputs.cash(number, "in_debut", f"in_s{number}_decalage"),
    )
    try:
        code = esp_table(rules).of(region)[0].code
    except RuleError:
        return contract, None
    since = inputs.day("in_avenant_dates", 0, number - 1)
    lines = [
        ContractLine(code, cents, 0, day)
        for row, day in ((0, 0), (1, since))
        for cents in [inputs.maybe_euros("in_contrat", row, number - 1)]
        if cents is not None and (row == 0 or since)
    ]
    inputs.undated("in_contrat", 1, number - 1, ("in_avenant_dates", number - 1))
    _check_repeated(inputs, since, (0, number - 1), (1, number - 1))
    return contract, Contract(_SIGNED, tuple(lines)) if lines else None


def _signed(
    inputs: SheetInputs, number: int, rules: Rules, codes: Sequence[str], *, amendments: bool
) -> Contract | None:
    since = inputs.day("in_avenant_dates", 0, number - 1) if amendments else 0
    lines = []
    for row, code in enumerate(codes):
        unit = rules.series(code)[-1].unit
        for col, day in ((number - 1, 0), (number - 1 + SCENARIOS, since)):
            if col < SCENARIOS or since:
                value = inputs.number("in_contrat", row, col)
                if value is not None:
                    lines.append(ContractLine(code, _minor(inputs, value, unit, row, col), 0, day))
        if amendments:
            inputs.undated("in_contrat", row, number - 1 + SCENARIOS, ("in_avenant_dates", number - 1))
        _check_repeated(inputs, since, (row, number - 1), (row, number - 1 + SCENARIOS))
    return Contract(_SIGNED, tuple(lines)) if lines else None


def _minor(inputs: SheetInputs, value: Fraction, unit: str, row: int, col: int) -> int:
    try:
        # a rate is held as a fraction, and written in percent in the barème
        return to_minor(value * 100 if unit == "%" else value, unit)
    except InputError as error:
        inputs.problems += [f"{inputs.place('in_contrat', row, col)} : {message}." for message in error.messages]
        return 0


def _check_repeated(inputs: SheetInputs, since: int, first: tuple[int, int], amended: tuple[int, int]) -> None:
    """Refuse a contract amount that the amendment leaves blank: the sheet then goes back to the national one."""
    if since and inputs.cell("in_contrat", *first) is not None and inputs.cell("in_contrat", *amended) is None:
        inputs.problems.append(
            f"{inputs.place('in_contrat', *amended)} : cellule vide ; l'avenant reprend les montants du contrat qui ne "
            "changent pas."
        )
