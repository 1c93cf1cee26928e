"""The sheet « CERFA »: the budget form on one page, charges on the left, produits on the right, where it balances."""

from __future__ import annotations

from excel_tools.accounts.alerts import NO_ASSOCIATION
from excel_tools.accounts.cerfa import BALANCES, TITLES, TOTALS
from excel_tools.reports.cerfa_shape import BOUND_ROWS, CHECKS, COUNTED, UNPLACED, leaves, printed
from excel_tools.reports.shape import YEARS, Shape
from excel_tools.rules import load_rules
from excel_tools.rules.form import Form, Part, Side
from templates.kit import accounts, cells, ledger, report, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, E, F, G
from templates.shared_texts import SOCIETY_FORM

TITLE = "CERFA"
_LEFT: dict[Side, int] = {"charges": A, "produits": E}
_HEADS = 4
_ONE_LINE = 50
"""Characters of a label that stand on one line."""
_TOP = 6


def draw(book: Book, shape: Shape) -> None:
    """Write the sheet and those it rests on, once « Charges » and « Budget » stand, then « Compte rendu »."""
    form = load_rules().form
    if form is None:
        raise ValueError("models/cerfa.toml is missing")
    sheet = book.sheets[TITLE]
    sheet.heading("Budget au format du CERFA 12156*06")
    sheet.tight(17)
    sheet.formula(2, A, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "")
    sheet.name("out_cerfa_scenario", 2, A)
    sheet.write(_HEADS - 1, A, "Exercice affiché, de 1 à 5", "label", "")
    year = rules.whole("Exercice affiché", 1, YEARS, "1 pour le premier exercice du budget, 5 pour le dernier.")
    sheet.input("in_cerfa_exercice", _HEADS - 1, B, number="int", rule=year)
    _closing(sheet)
    accounts.draw(book, shape, form)
    ledger.draw(book, shape, form)
    _heads(sheet)
    parts: dict[Part, int] = {"directes": _TOP}
    longest = {
        part: max(len(printed(form, side, part)) for side in _LEFT) for part in ("directes", "indirectes", "nature")
    }
    parts["indirectes"] = _TOP + longest["directes"] + 1
    totals = parts["indirectes"] + longest["indirectes"]
    parts["nature"] = totals + 4
    for side in _LEFT:
        for part, top in parts.items():
            _part(book, form, side, part, top)
        _totals(book, form, side, totals)
    in_kind = parts["nature"] + longest["nature"]
    for side in _LEFT:
        _in_kind(book, form, side, in_kind)
    sheet.row = in_kind + 2
    _checks(book, form, totals, in_kind)
    if shape.kind in NO_ASSOCIATION:
        sheet.remark(sheet.row + 1, *SOCIETY_FORM)
    sheet.ws.print_area(0, 0, sheet.row, G)
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(_HEADS + 1, 1)
    sheet.repeat(_HEADS)
    report.draw(book, form)


def _closing(sheet: Sheet) -> None:
    sheet.write(_HEADS - 1, E, "Clôture de l'exercice affiché", "label", "")
    closing = "=DATE(in_exercice+in_cerfa_exercice,in_mois1,1)-1"
    sheet.formula(_HEADS - 1, F, closing, "value", "date")
    sheet.name("out_cerfa_cloture", _HEADS - 1, F)


def _heads(sheet: Sheet) -> None:
    for side, left in _LEFT.items():
        sheet.write(_HEADS, left, side.capitalize(), "head")
        sheet.formula(_HEADS, left + 1, cells.year_head("in_exercice+in_cerfa_exercice"), "head_year", "")
        sheet.formula(_HEADS, left + 2, cells.year_head("in_exercice+in_cerfa_exercice-1"), "head_year", "")
        sheet.name(f"out_cerfa_{side}_exercices", _HEADS, left + 1, 1, 2)


def _part(book: Book, form: Form, side: Side, part: Part, top: int) -> None:
    """Write the lines of a part under its title, which stands on the row above the first of them."""
    sheet, left = book.sheets[TITLE], _LEFT[side]
    for col in range(left, left + 3):
        sheet.write(top - 1, col, TITLES[side, part] if col == left else None, "part", "")
    lines = printed(form, side, part)
    for step, line in enumerate(lines):
        heading = part == "directes" and not line.heading
        label = line.shown if heading else line.label
        sheet.write(top + step, left, label, "strong" if heading else "label1", "")
        sheet.lines(top + step, 1 + (len(label) > _ONE_LINE))
        first, count = ledger.shown(book, form, line.code)
        _sum(sheet, top + step, left, first, count, "sum" if heading else "value")
    sheet.name(f"out_cerfa_{side}_{part}", top, left + 1, len(lines), 2)
    sheet.grey_zeros(top, left + 1, len(lines), 2)


