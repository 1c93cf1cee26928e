"""Jobs over local processes, outcomes in the order of the portfolio."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
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


_STOPS = (signal.SIGINT, signal.SIGTERM)


class StoppedError(ExcelToolsError):
    """The run stopped on its way: some workbooks may be written, the index and the manifest are not."""

    exit_code = 3


def _start(common: Common) -> None:
    """Make a worker ready: Ctrl-C is the parent's business, and a worker does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    prepare(common)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextlib.contextmanager
def _undisturbed() -> Iterator[list[int]]:
    """Let workers start, and give the requests to stop heard meanwhile: one cut short would print a traceback."""
    asked: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield asked
        return
    heard = [number for number in _STOPS if signal.getsignal(number) != signal.SIG_IGN]
    kept = {number: signal.signal(number, lambda number, _: asked.append(number)) for number in heard}
    try:
        yield asked
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def outcomes(jobs: Sequence[Job], common: Common, processes: int) -> Iterator[Outcome]:
    """Yield the outcome of each job, in their order.

    Raises:
        StoppedError: a process died (out of memory, killed).
        OSError: see ``work.run``.
    """
    if processes <= 1:
        prepare(common)
        for job in jobs:
            yield run(job)
        return
    # spawn on every system: the same behaviour on Windows, and no lock inherited half-held
    context = multiprocessing.get_context("spawn")
    size = max(1, min(25, len(jobs) // (4 * processes)))
    with _undisturbed() as asked:
        pool = ProcessPoolExecutor(processes, context, _start, (common,))
        found = pool.map(run, jobs, chunksize=size)
    with pool:
        try:
            if asked:
                raise KeyboardInterrupt
            yield from found
        except BrokenProcessPool as problem:
            raise StoppedError(
                "Un processus de calcul s'est arrêté (mémoire insuffisante ?) : les classeurs déjà écrits sont "
                "entiers, l'index n'est pas refait ; relancer avec --processus 1."
            ) from problem
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
