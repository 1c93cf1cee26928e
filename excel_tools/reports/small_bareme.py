"""The values of « Barème » for the families whose amounts do not depend on a size (MSP, ESS, ESP)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.budget import Budget
from excel_tools.dates import to_serial
from excel_tools.errors import TemplateError
from excel_tools.reports.cells import serial, source_shown
from excel_tools.rules import Amount, Contract, Rules
from excel_tools.rules.units import CENTS, RATE, SCALES
from excel_tools.vector import PPM

DATE_SLOTS = 3
"""Dated barèmes that the sheet can hold."""

NEVER = 2_958_465
"""31/12/9999: the date of a slot that is not used, so that no day reaches it."""


def number_format(unit: str) -> str:
    """Return the number format of a unit of the barème."""
    return {CENTS: "euro", RATE: "rate"}.get(SCALES[unit], "int")


def shown(value: int, unit: str) -> int | float:
    """Return a value in minor units as the sheet holds it: euros, a fraction, a count."""
    scale = {CENTS: CENTS, RATE: PPM}.get(SCALES[unit], 1)
    return value // scale if value % scale == 0 else value / scale


def national_series(rules: Rules, code: str) -> list[Amount]:
    """The dated entries of a code before any contract, the oldest first."""
    found = {(amount.national or amount).since: amount.national or amount for amount in rules.series(code)}
    return [found[since] for since in sorted(found)]


def slot_dates(rules: Rules, codes: Sequence[str]) -> list[int]:
    """Return the days on which a barème of these codes begins.

    Raises:
        TemplateError: more than the sheet can hold.
    """
    days = sorted({amount.since for code in codes for amount in national_series(rules, code)})
    if len(days) > DATE_SLOTS:
        raise TemplateError(
            f"Barème : {len(days)} dates, le classeur n'en tient que {DATE_SLOTS} ; agrandir le modèle."
        )
    return days


def bareme_values(budgets: Sequence[Budget], codes: Sequence[str], *, amendments: bool) -> dict[str, Any]:
    """Return the values of the names of « Barème ».

    Args:
        budgets: those of the three scenarios; each brings the amounts of its contract.
        codes: rows of the sheet.
        amendments: whether the sheet holds the amounts of an amendment.
    """
    rules = budgets[0].rules
    days = slot_dates(rules, codes)
    series = [national_series(rules, code) for code in codes]
    last = [entries[-1] for entries in series]
    own = [
        [signed(budget.structure.override, code, amount.unit, later) for later in (False, True) for budget in budgets]
        for code, amount in zip(codes, last, strict=True)
    ]
    width = len(budgets) * (2 if amendments else 1)
    values: dict[str, Any] = {
        "bar_dates": [to_serial(days[slot]) if slot < len(days) else NEVER for slot in range(DATE_SLOTS)],
        "bar_valeurs": [[_at(entries, days, slot, False) for slot in range(DATE_SLOTS)] for entries in series],
        "bar_a_confirmer": [[_at(entries, days, slot, True) for slot in range(DATE_SLOTS)] for entries in series],
        "in_contrat": [row[:width] for row in own],
        "bar_depuis": [to_serial(amount.since) for amount in last],
        "bar_jusqua": [serial(amount.until) for amount in last],
        "bar_verifie": [to_serial(amount.verified_on) for amount in last],
        "bar_confiance": [amount.confidence() for amount in last],
        "bar_source": [source_shown(amount.source) for amount in last],
        "bar_lieu": [amount.place for amount in last],
        "out_bareme_horizon": to_serial(budgets[0].schedule.frame.last_day),
        "out_bareme_statut": [_status(amount, budgets[0]) for amount in last],
    }
    if amendments:
        contracts = [budget.structure.override for budget in budgets]
        values["in_avenant_dates"] = [serial(one.since) if one else None for one in contracts]
    return values


def _at(entries: Sequence[Amount], days: Sequence[int], slot: int, flag: bool) -> int | float | None:
    """The value, or the doubt, of a code on the day of a slot; 0 where it does not exist, blank past the last day."""
    if slot >= len(days):
        return None
    held = [entry for entry in entries if entry.since <= days[slot] and (not entry.until or days[slot] <= entry.until)]
    if not held:
        return 0
    return int(held[-1].confidence() == "à confirmer") if flag else shown(held[-1].value(), held[-1].unit)


def signed(contract: Contract | None, code: str, unit: str, later: bool) -> int | float | None:
    """The amount of a contract, or of its amendment, which repeats what it does not change."""
    if contract is None or (later and not contract.since):
        return None
    lines = [line for line in contract.lines if line.code == code and (later or not line.since)]
    if not lines:
        return None
    return shown(max(lines, key=lambda line: line.since).value, unit)


def _status(amount: Amount, budget: Budget) -> str:
    end = budget.schedule.frame.last_day
    if amount.until and end > amount.until:
        return "expiré"
    return "prolongé" if end > amount.verified_on and not amount.until else "en vigueur"
