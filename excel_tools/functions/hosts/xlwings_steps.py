"""What a treasurer reads about the functions in Excel: the steps left to do, the trials, what to know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MACRO = "ImportPythonUDFs"
"""The macro of xlwings that imports the functions."""

UNKNOWN = "#NOM?"
"""What a cell shows while Excel does not know the function."""

CHECKBOX = "Accès approuvé au modèle d'objet du projet VBA"

STEPS: Sequence[str] = (
    "Dans Excel, ouvrir Fichier > Options > Centre de gestion de la confidentialité > Paramètres du Centre de gestion "
    f"de la confidentialité > Paramètres des macros, et cocher « {CHECKBOX} ».",
    "Ouvrir le classeur et cliquer sur « Activer le contenu ».",
    f"Appuyer sur Alt + F8, choisir la macro « {MACRO} », puis « Exécuter ». Les fonctions arrivent en quelques "
    "secondes.",
    "Appuyer sur Ctrl + Alt + Maj + F9 pour tout recalculer : les essais de la feuille « Mode d'emploi » doivent "
    "donner les résultats attendus. Enregistrer.",
    "Décocher si l'on veut la case de l'étape 1 ; elle ne sert qu'à l'étape 3, à refaire après chaque mise à jour "
    "d'excel-tools.",
)
"""The steps, in order, without their numbers."""

NOTES: Sequence[str] = (
    "Les fonctions ne sont connues que de ce classeur : y travailler, ou y copier vos feuilles.",
    "Un tableau (échéancier, budget) se répand de lui-même dans Excel 365 ; dans une version plus ancienne, "
    "sélectionner d'abord la place du tableau, et valider par Ctrl + Maj + Entrée.",
    "Une erreur est ici un texte, « #NOMBRE! population : … » : SOMME l'ignore et SIERREUR ne la voit pas. "
    'Avant de totaliser B2:B41, vérifier que =NB.SI(B2:B41;"#*") donne 0.',
    "Si Python change de place, corriger son chemin dans la feuille « xlwings.conf ». Si xlwings est mis à jour, "
    "refaire un classeur et y copier vos feuilles.",
    "Jamais essayé par les auteurs : Excel lui-même (compilation du code VBA, liaison avec Python, affichage). Les "
    "essais ci-dessus sont là pour cela ; en cas d'écart, ne pas se servir des fonctions et nous écrire.",
)
"""What to know, in short sentences."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A formula that the user can check.

    Attributes:
        formula: as files keep it, with commas.
        expected: what the cell shows.
    """

    formula: str
    expected: str

    @property
    def french(self) -> str:
        """The formula as typed in a French Excel."""
        return f"={self.formula.replace(',', ';')}"


TRIALS: Sequence[Trial] = (
    Trial("CPTS_TAILLE(90000)", "3"),
    Trial('CPTS_TOTAL(200000,"toutes",DATE(2024,1,1))', "505000"),
    Trial("CPTS_TAILLE(-3)", "#NOMBRE! population : « -3 » est négatif…"),
)


def numbered(sentences: Sequence[str]) -> list[str]:
    """Return the sentences with their numbers."""
    return [f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1)]
