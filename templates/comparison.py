"""The templates of the comparison of scenarios: five, six or seven fiscal years."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

from excel_tools.comparison import compare, one_by_one
from excel_tools.reports.comparison_shape import HORIZONS, PHRASE_LINES, SCENARIO_ROWS, template_name
from excel_tools.reports.comparison_values import comparison_values
from excel_tools.rules import load_rules
from excel_tools.scenarios import DEFAULT_SETTINGS, variants
from excel_tools.schedule import YEARS
from excel_tools.structure import Structure
from excel_tools.workbook import Template, write_atomically
from templates import (
    comparison_charts,
    comparison_data,
    comparison_front,
    comparison_gap,
    comparison_lines,
    comparison_lists,
    comparison_synthesis,
)
from templates.comparison_lists import EXPLANATION_WIDTHS
from templates.comparison_plan import MONEY, Plan
from templates.examples import EXAMPLES
from templates.kit import style
from templates.kit.book import Book

_LARGE = 300_000
"""Bytes above which a sheet is one of data."""
HERE = Path(__file__).resolve().parent


class ComparisonBook(Book):
    """A template that opens on an invented comparison."""

    minus = True

    def __init__(self, path: Path, years: int) -> None:
        super().__init__(path, EXAMPLES["CPTS"]())
        self.years = years

    def fill(self) -> None:
        """Fill the file with two invented structures; every row stays visible, every token in place."""
        rules = load_rules()
        shown = [EXAMPLES[kind]() for kind in ("CPTS", "MSP")]
        shown[1] = _later(shown[1], self.years - YEARS)
        found = compare([(item, variants(item, DEFAULT_SETTINGS)) for item in shown], one_by_one(rules))
        values, _, _ = comparison_values(
            found, rules, DEFAULT_SETTINGS, title="Comparaison d'exemple", version="modèle d'excel-tools"
        )
        template = Template.compile(self.path)
        texts = {token: f"{{{{{token}}}}}" for token in template.tokens}
        write_atomically(self.path, template.render(values, texts=texts))
        without_blank_rows(self.path)


def without_blank_rows(path: Path) -> None:
    """Rewrite a template without the thousands of empty rows of its data, which the writer makes again."""
    blank = re.compile(rb'<row r="\d+"[^>]*>(?:<c r="[A-Z]+\d+"[^>]*/>|<c r="[A-Z]+\d+"[^>]*></c>)*</row>')
    with zipfile.ZipFile(path) as archive:
        parts = [(item, archive.read(item)) for item in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for item, data in parts:
            kept = blank.sub(b"", data) if len(data) > _LARGE and item.filename.startswith("xl/worksheets/") else data
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, kept)


def _later(structure: Structure, years: int) -> Structure:
    return replace(structure, first_exercice=structure.first_exercice + years)


def draw(path: Path | None = None, years: int = YEARS) -> None:
    """Draw the template for so many fiscal years.

    Raises:
        ValueError: a convention is broken.
    """
    book = ComparisonBook(path or HERE / template_name(years), years)
    plan = Plan(book, years, {})
    _sheets(plan)
    comparison_lists.scenarios(plan)
    comparison_lists.structures(plan)
    comparison_data.draw(plan)
    comparison_synthesis.draw(plan)
    comparison_synthesis.brief(plan)
    comparison_charts.charts(plan, comparison_gap.draw(plan))
    comparison_lines.draw(plan)
    comparison_lists.sentences(plan)
    comparison_front.checks(plan)
    comparison_front.front(plan)
    comparison_front.sources(plan)
    book.close()


def draw_all() -> None:
    """Draw them all, in place."""
    for years in HORIZONS:
        draw(years=years)


def _sheets(plan: Plan) -> None:
    book, years = plan.book, plan.years
    yearly = [46, MONEY, MONEY, 11, *[MONEY] * years, 2]
    book.sheet("Synthèse", [*yearly, *[13] * (years + 1)], tab=style.CHART[2])
    book.sheet("Écarts", [*yearly, *[13] * 16])
    book.sheet("Lignes", [50, 11, MONEY, 11, *[MONEY] * years, 2, *[9] * 12])
    book.sheet("Structures", [46, MONEY, MONEY, 11, *[MONEY] * 5, *[2] * (years - 2), *[13] * 11])
    book.sheet("Paramètres", [52, 28, 12, *[17] * SCENARIO_ROWS, 2, 8])
    book.sheet("Explications", EXPLANATION_WIDTHS)
    book.sheet("Contrôles", [92, MONEY, MONEY, MONEY, 14], tab=style.SLATE)
    book.sheet("Sources", [24, 84, 40], landscape=False, tab=style.SLATE)
    book.sheet("LISEZMOI", [22, 92, 2], landscape=False, tab=style.SLATE)
    for name in ("Données", "Causes"):
        last = 46 if name == "Données" else 40
        book.sheet(name, [34, 18, 22, last, *[MONEY] * (years + 1), 8, 26, *[10] * 5], tab=style.CHART[1])
    book.sheet("Phrases", [34, 18, *[90] * PHRASE_LINES], tab=style.CHART[1])
