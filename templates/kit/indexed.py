"""« Échéances »: what the lines of charges cost in each of the sixty months, under the prices of each scenario."""

from __future__ import annotations

from excel_tools.reports.shape import MONTHS, SCENARIOS, YEARS
from excel_tools.reports.spending_shape import DELAYS, NEVER
from templates.kit import cells, rises
from templates.kit.book import Book
from templates.kit.lines import Table
from templates.kit.plan import A, C, D

_BLOCK = DELAYS + 1
"""Columns of the delays, then of what moves no money."""
_WIDTH = 2 * _BLOCK + 4
"""Columns of a scenario: its index, what is reached, what was before, due, paid, paid with the delay it adds."""


def draw(book: Book, table: Table, top: int, blocks: tuple[int, int]) -> None:
    """Write the months of the three scenarios, one after the other.

    Args:
        top: first row of the lines on their own sheet.
        blocks: first rows of the twelfths reached, and of those before.
    """
    from templates.kit.charges import calendar

    sheet, key, row = book.sheets["Échéances"], table.key, book.sheets["Échéances"].row
    sheet.write(row, A, f"{table.title} : délai de paiement, en mois", "line", "", align="right")
    delays = (*range(DELAYS), NEVER)
    heads = [f"{table.title} par mois", "Exercice", "Rang"]
    for number in range(1, SCENARIOS + 1):
        start = D + _WIDTH * (number - 1)
        for block in range(2):
            for step, delay in enumerate(delays):
                sheet.write(row, start + 1 + _BLOCK * block + step, delay, "line", "int", align="right")
        heads += [f"Indice, scénario {number}", *["Cumul atteint"] * _BLOCK, *["Cumul avant"] * _BLOCK]
        heads += ["Dû", "Payé, délais des lignes", "Payé"]
    # three rows without numbers above the first month, which the delays reach
    head = row + 3
    sheet.head(head, heads)
    sheet.lines(head, 2)
    first = head + 1
    calendar(sheet, first, f"out_{key}_echeancier")
    amounts = f"INDEX('{table.title}'!{cells.area(top, D, table.count, YEARS, 'row')},0,$B{first + 1})"
    late = cells.area(blocks[1], C, table.count, 1, "row")
    rank = f"ROWS(A${first + 1}:A{first + 1})"
    for number in range(1, SCENARIOS + 1):
        start = D + _WIDTH * (number - 1)
        factor = cells.cell(first, start, "col")
        sheet.down(
            first, start, MONTHS, f"=INDEX({rises.indexes(book, 'prix', number)},$B{first + 1})", number="factor"
        )
        for block, twelfths in enumerate(blocks):
            part = f"INDEX({cells.area(twelfths, D, table.count, 12, 'row')},0,$C{first + 1})"
            for step in range(_BLOCK):
                col = start + 1 + _BLOCK * block + step
                chosen = f"({late}={cells.cell(row, col, 'row')})"
                sum_of = f"=SUMPRODUCT({chosen}*ROUND(ROUND({amounts}*{factor},2)*{part}/12,2))"
                sheet.down(first, col, MONTHS, sum_of, shrink=True)
        reached, before, due = start + 1, start + 1 + _BLOCK, start + 1 + 2 * _BLOCK
        now, past = (cells.area(first, col, 1, _BLOCK, "") for col in (reached, before))
        sheet.down(first, due, MONTHS, f"=ROUND(SUM({now})-SUM({past}),2)", "sum", shrink=True)
        pieces = "+".join(
            f"N({cells.cell(first - delay, reached + delay)})-N({cells.cell(first - delay, before + delay)})"
            for delay in range(DELAYS)
        )
        sheet.down(first, due + 1, MONTHS, f"=ROUND({pieces},2)", shrink=True)
        more = f"in_s{number}_delai_charges"
        own = f"INDEX({cells.area(first, due + 1, MONTHS, 1)},{rank}-N({more}))"
        sheet.down(first, due + 2, MONTHS, f"=IF({rank}>N({more}),{own},0)", "sum", shrink=True)
    sheet.name(f"out_{key}_cumuls", first, D, MONTHS, SCENARIOS * _WIDTH)
    sheet.grey_zeros(first, D, MONTHS, SCENARIOS * _WIDTH)
    sheet.row = first + MONTHS + 1


def owed(book: Book, key: str, number: int, step: int = 0) -> str:
    """Return what is due (``step`` 2: paid) in the first month under a scenario, as another sheet writes it."""
    row = book.names[f"out_{key}_cumuls"][1]
    return f"Échéances!{cells.cell(row, D + _WIDTH * (number - 1) + 1 + 2 * _BLOCK + step)}"
