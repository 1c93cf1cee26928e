"""The first sheet of a book: how to use it, in a few lines, and the list of the functions."""

from __future__ import annotations

from collections.abc import Mapping

from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.guide import HABITS, MISTAKES, NOT_INSTALLED
from excel_tools.functions.model import Result
from samples.livres.host import Host
from samples.livres.model import Cell, Sheet
from samples.livres.parts import FRONT, flow, section

_KINDS = {"booleen": "vrai ou faux", "taux": "taux"}


def front_sheet(host: Host, places: Mapping[str, tuple[str, str]], others: Mapping[str, str]) -> Sheet:
    """Return the first sheet.

    Args:
        host: the program of the book.
        places: function → sheet and cell of its part.
        others: sheet → what it shows.
    """
    sheet = Sheet(FRONT, (28, 60, 12, 20))
    sheet.put(0, 0, Cell("Les fonctions de soins coordonnés", "title"))
    subtitle = f"Livre d'exemples pour {host.name} : chaque fonction, ses arguments, un exemple vivant, sa source"
    sheet.put(1, 0, Cell(subtitle, "subtitle"))
    sheet.row = 3
    section(sheet, "Mode d'emploi")
    for rank, (label, text) in enumerate(host.steps, 1):
        flow(sheet, f"{rank}. {label}", text)
    sheet.row += 1
    section(sheet, "Ce que dit une erreur")
    for shown in dict.fromkeys(map(host.shown, MISTAKES)):
        found = [mistake for mistake in MISTAKES if host.shown(mistake) == shown]
        code = shown if found[0].calc else host.code(found[0].code)
        flow(sheet, code, _sentence(" ; ".join(mistake.meaning for mistake in found)))
    code, meaning = NOT_INSTALLED
    flow(sheet, host.code(code), _sentence(meaning))
    sheet.row += 1
    section(sheet, "Ce que les fonctions comprennent")
    for label, text in (*HABITS, *host.own_ways):
        flow(sheet, label, host.said(text))
    sheet.row += 1
    sheet.breaks.add(sheet.row)
    sheet.row += 1
    section(sheet, "Les fonctions")
    for column, word in enumerate(("Fonction", "Ce qu'elle donne", "Résultat", "Feuille")):
        sheet.put(sheet.row, column, Cell(word, "part"))
    for function in FUNCTIONS:
        sheet.row += 1
        name, cell = places[function.name]
        sheet.put(sheet.row, 0, Cell(host.function(function), "entry", link=(name, cell)))
        sheet.put(sheet.row, 1, Cell(function.description, "text"))
        sheet.put(sheet.row, 2, Cell(_kind(function.result), "text"))
        sheet.put(sheet.row, 3, Cell(name, "text"))
    sheet.row += 2
    section(sheet, "Les autres feuilles")
    for name, text in others.items():
        sheet.put(sheet.row, 0, Cell(name, "entry", link=(name, "A1")))
        sheet.put(sheet.row, 1, Cell(text, "text"))
        sheet.row += 1
    return sheet


def _kind(result: Result) -> str:
    return "tableau" if result.is_table else _KINDS.get(result.kind, result.kind)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
