"""The sheet of a budget: what a treasurer builds with one of the functions."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.formula import EMPTY, Entry, Given, entry, formula
from excel_tools.functions.hosts.cell import CellError
from excel_tools.funding.cpts_table import FIXED_LINES, LINE_LABELS, MISSIONS, VARIABLE_LINES
from samples.livres.data import missions_engaged, portfolio
from samples.livres.example import answered, input_cell, verdict
from samples.livres.host import NOT_DONE, SAME, Host
from samples.livres.model import Cell, Chart, Sheet, Value, reference
from samples.livres.parts import head, input_range, matrix, paragraph, section, table, totals

NAME = "Budget d'une CPTS"
MOST_LINES = 1 + sum(map(len, FIXED_LINES.values())) + len(VARIABLE_LINES)
"""Lines of the longest budget: the running costs and every part of every mission, in both barèmes."""

_COLUMNS = (46.0, 16.0, 16.0, 16.0, 18.0)
_AWAY = 6
"""First column of the function's own table, off the paper after an empty column."""
_ASIDE = (4.0, 26.0, 58.0, 15.0, 15.0)
_DONE = "toutes les lignes sont affichées"
_MISSING = "il manque des lignes : agrandir le tableau de la fonction, à droite"
_WRONG = "saisie à corriger : voir la phrase ci-dessous"


def budget_sheet(host: Host) -> Sheet:
    """Return the budget of a CPTS: a few inputs, the missions engaged, the amounts of the year and a chart.

    The table of the function stands on the right, off the paper, in a matrix with room for the longest one; the
    budget reads it line by line.
    """
    function = CATALOGUE["CPTS.BUDGET"]
    sheet = Sheet(NAME, (*_COLUMNS, *_ASIDE), aside=len(_ASIDE))
    head(sheet, "Le budget d'une CPTS")
    given, places = _inputs(sheet)
    call = formula(function.name, places).removeprefix("=")
    found = answered(function.name, given)
    if not isinstance(found, list):
        raise ValueError("a table is expected")
    section(sheet, "Recettes de l'Assurance Maladie")
    first = sheet.row + 1
    last = first + MOST_LINES - 1
    _own_table(sheet, first - 1, found, call)
    _lines(sheet, first, found)
    totals(sheet, last + 1, first, last, "Total", (1, 2, 3, 4), {})
    for column in range(1, 5):
        total = sheet.cells[last + 1, column]
        # a refused call fills the whole table with its error: it must not become a sum of 0
        told = f'IF({reference(first - 1, _AWAY)}&""="ligne";{total.formula};{reference(first - 1, _AWAY)})'
        sheet.cells[last + 1, column] = Cell(total.value, total.look, total.number, told)
    sheet.row = last + 2
    _control(sheet, host, call, first - 1, last + 1)
    message = formula("FONCTION.MESSAGE", [f'"{function.name}"', *places]).removeprefix("=")
    asked = answered("FONCTION.MESSAGE", [Entry(function.name, "texte"), *given])
    sheet.put(sheet.row, 0, Cell("Ce qu'il faut savoir de ce calcul", "text"))
    sheet.put(sheet.row, 1, Cell(asked if isinstance(asked, str) else "", "plain", formula=message))
    sheet.row += 2
    paragraph(sheet, _NOTE, "note")
    sheet.row += 1
    sheet.chart = _by_mission(sheet, first, last, found)
    return sheet


_NOTE = (
    "Droits : ce que doit l'année de contrat. Produits : la part de l'exercice. Encaissements : ce qui arrive sur le "
    "compte. Ce qui reste à encaisser se finance par la trésorerie. Une mission de plus se saisit sur une ligne vide, "
    "ou sur une ligne insérée dans la plage ; une mission de moins s'efface. Les montants viennent du tableau de la "
    "fonction, à droite."
)


def _inputs(sheet: Sheet) -> tuple[list[Given], list[str]]:
    """Write the inputs; return them, and their addresses."""
    section(sheet, "Vos données")
    sheet.row -= 1
    known = portfolio()[0]
    # the second year of a contract, when amounts due and amounts paid differ most
    inputs = [entry(known["Population"]), entry(known["Date de signature"]), entry("2023")]
    places: list[str] = []
    for argument, one in zip(CATALOGUE["CPTS.BUDGET"].arguments, inputs, strict=False):
        sheet.row += 1
        sheet.put(sheet.row, 0, Cell(f"{argument.help[0].upper()}{argument.help[1:]}", "text"))
        sheet.put(sheet.row, 1, input_cell(one, argument))
        places.append(reference(sheet.row, 1))
    sheet.row += 2
    engaged = missions_engaged()
    missions = (*engaged, *[(EMPTY,) * 3] * (len(MISSIONS) - len(engaged)))
    places.append(input_range(sheet, missions, ("Mission", "Début", "Atteinte")))
    return [*inputs, missions, EMPTY], places


