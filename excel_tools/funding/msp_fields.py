"""The questions a MSP answers each year: their codes, French names, bounds, and how a typed answer is read."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from excel_tools.dates import parse_day, year_of
from excel_tools.errors import InputError
from excel_tools.funding.msp_data import ALWAYS, MspData
from excel_tools.money import french_number, parse_number, parse_rate
from excel_tools.vector import PPM

YES_NO, COUNT, DECIMAL, LEVEL, PART, SOFTWARE, RATE, DATE, YEAR = (
    *("oui/non", "nombre", "nombre à virgule", "niveau", "part", "acquisition", "taux", "date", "année"),
)
_WORDS = {"oui": 1, "vrai": 1, "true": 1, "yes": 1, "o": 1, "x": 1, "1": 1}
_WORDS |= {"non": 0, "faux": 0, "false": 0, "no": 0, "n": 0, "0": 0}


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        code: name of the answer in ``MspData``.
        label: French name.
        kind: how the answer is typed: ``YES_NO``, ``COUNT``, ``DECIMAL``, ``LEVEL``, ``PART`` (0, 50 or 100),
            ``SOFTWARE`` (yes, no, or the day of acquisition), ``RATE``, ``DATE`` or ``YEAR``.
        most: highest level, or largest plausible number; 0 when there is none.
        help: what to type, in French.
    """

    code: str
    label: str
    kind: str
    most: int = 0
    help: str = ""

    @property
    def left_out(self) -> str:
        """What is taken when it is not answered: ``"oui"``, ``"12"``; nothing where the help says it."""
        value = getattr(MspData(), self.code)
        if value is None or self.kind in (DATE, YEAR):
            return ""
        if self.kind in (YES_NO, SOFTWARE):
            return "oui" if value else "non"
        return french_number(value)

    @property
    def supposed(self) -> bool:
        """Whether an answer left out earns points."""
        return bool(getattr(MspData(), self.code))


QUESTIONS = (
    Question("patientele", "Patientèle médecin traitant", COUNT, 10**7, "Tous âges, médecins associés."),
    Question("ps_associes", "Professionnels de santé associés", COUNT, 10**5, "Associés de la SISA."),
    Question("ipa", "Infirmier en pratique avancée (IPA)", YES_NO, 0, "Libéral ou salarié."),
    Question("soins_non_programmes", "Soins non programmés", YES_NO, 0, "Prérequis."),
    Question("amplitude", "Amplitude d'ouverture quotidienne", DECIMAL, 24, "Heures par jour."),
    Question("samedi", "Ouverture le samedi", YES_NO, 0, "oui = ouvert."),
    Question("fermeture_conges", "Fermeture pendant les congés scolaires", DECIMAL, 52, "Semaines par an."),
    Question("fermeture_hors_conges", "Fermeture hors congés scolaires", DECIMAL, 52, "Semaines par an."),
    Question("derogation_pdsa", "Dérogation de l'ARS (PDSA)", YES_NO, 0, "Lève la déduction sur l'amplitude."),
    Question("crise_plan", "Plan de crise sanitaire", YES_NO, 0, "Prérequis depuis 2023."),
    Question("crise_actions", "Actions pendant une crise reconnue", YES_NO, 0, "Seulement si le plan existe."),
    Question("coordination", "Fonction de coordination", YES_NO, 0, "Prérequis."),
    Question("protocoles", "Protocoles pluriprofessionnels", COUNT, 10**4, "8 retenus au plus."),
    Question("reunions", "Réunions de concertation", COUNT, 10**4, "6 demandées par an ; vide = supposées tenues."),
    Question("dossiers", "Dossiers étudiés en concertation", COUNT, 10**7, "Sur l'année."),
    Question("patients_ald_75", "Patients en ALD ou de plus de 75 ans", COUNT, 10**7, "Au 31 décembre."),
    Question("diversite", "Diversité des associés", LEVEL, 2, "Niveau 0 à 2."),
    Question("vacataires", "Spécialistes vacataires", LEVEL, 2, "Niveau 0 à 2."),
    Question("cstm", "Contrat de solidarité territoriale (CSTM)", YES_NO),
    Question("missions_sante_publique", "Missions de santé publique", COUNT, 10**4, "2 retenues au plus."),
    Question("theme_obesite", "Dont une sur l'obésité de l'enfant", YES_NO),
    Question("usagers", "Implication des usagers", LEVEL, 2, "Niveau 0 à 2."),
    Question("sas", "Participation au SAS", PART, 100, "0, 50 ou 100 % des médecins."),
    Question("stages", "Stages", COUNT, 10**4, "4 retenus au plus, aucun point au-dessous de 2."),
    Question("coordination_externe", "Coordination externe", YES_NO),
    Question("qualite", "Démarche qualité", LEVEL, 3, "Niveau 0 à 3."),
    Question("pnc", "Protocoles nationaux de coopération", COUNT, 10**4, "6 retenus au plus."),
    Question("insuffisance_cardiaque", "Parcours insuffisance cardiaque", YES_NO),
    Question("surpoids_enfant", "Parcours surpoids de l'enfant", YES_NO, 0, "Avec les missions de santé publique."),
    Question("si_standard", "SI partagé, niveau standard", SOFTWARE, 0, "Prérequis ; oui, non ou date d'acquisition."),
    Question("si_avance", "SI partagé, niveau avancé", SOFTWARE, 0, "oui, non ou date d'acquisition."),
    Question("nouvelle_structure", "Nouvelle structure", YES_NO, 0, "Projet de santé de moins d'un an au contrat."),
    Question("taux_c2s", "Part de la patientèle à la C2S", RATE, 1, "Avec au moins un acte dans l'année."),
    Question("taux_ame", "Part de la patientèle à l'AME", RATE, 1, "Avec au moins un acte dans l'année."),
    Question("taux_c2s_national", "Taux national de C2S", RATE, 1, "Vide = celui du barème, à confirmer."),
    Question("taux_ame_national", "Taux national d'AME", RATE, 1, "Vide = celui du barème, à confirmer."),
    Question("date_contrat", "Date d'effet du contrat", DATE),
    Question("annee", "Année civile", YEAR),
)
BY_CODE: Mapping[str, Question] = {question.code: question for question in QUESTIONS}


