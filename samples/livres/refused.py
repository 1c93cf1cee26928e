"""The sheet of errors: calls that are refused, and the sentence that tells why."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.formula import EMPTY, Entry, Given, arguments, entry, formula
from excel_tools.functions.guide import CALC_CODES, MISTAKES, PASSED_ON, Mistake
from excel_tools.functions.hosts.cell import CellError
from excel_tools.functions.model import Example
from samples.livres.example import answered, input_cell, verdict
from samples.livres.host import OTHER, SAME, Host
from samples.livres.model import Cell, Sheet, filled, reference
from samples.livres.parts import head, paragraph

_TYPES = {"#DIV/0!": 2, "#VALEUR!": 3, "#NOMBRE!": 6, "#N/A": 7}
"""What ERROR.TYPE answers."""


def errors_sheet(host: Host) -> Sheet:
    """Return the sheet of calls that are refused, each with its sentence."""
    sheet = Sheet("Erreurs", filled((14, 13, 13, 13 if host.real_errors else 42, 13, 15, 42, 11)))
    head(sheet, "Ce que dit une erreur")
    message, caught = host.function(CATALOGUE["FONCTION.MESSAGE"]), _caught(host)
    paragraph(
        sheet,
        f"Chaque ligne porte une saisie refusée. La colonne « {caught} » la remplace par un mot ; {message} en donne "
        f"la phrase. {PASSED_ON}",
    )
    if host.real_errors:
        codes = ", ".join(f"{CALC_CODES[code]} pour {code}" for code in _TYPES)
        paragraph(sheet, f"LibreOffice n'écrit pas les erreurs comme Excel : {codes} (en français).", "note")
    sheet.row += 1
    for mistake in MISTAKES:
        # before it calls the function, Excel refuses a call that lacks an argument: there is no sentence to show
        if mistake.calc and not host.real_errors:
            continue
        given = arguments(CATALOGUE[mistake.name], mistake.example)[: len(mistake.example.arguments)]
        _refused(sheet, host, mistake, given)
    passed = Mistake("#DIV/0!", "la cellule lue porte déjà une erreur", "CPTS.TAILLE", Example((), "#DIV/0!"))
    _refused(sheet, host, passed, (entry("#DIV/0!"),), "1/0")
    return sheet


def _caught(host: Host) -> str:
    return "SIERREUR" if host.real_errors else "SI(ESTNUM(…))"


def _refused(sheet: Sheet, host: Host, mistake: Mistake, given: Sequence[Given], written: str = "") -> None:
    """Write a refused call.

    Args:
        written: formula of the first argument, instead of its value.
    """
    function = CATALOGUE[mistake.name]
    shown = [item for item in given if isinstance(item, Entry)]
    while shown[-1].value is None and function.arguments[len(shown) - 1].optional:
        shown.pop()
    error = answered(function.name, given)
    if not isinstance(error, CellError) or error.code != mistake.code:
        raise ValueError(f"{function.name} is not refused")
    row = sheet.row + 2
    parts = [reference(row, rank) for rank in range(len(shown))]
    code = mistake.calc if host.real_errors and mistake.calc else host.code(mistake.code)
    literals = [written if written else one.literal or '""' for one in shown]
    title = f"{code} : {mistake.meaning}.   {formula(host.function(function), literals)}"
    sheet.put(sheet.row, 0, Cell(title, "strong"))
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
        passed = CellError(error.code, "") if host.real_errors else error.code
        sheet.put(row, 0, Cell(passed, "input", formula=written))
    live, code_cell = reference(row, 3), reference(row, 4)
    sheet.put(row, 3, Cell(host.stored(error), "value", formula=formula(function.name, parts).removeprefix("=")))
    sheet.put(row, 4, Cell(host.shown(mistake), "expected"))
    rescued = f'IFERROR({live};"à revoir")' if host.real_errors else f'IF(ISNUMBER({live});{live};"à revoir")'
    sheet.put(row, 5, Cell("à revoir", "value", formula=rescued))
    # Calc hands an empty cell over as 0
    read = [Entry(0, "nombre") if host.real_errors and item == EMPTY else item for item in given]
    asked = answered("FONCTION.MESSAGE", [Entry(function.name, "texte"), *read])
    sentence = formula("FONCTION.MESSAGE", [f'"{function.name}"', *parts]).removeprefix("=")
    if written and host.real_errors:
        # Calc passes an error on by itself, without calling the function
        sheet.put(row, 6, Cell("Corriger d'abord la cellule lue.", "text"))
    else:
        sheet.put(row, 6, Cell(asked if isinstance(asked, str) else "", "text", formula=sentence))
    if mistake.calc:
        same = f"ORG.OPENOFFICE.ERRORTYPE({live})={mistake.calc.removeprefix('Err:')}"
    elif host.real_errors:
        same = f"ERROR.TYPE({live})={_TYPES[error.code]}"
    else:
        same = f"LEFT({live};LEN({code_cell}))={code_cell}"
    sheet.put(row, 7, Cell(host.checked, "state", formula=verdict(same, live, SAME, OTHER)))
    sheet.row = row + 2
