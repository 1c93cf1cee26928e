"""The shape of a family's workbook: what its template and the values that fill it must agree on."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

PERIODS = 7
YEARS = 5
MONTHS = 60
SCENARIOS = 3
CHARGE_ROWS = 60
AID_ROWS = 6
NOTICE_ROWS = 20
SOURCE_ROWS = 16
INDICATOR_ROWS = 60
TIERS = 4
CLASSES = tuple(str(account) for account in range(60, 70))
CLASS_LABELS = {
    "60": "Achats",
    "61": "Services extérieurs",
    "62": "Autres services extérieurs",
    "63": "Impôts et taxes",
    "64": "Charges de personnel",
    "65": "Autres charges de gestion courante",
    "66": "Charges financières",
    "67": "Charges exceptionnelles",
    "68": "Dotations aux amortissements et provisions",
    "69": "Impôts sur les bénéfices",
}


SHEETS = (
    "LISEZMOI",
    "Synthèse",
    "Budget",
    "CERFA",
    "Compte rendu",
    "Trésorerie",
    "Comparaison",
    "Alertes",
    "Entrées",
    "Charges",
    "Autres produits",
    "Personnel",
    "Indemnités",
    "Échéances",
    "Charges par mois",
    "Fonds dédiés",
    "Comptes",
    "Écritures",
    "Barème",
    *(f"Scénario {number}" for number in range(1, SCENARIOS + 1)),
    *(f"Mois {number}" for number in range(1, SCENARIOS + 1)),
    "Contrôles",
    "Sources",
)
"""Titles of the sheets every family has, in the order of the tabs."""


@dataclass(frozen=True, slots=True)
class Group:
    """Consecutive lines that share a column of the monthly cash.

    Attributes:
        label: head of the column.
        lines: codes, consecutive among those of the shape.
    """

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A family as its workbook shows it.

    Attributes:
        kind: ``"CPTS"``.
        period: what a period of the frame is called.
        lines: code and label of each line of receipts, in the order of the schedule.
        groups: the lines by column of the monthly cash; together they are all the lines, in the same order.
        earmarked: line whose unspent part becomes fonds dédiés, ``""`` when there is none.
        account: account of the receipts.
        missions: code → label of what a charge may serve.
        sheets: titles in the order of the tabs.
    """

    kind: str
    period: str
    lines: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    earmarked: str = ""
    account: str = "74"
    missions: tuple[tuple[str, str], ...] = ()
    sheets: tuple[str, ...] = SHEETS

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the lines."""
        return tuple(code for code, _ in self.lines)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels of the lines."""
        return tuple(label for _, label in self.lines)


def slug(title: str) -> str:
    """Return a sheet's title as a piece of a defined name: ``"Scénario 1"`` → ``"scenario1"``."""
    plain = unicodedata.normalize("NFD", title.lower())
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())


def scenario_prefix(number: int) -> str:
    """Return the prefix of the results of a scenario, 1 to 3: ``"out_s1_"``."""
    return f"out_s{number}_"


TOTALS = (
    ("droits", "Droits de l'année"),
    ("produits_lignes", "Produits des financements"),
    ("aides", "Aides ponctuelles"),
    ("autres", "Autres produits"),
    ("reprise", "Reprise de fonds dédiés (789)"),
    ("produits", "Total des produits"),
    ("charges", "Charges"),
    ("dotation", "Report en fonds dédiés (689)"),
    ("charges_totales", "Total des charges"),
    ("resultat", "Résultat"),
    ("autres_recus", "Autres produits reçus"),
    ("encaissements", "Encaissements"),
    ("decaissements", "Charges payées"),
    ("tresorerie", "Trésorerie en fin d'exercice"),
    ("a_confirmer", "Droits reposant sur des montants à confirmer"),
    ("creances", "Créances (+) ou produits d'avance (−)"),
)
"""Rows of the block « Totaux » of a scenario: code and label."""

DEDICATED = (
    ("ouverture", "Fonds dédiés à l'ouverture (194)"),
    ("entree", "Enveloppe fléchée de l'exercice"),
    ("depense", "Dépenses déclarées sur l'enveloppe"),
    ("utilise", "Dépenses couvertes"),
    ("dotation", "Report en fonds dédiés (689)"),
    ("reprise", "Reprise de fonds dédiés (789)"),
    ("cloture", "Fonds dédiés à la clôture (194)"),
)
"""Rows of the block « Fonds dédiés » of a scenario."""

CHECKS = (
    ("resultat", "Produits − charges = résultat"),
    ("tresorerie", "Trésorerie : ouverture + encaissements − décaissements = clôture"),
    ("versements", "Avances + soldes = droits (les sept périodes calculées)"),
    ("rattachement", "Produits rattachés = droits (les sept périodes calculées)"),
    ("creances", "Produits rattachés cumulés = encaissements cumulés + créances de clôture"),
    ("fonds_dedies", "Fonds dédiés : ouverture + enveloppe − dépenses couvertes = clôture"),
    ("mois", "Encaissements des 60 mois = encaissements des 5 exercices"),
)
"""Checks made on each scenario: code and label."""

COMMON_CHECKS = (
    ("charges", "Charges par classe de compte = charges"),
    ("charges_mois", "Charges dues par mois = charges"),
    ("dettes", "Dettes d'ouverture + charges − celles sans paiement (675, 68) − payées = dettes de clôture"),
    ("produits", "Autres produits par classe de compte = autres produits"),
    ("produits_mois", "Autres produits dus par mois = autres produits"),
    ("recus", "Créances d'ouverture + autres produits − ceux jamais encaissés (71, 72, 777, 78) − encaissés = clôture"),
    ("sources", "Chaque montant du barème a sa source et sa date"),
    ("cerfa_charges", "CERFA : charges des cinq exercices = charges du budget"),
    ("cerfa_produits", "CERFA : produits des cinq exercices = produits du budget"),
    ("cerfa_nature", "CERFA : exercices où les emplois (86) égalent les contributions volontaires (87)"),
    ("cerfa_lignes", "CERFA : écritures qui ont leur ligne (les autres : feuille Écritures, colonne État)"),
    ("cerfa_bornes", "CERFA : comptes en ordre croissant (feuille Comptes)"),
    ("missions", "Missions et fonctionnement : exercices, et leur total, où ils font le résultat"),
)
"""Checks made once; that of the missions where the family has some."""


COUNTED_CHECKS = ("sources", "cerfa_nature", "cerfa_lignes", "cerfa_bornes", "missions")
"""Those that count something else than euros."""


def common_checks(shape: Shape) -> tuple[tuple[str, str], ...]:
    """Return the checks that a family makes once."""
    return tuple(check for check in COMMON_CHECKS if shape.missions or check[0] != "missions")


ENGINE_TOTALS = ("droits", "produits", "encaissements", "resultat")
"""Totals of a scenario compared with those computed by the program."""

COMPARED = ("produits", "charges_totales", "resultat", "encaissements", "tresorerie", "a_confirmer")
"""Totals shown side by side in « Comparaison »."""
