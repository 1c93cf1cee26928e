"""What a treasurer must know of every function: its errors, empty cells, dates and columns; said once, in French."""

from __future__ import annotations

from dataclasses import dataclass

from excel_tools.functions.model import Example


@dataclass(frozen=True, slots=True)
class Mistake:
    """A kind of error, with a call that gives it.

    Attributes:
        code: as a French spreadsheet names it.
        meaning: when it comes, in French.
        name: a function that gives it.
        example: its arguments; the result is the code.
    """

    code: str
    meaning: str
    name: str
    example: Example


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
        "ce qui est écrit n'est pas compris : mot inconnu, date illisible, argument de trop",
        "CPTS.MISSION",
        Example(("90000", "parcour"), "#VALEUR!"),
    ),
    Mistake(
        "#VALEUR!",
        "un argument obligatoire manque, ou sa cellule est vide",
        "CPTS.MISSION",
        Example(("90000", ""), "#VALEUR!"),
    ),
)

PASSED_ON = "Une erreur déjà présente dans une cellule lue par la fonction (#DIV/0!, #REF!…) ressort avec le même code."
NOT_INSTALLED = "#NOM? : les fonctions ne sont pas installées, ou le nom est mal écrit."

HABITS = (
    (
        "Cellules vides",
        "Une cellule vide compte comme un argument laissé de côté ; dans une plage, les lignes vides sont sautées.",
    ),
    (
        "Nombres",
        "90000, 90 000 et « 90 000 » disent la même chose. « 45.000 » et « 45,000 » sont refusés : quarante-cinq ou "
        "quarante-cinq mille ?",
    ),
    (
        "Dates",
        "Une cellule de date, DATE(2024;1;1), « 01/01/2024 » ou « 2024-01-01 » ; une date de barème omise prend le "
        "dernier barème connu.",
    ),
    (
        "Taux",
        "0,8, 80 % ou « 80 % ».",
    ),
    (
        "Colonnes",
        "Là où une valeur est attendue, une colonne entière peut être donnée : le résultat a la même forme, une ligne "
        "vide reste vide, une erreur ne touche que sa ligne. Plusieurs colonnes doivent avoir la même hauteur.",
    ),
    (
        "Tableaux",
        "Une fonction qui rend un tableau se saisit en formule matricielle, validée par Ctrl + Maj + Entrée, sur assez "
        "de lignes ; la première porte les titres, celles de trop affichent #N/A.",
    ),
)

IN_CALC = (
    (
        "Zéro ou vide",
        "LibreOffice donne une cellule vide pour 0. Si la fonction refuse ce zéro (« mois »), ne pas citer la cellule.",
    ),
    (
        "Comparer un texte",
        'Ajouter &"" à un texte rendu par une fonction pour le comparer : =SI(A5&""="";…), '
        '=SOMMEPROD((A2:A9&""="fonctionnement")*D2:D9) ; sans cela, LibreOffice le croit différent.',
    ),
    (
        "Une plage en erreur",
        "Une cellule en erreur dans une plage arrête tout le calcul (Err:504) : corriger d'abord cette cellule.",
    ),
)
"""What LibreOffice Calc does in its own way."""

IN_EXCEL = (
    (
        "Excel 365",
        "Entrée suffit pour un tableau : il se répand de lui-même sur les lignes qu'il lui faut.",
    ),
)
"""What Excel does in its own way."""
