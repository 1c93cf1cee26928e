"""A sheet or a CSV file as rows of raw cells, each of which knows where it stands."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from excel_tools.rules.words import plain

if TYPE_CHECKING:
    # the readers of single values travel without the engine of workbooks
    from excel_tools.workbook.values import CellValue

__all__ = ["HeadedTable", "RawCell", "RawRow", "RawTable", "find_header", "nearest", "plain"]

MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_BYTES = 32 << 20
"""Room for ten thousand structures; beyond it a file is a mistake or an attack."""
_FEW = 8
"""Columns that a message can name one by one."""
NO_RESULT = (
    "formule sans résultat enregistré ; ouvrir le classeur dans un tableur, l'enregistrer, "
    "ou remplacer la formule par sa valeur"
)
"""Trouble of a formula whose value we do not know: the cell is neither empty nor zero."""


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell.

    Attributes:
        value: as stored; None when empty.
        place: ``"cellule D7"`` or ``"ligne 7"``.
        trouble: why the cell cannot be trusted (a formula without a result, a merge), else empty.
        shown_as: ``"date"`` or ``"%"`` when a number is shown so, else empty.
    """

    value: CellValue
    place: str
    trouble: str = ""
    shown_as: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is written there."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def written(self) -> bool:
        """Whether somebody wrote there, be it a formula whose result is unknown."""
        return not self.empty or self.trouble == NO_RESULT


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row: its number in the file, its cells, and what is wrong with the row as a whole."""

    number: int
    cells: tuple[RawCell, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A sheet (or a CSV file, whose sheet is empty) before anybody knows which row is the header."""

    file: str
    sheet: str
    rows: tuple[RawRow, ...]

    @property
    def label(self) -> str:
        """``« portefeuille.xlsx », feuille « CPTS »``."""
        return f"« {self.file} », feuille « {self.sheet} »" if self.sheet else f"« {self.file} »"


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table whose header row was found.

    Attributes:
        table: where it comes from.
        header: row of the header.
        positions: column key → rank of the cell in each row.
        rows: the rows under the header that hold something.
    """

    table: RawTable
    header: RawRow
    positions: Mapping[str, int]
    rows: tuple[RawRow, ...]


def nearest(word: object, known: Iterable[str]) -> str:
    """Return « Vouliez-vous dire … ? » with the closest known word, or nothing."""
    by_plain = {plain(name): name for name in known}
    close = difflib.get_close_matches(plain(word), list(by_plain), n=1, cutoff=0.6)
    return f" Vouliez-vous dire « {by_plain[close[0]]} » ?" if close else ""


def _fitted(line: RawRow, header: RawRow, sheet: str) -> RawRow:
    """Tell a line of a CSV file that holds more values than its header: they may stand in the wrong columns."""
    width = len(header.cells)
    if sheet or all(cell.empty for cell in line.cells[width:]):
        return line
    count = len(line.cells)
    trouble = f"{count} valeurs pour {width} colonnes ; une valeur qui contient le séparateur s'écrit entre guillemets"
    return replace(line, trouble=trouble)


def find_header(
    table: RawTable,
    titles: Mapping[str, Sequence[str]],
    required: Sequence[str],
    free: Iterable[str] = (),
    *,
    private: bool = False,
) -> tuple[HeadedTable | None, list[str]]:
    """Find the header row and say what is wrong with it.

    The header is the first of the thirty first rows that bears at least two of the known titles (or the only one): a
    title and a notice may stand above it.

    Args:
        titles: column key → the titles it may bear, the one we show first.
        required: keys of the columns that must be there.
        free: titles of the user's own columns, left unread.
        private: the table may name persons: a title that is none is not repeated.

    Returns:
        The table, None when it has no header, and French sentences: column missing, unknown or given twice.
    """
    keys = {plain(title): key for key, names in titles.items() for title in names}
    needed = min(2, len(titles))
    for row in table.rows[:30]:
        found = [keys.get(plain(cell.value)) if isinstance(cell.value, str) else None for cell in row.cells]
        if len({key for key in found if key}) >= needed:
            break
    else:
        shown = ", ".join(f"« {titles[key][0]} »" for key in required)
        return None, [f"{table.label} : ligne d'en-tête introuvable ; il faut au moins les colonnes {shown}."]
    problems: list[str] = []
    positions: dict[str, int] = {}
    for rank, (cell, key) in enumerate(zip(row.cells, found, strict=True)):
        if cell.trouble == NO_RESULT:
            problems.append(f"{table.label}, {cell.place}, ligne d'en-tête : {NO_RESULT}.")
            continue
        if cell.empty or plain(cell.value) in free:
            continue
        if key is None:
            known = nearest(cell.value, [names[0] for names in titles.values()])
            if not known and len(titles) <= _FEW:
                known = f" Colonnes admises : {', '.join(f'« {names[0]} »' for names in titles.values())}."
            problems.append(
                f"{table.label}, {cell.place} : colonne {'' if private else f'« {cell.value} » '}inconnue.{known} "
                "Une colonne personnelle s'intitule « Notes »."
            )
        elif key in positions:
            problems.append(f"{table.label}, {cell.place} : la colonne « {cell.value} » figure deux fois.")
        else:
            positions[key] = rank
    for key in required:
        if key not in positions:
            problems.append(f"{table.label}, ligne {row.number} : il manque la colonne « {titles[key][0]} ».")
    below = tuple(
        _fitted(line, row, table.sheet)
        for line in table.rows
        if line.number > row.number and any(cell.written for cell in line.cells)
    )
    return HeadedTable(table, row, positions, below), problems
