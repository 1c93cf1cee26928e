"""What every family retains on payments and earmarked aids, where the texts leave the choice."""

from __future__ import annotations

SOCIETY = (
    "Hypothèse à confirmer : une SISA est une société. Le non-dépensé d'une aide est chez elle un produit constaté",
    "d'avance (487), non 194, 689 et 789, comptes d'association : mêmes montants, même résultat.",
)
"""Printed where a workbook of a société shows fonds dédiés, line by line."""
SOCIETY_FORM = (
    "À confirmer : le 12156 est le formulaire des associations, et une SISA est une société ; voir avec le financeur.",
    "Les lignes 68 et 78 y tiennent lieu de produits constatés d'avance (487) pour le non-dépensé d'une aide.",
)
"""Printed under the budget form of a société, line by line."""
PRINTED = (
    "Pour l'assemblée générale, imprimer Synthèse, Budget, CERFA, Trésorerie et Alertes : une dizaine de pages A4. Le "
    "classeur entier en fait plus de quatre-vingts."
)
"""Which sheets to print; nobody votes on the calculation."""


def rulings(proration: str, more: str = "") -> tuple[tuple[str, str], ...]:
    """Return the hypotheses: label and text.

    Args:
        proration: what a year cut by an early end is due in proportion to.
        more: a sentence of the family's own on an early end.
    """
    return (
        (
            "Retard du financeur",
            "Les versements du contrat attendus à partir du premier jour de l'horizon sont repoussés d'autant de mois, "
            "ses reversements aussi ; ce qui était attendu avant reste à sa date. Les aides et les autres produits, "
            "même du même financeur, gardent les leurs.",
        ),
        (
            "Prix et salaires d'un scénario",
            "Ils montent en plus de la hausse de chaque ligne et de chaque poste : montant de l'exercice × indice, au "
            "centime. Charges, Personnel et leurs totaux suivent le scénario affiché.",
        ),
        (
            "Fin anticipée",
            f"L'année en cours est due au prorata de {proration} jusqu'au dernier jour saisi, les suivantes n'existent "
            "pas. L'avance versée avant était celle de l'année entière : le solde, négatif, est reversé le lendemain."
            f"{more}",
        ),
        (
            "Sans mouvement d'argent",
            "Les comptes 675, 68, 71, 72, 777 et 78 comptent dans le résultat et le CERFA, jamais dans la trésorerie, "
            "les dettes ni les créances. 689 et 789 se calculent.",
        ),
        (
            "Fonds dédiés antérieurs",
            "Le solde 194 du premier jour est une enveloppe à part : il ne paie que ce qui est dit dépensé sur lui. Ce "
            "dont rien n'est dépensé pendant deux exercices, ou qui reste à une fin anticipée, est signalé.",
        ),
        (
            "Aides fléchées",
            "Ce qui n'est pas dépensé d'une aide déclarée fléchée va aux fonds dédiés (689), repris quand il l'est "
            "(789) ; une enveloppe ne paie pas pour une autre.",
        ),
    )
