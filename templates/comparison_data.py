"""« Données », « Causes » and « Phrases »: what the program computed, that every formula reads; never printed."""

from __future__ import annotations

from excel_tools.comparison.figures import MEASURE_LABELS, MEASURES
from excel_tools.reports.comparison_shape import CAUSE_ROWS, DATA_ROWS, PHRASE_LINES, PHRASE_ROWS, SHORT
from templates.comparison_plan import DATA_TOP, YEARS_AT, Plan, title, unprinted, year_heads
from templates.kit.book import Sheet
from templates.kit.plan import A, B, C, D


def draw(plan: Plan) -> None:
    """Write the sheets of flat rows."""
    sheet = plan.book.sheets["Données"]
    _data_head(
        plan, sheet, "Données du moteur", ("Structure", "Scénario", "Mesure", "Ligne"), ("scénario", "mesure", "ligne")
    )
    for step, code in enumerate(MEASURES):
        sheet.write(3, YEARS_AT + step, MEASURE_LABELS[code], "note", "", align="right")
        sheet.write(4, YEARS_AT + step, step + 1, "note", "int")
        sheet.name(f"bar_m_{SHORT[code]}", 4, YEARS_AT + step)
    sheet.lines(3, 3)
    sheet.write(4, D, "Numéros des mesures", "note", "", align="right")
    _data_names(plan, sheet, "d", ("t", "g", "s", "r", "c", "m", "l"), DATA_ROWS)
    sheet = plan.book.sheets["Causes"]
    _data_head(
        plan, sheet, "Effets des causes", ("Structure", "Variante", "Mesure", "Cause"), ("variante", "mesure", "effet")
    )
    _data_names(plan, sheet, "e", ("t", "g", "s", "r", "c", "m", "n"), CAUSE_ROWS)
    _phrases(plan.book.sheets["Phrases"])


def _data_head(
    plan: Plan, sheet: Sheet, text: str, texts: tuple[str, str, str, str], numbers: tuple[str, str, str]
) -> None:
    title(sheet, text, choice=False)
    rows = DATA_ROWS if sheet.title == "Données" else CAUSE_ROWS
    text = f"Valeurs calculées par le programme, que lisent les formules des autres feuilles ; {rows} lignes au plus."
    sheet.write(2, A, text, "line")
    sheet.write(3, A, "Cette feuille ne s'imprime pas : elle se lit et se copie à l'écran.", "line")
    for line in range(5):
        for col in (B, C, D):
            sheet.write(line, col, None, "plain")
    row = DATA_TOP - 1
    year_row, sheet.row = row, row
    year_heads(plan, sheet, f"{'donnees' if sheet.title == 'Données' else 'effets'}", texts)
    for col in range(YEARS_AT):
        sheet.write(year_row, col, texts[col], "head")
    heads = (
        "Sur l'horizon",
        "Type",
        "Région",
        "n° de structure",
        "n° de région",
        *(f"n° de {word}" for word in numbers),
    )
    for step, head in enumerate(heads):
        sheet.write(year_row, plan.last + 1 + step, head, "head_right" if step not in (1, 2) else "head")
    sheet.lines(year_row, 2)
    sheet.ws.freeze_panes(DATA_TOP, 1)
    sheet.repeat(1)
    unprinted(sheet, DATA_TOP + rows)


def _data_names(plan: Plan, sheet: Sheet, prefix: str, after: tuple[str, ...], rows: int) -> None:
    """Give each column of the data its name and its look; the writer makes the cells."""
    book = sheet.book
    text, money, number = (
        book.format("label", "", text_wrap=False),
        book.format("value", "euro"),
        book.format("note", "int", align="right"),
    )
    sheet.name(f"bar_{prefix}_textes", DATA_TOP, A, rows, 4)
    sheet.name(f"bar_{prefix}_ex", DATA_TOP, YEARS_AT, rows, plan.years)
    sheet.name(f"bar_{prefix}_h", DATA_TOP, plan.last + 1, rows)
    for step, name in enumerate(after, plan.last + 2):
        sheet.name(f"bar_{prefix}_{name}", DATA_TOP, step, rows)
    for col, width in enumerate(sheet.widths):
        look = text if col < YEARS_AT or col in (plan.last + 2, plan.last + 3) else number
        sheet.ws.set_column(col, col, width, money if YEARS_AT <= col <= plan.last + 1 else look)
    sheet.row = DATA_TOP + rows


def _phrases(sheet: Sheet) -> None:
    """Head the sentences of every choice: a row a scope and a variant."""
    title(sheet, "Phrases de « Synthèse »", choice=False)
    sheet.write(2, A, "Écrites par le programme pour chaque choix. Cette feuille ne s'imprime pas.", "line")
    sheet.head(DATA_TOP - 1, ["Périmètre", "Variante", *(f"Ligne {n}" for n in range(1, PHRASE_LINES + 1))], 9)
    sheet.ws.freeze_panes(DATA_TOP, 2)
    sheet.repeat(1)
    text = sheet.book.format("label", "", text_wrap=False)
    for col, width in enumerate(sheet.widths):
        sheet.ws.set_column(col, col, width, text)
    sheet.name("bar_phrases_choix", DATA_TOP, A, PHRASE_ROWS, 2)
    sheet.name("bar_phrases", DATA_TOP, C, PHRASE_ROWS, PHRASE_LINES)
    sheet.row = DATA_TOP + PHRASE_ROWS
    unprinted(sheet, sheet.row)
