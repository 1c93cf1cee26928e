"""What stands under the tables of « Alertes »: amounts of contracts, hypotheses, subsidies that are counted."""

from __future__ import annotations

from excel_tools.accounts.alerts import PRIVATE
from excel_tools.reports.alert_shape import HYPOTHESES, OVERRIDE_ROWS
from excel_tools.reports.shape import SCENARIOS, YEARS, Shape
from excel_tools.rules import load_rules
from templates.kit import cells
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F, H, I, J


def line_across(sheet: Sheet, top: int, count: int, left: int, right: int) -> None:
    """Carry the line of some rows across columns that hold nothing."""
    for row in range(top, top + count):
        for col in range(left, right + 1):
            sheet.write(row, col, None, "label")


def overrides(book: Book, sheet: Sheet, top: int) -> None:
    """Write the amounts of signed contracts, beside those of the barème."""
    heads = ["Contrat signé : montant", "Scénario", "Validité", "Contrat", "Barème", "", "", "", "Source", ""]
    sheet.head(top - 1, heads, 1, texts=(C, I), states=(B,))
    count = OVERRIDE_ROWS
    sheet.filled("bar_derogations", top, A, count, 5, number="general", lines=2)
    for row in range(top, top + count):
        sheet.ws.write_blank(row, B, None, book.format("value", "", align="center"))
        for col in (D, E):
            sheet.ws.write_blank(row, col, None, book.format("value", "", align="right", shrink=True))
    sheet.filled("bar_derogations_sources", top, I, count, number="word", lines=2)
    line_across(sheet, top, count, F, H)
    line_across(sheet, top, count, J, J)


def hypotheses(sheet: Sheet, shape: Shape, top: int, name: str = "out_hypotheses", last: int = J) -> None:
    """Write what each scenario supposes, side by side.

    Args:
        name: name of the table; that of the heads ends in ``_noms``.
        last: last column of the sheet.
    """
    sheet.head(top - 1, ["Hypothèses des scénarios", *[""] * last], 3)
    sheet.across(top - 1, D, SCENARIOS, "=INDEX(in_scenario_noms,COLUMNS($D:D))", "head_right", "", shrink=True)
    sheet.name(f"{name}_noms", top - 1, D, 1, SCENARIOS)
    rows = HYPOTHESES[shape.kind]
    for step, hypothesis in enumerate(rows):
        sheet.write(top + step, A, hypothesis.label, "label", "", text_wrap=False)
        for col in (B, C):
            sheet.write(top + step, col, None, "label")
        for number in range(1, SCENARIOS + 1):
            formula = hypothesis.formula.replace("{n}", str(number))
            # what reads a column of the barème is the same formula, copied to the right
            formula = cells.shifted(formula, 0, number - 1)
            look = {"align": "right", "indent": 0} if hypothesis.number == "word" else {"shrink": True}
            sheet.formula(top + step, C + number, formula, "value", hypothesis.number, **look)
    sheet.name(name, top, D, len(rows), SCENARIOS)
    line_across(sheet, top, len(rows), D + SCENARIOS, last)


def subsidies(book: Book, sheet: Sheet, shape: Shape, row: int) -> None:
    """Write what « Écritures » puts on the public lines of subsidies, and what is received of them."""
    form = load_rules().form
    if form is None:
        raise ValueError("models/cerfa.toml is missing")
    ranks = [rank for rank, line in enumerate(form.leaves) if line.heading == "74" and line.code != PRIVATE]
    if ranks != list(range(ranks[0], ranks[-1] + 1)):
        raise ValueError("the public lines of subsidies do not follow one another")
    title, top, *_ = book.names["out_comptes_lignes"]
    lines = cells.area(top + ranks[0], D, len(ranks), 1, "row")
    sheet.across(row, D, YEARS, f"=SUM('{title}'!{lines})", shrink=True)
    chosen = f'(LEFT(in_comptes_recettes,2)="74")*(in_comptes_recettes<>"{PRIVATE}")'
    sources = [cells.cell(row, D), cells.cell(row + 1, D)]
    for step, name in ((1, "out_comptes_recettes"), (2, "out_budget_encaissements")):
        title, top, *_ = book.names[name]
        amounts = f"'{title}'!{cells.area(top, D, len(shape.lines), 1, 'row')}"
        others = f"{sources[0]}-{sources[1]}+" if step == 2 else ""
        sheet.across(row + step, D, YEARS, f"={others}SUMPRODUCT({chosen}*{amounts})", shrink=True)
    sheet.name("out_alertes_subventions", row, D, 3, YEARS)
