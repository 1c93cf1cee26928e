"""The shape of the ESP workbook."""

from __future__ import annotations

from excel_tools.funding.esp import LINES
from excel_tools.reports.shape import Group, Shape

ESP_SHAPE = Shape(
    kind="ESP",
    period="Année civile",
    lines=tuple(LINES.items()),
    groups=(Group("Forfait ESP", ("enveloppe",)),),
)

AMOUNT_ROWS = 12
"""Dated amounts, of all regions, that the sheet « Barème » can hold."""

STATE = (
    ("annee", "Année"),
    ("mois_fin", "Mois jusqu'à la fin"),
    ("mois_debut", "Mois avant le début"),
    ("mois", "Mois comptés"),
    ("mois_dus", "Mois dus, fin anticipée comprise"),
    ("equipes", "Équipes"),
    ("national", "Forfait du barème régional"),
    ("doute", "Forfait du barème à confirmer (1 = oui)"),
    ("ligne_contrat", "Ligne du contrat (2 dès l'avenant)"),
    ("contrat", "Forfait du contrat signé"),
    ("inconnu", "Forfait inconnu, à saisir (1 = oui)"),
)
"""Rows of the block « etat »."""
