"""The sheet « Fonds dédiés »: each earmarked envelope from year to year, the aids' own first, then all together."""

from __future__ import annotations

from excel_tools.accounts.alerts import NO_ASSOCIATION
from excel_tools.reports.mission_values import RUNNING_LABEL
from excel_tools.reports.shape import AID_ROWS, DEDICATED, YEARS, Shape
from templates.kit import cells
from templates.kit.book import Book, Sheet
from templates.kit.pages import displayed
from templates.kit.plan import A, B, C, D, I
from templates.kit.renewal import rolled
from templates.kit.scenario import ScenarioSheet
from templates.shared_texts import SOCIETY

_DAYS = 3
"""Row of the first day of each fiscal year, above the heads."""
_TOP = 5
_ACCOUNTS = {"ouverture": "194", "dotation": "689", "reprise": "789", "cloture": "194"}
_HEIGHT = len(DEDICATED) + 2
_OLDER_TITLE = "Fonds dédiés antérieurs"
_ALL, _AIDS, _CONTRACT, _OLDER = range(4)
"""Blocks down the sheet: everything, the aids together, the contract's envelope, what is left of older ones where it
does not stand in the block of the contract, then each aid."""


def rows_of(block: int) -> int:
    """Return the first row of a block's figures, under its title."""
    return _TOP + _HEIGHT * block + 1


def _first_aid(shape: Shape) -> int:
    """Return the block of the first aid."""
    return _OLDER + int(bool(shape.earmarked))


def draw_aids(book: Book, shape: Shape) -> None:
    """Write what the scenarios share: the heads, and the aids declared earmarked in « Entrées »."""
    sheet = book.sheets["Fonds dédiés"]
    sheet.heading("Fonds dédiés")
    sheet.write(_DAYS, A, "Premier jour de l'exercice", "line", "", align="right")
    sheet.across(_DAYS, D, YEARS, "=DATE(in_exercice+COLUMNS($D:D)-1,in_mois1,1)", "line", "date")
    sheet.name("out_fonds_jours", _DAYS, D, 1, YEARS)
    sheet.tight(12.5)
    sheet.head(sheet.row, ["Ce qui n'est pas dépensé n'est pas un excédent", "Compte", ""], 2)
    sheet.across(sheet.row, D, YEARS, cells.YEAR_HEAD, "head_year", "")
    sheet.name("out_fonds_exercices", sheet.row, D, 1, YEARS)
    sheet.ws.freeze_panes(_TOP, 1)
    sheet.repeat(_TOP - 1)
    if shape.earmarked:
        _older(book, shape)
    for rank in range(AID_ROWS):
        _aid(book, shape, rank)
    top = rows_of(_AIDS)
    _labels(sheet, top, "Ensemble des aides fléchées")
    for step in range(len(DEDICATED)):
        places = "+".join(cells.cell(rows_of(_first_aid(shape) + rank) + step, D) for rank in range(AID_ROWS))
        sheet.across(top + step, D, YEARS, f"={places}", _look(step))
    sheet.name("out_fonds_aides", top, D, len(DEDICATED), YEARS)


def draw_displayed(book: Book, first: ScenarioSheet) -> None:
    """Write what the displayed scenario makes of the contract's envelope, and of all of them."""
    sheet = book.sheets["Fonds dédiés"]
    sheet.formula(2, 0, '="Scénario : "&INDEX(in_scenario_noms,in_scenario)', "strong", "")
    sheet.name("out_fonds_scenario", 2, 0)
    own = "Enveloppe SNP du contrat" if first.shape.earmarked else _OLDER_TITLE
    for block, title, source, name in (
        (_ALL, "Ensemble des enveloppes", "fonds_ensemble", "out_fonds_ensemble"),
        (_CONTRACT, own, "fonds_dedies", "out_fonds_contrat"),
    ):
        top = rows_of(block)
        _labels(sheet, top, title)
        for step in range(len(DEDICATED)):
            sheet.across(top + step, D, YEARS, displayed(cells.cell(first.rows[source] + step, D)), _look(step))
        sheet.name(name, top, D, len(DEDICATED), YEARS)
    last = rows_of(_first_aid(first.shape) + AID_ROWS) - 1
    _dormant(sheet, first.shape, last)
    sheet.grey_zeros(_TOP, D, last - _TOP, YEARS)
    if first.shape.kind in NO_ASSOCIATION:
        sheet.remark(last + 1, *SOCIETY)
        last = sheet.row
    sheet.ws.print_area(0, 0, last, D + YEARS - 1)
    sheet.row = last


