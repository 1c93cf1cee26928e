"""The inputs of a CPTS workbook whose sums tell whether it is as generated."""

from __future__ import annotations

from excel_tools.reports.cpts_shape import BY_INDICATORS_WORD, DOWN_WORD
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.spending_checks import SPENDING_WATCHED
from excel_tools.reports.watched import CASH, COMMON, Watched

_BY_SCENARIO = (
    ("population", "population", ""),
    ("croissance", "croissance", ""),
    ("atteinte", "atteinte", ""),
    ("atteinte par indicateurs", "atteinte", BY_INDICATORS_WORD),
    ("décalages", "decalage", ""),
    *((label, name, "") for label, name in CASH),
    ("renouvellement", "renouvellement", "oui"),
    ("montants du contrat", "contrat", ""),
    ("montants de l'avenant", "avenant", ""),
    ("date de l'avenant", "avenant_date", ""),
    ("paramètres du contrat", "contrat_parametres", ""),
    ("paramètres de l'avenant", "avenant_parametres", ""),
)

CPTS_WATCHED = (
    *COMMON,
    *SPENDING_WATCHED,
    Watched("Date de signature", "in_signature"),
    Watched("Dépenses sur l'enveloppe SNP", "in_snp_depense"),
    Watched("Mission des fonds dédiés d'ouverture", "in_fonds_mission"),
    Watched("Crise reconnue", "in_crise_date"),
    Watched("Démarrage des missions", "in_debut"),
    Watched("Population", "in_population"),
    Watched("Seuils des indicateurs", "in_ind_seuils"),
    Watched("Montants des paliers", "in_ind_montants"),
    Watched("Valeurs des indicateurs", "in_ind_valeurs"),
    Watched("Indicateurs à réduire", "in_ind_sens", DOWN_WORD),
    *(
        Watched(f"Scénario {number} – {label}", f"in_s{number}_{name}", word)
        for number in range(1, SCENARIOS + 1)
        for label, name, word in _BY_SCENARIO
    ),
)
