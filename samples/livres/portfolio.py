"""The sheet of a portfolio: a whole column of populations in one formula."""

from __future__ import annotations

from dataclasses import replace

from excel_tools.functions.catalogue import CATALOGUE
from excel_tools.functions.formula import entry
from samples.livres.data import portfolio
from samples.livres.example import answered, check_cell, input_cell, number_format
from samples.livres.host import Host
from samples.livres.model import Cell, Sheet, filled, reference
from samples.livres.parts import head, matrix, paragraph, totals

_HEADS = ("CPTS", "Population", "Taille", "Maximum annuel", "Attendu", "Contrôle")
_FORMULAS = (
    "Une seule formule matricielle remplit chaque colonne de résultats : la plage entière est donnée là où une "
    "population est attendue. Une ligne vide reste vide ; une population fausse ne change que sa ligne."
)
_TOTAL = {
    True: (
        "L'ensemble montre cette erreur, exprès : un total auquel il manque une CPTS serait faux ; "
        "=AGREGAT(9;6;plage) additionne les autres lignes."
    ),
    False: "L'ensemble affiche alors « à revoir » : l'erreur est un texte, que SOMME sauterait sans rien dire.",
}
_ENTERED = {
    True: ("Danger : valider par Ctrl + Maj + Entrée ; sinon chaque cellule montre la première CPTS, sans rien dire."),
    False: "Avant Excel 365, valider par Ctrl + Maj + Entrée.",
}
"""Whether errors are real → what the total makes of them; how to type a column."""


def portfolio_sheet(host: Host) -> Sheet:
    """Return the sheet of a portfolio: a column of populations, one matrix formula for each column of results."""
    sheet = Sheet("Portefeuille", filled((36, 15, 12, 18, 18, 13)))
    head(sheet, "Un portefeuille en une formule")
    rows = [(row["Nom"], row["Population"]) for row in portfolio()]
    # a treasurer leaves a line free between two departments
    rows.insert(len(rows) // 2, ("", ""))
    paragraph(sheet, f"{_FORMULAS} {_TOTAL[host.real_errors]}")
    paragraph(sheet, _ENTERED[host.real_errors], "strong")
    paragraph(
        sheet,
        "Pour une CPTS de plus : effacer les deux colonnes de résultats, insérer la ligne, les saisir de nouveau.",
        "note",
    )
    first, last = sheet.row + 5, sheet.row + 4 + len(rows)
    populations = reference(first, 1, last, 1)
    results = {2: CATALOGUE["CPTS.TAILLE"], 3: CATALOGUE["CPTS.TOTAL"]}
    sheet.row += 1
    for place, function in results.items():
        sheet.put(sheet.row, 0, Cell(_HEADS[place], "name"))
        sheet.put(sheet.row, 1, Cell(f"{{={host.function(function)}(plage des populations)}}", "strong"))
        sheet.row += 1
    sheet.row = first - 1
    for column, word in enumerate(_HEADS):
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
                sheet.put(row, 5, check_cell(host, (reference(row, 3), reference(row, 4))))
        matrix(sheet, first, place, f"{function.name}({populations})", len(rows), 1)
    totals(sheet, last + 1, first, last, "Ensemble", (1, 3, 4), {1: "int"})
    if not host.real_errors:
        total = sheet.cells[last + 1, 3]
        wrong = f'COUNTIF({reference(first, 3, last, 3)};"#*")'
        sheet.put(last + 1, 3, replace(total, formula=f'IF({wrong}>0;"à revoir";{total.formula})'))
    return sheet
