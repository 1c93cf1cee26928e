"""A bar for a person who waits: on the error stream of a terminal, once a second has passed."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

Progress: TypeAlias = "Callable[[int, int], None]"
"""Told how much is done, and of how much."""

SOON = 1.0
"""Seconds before which nothing is shown."""


@contextlib.contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show how far something long has come; nothing at all when it is short, or for a file or another program.

    Args:
        label: what is counted; without any count, the bar only says that the work goes on.
    """
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    bar = _Bar(label)
    soon = threading.Timer(SOON, bar.show)
    soon.daemon = True
    soon.start()
    try:
        yield bar.told
    finally:
        soon.cancel()
        soon.join()
        bar.close()


class _Bar:
    """A bar that is built when it is first shown: what draws it takes longer to load than most work to be done."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._known: dict[str, Any] = {"completed": 0, "total": None, "count": ""}
        self._drawn: Any = None

    def show(self) -> None:
        """Draw it."""
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Drawn

        columns = (TextColumn(self._label), BarColumn(), TextColumn("{task.fields[count]}"), TimeElapsedColumn())
        drawn = Drawn(*columns, console=Console(stderr=True), transient=True)
        drawn.add_task(self._label, **self._known)
        drawn.start()
        self._drawn = drawn

    def told(self, done: int, total: int) -> None:
        """Move it."""
        self._known = {"completed": done, "total": total, "count": f"{done}/{total}"}
        if self._drawn is not None:
            self._drawn.update(self._drawn.task_ids[0], **self._known)

    def close(self) -> None:
        """Take it away."""
        if self._drawn is not None:
            self._drawn.stop()
