"""What differs between the two books: names of functions, errors as values or as texts, the way to use them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.guide import CALC_CODES, IN_CALC, IN_EXCEL, Mistake
from excel_tools.functions.hosts.cell import CellError
from excel_tools.functions.hosts.xlwings_module import excel_name
from excel_tools.functions.model import Function

SAME, OTHER, NOT_DONE = "identique", "différent", "non calculé"
"""What a check says; the last one where the functions are not there."""

_NAMED = re.compile(r'(?<!")\b[A-Z]+\.[A-Z_]+\b')


@dataclass(frozen=True, slots=True)
class Host:
    """A spreadsheet program.

    Attributes:
        name: as its user calls it.
        file: name of the book.
        dots: whether a function keeps the dot of its name.
        real_errors: whether a refused call gives an error of the program; otherwise a text.
        checked: what the checks of the file say before this program has calculated them.
        steps: how to use the book: a word or two, and a sentence.
        own_ways: what this program does in its own way, in the same form.
    """

    name: str
    file: str
    dots: bool
    real_errors: bool
    checked: str
    steps: tuple[tuple[str, str], ...]
    own_ways: tuple[tuple[str, str], ...]

    def function(self, function: Function) -> str:
        """Return the name of a function here: ``CPTS.TOTAL`` or ``CPTS_TOTAL``."""
        return function.name if self.dots else excel_name(function)

    def said(self, text: str) -> str:
        """Return a text that names functions as this program does; a name between quotes is an argument."""

        def name(found: re.Match[str]) -> str:
            function = CATALOGUE.get(found[0])
            return self.function(function) if function else found[0]

        return _NAMED.sub(name, text)

    def code(self, code: str) -> str:
        """Return an error as this program writes it, then as Excel does where that differs."""
        own = CALC_CODES[code] if self.real_errors else code
        return own if own == code else f"{own} (Excel : {code})"

    def shown(self, mistake: Mistake) -> str:
        """Return what this program shows of a mistake."""
        return mistake.calc_code if self.real_errors else mistake.code

    def stored(self, value: Any) -> Any:
        """Return a value of the engine as a cell of this program holds it."""
        return value.text if isinstance(value, CellError) and not self.real_errors else value


_TYPE = (
    "Saisir",
    "Dans une cellule de {where}, par exemple {example} ; ou par l'assistant de fonctions (fx), qui décrit chaque "
    "argument. Ici, changez les cellules jaunes à texte bleu ; la formule imprimée est celle de la première ligne.",
)
_CHECK = (
    "Vérifier",
    "À côté de chaque résultat, la valeur attendue et un contrôle : « identique », « différent » dès que vous "
    "changez une saisie, « non calculé » sans les fonctions.",
)

LIBREOFFICE = Host(
    "LibreOffice Calc",
    "fonctions-libreoffice.ods",
    dots=True,
    real_errors=True,
    checked=SAME,
    own_ways=IN_CALC,
    steps=(
        (
            "Installer",
            "Une fois : excel-tools fonctions installer --hote libreoffice, puis relancer LibreOffice. Sans cela, les "
            "tableaux affichent #NOM\u00a0?, et les autres formules aussi dès qu'elles sont recalculées.",
        ),
        (_TYPE[0], _TYPE[1].format(where="n'importe quel classeur", example="=CPTS.TOTAL(90000)")),
        (
            "Une erreur",
            "Une saisie refusée donne une vraie erreur (#NUM\u00a0!, #N/D, #VALEUR\u00a0!), que SIERREUR remplace par "
            'ce que vous voulez : =SIERREUR(CPTS.TOTAL(A5);"à revoir").',
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
    # its values were stored by us: nothing has been checked there yet
    checked=NOT_DONE,
    own_ways=IN_EXCEL,
    steps=(
        (
            "Pour Excel",
            "Ce livre est pour Excel. Dans LibreOffice, qui montrerait ici #NOM\u00a0?, ouvrir "
            "fonctions-libreoffice.ods.",
        ),
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
