"""The sheet « Contrôles »: expected, found, gap, state in words, and the global state."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.reports.shape import CHECKS, COMMON_CHECKS, ENGINE_TOTALS, NOTICE_ROWS, SCENARIOS, TOTALS, YEARS
from excel_tools.reports.watched import INTACT, MODIFIED, Watched
from templates.kit import cells
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F, scenario_title
from templates.kit.scenario import ScenarioSheet

_HEADS = ["Contrôle", "Scénario", "Attendu", "Trouvé", "Écart", "État"]


def draw(book: Book, first: ScenarioSheet, watched: Sequence[Watched], sources: tuple[str, str]) -> None:
    """Write the sheet.

    Args:
        watched: inputs whose sums tell whether the workbook is as generated.
        sources: formulas of the number of amounts, and of those with a source and a date.
    """
    sheet = book.sheets["Contrôles"]
    sheet.heading("Contrôles")
    sheet.write(2, A, "État global des contrôles", "strong")
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    states = [_by_scenario(sheet, first), _common(book, sheet, first, sources)]
    states.append(_engine(sheet, first, watched))
    counts = "+".join(f'COUNTIF({area},"À revoir")' for area in states)
    sheet.formula(2, B, f'=IF({counts}=0,"OK","À revoir")', "state", "")
    sheet.name("out_etat_global", 2, B)
    sheet.alert(2, B)
    sheet.alert(4, F, sheet.row)
    _freshness(sheet)
    _notices(sheet)


def _line(sheet: Sheet, row: int, label: str, number: int | str = "") -> None:
    sheet.write(row, A, label)
    sheet.write(row, B, number, "label", "int" if number else "", **({"align": "center"} if number else {}))


def _gap_and_state(sheet: Sheet, row: int, number: str = "euro") -> None:
    place = cells.cell
    sheet.formula(row, E, f"=ROUND({place(row, D)}-{place(row, C)},2)", number=number)
    sheet.formula(row, F, f'=IF({place(row, E)}=0,"OK","À revoir")', "state", "")


def _by_scenario(sheet: Sheet, first: ScenarioSheet) -> str:
    sheet.section("Cohérence de chaque scénario")
    sheet.head(sheet.row, _HEADS, 2, states=(F,))
    top = row = sheet.row + 1
    for step, (_, label) in enumerate(CHECKS):
        for number in range(1, SCENARIOS + 1):
            _line(sheet, row, label, number)
            source = first.rows["verif"] + step
            for col in (C, D):
                sheet.formula(row, col, f"='{scenario_title(number)}'!{cells.cell(source, col + 1)}")
            _gap_and_state(sheet, row)
            row += 1
    sheet.name("out_controles", top, C, row - top, 4)
    sheet.row = row + 1
    return cells.area(top, F, row - top, 1)


def _common(book: Book, sheet: Sheet, first: ScenarioSheet, sources: tuple[str, str]) -> str:
    sheet.section("Cohérence des données")
    sheet.head(sheet.row, _HEADS, 2, states=(F,))
    top = sheet.row + 1
    pairs = {
        "charges": ("=SUM(in_charges_montants)", "=SUM(out_charges_classes)"),
        "charges_mois": ("=SUM(in_charges_montants)", "=SUM(INDEX(out_charges_mois,0,COLUMNS(out_charges_mois)))"),
        "sources": sources,
    }
    for step, (key, label) in enumerate(COMMON_CHECKS):
        row = top + step
        _line(sheet, row, label)
        number = "int" if key == "sources" else "euro"
        sheet.formula(row, C, pairs[key][0], number=number)
        sheet.formula(row, D, pairs[key][1], number=number)
        _gap_and_state(sheet, row, number)
    sheet.name("out_controles_communs", top, C, len(COMMON_CHECKS), 4)
    sheet.row = top + len(COMMON_CHECKS) + 1
    return cells.area(top, F, len(COMMON_CHECKS), 1)


def _engine(sheet: Sheet, first: ScenarioSheet, watched: Sequence[Watched]) -> str:
    """Totals of the program against those of the sheets, as long as the inputs are those it was given."""
    sheet.page_break()
    sheet.section("Moteur = feuille", "Les totaux calculés par le programme à la génération, face à ceux des formules.")
    sheet.head(sheet.row, _HEADS, 2, states=(F,))
    top = sheet.row + 1
    labels = dict(TOTALS)
    count = len(ENGINE_TOTALS) * SCENARIOS
    flag_row = top + count + 1
    marks_top = flag_row + 4
    row = top
    for number in range(1, SCENARIOS + 1):
        for key in ENGINE_TOTALS:
            _line(sheet, row, f"{labels[key]} – total des cinq exercices", number)
            source = cells.area(first.rows[f"total_{key}"], D, 1, YEARS)
            sheet.formula(row, D, f"=SUM('{scenario_title(number)}'!{source})")
            sheet.formula(row, E, f"=ROUND({cells.cell(row, D)}-{cells.cell(row, C)},2)")
            flag = cells.cell(flag_row, D, "both")
            state = f'=IF({flag}="{INTACT}",IF({cells.cell(row, E)}=0,"OK","À revoir"),"{MODIFIED}")'
            sheet.formula(row, F, state, "state", "", text_wrap=True)
            row += 1
    sheet.filled("bar_moteur", top, C, count)
    sheet.name("out_moteur", top, D, count, 3)
    gaps = cells.area(marks_top, E, len(watched), 1)
    sheet.write(flag_row, A, "Les entrées sont celles de la génération", "strong")
    sheet.formula(flag_row, D, f'=IF(SUMPRODUCT(ABS({gaps}))=0,"{INTACT}","non")', "state", "")
    sheet.name("out_entrees_intactes", flag_row, D)
    sheet.head(marks_top - 1, ["Repères des entrées", "", "À la génération", "Maintenant", "Écart", ""], 2)
    for step, mark in enumerate(watched):
        _line(sheet, marks_top + step, mark.label)
        sheet.formula(marks_top + step, D, mark.formula, number="number")
        place = cells.cell
        sheet.formula(
            marks_top + step, E, f"=ROUND({place(marks_top + step, D)}-{place(marks_top + step, C)},4)", number="number"
        )
    sheet.filled("bar_empreinte", marks_top, C, len(watched), number="number")
    sheet.name("out_empreinte", marks_top, D, len(watched), 2)
    sheet.row = marks_top + len(watched) + 1
    return cells.area(top, F, count, 1)


def _freshness(sheet: Sheet) -> None:
    sheet.page_break()
    sheet.section("Fraîcheur du barème", "Un montant « prolongé » est employé au-delà du jour où son texte a été relu.")
    row = sheet.row
    _line(sheet, row, "Montants de la feuille Barème prolongés jusqu'à la fin de l'horizon")
    sheet.formula(row, D, '=COUNTIF(out_bareme_statut,"prolongé")', number="int")
    sheet.formula(row, F, f'=IF({cells.cell(row, D)}=0,"OK","Pour information")', "state", "")
    sheet.name("out_fraicheur", row, D)
    sheet.name("out_fraicheur_etat", row, F)
    sheet.row = row + 2


def _notices(sheet: Sheet) -> None:
    sheet.section("Points d'attention relevés à la génération")
    row = sheet.row
    sheet.filled("bar_alertes", row, A, NOTICE_ROWS, number="general", look="note", lines=2)
    sheet.row = row + NOTICE_ROWS
