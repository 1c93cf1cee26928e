"""The sheet of a budget: what a treasurer builds with one of the functions."""

from __future__ import annotations

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.formula import EMPTY, Given, entry, formula
from samples.livres.data import missions_engaged, portfolio
from samples.livres.example import answered, input_cell
from samples.livres.host import Host
from samples.livres.model import Cell, Chart, Sheet, Value, filled, reference
from samples.livres.parts import head, input_range, matrix, paragraph, section, table, totals, typed


def budget_sheet(host: Host) -> Sheet:
    """Return the budget of a CPTS: a few inputs, the missions engaged, the amounts of the year and a chart."""
    function = CATALOGUE["CPTS.BUDGET"]
    sheet = Sheet("Budget d'une CPTS", filled((30, 16, 16, 16, 18)))
    head(sheet, "Le budget d'une CPTS")
    section(sheet, "Vos données")
    sheet.row -= 1
    known = portfolio()[0]
    # the second year of a contract, when amounts due and amounts paid differ most
    inputs = [entry(known["Population"]), entry(known["Date de signature"]), entry("2023")]
    places: list[str] = []
    for argument, one in zip(function.arguments, inputs, strict=False):
        sheet.row += 1
        sheet.put(sheet.row, 0, Cell(f"{argument.help[0].upper()}{argument.help[1:]}", "text"))
        sheet.put(sheet.row, 1, input_cell(one, argument))
        places.append(reference(sheet.row, 1))
    sheet.row += 2
    missions = missions_engaged()
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
    matrix(sheet, first, 0, formula(function.name, places).removeprefix("="), len(rows), len(types))
    last = first + len(rows) - 1
    sheet.put(first, 4, Cell("Reste à encaisser", "part_right"))
    for row in range(first + 1, last + 1):
        late = f"{reference(row, 2)}-{reference(row, 3)}"
        value = rows[row - first]
        sheet.put(row, 4, Cell(_less(value[2], value[3]), "row", "euro", late))
    totals(sheet, last + 1, first + 1, last, "Total", (1, 2, 3, 4), {})
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


def _less(one: Value, other: Value) -> float:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return round(one - other, 2)
    raise ValueError("amounts are expected")
