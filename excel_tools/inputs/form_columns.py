"""The columns of what is said of the budget form: contributions in kind, the previous year, what was done."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.inputs.columns import Column
from excel_tools.schedule import YEARS

_OWNER = Column("nom", "Structure", "nom", "Nom de la structure, comme dans sa feuille.", True, ("nom",))

IN_KIND: Sequence[Column] = (
    _OWNER,
    Column("compte", "Compte", "compte_nature", "Emploi (860 à 864) ou contribution (870 à 875).", True),
    Column("libelle", "Libellé", "texte", "Bénévolat, salle prêtée…, et comment le montant est estimé.", True),
    Column(
        "contrepartie",
        "Contrepartie",
        "compte_nature",
        "Compte de l'autre côté, porté du même montant : 864 avec 870. Vide : une autre ligne la porte.",
    ),
    Column("quantite", "Quantité", "quantite", "Heures ou unités ; avec le prix unitaire : le montant 1."),
    Column("prix", "Prix unitaire", "prix", "En euros : ce que coûterait l'heure ou l'unité si elle était payée."),
    Column(
        "montant_1",
        "Montant 1",
        "euros_positifs",
        "Valeur du premier exercice, en euros ; l'emporte sur quantité × prix.",
        True,
        ("montant",),
        instead=("quantite", "prix"),
    ),
    *(
        Column(f"montant_{year}", f"Montant {year}", "euros_positifs", "Vide : le précédent, avec la hausse annuelle.")
        for year in range(2, YEARS + 1)
    ),
    Column("hausse", "Hausse annuelle", "croissance", "Hausse appliquée aux montants laissés vides (0 % si vide)."),
)

LINES: Sequence[Column] = (
    _OWNER,
    Column(
        "ligne",
        "Compte ou ligne",
        "texte",
        "Un compte (6411) ou une ligne du CERFA (64.remuneration, « Locations »…) ; plusieurs s'ajoutent.",
        True,
        ("ligne", "compte"),
    ),
    Column("anterieur", "Exercice précédent", "euros", "Montant de l'exercice d'avant le premier, en euros."),
    *(
        Column(
            f"realise_{year}", f"Réalisé {year}", "euros", f"Montant réalisé de l'exercice {year} ; vide : non clos."
        )
        for year in range(1, YEARS + 1)
    ),
)
