"""The sheets of what is spent and of other income, in the order in which each may read the others."""

from __future__ import annotations

from excel_tools.reports.shape import Shape
from templates.kit import charges, due, incomes, indemnities, indexed, staff
from templates.kit.book import Book


def draw(book: Book, shape: Shape) -> None:
    """Write them all."""
    staff.draw(book, shape)
    indemnities.draw(book, shape)
    received = incomes.draw_lines(book, shape)
    top = charges.draw_lines(book, shape)
    due.start(book)
    blocks = [due.draw(book, table, row) for table, row in ((charges.TABLE, top), (incomes.TABLE, received))]
    due.close(book)
    indexed.draw(book, charges.TABLE, top, blocks[0])
    due.draw_months(book, incomes.TABLE, blocks[1])
    indemnities.draw_months(book)
    charges.draw_rest(book, top)
    incomes.draw_rest(book, received)
