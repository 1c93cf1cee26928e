"""What a treasurer reads about the functions in Excel: the steps left to do, the trials, what to know."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass

MACRO = "ImportPythonUDFs"
"""The macro of xlwings that imports the functions."""

UNKNOWN = "#NOM?"
"""What a cell shows while Excel does not know the function."""

CHECKBOX = "Accès approuvé au modèle d'objet du projet VBA"

LAUNCH = "py lancer.py"
"""What installs us, with xlwings, on Windows; typed in the folder of the project."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A step, or something to know.

    Attributes:
        label: a word or two.
        text: whole sentences, understood without the label.
    """

    label: str
    text: str


STEPS: Sequence[Advice] = (
    Advice(
        "Préparer",
        "Sur le poste Windows, si ce n'est fait : installer Python (https://www.python.org/downloads/), y copier le "
        f"dossier d'excel-tools et, dans ce dossier, lancer « {LAUNCH} », qui installe aussi xlwings.",
    ),
    Advice(
        "Autoriser",
        "Dans Excel, ouvrir Fichier > Options > Centre de gestion de la confidentialité > Paramètres du Centre de "
        f"gestion de la confidentialité > Paramètres des macros, et cocher « {CHECKBOX} ».",
    ),
    Advice(
        "Ouvrir",
        "Ouvrir le classeur et cliquer sur « Activer le contenu ». S'il est arrivé par courriel ou téléchargement, "
        "Windows bloque ses macros : d'abord, clic droit sur le fichier, Propriétés, cocher « Débloquer ».",
    ),
    Advice(
        "Importer",
        f"Appuyer sur Alt + F8, choisir la macro « {MACRO} », puis « Exécuter ». Les fonctions arrivent en quelques "
        "secondes.",
    ),
    Advice(
        "Recalculer",
        "Appuyer sur Ctrl + Alt + Maj + F9 pour tout recalculer : les essais de la feuille « Mode d'emploi » doivent "
        "être justes. Enregistrer.",
    ),
    Advice(
        "Refermer",
        "Décocher si l'on veut la case de l'étape 1 ; elle ne sert qu'à l'étape 3, à refaire après chaque mise à jour "
        "d'excel-tools.",
    ),
)
"""The steps, in order, from number 0 on."""

NOTES: Sequence[Advice] = (
    Advice("Ce classeur", "Les fonctions ne sont connues que de ce classeur : y travailler, ou y copier vos feuilles."),
    Advice(
        "Tableaux",
        "Un tableau (échéancier, budget) se répand de lui-même dans Excel 365 ; dans une version plus ancienne, "
        "sélectionner d'abord la place du tableau, et valider par Ctrl + Maj + Entrée.",
    ),
    Advice(
        "Erreurs",
        "Une erreur est ici un texte, « #NOMBRE! population : … » : SOMME l'ignore et SIERREUR ne la voit pas. "
        'Avant de totaliser B2:B41, vérifier que =NB.SI(B2:B41;"#*") donne 0.',
    ),
    Advice(
        "Mise à jour",
        "Si xlwings est mis à jour, refaire un classeur et y copier vos feuilles ; sinon, l'étape 3 suffit.",
    ),
    Advice(
        "Pas essayé",
        "Jamais essayé par les auteurs : Excel lui-même (compilation du code VBA, liaison avec Python, affichage). Les "
        "essais sont là pour cela ; en cas d'écart, ne pas se servir des fonctions et nous écrire.",
    ),
)
"""What to know, in short sentences."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A formula that the user can check.

    Attributes:
        formula: as files keep it, with commas.
        expected: the number that the cell shows, or how its text begins.
    """

    formula: str
    expected: int | str

    @property
    def french(self) -> str:
        """The formula as typed in a French Excel."""
        return f"={self.formula.replace(',', ';')}"


TRIALS: Sequence[Trial] = (
    Trial("CPTS_TAILLE(90000)", 3),
    Trial('CPTS_TOTAL(200000,"toutes",DATE(2024,1,1))', 505000),
    Trial("CPTS_TAILLE(-3)", "#NOMBRE! population : « -3 » est négatif"),
)


def numbered(advices: Sequence[Advice]) -> list[str]:
    """Return the sentences with their numbers, from 0 on."""
    return [f"{number}. {advice.text}" for number, advice in enumerate(advices)]


def missing() -> str:
    """Return the sentence that gives the command to install xlwings for the Python in use."""
    return f"xlwings n'est pas installé ; l'installer par : {pip_install()} \"xlwings>=0.33\""


def pip_install() -> str:
    """Return the start of a command that installs into the Python in use, whatever the PATH holds."""
    # PowerShell takes a quoted path for a text, not for a command: quotes only where they are needed
    python = sys.executable if re.fullmatch(r"[\w.:/\\-]+", sys.executable) else f'"{sys.executable}"'
    return f"{python} -m pip install"