def read_data(values: Mapping[str, object]) -> MspData:
    """Return the answers typed under their codes; what is empty or absent keeps its default.

    Args:
        values: code → text, number, date or boolean, as a cell or an argument holds it.

    Raises:
        InputError: every answer that cannot be read, at once.
    """
    problems: list[str] = []
    found: dict[str, Any] = {}
    for code, value in values.items():
        question = BY_CODE.get(code.strip().lower())
        if question is None:
            close = difflib.get_close_matches(code, BY_CODE, n=2, cutoff=0.6)
            hint = f" Vouliez-vous dire {' ou '.join(f'« {name} »' for name in close)} ?" if close else ""
            problems.append(f"donnée MSP « {code} » inconnue.{hint}")
        elif value is not None and value != "" and not (isinstance(value, str) and not value.strip()):
            try:
                found[question.code] = read_answer(question, value)
            except InputError as error:
                problems += error.messages
    annee, contract = found.get("annee", 0), found.get("date_contrat", 0)
    if annee and contract and annee < year_of(contract):
        problems.append(
            f"annee : « {annee} » précède le contrat, qui prend effet en {year_of(contract)} ; rien n'est dû avant."
        )
    if problems:
        raise InputError(problems)
    return MspData(**found)


def read_answer(question: Question, value: object) -> int | Fraction:
    """Return one answer in the unit of ``MspData``.

    Raises:
        InputError: not of the kind expected, or out of its bounds.
    """
    return _READERS[question.kind](question, value)


def _yes_no(question: Question, value: object) -> int:
    word = _WORDS.get(str(value).strip().lower().removesuffix(".0"))
    if word is None:
        raise InputError(f"{question.code} : « {value} » ; écrire oui ou non.")
    return word


def _decimal(question: Question, value: object) -> Fraction:
    number = parse_number(value, question.code)
    if not 0 <= number <= question.most:
        raise InputError(
            f"{question.code} : « {value} » ; un nombre de 0 à {french_number(question.most)} est attendu."
        )
    return number


def _count(question: Question, value: object) -> int:
    number = _decimal(question, value)
    if number.denominator != 1:
        raise InputError(f"{question.code} : « {value} » ; un nombre entier est attendu.")
    return int(number)


def _part(question: Question, value: object) -> int:
    rate = parse_rate(value, question.code)
    if isinstance(value, str) and value.strip().endswith("%"):
        rate *= 100
    percent = {0: 0, PPM // 2: 50, PPM: 100, 50 * PPM: 50, 100 * PPM: 100}.get(rate)
    if percent is None:
        raise InputError(f"{question.code} : « {value} » ; 0, 50 ou 100 est attendu (pour cent des médecins).")
    return percent


def _software(question: Question, value: object) -> int:
    word = _WORDS.get(str(value).strip().lower())
    if word is not None:
        return ALWAYS * word
    try:
        return parse_day(value, question.code)
    except InputError as error:
        raise InputError(f"{error.messages[0]} Écrire aussi oui ou non.") from error


def _rate(question: Question, value: object) -> int:
    rate = parse_rate(value, question.code)
    if not 0 <= rate <= PPM:
        raise InputError(f"{question.code} : « {value} » ; un taux de 0 à 1, ou de 0 à 100 %, est attendu.")
    return rate


def _date(question: Question, value: object) -> int:
    return parse_day(value, question.code)


def _year(question: Question, value: object) -> int:
    number = parse_number(value, question.code)
    if number.denominator != 1 or not 1990 <= number <= 2100:
        raise InputError(f"{question.code} : « {value} » ; une année de quatre chiffres est attendue.")
    return int(number)


_READERS: Mapping[str, Callable[[Question, object], int | Fraction]] = {
    YES_NO: _yes_no,
    COUNT: _count,
    DECIMAL: _decimal,
    LEVEL: _count,
    PART: _part,
    SOFTWARE: _software,
    RATE: _rate,
    DATE: _date,
    YEAR: _year,
}
