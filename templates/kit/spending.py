"""The sheets of what is spent and of other income, in the order in which each may read the others."""

from __future__ import annotations

from excel_tools.reports.shape import Shape
from templates.kit import charges, due, incomes, indemnities, staff
from templates.kit.book import Book


def draw(book: Book, shape: Shape) -> None:
    """Write them all."""
    staff.draw(book, shape)
    indemnities.draw(book, shape)
    received = incomes.draw_lines(book, shape)
    top = charges.draw_lines(book, shape)
    due.start(book)
    due.draw(book, charges.TABLE, top)
    due.draw(book, incomes.TABLE, received)
    indemnities.draw_months(book)
    charges.draw_rest(book, top)
    incomes.draw_rest(book, received)
