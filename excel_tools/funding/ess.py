"""What an équipe de soins spécialisés is due: the crédit d'amorçage, then a yearly dotation.

Source: convention médicale of 4 June 2024, from 1 January 2025. The scale of the dotation was not found: it is an
input, with presets in the barème. The rows computed here are the rows of the sheets "Scénario 1" to "Scénario 3".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from excel_tools.dates import add_months, french
from excel_tools.errors import InputError, RuleError
from excel_tools.funding.notices import Notice, early_end
from excel_tools.money import french_euros, french_rate
from excel_tools.schedule import Frame, Line, Row, Schedule, build_line, contract_frame, delayed, ended
from excel_tools.vector import PPM, Int, count_reached, greatest, share, take, where

if TYPE_CHECKING:
    from excel_tools.rules import Rules

LINES = {"amorcage": "Crédit d'amorçage", "dotation": "Dotation annuelle"}


@dataclass(frozen=True, slots=True)
class EssContract:
    """An ESS contract and its hypotheses, over the seven contract years of a frame; numbers or arrays.

    Attributes:
        signature: day of the signature.
        dotation: yearly dotation in cents, by period.
        amorcage: 1 when the crédit d'amorçage is due in the first contract year.
        first_dotation: contract years between the signature and the first dotation (1: it falls in the second).
        delay: months from the opening of the contract year to the payment.
        funder_delay: further months by which the scenario puts off the payments of the horizon.
        ends_on: last day of a contract that ends early, 0 when it does not.
        confirmed: 1 when the dotation is written in the signed contract, so that nothing is left to confirm.
        presents: doctors of the speciality present on the territory, 0 while not told.
        liberaux: liberal doctors of the speciality on the territory.
        adherents: those of them who are members.
    """

    signature: Int
    dotation: Row
    amorcage: Int = 1
    first_dotation: Int = 1
    delay: Int = 0
    funder_delay: Int = 0
    ends_on: Int = 0
    confirmed: Int = 0
    presents: Int = 0
    liberaux: Int = 0
    adherents: Int = 0


@dataclass(frozen=True, slots=True)
class EssTable:
    """The crédit d'amorçage by date.

    Attributes:
        dates: first day of each amount, ascending.
        amorcage: cents.
        uncertain: 1 where the amount is to be confirmed.
    """

    dates: tuple[int, ...]
    amorcage: tuple[int, ...]
    uncertain: tuple[int, ...]


@lru_cache(maxsize=256)
def ess_table(rules: Rules) -> EssTable:
    """Return the tables of a barème, contract overrides included."""
    entries = rules.series("ess.amorcage")
    return EssTable(
        dates=tuple(entry.since for entry in entries),
        amorcage=tuple(entry.value() for entry in entries),
        uncertain=tuple(int(entry.confidence() == "à confirmer") for entry in entries),
    )


def frame(contract: EssContract, first_exercice: int, first_month: int = 1) -> Frame:
    """Return the contract years around a horizon."""
    return contract_frame(contract.signature, first_exercice, first_month)


def schedule(contract: EssContract, table: EssTable, frame: Frame) -> Schedule:
    """Return what is due and when it is paid, for every period of the frame.

    State rows: ``bareme`` (rank from 1 of the amount in force at the signature), ``fin_droits`` (day after the last one
    that counts).

    Raises:
        RuleError: signed before the convention applies.
    """
    _check_signature(contract.signature, table.dates[0])
    rank = count_reached(table.dates, greatest(contract.signature, table.dates[0]))
    first_year = [(rang == 1) * contract.amorcage for rang in frame.rang]
    amount = [take(table.amorcage, rank - 1)] * len(first_year)
    credit = [cents * one for cents, one in zip(amount, first_year, strict=True)]
    paid_later = [(rang >= 1) * (rang > contract.first_dotation) * 1 for rang in frame.rang]
    dotation = [cents * one for cents, one in zip(contract.dotation, paid_later, strict=True)]
    ends = ended(frame, contract.ends_on)
    doubt = [take(table.uncertain, rank - 1)] * len(credit)
    lines = (
        _line(contract, frame, "amorcage", amount, credit, ends, doubt),
        _line(contract, frame, "dotation", contract.dotation, dotation, ends, [1 - contract.confirmed] * len(credit)),
    )
    return Schedule(frame, {"bareme": [rank] * len(credit), "fin_droits": ends}, {}, lines)


def _line(contract: EssContract, frame: Frame, code: str, montant: Row, whole: Row, ends: Row, incertain: Row) -> Line:
    """Both lines are paid in one go some months after the opening, and accrue by days over the contract year.

    A year cut by an early end is due by days; paid whole before it, it is repaid in part the day after.
    """
    planned = planned_payments(contract, frame)
    du = [
        share(amount, end - opening, days)
        for amount, end, opening, days in zip(whole, ends, frame.ouverture, frame.jours, strict=True)
    ]
    line = build_line(
        frame,
        code,
        montant=montant,
        debut=frame.ouverture,
        terme=ends,
        du=du,
        avance=[
            where(paid < end, amount, due) for paid, end, amount, due in zip(planned, ends, whole, du, strict=True)
        ],
        date_avance=planned,
        date_solde=[
            where(end < closing, end, paid) for end, closing, paid in zip(ends, frame.cloture, planned, strict=True)
        ],
        incertain=incertain,
        natures=("forfait", "solde"),
    )
    return delayed(line, frame, contract.funder_delay)


def planned_payments(contract: EssContract, frame: Frame) -> Row:
    """Return the day of each year's payment before the funder's delay, by EDATE from the signature."""
    return [add_months(contract.signature, 12 * (rank - 1) + contract.delay) for rank in frame.rang]


def _check_signature(signature: Int, first: int) -> None:
    earliest = signature.min() if hasattr(signature, "dtype") else signature
    if earliest < first:
        raise RuleError(
            f"Une ESS signée le {french(int(earliest))} est antérieure à la convention médicale, qui la finance à "
            f"partir du {french(first)} ; avant cette date, saisir les aides reçues (FIR, article 51) une à une."
        )


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a team may become an ESS, and why: one French sentence per condition."""

    ok: bool
    reasons: tuple[str, ...]


