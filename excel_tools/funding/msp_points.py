"""The points of a MSP, indicator by indicator, for one civil year.

Source: ACI MSP of 2017 and its avenant 1, as read in the Cnam's guide of October 2022. Points are exact fractions: only
euros are rounded. The rows returned here are rows of the sheets "Scénario 1" to "Scénario 3".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from excel_tools.funding.msp_data import MspData
from excel_tools.funding.msp_table import MspScale
from excel_tools.funding.ratios import quotient
from excel_tools.vector import PPM, Int, half_up, least

Number: TypeAlias = Any
"""An ``int`` or a ``Fraction``; in arrays, ``int64`` or ``Ratios``."""
Rows: TypeAlias = "dict[str, Number]"

PREREQUISITE, BASE, OPTION = "prérequis", "socle", "option"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the agreement: its code, name, axis (1 to 3) and kind (prérequis, socle or option)."""

    code: str
    label: str
    axis: int
    kind: str


INDICATORS = (
    Indicator("horaires", "Horaires et soins non programmés", 1, PREREQUISITE),
    Indicator("crise_plan", "Crise sanitaire – plan", 1, PREREQUISITE),
    Indicator("crise_actions", "Crise sanitaire – actions", 1, BASE),
    Indicator("diversite", "Diversité de l'offre – associés", 1, OPTION),
    Indicator("vacataires", "Spécialistes vacataires", 1, OPTION),
    Indicator("cstm", "Contrat de solidarité territoriale médecin", 1, OPTION),
    Indicator("sante_publique", "Missions de santé publique", 1, OPTION),
    Indicator("usagers", "Implication des usagers", 1, OPTION),
    Indicator("sas", "Service d'accès aux soins", 1, OPTION),
    Indicator("coordination", "Fonction de coordination", 2, PREREQUISITE),
    Indicator("protocoles", "Protocoles pluriprofessionnels", 2, BASE),
    Indicator("concertation", "Concertation pluriprofessionnelle", 2, BASE),
    Indicator("formation", "Formation – stages", 2, OPTION),
    Indicator("coordination_externe", "Coordination externe", 2, OPTION),
    Indicator("qualite", "Démarche qualité", 2, OPTION),
    Indicator("pnc", "Protocoles nationaux de coopération", 2, OPTION),
    Indicator("insuffisance_cardiaque", "Parcours insuffisance cardiaque", 2, OPTION),
    Indicator("surpoids_enfant", "Parcours surpoids ou obésité de l'enfant", 2, OPTION),
    Indicator("si_standard", "Système d'information – niveau standard", 3, PREREQUISITE),
    Indicator("si_avance", "Système d'information – niveau avancé", 3, OPTION),
)
CODES = tuple(indicator.code for indicator in INDICATORS)
KINDS: Mapping[str, str] = {indicator.code: indicator.kind for indicator in INDICATORS}

MAXIMA: Mapping[str, str] = {
    "protocoles": "protocoles.maximum",
    "missions_sante_publique": "sante_publique.maximum",
    "pnc": "pnc.maximum",
}
"""Counts that are capped → the code of their maximum."""


@dataclass(frozen=True, slots=True)
class Year:
    """A civil year and the part of it in which the contract runs; days, the closing ones excluded.

    Attributes:
        rank: 1 for the civil year in which the contract takes effect.
        advance_days: days from which the advance is computed, None for those in which the contract runs.
        planned_days: days in which it would have run without an early end, None where it has none.
    """

    opening: int
    closing: int
    start: int
    end: int
    rank: int
    advance_days: int | None = None
    planned_days: int | None = None

    @property
    def days(self) -> int:
        """Length of the civil year."""
        return self.closing - self.opening

    def running(self, since: int = 0) -> int:
        """Return the days in which the contract runs and something acquired on a day is held."""
        return max(0, min(self.closing, self.end) - max(self.opening, self.start, since))


def points_rows(data: MspData, scale: MspScale, year: Year, patientele: Int, attainment: Int = PPM) -> Rows:
    """Return the points and euros of every indicator: rows ``<indicateur>_fixes``, ``_variables`` (both for a full
    year), ``_points`` (prorated) and ``_euros`` (cents), after the rows they are made from.

    Args:
        patientele: patients of the year, growth included; a number or an array.
        attainment: millionths, on the variable points of indicators that are no prérequis; a number or an array.

    Raises:
        OverflowError: in arrays, whose numbers are limited (see ``ratios``).
    """
    effect = year.running()
    rows = _groundwork(data, scale, year, patientele)
    fixed = _fixed(data, scale, rows)
    variable = _variable(data, scale, rows, quotient(patientele, scale["patientele.reference"]))
    reached = quotient(attainment, PPM)
    for code in CODES:
        rows[f"{code}_fixes"] = fixed.get(code, 0)
        rows[f"{code}_variables"] = _times(variable.get(code, 0), 1 if KINDS[code] == PREREQUISITE else reached)
    for code in CODES:
        held = rows[f"{code}_jours"] if code in ("si_standard", "si_avance") else effect
        prorata = 1 if held == year.days else Fraction(held, year.days)
        rows[f"{code}_points"] = _times(rows[f"{code}_fixes"] + rows[f"{code}_variables"], prorata)
    for code in CODES:
        points = rows[f"{code}_points"]
        rows[f"{code}_euros"] = half_up(points.numerator * scale["point.valeur"], points.denominator)
    return rows


