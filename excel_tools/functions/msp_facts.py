"""What a MSP declares, as typed in ``donnees``: every wrong answer at once, with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from excel_tools.dates import day, french, year_of
from excel_tools.errors import InputError
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.ranges import read_facts
from excel_tools.funding.msp_calls import MspYear, msp_year
from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_fields import BY_CODE, QUESTIONS, read_answer
from excel_tools.rules.words import nearest


@dataclass(frozen=True, slots=True)
class Facts:
    """The answers of a year, and the keys that were given."""

    data: MspData
    given: frozenset[str]


def read_answers(value: object, what: str) -> Facts:
    """Return the answers typed in a range, an inline text or a file.

    Raises:
        InputError: rows of the wrong shape, unknown keys, values of the wrong type: all at once.
    """
    rows, errors = read_facts(value, what)
    values: dict[str, Any] = {}
    for key, (place, typed) in rows.items():
        question = BY_CODE.get(key)
        if question is None:
            errors.append(f"{place} : donnée « {key} » inconnue.{nearest(key, BY_CODE, 3)}")
            continue
        try:
            values[key] = read_answer(question, typed)
        except InputError as error:
            errors += [f"{place} : {message}" for message in error.messages]
    if errors:
        raise InputError(errors)
    return Facts(MspData(**values), frozenset(rows))


def count(ledger: Ledger, donnees: Facts) -> MspYear:
    """Compute a year, and tell what had to be supposed about it."""
    data = donnees.data
    found = msp_year(data, ledger.rules)
    start = opening(found)
    if data.annee:
        ledger.day = start
    elif data.date_contrat:
        ledger.note(f"Année non donnée : celle du contrat, {year_of(data.date_contrat)}.")
    else:
        since, label = next(period for period in reversed(ledger.rules.periods("msp")) if period[0] <= start)
        ledger.note(
            f"Sans année : dernier barème connu, « {label} » (depuis le {french(since)}), sur l'année "
            f"{found.data.annee} pleine."
        )
    for key, lost in (
        ("patientele", "les points variables sont nuls"),
        ("ps_associes", "aucun point par professionnel associé"),
    ):
        if key not in donnees.given:
            ledger.note(f"« {key} » n'est pas donné : {lost}.")
    supposed = [question for question in QUESTIONS if question.supposed and question.code not in donnees.given]
    if supposed:
        words = ", ".join(f"{question.code} = {question.left_out}" for question in supposed)
        ledger.note(f"Faute de réponse, il est supposé : {words}.")
    ledger.amount("msp.point.valeur", None, start)
    return found


def opening(found: MspYear) -> int:
    """Return the first day of the civil year."""
    return int(day(found.data.annee, 1, 1))


def days(found: MspYear) -> int:
    """Return the length of the civil year."""
    return int(day(found.data.annee + 1, 1, 1)) - opening(found)


def note_year(ledger: Ledger, found: MspYear, indicator: str = "") -> None:
    """Tell what the answers call for: prérequis missing, counts capped, first year prorated.

    Args:
        indicator: tell only what concerns its points.
    """
    for notice in found.notices:
        if indicator and notice.about != indicator:
            continue
        ledger.note(f"MSP {found.data.annee} : {notice.text}")
    if found.rows["effet_jours"] < days(found):
        ledger.note("Première année : points et avance au prorata des jours depuis le contrat (à confirmer).")