def _own_table(sheet: Sheet, row: int, found: Sequence[Sequence[Value]], call: str) -> None:
    """Write the table of the function, as a matrix with room to spare, and the words of its lines below."""
    sheet.put(row - 2, _AWAY, Cell("Le tableau de la fonction", "strong"))
    sheet.put(row - 1, _AWAY, Cell("Formule matricielle ; les lignes de trop sont en erreur, exprès", "note"))
    columns = CATALOGUE["CPTS.BUDGET"].result.columns
    table(sheet, row, _AWAY, found, "row", [column.kind for column in columns])
    for spare in range(row + len(found), row + MOST_LINES + 1):
        for across, column in enumerate(columns):
            number = "" if column.kind == "texte" else "euro"
            sheet.put(spare, _AWAY + across, Cell(CellError("#N/A", ""), "row", number))
    matrix(sheet, row, _AWAY, call, MOST_LINES + 1, len(columns))
    top = row + MOST_LINES + 2
    sheet.put(top, _AWAY, Cell("Les mots des lignes", "strong"))
    for down, (code, words) in enumerate(LINE_LABELS.items(), 1):
        sheet.put(top + down, _AWAY, Cell(code, "text"))
        sheet.put(top + down, _AWAY + 1, Cell(words, "text"))


def _lines(sheet: Sheet, first: int, found: Sequence[Sequence[Value]]) -> None:
    """Write the lines of the budget, which read the table of the function; those left are empty."""
    for column, word in enumerate(("Ligne", "Droits", "Produits", "Encaissements", "Reste à encaisser")):
        sheet.put(first - 1, column, Cell(word, "part_right" if column else "part"))
    top = first + MOST_LINES + 2
    words = reference(top, _AWAY, top + len(LINE_LABELS) - 1, _AWAY + 1)
    for rank in range(MOST_LINES):
        row = first + rank
        values: Sequence[Value] = found[rank + 1] if rank + 1 < len(found) else ("",) * 4
        code = reference(row, _AWAY)
        label = LINE_LABELS.get(str(values[0]), "")
        # a text of a function is known to LibreOffice only when built anew
        sheet.put(row, 0, Cell(label, "row", "", f'IF(ISNA({code});"";IFERROR(VLOOKUP({code}&"";{words};2;0);{code}))'))
        for column in range(1, 4):
            amount = reference(row, _AWAY + column)
            value = values[column]
            sheet.put(row, column, Cell(value, "row", "euro", f'IF(ISNA({amount});"";{amount})'))
        late = f'IF(ISNA({code});"";{reference(row, 2)}-{reference(row, 3)})'
        sheet.put(row, 4, Cell(_less(values[2], values[3]), "row", "euro", late))


def _control(sheet: Sheet, host: Host, call: str, top: int, total: int) -> None:
    """Write the control of the total against an independent call."""
    summed = f"SUM({reference(total, 1, total, 3)})"
    test = f"ABS({summed}-SUM({call}))<0.005"
    sheet.put(sheet.row, 0, Cell("Contrôle du total", "text"))
    words = verdict(test, reference(top, _AWAY), _DONE, _MISSING, _WRONG)
    sheet.put(sheet.row, 1, Cell(_DONE if host.checked == SAME else NOT_DONE, "strong", formula=words))
    sheet.row += 1


def _by_mission(sheet: Sheet, first: int, last: int, found: Sequence[Sequence[Value]]) -> Chart:
    """Write the amounts by mission, off the paper; return the chart that shows them."""
    top = last + len(LINE_LABELS) + 5
    sheet.put(top - 1, _AWAY, Cell("Par mission, pour le graphique", "strong"))
    for across, word in enumerate(("Mission", "Produits", "Encaissements")):
        sheet.put(top, _AWAY + across, Cell(word, "part_right" if across else "part"))
    names = list(dict.fromkeys(words.partition(" – ")[0] for words in LINE_LABELS.values()))
    for row, name in enumerate(names, top + 1):
        sheet.put(row, _AWAY, Cell(name, "row"))
        label = reference(row, _AWAY)
        for across, column in enumerate((2, 3), 1):
            amounts = [line[column] for line in found[1:] if LINE_LABELS[str(line[0])].startswith(name)]
            value = round(sum(amount for amount in amounts if isinstance(amount, (int, float))), 2)
            same = f"(LEFT({reference(first, 0, last, 0)};LEN({label}))={label})*1"
            text = f"SUMPRODUCT({same};{reference(first, column, last, column)})"
            sheet.put(row, _AWAY + across, Cell(value, "row", "euro", text))
    return Chart(
        "Produits et encaissements de l'exercice",
        "Pour chaque mission, une colonne pour les produits et une pour les encaissements, en euros.",
        sheet.row, 0, 600, 215, top + 1, top + len(names), _AWAY, (_AWAY + 1, _AWAY + 2),
    )  # fmt: skip


def _less(one: Value, other: Value) -> Value:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return round(one - other, 2)
    return ""
