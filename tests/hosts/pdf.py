"""Workbooks as a reader sees them: printed to PDF under a French profile, then searched for faults.

`faults(workbook, folder)` is the whole examination; the pieces serve tests that look at one thing.
"""

import re
import subprocess
import unicodedata
import warnings
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
import openpyxl
from openpyxl.utils import range_boundaries

from excel_tools.workbook.office import convert
from tests.hosts.boxes import collisions, gray_pages, hidden_words

_FAULTS = re.compile(r"#{3,}|#(?:REF|NAME|NOM|VALUE|VALEUR|DIV/0|N/A|NUM|NOMBRE|NULL)[!?]?|\bErr\s?:\s?\d+")
_HEADER_SHARE = 0.06
"""Share of a page's height, above and below, that only a header or a footer may fill."""


class CutText(NamedTuple):
    """A cell whose text does not stand whole in the print."""

    sheet: str
    ref: str
    text: str


def render(workbook: Path, folder: Path) -> Path:
    """Print a workbook; the PDF takes its name."""
    return convert([workbook], "pdf", folder)[0]


def render_all(workbooks: list[Path], folder: Path) -> list[Path]:
    """Print many workbooks of different names in one LibreOffice process."""
    return convert(workbooks, "pdf", folder)


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, in the order it was drawn: the lines of one cell follow one another."""
    return list(_page_texts(pdf, pdf.stat().st_mtime_ns))


@lru_cache(2)
def _page_texts(pdf: Path, _written: int) -> list[str]:
    return _run("pdftotext", "-raw", "-enc", "UTF-8", str(pdf), "-").split("\f")[:-1]


def page_sizes(pdf: Path) -> list[tuple[int, int]]:
    """Width and height of each page, in points."""
    found = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+)", _run("pdfinfo", "-l", "999", str(pdf)), re.M)
    return [(round(float(width)), round(float(height))) for width, height in found]


def page_images(pdf: Path, folder: Path, dpi: int = 60) -> list[Path]:
    """One PNG for each page, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    _run("pdftoppm", "-png", "-r", str(dpi), str(pdf), str(folder / pdf.stem))
    return sorted(folder.glob(f"{pdf.stem}-*.png"))


def sheet_pages(pdf: Path) -> dict[str, range]:
    """The pages of each printed sheet, counted from 0, from the bookmarks LibreOffice writes."""
    # Text coordinates are of no use here and may hold what XML forbids: only the outline is kept.
    found = re.search(r"<outline>.*?</outline>", _run("pdftohtml", "-xml", "-i", "-stdout", str(pdf)), re.DOTALL)
    if found is None:
        return {}
    marks = [(item.text or "", int(item.get("page", "1")) - 1) for item in ElementTree.fromstring(found[0])]
    ends = [page for _, page in marks[1:]] + [len(page_texts(pdf))]
    return {name: range(page, end) for (name, page), end in zip(marks, ends, strict=True)}


def empty_pages(pdf: Path) -> list[int]:
    """The pages, counted from 1, that show nothing between their header and their footer."""
    data = subprocess.run(["pdftoppm", "-gray", "-r", "30", str(pdf)], capture_output=True, check=True).stdout
    return [number for number, page in enumerate(gray_pages(data), 1) if _body(page).min() > 245]


def visible_faults(pdf: Path) -> list[str]:
    """Every `###` and error value, with its page counted from 1."""
    return [
        f"page {number}: {found[0]}"
        for number, text in enumerate(page_texts(pdf), 1)
        for found in _FAULTS.finditer(text)
    ]


def cut_texts(workbook: Path, pdf: Path) -> list[CutText]:
    """The printed text cells whose text is not whole on the pages of their sheet.

    What a cell's border hides is not in the text of the PDF; a text is held whole, without its blanks, and as often as
    the sheet holds it. Formula cells count with their stored value.
    """
    pages, spans = page_texts(pdf), sheet_pages(pdf)
    cut = []
    for sheet, cells in _printed_texts(workbook).items():
        printed = _squeezed("".join(pages[number] for number in spans.get(sheet, ())))
        wanted = Counter(_squeezed(text) for text in cells.values())
        gone = {text for text, times in wanted.items() if printed.count(text) < times}
        cut += [CutText(sheet, ref, text) for ref, text in cells.items() if _squeezed(text) in gone]
    return cut


def faults(workbook: Path, folder: Path, *, pages: int | None = None, pdf: Path | None = None) -> list[str]:
    """All that a reader of the print would complain of; an empty list is what tests want.

    Prints the workbook into `folder`, unless its `pdf` is given.
    """
    pdf = pdf or render(workbook, folder)
    found = visible_faults(pdf) + collisions(pdf) + hidden_words(pdf)
    found += [f"page {number}: empty" for number in empty_pages(pdf)]
    found += [f"{cell.sheet} {cell.ref}: cut text {cell.text!r}" for cell in cut_texts(workbook, pdf)]
    count = len(page_texts(pdf))
    if pages is not None and count != pages:
        found.append(f"{count} pages instead of {pages}")
    return [f"{workbook.name}: {fault}" for fault in found]


def _printed_texts(workbook: Path) -> dict[str, dict[str, str]]:
    """Sheet → cell → text, for the text cells that get printed."""
    with warnings.catch_warnings():
        # openpyxl tells what it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore", UserWarning)
        book = openpyxl.load_workbook(workbook, data_only=True)
    texts: dict[str, dict[str, str]] = {}
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        hidden = {
            column
            for dimension in sheet.column_dimensions.values()
            if dimension.hidden
            for column in range(dimension.min, dimension.max + 1)
        }
        area = sheet.print_area
        boxes = [range_boundaries(part.rpartition("!")[2]) for part in area.split(",")] if area else None
        texts[sheet.title] = {
            cell.coordinate: cell.value
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str)
            and _squeezed(cell.value)
            and cell.column not in hidden
            and not sheet.row_dimensions[cell.row].hidden
            and cell.number_format != ";;;"
            and (boxes is None or any(a <= cell.column <= c and b <= cell.row <= d for a, b, c, d in boxes))
        }
    return texts


def _squeezed(text: str) -> str:
    """The letters and digits alone: a sign taken from another font may stand elsewhere in the text of the PDF."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def _body(page: np.ndarray) -> np.ndarray:
    margin = int(page.shape[0] * _HEADER_SHARE)
    return page[margin : page.shape[0] - margin]


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
