"""What every family retains on payments and earmarked aids, where the texts leave the choice."""

from __future__ import annotations

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
            "Les versements attendus à partir du premier jour de l'horizon sont repoussés d'autant de mois, les "
            "reversements aussi ; ce qui était attendu avant reste à sa date.",
        ),
        (
            "Fin anticipée",
            f"L'année en cours est due au prorata de {proration} jusqu'au dernier jour saisi, les suivantes n'existent "
            "pas. L'avance versée avant était celle de l'année entière : le solde, négatif, est reversé le lendemain."
            f"{more}",
        ),
        (
            "Aides fléchées",
            "Ce qui n'est pas dépensé d'une aide déclarée fléchée va aux fonds dédiés (689), repris quand il l'est "
            "(789) ; une enveloppe ne paie pas pour une autre.",
        ),
    )
