"""What is no longer certain of the barèmes that some structures use."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.dates import day
from excel_tools.rules import Rules
from excel_tools.schedule import YEARS
from excel_tools.structure import KINDS, Structure


def cautions(structures: Sequence[Structure], rules: Rules) -> tuple[str, ...]:
    """Return what is no longer certain over the longest horizon of each family: one sentence per barème."""
    found: list[str] = []
    for kind in KINDS:
        firsts = [(item.first_exercice, item.first_month) for item in structures if item.kind == kind]
        if firsts:
            year, month = max(firsts)
            found += rules.warnings(int(day(year + YEARS, month, 1)) - 1, [kind.lower()])
    return tuple(found)
