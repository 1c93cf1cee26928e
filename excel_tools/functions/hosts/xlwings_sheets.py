"""The two sheets of the workbook for Excel: how to use it, and the settings that its code reads."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

import xlsxwriter

from excel_tools.functions.hosts.xlwings_steps import NOTES, STEPS, TRIALS, Advice, Trial

STEPS_SHEET = "Mode d'emploi"
SETTINGS_SHEET = "xlwings.conf"
TITLE = "Les fonctions d'excel-tools dans Excel"

RIGHT, WRONG, UNSEEN = "juste", "FAUX : ne pas s'en servir", "fonction inconnue"
"""The verdicts of a trial."""

_CREATED = datetime.datetime(2026, 1, 1)
_INK, _SLATE, _RULE, _HAIR, _BAND = "#1B3A4B", "#5B6B73", "#B8C4CA", "#DCE3E6", "#E9EFF1"
_GOOD, _ALERT = "#1E6B3C", "#A32A18"
_ENTRY = {"font_color": "#1F3FBF", "bg_color": "#FFF9D9", "border": 1, "border_color": _RULE, "text_wrap": True}

_WIDTHS = (24, 26, 26, 26)
_LAST = len(_WIDTHS) - 1
_LINE = 80
"""Letters that surely fit on a line of the wide column."""

_MEANINGS = {
    "INTERPRETER_WIN": "le Python appelé : le chemin de python.exe, dans le dossier d'excel-tools",
    "PYTHONPATH": "le dossier d'excel-tools",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the VBA code calls the workbook and its two sheets."""

    book: str
    steps: str
    settings: str


