"""Draws of one structure: thousands of budgets by arrays, and one by one.

    python -m tests.benchmarks.bench_draws [draws]

Both give the five fiscal years of each budget; the scalar loop builds the budget of a sample of the same draws, which
must be theirs to the cent, and is scaled. Times are those of the processor, so that a busy machine changes nothing.
"""

from __future__ import annotations

import random
import sys
import time

from excel_tools.budget import build_budget
from excel_tools.comparison.draws import COUNT, DRAWN, draw
from excel_tools.comparison.figures import figures, total
from tests.benchmarks.bench_comparison import RULES, cpts, msp

SAMPLE = 200


def main(count: int = COUNT) -> None:
    """Print both times, and what they are worth."""
    for make in (cpts, msp):
        structure = make(random.Random(20261122), 1)
        draw(structure, RULES, count=1_000)
        start = time.process_time()
        found = draw(structure, RULES, count=count)
        shown = (found.percentiles("produits"), found.percentiles("tresorerie"), found.below_zero_years)
        arrays = time.process_time() - start
        start = time.process_time()
        tables = [figures(build_budget(found.drawn(rank), RULES)) for rank in range(SAMPLE)]
        scalar = (time.process_time() - start) * count / SAMPLE
        for rank, table in enumerate(tables):
            for measure in DRAWN:
                if tuple(found.measures[measure][rank].tolist()) != total(structure.kind, table, measure):
                    raise SystemExit(f"arrays and numbers disagree on draw {rank}, {measure}")
        start = time.process_time()
        draw(structure, RULES, count=count // 2)
        half = time.process_time() - start
        print(f"{count} draws of one {structure.kind} × 5 years, one process")
        print(f"  arrays       {arrays:8.1f} s   (half as many: {half:.1f} s)")
        print(f"  one by one   {scalar:8.1f} s   (scaled from {SAMPLE})")
        print(f"  factor       {scalar / arrays:8.1f}   P50 of the products {shown[0][50][0] // 100} €")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
