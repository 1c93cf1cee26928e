"""The shape of the CPTS workbook."""

from __future__ import annotations

from excel_tools.funding.cpts_table import CODES, LINE_LABELS
from excel_tools.reports.shape import SHEETS, Group, Shape

SLOTS = 3
"""Dated barèmes that the sheet « Barème » can hold."""

MISSION_NAMES = {
    "acces": "Accès aux soins",
    "parcours": "Parcours",
    "prevention": "Prévention",
    "crise": "Crise sanitaire",
    "qualite": "Qualité et pertinence",
    "accompagnement": "Accompagnement",
}
"""Mission → the short name used in the workbook."""

RATED = ("acces", "parcours", "prevention", "qualite", "accompagnement")
"""Missions with a variable part, in the order of the rows of attainment."""

MISSION_ROWS = (*RATED, "crise")
"""Missions in the order of the rows of « Entrées »."""

CPTS_SHAPE = Shape(
    kind="CPTS",
    period="Année de contrat",
    lines=tuple(LINE_LABELS.items()),
    groups=(
        Group("Fonctionnement", ("fonctionnement",)),
        *(
            Group(name, tuple(code for code in LINE_LABELS if code.startswith(f"{mission}_")))
            for mission, name in MISSION_NAMES.items()
        ),
    ),
    earmarked="acces_snp_enveloppe",
    missions=tuple(MISSION_NAMES.items()),
    sheets=(*SHEETS, "Missions", "Indicateurs"),
)

LOOKED_UP = tuple(CODES)
"""Rows of the barème, in the order of the sheet: those of ``cpts_table.CODES``."""

LOOK_UP_LABELS = {
    **LINE_LABELS,
    "crise_premiere": "Crise sanitaire – plan, première année",
    "crise_suivantes": "Crise sanitaire – plan, années suivantes",
}

PARAMETERS = (
    ("cpts.avance.taux", "Avance sur les parts fixes", "rate"),
    ("cpts.avance_variable.taux", "Avance sur les parts variables", "rate"),
    ("cpts.variable.delai", "Délai de versement des parts variables (mois)", "int"),
    ("cpts.contrat.duree", "Durée d'un contrat (mois)", "int"),
)
"""Parameters of the barème that a contract may change: code, label, number format."""

RENEWALS = 10
"""Contracts in a row that a renewal allows (the engine's bound)."""

BY_INDICATORS_WORD = "indicateurs"
ABSENT = "–"
"""In place of a confidence, where a line does not exist under a barème."""

UP_WORD, DOWN_WORD = "à augmenter", "à réduire"
