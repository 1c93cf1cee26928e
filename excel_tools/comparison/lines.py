"""Which line of one table is which of another one: by what it is called, then by where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.spending.entry import Entry
from excel_tools.spending.indemnities import Indemnity


def matches(before: Sequence[Any], after: Sequence[Any]) -> tuple[int | None, ...]:
    """Return, for each line of ``after``, the rank of the same line in ``before``, None for a new one.

    Lines of charges, of other income, posts, indemnities, aids or indicators. The same name in the same place comes
    first, then the same name elsewhere, then what stands in the same place under another name (a line of charges or of
    other income only within its class of accounts: a rent is not a salary that was renamed).
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


def _name(line: Any) -> tuple[str, ...]:
    if isinstance(line, Entry):
        return line.account, line.label
    if isinstance(line, Indemnity):
        return " ".join(line.person.split()).lower(), line.mission
    return (line.label,)


def _renamed(before: Any, after: Any) -> bool:
    return not isinstance(before, Entry) or before.account[:2] == after.account[:2]
