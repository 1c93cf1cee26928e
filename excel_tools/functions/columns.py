"""A function over ranges of inputs: a whole portfolio in one call, each cell as if it had been asked alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions.answer import Answer, Spread
from excel_tools.functions.evaluate import answer, prefixed
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.model import Argument, Function
from excel_tools.functions.values import as_cells, is_empty
from excel_tools.rules import Rules

Outcome: TypeAlias = "Answer | ExcelToolsError | None"


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a range, row by row (a list, or a numpy array of numbers)."""

    values: Any
    height: int
    width: int


def run(function: Function, given: Mapping[str, object], rules: Rules) -> Answer:
    """Return the answer for arguments gathered by name, over ranges where several cells were given for one value.

    Raises:
        ExcelToolsError: what is wrong, unless it concerns one cell of a range only.
    """
    # a table has no place in a cell of a range: there, one value is expected
    ranged = () if function.result.is_table else _ranged(function, given)
    return spread(function, ranged, given, rules) if ranged else answer(function, given, rules)


def _ranged(function: Function, given: Mapping[str, object]) -> list[Argument]:
    """Return the arguments that expect one value and were given several cells, and the lists that go with them."""
    ranged = [item for item in function.arguments if item.kind.shape == "valeur" and _is_range(given.get(item.name))]
    lists = [item for item in function.arguments if item.kind.one_a_row and _is_range(given.get(item.name))]
    return ranged + lists if ranged else []


def _is_range(value: Any) -> bool:
    kind = type(value)
    if kind is float or kind is str or kind is int or value is None:
        return False
    if isinstance(value, (list, tuple)):
        return len(value) > 1 or (len(value) == 1 and isinstance(value[0], (list, tuple)) and len(value[0]) > 1)
    # an array of numpy, a column of pandas
    return getattr(value, "ndim", 0) > 0 and getattr(value, "size", 0) > 1


def spread(function: Function, ranged: Sequence[Argument], given: Mapping[str, object], rules: Rules) -> Answer:
    """Return the answer over ranges of the same shape; the other arguments hold for every cell.

    A row whose inputs are all empty stays empty where one is needed; an error concerns its own cell only.

    Raises:
        InputError: ranges of different shapes, rows of different lengths.
    """
    cells = {argument.name: _cells(given[argument.name], argument.name) for argument in ranged}
    first_name, first = next(iter(cells.items()))
    for name, other in cells.items():
        if (other.height, other.width) != (first.height, first.width):
            raise InputError(
                f"« {name} » a {_size(other)} et « {first_name} » {_size(first)} : des plages de même taille sont "
                "attendues."
            )

    needed = not all(argument.optional for argument in ranged)

    def outcome(row: Sequence[object]) -> Outcome:
        if needed and all(map(is_empty, row)):
            return None
        try:
            return answer(function, {**given, **dict(zip(cells, row, strict=True))}, rules)
        except ExcelToolsError as error:
            return prefixed(error, function)

    found = _grouped(ranged[0], first, rules, outcome) if len(ranged) == 1 else None
    outcomes, places = found or _one_by_one([whole.values for whole in cells.values()], outcome)
    return _answer(function, Spread(tuple(outcomes), places, first.height, first.width), rules)


def _size(cells: Cells) -> str:
    columns = f" sur {cells.width} colonnes" if cells.width > 1 else ""
    return f"{cells.height} ligne{'s' if cells.height > 1 else ''}{columns}"


def _cells(value: Any, what: str) -> Cells:
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
    if hasattr(value, "dtype"):
        if type(value).__name__ == "ndarray" and value.dtype.kind in "iuf":
            height, width = value.shape if value.ndim == 2 else (value.size, 1)
            return Cells(value.reshape(-1), height, width)
        # masked cells are then None
        value = as_cells(value)
    rows = [row if isinstance(row, (list, tuple)) else (row,) for row in value]
    lengths = set(map(len, rows))
    width = len(rows[0])
    if len(lengths) > 1 or not width:
        raise InputError(f"{what} : les lignes de la plage n'ont pas toutes le même nombre de cellules.")
    return Cells([cell for row in rows for cell in row], len(rows), width)


def _grouped(
    argument: Argument, cells: Cells, rules: Rules, outcome: Callable[[Sequence[object]], Outcome]
) -> tuple[list[Outcome], Any] | None:
    """Return the outcomes of a column of plain numbers whose answer depends on a few groups; None for any other."""
    np = sys.modules.get("numpy")
    if np is None or argument.group is None or argument.kind.whole is None:
        return None
    values = cells.values
    if isinstance(values, list):
        if not set(map(type, values)) <= {int, float}:
            return None
        try:
            values = np.array(values, dtype=float)
        except OverflowError:
            return None
    values = values.astype(float, copy=False)
    least, most = argument.kind.whole
    plain = (values >= least) & (values <= most) & (values == np.floor(values))
    groups = argument.group(rules, np.where(plain, values, least).astype(np.int64))
    places = np.where(plain, groups, 0)
    # the slot of each group, then one for each value that is no plain number
    outcomes: list[Outcome] = []
    slots = np.zeros(int(groups.max()) + 1, dtype=np.int64)
    for group in np.flatnonzero(np.bincount(groups[plain], minlength=len(slots))):
        slots[group] = len(outcomes)
        outcomes.append(outcome([float(values[int(np.argmax(plain & (groups == group)))])]))
    places = slots[places]
    odd, which = np.unique(values[~plain], return_inverse=True)
    places[~plain] = len(outcomes) + which
    outcomes += [outcome([value]) for value in odd.tolist()]
    return outcomes, places


def _one_by_one(
    columns: Sequence[Any], outcome: Callable[[Sequence[object]], Outcome]
) -> tuple[list[Outcome], list[int]]:
    """Return the outcome of every distinct row of inputs, and the index of each row's."""
    known: dict[tuple[object, ...], int] = {}
    # inputs of one group share their answer: it is the same object
    shared: dict[int, int] = {}
    outcomes: list[Outcome] = []
    places: list[int] = []
    for row in zip(*map(as_cells, columns), strict=True):
        # 1, 1.0 and VRAI are equal and not the same
        key = (*row, *map(type, row))
        try:
            place = known.get(key)
        except TypeError:
            # a list inside a cell: its own error, told below
            key, place = (len(places), None), None
        if place is None:
            found = outcome(row)
            place = known[key] = shared.setdefault(id(found), len(outcomes))
            if place == len(outcomes):
                outcomes.append(found)
        places.append(place)
    return outcomes, places


def _answer(function: Function, found: Spread, rules: Rules) -> Answer:
    ledger = Ledger(rules)
    # one answer of a group stands for the others, and a portfolio may hold as many as it has lines
    for single in found.answers:
        for use in single.usages:
            ledger.record(use.amount, use.size, borrowed=use.borrowed)
        for sentence in single.avertissements:
            ledger.note(sentence)
    kinds = {single.kind for single in found.answers}
    kind = kinds.pop() if len(kinds) == 1 else function.result.kind
    return Answer(function.name, found, kind, (), ledger)
