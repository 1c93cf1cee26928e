"""The sheets beside the families: a portfolio in one formula, the budget of a CPTS, errors and what they say."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.formula import EMPTY, Entry, Given, arguments, entry, formula
from excel_tools.functions.guide import MISTAKES, PASSED_ON
from excel_tools.functions.hosts.cell import CellError
from samples.livres.example import OTHER, SAME, answered, check_cell, input_cell, number_format
from samples.livres.host import Host
from samples.livres.model import Cell, Chart, Sheet, Value, column_name, filled, reference
from samples.livres.parts import head, input_range, paragraph, section, table, typed

HERE = Path(__file__).resolve().parents[1]
_TYPES = {"#DIV/0!": 2, "#VALEUR!": 3, "#NOMBRE!": 6, "#N/A": 7}
"""What ERROR.TYPE answers."""


def portfolio_sheet(host: Host) -> Sheet:
    """Return the sheet of a portfolio: a column of populations, one matrix formula for each column of results."""
    sheet = Sheet("Portefeuille", filled((36, 15, 12, 18, 18, 13)))
    head(sheet, "Un portefeuille en une formule")
    rows = [(row["Nom"], row["Population"]) for row in _portfolio()]
    # a treasurer leaves a line free between two departments
    rows.insert(len(rows) // 2, ("", ""))
    paragraph(
        sheet,
        "Une seule formule matricielle remplit chaque colonne de résultats : la plage entière est donnée là où une "
        "population est attendue. Une ligne vide reste vide ; une population fausse ne gâte que sa ligne.",
    )
    first, last = sheet.row + 5, sheet.row + 4 + len(rows)
    populations = reference(first, 1, last, 1)
    results = {2: CATALOGUE["CPTS.TAILLE"], 3: CATALOGUE["CPTS.TOTAL"]}
    sheet.row += 1
    for place, function in results.items():
        sheet.put(sheet.row, 0, Cell(f"Colonne {column_name(place)}", "name"))
        text = typed(formula(host.function(function), [populations]))
        sheet.put(sheet.row, 1, Cell(f"{{{text}}}", "strong"))
        sheet.row += 1
    sheet.row = first - 1
    for column, word in enumerate(("CPTS", "Population", "Taille", "Maximum annuel", "Attendu", "Contrôle")):
        look = "part" if column == 0 else "part_center" if column == 5 else "part_right"
        sheet.put(sheet.row, column, Cell(word, look))
    column_of = tuple((entry(population),) for _, population in rows)
    for down, (name, population) in enumerate(rows):
        sheet.put(first + down, 0, input_cell(entry(name)))
        sheet.put(first + down, 1, input_cell(entry(population)))
    for place, function in results.items():
        found = answered(function.name, [column_of])
        cells = found if isinstance(found, list) else [[found]]
        for down, (value,) in enumerate(cells):
            row, number = first + down, number_format(value, function.result.kind)
            sheet.put(row, place, Cell(value, "row", number))
            if place == 3:
                sheet.put(row, 4, Cell(value, "expected", number))
                sheet.put(row, 5, check_cell((reference(row, 3), reference(row, 4))))
        top = sheet.cells[first, place]
        text = f"{function.name}({populations})"
        sheet.put(first, place, Cell(top.value, top.look, top.number, text, (len(rows), 1)))
    _totals(sheet, last + 1, first, last, "Ensemble", (1, 3, 4), {1: "int"})
    return sheet


def budget_sheet(host: Host) -> Sheet:
    """Return the budget of a CPTS: a few inputs, the missions engaged, the amounts of the year and a chart."""
    function = CATALOGUE["CPTS.BUDGET"]
    sheet = Sheet("Budget d'une CPTS", filled((30, 16, 16, 16, 18)))
    head(sheet, "Le budget d'une CPTS")
    section(sheet, "Vos données")
    sheet.row -= 1
    known = _portfolio()[0]
    # the second year of a contract, when amounts due and amounts paid differ most
    inputs = [entry(known["Population"]), entry(known["Date de signature"]), entry("2023")]
    places: list[str] = []
    for argument, one in zip(function.arguments, inputs, strict=False):
        sheet.row += 1
        sheet.put(sheet.row, 0, Cell(f"{argument.help[0].upper()}{argument.help[1:]}", "text"))
        sheet.put(sheet.row, 1, input_cell(one, argument))
        places.append(reference(sheet.row, 1))
    sheet.row += 2
    missions = _missions()
    places.append(input_range(sheet, missions, ("Mission", "Début", "Atteinte")))
    section(sheet, "Recettes de l'Assurance Maladie")
    sheet.put(sheet.row, 0, Cell("formule matricielle", "name"))
    sheet.put(sheet.row, 1, Cell(f"{{{typed(formula(host.function(function), places))}}}", "strong"))
    sheet.row += 1
    given: list[Given] = [*inputs, missions, EMPTY]
    found = answered(function.name, given)
    rows: list[list[Value]] = found if isinstance(found, list) else [[found]]
    first = sheet.row
    types = [column.kind for column in function.result.columns]
    table(sheet, first, 0, rows, "row", types)
    top = sheet.cells[first, 0]
    text = formula(function.name, places).removeprefix("=")
    sheet.put(first, 0, Cell(top.value, top.look, top.number, text, (len(rows), len(types))))
    last = first + len(rows) - 1
    sheet.put(first, 4, Cell("Reste à encaisser", "part_right"))
    for row in range(first + 1, last + 1):
        late = f"{reference(row, 2)}-{reference(row, 3)}"
        value = rows[row - first]
        sheet.put(row, 4, Cell(_less(value[2], value[3]), "row", "euro", late))
    _totals(sheet, last + 1, first + 1, last, "Total", (1, 2, 3, 4), {})
    sheet.row = last + 3
    paragraph(
        sheet,
        "Droits : ce que doit l'année de contrat. Produits : la part de l'exercice. Encaissements : ce qui arrive sur "
        "le compte. Ce qui reste à encaisser se finance par la trésorerie. Pour une mission de plus, insérer une ligne "
        "dans la plage des missions, puis saisir de nouveau la formule sur un tableau plus haut.",
        "note",
    )
    sheet.row += 1
    sheet.chart = Chart(
        "Produits et encaissements de l'exercice",
        "Pour chaque ligne du budget, une barre pour les produits et une pour les encaissements, en euros.",
        sheet.row, 0, 560, 300, first + 1, last, 0, (2, 3),
    )  # fmt: skip
    return sheet


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


def _portfolio() -> list[dict[str, str]]:
    with (HERE / "portefeuille" / "cpts.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def _missions() -> tuple[tuple[Entry, ...], ...]:
    with (HERE / "missions.csv").open(encoding="utf-8-sig", newline="") as stream:
        return tuple(tuple(entry(cell) for cell in row) for row in list(csv.reader(stream, delimiter=";"))[1:])


def _less(one: Value, other: Value) -> float:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return round(one - other, 2)
    raise ValueError("amounts are expected")


def _totals(
    sheet: Sheet, row: int, first: int, last: int, label: str, columns: Sequence[int], numbers: dict[int, str]
) -> None:
    sheet.put(row, 0, Cell(label, "total"))
    for column in range(1, max(columns) + 1):
        sheet.put(row, column, Cell(look="total"))
    for column in columns:
        values = [sheet.cells[line, column].value for line in range(first, last + 1)]
        total = round(sum(value for value in values if isinstance(value, (int, float))), 2)
        text = f"SUM({reference(first, column, last, column)})"
        sheet.put(row, column, Cell(total, "total", numbers.get(column, "euro"), text))
