"""Values of « Écarts », « Lignes », « Structures » and « Contrôles » of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from excel_tools.comparison import Scope
from excel_tools.comparison.causes import COMBINED
from excel_tools.comparison.comparison import ALL
from excel_tools.comparison.figures import ADDED, CHARGES, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.comparison.gap import relative
from excel_tools.money import french_number
from excel_tools.reports.cells import Values
from excel_tools.reports.comparison_data import Data, Sums, total_of
from excel_tools.reports.comparison_phrases import main_measure
from excel_tools.reports.comparison_shape import (
    ALONE,
    EFFECTS,
    IN_ORDER,
    LINE_CHECKS,
    LINE_ITEMS,
    LINES,
    MAIN,
    MEASURE_NUMBERS,
    SCENARIO_ROWS,
    SCOPE_ROWS,
    SHORT,
    SHORT_CAUSES,
    SHOWN,
    SMALL,
    SUM_CHECKS,
    WATERFALLS,
    line_note,
)
from excel_tools.vector import half_up


def share(gap: int, before: int) -> float | str:
    """Return a gap as a share of the reference: a dash where nothing changes, and where a share tells nothing."""
    return "–" if not gap or relative(gap, before) is None else gap / before


def _effects(sums: Sums, number: int, code: str) -> list[list[int]]:
    """Return for each effect: alone and in order over the horizon, then alone by fiscal year."""
    rows = []
    for cause in EFFECTS:
        alone = ("effect", number, code, ALONE[cause])
        ordered = 0 if cause == COMBINED else sums.over("effect", number, code, IN_ORDER[cause])
        rows.append([sums.over(*alone), ordered, *sums.years(*alone)])
    return rows


def gap_values(data: Data, sums: Sums, number: int, chosen: str, rooms: Mapping[str, int]) -> Values:
    """Return the tables of causes and the steps of the two charts.

    Args:
        rooms: rows of each chart, those of the fullest choice.
    """
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
    main = main_measure(sums, number)
    values["out_mesure"] = MAIN.index(main) + 1
    moved = [total_of(sums, number, code) != total_of(sums, 1, code) for code in MAIN]
    values["out_mouvements"] = [*map(int, moved[:-1]), 1]
    for name, whole in WATERFALLS.items():
        code = name if whole else main
        found = [(SHORT_CAUSES[cause], sums.over("effect", number, code, ALONE[cause])) for cause in EFFECTS]
        before, after = total_of(sums, 1, code), total_of(sums, number, code)
        if whole:
            ends = ((data.comparison.reference, before), (chosen, after))
            values[f"out_cas_{name}_scenarios"] = [text for text, _ in ends]
            values[f"out_cas_{name}_bornes"] = [cents / 100 for _, cents in ends]
        else:
            ends = (("Référence", 0), ("Écart", after - before))
            values[f"out_cas_{name}_fin"] = (after - before) / 100
        values.update(_cascade(name, ends, found, whole, rooms[name]))
    return values


def cascade_rows(every: Mapping[Scope, Sums], scenarios: int) -> dict[str, int]:
    """Return how many steps the fullest cascade has, whatever the choice."""
    found = dict.fromkeys(WATERFALLS, 0)
    for sums in every.values():
        for number in range(2, scenarios + 1):
            for name, whole in WATERFALLS.items():
                code = name if whole else main_measure(sums, number)
                steps = sum(sums.over("effect", number, code, ALONE[cause]) != 0 for cause in EFFECTS)
                found[name] = max(found[name], steps + 1 + int(whole))
    return found


def _cascade(
    name: str,
    ends: tuple[tuple[str, int], tuple[str, int]],
    causes: Sequence[tuple[str, int]],
    whole: bool,
    rows: int = 0,
) -> Values:
    """Return the steps of a gap between both ends, and the pieces of their bars; causes of nothing are left out.

    Args:
        whole: the reference is drawn too.
        rows: those over which the steps are spread; by default as many as there are steps.
    """
    amounts = [cents for _, cents in (*ends, *causes)]
    unit = 1 if max(*amounts, -min(amounts)) < 100 * SMALL else 1000
    counts, ranks = 0, []
    for _, cents in causes:
        counts += int(cents != 0)
        ranks.append(counts)
    labels, pairs, steps, trace = [], [], [], []
    level = 0
    last = max(1, counts + int(whole))
    room = max(last, rows - 1)
    spread = [half_up(at * last, room) for at in range(len(causes) + 1 + int(whole))]
    numbers = [step + 1 - int(whole) if half_up(step * room, last) == at else -1 for at, step in enumerate(spread)]
    for step in numbers:
        place = ranks.index(step) + 1 if 0 < step <= counts else 0
        mark = int(step in (0, counts + 1))
        text, amount = causes[place - 1] if place else ends[min(step, 1)] if mark else ("", 0)
        sign = "▲\u00a0+" if amount > 0 and not mark else "▼\u00a0" if amount < 0 and not mark else ""
        start = 0 if mark else level
        level = amount if mark else level + amount
        count = half_up(abs(amount), 100 * unit)
        written = french_number(count).replace("\u202f", "\u00a0")
        shown = f"{written}\u00a0{'k€' if unit > 1 else '€'}"
        labels.append(f"{text} {sign}{'−' if amount < 0 else ''}{shown}" if place or mark else "")
        pairs.append([amount / 100, level / 100])
        steps.append([place, mark, text, sign, count, written])
        low, high = min(start, level), max(start, level)
        plus, minus = max(0, high) - max(0, low), min(0, low) - min(0, high)
        up, down = not mark and amount > 0, not mark and amount < 0
        pieces = (
            *(start, plus, minus, max(0, low) + min(0, high) if place else 0, level if mark else 0),
            *(plus if up else 0, minus if up else 0, plus if down else 0, minus if down else 0),
        )
        trace.append([cents / 100 for cents in pieces])
    return {
        f"out_cas_{name}_causes": [[cents / 100, rank] for (_, cents), rank in zip(causes, ranks, strict=True)],
        f"out_cas_{name}_unite": unit,
        f"out_cas_{name}_suite": "\u00a0k€" if unit > 1 else "\u00a0€",
        f"out_cas_{name}_noms": labels,
        f"out_cas_{name}": pairs,
        f"out_cas_{name}_nombre": last,
        f"bar_cas_{name}_place": room,
        f"out_cas_{name}_numeros": numbers,
        f"out_cas_{name}_pas": steps,
        f"out_cas_{name}_trace": trace,
    }


def line_values(data: Data, sums: Sums, number: int) -> Values:
    """Return the lines that the scope has, one under another, under the reference and the variant with their gap."""
    held = [sums.holds(measure, line) for measure, line, _ in LINE_ITEMS]
    ranks = [sum(held[: at + 1]) for at in range(len(held))]
    rows: list[list[int]] = []
    texts: list[list[str]] = []
    shares: list[Any] = []
    keys: list[list[Any]] = []
    for slot in range(1, len(LINE_ITEMS) + 1):
        place = ranks.index(slot) + 1 if slot <= ranks[-1] else 0
        measure, line, label = LINE_ITEMS[place - 1] if place else ("", 0, "")
        block = _with_gap(*(_line(sums, rank, measure, line) if place else [0] * sums.width for rank in (1, number)))
        rows += block
        shares += ["", "", share(sum(block[2]), sum(block[0]))]
        for step, (reading, rank) in enumerate((("Référence", 1), ("Variante", number), ("Écart", 0))):
            texts.append([(label, line_note(measure, line), "")[step] if place else "", reading if place else ""])
            what = [MEASURE_NUMBERS[measure], line or ">=0", int(not line)] if place else [-1, -1, -1]
            keys.append([place, rank, *what])
    return {
        "out_lignes_exercices": list(data.exercices),
        "out_lignes_noms": texts,
        "out_lignes_totaux": [sum(row) / 100 for row in rows],
        "out_lignes_pct": shares,
        "out_lignes": [[cents / 100 for cents in row] for row in rows],
        "out_lignes_places": keys,
        "out_lignes_rangs": ranks,
    }


def _line(sums: Sums, scenario: int, measure: str, line: int) -> list[int]:
    return sums.years("line", scenario, line) if line else sums.years("measure", scenario, measure)


def _with_gap(before: Sequence[int], after: Sequence[int]) -> list[list[int]]:
    return [list(before), list(after), [b - a for a, b in zip(before, after, strict=True)]]


def structure_values(every: Mapping[Scope, Sums], number: int) -> Values:
    """Return the row of each scope."""
    shown: list[list[Any]] = []
    details: list[list[float]] = []
    for sums in every.values():
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
        "out_structures": shown + [[0, 0, "–", 0, 0, 0, 0, 0]] * spare,
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
