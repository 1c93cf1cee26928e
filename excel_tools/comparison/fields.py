"""What each input is called in a structure's workbook, where it stands, how it is written, and what text rules it.

One line a field: an input added to the engine must be given its own here (a test holds that none is missing).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from excel_tools.dates import french
from excel_tools.funding.cpts import BY_INDICATORS
from excel_tools.funding.cpts_table import MISSION_LABELS
from excel_tools.funding.msp_data import ALWAYS
from excel_tools.funding.msp_fields import DATE, QUESTIONS, RATE, SOFTWARE, YEAR, YES_NO, Question
from excel_tools.money import french_euros, french_number, french_rate

ENTREES, BAREME_SHEET, INDICATEURS, PERSONNEL = "Entrées", "Barème", "Indicateurs", "Personnel"
CHARGES_SHEET, INCOMES_SHEET, INDEMNITES = "Charges", "Autres produits", "Indemnités"
SCENARIOS = "Scénarios"
"""The file of scenarios: the workbook of a structure has no place for these."""
NOTHING = "vide"
"""In place of a value that is not there."""
WHOLE, PERIODS, EXERCICES, MISSIONS = "valeur", "périodes", "exercices", "missions"
"""Shapes of a field: one value, one a period of the contract, one a fiscal year, one (or a row) a mission."""


@dataclass(frozen=True, slots=True)
class Field:
    """One input.

    Attributes:
        label: as the workbook writes it.
        show: value → text.
        shape: ``WHOLE``, ``PERIODS``, ``EXERCICES`` or ``MISSIONS``.
        code: code of the barème, or beginning of some, under which stands the text that rules it; ``{}`` is the
            mission. Empty when no text does.
        sheet: title of the sheet.
        since: last rank of a row that is still its beginning: a change from there on holds for all the years.
    """

    label: str
    show: Callable[[Any], str]
    shape: str = WHOLE
    code: str = ""
    sheet: str = ENTREES
    since: int = 0


def shown(show: Callable[[Any], str], value: Any) -> str:
    """Return a value as text, a negative one with the sign of the amounts: « − 0,5 % »."""
    text = show(value)
    return f"−\u00a0{text[1:]}" if text.startswith("-") else text


def euros(cents: int | None) -> str:
    """Write an amount."""
    return NOTHING if cents is None else french_euros(cents)


def a_day(day: int) -> str:
    """Write a day."""
    return french(day) if day else NOTHING


def months(count: int) -> str:
    """Write a number of months."""
    return f"{count}\u00a0mois"


def years(count: int) -> str:
    """Write a number of years."""
    return f"{count}\u00a0an{'s' if count > 1 else ''}"


def yes_no(flag: int) -> str:
    """Write a choice."""
    return "oui" if flag else "non"


def number(value: int | Fraction | None) -> str:
    """Write a number with the decimals it needs, four at most."""
    if value is None:
        return NOTHING
    places = next((place for place in range(4) if Fraction(value * 10**place).denominator == 1), 4)
    return french_number(value, places)


def persons(count: int) -> str:
    """Write a number of persons."""
    return f"{french_number(count)}\u00a0habitant{'s' if count > 1 else ''}"


def attained(rate: int) -> str:
    """Write an attainment: a rate, or the indicators that give it."""
    return "« indicateurs »" if rate == BY_INDICATORS else french_rate(rate)


def mission_name(code: str) -> str:
    """Write which mission is served."""
    return MISSION_LABELS.get(code, code) or NOTHING


def _text(value: str) -> str:
    return value or NOTHING


def _answer(question: Question) -> Callable[[Any], str]:
    def show(value: Any) -> str:
        if value is None:
            return NOTHING
        if question.kind == YES_NO:
            return yes_no(value)
        if question.kind == SOFTWARE:
            return french(value) if value > ALWAYS else yes_no(value)
        if question.kind == RATE:
            return french_rate(value)
        return f"{value}\u202f%" if question.code == "sas" else number(value)

    return show


STRUCTURE: Mapping[str, Field] = MappingProxyType(
    {
        "opening_cash": Field("Trésorerie au premier jour", euros),
        "opening_dedicated": Field("Fonds dédiés au premier jour", euros),
        "opening_payables": Field("Dettes au premier jour", euros),
        "opening_receivables": Field("Créances au premier jour", euros),
        "snp_spent": Field("Dépensé sur l'enveloppe SNP de l'exercice", euros, EXERCICES),
        "dedicated_spent": Field("Dépensé sur les fonds dédiés d'ouverture", euros, EXERCICES),
        "dedicated_mission": Field("Mission servie par les fonds dédiés d'ouverture", mission_name),
        "social_delay": Field("Charges sociales payées après le salaire de", months, sheet=PERSONNEL),
        "charges_delay": Field("Délai ajouté au paiement des charges", months, sheet=SCENARIOS),
        "price_index": Field("Hausse des prix par an", french_rate, EXERCICES, sheet=SCENARIOS, since=1),
        "wage_index": Field("Hausse des salaires par an", french_rate, EXERCICES, sheet=SCENARIOS, since=1),
    }
)
"""Field of a structure → its input; the contract, its amounts and the tables of lines have theirs elsewhere."""

_RENEWAL = "Renouvellement après cinq ans"
_PAYMENTS = {
    "funder_delay": Field("Retard du financeur", months),
    "ends_on": Field("Fin anticipée du contrat", a_day),
}
CONTRACT: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "CPTS": {
            "signature": Field("Date de signature", a_day, code="cpts.contrat.duree"),
            "population": Field("Habitants couverts", persons, PERIODS, "cpts.taille.seuils", since=1),
            "growth": Field("Croissance de la population", french_rate, PERIODS, "cpts.taille.seuils", since=2),
            "starts": Field("Démarrage", a_day, MISSIONS, "cpts.calendrier.{}.demarrage"),
            "shifts": Field("Décalage", months, MISSIONS, "cpts.calendrier.{}.demarrage"),
            "attainment": Field("Atteinte", attained, MISSIONS, "cpts.{}.variable", since=1),
            "crisis_day": Field("Crise sanitaire reconnue le", a_day, code="cpts.crise.declaree"),
            "renewal": Field(_RENEWAL, yes_no, code="cpts.renouvellement"),
            **_PAYMENTS,
        },
        "MSP": {
            "signature": Field("Date d'effet du contrat", a_day, code="msp.contrat.duree"),
            "growth": Field("Croissance de la patientèle", french_rate, PERIODS, "msp.patientele.reference", since=2),
            "attainment": Field("Atteinte des points variables", french_rate, PERIODS, "msp.point.valeur", since=1),
            "renewal": Field(_RENEWAL, yes_no, code="msp.contrat.duree"),
            **_PAYMENTS,
        },
        "ESS": {
            "signature": Field("Date de signature", a_day, code="ess.amorcage"),
            "dotation": Field("Dotation annuelle", euros, PERIODS, "ess.dotation.maximum", since=1),
            "amorcage": Field("Crédit d'amorçage", yes_no, code="ess.amorcage"),
            "first_dotation": Field("Années avant la première dotation", years, code="ess.dotation.decalage"),
            "delay": Field("Délai de versement", months, code="ess.paiement.retard"),
            "confirmed": Field("Dotation inscrite au contrat signé", yes_no),
            "presents": Field("Médecins de la spécialité présents", number, code="ess.eligibilite.medecins_min"),
            "liberaux": Field("Dont médecins libéraux", number, code="ess.eligibilite.adhesion_min"),
            "adherents": Field("Médecins libéraux adhérents", number, code="ess.eligibilite.adhesion_min"),
            **_PAYMENTS,
        },
        "ESP": {
            "region": Field("Région", _text),
            "teams": Field("Équipes", number, PERIODS, since=1),
            "start": Field("Début", a_day),
            "end": Field("Fin", a_day),
            "amount": Field("Forfait par équipe et par an", euros),
            "payment_month": Field("Mois du versement", number),
            "delay": Field("Retard de versement", months),
            **_PAYMENTS,
        },
    }
)
"""Kind → field of its contract → its input; indicators, answers and the FIR aid have theirs elsewhere."""

_ANSWER_CODES = {
    "patientele": "patientele.reference",
    "ps_associes": "si_standard.par_ps_jusqua_16",
    "ipa": "protocoles.ipa",
    "soins_non_programmes": "horaires.base",
    "amplitude": "horaires.seuil_plein",
    "samedi": "horaires.samedi",
    "fermeture_conges": "horaires.fermeture_conges",
    "fermeture_hors_conges": "horaires.semaines_hors_conges_max",
    "derogation_pdsa": "horaires.seuil_plein",
    "reunions": "concertation.reunions",
    "dossiers": "concertation.part_cible",
    "patients_ald_75": "concertation.part_cible",
    "missions_sante_publique": "sante_publique.variable",
    "theme_obesite": "surpoids_enfant.missions_min",
    "stages": "formation.base",
    "nouvelle_structure": "nouvelle_structure.minimum",
    "taux_c2s": "precarite.plafond",
    "taux_ame": "precarite.plafond",
    "taux_c2s_national": "precarite.taux_c2s_national",
    "taux_ame_national": "precarite.taux_ame_national",
}
"""Answer of a MSP → code of its text; the others are named as the codes are."""

ANSWERS: Mapping[str, Field] = MappingProxyType(
    {
        question.code: Field(
            question.label,
            _answer(question),
            PERIODS,
            "" if question.kind in (DATE, YEAR) else f"msp.{_ANSWER_CODES.get(question.code, question.code)}",
            since=1,
        )
        for question in QUESTIONS
    }
)
"""Answer of a MSP → its input."""


def mission(field: Field, code: str) -> tuple[str, str]:
    """Return the label of a field for a mission, and its code of the barème."""
    return f"{field.label}, {MISSION_LABELS[code]}", field.code.format(code)