def _dormant(sheet: Sheet, shape: Shape, row: int) -> None:
    """Write what was there at the opening and of which nothing is spent in this fiscal year nor in the one before.

    The blocks stand one under the other: a row of theirs is told by its label, another one is some rows lower.
    """
    keys = [key for key, _ in DEDICATED]
    start, lower = rows_of(_CONTRACT) + keys.index("ouverture"), keys.index("utilise") - keys.index("ouverture")
    height = rows_of(_first_aid(shape) + AID_ROWS - 1) + keys.index("ouverture") - start + 1
    amounts, labels = cells.area(start, D, height, 1, "row"), cells.area(start, A, height, 1)
    used, before = (cells.area(start + lower, col, height, 1, "row") for col in (D, C))
    label = cells.cell(start, A, "both")
    sheet.write(row, A, "Sans aucune dépense depuis deux exercices", "total", "general")
    for col in (B, C):
        sheet.write(row, col, None, "total", "general")
    sheet.across(row, D, YEARS, f"=SUMIFS({amounts},{labels},{label},{used},0,{before},0)", "total")
    sheet.name("out_fonds_dormants", row, D, 1, YEARS)


def _look(step: int) -> str:
    return "total" if step == len(DEDICATED) - 1 else "value"


def _older(book: Book, shape: Shape) -> None:
    """Write what is left of older envelopes: nothing comes in."""
    sheet, top = book.sheets["Fonds dédiés"], rows_of(_OLDER)
    _labels(sheet, top, _OLDER_TITLE, marked=bool(shape.missions))
    if shape.missions:
        served = f'=IF(in_fonds_mission="","{RUNNING_LABEL}",in_fonds_mission)'
        sheet.formula(top - 1, C, served, "part", "", align="left")
        sheet.name("out_fonds_anterieurs_mission", top - 1, C)
    at = {key: cells.cell(top + step, D) for step, (key, _) in enumerate(DEDICATED)}
    last = top + len(DEDICATED) - 1
    title, row, col, *_ = book.names["in_fonds_depense"]
    spent = f"={title}!{cells.cell(row, col)}"
    day, first = cells.cell(_DAYS, D, "row"), cells.cell(_DAYS, D, "both")
    opening = f"=in_fonds_dedies*({day}={first})+N({cells.cell(last, C)})"
    formulas = (opening, f"=0*{at['ouverture']}", spent, *rolled(at))
    for step, formula in enumerate(formulas):
        sheet.across(top + step, D, YEARS, formula, _look(step))
    sheet.name("out_fonds_anterieurs", top, D, len(DEDICATED), YEARS)


def _aid(book: Book, shape: Shape, rank: int) -> None:
    sheet, top = book.sheets["Fonds dédiés"], rows_of(_first_aid(shape) + rank)
    row = book.names["in_aides_montant"][1] + rank
    label, day, amount = (f"Entrées!{cells.cell(row, col, 'both')}" for col in (A, B, C))
    marked = f'(Entrées!{cells.cell(row, I, "both")}="oui")'
    _labels(sheet, top, None, marked=bool(shape.missions))
    named = f'=IF({marked},"Aide fléchée : "&{label},"Aide non fléchée, ou sans objet")'
    sheet.formula(top - 1, A, named, "part", "general")
    sheet.name(f"out_fonds_{rank + 1}_nom", top - 1, A)
    if shape.missions:
        # « Missions » finds the block by it
        _, first, column, *_ = book.names["in_aides_mission"]
        mission = f"Entrées!{cells.cell(first + rank, column, 'both')}"
        served = f'=IF({marked},IF({mission}="","{RUNNING_LABEL}",{mission}),"")'
        sheet.formula(top - 1, C, served, "part", "", align="left")
        sheet.name(f"out_fonds_{rank + 1}_mission", top - 1, C)
    at = {key: cells.cell(top + step, D) for step, (key, _) in enumerate(DEDICATED)}
    opening = cells.cell(_DAYS, D, "row")
    formulas = (
        f"=N({cells.cell(top + len(DEDICATED) - 1, C)})",
        f"=MAX(0,{amount})*{marked}*({day}>={opening})*({day}<EDATE({opening},12))",
        f"=Entrées!{cells.cell(row, D)}*{marked}",
        *rolled(at),
    )
    for step, formula in enumerate(formulas):
        sheet.across(top + step, D, YEARS, formula, _look(step))
    sheet.name(f"out_fonds_{rank + 1}", top, D, len(DEDICATED), YEARS)


def _labels(sheet: Sheet, top: int, title: str | None, *, marked: bool = False) -> None:
    for col in range(1 if title is None else 0, D + YEARS):
        if marked and col == C:
            continue
        sheet.write(top - 1, col, title if col == 0 else None, "part", "general")
    for step, (key, label) in enumerate(DEDICATED):
        account = _ACCOUNTS.get(key, "")
        if _look(step) == "value":
            sheet.write(top + step, A, label, "label1")
            sheet.write(top + step, B, account)
        else:
            for col, text in ((A, label), (B, account), (C, None)):
                sheet.write(top + step, col, text, "total", "general")
