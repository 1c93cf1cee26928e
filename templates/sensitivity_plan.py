"""Where the tables of the sensitivity stand, and what its sheets share."""

from __future__ import annotations

from dataclasses import dataclass, field

from excel_tools.reports.sensitivity_shape import LAW_ROWS
from templates.kit.book import Book, Sheet
from templates.kit.plan import A

MONEY = 16.5
YEARS_AT = 1
"""First column of the fiscal years."""
SYNTHESIS = (31, 17, 2, 40, 16)
"""Widths of the columns of « Synthèse », on an upright page."""


@dataclass
class Plan:
    """The workbook being drawn.

    Attributes:
        first: table → its first row.
    """

    book: Book
    first: dict[str, int] = field(default_factory=dict)


def assumptions(sheet: Sheet, name: str) -> None:
    """Write under the titles what every probability of the sheet rests on, and repeat it on each page."""
    sheet.write(2, A, "Sur quoi reposent ces probabilités", "strong", text_wrap=False)
    look = sheet.book.format("line", "", text_wrap=False)
    for row in range(3, 3 + LAW_ROWS):
        sheet.ws.write_blank(row, A, None, look)
    sheet.name(name, 3, A, LAW_ROWS)
    sheet.repeat(3 + LAW_ROWS)
    sheet.row = 4 + LAW_ROWS
