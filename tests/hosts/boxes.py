"""Where each word of a print stands: words that run into one another, and words the ink does not show.

A PDF may hold text that nobody sees, clipped at the border of its cell; only the picture tells.
"""

import re
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np

_PGM = re.compile(rb"P5\s(\d+)\s(\d+)\s255\s")
_DPI = 100
_SHARED = 0.45
"""Share of the lower of two heights that may lie in the other: ascents and descents of close lines overlap."""


class Word(NamedTuple):
    """A word and its box, in points from the top left corner of its page."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def upright(self) -> bool:
        """False for a text turned on its side, as beside the axis of a chart."""
        return len(self.text) < 3 or self.right - self.left > self.bottom - self.top


def words(pdf: Path) -> list[Word]:
    """Every word of the print; pages counted from 1."""
    return list(_words(pdf, pdf.stat().st_mtime_ns))


@lru_cache(2)
def _words(pdf: Path, _written: int) -> list[Word]:
    data = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, check=True).stdout
    space = "{http://www.w3.org/1999/xhtml}"
    return [
        Word(number, word.text or "", *(float(word.get(side, 0)) for side in ("xMin", "yMin", "xMax", "yMax")))
        for number, page in enumerate(ElementTree.fromstring(data).iter(f"{space}page"), 1)
        for word in page.iter(f"{space}word")
    ]


def collisions(pdf: Path) -> list[str]:
    """Pairs of words printed over one another."""
    found = []
    by_page: dict[int, list[Word]] = {}
    for word in words(pdf):
        by_page.setdefault(word.page, []).append(word)
    for page, here in by_page.items():
        here.sort(key=lambda word: word.top)
        for at, one in enumerate(here):
            for other in here[at + 1 :]:
                if other.top >= one.bottom:
                    break
                wide = min(one.right, other.right) - max(one.left, other.left)
                high = min(one.bottom, other.bottom) - max(one.top, other.top)
                if wide > 1 and high > _SHARED * min(one.bottom - one.top, other.bottom - other.top):
                    found.append(f"page {page}: {one.text!r} over {other.text!r}")
    return found


def hidden_words(pdf: Path) -> list[str]:
    """Words whose last letter leaves no ink: clipped by a cell, or beyond the edge of the page."""
    command = ["pdftoppm", "-gray", "-r", str(_DPI), str(pdf)]
    pages = list(gray_pages(subprocess.run(command, capture_output=True, check=True).stdout))
    return [
        f"page {word.page}: {word.text!r} is not shown whole"
        for word in words(pdf)
        if word.upright and not _inked(pages[word.page - 1], word)
    ]


def gray_pages(data: bytes) -> Iterator[np.ndarray]:
    """The pages of a stream of binary PGM images."""
    at = 0
    while header := _PGM.match(data, at):
        width, height = int(header[1]), int(header[2])
        at = header.end() + width * height
        yield np.frombuffer(data[header.end() : at], np.uint8).reshape(height, width)


def _inked(page: np.ndarray, word: Word) -> bool:
    scale = _DPI / 72
    width = (word.right - word.left) / len(word.text)
    left, right = int((word.right - 1.2 * width) * scale), int(word.right * scale) + 1
    box = page[max(0, int(word.top * scale)) : int(word.bottom * scale) + 1, max(0, left) : right]
    return right <= page.shape[1] + 1 and box.size > 0 and int(box.max()) - int(box.min()) > 30
