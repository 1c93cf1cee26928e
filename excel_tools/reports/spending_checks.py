"""What is checked, and watched, of the inputs of spending: lines of charges and of other income, staff, indemnities."""

from __future__ import annotations

from dataclasses import replace

from excel_tools.reports.cells import Values
from excel_tools.reports.input_check import InputCheck, each, optional
from excel_tools.reports.input_checks import INPUT_CHECKS
from excel_tools.reports.spending_shape import (
    CHARGE_TABLE,
    INCOME_TABLE,
    OPENING_CLAIMS_INPUT,
    OPENING_DEBTS_INPUT,
    POST_INPUTS,
    SOCIAL_DELAY_INPUT,
)
from excel_tools.reports.watched import Watched, flat

_TABLES = ((CHARGE_TABLE, "Charges"), (INCOME_TABLE, "Autres produits"))
_POSITIVE = ("<0",)
_SHARE = ("<0", ">1")


def _growth(label: str, name: str) -> InputCheck:
    """A rise of half at most, up or down; ``&`` writes the half as the reader's own spreadsheet does."""

    def faults(values: Values) -> int:
        typed = [item for item in flat(values[name]) if item is not None]
        return sum(1 for item in typed if not (isinstance(item, (int, float)) and -0.5 <= item <= 0.5))

    return InputCheck(label, f'=COUNTA({name})-COUNTIFS({name},">="&-1/(1+1),{name},"<="&1/(1+1))', faults)


def _lines(key: str, label: str) -> tuple[InputCheck, ...]:
    """Checks of a table of lines."""
    expected = (
        ("quantite", "des quantités, positives ou nulles", _POSITIVE),
        ("prix", "des prix, positifs ou nuls", _POSITIVE),
        ("imposes", "des montants imposés, positifs ou nuls", _POSITIVE),
        ("versements", "de 1 à 12 versements par an, ou rien", ("<1", ">12")),
        ("mois", "un premier mois de 1 à 12, ou rien", ("<1", ">12")),
        ("delai", "un délai de 0 à 3 mois, ou rien", ("<0", ">3")),
    )
    rise = _growth(f"{label} : une hausse de -50 % à 50 %", f"in_{key}_hausse")
    return (rise, *(optional(f"{label} : {what}", f"in_{key}_{name}", bad=bad) for name, what, bad in expected))


SPENDING_CHECKS = (
    *(check for key, label in _TABLES for check in _lines(key, label)),
    optional("Personnel : des salaires bruts, positifs ou nuls", "in_personnel_brut", bad=_POSITIVE),
    optional("Personnel : un taux patronal de 0 % à 100 %", "in_personnel_taux", bad=_SHARE),
    optional("Personnel : une quotité de 0 % à 100 %, ou rien", "in_personnel_quotite", bad=_SHARE),
    optional("Personnel : des dates d'entrée, ou rien", "in_personnel_entree", bad=["<1"]),
    optional("Personnel : des dates de sortie, ou rien", "in_personnel_sortie", bad=["<1"]),
    _growth("Personnel : une hausse de -50 % à 50 %", "in_personnel_hausse"),
    optional("Délai des cotisations : de 0 à 3 mois", SOCIAL_DELAY_INPUT, bad=("<0", ">3")),
    optional("Indemnités : un taux horaire, positif ou nul", "in_indemnites_taux", bad=_POSITIVE),
    optional("Indemnités : des heures, positives ou nulles", "in_indemnites_heures", bad=_POSITIVE),
    optional("Indemnités : un versement antérieur, positif ou nul", "in_indemnites_anterieur", bad=_POSITIVE),
    *each(lambda number: replace(_growth("Prix : une hausse de -50 % à 50 %", f"in_s{number}_prix"), scenario=number)),
    *each(
        lambda number: replace(
            _growth("Salaires : une hausse de -50 % à 50 %", f"in_s{number}_salaires"), scenario=number
        )
    ),
    *each(
        lambda number: optional(
            "Délai ajouté aux charges : de 0 à 3 mois", f"in_s{number}_delai_charges", bad=("<0", ">3"), scenario=number
        )
    ),
    optional("Dettes d'ouverture : un montant, positif ou nul", OPENING_DEBTS_INPUT, bad=_POSITIVE),
    optional("Créances d'ouverture : un montant, positif ou nul", OPENING_CLAIMS_INPUT, bad=_POSITIVE),
)
"""Checks that every family has on what is typed in these sheets."""

ALL_CHECKS = {kind: (*SPENDING_CHECKS, *own) for kind, own in INPUT_CHECKS.items()}
"""Kind of structure → the checks of all that is typed in its workbook, in the order of the sheet."""

_SUMMED = (
    ("quantite", "quantités"),
    ("prix", "prix unitaires"),
    ("hausse", "hausses"),
    ("imposes", "montants imposés"),
    ("versements", "versements"),
    ("mois", "mois"),
    ("delai", "délais"),
)
_POSTS = {
    "brut": "salaires bruts",
    "taux": "taux patronaux",
    "quotite": "quotités",
    "entree": "entrées",
    "sortie": "sorties",
    "hausse": "hausses",
}

SPENDING_WATCHED = (
    *(Watched(f"{label} – {what}", f"in_{key}_{name}") for key, label in _TABLES for name, what in _SUMMED),
    *(Watched(f"Personnel – {_POSTS[name]}", f"in_personnel_{name}") for name in POST_INPUTS if name in _POSTS),
    Watched("Délai des cotisations", SOCIAL_DELAY_INPUT),
    # who shares a ceiling with whom, without naming anyone
    Watched("Indemnités – professionnels", "out_indemnites_rangs"),
    Watched("Indemnités – taux horaires", "in_indemnites_taux"),
    Watched("Indemnités – heures", "in_indemnites_heures"),
    Watched("Indemnités – versements antérieurs", "in_indemnites_anterieur"),
    Watched("Dettes d'ouverture", OPENING_DEBTS_INPUT),
    Watched("Créances d'ouverture", OPENING_CLAIMS_INPUT),
)
"""Inputs of these sheets, whose sums tell whether a workbook is as generated."""
