"""What each cell should hold, from the values given to the names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from excel_tools.workbook.recalc import Values
from excel_tools.workbook.refs import Area, cell_ref


def cell_values(values: Mapping[str, Any], places: Mapping[str, Area]) -> Values:
    """Return the value of each cell of the names that have values, however their rows were given."""
    found: Values = {}
    for name, area in places.items():
        if name in values:
            for rank, value in enumerate(_flat(values[name])[: area.size]):
                row, column = divmod(rank, area.width)
                found[area.sheet, cell_ref(area.row + row, area.column + column)] = value
    return found


def _flat(value: Any) -> Sequence[Any]:
    if isinstance(value, (list, tuple)):
        return [item for part in value for item in _flat(part)]
    return [value]
