"""Draw ``templates/cpts.xlsx``, the budget workbook of a CPTS."""

from __future__ import annotations

from pathlib import Path

from excel_tools.reports.cpts_shape import CPTS_SHAPE
from excel_tools.reports.cpts_watched import CPTS_WATCHED
from excel_tools.reports.shape import SCENARIOS
from templates import cpts_bareme, cpts_inputs, cpts_scenario, cpts_texts, examples
from templates.kit import alerts, cerfa, checks, dedicated, front, missions, months, pages, spending, synthesis
from templates.kit.book import Book
from templates.kit.plan import create_sheets
from templates.kit.scenario import opening_of

TARGET = Path(__file__).with_name("cpts.xlsx")


def draw(path: Path = TARGET) -> None:
    """Write the template."""
    book = Book(path, examples.cpts())
    create_sheets(book, CPTS_SHAPE, bareme_widths=cpts_bareme.WIDTHS, indicators=True)
    opening = opening_of(CPTS_SHAPE)
    rows = cpts_inputs.draw_entries(book, opening)
    spending.draw(book, CPTS_SHAPE)
    dedicated.draw_aids(book, CPTS_SHAPE)
    gains = cpts_inputs.draw_indicators(book, opening)
    bareme = cpts_bareme.draw(book)
    scenarios = [cpts_scenario.draw(book, number, bareme, rows, gains) for number in range(1, SCENARIOS + 1)]
    for scenario in scenarios:
        months.draw(book, CPTS_SHAPE, scenario)
    first = scenarios[0]
    pages.budget(book, CPTS_SHAPE, first)
    cerfa.draw(book, CPTS_SHAPE)
    pages.cash(book, CPTS_SHAPE)
    dedicated.draw_displayed(book, first)
    pages.comparison(book, first)
    missions.draw(book, CPTS_SHAPE)
    synthesis.draw(book, CPTS_SHAPE, first)
    alerts.draw(book, CPTS_SHAPE, first)
    checks.draw(book, first, CPTS_WATCHED, _sourced())
    front.reading_guide(book, cpts_texts.STEPS, cpts_texts.SHEETS)
    front.sources(book, cpts_texts.RULINGS, cpts_texts.UNVERIFIED)
    book.close()


def _sourced() -> tuple[str, str]:
    """Return the number of dated amounts, and of those that show a source and the day of its reading."""
    return "=COUNT(bar_depuis)", '=SUMPRODUCT((bar_depuis>0)*(bar_source<>"")*(bar_verifie>0))'


if __name__ == "__main__":
    draw()
