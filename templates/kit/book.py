"""A workbook being drawn: sheets, looks, names, and the conventions every one of them keeps."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from excel_tools.reports.shape import slug
from excel_tools.structure import Structure
from templates.kit import cells, rules, style
from templates.kit.example import fill
from templates.kit.finish import finish

CREATED = datetime.datetime(2026, 11, 20, 12, 0, 0)
"""A fixed date, so that a template drawn twice has the same bytes."""

FOOTER = "&L&8{{structure}}&C&8{{scenario}}&R&8{{version}} – page &P / &N"


class Book:
    """One template. Rows and columns count from 0, as in XlsxWriter.

    Args:
        path: file to write.
        example: the structure it opens on.
    """

    minus = False  # whether amounts below zero have the minus sign of print

    def __init__(self, path: Path, example: Structure) -> None:
        self.path = path
        self.example = example
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
        self._zero: Any = None
        self._alert: Any = None
        self.sheets: dict[str, Sheet] = {}
        self.names: dict[str, tuple[str, int, int, int, int]] = {}
        self.formulas: dict[tuple[str, int, int], str] = {}
        self.inputs: set[tuple[str, int, int]] = set()

    def format(self, look: str, number: str = "", **more: Any) -> Any:
        """Return the cell format of a look; each is made once."""
        key = (look, number, *sorted(more.items()))
        if key not in self._formats:
            printed = style.printed if self.minus else dict
            self._formats[key] = self._workbook.add_format(printed({**style.properties(look, number), **more}))
        return self._formats[key]

    def format_zero(self) -> Any:
        """Return the format of a zero, for a conditional format."""
        if self._zero is None:
            self._zero = self._workbook.add_format({"font_color": style.MUTED, "bold": False})
        return self._zero

    def format_alert(self) -> Any:
        """Return the format of a state to be looked at, for a conditional format."""
        if self._alert is None:
            self._alert = self._workbook.add_format({"font_color": style.ALERT, "bold": True})
        return self._alert

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
        for sheet in self.sheets.values():
            sheet.close()
        problems = [*self._formula_faults(), *self._coverage("out_", set(self.formulas), "formula")]
        problems += self._coverage("in_", self.inputs, "input")
        if problems:
            raise ValueError("\n".join(problems[:: max(1, len(problems) // 30)]))
        self._workbook.close()
        finish(self.path)
        self.fill()

    def fill(self) -> None:
        """Fill the file drawn with what it opens on, an invented structure."""
        fill(self.path, self.example)

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


def wrapped(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, cut between its words; a bit too many rather than too few.

    Args:
        width: that of the column, in its own unit, the width of a digit at eleven points.
    """
    room = max(1, int(width * 1.16))
    count = 0
    for part in text.split("\n"):
        used = room + 1
        for word in part.split(" "):
            if used + 1 + len(word) > room:
                count, used = count + max(1, -(-len(word) // room)), len(word)
            else:
                used += 1 + len(word)
    return count


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
        self.widths = list(widths)
        self.landscape = landscape
        self.repeated, self.paginated, self.row_height = 0, False, 15.0
        self._starts: list[int] = []
        self._breaks: list[int] = []
        self._lines: dict[int, int] = {}
        self._written: set[tuple[int, int]] = set()
        self._first: dict[int, int] = {}
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
        """Write a constant; the row grows to show a text whole."""
        self._written.add((row, col))
        if isinstance(value, str) and more.get("text_wrap", style.STYLES.get(look, {}).get("text_wrap", False)):
            self.lines(row, wrapped(value, self.widths[col]))
        if value is None or value == "":
            self.ws.write_blank(row, col, None, self.book.format(look, number, **more))
        elif isinstance(value, str):
            self.ws.write_string(row, col, value, self.book.format(look, number, **more))
        else:
            self.ws.write_number(row, col, value, self.book.format(look, number, **more))

    def formula(self, row: int, col: int, formula: str, look: str = "value", number: str = "euro", **more: Any) -> None:
        """Write one formula."""
        self._keep(row, col)
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
        **more: Any,
    ) -> None:
        """Draw input cells: look, name, validation and its French messages."""
        look = self.book.format("input", number, **more)
        for y in range(row, row + height):
            for x in range(col, col + width):
                self.ws.write_blank(y, x, None, look)
                self._keep(y, x)
                self.book.inputs.add((self.title, y, x))
        self.name(name, row, col, height, width)
        if rule:
            rule = rules.placed(rule, cells.cell(row, col))
            self.ws.data_validation(row, col, row + height - 1, col + width - 1, rule)

    def filled(
        self,
        name: str,
        row: int,
        col: int,
        height: int = 1,
        width: int = 1,
        number: str = "euro",
        look: str = "value",
        lines: int = 1,
        **more: Any,
    ) -> None:
        """Draw locked cells that the writer fills (barème, texts), with room for some lines of text in each."""
        for y in range(row, row + height):
            self.lines(y, lines)
            for x in range(col, col + width):
                self._keep(y, x)
                self.ws.write_blank(y, x, None, self.book.format(look, number, **more))
        self.name(name, row, col, height, width)

    def heading(self, title: str, subtitle: str = "") -> None:
        """Write the sheet's title, the name of the structure under it, and leave a line."""
        self.write(0, 0, title, "title")
        self.ws.set_row(0, 28)
        self._lines[0] = 2
        self.formula(1, 0, "=in_nom", "subtitle", "")
        self.name(f"out_nom_{slug(self.title)}", 1, 0)
        if subtitle:
            self.write(2, 0, subtitle, "line")
        self.row = 4

    def remark(self, row: int, *texts: str) -> None:
        """Write sentences under a table, each on a line of its own; the cursor goes below them."""
        for step, text in enumerate(texts):
            self.write(row + step, 0, text, "line", "", text_wrap=False)
        self.row = row + len(texts)

    def section(self, text: str, note: str = "") -> int:
        """Write a section's title over the whole width; return the next row."""
        self._start()
        self.write(self.row, 0, text, "section")
        for col in range(1, self.width):
            self.write(self.row, col, None, "section")
        self.ws.set_row(self.row, 20)
        self._lines[self.row] = 1
        self.row += 1
        if note:
            self.write(self.row, 0, note, "line")
            self.row += 1
        return self.row

    def head(
        self, row: int, labels: Sequence[str], left: int = 1, *, texts: Sequence[int] = (), states: Sequence[int] = ()
    ) -> None:
        """Write a row of column heads; the first ``left`` ones and those of ``texts`` are aligned left."""
        self._start(row)
        for col, label in enumerate(labels):
            look = "head" if col < left or col in texts else "head_center" if col in states else "head_right"
            more: dict[str, Any] = {"indent": 1} if col in texts else {}
            self.write(row, col, label, look, **more)

    def tight(self, height: float = 13.0) -> None:
        """Use lower rows, for the sheets that hold hundreds of them; in points."""
        self.row_height = height
        self.ws.set_default_row(self.row_height)

    def lines(self, row: int, count: int) -> None:
        """Make a row at least so many lines of text high."""
        self._lines[row] = max(count, self._lines.get(row, 1))

    def repeat(self, last: int) -> None:
        """Repeat the rows from the first to this one on each printed page."""
        self.ws.repeat_rows(0, last)
        self.repeated = last + 1

    def page_break(self, row: int | None = None) -> None:
        """Start a page at a row, the current one by default."""
        self._breaks.append(self.row if row is None else row)

    def unprinted(self) -> None:
        """Say that what follows is the detail of the calculation, which is not printed; leave a line."""
        self.write(self.row, 0, "Ci-dessous, le détail du calcul : il ne s'imprime pas.", "line")
        self.row += 2

    def grey_zeros(self, row: int, col: int, height: int, width: int) -> None:
        """Write zeros in grey, so that amounts stand out."""
        rule = {"type": "cell", "criteria": "==", "value": 0, "format": self.book.format_zero()}
        self.ws.conditional_format(row, col, row + height - 1, col + width - 1, rule)

    def alert(self, row: int, col: int, height: int = 1) -> None:
        """Write the state « À revoir » in red too; the word alone tells it."""
        rule = {"type": "text", "criteria": "containing", "value": "À revoir", "format": self.book.format_alert()}
        self.ws.conditional_format(row, col, row + height - 1, col, rule)

    def _keep(self, row: int, col: int) -> None:
        self._written.add((row, col))
        self._first[row] = min(col, self._first.get(row, col))

    def _start(self, row: int | None = None) -> None:
        self._starts.append(self.row if row is None else row)

    def close(self) -> None:
        """Set what depends on all the cells: rules under the labels, heights of rows, page breaks."""
        for row, first in self._first.items():
            for col in range(first):
                if (row, col) not in self._written:
                    self.ws.write_blank(row, col, None, self.book.format("label"))
        for row, count in self._lines.items():
            if count > 1 and row:
                self.ws.set_row(row, 13 * count + 3)
        breaks = [*self._breaks, *(self._page_starts() if self.paginated else ())]
        if breaks:
            self.ws.set_h_pagebreaks(sorted(set(breaks)))

    def _page_starts(self) -> list[int]:
        """Return where pages must start so that no block is cut: first-fit over the blocks."""
        wide = sum(7 * width + 5 for width in self.widths) / 96
        across, down = (10.89, 7.1) if self.landscape else (7.47, 10.5)
        room = down * 72 / min(1.0, across / wide)
        repeated = self._height(0, self.repeated)
        starts = sorted({at for at in self._starts if at - 1 not in self._starts and at - 2 not in self._starts})
        found: list[int] = []
        page = starts[0] if starts else 0
        used = repeated
        for start, end in zip(starts, [*starts[1:], self.row], strict=True):
            if start in self._breaks:
                used = repeated
            height = self._height(start, end)
            # a block longer than a page flows on: nothing is won by starting it on a new one
            if used + height > room and start != page and repeated + height <= room:
                found.append(start)
                used = repeated
            used = (used + height) % room
        return found

    def _height(self, first: int, last: int) -> float:
        lines = self._lines
        return sum(self.row_height if lines.get(row, 1) == 1 else 13 * lines[row] + 3 for row in range(first, last))

    def picture(self, row: int, col: int, chart: Any, description: str, width: int, height: int) -> None:
        """Place a chart with its alt text."""
        chart.set_size({"width": width, "height": height})
        self.ws.insert_chart(row, col, chart, {"description": description, "object_position": 1})
