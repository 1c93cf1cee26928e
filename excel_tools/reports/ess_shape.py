"""The shape of the ESS workbook."""

from __future__ import annotations

from excel_tools.funding.ess import LINES
from excel_tools.reports.shape import Group, Shape

ESS_SHAPE = Shape(
    kind="ESS",
    period="Année de contrat",
    lines=tuple(LINES.items()),
    groups=(Group("Crédit d'amorçage", ("amorcage",)), Group("Dotation", ("dotation",))),
)

CODES = (
    *("ess.amorcage", "ess.dotation.minimum", "ess.dotation.maximum"),
    *("ess.dotation.preset_bas", "ess.dotation.preset_moyen", "ess.dotation.preset_haut"),
    *("ess.eligibilite.medecins_min", "ess.eligibilite.adhesion_min", "ess.eligibilite.adhesion_cible"),
    "ess.eligibilite.delai_cible",
)
"""Rows of the barème, in the order of the sheet; the first one alone is read by the calculation."""
