"""The inputs that changed between two states of a workbook, in a treasurer's words, and what each gives alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from excel_tools.money import euros
from excel_tools.reports.changed_effects import TOLD, Alone, Cell, Effects
from excel_tools.reports.changed_rows import Rows, list_of
from excel_tools.reports.input_labels import Labels, same, scenario_of
from excel_tools.reports.states import State
from excel_tools.workbook.refs import cell_ref

CHANGED_COLUMNS = (
    *("feuille", "cellule", "nom", "libelle", "scenario", "avant", "apres"),
    *(f"effet_{measure}" for measure in TOLD),
    "avec",
)
ADDED, REMOVED = "ligne ajoutée", "ligne retirée"
_NUMBERED = re.compile(r"(?: –|,) scénario [1-9](?= –|$)", re.IGNORECASE)
"""Number of a scenario in a label, which its name replaces."""
MOST_ALONE = 300
"""Inputs whose effect alone is counted: each one is a workbook read and a budget made again."""


@dataclass(frozen=True, slots=True)
class Changed:
    """An input that is not what it was.

    Attributes:
        name: defined name of the input.
        sheet, ref: where its cell is in the second workbook.
        label: what the sheet calls it: the text of its row, the head of its column.
        scenario: name of the scenario that it belongs to, empty when all share it.
        before, after: its contents as the cell shows them, « vide » for an empty one.
        effects: measure → cents that it gives alone over the five years, all else as before, under its own scenario or
            else the one compared; None where it means nothing without others, or where they were too many to count.
        counted_with: address of the first cell of its line, when the effect counted there is that of the whole line,
            added or removed; empty otherwise.
    """

    name: str
    sheet: str
    ref: str
    label: str
    scenario: str
    before: str
    after: str
    effects: Mapping[str, int] | None = None
    counted_with: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it under the French names of ``CHANGED_COLUMNS``, the effects in euros."""
        values = (self.sheet, self.ref, self.name, self.label, self.scenario, self.before, self.after)
        effects = self.effects or {}
        told = (euros(effects[measure]) if measure in effects else None for measure in TOLD)
        return dict(zip(CHANGED_COLUMNS, (*values, *told, self.counted_with), strict=True))


@dataclass(frozen=True, slots=True)
class Edit:
    """Inputs that changed together: one of them, or those of a line that was added or removed.

    Attributes:
        inputs: at least one.
        action: ``ADDED``, ``REMOVED``, or empty for a single input.
    """

    inputs: tuple[Changed, ...]
    action: str = ""

    @property
    def effects(self) -> Mapping[str, int] | None:
        """What they give alone; see ``Changed``."""
        return self.inputs[0].effects


@dataclass(frozen=True, slots=True)
class Found:
    """A cell that changed.

    Attributes:
        place: rank of its sheet, row and column.
        cell: its name, and its place there.
        change: what is told of it.
    """

    place: tuple[int, int, int]
    cell: Cell
    change: Changed


def changed_cells(states: tuple[State, State], before: Rows, lined: Rows, names: Sequence[str]) -> list[Found]:
    """Return the cells that differ, in the order of the sheets' tabs, then by row and column.

    Args:
        before: the cells of the first state.
        lined: the same, the rows of its lists where the second state has them.
        names: the scenarios.
    """
    first, second = states
    old_labels, new_labels = (
        Labels(state.cells, {name: state.places[name] for name in state.inputs}, state.formats) for state in states
    )
    sheets = list(second.book.sheets)
    found = []
    for name in first.inputs:
        area, was = second.places[name], first.places[name]
        # where rows moved, the text beside a cell is that of the second state
        moved = lined[name] != before[name]
        for row in range(area.height):
            for col in range(area.width):
                old, new = lined[name][row][col], second.value(name, row, col)
                if old == new:
                    continue
                place = (area.row + row, area.column + col)
                kind = second.formats.kind(area.sheet, *place)
                if same(old, new, kind):
                    continue
                labels = [old_labels.label(name, was, row, col), new_labels.label(name, area, row, col)]
                labels = labels[::-1] if moved else labels
                # a row filled since has no text yet in the first state, nor one that was cleared in the second
                label = next((text for text in labels if not text.startswith("Ligne ")), labels[0])
                scenario = scenario_of(name, col)
                label = _NUMBERED.sub("", label) if scenario else label
                texts = new_labels.before_and_after(name, old, new, kind)
                owner = names[scenario - 1] if scenario else ""
                change = Changed(name, area.sheet, cell_ref(*place), label, owner, *texts)
                found.append(Found((sheets.index(area.sheet), *place), (name, row, col), change))
    return sorted(found, key=lambda item: item.place)


def edits(cells: Sequence[Found], before: Rows, after: Rows, alone: Alone, number: int) -> list[Edit]:
    """Return what changed together, each with what it gives alone under its scenario.

    Args:
        before, after: the cells of the two states, the rows of their lists side by side.
        number: the scenario compared, under which the inputs that all share are counted.
    """
    lines: dict[Cell, list[Found]] = {}
    for item in cells:
        name, row, col = item.cell
        lines.setdefault((list_of(name), row, 0) if list_of(name) else (name, row, col), []).append(item)
    counted = len(cells) <= MOST_ALONE
    found: list[Edit] = []
    for (head, row, _), items in lines.items():
        action = _action(head, row, before, after) if list_of(head) else ""
        effects = _effects([items] if action else [[item] for item in items], alone, number) if counted else []
        if action or (len(items) > 1 and None in effects):
            # a line that came or went, or inputs of a line that mean nothing without one another
            whole = effects if action else _effects([items], alone, number)
            found.append(_together(items, action, whole[0] if whole else None))
        else:
            shown = effects or [None] * len(items)
            found += [Edit((replace(item.change, effects=effect),)) for item, effect in zip(items, shown, strict=True)]
    return found


def _effects(groups: Sequence[Sequence[Found]], alone: Alone, number: int) -> list[Effects | None]:
    return [
        alone.effects([item.cell for item in group], scenario_of(group[0].cell[0], group[0].cell[2]) or number)
        for group in groups
    ]


def _action(head: str, row: int, before: Rows, after: Rows) -> str:
    """Return whether a line of a list was added or removed, empty when it was only changed."""
    was, now = (any(_filled(rows, head, row)) for rows in (before, after))
    return "" if was and now else ADDED if now else REMOVED


def _filled(rows: Rows, head: str, row: int) -> Iterator[bool]:
    for name, cells in rows.items():
        if name.startswith(head) and row < len(cells):
            yield from (cell is not None and str(cell).strip() != "" for cell in cells[row])


def _together(items: Sequence[Found], action: str, effects: Effects | None) -> Edit:
    first, *rest = (item.change for item in items)
    place = f"{first.sheet} {first.ref}"
    return Edit(
        (replace(first, effects=effects), *(replace(change, counted_with=place) for change in rest)),
        action,
    )
