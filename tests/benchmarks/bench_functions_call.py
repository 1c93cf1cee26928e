"""The functions against the bare engine: one cell, a column of 100 000 populations, and what a new process pays.

    python -m tests.benchmarks.bench_functions_call [populations]

Every time is the best of several runs in this process, and every result is compared with that of the bare engine. A
sheet recalculates cells whose arguments are often the same: a scalar call is timed on ten thousand different
populations.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from excel_tools.functions import call, find
from excel_tools.functions.hosts.cell import in_cell
from excel_tools.functions.hosts.xlwings_cell import excel_cell
from excel_tools.funding.cpts_table import FIXED_LINES, VARIABLE_LINES, cpts_table
from excel_tools.rules import load_rules

RULES = load_rules()
TABLE = cpts_table(RULES)
LATEST = len(TABLE.dates)
ROWS = (
    "fonctionnement",
    *(row for mission, rows in FIXED_LINES.items() for row in rows if mission != "crise"),
    "crise_premiere",
    *VARIABLE_LINES.values(),
)
"""What CPTS.TOTAL adds up: every mission, the plan of crisis at its first year."""

CELLS = 10_000

START = """
import sys, time
start = time.perf_counter()
import excel_tools.functions.hosts.cell as host
loaded = time.perf_counter()
host.in_cell("CPTS.TOTAL", (90000.0,))
first = time.perf_counter()
host.in_cell("CPTS.TOTAL", (190000.0,))
second = time.perf_counter()
print(loaded - start, first - loaded, second - first, "numpy" in sys.modules)
"""


def best(work: Callable[[], Any], runs: int = 5) -> tuple[float, Any]:
    """The shortest time of several runs, in seconds, and what the work gives."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - start)
    return min(times), found


def same(what: str, found: Any, expected: Any) -> None:
    """Stop when a function and the bare engine disagree."""
    if list(found) != list(expected):
        raise SystemExit(f"{what}: the function and the bare engine disagree")


def bare_total(population: int) -> int:
    """CPTS.TOTAL in cents, from the table alone."""
    size = TABLE.size(population)
    return sum(TABLE.amount(row, LATEST, size) for row in ROWS)


def bare_dotation(euros: float) -> float:
    """ESS.DOTATION: the amount, held against its two bounds."""
    low, high = (RULES.amount(f"ess.dotation.{bound}").value() for bound in ("minimum", "maximum"))
    cents = round(euros * 100)
    return cents / 100 if low <= cents <= high else euros


def cells() -> None:
    """One call for each cell."""
    draw = np.random.default_rng(20261122)
    populations = [float(n) for n in draw.integers(5_000, 300_000, CELLS)]
    amounts = [float(n) for n in draw.integers(60_000, 90_000, CELLS)]
    cases: tuple[tuple[str, list[float], Callable[[float], float]], ...] = (
        ("CPTS.TAILLE", populations, lambda n: TABLE.size(int(n))),
        ("CPTS.TOTAL", populations, lambda n: bare_total(int(n)) / 100),
        ("ESS.DOTATION", amounts, bare_dotation),
    )
    print(f"One cell, µs each over {CELLS} different cells    bare   call()  in_cell   xlwings cell")
    for name, values, bare in cases:
        alone, expected = best(lambda values=values, bare=bare: [bare(n) for n in values])
        called, answers = best(lambda name=name, values=values: [call(name, (n,)) for n in values])
        shown, found = best(lambda name=name, values=values: [in_cell(name, (n,)) for n in values])
        excel, written = best(
            lambda name=name, values=values: [
                excel_cell(name, [[n]], *[None] * (len(find(name).arguments) - 1)) for n in values
            ]
        )
        same(name, [answer.resultat for answer in answers], expected)
        same(name, found, expected)
        same(name, written, expected)
        times = [t / CELLS * 1e6 for t in (alone, called, shown, excel)]
        print(f"  {name:<42}{times[0]:8.2f} {times[1]:8.2f} {times[2]:8.2f} {times[3]:12.2f}")


def columns(count: int) -> None:
    """One call for a whole column; the bare computation reads and gives the same: an array, or rows of cells."""
    population = np.random.default_rng(20261122).integers(5_000, 300_000, count)
    rows = [[float(n)] for n in population]
    thresholds = np.array(TABLE.thresholds)
    amounts = [np.array(TABLE.amounts[row][LATEST - 1]) for row in ROWS]

    def bare(values: Any) -> Any:
        size = np.searchsorted(thresholds, values, side="right") - 1
        return sum(amount[size] for amount in amounts) / 100

    alone, expected = best(lambda: bare(population))
    read, _ = best(lambda: bare(np.array(rows)[:, 0]))
    both, again = best(lambda: bare(np.array(rows)).tolist())
    same("rows", [cell for row in again for cell in row], expected)
    print(f"\nCPTS.TOTAL of {count} populations                     ms     bare numpy   ratio")
    for what, work, against in (
        ("call(), a numpy array in", lambda: call("CPTS.TOTAL", [population]), alone),
        ("call(), rows in", lambda: call("CPTS.TOTAL", [rows]), read),
        ("call().colonne, rows in, a list out", lambda: call("CPTS.TOTAL", [rows]).colonne, both),
        ("in_cell(), rows in and out", lambda: in_cell("CPTS.TOTAL", (rows,)), both),
        ("excel_cell(), rows in and out", lambda: excel_cell("CPTS.TOTAL", rows, None, None, None), both),
    ):
        spent, found = best(work)
        if isinstance(found, list):
            same(what, [cell[0] if isinstance(cell, list) else cell for cell in found], expected)
        else:
            same(what, found.colonne, expected)
        print(f"  {what:<44}{spent * 1e3:8.2f} {against * 1e3:12.2f} {spent / against:8.1f}")


def start() -> None:
    """What a new process pays."""
    runs = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
        *times, numpy_there = done.stdout.split()
        if numpy_there == "True":
            raise SystemExit("numpy was imported for one cell")
        runs.append([float(t) for t in times])
    loaded, first, second = (min(times) * 1e3 for times in zip(*runs, strict=True))
    print(f"\nA new process, without numpy: import {loaded:.0f} ms, first call {first:.0f} ms, second {second:.2f} ms")


def main(count: int = 100_000) -> None:
    """Print the three tables."""
    cells()
    columns(count)
    start()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
