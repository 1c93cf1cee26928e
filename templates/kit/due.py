"""« Échéances »: in which months each line falls due, and what is due in each of the sixty months by delay of payment.

A year's amount is cut by rounded cumulative amounts: a line due this month has reached some twelfths of it, and had
reached some before. The two sums, over the lines of one delay, differ by what is due.
"""

from __future__ import annotations

from excel_tools.reports.shape import MONTHS
from excel_tools.reports.spending_shape import DELAYS, NEVER
from excel_tools.spending.entry import CASHLESS
from templates.kit import cells
from templates.kit.book import Book, Sheet
from templates.kit.lines import Table
from templates.kit.plan import A, B, C, D

_RANKS = 3
"""Row of the ranks of the months, above the heads."""
_CASHLESS = 4
"""Row of the first digits of the accounts that move no money."""
_BLOCK = DELAYS + 1
"""Columns of a block of the months: the delays, then what moves no money."""


def start(book: Book) -> None:
    """Write the title and the ranks of the twelve months of a fiscal year."""
    sheet = book.sheets["Échéances"]
    sheet.tight(12.75)
    sheet.heading(
        "Échéances",
        "Le mois où chaque ligne est due : les douzièmes de l'année atteints avec ce versement, puis avant lui. "
        "Un compte sans mouvement d'argent compte dans le résultat et le CERFA, jamais dans la trésorerie.",
    )
    sheet.write(_RANKS, A, "Rang du mois dans l'exercice, à partir de 0", "line", "", align="right")
    sheet.across(_RANKS, D, 12, "=COLUMNS($D:D)-1", "line", "int")
    sheet.name("out_echeances_rangs", _RANKS, D, 1, 12)
    sheet.write(_CASHLESS, A, "Comptes sans mouvement d'argent", "line", "", align="right")
    for step, digits in enumerate(CASHLESS):
        sheet.write(_CASHLESS, D + step, int(digits), "line", "int")
    sheet.ws.freeze_panes(_RANKS + 1, 1)
    sheet.repeat(_RANKS)
    sheet.row = _CASHLESS + 2


def draw(book: Book, table: Table, top: int) -> tuple[int, int]:
    """Write in which months the lines of a table are due; return the first rows of both blocks.

    Args:
        top: first row of the lines on their own sheet.
    """
    sheet, key, count = book.sheets["Échéances"], table.key, table.count
    reached = _twelfths(sheet, table, top, "atteint", "douzièmes atteints avec le versement du mois")
    before = _twelfths(sheet, table, top, "avant", "douzièmes atteints avant lui")
    rank = cells.cell(_RANKS, D, "row")
    first, step = (cells.cell(reached, col, "col") for col in (B, C))
    due = f"MOD({rank}-{first},12)"
    for line in range(count):
        moved = cells.shifted(f"=(MOD({rank}-{first},{step})=0)*({due}+{step})", line, 0)
        sheet.across(reached + line, D, 12, moved, number="int")
        own = cells.shifted(f"=({cells.cell(reached, D)}>0)*{due}", line, 0)
        sheet.across(before + line, D, 12, own, number="int")
    source = f"'{table.title}'!"
    month, times = (f"{source}{cells.cell(top, col, 'col')}" for col in (18, 17))
    sheet.down(reached, B, count, f"=IF(N({month})>0,MOD({month}-in_mois1,12),0)", number="int")
    sheet.down(reached, C, count, f"=12/IF(N({times})>0,{times},IF(N({month})>0,1,12))", number="int")
    sheet.name(f"out_{key}_rythme", reached, B, count, 2)
    account, late = (f"{source}{cells.cell(top, col, 'col')}" for col in (B, 19))
    marks = cells.area(_CASHLESS, D, 1, len(CASHLESS))
    never = "+".join(f"COUNTIF({marks},LEFT({account},{digits}))" for digits in (2, 3))
    sheet.down(before, B, count, f"={never}", number="int")
    mark = cells.cell(before, B, "col")
    sheet.down(before, C, count, f'=IF({mark}>0,"{NEVER}",N({late}))', number="int", align="right")
    sheet.name(f"out_{key}_sans", before, B, count)
    sheet.name(f"out_{key}_delais", before, C, count)
    for row, name in ((reached, "atteint"), (before, "avant")):
        sheet.name(f"out_{key}_{name}", row, D, count, 12)
        sheet.grey_zeros(row, D, count, 12)
    return reached, before


def close(book: Book) -> None:
    """End what is printed: the sums of the months come next."""
    sheet = book.sheets["Échéances"]
    sheet.ws.print_area(0, 0, sheet.row - 1, D + 11)
    sheet.unprinted()


