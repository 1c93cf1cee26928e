"""Inputs of the MSP, ESS and ESP workbooks whose sums tell whether they are still as generated."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.spending_checks import SPENDING_WATCHED
from excel_tools.reports.watched import CASH, COMMON, Watched


def _each(label: str, name: str, word: str = "") -> tuple[Watched, ...]:
    return tuple(
        Watched(f"{label} – scénario {number}", f"in_s{number}_{name}", word) for number in range(1, SCENARIOS + 1)
    )


def _family(fields: Sequence[Watched], rows: Sequence[tuple[str, str, str]]) -> tuple[Watched, ...]:
    chosen = [mark for label, name, word in rows for mark in _each(label, name, word)]
    cash = [mark for label, name in CASH for mark in _each(label.capitalize(), name)]
    return (*COMMON, *SPENDING_WATCHED, *fields, Watched("Montants du contrat", "in_contrat"), *cash, *chosen)


ESS_WATCHED = _family(
    (
        Watched("Signature", "in_signature"),
        Watched("Crédit d'amorçage dû", "in_amorcage", "oui"),
        Watched("Années avant la première dotation", "in_premiere_dotation"),
        Watched("Délai de versement", "in_retard"),
        Watched("Dotation inscrite au contrat", "in_dotation_contrat", "oui"),
    ),
    (("Dotation", "dotation", ""),),
)
ESP_WATCHED = _family(
    (
        Watched("Début", "in_debut"),
        Watched("Fin", "in_fin"),
        Watched("Montant par équipe", "in_montant"),
        Watched("Mois du versement", "in_mois_paiement"),
        Watched("Retard de versement", "in_retard"),
        Watched("Dates des avenants", "in_avenant_dates"),
    ),
    (("Équipes", "equipes", ""),),
)
MSP_WATCHED = _family(
    (
        Watched("Date d'effet du contrat", "in_signature"),
        Watched("Date de l'aide FIR", "in_fir_date"),
        Watched("Montant de l'aide FIR", "in_fir_montant"),
        Watched("Dates des avenants", "in_avenant_dates"),
    ),
    (
        ("Renouvellement", "renouvellement", "oui"),
        ("Croissance", "croissance", ""),
        ("Atteinte", "atteinte", ""),
        ("Réponses en nombre", "reponses", ""),
        ("Réponses « oui »", "reponses", "oui"),
    ),
)
