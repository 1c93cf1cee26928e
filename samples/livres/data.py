"""What the books borrow from the other samples."""

from __future__ import annotations

import csv
from pathlib import Path

from excel_tools.functions.formula import entry
from samples.livres.parts import Range

HERE = Path(__file__).resolve().parents[1]


def portfolio() -> list[dict[str, str]]:
    """Return the CPTS of the sample portfolio, by column."""
    with (HERE / "portefeuille" / "cpts.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def missions_engaged() -> Range:
    """Return the missions of ``missions.csv`` as rows of cells."""
    with (HERE / "missions.csv").open(encoding="utf-8-sig", newline="") as stream:
        return tuple(tuple(entry(cell) for cell in row) for row in list(csv.reader(stream, delimiter=";"))[1:])