def eligibility(presents: int, liberaux: int, adherents: int, rules: Rules, day: int | None = None) -> Eligibility:
    """Return whether the conditions of the convention on numbers are met.

    Args:
        presents: doctors of the speciality present on the territory.
        liberaux: liberal doctors of the speciality on the territory.
        adherents: those of them who are members of the team.

    Raises:
        InputError: negative counts, or more members than doctors.
        RuleError: a day before the convention.
    """
    problems = [
        f"{what} : « {count} » est négatif ; un nombre de médecins est attendu."
        for what, count in (("présents", presents), ("libéraux", liberaux), ("adhérents", adherents))
        if count < 0
    ]
    if not problems and adherents > liberaux:
        problems.append(
            f"adhérents : « {adherents} » dépasse le nombre de médecins libéraux de la spécialité ({liberaux})."
        )
    if problems:
        raise InputError(problems)
    least_present = rules.amount("ess.eligibilite.medecins_min", day).value()
    share_asked = rules.amount("ess.eligibilite.adhesion_min", day).value()
    target = rules.amount("ess.eligibilite.adhesion_cible", day).value()
    years = rules.amount("ess.eligibilite.delai_cible", day).value()
    rate = adherents * PPM // liberaux if liberaux else 0
    enough = presents >= least_present
    joined = liberaux > 0 and adherents * PPM >= share_asked * liberaux
    reasons = [
        f"{presents} médecin{_s(presents)} de la spécialité présent{_s(presents)} : "
        + ("condition remplie" if enough else "condition non remplie")
        + f" (au moins {least_present}).",
        f"{adherents} adhérent{_s(adherents)} sur {liberaux} médecin{_s(liberaux)} "
        f"{'libéraux' if liberaux > 1 else 'libéral'}, soit {_rounded(rate)} : "
        + ("condition remplie" if joined else "condition non remplie")
        + f" (au moins {french_rate(share_asked)}).",
    ]
    if joined and adherents * PPM < target * liberaux:
        reasons.append(f"Adhésion à porter à {french_rate(target)} en {years} an{_s(years)}.")
    if not (enough and joined):
        reasons.append("Des dérogations existent : les demander à l'assurance maladie et à l'ARS.")
    return Eligibility(enough and joined, tuple(reasons))


def _s(count: int) -> str:
    return "s" if count > 1 else ""


def _rounded(ppm: int) -> str:
    """A rate to one decimal of a percent, cut so that 9.99 % never reads as the 10 % asked."""
    return french_rate(ppm // 1000 * 1000)


def notices(contract: EssContract, schedule: Schedule, rules: Rules) -> tuple[Notice, ...]:
    """Return what must be told of a contract (scalar)."""
    found = [*early_end(contract.ends_on, schedule.frame, schedule.lines)]
    lowest = rules.amount("ess.dotation.minimum").value()
    highest = rules.amount("ess.dotation.maximum").value()
    dotation = next(line for line in schedule.lines if line.code == "dotation")
    yearly = zip(dotation.rows["montant"], dotation.rows["du"], strict=True)
    outside = sorted({cents for cents, due in yearly if due and not lowest <= cents <= highest})
    if outside:
        found.append(
            Notice(
                "dotation-hors-bornes",
                f"Dotation ESS de {' et '.join(french_euros(cents) for cents in outside)} : la convention annonce de "
                f"{french_euros(lowest)} à {french_euros(highest)} par an ; vérifier le contrat.",
            )
        )
    if any(dotation.rows["a_confirmer"]):
        found.append(
            Notice(
                "dotation-a-confirmer",
                "Dotation ESS à confirmer : le barème selon le nombre de médecins n'est pas connu de l'outil, "
                "reprendre le montant du contrat signé.",
            )
        )
    if contract.presents or contract.liberaux:
        result = eligibility(contract.presents, contract.liberaux, contract.adherents, rules)
        if not result.ok:
            found.append(Notice("ess-non-eligible", "ESS : " + " ".join(result.reasons)))
    return tuple(found)
