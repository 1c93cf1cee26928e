"""Values of « Écarts », « Lignes », « Structures » and « Contrôles » of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.comparison import Scope
from excel_tools.comparison.causes import COMBINED
from excel_tools.comparison.comparison import ALL
from excel_tools.comparison.figures import ADDED, CHARGES, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.reports.cells import Values
from excel_tools.reports.comparison_data import Data, Sums
from excel_tools.reports.comparison_shape import (
    ALONE,
    EFFECTS,
    FROM_REFERENCE,
    IN_ORDER,
    LINE_CHECKS,
    LINES,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SHORT,
    SHORT_CAUSES,
    SHOWN,
    SUM_CHECKS,
    WATERFALLS,
)
from excel_tools.vector import half_up


def share(gap: int, before: int) -> float | str:
    """Return a gap as a share of the reference, nothing when it is zero."""
    return gap / abs(before) if before else ""


def total_of(sums: Sums, scenario: int, measure: str) -> int:
    """Return what a measure gives over the horizon."""
    if measure == TRESORERIE:
        return sums.over("measure", scenario, measure)
    return sum(sums.years("measure", scenario, measure))


def _effects(sums: Sums, number: int, code: str) -> list[list[int]]:
    """Return for each effect: alone and in order over the horizon, then alone by fiscal year."""
    rows = []
    for cause in EFFECTS:
        alone = ("effect", number, code, ALONE[cause])
        ordered = 0 if cause == COMBINED else sums.over("effect", number, code, IN_ORDER[cause])
        rows.append([sums.over(*alone), ordered, *sums.years(*alone)])
    return rows


def gap_values(data: Data, sums: Sums, number: int, chosen: str) -> Values:
    """Return the tables of causes and the steps of the two charts."""
    values: Values = {}
    for code in SHOWN:
        short, rows = SHORT[code], _effects(sums, number, code)
        rows.append([sum(column) for column in zip(*rows, strict=True)])
        whole = rows[-1][0]
        values[f"out_eca_{short}"] = [
            [row[0] / 100, row[1] / 100, row[0] / whole if whole else "", *(cents / 100 for cents in row[2:])]
            for row in rows
        ]
        before = total_of(sums, 1, code)
        gap = total_of(sums, number, code) - before
        by_year = [
            (after - cents, cents)
            for after, cents in zip(sums.years("measure", number, code), sums.years("measure", 1, code), strict=True)
        ]
        values[f"out_eca_{short}_exercices"] = list(data.exercices)
        values[f"out_eca_{short}_total"] = values[f"out_eca_{short}_ordre"] = gap / 100
        values[f"out_eca_{short}_total_pct"] = share(gap, before)
        values[f"out_eca_{short}_annees"] = [cents / 100 for cents, _ in by_year]
        values[f"out_eca_{short}_annees_pct"] = [share(cents, first) for cents, first in by_year]
        if code in WATERFALLS:
            effects = list(zip((SHORT_CAUSES[cause] for cause in EFFECTS), (row[0] for row in rows[:-1]), strict=True))
            if code in FROM_REFERENCE:
                steps = [(data.comparison.reference, before), *effects, (chosen, before + gap)]
                values[f"out_cas_{short}_debut"], values[f"out_cas_{short}_fin"] = data.comparison.reference, chosen
            else:
                steps = [*effects, ("Écart", gap)]
            values.update(_steps(short, steps, len(effects)))
    return values


def _steps(short: str, steps: Sequence[tuple[str, int]], count: int) -> Values:
    """Return the steps of a gap, and the pieces of their columns.

    Args:
        count: number of effects; a step before them and one after them are totals.
    """
    labels, pairs, trace = [], [], []
    level = 0
    for step, (name, amount) in enumerate(steps):
        ends = step == len(steps) - 1 or (step == 0 and len(steps) > count + 1)
        start = 0 if ends else level
        level = amount if ends else level + amount
        low, high = min(start, level), max(start, level)
        plus, minus = max(0, high) - max(0, low), min(0, low) - min(0, high)
        up, down = not ends and amount > 0, not ends and amount < 0
        arrow = "▲\u00a0+" if up else "▼\u00a0" if down else ""
        minus_sign = "−" if amount < 0 else ""
        labels.append(f"{name} {arrow}{minus_sign}{half_up(abs(amount), 100_000)}\u00a0k€")
        pairs.append([amount / 100, level / 100])
        pieces = (
            *(start, plus, minus, max(0, low) + min(0, high), level if ends else 0),
            *(plus if up else 0, minus if up else 0, plus if down else 0, minus if down else 0),
        )
        trace.append([cents / 100 for cents in pieces])
    return {
        f"out_cas_{short}_noms": labels,
        f"out_cas_{short}": pairs,
        f"out_cas_{short}_trace": trace,
    }


def line_values(data: Data, sums: Sums, number: int) -> Values:
    """Return the lines under the reference and the variant, with their gaps and totals."""
    values: Values = {}
    for code in ADDED:
        short = SHORT[code]
        values["out_lignes_exercices"] = list(data.exercices)
        blocks = []
        for line, item in enumerate(LINES, 1):
            if item.measure == code:
                rows = _with_gap(sums.years("line", 1, line), sums.years("line", number, line))
                blocks.append(rows)
                values[f"out_lig_{line}_pct"] = share(sum(rows[2]), sum(rows[0]))
        flat = [row for block in blocks for row in block]
        values[f"out_lig_{short}_totaux"] = [sum(row) / 100 for row in flat]
        values[f"out_lig_{short}"] = [[cents / 100 for cents in row] for row in flat]
        added = [[sum(column) for column in zip(*(block[step] for block in blocks), strict=True)] for step in range(3)]
        values[f"out_lig_{short}_somme_totaux"] = [sum(row) / 100 for row in added]
        values[f"out_lig_{short}_somme"] = [[cents / 100 for cents in row] for row in added]
        values[f"out_lig_{short}_pct"] = share(sum(added[2]), sum(added[0]))
    return values


def _with_gap(before: Sequence[int], after: Sequence[int]) -> list[list[int]]:
    return [list(before), list(after), [b - a for a, b in zip(before, after, strict=True)]]


def structure_values(data: Data, scopes: Sequence[Scope], number: int) -> Values:
    """Return the row of each scope."""
    shown: list[list[Any]] = []
    details: list[list[float]] = []
    for scope in scopes:
        sums = Sums(data, scope)
        before, after = sums.over("measure", 1, PRODUITS), sums.over("measure", number, PRODUITS)
        pairs = [
            (sums.over("measure", 1, code), sums.over("measure", number, code))
            for code in (CHARGES, RESULTAT, TRESORERIE)
        ]
        gaps = [after - before, *(right - left for left, right in pairs)]
        below = sums.below(number)[-1]
        shown.append(
            [before / 100, after / 100, share(after - before, before), *(cents / 100 for cents in gaps), below]
        )
        details.append([cents / 100 for pair in pairs for cents in pair])
    spare = SCOPE_ROWS - len(shown)
    return {
        "out_structures": shown + [[0, 0, "", 0, 0, 0, 0, 0]] * spare,
        "out_structures_detail": details + [[0] * 6] * spare,
    }


def check_values(data: Data, sums: Sums, number: int) -> Values:
    """Return the checks: expected, found, gap, state."""
    everything = Sums(data, ALL)
    gaps, alone, ordered, years_off = [], [], [], []
    for code in SHOWN:
        rows = _effects(sums, number, code)
        gaps.append(total_of(sums, number, code) - total_of(sums, 1, code))
        alone.append(sum(row[0] for row in rows))
        ordered.append(sum(row[1] for row in rows))
        by_year = zip(sums.years("measure", number, code), sums.years("measure", 1, code), strict=True)
        found = [sum(row[2 + year] for row in rows) for year in range(sums.width)]
        years_off.append(sum(after - before != cause for (after, before), cause in zip(by_year, found, strict=True)))
    lines = [
        (total_of(sums, rank, code), sum(sum(sums.years("line", rank, n)) for n, item in enumerate(LINES, 1)
                                         if item.measure == code))
        for code in LINE_CHECKS for rank in (1, number)
    ]  # fmt: skip
    results = [
        (total_of(sums, rank, RESULTAT), total_of(sums, rank, PRODUITS) - total_of(sums, rank, CHARGES))
        for rank in range(1, SCENARIO_ROWS + 1)
    ]
    structures = [(everything.over("measure", number, code),) * 2 for code in SUM_CHECKS]
    flows = [row for row in data.rows if row.measure in (*ADDED, RESULTAT)]
    horizon = [(sum(row.over for row in flows), sum(cents or 0 for row in flows for cents in row.years))]
    return {
        "out_ctl_causes": [_checked(a, b) for a, b in zip(gaps * 2, alone + ordered, strict=True)],
        "out_ctl_lignes": [_checked(a, b) for a, b in lines],
        "out_ctl_resultat": [_checked(a, b) for a, b in results],
        "out_ctl_structures": [_checked(a, b) for a, b in structures],
        "out_ctl_donnees": [_checked(a, b) for a, b in horizon],
        "out_ctl_comptes": [[off, off, "OK" if off == 0 else "À revoir"] for off in (*years_off, 0, 0)],
    }


def _checked(wanted: int, found: int) -> list[Any]:
    return [wanted / 100, found / 100, (found - wanted) / 100, "OK" if wanted == found else "À revoir"]
