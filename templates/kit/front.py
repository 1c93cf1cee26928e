"""The first and last pages: LISEZMOI and Sources."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.reports.shape import SOURCE_ROWS
from templates.kit.book import Book
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
    sheet.write(sheet.row, A, "État des contrôles", "strong")
    sheet.formula(sheet.row, B, "=out_etat_global", "state", "", align="left")
    sheet.name("out_lisezmoi_etat", sheet.row, B)
    sheet.alert(sheet.row, B)
    sheet.row += 1
    sheet.write(sheet.row, A, "Alertes", "strong")
    sheet.formula(sheet.row, B, "=out_alertes_resume", "state", "", align="left")
    sheet.name("out_lisezmoi_alertes", sheet.row, B)
    sheet.row += 2
    sheet.section("Mode d'emploi")
    for step, text in enumerate(steps, 1):
        sheet.write(sheet.row, A, f"Étape {step}", "strong")
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1
    sheet.row += 1
    sheet.section("Couleurs")
    for label, look, text in _COLOURS:
        more = {"locked": True} if look == "input" else {}
        sheet.write(sheet.row, A, label, look, "general", **more)
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1
    sheet.row += 1
    sheet.section("Feuilles")
    for title, text in sheets:
        sheet.ws.write_url(sheet.row, A, f"internal:'{title}'!A1", book.format("link"), title)
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1


def sources(book: Book, rulings: Sequence[tuple[str, str]], unverified: Sequence[str]) -> None:
    """Write Sources: the texts cited (filled by the writer), the rulings in our own words, what was not verified."""
    sheet = book.sheets["Sources"]
    sheet.heading("Sources et hypothèses")
    sheet.ws.freeze_panes(2, 0)
    sheet.repeat(1)
    sheet.section("Textes cités")
    sheet.head(sheet.row, ["Référence", "Titre", "Date"], 3)
    sheet.filled("bar_sources", sheet.row + 1, A, SOURCE_ROWS, 3, number="general", lines=2)
    sheet.row += SOURCE_ROWS + 2
    sheet.section("Hypothèses retenues là où les textes laissent le choix")
    for label, text in rulings:
        sheet.write(sheet.row, A, label, "strong")
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1
    sheet.row += 1
    sheet.section("Ce qui n'a pas été vérifié")
    for text in unverified:
        sheet.write(sheet.row, A, "À confirmer", "strong")
        sheet.write(sheet.row, B, text, "label", "general")
        sheet.row += 1
    sheet.ws.print_area(0, 0, sheet.row, C)
