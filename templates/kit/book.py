"""A workbook being drawn: sheets, looks, names, and the conventions every one of them keeps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from excel_tools.reports.shape import slug
from templates.kit import cells, style
from templates.kit.finish import finish

CREATED = datetime.datetime(2026, 11, 20, 12, 0, 0)
"""A fixed date, so that a template drawn twice has the same bytes."""

FOOTER = "&L&8{{structure}}&C&8{{scenario}}&R&8{{version}} – page &P / &N"


class Book:
    """One template. Rows and columns count from 0, as in XlsxWriter."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._workbook = xlsxwriter.Workbook(
            str(path), {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "dd/mm/yyyy"}
        )
        self._workbook.set_calc_mode("auto")
        self._workbook.formats[0].set_font_name(style.FONT)
        self._workbook.formats[0].set_font_size(style.SIZE)
        self._workbook.set_properties(
            {
                "title": "{{titre}}",
                "subject": "Budget prévisionnel",
                "author": "excel-tools",
                "comments": "{{version}}",
                "created": CREATED,
            }
        )
        self._formats: dict[tuple[Any, ...], Any] = {}
        self.sheets: dict[str, Sheet] = {}
        self.names: dict[str, tuple[str, int, int, int, int]] = {}
        self.formulas: dict[tuple[str, int, int], str] = {}
        self.inputs: set[tuple[str, int, int]] = set()

    def format(self, look: str, number: str = "", **more: Any) -> Any:
        """Return the cell format of a look; each is made once."""
        key = (look, number, *sorted(more.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({**style.properties(look, number), **more})
        return self._formats[key]

    def sheet(self, title: str, widths: Sequence[float], *, landscape: bool = True, tab: str = style.INK) -> Sheet:
        """Add a sheet with its column widths, page set-up and protection."""
        found = Sheet(self, title, self._workbook.add_worksheet(title), widths, landscape, tab)
        self.sheets[title] = found
        return found

    def chart(self, kind: str, **options: Any) -> Any:
        """Return a chart to be placed on a sheet."""
        return self._workbook.add_chart({"type": kind, **options})

    def name(self, name: str, sheet: str, row: int, col: int, height: int = 1, width: int = 1) -> None:
        """Give a rectangle its defined name."""
        if name in self.names:
            raise ValueError(f"{name} is defined twice")
        self.names[name] = (sheet, row, col, height, width)
        self._workbook.define_name(name, f"='{sheet}'!{cells.area(row, col, height, width)}")

    def close(self) -> None:
        """Check the conventions, write the file, and finish what XlsxWriter cannot say.

        Raises:
            ValueError: a formula or an input breaks a convention; all of them are listed.
        """
        problems = [*self._formula_faults(), *self._coverage("out_", set(self.formulas), "formula")]
        problems += self._coverage("in_", self.inputs, "input")
        if problems:
            raise ValueError("\n".join(problems[:: max(1, len(problems) // 30)]))
        self._workbook.close()
        finish(self.path)

    def _formula_faults(self) -> list[str]:
        return [
            f"{sheet}!{cells.cell(row, col)} {formula}: {fault}"
            for (sheet, row, col), formula in self.formulas.items()
            for fault in cells.faults(formula)
        ]

    def _coverage(self, prefix: str, wanted: set[tuple[str, int, int]], what: str) -> list[str]:
        seen: dict[tuple[str, int, int], str] = {}
        problems = []
        for name, (sheet, top, left, height, width) in self.names.items():
            if not name.startswith(prefix):
                continue
            for row in range(top, top + height):
                for col in range(left, left + width):
                    place = (sheet, row, col)
                    if place in seen:
                        problems.append(f"{name} and {seen[place]} share {sheet}!{cells.cell(row, col)}")
                    seen[place] = name
                    if place not in wanted:
                        problems.append(f"{name}: {sheet}!{cells.cell(row, col)} is no {what}")
        for sheet, row, col in sorted(wanted - seen.keys()):
            problems.append(f"{what} {sheet}!{cells.cell(row, col)} has no {prefix} name")
        return problems


class Sheet:
    """One sheet: a cursor that goes down, and blocks of cells that get their look and their name together."""

    def __init__(
        self, book: Book, title: str, worksheet: Any, widths: Sequence[float], landscape: bool, tab: str
    ) -> None:
        self.book = book
        self.title = title
        self.ws = worksheet
        self.row = 0
        self.width = len(widths)
        for index, width in enumerate(widths):
            worksheet.set_column(index, index, width)
        worksheet.set_paper(9)
        if landscape:
            worksheet.set_landscape()
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_footer(FOOTER)
        worksheet.hide_gridlines(2)
        worksheet.set_tab_color(tab)
        worksheet.protect(
            "", {"format_rows": True, "format_columns": True, "format_cells": False, "select_locked_cells": True}
        )

    def ref(self, address: str) -> str:
        """Return an address of this sheet as another sheet writes it."""
        return f"'{self.title}'!{address}"

    def write(self, row: int, col: int, value: Any, look: str = "label", number: str = "", **more: Any) -> None:
        """Write a constant."""
        if value is None or value == "":
            self.ws.write_blank(row, col, None, self.book.format(look, number, **more))
        elif isinstance(value, str):
            self.ws.write_string(row, col, value, self.book.format(look, number, **more))
        else:
            self.ws.write_number(row, col, value, self.book.format(look, number, **more))

    def formula(self, row: int, col: int, formula: str, look: str = "value", number: str = "euro", **more: Any) -> None:
        """Write one formula."""
        self.book.formulas[self.title, row, col] = formula
        self.ws.write_formula(row, col, formula, self.book.format(look, number, **more))

    def across(
        self, row: int, col: int, count: int, formula: str, look: str = "value", number: str = "euro", **more: Any
    ) -> None:
        """Write the formula of the first cell, and its copies to the right."""
        for step in range(count):
            self.formula(row, col + step, cells.shifted(formula, 0, step), look, number, **more)

    def down(
        self, row: int, col: int, count: int, formula: str, look: str = "value", number: str = "euro", **more: Any
    ) -> None:
        """Write the formula of the first cell, and its copies down."""
        for step in range(count):
            self.formula(row + step, col, cells.shifted(formula, step, 0), look, number, **more)

    def name(self, name: str, row: int, col: int, height: int = 1, width: int = 1) -> None:
        """Name a rectangle of this sheet."""
        self.book.name(name, self.title, row, col, height, width)

    def input(
        self,
        name: str,
        row: int,
        col: int,
        height: int = 1,
        width: int = 1,
        *,
        number: str = "euro",
        rule: dict[str, Any] | None = None,
    ) -> None:
        """Draw input cells: look, name, validation and its French messages."""
        look = self.book.format("input", number)
        for y in range(row, row + height):
            for x in range(col, col + width):
                self.ws.write_blank(y, x, None, look)
                self.book.inputs.add((self.title, y, x))
        self.name(name, row, col, height, width)
        if rule:
            self.ws.data_validation(row, col, row + height - 1, col + width - 1, rule)

    def filled(
        self, name: str, row: int, col: int, height: int = 1, width: int = 1, number: str = "euro", look: str = "value"
    ) -> None:
        """Draw locked cells that the writer fills (barème, texts)."""
        for y in range(row, row + height):
            for x in range(col, col + width):
                self.ws.write_blank(y, x, None, self.book.format(look, number))
        self.name(name, row, col, height, width)

    def heading(self, title: str, subtitle: str = "") -> None:
        """Write the sheet's title, the name of the structure under it, and leave a line."""
        self.write(0, 0, title, "title")
        self.ws.set_row(0, 28)
        self.formula(1, 0, "=in_nom", "subtitle", "")
        self.name(f"out_nom_{slug(self.title)}", 1, 0)
        if subtitle:
            self.write(2, 0, subtitle, "line")
        self.row = 4

    def section(self, text: str, note: str = "") -> int:
        """Write a section's title over the whole width; return the next row."""
        self.write(self.row, 0, text, "section")
        for col in range(1, self.width):
            self.write(self.row, col, None, "section")
        self.ws.set_row(self.row, 20)
        self.row += 1
        if note:
            self.write(self.row, 0, note, "line")
            self.row += 1
        return self.row

    def head(self, row: int, labels: Sequence[str], left: int = 1) -> None:
        """Write a row of column heads; the first ``left`` ones are aligned left."""
        for col, label in enumerate(labels):
            self.write(row, col, label, "head" if col < left else "head_right")

    def picture(self, row: int, col: int, chart: Any, description: str, width: int, height: int) -> None:
        """Place a chart with its alt text."""
        chart.set_size({"width": width, "height": height})
        self.ws.insert_chart(row, col, chart, {"description": description, "object_position": 1})