def _sum(sheet: Sheet, row: int, left: int, first: int, count: int, look: str) -> None:
    """Write the sum of consecutive lines of « Écritures », for the displayed fiscal year and the previous one."""
    source = cells.area(first, 9, count, 1, "row")
    for step in range(2):
        sheet.formula(
            row, left + 1 + step, f"=SUM('{ledger.TITLE}'!{cells.shifted(source, 0, step)})", look, "euro_whole"
        )


def _totals(book: Book, form: Form, side: Side, row: int) -> None:
    """Write the total of a side, what balances it, and the balanced total."""
    sheet, left = book.sheets[TITLE], _LEFT[side]
    other = _LEFT["produits" if side == "charges" else "charges"]
    added = [*leaves(form, side, "directes"), *leaves(form, side, "indirectes")]
    first, _ = ledger.shown(book, form, added[0].code)
    sheet.write(row, left, TOTALS[side], "total", "")
    _sum(sheet, row, left, first, len(added), "total")
    sheet.write(row + 1, left, BALANCES[side], "label", "")
    sheet.write(row + 2, left, "Total équilibré", "result", "")
    for step in (1, 2):
        own = cells.cell(row, left + step)
        sheet.formula(row + 1, left + step, f"=MAX(0,{cells.cell(row, other + step)}-{own})", "value", "euro_whole")
        balanced = f"={own}+{cells.cell(row + 1, left + step)}"
        sheet.formula(row + 2, left + step, balanced, "result", "euro_whole")
    sheet.name(f"out_cerfa_{side}_totaux", row, left + 1, 3, 2)


def _in_kind(book: Book, form: Form, side: Side, row: int) -> None:
    sheet, left = book.sheets[TITLE], _LEFT[side]
    added = leaves(form, side, "nature")
    first, _ = ledger.shown(book, form, added[0].code)
    sheet.write(row, left, "Total", "total", "")
    _sum(sheet, row, left, first, len(added), "total")
    sheet.name(f"out_cerfa_{side}_nature_total", row, left + 1, 1, 2)


def _checks(book: Book, form: Form, totals: int, in_kind: int) -> None:
    """Say where the form does not balance: formulas of the displayed fiscal year."""
    sheet = book.sheets[TITLE]
    sheet.head(sheet.row, ["Équilibre du formulaire", "Écart", "État"], 1, states=(C,))
    top = sheet.row + 1
    gaps = {side: f"{cells.cell(totals, left + 1)}-{_of_budget(book, side)}" for side, left in _LEFT.items()}
    bounds = cells.area(*book.names["in_comptes_bornes"][1:3], BOUND_ROWS - 1, 1)
    below = cells.area(book.names["in_comptes_bornes"][1] + 1, B, BOUND_ROWS - 1, 1)
    page = f"'{accounts.TITLE}'!"
    formulas = {
        "charges": f"={gaps['charges']}",
        "produits": f"={gaps['produits']}",
        "nature": f"={cells.cell(in_kind, B)}-{cells.cell(in_kind, F)}",
        "ecritures": f'=COUNTIF(out_comptes_etats,"{UNPLACED}")',
        "bornes": f"=SUMPRODUCT(--({page}{bounds}>{page}{below}))",
    }
    for step, (code, label) in enumerate(CHECKS):
        row = top + step
        sheet.write(row, A, label, "label", "")
        sheet.formula(row, B, formulas[code], "value", "int" if code in COUNTED else "euro_whole")
        gap = cells.cell(row, B)
        state = f'=IF(ISNUMBER({gap}),IF(ROUND({gap},2)=0,"OK","À revoir"),"À revoir")'
        sheet.formula(row, C, state, "state", "")
    sheet.name("out_cerfa_equilibre", top, B, len(CHECKS), 2)
    sheet.alert(top, C, len(CHECKS))
    notes = (
        "Montants affichés à l'euro, calculés au centime.",
        "Lignes des comptes, recettes et financeurs : feuille « Comptes ». Celle",
        "de l'Assurance Maladie et du FIR est à confirmer avec le financeur.",
        "Contributions volontaires, exercice précédent : feuille « Écritures ».",
    )
    for step, text in enumerate(notes):
        sheet.write(top + step, E, text, "line", "")
    sheet.row = top + len(CHECKS)


def _of_budget(book: Book, side: Side) -> str:
    """Return the total of a side of « Budget » for the displayed fiscal year."""
    _, top, left, height, _ = book.names[f"out_budget_{side}"]
    return f"INDEX('Budget'!{cells.area(top + height - 1, left, 1, YEARS)},in_cerfa_exercice)"
