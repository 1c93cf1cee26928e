"""The engine on a whole portfolio: CPTS × scenarios × five years, by arrays and one by one.

    python -m tests.benchmarks.bench_engine [structures]

Both compute the same: the schedule of every line, then droits, produits, encaissements by year and month. The scalar
loop runs on a sample and is scaled; a few structures drawn from both must agree to the cent.
"""

import sys
import time
from typing import Any

import numpy as np

from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract, schedule
from excel_tools.funding.cpts_table import MISSIONS, VARIABLE_LINES, cpts_table
from excel_tools.rules import load_rules
from excel_tools.schedule import calendar, contract_frame

EXERCICE = 2027
CHUNK = 20_000
SAMPLE = 300
SCENARIOS = ((1_000_000, 0), (0, 0), (850_000, 6))
"""Attainment in millionths, shift of the missions in months."""
TABLE = cpts_table(load_rules())


def contract(signature: Any, population: Any, delay: Any, attainment: int, shift: int) -> CptsContract:
    """A contract, or an array of them: every mission, started some days after the signature."""
    return CptsContract(
        signature=signature,
        population=[population] * 7,
        growth=[0, 0] + [10_000] * 5,
        starts={mission: signature + delay * (1 + rank) for rank, mission in enumerate(MISSIONS)},
        shifts=dict.fromkeys(MISSIONS, shift),
        attainment={mission: [attainment] * 7 for mission in VARIABLE_LINES},
    )


def totals(one: CptsContract) -> tuple[Any, Any]:
    """Produits of the five years and encaissements of the sixty months, over all lines."""
    frame = contract_frame(one.signature, EXERCICE)
    years: list[Any] = [0] * 5
    months: list[Any] = [0] * 60
    for line in schedule(one, TABLE, frame).lines:
        found = calendar(line, frame)
        years = [a + b for a, b in zip(years, found.produits, strict=True)]
        months = [a + b for a, b in zip(months, found.mois, strict=True)]
    return years, months


def main(count: int = 100_000) -> None:
    """Print both times, and what they are worth."""
    draw = np.random.default_rng(20261120)
    signature = draw.integers(day(2019, 9, 1), day(2026, 12, 31), count)
    population = draw.integers(15_000, 300_000, count)
    delay = draw.integers(10, 240, count)

    start = time.perf_counter()
    kept: list[list[int]] = []
    for low in range(0, count, CHUNK):
        part = slice(low, low + CHUNK)
        for attainment, shift in SCENARIOS:
            years, _ = totals(contract(signature[part], population[part], delay[part], attainment, shift))
            if low == 0:
                kept.append([int(year[7]) for year in years])
    arrays = time.perf_counter() - start

    start = time.perf_counter()
    for rank in range(SAMPLE):
        for attainment, shift in SCENARIOS:
            totals(contract(int(signature[rank]), int(population[rank]), int(delay[rank]), attainment, shift))
    scalar = (time.perf_counter() - start) * count / SAMPLE
    for (attainment, shift), expected in zip(SCENARIOS, kept, strict=True):
        years, _ = totals(contract(int(signature[7]), int(population[7]), int(delay[7]), attainment, shift))
        if list(years) != expected:
            raise SystemExit("arrays and numbers disagree")

    print(f"{count} CPTS × {len(SCENARIOS)} scenarios × 5 years, one process")
    print(f"  arrays       {arrays:8.1f} s   {count * len(SCENARIOS) / arrays:10.0f} budgets/s")
    print(f"  one by one   {scalar:8.1f} s   {count * len(SCENARIOS) / scalar:10.0f} budgets/s (scaled from {SAMPLE})")
    print(f"  factor       {scalar / arrays:8.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
