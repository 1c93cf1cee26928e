"""The first and last pages: LISEZMOI and Sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from excel_tools.reports.shape import SOURCE_ROWS
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C

_COLOURS = (
    ("Saisie", "input", "Fond jaune pâle, texte bleu : à remplir, seules cellules déverrouillées."),
    ("Calcul", "value", "Formule : se recalcule seule, verrouillée."),
    ("Total", "total", "Somme ou solde."),
)


def reading_guide(book: Book, steps: Sequence[str], sheets: Sequence[tuple[str, str]]) -> None:
    """Write LISEZMOI: how to use the workbook, its colours, its state, a link to each sheet."""
    sheet = book.sheets["LISEZMOI"]
    sheet.heading("Budget pluriannuel")
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.ws.fit_to_pages(1, 1)
    sheet.section("En bref")
    for label, name, number in (
        ("Modèle", "bar_modele", "general"),
        ("Barèmes relus le", "bar_edition", "date"),
        ("Programme", "bar_version", "general"),
    ):
        sheet.write(sheet.row, A, label, "strong")
        sheet.filled(name, sheet.row, B, number=number)
        if number == "date":
            sheet.ws.write_blank(sheet.row, B, None, book.format("value", "date", align="left"))
        sheet.row += 1
    state(sheet)
    sheet.write(sheet.row, A, "Alertes", "strong")
    sheet.formula(sheet.row, B, "=out_alertes_resume", "state", "", align="left")
    sheet.name("out_lisezmoi_alertes", sheet.row, B)
    sheet.row += 2
    sheet.section("Mode d'emploi")
    steps_of(sheet, steps)
    sheet.row += 1
    colours(sheet, _COLOURS)
    sheet.row += 1
    links(sheet, sheets)


def sources(book: Book, rulings: Sequence[tuple[str, str]], unverified: Sequence[str]) -> None:
    """Write Sources: the texts cited (filled by the writer), the rulings in our own words, what was not verified."""
    sheet = book.sheets["Sources"]
    sheet.heading("Sources et hypothèses")
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    cited(sheet, "Textes cités", SOURCE_ROWS)
    sheet.section("Hypothèses retenues là où les textes laissent le choix")
    pairs(sheet, rulings)
    sheet.row += 1
    sheet.section("Ce qui n'a pas été vérifié")
    pairs(sheet, (("À confirmer", text) for text in unverified))
    sheet.ws.print_area(0, 0, sheet.row, C)


def pair(sheet: Sheet, label: str, text: str) -> None:
    """Write a label and its text in one row."""
    sheet.write(sheet.row, A, label, "strong")
    sheet.write(sheet.row, B, text, "label", "general")
    sheet.row += 1


def pairs(sheet: Sheet, rows: Iterable[tuple[str, str]]) -> None:
    """Write labels and their texts, a row each."""
    for label, text in rows:
        pair(sheet, label, text)


def steps_of(sheet: Sheet, steps: Sequence[str]) -> None:
    """Write numbered steps."""
    pairs(sheet, ((f"Étape {step}", text) for step, text in enumerate(steps, 1)))


def in_brief(sheet: Sheet, facts: Iterable[tuple[str, str, str]]) -> None:
    """Write what the writer fills, each a label, a name and a kind of number, then the state of the checks."""
    sheet.section("En bref")
    for label, name, number in facts:
        sheet.write(sheet.row, A, label, "strong")
        sheet.filled(name, sheet.row, B, number=number, align="left")
        sheet.row += 1
    state(sheet)


def state(sheet: Sheet) -> None:
    """Write the global state of the checks."""
    sheet.write(sheet.row, A, "État des contrôles", "strong")
    sheet.formula(sheet.row, B, "=out_etat_global", "state", "", align="left")
    sheet.name("out_lisezmoi_etat", sheet.row, B)
    sheet.alert(sheet.row, B)
    sheet.row += 1


def colours(sheet: Sheet, rows: Iterable[tuple[str, str, str]]) -> None:
    """Write what each look of a cell means; that of an input is shown locked."""
    sheet.section("Couleurs")
    for label, look, text in rows:
        more = {"locked": True} if look == "input" else {}
        sheet.write(sheet.row, A, label, look, "general", **more)
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1


def links(sheet: Sheet, sheets: Iterable[tuple[str, str]]) -> None:
    """Write a link to each sheet and what it holds."""
    sheet.section("Feuilles")
    for title, text in sheets:
        sheet.ws.write_url(sheet.row, A, f"internal:'{title}'!A1", sheet.book.format("link"), title)
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1


def cited(sheet: Sheet, heading: str, rows: int) -> None:
    """Write the room for the texts cited, which the writer fills."""
    sheet.section(heading)
    sheet.head(sheet.row, ["Référence", "Titre", "Date"], 3)
    sheet.filled("bar_sources", sheet.row + 1, A, rows, 3, number="general", lines=2)
    sheet.row += rows + 2
