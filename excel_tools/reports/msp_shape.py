"""The shape of the MSP workbook: the rows of its scenario sheets, in their order."""

from __future__ import annotations

from excel_tools.funding.msp import LINES
from excel_tools.funding.msp_fields import DATE, QUESTIONS, YEAR
from excel_tools.funding.msp_points import INDICATORS
from excel_tools.reports.shape import Group, Shape

MSP_SHAPE = Shape(
    kind="MSP",
    period="Année civile",
    lines=tuple(LINES.items()),
    groups=(Group("Rémunération ACI", ("remuneration",)), Group("Aide FIR", ("fir",))),
)

SLOTS = 3
"""Dated barèmes that the sheet « Barème » can hold."""

ANSWERS = tuple(question for question in QUESTIONS if question.kind not in (DATE, YEAR))
"""The questions asked for each civil year."""

LABELS = {indicator.code: indicator.label for indicator in INDICATORS}

EFFECT = (
    ("fin_contrat", "Fin du contrat (jour suivant)"),
    ("fin_effet", "Fin des droits, fin anticipée comprise (jour suivant)"),
    ("effet_jours", "Jours où le contrat court"),
    ("avance_jours", "Jours comptés dans l'avance"),
    ("bareme", "Rang du barème"),
    ("contrat_colonne", "Colonne du contrat (scénario, avenant)"),
    ("croissance", "Croissance de la patientèle"),
    ("facteur", "Croissance cumulée de la patientèle"),
    ("patientele", "Patientèle"),
    ("atteinte", "Atteinte des points variables hors prérequis"),
)
"""Rows of the block « effet »."""

VALUES = (
    *("point.valeur", "patientele.reference", "contrat.duree"),
    *("horaires.base", "horaires.seuil_plein", "horaires.seuil_moyen", "horaires.seuil_bas"),
    *("horaires.deduction_10_12", "horaires.deduction_8_10", "horaires.samedi", "horaires.fermeture_conges"),
    *("horaires.semaines_conges_max", "horaires.semaines_hors_conges_max"),
    *("crise_plan.fixe", "crise_plan.obligatoire", "crise_actions.variable"),
    *("diversite.niveau1", "diversite.niveau2", "vacataires.niveau1", "vacataires.niveau2", "cstm.fixe"),
    *("sante_publique.variable", "sante_publique.maximum", "sante_publique.ipa", "usagers.niveau1", "usagers.niveau2"),
    *("sas.moitie", "sas.totalite", "sas.seuil"),
    *("coordination.fixe", "coordination.variable_jusqua_8000", "coordination.variable_au_dela", "coordination.seuil"),
    *("protocoles.fixe", "protocoles.maximum", "protocoles.ipa"),
    *("concertation.variable", "concertation.ipa", "concertation.part_cible", "concertation.reunions"),
    *("formation.base", "formation.stages_min", "formation.supplement", "formation.maximum"),
    *("coordination_externe.variable", "qualite.niveau1", "qualite.niveau2", "qualite.niveau3"),
    *("pnc.fixe", "pnc.maximum", "insuffisance_cardiaque.variable"),
    *("surpoids_enfant.fixe", "surpoids_enfant.missions_min"),
    *("si_standard.fixe", "si_standard.par_ps_jusqua_16", "si_standard.par_ps_au_dela", "si_standard.seuil"),
    *("si_avance.fixe", "avance.taux"),
    *("calendrier.avance_mois", "calendrier.avance_jour", "calendrier.delai_contrat"),
    *("calendrier.solde_mois", "calendrier.solde_jour"),
    *("nouvelle_structure.minimum", "nouvelle_structure.avance_minimum", "nouvelle_structure.duree_annees"),
    *("precarite.plafond", "precarite.taux_c2s_national", "precarite.taux_ame_national"),
)
"""Codes of the barème read by the sheet, without ``msp.``."""

FLAGS = (
    "concertation.reunions",
    "surpoids_enfant.missions_min",
    "precarite.plafond",
    "nouvelle_structure.minimum",
)
"""Codes whose confidence decides what is counted as to be confirmed (see ``msp_year.year_rows``)."""

GROUNDWORK = (
    ("horaires_admis", "Horaires : conditions remplies"),
    ("horaires_amplitude", "Horaires : déduction sur l'amplitude"),
    ("coordination_pleine", "Coordination : points variables"),
    ("concertation_pleine", "Concertation : points variables entiers"),
    ("concertation_part", "Concertation : part étudiée sur part demandée"),
    ("concertation_reunions", "Concertation : réunions tenues sur réunions demandées"),
    ("si_plein", "SI standard : points des associés"),
    ("si_standard_jours", "SI standard : jours"),
    ("si_avance_jours", "SI avancé : jours"),
)

FIXED = (
    *("horaires", "crise_plan", "diversite", "vacataires", "cstm", "sante_publique", "usagers", "sas", "coordination"),
    *("protocoles", "formation", "qualite", "pnc", "surpoids_enfant", "si_standard", "si_avance"),
)
"""Indicators with fixed points."""

VARIABLE = (
    *("crise_actions", "sante_publique", "usagers", "coordination", "concertation", "coordination_externe"),
    *("qualite", "insuffisance_cardiaque", "si_standard"),
)
"""Indicators with variable points."""

RESULTS = (
    ("prerequis", "Prérequis tous remplis"),
    ("points", "Points retenus"),
    ("montant_points", "Rémunération des points"),
    ("precarite_taux", "Taux de précarité"),
    ("precarite", "Majoration précarité"),
    ("nouvelle", "Nouvelle structure, deux premières années"),
    ("plancher", "Minimum d'une nouvelle structure"),
    ("complement", "Complément jusqu'au minimum"),
    ("remuneration", "Rémunération de l'année"),
    ("avance_points", "Points de l'avance (socle et prérequis à 100 %)"),
    ("avance_base", "Rémunération de référence de l'avance"),
    ("avance_calculee", "Avance au prorata"),
    ("avance", "Avance"),
    ("a_confirmer", "Part à confirmer"),
)