def _groundwork(data: MspData, scale: MspScale, year: Year, patientele: Int) -> Rows:
    """Rows shared by several indicators, and those that a formula of the sheet needs apart."""
    ratio = quotient(patientele, scale["patientele.reference"])
    threshold = scale["coordination.seuil"]
    below = quotient(least(patientele, threshold), scale["patientele.reference"])
    effect = year.running()
    asked = scale["concertation.reunions"] * effect
    held = data.reunions
    covered = data.patients_ald_75 * scale["concertation.part_cible"]
    return {
        "horaires_admis": int(
            data.soins_non_programmes
            and (data.derogation_pdsa or data.amplitude >= scale["horaires.seuil_bas"])
            and data.fermeture_conges <= scale["horaires.semaines_conges_max"]
            and data.fermeture_hors_conges <= scale["horaires.semaines_hors_conges_max"]
        ),
        "horaires_amplitude": _hours_deduction(data, scale),
        "coordination_pleine": scale["coordination.variable_jusqua_8000"] * below
        + scale["coordination.variable_au_dela"] * (ratio - below),
        "concertation_pleine": (scale["concertation.variable"] + scale["concertation.ipa"] * data.ipa) * ratio,
        "concertation_part": min(Fraction(1), Fraction(data.dossiers * PPM, covered)) if covered else 0,
        "concertation_reunions": 1 if held is None else min(Fraction(1), Fraction(held * year.days, max(1, asked))),
        "si_plein": scale["si_standard.par_ps_jusqua_16"] * min(data.ps_associes, scale["si_standard.seuil"])
        + scale["si_standard.par_ps_au_dela"] * max(0, data.ps_associes - scale["si_standard.seuil"]),
        "si_standard_jours": year.running(data.si_standard) * (data.si_standard > 0),
        "si_avance_jours": year.running(data.si_avance) * (data.si_avance > 0),
    }


def _hours_deduction(data: MspData, scale: MspScale) -> int:
    if data.derogation_pdsa or data.amplitude >= scale["horaires.seuil_plein"]:
        return 0
    if data.amplitude >= scale["horaires.seuil_moyen"]:
        return scale["horaires.deduction_10_12"]
    return scale["horaires.deduction_8_10"]


def _fixed(data: MspData, scale: MspScale, rows: Rows) -> dict[str, Number]:
    missions = min(data.missions_sante_publique, scale["sante_publique.maximum"])
    stages_beyond = data.stages - scale["formation.stages_min"]
    obesity = missions >= scale["surpoids_enfant.missions_min"] or (missions >= 1 and data.theme_obesite)
    return {
        "horaires": rows["horaires_admis"]
        * max(
            0,
            scale["horaires.base"]
            - rows["horaires_amplitude"]
            - scale["horaires.samedi"] * (1 - data.samedi)
            - scale["horaires.fermeture_conges"] * (data.fermeture_conges > 0),
        ),
        "crise_plan": scale["crise_plan.fixe"] * data.crise_plan,
        "diversite": _level(data.diversite, 0, scale["diversite.niveau1"], scale["diversite.niveau2"]),
        "vacataires": _level(data.vacataires, 0, scale["vacataires.niveau1"], scale["vacataires.niveau2"]),
        "cstm": scale["cstm.fixe"] * data.cstm,
        "sante_publique": scale["sante_publique.ipa"] * data.ipa * (missions >= scale["sante_publique.maximum"]),
        "usagers": scale["usagers.niveau1"] * (data.usagers >= 1),
        "sas": _level(
            (data.sas * PPM >= 100 * scale["sas.seuil"]) + (data.sas >= 100),
            0,
            scale["sas.moitie"],
            scale["sas.totalite"],
        ),
        "coordination": scale["coordination.fixe"] * data.coordination,
        "protocoles": (scale["protocoles.fixe"] + scale["protocoles.ipa"] * data.ipa)
        * min(data.protocoles, scale["protocoles.maximum"]),
        "formation": (stages_beyond >= 0)
        * min(scale["formation.maximum"], scale["formation.base"] + scale["formation.supplement"] * stages_beyond),
        "qualite": scale["qualite.niveau1"] * (data.qualite >= 1),
        "pnc": scale["pnc.fixe"] * min(data.pnc, scale["pnc.maximum"]),
        "surpoids_enfant": scale["surpoids_enfant.fixe"] * data.surpoids_enfant * bool(obesity),
        "si_standard": scale["si_standard.fixe"] * (rows["si_standard_jours"] > 0),
        "si_avance": scale["si_avance.fixe"] * (rows["si_avance_jours"] > 0),
    }


def _variable(data: MspData, scale: MspScale, rows: Rows, ratio: Number) -> dict[str, Number]:
    missions = min(data.missions_sante_publique, scale["sante_publique.maximum"])
    return {
        "crise_actions": scale["crise_actions.variable"] * data.crise_actions * data.crise_plan * ratio,
        "sante_publique": scale["sante_publique.variable"] * missions * ratio,
        "usagers": scale["usagers.niveau2"] * (data.usagers >= 2) * ratio,
        "coordination": rows["coordination_pleine"] * data.coordination,
        "concertation": rows["concertation_pleine"] * rows["concertation_part"] * rows["concertation_reunions"],
        "coordination_externe": scale["coordination_externe.variable"] * data.coordination_externe * ratio,
        "qualite": (scale["qualite.niveau2"] * (data.qualite >= 2) + scale["qualite.niveau3"] * (data.qualite >= 3))
        * ratio,
        "insuffisance_cardiaque": scale["insuffisance_cardiaque.variable"] * data.insuffisance_cardiaque * ratio,
        "si_standard": rows["si_plein"] * (rows["si_standard_jours"] > 0),
    }


def _times(number: Number, part: Number) -> Number:
    """Return a product; most points are zero, or held the whole year, and exact fractions are slow."""
    return number * part if number and part != 1 else number


def _level(level: int, *values: int) -> int:
    return values[min(level, len(values) - 1)]
