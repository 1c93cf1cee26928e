"""What a treasurer must know of every function: its errors, empty cells, dates and columns; said once, in French."""

from __future__ import annotations

from dataclasses import dataclass

from excel_tools.functions.model import Example


@dataclass(frozen=True, slots=True)
class Mistake:
    """A kind of error, with a call that gives it.

    Attributes:
        code: as a French Excel names it.
        meaning: when it comes, in French.
        name: a function that gives it.
        example: its arguments; the result is the code. Arguments that are not there are not written at all.
        calc: as a French LibreOffice names it, when this is not its usual name for the code.
    """

    code: str
    meaning: str
    name: str
    example: Example
    calc: str = ""

    @property
    def calc_code(self) -> str:
        """What a French LibreOffice shows."""
        return self.calc or CALC_CODES[self.code]


CALC_CODES = {
    "#NOMBRE!": "#NUM\u00a0!",
    "#N/A": "#N/D",
    "#VALEUR!": "#VALEUR\u00a0!",
    "#DIV/0!": "#DIV/0\u00a0!",
    "#REF!": "#REF\u00a0!",
    "#NOM?": "#NOM\u00a0?",
}
"""What a French LibreOffice shows for the codes of a French Excel."""


MISTAKES = (
    Mistake(
        "#NOMBRE!",
        "le nombre ne peut pas exister : négatif, trop grand, pas entier",
        "CPTS.TAILLE",
        Example(("-3",), "#NOMBRE!"),
    ),
    Mistake(
        "#N/A",
        "le barème ne connaît pas ce montant, ou pas ce jour-là",
        "CPTS.TOTAL",
        Example(("90000", "toutes", "2015-01-01"), "#N/A"),
    ),
    Mistake(
        "#VALEUR!",
        "ce qui est écrit n'est pas compris : mot inconnu, date illisible",
        "CPTS.MISSION",
        Example(("90000", "parcour"), "#VALEUR!"),
    ),
    Mistake(
        "#VALEUR!",
        "la cellule d'un argument obligatoire est vide",
        "CPTS.MISSION",
        Example(("90000", ""), "#VALEUR!"),
    ),
    Mistake(
        "#VALEUR!",
        "un argument obligatoire n'est pas écrit du tout, ou il y en a un de trop",
        "CPTS.MISSION",
        Example(("90000",), "#VALEUR!"),
        calc="Err:504",
    ),
)

PASSED_ON = (
    "Une erreur déjà présente dans une cellule lue par la fonction (division par zéro, référence perdue…) ressort "
    "avec le même code."
)
NOT_INSTALLED = ("#NOM?", "les fonctions ne sont pas installées, ou le nom est mal écrit")

HABITS = (
    (
        "Cellules vides",
        "Une cellule vide vaut un argument laissé de côté : facultatif, il prend sa valeur par défaut ; obligatoire, "
        "il donne une erreur, jamais 0 €. Dans une plage, les lignes vides sont sautées.",
    ),
    (
        "Nombres",
        "90000, 90 000 et « 90 000 » disent la même chose. « 45.000 » et « 45,000 » sont refusés : quarante-cinq ou "
        "quarante-cinq mille ?",
    ),
    (
        "Dates",
        "Une cellule de date, DATE(2024;1;1), « 01/01/2024 » ou « 2024-01-01 » ; une date de barème omise prend le "
        "dernier barème connu. Une date rendue qui s'affiche en nombre (45352) : donner à ses cellules le format Date.",
    ),
    (
        "Taux",
        "0,8, 80 % ou « 80 % ».",
    ),
    (
        "Colonnes",
        "Là où une valeur est attendue, une colonne entière peut être donnée : le résultat a la même forme, une ligne "
        "vide reste vide, une erreur ne touche que sa ligne. Plusieurs colonnes doivent avoir la même hauteur. "
        "FONCTION.MESSAGE et FONCTION.SOURCE répondent alors ligne par ligne.",
    ),
    (
        "Une case d'un tableau",
        "=INDEX(CPTS.BUDGET(…);2;3) : deuxième ligne, titres compris, troisième colonne ; une formule ordinaire.",
    ),
    (
        "Envoyer un classeur",
        "Un collègue qui n'a pas les fonctions voit #NOM? (LibreOffice : #NOM\u00a0?) dès que le classeur est "
        "recalculé chez lui : lui envoyer un PDF, ou coller les valeurs avant (Collage spécial, Valeurs).",
    ),
)

IN_CALC = (
    (
        "Tableaux et colonnes",
        "Sélectionner la place du résultat, taper la formule, valider par Ctrl + Maj + Entrée : des accolades "
        "l'entourent. La première ligne d'un tableau porte ses titres ; les lignes de trop affichent #N/D.",
    ),
    (
        "Danger : Entrée seule",
        "Sans Ctrl + Maj, une formule qui lit une colonne ne rend que le résultat de la première ligne ; recopiée avec "
        "des $, chaque cellule montre la première CPTS, sans rien dire. Pas d'accolades, pas de colonne.",
    ),
    (
        "Textes rendus",
        'LibreOffice ne reconnaît pas un texte rendu par une fonction : une égalité (même ="") est FAUX, SOMME.SI et '
        'NB.SI donnent 0, EQUIV et RECHERCHEV #N/D. Ajouter &"" : =SI(A5&""="fonctionnement";…). Vide : '
        '=NBCAR(A5)=0. Compter : =SOMMEPROD((A2:A9&""="fonctionnement")*1). Additionner : '
        '=SOMMEPROD((A2:A9&""="fonctionnement")*D2:D9). Chercher : '
        '=INDEX(D2:D9;EQUIV("fonctionnement";INDEX(A2:A9&"";0);0)). Ne citer que les lignes remplies.',
    ),
    (
        "Zéro ou vide",
        "LibreOffice donne 0 pour une cellule vide. Ce 0 vaut « laissé de côté » partout où zéro n'a pas de sens ; il "
        "reste 0 pour les médecins d'ESS.ELIGIBLE et le délai d'ESS.BUDGET ; « mois » le refuse : ne pas y citer de "
        "cellule vide.",
    ),
    (
        "VRAI ou FAUX",
        "ESS.ELIGIBLE affiche 1 ou 0 : choisir le format « Valeur logique » (ou « booléenne », selon la version), ou "
        'écrire =SI(ESS.ELIGIBLE(…);"oui";"non").',
    ),
    (
        "Une plage en erreur",
        "Une cellule en erreur dans une plage arrête tout le calcul (Err:504) : corriger d'abord cette cellule.",
    ),
    (
        "Un total",
        "SOMME montre l'erreur d'une ligne, exprès. Pour additionner les autres : =AGREGAT(9;6;D2:D9).",
    ),
    (
        "Assistant",
        "Les fonctions sont dans la catégorie « Extension » de l'assistant (Ctrl + F2).",
    ),
)
"""What LibreOffice Calc does in its own way."""

IN_EXCEL = (
    (
        "Tableaux et colonnes",
        "Excel 365 : Entrée suffit, le résultat se répand sur les cellules qu'il lui faut. Avant : sélectionner la "
        "place, taper la formule, valider par Ctrl + Maj + Entrée ; les lignes de trop affichent #N/A. La première "
        "ligne d'un tableau porte ses titres.",
    ),
    (
        "Un total",
        "Une erreur est ici un texte, que SOMME saute sans rien dire : n'additionner que si "
        '=NB.SI(D2:D9;"#*") donne 0.',
    ),
)
"""What Excel does in its own way."""
