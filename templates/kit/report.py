"""The sheet « Compte rendu »: what was foreseen beside what was done, line by line of the form, on one page."""

from __future__ import annotations

from excel_tools.accounts.cerfa import TITLES, TOTALS
from excel_tools.accounts.report15059 import LESS, MORE
from excel_tools.reports.cerfa_shape import leaves, printed
from excel_tools.reports.shape import YEARS
from excel_tools.rules.form import SIDES, Form, Part, Side
from templates.kit import cells, ledger, rules
from templates.kit.book import Book, Sheet
from templates.kit.plan import A, B, C, D, E, F

TITLE = "Compte rendu"
_SHOWN, _LIMITS, _STATE, _HEADS = 3, 4, 5, 7
_PARTS: tuple[Part, ...] = ("directes", "indirectes")


def draw(book: Book, form: Form) -> None:
    """Write the sheet, once « Écritures » stands."""
    sheet = book.sheets[TITLE]
    sheet.heading("Compte rendu financier (CERFA 15059)")
    sheet.tight(12.5)
    sheet.formula(2, A, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "")
    sheet.name("out_rendu_scenario", 2, A)
    _settings(sheet)
    heads = ["Exercice, en euros", "Prévu", "Réalisé", "Écart", "Écart %", "À dire"]
    sheet.head(_HEADS, heads, 1, texts=(F,))
    sheet.formula(_HEADS, A, '="Exercice "&INDEX(out_budget_exercices,in_rendu_exercice)', "head", "")
    sheet.name("out_rendu_exercice", _HEADS, A)
    sheet.row = _HEADS + 1
    totals = {}
    for side in SIDES:
        for part in _PARTS:
            _part(book, form, side, part)
        totals[side] = sheet.row
        _sum(book, form, side, _PARTS, TOTALS[side], "total")
    row = sheet.row
    sheet.write(row, A, "Résultat (produits − charges)", "result", "")
    charges, produits = (cells.cell(totals[side], B) for side in SIDES)
    sheet.across(row, B, 3, f"={produits}-{charges}", "result", "euro_whole")
    sheet.name("out_rendu_resultat", row, B, 1, 3)
    for col in (E, F):
        sheet.write(row, col, None, "result", "")
    sheet.row = row + 2
    for side in SIDES:
        _part(book, form, side, "nature")
        _sum(book, form, side, ("nature",), "Total", "nature")
    for text in (
        "Prévu : le budget du scénario affiché. Réalisé : saisi au bas de la feuille Écritures.",
        "Seuils d'écart : choix du logiciel, à adapter ; le formulaire demande de dire les écarts significatifs.",
    ):
        sheet.write(sheet.row, A, text, "line", "")
        sheet.row += 1
    sheet.ws.print_area(0, 0, sheet.row, F)
    sheet.ws.fit_to_pages(1, 1)
    sheet.ws.freeze_panes(_HEADS + 1, 1)
    sheet.repeat(_HEADS)


def _settings(sheet: Sheet) -> None:
    sheet.write(_SHOWN, A, "Exercice affiché, de 1 à 5", "label", "")
    year = rules.whole("Exercice affiché", 1, YEARS, "1 pour le premier exercice du budget, 5 pour le dernier.")
    sheet.input("in_rendu_exercice", _SHOWN, B, number="int", rule=year)
    sheet.write(_SHOWN, C, "À remettre au plus tard le", "label", "", text_wrap=False, indent=1)
    for col in (D, E):
        sheet.write(_SHOWN, col, None, "label", "")
    due = "=EDATE(DATE(in_exercice+in_rendu_exercice,in_mois1,1),bar_rendu_delai)-1"
    sheet.formula(_SHOWN, F, due, "value", "date")
    sheet.name("out_rendu_echeance", _SHOWN, F)
    sheet.write(_LIMITS, A, "Un écart est à dire au-delà de ces deux seuils", "label", "")
    euros = rules.euros("Écart en euros", "Un écart de ce montant ou moins n'est pas à dire.")
    sheet.input("in_ecart", _LIMITS, B, rule=euros)
    share = rules.decimal("Écart en part", 0, 1, "Un écart de cette part du prévu ou moins n'est pas à dire.")
    sheet.input("in_rendu_taux", _LIMITS, C, number="rate", rule=share)
    sheet.write(_LIMITS, D, "Mois après la clôture", "label", "", text_wrap=False, indent=1)
    sheet.write(_LIMITS, E, None, "label", "")
    sheet.filled("bar_rendu_delai", _LIMITS, F, number="int")
    sheet.write(_STATE, A, "Lignes saisies du réalisé ; 0 : rien n'est encore comparé", "label", "")
    sheet.formula(_STATE, B, "=COUNT(INDEX(in_realise,0,in_rendu_exercice))", "value", "int")
    sheet.name("out_rendu_saisies", _STATE, B)


def _part(book: Book, form: Form, side: Side, part: Part) -> None:
    """Write the lines of a part under its title."""
    sheet = book.sheets[TITLE]
    for col in range(A, F + 1):
        sheet.write(sheet.row, col, TITLES[side, part] if col == A else None, "part", "")
    top = sheet.row + 1
    lines = printed(form, side, part)
    for step, line in enumerate(lines):
        heading = part == "directes" and not line.heading
        label = line.shown if heading else line.label
        sheet.write(top + step, A, label, "strong" if heading else "label1", "", text_wrap=False)
        _compared(book, form, top + step, line.code, 0, "sum" if heading else "value")
    sheet.name(f"out_rendu_{side}_{part}", top, B, len(lines), 5)
    sheet.grey_zeros(top, B, len(lines), 3)
    sheet.row = top + len(lines)


def _sum(book: Book, form: Form, side: Side, parts: tuple[Part, ...], label: str, key: str) -> None:
    """Write the total of some parts."""
    sheet, row = book.sheets[TITLE], book.sheets[TITLE].row
    added = [line for part in parts for line in leaves(form, side, part)]
    sheet.write(row, A, label, "total", "")
    _compared(book, form, row, added[0].code, len(added), "total")
    sheet.name(f"out_rendu_{side}_{'total' if key == 'total' else 'nature_total'}", row, B, 1, 5)
    sheet.row = row + 1 if key == "total" else row + 2


def _compared(book: Book, form: Form, row: int, code: str, count: int, look: str) -> None:
    """Write what was foreseen, what was done, the gap and what is to be said of it."""
    sheet = book.sheets[TITLE]
    for col, name in ((B, "out_comptes_lignes"), (C, "in_realise")):
        first, own = ledger.shown(book, form, code, name)
        area = cells.area(first, D, count or own, YEARS)
        sheet.formula(row, col, f"=SUM(INDEX('{ledger.TITLE}'!{area},0,in_rendu_exercice))", look, "euro_whole")
    foreseen, done, gap = (cells.cell(row, col) for col in (B, C, D))
    sheet.formula(row, D, f"=IF(out_rendu_saisies=0,0,ROUND({done}-{foreseen},2))", look, "euro_whole")
    sheet.formula(row, E, f'=IF({foreseen}=0,"",{gap}/{foreseen})', look, "rate", align="right")
    limit = f"MAX(in_ecart,ROUND(in_rendu_taux*ABS({foreseen}),2))"
    words = f'=IF(ABS({gap})<={limit},"",IF({gap}>0,"{MORE}","{LESS}"))'
    sheet.formula(row, F, words, look, "", align="left", indent=1)
