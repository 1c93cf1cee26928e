"""The sheets of a family's workbook in the order of their tabs, and where their tables stand."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.reports.shape import SCENARIOS, YEARS, Shape
from templates.kit import style
from templates.kit.book import Book

A, B, C, D, E, F, G, H, I, J, K = range(11)  # noqa: E741  columns, named as in the sheets

EURO_WIDTH = 16
"""Room for -99 999 999,99 €."""

ALERTS = (29, 10, 48, *[12.5] * YEARS, 44, 36)
"""Widths of « Alertes »: its name, its state, what is found, a figure by fiscal year, the rule, the source."""
LINES = (36, 10, 20, *[14] * 5, 14, 9, 10, 8, *[13] * 5, 11, 8, 8)
"""Columns of a sheet of lines of charges or of income."""

MONTHS_TOP = 6
"""First of the sixty rows of a monthly sheet."""


def scenario_title(number: int) -> str:
    """Return the name of a scenario's sheet."""
    return f"Scénario {number}"


def months_title(number: int) -> str:
    """Return the name of a scenario's monthly sheet."""
    return f"Mois {number}"


def create_sheets(book: Book, shape: Shape, *, bareme_widths: Sequence[float], indicators: bool = False) -> None:
    """Add every sheet of a family, empty, so that each may point to any other."""
    periods = [EURO_WIDTH] * 7
    years = [60, 12, EURO_WIDTH, *[EURO_WIDTH] * 5, EURO_WIDTH]
    monthly = [15, *[15.5] * (len(shape.groups) + 6)]
    book.sheet("LISEZMOI", [22, 92, 2], landscape=False, tab=style.SLATE)
    book.sheet("Synthèse", [44, 2, 2, *[EURO_WIDTH] * 6], landscape=False)
    book.sheet("Budget", years)
    book.sheet("CERFA", [46, 14.5, 14.5, 1.5, 46, 14.5, 14.5], landscape=False)
    book.sheet("Compte rendu", [62, 15, 15, 15, 10, 25], landscape=False)
    book.sheet("Trésorerie", [*monthly, 9, 14])
    book.sheet("Comparaison", years)
    if shape.missions:
        book.sheet("Missions", [36, 12, 2, *[15] * 5, EURO_WIDTH], landscape=False)
    book.sheet("Alertes", ALERTS, tab=style.SLATE)
    book.sheet("Entrées", [46, 16, 40, *periods, *([22] if shape.missions else [])], tab=style.CHART[2])
    book.sheet("Charges", LINES, tab=style.CHART[2])
    book.sheet("Autres produits", LINES, tab=style.CHART[2])
    book.sheet("Personnel", [38, 22, 14, *[14] * 60], tab=style.CHART[2])
    book.sheet("Indemnités", [36, 22, 12, *[14] * 5, 14, 12, 14, 18], tab=style.CHART[2])
    book.sheet("Échéances", [36, 10, 10, *[EURO_WIDTH] * 42], tab=style.CHART[1])
    book.sheet("Charges par mois", [16, 10, 8, *[EURO_WIDTH] * 21], tab=style.CHART[1])
    book.sheet("Fonds dédiés", [60, 8, 4, *[EURO_WIDTH] * YEARS], landscape=False, tab=style.CHART[1])
    book.sheet("Comptes", [66, 13, 24, 14, 90], tab=style.CHART[2])
    book.sheet("Écritures", [66, 13, 24, *[EURO_WIDTH] * 8], tab=style.CHART[2])
    if indicators:
        book.sheet("Indicateurs", [58, 24, 15, *[15] * 8], tab=style.CHART[2])
    book.sheet("Barème", bareme_widths, tab=style.CHART[1])
    for number in range(1, SCENARIOS + 1):
        book.sheet(scenario_title(number), [60, 12, 14, *periods, EURO_WIDTH], tab=style.CHART[1])
    for number in range(1, SCENARIOS + 1):
        book.sheet(months_title(number), monthly, tab=style.CHART[1])
    book.sheet("Contrôles", [92, 12, EURO_WIDTH, EURO_WIDTH, EURO_WIDTH, 38], tab=style.SLATE)
    book.sheet("Sources", [24, 84, 40], landscape=False, tab=style.SLATE)