def draw(code: bytes, names: Names, settings: Mapping[str, str], notice: str) -> bytes:
    """Return the bytes of the workbook; the same arguments give the same bytes.

    Args:
        code: the VBA project.
        settings: what the code reads on its own sheet, from A1 on; the interpreter first.
        notice: a sentence about this interpreter, or nothing.
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": TITLE, "author": "excel-tools", "created": _CREATED})
    book.formats[0].set_font_name("Calibri")
    book.formats[0].set_font_size(10)
    book.add_vba_project(io.BytesIO(code), True)
    book.set_vba_name(names.book)
    steps = _Page(book, STEPS_SHEET, names.steps, _WIDTHS)
    conf = _Page(book, SETTINGS_SHEET, names.settings, (32, 70, 40))
    _steps(steps, settings, notice)
    _settings(conf, settings)
    book.close()
    return stream.getvalue()


def _steps(page: _Page, settings: Mapping[str, str], notice: str) -> None:
    page.text(0, 0, TITLE, bold=True, font_size=18, font_color=_INK)
    page.sheet.set_row(0, 28)
    page.text(1, 0, "Sous Windows seulement. À faire une fois, dans l'ordre.", font_size=11, font_color=_SLATE)
    page.row = 3
    page.section("Mise en route")
    for number, step in enumerate(STEPS):
        page.advice(Advice(f"{number}. {step.label}", step.text))
    page.row += 1
    page.section("Le Python appelé")
    page.label("Son chemin")
    formula = f"='{SETTINGS_SHEET}'!$B$1"
    page.wide()
    page.sheet.write_formula(page.row, 1, formula, page.look(**page.CELL), next(iter(settings.values())))
    page.row += 1
    folder = " et en B2 celui de ce dossier" if "PYTHONPATH" in settings else ""
    page.advice(
        Advice(
            "S'il n'est pas là",
            f"{notice} Dans la feuille « {SETTINGS_SHEET} », écrire en B1 le chemin du fichier python.exe que "
            rf"« py lancer.py » a mis dans le dossier d'excel-tools (.venv\Scripts\python.exe){folder}.".lstrip(),
        )
    )
    page.row += 1
    page.section("Essais")
    for column, word in enumerate(("Formule", "Attendu", "Obtenu", "Verdict")):
        page.text(page.row, column, word, bold=True, font_color=_INK, bg_color=_BAND, bottom=1, bottom_color=_INK)
    for trial in TRIALS:
        page.row += 1
        _trial(page, trial)
    page.row += 2
    page.section("À savoir")
    for note in NOTES:
        page.advice(note)
    page.sheet.print_area(0, 0, page.row - 1, _LAST)
    page.sheet.activate()


def _trial(page: _Page, trial: Trial) -> None:
    row, cell = page.row, page.CELL
    expected, found = f"B{row + 1}", f"C{row + 1}"
    page.sheet.set_row(row, 44 if isinstance(trial.expected, str) else 30)
    page.text(row, 0, trial.french, **cell)
    page.sheet.write(row, 1, trial.expected, page.look(**cell, font_color=_SLATE, num_format="#,##0"))
    page.sheet.write_formula(row, 2, f"={trial.formula}", page.look(**cell, bold=True, num_format="#,##0"), "#NAME?")
    # of a text, only the beginning is expected
    same = f"LEFT({found},LEN({expected}))" if isinstance(trial.expected, str) else found
    verdict = f'=IF(ISERROR({found}),"{UNSEEN}",IF({same}={expected},"{RIGHT}","{WRONG}"))'
    page.sheet.write_formula(row, 3, verdict, page.look(**cell), UNSEEN)
    for word, color in ((RIGHT, _GOOD), (WRONG, _ALERT), (UNSEEN, _SLATE)):
        shown = page.book.add_format({"bold": True, "font_color": color})
        page.sheet.conditional_format(
            row, 3, row, 3, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": shown}
        )


def _settings(page: _Page, settings: Mapping[str, str]) -> None:
    for row, (name, value) in enumerate(settings.items()):
        page.text(row, 0, name, font_color=_SLATE)
        page.text(row, 1, value, **(_ENTRY if name in _MEANINGS else {}))
        # the code reads the first two columns only
        page.text(
            row, 2, _MEANINGS.get(name, "ne pas changer"), font_color=_SLATE, italic=True, text_wrap=True, indent=1
        )
        page.sheet.set_row(row, 30)


class _Page:
    """A sheet being filled from top to bottom, to be printed on one page."""

    CELL: Mapping[str, Any] = {"text_wrap": True, "align": "left", "bottom": 1, "bottom_color": _HAIR}

    def __init__(self, book: Any, name: str, vba_name: str, widths: Sequence[float]) -> None:
        self.book = book
        self.sheet = book.add_worksheet(name)
        self.row = 0
        self._looks: dict[Any, Any] = {}
        self.sheet.set_vba_name(vba_name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.hide_gridlines(2)
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        self.sheet.set_footer(f"&L&8{name}&R&8page &P / &N")

    def look(self, **properties: Any) -> Any:
        """Return a format of the workbook."""
        key = tuple(sorted(properties.items()))
        if key not in self._looks:
            base = {"font_name": "Calibri", "font_size": 10, "valign": "vcenter"}
            self._looks[key] = self.book.add_format(base | properties)
        return self._looks[key]

    def text(self, row: int, column: int, value: str, **properties: Any) -> None:
        """Write a text."""
        self.sheet.write_string(row, column, value, self.look(**properties))

    def section(self, title: str) -> None:
        """Write a heading over the whole width."""
        properties = {"bold": True, "font_size": 12, "font_color": _INK, "bottom": 2, "bottom_color": _INK}
        for column in range(len(_WIDTHS)):
            self.text(self.row, column, "" if column else title, **properties)
        self.sheet.set_row(self.row, 20)
        self.row += 1

    def label(self, word: str) -> None:
        """Write what a line is about."""
        self.text(self.row, 0, word, bold=True, font_color=_INK, bottom=1, bottom_color=_HAIR)
        self.sheet.set_row(self.row, 18)

    def wide(self, value: str = "") -> None:
        """Write a text over the columns at the right of the label."""
        self.sheet.merge_range(self.row, 1, self.row, _LAST, value, self.look(**self.CELL))

    def advice(self, advice: Advice) -> None:
        """Write a label and its sentences, on as many lines as they need."""
        self.label(advice.label)
        self.wide(advice.text)
        # no program finds the height of merged cells by itself
        self.sheet.set_row(self.row, 5 + 13.5 * len(wrap(advice.text, _LINE)))
        self.row += 1
