"""The sheet « Contrôles »: expected, found, gap, state in words, and the global state."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.reports.cerfa_shape import BOUND_ROWS, UNPLACED
from excel_tools.reports.shape import CHECKS, COUNTED_CHECKS, ENGINE_TOTALS, SCENARIOS, TOTALS, YEARS, common_checks
from excel_tools.reports.spending_checks import ALL_CHECKS
from excel_tools.reports.watched import INTACT, MODIFIED, Watched
from excel_tools.rules import load_rules
from excel_tools.rules.form import SIDES
from templates.kit import cells, ledger
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F, scenario_title
from templates.kit.scenario import ScenarioSheet

_COPIES = 7
"""First column of the copies of texts."""
_HEADS = ["Contrôle", "Scénario", "Attendu", "Trouvé", "Écart", "État"]


def draw(book: Book, first: ScenarioSheet, watched: Sequence[Watched], sources: tuple[str, str]) -> None:
    """Write the sheet.

    Args:
        watched: inputs whose sums tell whether the workbook is as generated.
        sources: formulas of the number of amounts, and of those with a source and a date.
    """
    sheet = book.sheets["Contrôles"]
    sheet.paginated = True
    sheet.heading("Contrôles")
    sheet.write(2, A, "État global des contrôles", "strong")
    sheet.ws.freeze_panes(3, 1)
    sheet.repeat(2)
    states = [_by_scenario(sheet, first), _common(book, sheet, first, sources)]
    states.append(_inputs(sheet, first.shape.kind))
    states.append(_engine(sheet, first, watched))
    _state(sheet, states)
    sheet.alert(2, B)
    sheet.alert(4, F, sheet.row)
    _freshness(sheet)
    sheet.ws.print_area(0, 0, sheet.row, F)


def _line(sheet: Sheet, row: int, label: str, number: int | str = "") -> None:
    sheet.write(row, A, label)
    sheet.write(row, B, number, "label", "int" if number else "", **({"align": "center"} if number else {}))


def _gap_and_state(sheet: Sheet, row: int, number: str = "euro") -> None:
    place = cells.cell
    sheet.formula(row, E, f"=ROUND({place(row, D)}-{place(row, C)},2)", number=number)
    # an error in the gap is no « OK » either
    sheet.formula(
        row, F, f'=IF(ISNUMBER({place(row, E)}),IF({place(row, E)}=0,"OK","À revoir"),"À revoir")', "state", ""
    )


def _state(sheet: Sheet, states: Sequence[str]) -> None:
    """Write how many checks pass, out of how many, and the global state: OK when all of them do."""
    sheet.write(3, A, "Contrôles en règle, et leur nombre", "note")
    counts = "+".join(f'COUNTIF({area},"OK")' for area in states)
    # the totals of the program are compared as long as the inputs are its own
    sheet.formula(3, B, f'={counts}+COUNTIF({states[-1]},"{MODIFIED[:1]}*")', number="int")
    sheet.formula(3, C, "=" + "+".join(f"ROWS({area})" for area in states), number="int")
    sheet.name("out_controles_comptes", 3, B, 1, 2)
    sheet.formula(2, B, '=IF(B4=C4,"OK","À revoir")', "state", "")
    sheet.name("out_etat_global", 2, B)


def _inputs(sheet: Sheet, kind: str) -> str:
    """What is typed, check by check: the number of cells that do not hold what is expected."""
    sheet.section("Saisies", "Nombre de cellules qui ne portent pas ce qui est attendu.")
    sheet.head(sheet.row, _HEADS, 2, states=(F,))
    top = sheet.row + 1
    checks = ALL_CHECKS[kind]
    for row, check in enumerate(checks, top):
        _line(sheet, row, check.label, check.scenario or "")
        sheet.write(row, C, 0, "value", "int")
        sheet.formula(row, D, check.formula, number="int")
        _gap_and_state(sheet, row, "int")
    sheet.name("out_controles_saisies", top, D, len(checks), 3)
    sheet.row = top + len(checks) + 1
    return cells.area(top, F, len(checks), 1, "")


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
    return cells.area(top, F, row - top, 1, "")


def _common(book: Book, sheet: Sheet, first: ScenarioSheet, sources: tuple[str, str]) -> str:
    sheet.section("Cohérence des données")
    sheet.head(sheet.row, _HEADS, 2, states=(F,))
    top = sheet.row + 1
    pairs = {
        "charges": ("=out_charges_total_general", "=SUM(out_charges_classes)"),
        "charges_mois": ("=out_charges_total_general", f"=SUM({_column(book, 'out_charges_mois', 4)})"),
        "dettes": (
            f"=in_dettes+out_charges_total_general-SUM({_years(book, 'out_charges_dettes', 2)})"
            f"-SUM({_column(book, 'out_charges_mois', 8)})",
            f"={_last(book, 'out_charges_dettes')}",
        ),
        "produits": ("=SUM(out_produits_montants)", "=SUM(out_produits_classes)"),
        "produits_mois": ("=SUM(out_produits_montants)", f"=SUM({_column(book, 'out_produits_mois', 0)})"),
        "recus": (
            f"=in_creances+SUM(out_produits_montants)-SUM({_years(book, 'out_produits_creances', 2)})"
            f"-SUM({_column(book, 'out_produits_mois', 3)})",
            f"={_last(book, 'out_produits_creances')}",
        ),
        "sources": sources,
        **_form(book),
        "missions": ("=COLUMNS(out_missions_ecart)", "=SUMPRODUCT((out_missions_ecart=0)*1)"),
    }
    made = common_checks(first.shape)
    for step, (key, label) in enumerate(made):
        row = top + step
        _line(sheet, row, label)
        number = "int" if key in COUNTED_CHECKS else "euro"
        sheet.formula(row, C, pairs[key][0], number=number)
        sheet.formula(row, D, pairs[key][1], number=number)
        _gap_and_state(sheet, row, number)
    sheet.name("out_controles_communs", top, C, len(made), 4)
    sheet.row = top + len(made) + 1
    return cells.area(top, F, len(made), 1, "")


def _form(book: Book) -> dict[str, tuple[str, str]]:
    """Return what is expected, and found, of the budget form over the five fiscal years."""
    form = load_rules().form
    if form is None:
        raise ValueError("models/cerfa.toml is missing")
    found: dict[str, tuple[str, str]] = {}
    for side in SIDES:
        title, top, left, height, _ = book.names[f"out_budget_{side}"]
        total = f"=SUM('{title}'!{cells.area(top + height - 1, left, 1, YEARS)})"
        added = [line for line in form.leaves if line.side == side and line.part != "nature"]
        first, _ = ledger.shown(book, form, added[0].code)
        found[f"cerfa_{side}"] = (total, f"=SUM('{ledger.TITLE}'!{cells.area(first, D, len(added), YEARS)})")
    title, top, left, _, _ = book.names["in_comptes_bornes"]
    bounds, below = (f"'{title}'!{cells.area(top + step, left, BOUND_ROWS - 1, 1)}" for step in range(2))
    return {
        **found,
        "cerfa_nature": ("=COLUMNS(out_comptes_ecart_nature)", "=COUNTIF(out_comptes_ecart_nature,0)"),
        "cerfa_lignes": (
            "=ROWS(out_comptes_etats)",
            f'=ROWS(out_comptes_etats)-COUNTIF(out_comptes_etats,"{UNPLACED}")',
        ),
        "cerfa_bornes": ("=ROWS(in_comptes_bornes)-1", f"=SUMPRODUCT(--({bounds}<={below}))"),
    }


def _column(book: Book, name: str, step: int) -> str:
    """Return a column of a name, as another sheet writes it."""
    title, top, left, height, _ = book.names[name]
    return f"'{title}'!{cells.area(top, left + step, height, 1)}"


def _years(book: Book, name: str, step: int) -> str:
    """Return a row of a name, as another sheet writes it."""
    title, top, left, _, width = book.names[name]
    return f"'{title}'!{cells.area(top + step, left, 1, width)}"


def _last(book: Book, name: str) -> str:
    """Return the last cell of a name, as another sheet writes it."""
    title, top, left, height, width = book.names[name]
    return f"'{title}'!{cells.cell(top + height - 1, left + width - 1, 'both')}"


def _engine(sheet: Sheet, first: ScenarioSheet, watched: Sequence[Watched]) -> str:
    """Totals of the program against those of the sheets, as long as the inputs are those it was given."""
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
            state = f'=IF({flag}="{INTACT}",IF(IFERROR({cells.cell(row, E)},1)=0,"OK","À revoir"),"{MODIFIED}")'
            sheet.formula(row, F, state, "state", "", text_wrap=True)
            row += 1
    sheet.filled("bar_moteur", top, C, count)
    sheet.name("out_moteur", top, D, count, 3)
    gaps = cells.area(marks_top, E, len(watched), 1)
    sheet.write(flag_row, A, "Les entrées sont celles de la génération", "strong")
    sheet.formula(flag_row, D, f'=IF(IFERROR(SUMPRODUCT(ABS({gaps})),1)=0,"{INTACT}","non")', "state", "")
    sheet.name("out_entrees_intactes", flag_row, D)
    heads = ["Empreinte des entrées (somme de chacune)", "", "À la génération", "Maintenant", "Écart", ""]
    sheet.head(marks_top - 1, heads, 2)
    for step, mark in enumerate(watched):
        _line(sheet, marks_top + step, mark.label)
        row = marks_top + step
        sheet.formula(row, D, mark.formula, number=mark.number)
        sheet.formula(row, E, f"=ROUND({cells.cell(row, D)}-{cells.cell(row, C)},4)", number=mark.number)
    sheet.filled("bar_empreinte", marks_top, C, len(watched))
    for step, mark in enumerate(watched):
        sheet.ws.write_blank(marks_top + step, C, None, sheet.book.format("value", mark.number))
    sheet.name("out_empreinte", marks_top, D, len(watched), 2)
    _copies(sheet, [mark for mark in watched if mark.text])
    sheet.row = marks_top + len(watched) + 1
    return cells.area(top, F, count, 1, "")


def _copies(sheet: Sheet, marks: Sequence[Watched]) -> None:
    """Write beside the checks, outside what is printed, a copy of each text as it was generated."""
    sheet.write(2, _COPIES, "Textes saisis, à la génération", "line", "", text_wrap=False)
    for step, mark in enumerate(marks):
        height = sheet.book.names[mark.name][3]
        sheet.write(3, _COPIES + step, mark.label, "note", "", text_wrap=False)
        sheet.filled(mark.copy, 4, _COPIES + step, height, number="free", align="left")


def _freshness(sheet: Sheet) -> None:
    sheet.section("Fraîcheur du barème", "Un montant « prolongé » est employé au-delà du jour où son texte a été relu.")
    row = sheet.row
    _line(
        sheet,
        row,
        "Lignes de la feuille Barème prolongées jusqu'à la fin de l'horizon (les alertes comptent le barème entier)",
    )
    sheet.formula(row, D, '=COUNTIF(out_bareme_statut,"prolongé")', number="int")
    sheet.formula(row, F, f'=IF({cells.cell(row, D)}=0,"OK","Pour information")', "state", "")
    sheet.name("out_fraicheur", row, D)
    sheet.name("out_fraicheur_etat", row, F)
    sheet.row = row + 2
