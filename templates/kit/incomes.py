"""« Autres produits »: the lines, their classes, what is still to be received, the sixty months."""

from __future__ import annotations

from excel_tools.reports.shape import MONTHS, Shape
from excel_tools.reports.spending_shape import (
    INCOME_CLASS_LABELS,
    INCOME_ROWS,
    INCOME_TABLE,
    OPENING_CLAIMS_INPUT,
)
from templates.kit import cells, due, lines
from templates.kit.book import Book
from templates.kit.charges import calendar
from templates.kit.plan import B, D, E, F, G

TABLE = lines.Table("Autres produits", INCOME_TABLE, INCOME_ROWS, "Recette", (70, 79), "reçue")
_NOTE = (
    "Les produits hors contrat, une ligne par recette : cotisations, formations, participations, intérêts. "
    "Sans mois ni nombre de versements, la recette est étalée sur les douze mois. 71, 72, 777, 78 ne sont jamais reçus."
)
CLAIMS = (
    "À recevoir à l'ouverture",
    "Produits de l'exercice",
    "dont sans mouvement d'argent (71, 72, 777, 78)",
    "Reçus dans l'exercice",
    "À recevoir à la clôture",
)
"""Rows of what is still to be received."""


def draw_lines(book: Book, shape: Shape) -> int:
    """Write the table; return its first row."""
    return lines.draw(book, shape, TABLE, _NOTE)


def draw_rest(book: Book, top: int) -> None:
    """Write what follows the table, once « Échéances » is there.

    Args:
        top: first row of the lines.
    """
    sheet = book.sheets[TABLE.title]
    sheet.tight(13.5)
    sheet.row += 1
    accounts, amounts = cells.area(top, B, INCOME_ROWS, 1), cells.area(top, D, INCOME_ROWS, 1, "row")

    def formula(row: int) -> str:
        mark = cells.cell(row, B, "col")
        return f"=SUMPRODUCT((LEFT({accounts},LEN({mark}))={mark})*{amounts})"

    lines.classes(sheet, "out_produits_classes", INCOME_CLASS_LABELS, formula)
    sheet.section("Créances : ce qui reste à recevoir", "Les créances du premier jour sont reçues le premier mois.")
    total = cells.cell(book.names["out_produits_saisies"][1], D)
    start = sheet.row
    months = start + len(CLAIMS) + 3
    received = cells.area(months + 1, G, MONTHS, 1)
    years = cells.area(months + 1, B, MONTHS, 1)
    settled = f"=SUMIFS({received},{years},COLUMNS($D:D))"
    cashless = due.unmoved(book, TABLE.key)
    lines.carried(sheet, "out_produits_creances", CLAIMS, f"={OPENING_CLAIMS_INPUT}", f"={total}", cashless, settled)
    sheet.unprinted()
    sheet.ws.print_area(0, 0, sheet.row - 3, lines.T)
    sheet.head(months, ["Mois", "Exercice", "Rang", "Dus", "Lignes reçues", "Créances d'ouverture", "Total reçu"])
    sheet.lines(months, 2)
    top = months + 1
    calendar(sheet, top, "out_produits_calendrier")
    sheet.down(top, D, MONTHS, f"={due.owed(book, TABLE.key)}", shrink=True)
    sheet.down(top, E, MONTHS, f"={due.settled(book, TABLE.key)}", shrink=True)
    first = f"ROWS(A${top + 1}:A{top + 1})=1"
    sheet.down(top, F, MONTHS, f"=IF({first},{OPENING_CLAIMS_INPUT},0)", shrink=True)
    sheet.down(top, G, MONTHS, f"={cells.cell(top, E)}+{cells.cell(top, F)}", "sum", shrink=True)
    sheet.name("out_produits_mois", top, D, MONTHS, 4)
    sheet.grey_zeros(top, D, MONTHS, 4)
    sheet.row = top + MONTHS
