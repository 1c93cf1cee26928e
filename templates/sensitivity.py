"""The template of the sensitivity of one structure: a tornado, and what thousands of draws leave."""

from __future__ import annotations

from pathlib import Path

from excel_tools.comparison.draws import draw as draw_outcomes
from excel_tools.comparison.sensitivity import tornado
from excel_tools.reports.sensitivity_data import Sensitivity, outlook
from excel_tools.reports.sensitivity_shape import TEMPLATE
from excel_tools.reports.sensitivity_values import sensitivity_values
from excel_tools.rules import load_rules
from excel_tools.workbook import Template, write_atomically
from templates import sensitivity_front, sensitivity_pages, sensitivity_synthesis
from templates.examples import EXAMPLES
from templates.kit import style
from templates.kit.book import Book
from templates.sensitivity_plan import MONEY, SYNTHESIS, Plan

HERE = Path(__file__).resolve().parent
_EXAMPLE_DRAWS = 1_000


class SensitivityBook(Book):
    """A template that opens on the sensitivity of an invented CPTS."""

    minus = True

    def fill(self) -> None:
        """Fill the file with the example; every row stays visible, every token in place."""
        rules = load_rules()
        drawn = outlook(draw_outcomes(self.example, rules, count=_EXAMPLE_DRAWS))
        found = Sensitivity(self.example, "central", tornado(self.example, rules), drawn)
        values, _, _ = sensitivity_values(found, rules, version="modèle d'excel-tools")
        template = Template.compile(self.path)
        texts = {token: f"{{{{{token}}}}}" for token in template.tokens}
        write_atomically(self.path, template.render(values, texts=texts))


def draw(path: Path | None = None) -> None:
    """Draw the template, in place by default.

    Raises:
        ValueError: a convention is broken.
    """
    book = SensitivityBook(path or HERE / TEMPLATE, EXAMPLES["CPTS"]())
    book.sheet("LISEZMOI", [22, 92, 2], landscape=False, tab=style.SLATE)
    book.sheet("Synthèse", SYNTHESIS, landscape=False, tab=style.CHART[2])
    book.sheet("Tornado", [46, 14, 14, *[MONEY] * 5, 13, 2, 8])
    book.sheet("Probabilités", [52, *[MONEY] * 7])
    book.sheet("Hypothèses", [42, 62, 2], landscape=False)
    book.sheet("Contrôles", [76, MONEY, MONEY, MONEY, 14], tab=style.SLATE)
    book.sheet("Sources", [24, 84, 40], landscape=False, tab=style.SLATE)
    plan = Plan(book)
    sensitivity_pages.bars(plan)
    sensitivity_pages.hypotheses(plan)
    sensitivity_pages.outlooks(plan)
    sensitivity_synthesis.draw(plan)
    sensitivity_front.checks(plan)
    sensitivity_front.front(plan)
    sensitivity_front.sources(plan)
    book.close()
