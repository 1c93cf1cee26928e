"""Colours, on a terminal that wants them; every sign they add to is there without them."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_RED, _BOLD, _DIM, _END = "\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Paint:
    """What marks a text: nothing at all when ``on`` is false."""

    on: bool = False

    def title(self, text: str) -> str:
        """Return a heading."""
        return f"{_BOLD}{text}{_END}" if self.on else text

    def below(self, text: str) -> str:
        """Return a negative amount."""
        return f"{_RED}{text}{_END}" if self.on else text

    def quiet(self, text: str) -> str:
        """Return what matters less."""
        return f"{_DIM}{text}{_END}" if self.on else text


def paint() -> Paint:
    """Return colours for a terminal, none for a file, a pipe, ``TERM=dumb`` or when ``NO_COLOR`` is set."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Paint(wanted and sys.stdout.isatty())
