"""The sheet of errors: calls that are refused, and the sentence that tells why."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.formula import Entry, Given, arguments, entry, formula
from excel_tools.functions.guide import MISTAKES, PASSED_ON
from excel_tools.functions.hosts.cell import CellError
from samples.livres.example import OTHER, SAME, answered, input_cell
from samples.livres.host import Host
from samples.livres.model import Cell, Sheet, filled, reference
from samples.livres.parts import head, paragraph, typed

_TYPES = {"#DIV/0!": 2, "#VALEUR!": 3, "#NOMBRE!": 6, "#N/A": 7}
"""What ERROR.TYPE answers."""


def errors_sheet(host: Host) -> Sheet:
    """Return the sheet of calls that are refused, each with its sentence."""
    sheet = Sheet("Erreurs", filled((14, 13, 13, 26 if host.real_errors else 42, 12, 15, 44, 11)))
    head(sheet, "Ce que dit une erreur")
    message, caught = host.function(CATALOGUE["FONCTION.MESSAGE"]), _caught(host)
    paragraph(
        sheet,
        f"Chaque ligne porte une saisie refusée. La colonne « {caught} » la remplace par un mot ; {message} en donne "
        f"la phrase. {PASSED_ON}",
    )
    sheet.row += 1
    for mistake in MISTAKES:
        given = arguments(CATALOGUE[mistake.name], mistake.example)
        _refused(sheet, host, mistake.name, given, mistake.meaning)
    _refused(sheet, host, "CPTS.TAILLE", (entry("#DIV/0!"),), "la cellule lue porte déjà une erreur", "1/0")
    return sheet


def _caught(host: Host) -> str:
    return "SIERREUR" if host.real_errors else "SI(ESTNUM(…))"


def _refused(sheet: Sheet, host: Host, name: str, given: Sequence[Given], meaning: str, written: str = "") -> None:
    """Write a refused call.

    Args:
        written: formula of the first argument, instead of its value.
    """
    function = CATALOGUE[name]
    shown = [item for item in given if isinstance(item, Entry)]
    while shown[-1].value is None and function.arguments[len(shown) - 1].optional:
        shown.pop()
    error = answered(name, given)
    if not isinstance(error, CellError):
        raise ValueError(f"{name} is not refused")
    row = sheet.row + 2
    parts = [reference(row, rank) for rank in range(len(shown))]
    title = f"{error.code} : {meaning}"
    sheet.put(sheet.row, 0, Cell(f"{title}.   {typed(formula(host.function(function), parts))}", "strong"))
    words = [argument.name for argument in function.arguments[: len(shown)]]
    words += [""] * (3 - len(shown)) + [
        "Résultat",
        "Attendu",
        _caught(host),
        host.function(CATALOGUE["FONCTION.MESSAGE"]),
    ]
    for column, word in enumerate(words):
        sheet.put(row - 1, column, Cell(word or None, "part"))
    sheet.put(row - 1, 7, Cell("Contrôle", "part_center"))
    for rank, one in enumerate(shown):
        sheet.put(row, rank, input_cell(one, function.arguments[rank]))
    if written:
        code = CellError(error.code, "") if host.real_errors else error.code
        sheet.put(row, 0, Cell(code, "input", formula=written))
    live, code_cell = reference(row, 3), reference(row, 4)
    sheet.put(row, 3, Cell(host.stored(error), "value", formula=formula(name, parts).removeprefix("=")))
    sheet.put(row, 4, Cell(error.code, "expected"))
    rescued = f'IFERROR({live};"à revoir")' if host.real_errors else f'IF(ISNUMBER({live});{live};"à revoir")'
    sheet.put(row, 5, Cell("à revoir", "value", formula=rescued))
    asked = answered("FONCTION.MESSAGE", [Entry(name, "texte"), *given])
    sentence = formula("FONCTION.MESSAGE", [f'"{name}"', *parts]).removeprefix("=")
    if written and host.real_errors:
        # Calc passes an error on by itself, without calling the function
        sheet.put(row, 6, Cell("Corriger d'abord la cellule lue.", "text"))
    else:
        sheet.put(row, 6, Cell(asked if isinstance(asked, str) else "", "text", formula=sentence))
    same = (
        f"ERROR.TYPE({live})={_TYPES[error.code]}" if host.real_errors else f"LEFT({live};LEN({code_cell}))={code_cell}"
    )
    sheet.put(row, 7, Cell(SAME, "state", formula=f'IFERROR(IF({same};"{SAME}";"{OTHER}");"{OTHER}")'))
    sheet.row = row + 2
