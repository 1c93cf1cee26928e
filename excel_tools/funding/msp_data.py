"""What a MSP declares for one civil year: the answers from which its points are counted."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

ALWAYS = 1
"""In place of an acquisition day: acquired long ago (« oui »)."""


@dataclass(frozen=True, slots=True)
class MspData:
    """The answers of one civil year; names are those a user types.

    Yes or no is 1 or 0, levels run from 0, rates are millionths, days are ordinals (0 = none).

    Attributes:
        patientele: patients, of any age, whose médecin traitant is an associated doctor.
        ps_associes: associated professionals.
        ipa: the team includes an infirmier en pratique avancée.
        soins_non_programmes: unscheduled care is answered.
        amplitude: daily opening in hours.
        samedi: open on Saturday.
        fermeture_conges: weeks closed in school holidays.
        fermeture_hors_conges: weeks closed outside them.
        derogation_pdsa: dérogation of the ARS on the hours.
        crise_plan: crisis plan written.
        crise_actions: actions during a recognised crisis.
        coordination: coordination function held.
        protocoles: pluri-professional protocols.
        reunions: concertation meetings of the year; None while not told (as many as asked are then assumed).
        dossiers: files studied in concertation.
        patients_ald_75: patients in ALD or aged over 75 at 31 December.
        diversite: level 0 to 2.
        vacataires: level 0 to 2.
        cstm: contrat de solidarité territoriale médecin.
        missions_sante_publique: public health missions.
        theme_obesite: one of them is on obesity of the child.
        usagers: level 0 to 2.
        sas: part of the doctors in the SAS in percent: 0, 50 or 100.
        stages: traineeships.
        coordination_externe: external coordination.
        qualite: level 0 to 3.
        pnc: national protocols of cooperation.
        insuffisance_cardiaque: heart failure care.
        surpoids_enfant: overweight children care.
        si_standard: day on which the shared software was acquired, ``ALWAYS`` or 0.
        si_avance: the same for the advanced level.
        nouvelle_structure: projet de santé filed less than a year before the contract.
        taux_c2s: share of the patients with the C2S.
        taux_ame: share of the patients with the AME.
        taux_c2s_national: national share; None for that of the barème.
        taux_ame_national: national share; None for that of the barème.
        date_contrat: day on which the contract takes effect (a schedule reads that of the contract instead).
        annee: civil year (a schedule reads those of its frame instead).
    """

    patientele: int = 0
    ps_associes: int = 0
    ipa: int = 0
    soins_non_programmes: int = 1
    amplitude: Fraction | int = 12
    samedi: int = 1
    fermeture_conges: Fraction | int = 0
    fermeture_hors_conges: Fraction | int = 0
    derogation_pdsa: int = 0
    crise_plan: int = 1
    crise_actions: int = 0
    coordination: int = 1
    protocoles: int = 0
    reunions: int | None = None
    dossiers: int = 0
    patients_ald_75: int = 0
    diversite: int = 0
    vacataires: int = 0
    cstm: int = 0
    missions_sante_publique: int = 0
    theme_obesite: int = 0
    usagers: int = 0
    sas: int = 0
    stages: int = 0
    coordination_externe: int = 0
    qualite: int = 0
    pnc: int = 0
    insuffisance_cardiaque: int = 0
    surpoids_enfant: int = 0
    si_standard: int = ALWAYS
    si_avance: int = 0
    nouvelle_structure: int = 0
    taux_c2s: int = 0
    taux_ame: int = 0
    taux_c2s_national: int | None = None
    taux_ame_national: int | None = None
    date_contrat: int = 0
    annee: int = 0
