"""What differs between the two books: names of functions, errors as values or as texts, the way to use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from excel_tools.functions.guide import IN_CALC, IN_EXCEL
from excel_tools.functions.hosts.cell import CellError
from excel_tools.functions.hosts.xlwings_module import excel_name
from excel_tools.functions.model import Function


@dataclass(frozen=True, slots=True)
class Host:
    """A spreadsheet program.

    Attributes:
        name: as its user calls it.
        file: name of the book.
        dots: whether a function keeps the dot of its name.
        real_errors: whether a refused call gives an error of the program; otherwise a text.
        steps: how to use the book: a word or two, and a sentence.
        own_ways: what this program does in its own way, in the same form.
    """

    name: str
    file: str
    dots: bool
    real_errors: bool
    steps: tuple[tuple[str, str], ...]
    own_ways: tuple[tuple[str, str], ...]

    def function(self, function: Function) -> str:
        """Return the name of a function here: ``CPTS.TOTAL`` or ``CPTS_TOTAL``."""
        return function.name if self.dots else excel_name(function)

    def stored(self, value: Any) -> Any:
        """Return a value of the engine as a cell of this program holds it."""
        return value.text if isinstance(value, CellError) and not self.real_errors else value


_TYPE = (
    "Saisir",
    "Dans une cellule de {where}, par exemple {example} ; ou par l'assistant de fonctions (fx), qui décrit chaque "
    "argument. Ici, changez les cellules jaunes à texte bleu.",
)
_CHECK = (
    "Vérifier",
    "À côté de chaque résultat, la valeur attendue et un contrôle : « identique », ou « différent » dès que vous "
    "changez une saisie.",
)

LIBREOFFICE = Host(
    "LibreOffice Calc",
    "fonctions-libreoffice.ods",
    dots=True,
    real_errors=True,
    own_ways=IN_CALC,
    steps=(
        (
            "Installer",
            "Une fois : excel-tools fonctions installer --hote libreoffice, puis relancer LibreOffice. Sans cela, les "
            "tableaux affichent #NOM?, et les autres formules aussi dès qu'elles sont recalculées.",
        ),
        (_TYPE[0], _TYPE[1].format(where="n'importe quel classeur", example="=CPTS.TOTAL(90000)")),
        (
            "Une erreur",
            "Une saisie refusée donne une vraie erreur (#NOMBRE!, #N/A, #VALEUR!), que SIERREUR remplace par ce que "
            'vous voulez : =SIERREUR(CPTS.TOTAL(A5);"à revoir").',
        ),
        (
            "La phrase",
            'FONCTION.MESSAGE("CPTS.TOTAL";A5) dit ce qui ne va pas, FONCTION.SOURCE de quel texte vient le montant, '
            "FONCTION.EXPLIQUER comment il se calcule.",
        ),
        _CHECK,
    ),
)

EXCEL = Host(
    "Excel",
    "fonctions-excel.xlsx",
    dots=False,
    real_errors=False,
    own_ways=IN_EXCEL,
    steps=(
        (
            "Installer",
            "Sous Windows : excel-tools fonctions installer --hote excel écrit fonctions-excel.xlsm, le seul classeur "
            "qui connaisse les fonctions ; suivre les étapes affichées. Ce livre-ci montre des valeurs enregistrées. "
            "Pour le rendre vivant, ouvrir les deux, sélectionner tous les onglets d'ici (clic droit, Sélectionner "
            "toutes les feuilles), puis clic droit, Déplacer ou copier, vers le .xlsm, Créer une copie ; Ctrl + Alt + "
            "Maj + F9 recalcule tout. Cela n'a jamais pu être essayé dans Excel : les contrôles sont là pour le dire.",
        ),
        (_TYPE[0], _TYPE[1].format(where="ce classeur .xlsm", example="=CPTS_TOTAL(90000)")),
        (
            "Une erreur",
            "Une saisie refusée donne un texte qui commence par #NOMBRE!, #N/A ou #VALEUR! et qui dit pourquoi ; "
            'SIERREUR ne le voit pas, ESTNUM oui : =SI(ESTNUM(A6);A6;"à revoir").',
        ),
        (
            "La phrase",
            'FONCTION_MESSAGE("CPTS.TOTAL";A5) dit ce qu\'il faut savoir du calcul, FONCTION_SOURCE de quel texte '
            "vient le montant, FONCTION_EXPLIQUER comment il se calcule.",
        ),
        _CHECK,
    ),
)
