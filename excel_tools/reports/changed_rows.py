"""Lists whose rows were put in another order: the rows are matched first, so that only what they hold is compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from excel_tools.workbook.refs import Area

LISTS = ("in_charges_", "in_produits_", "in_personnel_", "in_indemnites_", "in_aides_", "in_ind_", "in_nature_")
"""Beginnings of the names whose rows the treasurer fills in any order; one more row there is a line of a list."""
_MOST_TOLD = 4

Rows: TypeAlias = "Mapping[str, Sequence[Sequence[Any]]]"
"""Name → its cells, row by row."""
Row: TypeAlias = "tuple[Any, ...]"


@dataclass(frozen=True, slots=True)
class Moved:
    """Rows of a list that are the same in another order; it changes no amount.

    Attributes:
        sheet: where the list is.
        text: which rows: « lignes 6 et 7 échangées ».
    """

    sheet: str
    text: str

    def as_dict(self) -> dict[str, str]:
        """Return it under French names."""
        return {"feuille": self.sheet, "deplacement": self.text}


def list_of(name: str) -> str:
    """Return the beginning of the names of the list that a name belongs to, empty without one."""
    return next((head for head in LISTS if name.startswith(head)), "")


def lined_up(before: Rows, after: Rows, places: Mapping[str, Area]) -> tuple[dict[str, list[list[Any]]], list[Moved]]:
    """Return the cells of the first state with the rows of its lists where the second state has them, and the moves.

    Args:
        before, after: the inputs of two states, of the same shapes.
        places: name → its cells in the second state.
    """
    found = {name: [list(row) for row in rows] for name, rows in before.items()}
    moves = []
    for head in LISTS:
        names = sorted(name for name in before if name.startswith(head) and len(before[name]) > 1)
        if not names:
            continue
        old, new = _contents(before, names), _contents(after, names)
        sources = _sources(old, new)
        if all(source == target for target, source in sources.items()):
            continue
        for name in names:
            for target, source in sources.items():
                found[name][target] = list(before[name][source])
        # the rows of a list stand side by side, but for a second block further down
        first = min((places[name] for name in names), key=lambda area: area.row)
        kept = {target: source for target, source in sources.items() if target != source and old[source] == new[target]}
        kept = {target: source for target, source in kept.items() if not _blank(new[target])}
        moves.append(Moved(first.sheet, _told(kept, first.row)))
    return found, moves


def _contents(rows: Rows, names: Sequence[str]) -> list[Row]:
    return [tuple(_plain(cell) for name in names for cell in rows[name][rank]) for rank in range(len(rows[names[0]]))]


def _plain(cell: Any) -> Any:
    """Return a content as two programs write it alike: no blanks around, 1 for 1.0 and « 1 »."""
    if isinstance(cell, str):
        cell = cell.strip()
        return (int(cell) if cell.isascii() and cell.isdigit() else cell) or None
    return cell


def _blank(row: Row) -> bool:
    return all(cell is None for cell in row)


def _sources(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Return row of the second state → row of the first one that it comes from, for the rows that differ.

    Empty when no row that holds something is found elsewhere as it was.
    """
    differ = [rank for rank in range(len(old)) if old[rank] != new[rank]]
    left = list(differ)
    found: dict[int, int] = {}
    for target in differ:
        source = next((rank for rank in left if old[rank] == new[target]), None)
        if source is not None and not _blank(new[target]):
            found[target] = source
            left.remove(source)
    if not found:
        return {}
    targets = [rank for rank in differ if rank not in found]
    # a row that moved and was changed too: the one most alike
    for _, target, source in sorted(
        (-_alike(old[source], new[target]), target, source) for target in targets for source in left
    ):
        if target in targets and source in left and 2 * _alike(old[source], new[target]) >= _filled(old[source]) > 0:
            found[target] = source
            targets.remove(target)
            left.remove(source)
    # what is new takes the place of blank rows, what is gone leaves some
    targets.sort(key=lambda rank: (_blank(new[rank]), rank))
    left.sort(key=lambda rank: (not _blank(old[rank]), rank))
    return found | dict(zip(targets, left, strict=True))


def _alike(old: Row, new: Row) -> int:
    return sum(1 for one, other in zip(old, new, strict=True) if one is not None and one == other)


def _filled(row: Row) -> int:
    return sum(cell is not None for cell in row)


def _told(sources: Mapping[int, int], top: int) -> str:
    """Return which rows moved, by their numbers in the sheet."""
    swapped = [target for target, source in sources.items() if target < source and sources.get(source) == target]
    told = [f"lignes {top + rank} et {top + sources[rank]} échangées" for rank in swapped]
    others = sorted(rank for rank in sources if sources.get(sources[rank]) != rank)
    runs = groupby(enumerate(others), key=lambda item: (item[1] - item[0], item[1] - sources[item[1]]))
    for (_, step), items in runs:
        rows = [top + sources[rank] for _, rank in items]
        which = f"lignes {rows[0]} à {rows[-1]}" if len(rows) > 1 else f"ligne {rows[0]}"
        way = "descendue" if step > 0 else "remontée"
        count = f"de {abs(step)} lignes" if abs(step) > 1 else "d'une ligne"
        told.append(f"{which} {way}{'s' if len(rows) > 1 else ''} {count}")
    if len(told) > _MOST_TOLD:
        return f"{len(sources)} lignes dans un autre ordre"
    return ", ".join(told)
