"""The figures of thousands of structures at once, by numpy: those of ``gap.one_by_one``, to the cent.

No rule is written here: the schedules of ``funding``, the calendars of ``schedule`` and the flows of ``spending`` take
arrays. What many cases share (the lines of a structure under all its scenarios) is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from excel_tools.budget import build_budget
from excel_tools.comparison.array_budget import Signed, balance, by_year, parts_of, rest_of
from excel_tools.comparison.array_columns import Array, TooLarge
from excel_tools.comparison.array_contracts import funding
from excel_tools.comparison.figures import Cells, Table, figures
from excel_tools.comparison.gap import Evaluate
from excel_tools.errors import ExcelToolsError
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Rules
from excel_tools.structure import Structure

CHUNK = 4_000
"""Cases computed together: enough for arrays to pay, few enough for the memory close to the processor."""


def evaluate_arrays(rules: Rules, progress: Callable[[int, int], None] = lambda done, total: None) -> Evaluate:
    """Return what computes the figures of many structures at once.

    It answers what ``gap.one_by_one`` does, for any list of structures, as ``Cells``; amounts too large for an array
    are left to plain numbers.

    Args:
        progress: told how many structures are computed, and of how many.
    """
    signed = {kind: Signed(rules, family.code) for kind, family in FAMILIES.items()}

    def evaluate(structures: Sequence[Structure]) -> list[Table]:
        found: list[Table] = [()] * len(structures)
        groups: dict[tuple[str, int, int], list[int]] = {}
        for rank, structure in enumerate(structures):
            key = (structure.kind, structure.first_exercice, structure.first_month)
            groups.setdefault(key, []).append(rank)
        done = 0
        for (kind, _, _), ranks in groups.items():
            for low in range(0, len(ranks), CHUNK):
                part = ranks[low : low + CHUNK]
                tables = _together([structures[rank] for rank in part], signed[kind])
                for rank, table in zip(part, tables, strict=True):
                    found[rank] = table
                done += len(part)
                progress(done, len(structures))
        return found

    return evaluate


def _together(structures: Sequence[Structure], signed: Signed) -> list[Table]:
    try:
        return [Cells(table) for table in _tables(structures, signed)]
    except (TooLarge, ExcelToolsError):
        # plain numbers have no bound, and name the structure that is refused
        return [figures(build_budget(structure, signed.rules)) for structure in structures]


def _tables(structures: Sequence[Structure], signed: Signed) -> Array:
    """Return the figures of some cases, case × row of ``figures.keys`` × fiscal year."""
    first = structures[0]
    parts = parts_of(structures, signed)
    found = funding(first.kind, parts.contracts.values, first.first_exercice, first.first_month)
    rest = rest_of(structures, parts)
    given = np.array(parts.contracts.which)
    accrued = found.produits[given]
    left = balance(first.kind, accrued, found.months[given], rest)
    aids, received = by_year(rest.aids), by_year(rest.received)
    rows = (
        found.droits[given],
        accrued,
        *(one[:, None] for one in (aids, rest.income, left.taken)),
        rest.charges,
        left.put[:, None],
        found.encaissements[given],
        *(one[:, None] for one in (aids, received, left.result, left.fin[:, :, -1], left.fin.min(axis=2))),
    )
    return np.concatenate(rows, axis=1)
