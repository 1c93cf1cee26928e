"""Jobs over local processes, outcomes in the order of the portfolio."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from excel_tools.batch.work import Common, Job, Outcome, prepare, run
from excel_tools.errors import ExcelToolsError

ENOUGH = 60
"""Structures from which starting further processes pays."""


def processes_for(asked: int | None, jobs: int) -> int:
    """Return how many processes to use: what was asked, else one for a small portfolio and one per core otherwise."""
    if asked is not None:
        return max(1, min(asked, jobs))
    return 1 if jobs < ENOUGH else max(1, min(os.cpu_count() or 1, jobs // 20))


def outcomes(jobs: Sequence[Job], common: Common, processes: int) -> Iterator[Outcome]:
    """Yield the outcome of each job, in their order.

    Raises:
        ExcelToolsError: a process died (out of memory, killed).
    """
    if processes <= 1:
        prepare(common)
        for job in jobs:
            yield run(job)
        return
    # spawn on every system: the same behaviour on Windows, and no lock inherited half-held
    context = multiprocessing.get_context("spawn")
    size = max(1, min(25, len(jobs) // (4 * processes)))
    with ProcessPoolExecutor(processes, context, prepare, (common,)) as pool:
        try:
            yield from pool.map(run, jobs, chunksize=size)
        except BrokenProcessPool as problem:
            raise ExcelToolsError(
                "Un processus de calcul s'est arrêté (mémoire insuffisante ?) ; relancer avec --processus 1."
            ) from problem
