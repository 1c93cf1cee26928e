"""Write a book as an Excel workbook, with XlsxWriter; the same book gives the same bytes."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import xlsxwriter

from excel_tools.functions.catalogue import FUNCTIONS
from samples.livres.host import EXCEL
from samples.livres.look import properties
from samples.livres.model import CREATED, Book, Cell, Chart, Sheet, column_name
from templates.kit.finish import finish
from templates.kit.style import CHART, EURO_SHORT, FONT, HAIR, INK, SIZE, SLATE

_OURS = {function.name: EXCEL.function(function) for function in FUNCTIONS}
_PIECES = re.compile(r'"[^"]*"|\[[^\]]*\]|;|[A-Z]+\.[A-Z_]+(?=\()')
_CALCULATED_BY = 191029
"""The calculation engine of today's Excel: it keeps the values stored by a file that claims it."""


def write(book: Book, path: Path) -> None:
    """Write the file."""
    file = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    # without our functions Excel would put #NOM? in the place of every stored value
    file.set_calc_mode("auto", _CALCULATED_BY)
    file.calc_on_load = False
    file.formats[0].set_font_name(FONT)
    file.formats[0].set_font_size(SIZE)
    file.set_properties({"title": book.title, "subject": book.subject, "author": "excel-tools", "created": CREATED})
    formats: dict[tuple[str, str], Any] = {}

    def look(cell: Cell) -> Any:
        key = (cell.look, cell.number)
        if key not in formats:
            formats[key] = file.add_format(properties(*key))
        return formats[key]

    for sheet in book.sheets:
        found = file.add_worksheet(sheet.name)
        _set_up(found, sheet, book)
        # a matrix formula fills its cells with zeros: their values come after it
        for (row, column), cell in sorted(sheet.cells.items(), key=lambda item: item[1].block is None):
            _cell(found, row, column, cell, look(cell))
        if sheet.chart:
            _chart(file, found, sheet, sheet.chart)
    file.close()
    finish(path)


def excel_formula(formula: str) -> str:
    """Return an OpenFormula in the words of a file of Excel: ``=CPTS_TOTAL(A5,B5)``."""

    def piece(found: re.Match[str]) -> str:
        text = found[0]
        if text.startswith("["):
            return text[1:-1].replace(":.", ":").lstrip(".")
        return "," if text == ";" else _OURS.get(text, text)

    return f"={_PIECES.sub(piece, formula)}"


def _set_up(found: Any, sheet: Sheet, book: Book) -> None:
    for column, width in enumerate(sheet.widths):
        found.set_column(column, column, width)
    for row, height in sorted(sheet.heights.items()):
        found.set_row(row, height)
    found.hide_gridlines(2)
    if sheet.landscape:
        found.set_landscape()
    found.set_paper(9)
    found.fit_to_pages(1, 0)
    found.set_margins(left=0.4, right=0.4, top=0.45, bottom=0.6)
    found.set_footer(f"&L&8&A&C&8{book.title}&R&8page &P / &N")
    found.print_area(sheet.first_printed, 0, sheet.last_printed, len(sheet.printed) - 1)
    found.freeze_panes(sheet.frozen, 0)
    found.repeat_rows(0, sheet.repeated - 1)
    found.set_h_pagebreaks(sorted(sheet.breaks))


def _cell(found: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    value = EXCEL.stored(cell.value)
    if cell.block:
        last = (row + cell.block[0] - 1, column + cell.block[1] - 1)
        found.write_array_formula(row, column, *last, excel_formula(cell.formula), look, value)
    elif cell.formula:
        found.write_formula(row, column, excel_formula(cell.formula), look, "" if value is None else value)
    elif cell.link:
        found.write_url(row, column, f"internal:'{cell.link[0]}'!{cell.link[1]}", look, str(value))
    elif value is None:
        found.write_blank(row, column, None, look)
    elif isinstance(value, bool):
        found.write_boolean(row, column, value, look)
    elif isinstance(value, datetime.date):
        found.write_datetime(row, column, value, look)
    elif isinstance(value, str):
        found.write_string(row, column, value, look)
    else:
        found.write_number(row, column, value, look)


def _chart(file: Any, found: Any, sheet: Sheet, chart: Chart) -> None:
    drawn = file.add_chart({"type": "column"})
    quoted = f"='{sheet.name}'!"
    words = {"name": FONT, "size": 9, "color": SLATE}

    def area(column: int, first: int, last: int) -> str:
        return f"{quoted}${column_name(column)}${first + 1}:${column_name(column)}${last + 1}"

    for rank, column in enumerate(chart.series):
        drawn.add_series({
            "name": f"{quoted}${column_name(column)}${chart.first}",
            "categories": area(chart.labels, chart.first, chart.last),
            "values": area(column, chart.first, chart.last),
            "fill": {"color": CHART[rank]},
            "gap": 60,
        })  # fmt: skip
    drawn.set_title({"name": chart.title, "name_font": {"name": FONT, "size": 11, "color": INK}})
    drawn.set_legend({"position": "bottom", "font": words})
    drawn.set_x_axis({"num_font": words, "line": {"color": SLATE}})
    drawn.set_y_axis(
        {"num_format": EURO_SHORT, "num_font": words, "major_gridlines": {"visible": True, "line": {"color": HAIR}}}
    )
    drawn.set_size({"width": chart.width / 0.75, "height": chart.height / 0.75})
    found.insert_chart(chart.row, chart.column, drawn, {"description": f"{chart.title}. {chart.description}"})