def _twelfths(sheet: Sheet, table: Table, top: int, name: str, text: str) -> int:
    rhythm = ["Premier (rang)", "Tous les (mois)"] if name == "atteint" else ["Sans argent (1)", "Délai (mois)"]
    sheet.head(sheet.row, [f"{table.title} : {text}", *rhythm, *[""] * 12], 1)
    sheet.lines(sheet.row, 2)
    sheet.across(
        sheet.row, D, 12, "=EDATE(DATE(in_exercice,in_mois1,1),COLUMNS($D:D)-1)", "head_month", "", align="right"
    )
    sheet.name(f"out_{table.key}_{name}_mois", sheet.row, D, 1, 12)
    row = sheet.row + 1
    sheet.down(
        row,
        A,
        table.count,
        f"='{table.title}'!{cells.cell(top, A, 'col')}&\"\"",
        "label",
        "",
        text_wrap=False,
        shrink=True,
    )
    sheet.name(f"out_{table.key}_{name}_noms", row, A, table.count)
    sheet.row = row + table.count + 1
    return row


def draw_months(book: Book, table: Table, blocks: tuple[int, int]) -> None:
    """Write the sums of each month: reached, before, due, a column for each delay.

    Args:
        blocks: what ``draw`` returned.
    """
    from templates.kit.charges import calendar

    sheet, key = book.sheets["Échéances"], table.key
    row = sheet.row
    sheet.write(row, A, f"{table.title} : délai de paiement, en mois", "line", "", align="right")
    for block in range(3):
        for step, delay in enumerate((*range(DELAYS), NEVER)):
            sheet.write(row, D + _BLOCK * block + step, delay if block < 2 else None, "line", "int", align="right")
    heads = [f"{table.title} par mois", "Exercice", "Rang"]
    for text in ("Cumul atteint", "Cumul avant"):
        heads += [text] * _BLOCK
    heads += ["Dû, payé aussitôt", *(f"Dû, payé {delay} mois après" for delay in range(1, DELAYS))]
    heads.append("Dû, sans mouvement d'argent")
    sheet.head(row + 1, heads)
    sheet.lines(row + 1, 2)
    top = row + 2
    calendar(sheet, top, f"out_{key}_echeancier")
    amounts = f"INDEX(out_{key}_montants,0,$B{top + 1})"
    for block, start in enumerate(blocks):
        area = cells.area(start, D, table.count, 12)
        for step in range(_BLOCK):
            col = D + _BLOCK * block + step
            late = f"out_{key}_delais={cells.cell(row, col, 'row')}"
            twelfths = f"INDEX({area},0,$C{top + 1})"
            sheet.down(top, col, MONTHS, f"=SUMPRODUCT(({late})*ROUND({amounts}*{twelfths}/12,2))", shrink=True)
    for step in range(_BLOCK):
        here, past = cells.cell(top, D + step), cells.cell(top, D + _BLOCK + step)
        sheet.down(top, D + 2 * _BLOCK + step, MONTHS, f"={here}-{past}", shrink=True)
    sheet.name(f"out_{key}_cumuls", top, D, MONTHS, 3 * _BLOCK)
    sheet.grey_zeros(top, D, MONTHS, 3 * _BLOCK)
    sheet.row = top + MONTHS + 1


def owed(book: Book, key: str) -> str:
    """Return what is due in the first month, over the delays, as another sheet writes it."""
    row = book.names[f"out_{key}_cumuls"][1]
    return f"SUM(Échéances!{cells.area(row, D + 2 * _BLOCK, 1, _BLOCK, '')})"


def unmoved(book: Book, key: str) -> str:
    """Return the formula of what moves no money in the first fiscal year, as another sheet writes it."""
    row = book.names[f"out_{key}_cumuls"][1]
    amounts, years = (cells.area(row, col, MONTHS, 1) for col in (D + 3 * _BLOCK - 1, B))
    return f"=SUMIFS(Échéances!{amounts},Échéances!{years},COLUMNS($D:D))"


def settled(book: Book, key: str) -> str:
    """Return what is paid in the first month: what fell due as many months before as its delay.

    Above the first month stand texts, which ``N`` reads as nothing.
    """
    row = book.names[f"out_{key}_cumuls"][1]
    late = [f"N(Échéances!{cells.cell(row - delay, D + 2 * _BLOCK + delay)})" for delay in range(1, DELAYS)]
    return "+".join([f"Échéances!{cells.cell(row, D + 2 * _BLOCK)}", *late])
