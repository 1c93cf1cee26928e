"""One check of what is typed, counted twice: as the sheet's formula and in Python; and what makes the usual ones."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from excel_tools.reports.cells import Values
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.watched import flat

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}

_OPPOSITE = {">=": "<", "<=": ">", ">": "<=", "<": ">="}


@dataclass(frozen=True, slots=True)
class InputCheck:
    """One row of the part « Saisies » of « Contrôles ».

    Attributes:
        label: what is expected, for the reader.
        formula: number of cells at fault, as the sheet counts it.
        faults: the same number from the values given to the names.
        scenario: 1 to 3, 0 for what the scenarios share.
    """

    label: str
    formula: str
    faults: Callable[[Values], int]
    scenario: int = 0


def is_number(value: Any) -> bool:
    """Whether a cell holds a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def holds(value: Any, bounds: Sequence[str]) -> bool:
    """Whether a cell holds a number within all of some bounds (``">=0"``)."""
    if not is_number(value):
        return False
    return all(_COMPARE[bound.rstrip("0123456789-")](value, float(bound.lstrip("<>="))) for bound in bounds)


def needed(label: str, name: str, *bounds: str, word: str = "", scenario: int = 0) -> InputCheck:
    """Each cell of a name holds a number within bounds (``">=0"``), or a word."""
    inside = "".join(f"*({name}{bound})" for bound in bounds)
    other = f'-({name}="{word}")' if word else ""

    def faults(values: Values) -> int:
        return sum(1 for item in flat(values[name]) if not holds(item, bounds) and not (word and item == word))

    return InputCheck(label, f"=SUMPRODUCT(1-ISNUMBER({name}){inside}{other})", faults, scenario)


def optional(label: str, *names: str, bad: Sequence[str] = (), scenario: int = 0) -> InputCheck:
    """Each cell of some names is empty, or holds a number of which none of ``bad`` is true (``"<0"``)."""
    both, only = ",".join(names), names[0]
    wrong = "".join(f'+COUNTIF({names[0]},"{bound}")' for bound in bad)

    def faults(values: Values) -> int:
        typed = [item for name in names for item in flat(values[name]) if item is not None]
        found = sum(1 for item in typed if not is_number(item))
        return found + sum(1 for item in flat(values[names[0]]) for bound in bad if holds(item, [bound]))

    if len(names) == 1 and len(bad) > 1:
        # shorter: what is typed, less the numbers within bounds
        good = "".join(f',{only},"{_OPPOSITE[bound.rstrip("0123456789-")]}{bound.lstrip("<>=")}"' for bound in bad)
        return InputCheck(label, f"=COUNTA({only})-COUNTIFS({good[1:]})", faults, scenario)
    return InputCheck(label, f"=COUNTA({both})-COUNT({both}){wrong}", faults, scenario)


def whole(label: str, name: str, most: str, limit: Callable[[Values], int]) -> InputCheck:
    """A cell holds a whole number from 1 to a bound, given as the sheet writes it and as Python reads it."""

    def faults(values: Values) -> int:
        value = values[name]
        return int(not (is_number(value) and value == int(value) and 1 <= value <= limit(values)))

    number = f"N({name})"
    return InputCheck(label, f"=1-({number}>=1)*({number}<={most})*(MOD({number},1)=0)", faults)


def word_of(label: str, name: str, scenario: int = 0) -> InputCheck:
    """A cell says « oui » or « non »."""
    return InputCheck(
        label, f'=1-({name}="oui")-({name}="non")', lambda values: int(values[name] not in ("oui", "non")), scenario
    )


def from_first(label: str, name: str) -> InputCheck:
    """A cell holds a day on which the first dated barème already applies."""

    def faults(values: Values) -> int:
        value = values[name]
        return int(not (is_number(value) and value >= next(flat(values["bar_dates"]))))

    return InputCheck(label, f"=1-ISNUMBER({name})*({name}>=INDEX(bar_dates,1))", faults)


def counted(label: str, name: str, word: str, scenario: int = 0) -> InputCheck:
    """No cell of a name says a word."""
    return InputCheck(
        label,
        f'=COUNTIF({name},"{word}")',
        lambda values: sum(1 for item in flat(values[name]) if item == word),
        scenario,
    )


def each(make: Callable[[int], InputCheck]) -> tuple[InputCheck, ...]:
    """Return a check for each scenario."""
    return tuple(make(number) for number in range(1, SCENARIOS + 1))
