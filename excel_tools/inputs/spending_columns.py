"""The columns of what a structure spends, and of its other income: charges, produits, personnel, indemnités."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.inputs.columns import MISSION_WORDS, Column
from excel_tools.schedule import YEARS
from excel_tools.spending.entry import INSTALMENTS

_MISSIONS = tuple(MISSION_WORDS.values())
_OWNER = Column("nom", "Structure", "nom", "Nom de la structure, comme dans sa feuille.", True, ("nom",))


def _mission(what: str) -> Column:
    return Column("mission", "Mission", "mission", f"Mission servie, si {what} n'en sert qu'une.", choices=_MISSIONS)


def _entries(what: str, account: Column, paid: str) -> tuple[Column, ...]:
    """Return the columns of a line of charges or of other income."""
    return (
        _OWNER,
        account,
        Column("libelle", "Libellé", "texte", "Ce que c'est.", True),
        _mission(what),
        Column(
            "mois",
            "Mois",
            "mois",
            f"Mois civil {paid}, de 1 à 12, les autres au même pas ; vide : dès le début de l'exercice.",
        ),
        Column(
            "versements",
            "Versements",
            "versements",
            "Combien de fois par exercice : 1, 2, 4 ou 12 ; vide : 1 si le mois est donné, sinon 12.",
            choices=tuple(str(count) for count in INSTALMENTS),
        ),
        Column("delai", "Délai", "delai", "Mois entre l'échéance et le paiement, de 0 à 3 (0 si vide)."),
        Column("quantite", "Quantité", "quantite", "Avec le prix unitaire : le montant 1 s'il est laissé vide."),
        Column("prix", "Prix unitaire", "prix", "En euros, quatre décimales au plus (0,665 par kilomètre)."),
        Column(
            "montant_1",
            "Montant 1",
            "euros_positifs",
            "Montant du premier exercice, en euros ; l'emporte sur quantité × prix.",
            True,
            ("montant",),
            instead=("quantite", "prix"),
        ),
        *(
            Column(
                f"montant_{year}",
                f"Montant {year}",
                "euros_positifs",
                "Vide : le précédent, avec la hausse annuelle.",
            )
            for year in range(2, YEARS + 1)
        ),
        Column("hausse", "Hausse annuelle", "croissance", "Hausse appliquée aux montants laissés vides (0 % si vide)."),
    )


CHARGES: Sequence[Column] = _entries(
    "la charge",
    Column(
        "compte",
        "Compte",
        "compte",
        "De 60 à 69 (2 à 8 chiffres), sauf 689 ; 675 et 68 ne sont jamais payés.",
        True,
    ),
    "d'un paiement",
)

INCOMES: Sequence[Column] = _entries(
    "le produit",
    Column(
        "compte",
        "Compte",
        "compte_produit",
        "De 70 à 79 (2 à 8 chiffres), sauf 789 ; 71, 72, 777, 78 jamais reçus.",
        True,
    ),
    "d'une recette",
)

STAFF: Sequence[Column] = (
    _OWNER,
    Column("poste", "Poste", "personne", "Le poste, sans nom de personne de préférence.", True),
    _mission("le poste"),
    Column(
        "brut",
        "Brut mensuel",
        "euros_positifs",
        "Salaire brut d'un mois à temps plein, premier exercice, en euros ; une prime de fin d'année y est répartie.",
        True,
    ),
    Column(
        "taux", "Taux patronal", "taux", "Cotisations patronales : part du brut, lue sur la fiche de paie (42 %).", True
    ),
    Column("quotite", "Quotité", "taux", "Part d'un temps plein (50 %) ; 100 % si vide."),
    Column("entree", "Entrée", "date", "Premier jour ; vide : déjà là."),
    Column("sortie", "Sortie", "date", "Dernier jour ; vide : aucun."),
    Column("hausse", "Hausse annuelle", "croissance", "Hausse du brut dès le deuxième exercice (0 % si vide)."),
)

INDEMNITIES: Sequence[Column] = (
    # « Nom » is the person's here
    Column("nom", "Structure", "nom", "Nom de la structure, comme dans sa feuille.", True),
    Column(
        "personne",
        "Nom",
        "personne",
        "Le professionnel ; le même nom sur plusieurs lignes partage un seul plafond (PASS). Ne sort pas du classeur.",
        aliases=("professionnel", "personne"),
    ),
    _mission("l'indemnité"),
    Column("compte", "Compte", "compte", "Compte de charges, de 60 à 69 (6226 si vide)."),
    Column("taux", "Taux horaire", "euros_positifs", "En euros l'heure.", True),
    Column("heures_1", "Heures 1", "heures", "Heures du premier exercice, deux décimales au plus.", True, ("heures",)),
    *(
        Column(f"heures_{year}", f"Heures {year}", "heures", "Vide : comme l'exercice d'avant ; 0 : aucune.")
        for year in range(2, YEARS + 1)
    ),
    Column(
        "anterieur",
        "Antérieur",
        "euros_positifs",
        "Versé du 1er janvier au premier jour de l'horizon, en euros, si l'exercice n'est pas l'année civile.",
    ),
)
