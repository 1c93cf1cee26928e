"""What each cell should hold, from the values given to the names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from excel_tools.reports.alert_values import ABOUT_GENERATION
from excel_tools.workbook.recalc import Values
from excel_tools.workbook.refs import Area, cell_ref

_ABOUT_GENERATION = (
    *("out_moteur", "out_entrees_intactes", "out_empreinte", "out_etat_global", "out_fraicheur"),
    *ABOUT_GENERATION,
)
"""Names that compare the workbook with what it was when generated: they change as soon as an input does."""


def results(places: Mapping[str, Area]) -> dict[str, Area]:
    """Return the names whose cells follow the inputs that a workbook holds now."""
    return {
        name: area
        for name, area in places.items()
        if name.startswith("out_") and not name.startswith(_ABOUT_GENERATION)
    }


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
