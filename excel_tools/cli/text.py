"""Plain text for a terminal: aligned tables, wrapped lists; no colour, so that a pipe reads the same."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from excel_tools.functions.values import Column, Raw, shown

_NUMBERS = ("euros", "points", "nombre", "taux")
_SENTENCE = 50
"""Characters from which a cell holds a sentence rather than a word."""


def as_json(value: Any) -> str:
    """Return a value as JSON, accents kept, on several lines."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)


def width() -> int:
    """Return the width to wrap at: that of the terminal, 100 in a pipe, 120 at most."""
    return max(40, min(120, shutil.get_terminal_size((100, 24)).columns))


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Return a paragraph wrapped, with a prefix on its first line and another on the others."""
    # no line begins with « ; » or ends with an opening quote
    tied = re.sub(r" ([;:!?»])", "\u00a0\\1", text).replace("« ", "«\u00a0")
    return "\n".join(
        textwrap.wrap(
            tied,
            width(),
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def table(rows: Sequence[dict[str, Raw]], columns: Sequence[Column]) -> str:
    """Return a table with its header, numbers to the right; sentences go under it when it would be too wide."""
    cells = [[shown(row[column.name], column.kind).removesuffix(" points") for column in columns] for row in rows]
    longest = [max(map(len, column)) for column in zip(*cells, strict=True)]
    told = [i for i, size in enumerate(longest) if i and size > _SENTENCE]
    if told and sum(longest) + 2 * (len(longest) - 1) > width():
        kept = [i for i in range(len(columns)) if i not in told]
        return f"{_aligned([[line[i] for i in kept] for line in cells], [columns[i] for i in kept])}\n\n" + "\n".join(
            _under(line, columns, told) for line in cells if any(line[i] for i in told)
        )
    return _aligned(cells, columns)


def _under(line: Sequence[str], columns: Sequence[Column], told: Sequence[int]) -> str:
    """Return the sentences of a row, under its first cell."""
    sentences = [wrapped(f"{columns[i].name} : {line[i]}", "  ", "    ") for i in told if line[i]]
    return "\n".join([line[0], *sentences])


def _aligned(cells: Sequence[Sequence[str]], columns: Sequence[Column]) -> str:
    widths = [max(len(column.name), *(len(line[i]) for line in cells), 0) for i, column in enumerate(columns)]
    right = [column.kind in _NUMBERS for column in columns]
    lines = [_line([column.name for column in columns], widths, right), "  ".join("─" * size for size in widths)]
    lines += [_line(line, widths, right) for line in cells]
    return "\n".join(lines)


def _line(cells: Iterable[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = [
        cell.rjust(size) if flush else cell.ljust(size) for cell, size, flush in zip(cells, widths, right, strict=True)
    ]
    return "  ".join(padded).rstrip()
