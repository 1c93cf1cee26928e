"""Lines of charges and of other income, staff and indemnities, read back from a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeVar

from excel_tools.errors import InputError
from excel_tools.money import parse_number
from excel_tools.reports.rise_values import FIELDS
from excel_tools.reports.shape import YEARS, Shape
from excel_tools.reports.sheet_inputs import PRIVATE, SheetInputs
from excel_tools.reports.spending_shape import (
    CHARGE_TABLE,
    INCOME_TABLE,
    OPENING_CLAIMS_INPUT,
    OPENING_DEBTS_INPUT,
    SOCIAL_DELAY_INPUT,
)
from excel_tools.spending.entry import INSTALMENTS, LEVEL, LONGEST_DELAY, Basis, Entry, based, raised, why_computed
from excel_tools.spending.indemnities import ACCOUNT, Indemnity
from excel_tools.spending.staff import SOCIAL_DELAY, Post
from excel_tools.vector import PPM

Row = TypeVar("Row")

_CLASSES = {CHARGE_TABLE: "6", INCOME_TABLE: "7"}
_MOST_UNITS = 99_999_999
_MOST_HOURS = 366 * 24
_NO_ENTRY = based("", "", "", 0, Basis())
_NO_POST = Post("", "", 0, 0)
_NO_INDEMNITY = Indemnity("", "", 0, (0,) * YEARS)


def placed(rows: Sequence[Row], blank: Row) -> tuple[Row, ...]:
    """Return the rows of a list, each at its place: a row cleared above others stays as a blank one."""
    used = max((rank for rank, row in enumerate(rows, 1) if row is not blank), default=0)
    return tuple(rows[:used])


def spending(inputs: SheetInputs, shape: Shape) -> dict[str, Any]:
    """Return what a structure spends and its other income, by attribute of ``Structure``; an older workbook says less.

    What is wrong goes into ``inputs.problems``.
    """
    missions = {label: code for code, label in shape.missions}
    found: dict[str, Any] = {"charges": _entries(inputs, CHARGE_TABLE, missions)}
    if inputs.has(f"in_{INCOME_TABLE}_compte"):
        found["incomes"] = _entries(inputs, INCOME_TABLE, missions)
    if inputs.has("in_personnel_poste"):
        found["posts"] = _posts(inputs, missions)
        found["social_delay"] = _social_delay(inputs)
    if inputs.has("in_indemnites_nom"):
        found["indemnities"] = _indemnities(inputs, missions)
    if inputs.has(OPENING_DEBTS_INPUT):
        found["opening_payables"] = inputs.positive(OPENING_DEBTS_INPUT)
    if inputs.has(OPENING_CLAIMS_INPUT):
        found["opening_receivables"] = inputs.positive(OPENING_CLAIMS_INPUT)
    return found


def scenario_rises(inputs: SheetInputs, number: int) -> dict[str, Any]:
    """Return what a scenario adds to prices, wages and delays, by attribute of ``Structure``.

    An older workbook adds nothing.
    """
    found: dict[str, Any] = {}
    for key, field in FIELDS.items():
        name = f"in_s{number}_{key}"
        if inputs.has(name):
            index: tuple[int, ...] = LEVEL
            for year, rate in enumerate(inputs.line(name, inputs.growth), 1):
                index = raised(index, rate, year)
            found[field] = index
    name = f"in_s{number}_delai_charges"
    if inputs.has(name):
        found["charges_delay"] = inputs.whole(name, most=LONGEST_DELAY)
    return found


def _entries(inputs: SheetInputs, key: str, missions: dict[str, str]) -> tuple[Entry, ...]:
    computed = inputs.has(f"in_{key}_imposes")
    names = ("quantite", "prix", "hausse", "imposes", "versements", "delai") if computed else ("montants",)
    found: list[Entry] = []
    for row in range(inputs.height(f"in_{key}_compte")):
        if not any(inputs.typed(f"in_{key}_{name}", row) for name in ("compte", "libelle", *names)):
            found.append(_NO_ENTRY)
            continue
        account = _account(inputs, f"in_{key}_compte", row, _CLASSES[key])
        if not account:
            continue
        basis, payments, delay = Basis(imposed=tuple(inputs.line(f"in_{key}_montants", inputs.positive, row))), 0, 0
        if computed:
            basis = _basis(inputs, key, row)
            payments = _payments(inputs, f"in_{key}_versements", row)
            delay = inputs.whole(f"in_{key}_delai", row, most=LONGEST_DELAY)
        found.append(
            based(
                account=account,
                label=inputs.text(f"in_{key}_libelle", row),
                mission=inputs.word(f"in_{key}_mission", missions, "", row),
                month=inputs.whole(f"in_{key}_mois", row, most=12),
                basis=basis,
                payments=payments,
                delay=delay,
            )
        )
    return placed(found, _NO_ENTRY)


def _basis(inputs: SheetInputs, key: str, row: int) -> Basis:
    price = _exact(inputs, f"in_{key}_prix", row, 0, _MOST_UNITS)
    typed = f"in_{key}_imposes"
    imposed = [
        None if inputs.cell(typed, row, col) is None else inputs.positive(typed, row, col) for col in range(YEARS)
    ]
    return Basis(
        quantity=_exact(inputs, f"in_{key}_quantite", row, 0, _MOST_UNITS),
        price=None if price is None else 100 * price,
        growth=inputs.growth(f"in_{key}_hausse", row),
        imposed=tuple(imposed),
    )


def _payments(inputs: SheetInputs, name: str, row: int) -> int:
    found = inputs.whole(name, row, most=12)
    if found and found not in INSTALMENTS:
        inputs.problems.append(
            f"{inputs.place(name, row)} : « {found} » trouvé, un nombre de versements de 1, 2, 4 ou 12 attendu."
        )
        return 0
    return found


def _posts(inputs: SheetInputs, missions: dict[str, str]) -> tuple[Post, ...]:
    found: list[Post] = []
    for row in range(inputs.height("in_personnel_poste")):
        if not any(inputs.typed(f"in_personnel_{name}", row) for name in ("poste", "brut", "taux")):
            found.append(_NO_POST)
            continue
        share = "in_personnel_quotite"
        start, end = inputs.day("in_personnel_entree", row), inputs.day("in_personnel_sortie", row)
        if end and end < start:
            inputs.problems.append(
                f"{inputs.place('in_personnel_sortie', row)} : la sortie précède l'entrée, une date qui la suit est "
                "attendue."
            )
        found.append(
            Post(
                label=inputs.text("in_personnel_poste", row),
                mission=inputs.word("in_personnel_mission", missions, "", row),
                gross=inputs.positive("in_personnel_brut", row),
                employer=inputs.rate("in_personnel_taux", row),
                share=inputs.rate(share, row) if inputs.typed(share, row) else PPM,
                start=start,
                end=end,
                growth=inputs.growth("in_personnel_hausse", row),
            )
        )
    return placed(found, _NO_POST)


def _social_delay(inputs: SheetInputs) -> int:
    if inputs.cell(SOCIAL_DELAY_INPUT) is None:
        inputs.problems.append(
            f"{inputs.place(SOCIAL_DELAY_INPUT)} : cellule vide, un nombre de mois de 0 à {LONGEST_DELAY} est attendu."
        )
        return SOCIAL_DELAY
    return inputs.whole(SOCIAL_DELAY_INPUT, most=LONGEST_DELAY)


def _indemnities(inputs: SheetInputs, missions: dict[str, str]) -> tuple[Indemnity, ...]:
    found: list[Indemnity] = []
    for row in range(inputs.height("in_indemnites_nom")):
        if not any(inputs.typed(f"in_indemnites_{name}", row) for name in ("nom", "taux", "heures", "anterieur")):
            found.append(_NO_INDEMNITY)
            continue
        account = "in_indemnites_compte"
        hours = [
            _exact(inputs, "in_indemnites_heures", row, col, _MOST_HOURS, places=2) or Fraction(0)
            for col in range(YEARS)
        ]
        found.append(
            Indemnity(
                person=inputs.text("in_indemnites_nom", row),
                mission=inputs.word("in_indemnites_mission", missions, "", row),
                rate=inputs.positive("in_indemnites_taux", row),
                hours=tuple(int(100 * number) for number in hours),
                account=_account(inputs, account, row, "6") if inputs.typed(account, row) else ACCOUNT,
                before=inputs.positive("in_indemnites_anterieur", row),
            )
        )
    return placed(found, _NO_INDEMNITY)


def _account(inputs: SheetInputs, name: str, row: int, head: str) -> str:
    account = inputs.text(name, row)
    if reason := why_computed(account):
        inputs.problems.append(f"{inputs.place(name, row)} : compte « {account} » trouvé, {reason}.")
        return ""
    if account.isascii() and account.isdigit() and 2 <= len(account) <= 8 and account.startswith(head):
        return account
    told = "autre texte" if name.startswith(PRIVATE) else f"compte « {account} »"
    inputs.problems.append(f"{inputs.place(name, row)} : {told} trouvé, un compte de {head}0 à {head}9 est attendu.")
    return ""


def _exact(inputs: SheetInputs, name: str, row: int, col: int, most: int, places: int | None = None) -> Fraction | None:
    """Return an exact number that is not negative, None when the cell is empty."""

    def check(value: object, what: str) -> Fraction:
        number = parse_number(value, what)
        if not 0 <= number <= most:
            raise InputError(f"{what} : « {value} » trouvé, un nombre de 0 à {most} attendu.")
        if places is not None and (number * 10**places).denominator != 1:
            # a spreadsheet's own 0.1 + 0.2 is meant as typed
            near = Fraction(round(number * 10**places), 10**places)
            if abs(near - number) < Fraction(1, 10**6):
                return near
            raise InputError(f"{what} : « {value} » trouvé, un nombre à {places} décimales au plus attendu.")
        return number

    return inputs.maybe(name, check, row, col)
