"""The days on which the missions of a CPTS begin to count, which its starts and its shifts make together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from excel_tools.comparison import fields
from excel_tools.comparison.changes import Change
from excel_tools.dates import day, put_off
from excel_tools.funding.cpts import CptsContract
from excel_tools.structure import Structure

_STARTS = fields.CONTRACT["CPTS"]["starts"]


def beginning(structure: Structure, mission: str) -> int:
    """Return the day from which a mission counts, as its schedule does; 0 when it is not engaged."""
    contract = structure.contract
    if not isinstance(contract, CptsContract) or not contract.starts.get(mission, 0):
        return 0
    horizon = int(day(structure.first_exercice, structure.first_month, 1))
    start = put_off(contract.starts[mission], contract.shifts.get(mission, 0), horizon)
    return int(max(contract.signature, start))


def moved(told: Sequence[Change], reference: Structure, variant: Structure) -> Iterator[Change]:
    """Yield some changes, the start and the shift of a mission told once, by the day on which it really begins."""
    known: set[str] = set()
    for change in told:
        name, _, mission = change.field.partition(".")
        before, after = (beginning(one, mission) for one in (reference, variant))
        if name not in ("starts", "shifts") or before == after:
            yield change
        elif mission not in known:
            known.add(mission)
            label, _ = fields.mission(_STARTS, mission)
            yield replace(change, label=label, before=_STARTS.show(before), after=_STARTS.show(after))
