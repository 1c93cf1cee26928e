"""Which line of one table is which of another one: by what it is called, then by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.schedule import YEARS
from excel_tools.spending.entry import Basis, Entry, based
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.persons import key
from excel_tools.spending.staff import Post
from excel_tools.structure import OneOff

_BLANKS = (
    *(based("", "", "", 0, Basis()), Entry("", "", "", 0, (0,) * YEARS)),
    *(Post("", "", 0, 0), Indemnity("", "", 0, (0,) * YEARS), OneOff("", 0, 0)),
)


def matches(before: Sequence[Any], after: Sequence[Any]) -> tuple[int | None, ...]:
    """Return, for each line of ``after``, the rank of the same line in ``before``, None for a new one.

    Lines of charges, of other income, posts, indemnities, aids or indicators. The same name in the same place comes
    first, then the same name elsewhere, then what stands in the same place under another name (a line of charges or of
    other income only within its class of accounts: a rent is not a salary that was renamed). A blank row is no line: it
    is never the same as one.
    """
    found: list[int | None] = [None] * len(after)
    free = dict.fromkeys(range(len(before)))

    def take(rank: int, at: int) -> None:
        found[rank] = at
        del free[at]

    for rank, line in enumerate(after):
        if rank in free and _name(before[rank]) == _name(line):
            take(rank, rank)
    for rank, line in enumerate(after):
        same = next((at for at in free if found[rank] is None and _name(before[at]) == _name(line)), None)
        if same is not None:
            take(rank, same)
    for rank, line in enumerate(after):
        if found[rank] is None and rank in free and _renamed(before[rank], line):
            take(rank, rank)
    return tuple(found)


def blank(line: Any) -> bool:
    """Return whether a row holds nothing: it only keeps the others at their place in the sheet."""
    return line in _BLANKS


def _name(line: Any) -> tuple[str, ...]:
    if blank(line):
        return ()
    if isinstance(line, Entry):
        return line.account, line.label
    if isinstance(line, Indemnity):
        return key(line.person), line.mission
    return (line.label,)


def _renamed(before: Any, after: Any) -> bool:
    if blank(before) or blank(after):
        return False
    return not isinstance(before, Entry) or before.account[:2] == after.account[:2]
