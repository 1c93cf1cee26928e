"""Which columns the functions of a family share on their sheet, and how wide these are."""

from __future__ import annotations

from collections.abc import Sequence

from excel_tools.functions.formula import EMPTY, Entry, arguments
from excel_tools.functions.model import Function
from excel_tools.functions.values import Column
from samples.livres.example import Answered, answered
from samples.livres.model import filled

STATE = 11.0
"""Width of the column of checks."""
_LABEL, _ARGUMENT, _NUMBER, _LONG = 17.0, 12.5, 13.5, 28.0
_MOST_ARGUMENTS = 6
_MOST_CHECKED = 4
"""Columns of amounts that a table repeats beside it for the check."""


class Plan:
    """A function with its examples: the columns it takes, what it answers."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.examples = [arguments(function, example) for example in function.examples]
        self.answers: list[Answered] = [answered(function.name, given) for given in self.examples]
        used = [
            rank + 1
            for given in self.examples
            for rank, item in enumerate(given)
            if not isinstance(item, Entry) or item.value is not None
        ]
        count = len(function.arguments)
        self.shown = function.arguments[: count if count <= _MOST_ARGUMENTS else max(used)]

    @property
    def takes(self) -> str:
        """The arguments, as in the signature; « … » for those of the same kind that no example gives."""
        words = [f"[{argument.name}]" if argument.optional else argument.name for argument in self.shown]
        return f"({'; '.join([*words, '…'] if len(words) < len(self.function.arguments) else words)})"

    @property
    def columns(self) -> int:
        """Columns of a table of results, 0 for one value."""
        return len(self.function.result.columns)

    @property
    def expected(self) -> tuple[int, ...]:
        """Columns of a table repeated beside it for the check: all but texts, or else the narrowest one."""
        columns = self.function.result.columns
        if not columns:
            return ()
        found = tuple(rank for rank, column in enumerate(columns) if column.kind != "texte")
        # a table of years is checked by what they make: its page would be too small to read
        found = found if len(found) <= _MOST_CHECKED else (_made(columns),)
        return found or (min(range(len(columns)), key=self.table_width),)

    def is_left_out(self, example: int, rank: int) -> bool:
        """Whether the formula must not read the empty cell of an argument: Calc's 0 would change the answer."""
        given = list(self.examples[example])
        if given[rank] != EMPTY:
            return False
        given[rank] = Entry(0, "nombre")
        return answered(self.function.name, given) != self.answers[example]

    def is_number(self, rank: int) -> bool:
        """Whether an argument is given as a number or a date, which stands on the right of its cell."""
        looks = {item.look for given in self.examples if isinstance(item := given[rank], Entry)} - {"vide"}
        return bool(looks) and "texte" not in looks

    def argument_width(self, rank: int) -> float:
        """Width wanted by an argument."""
        texts = [item.shown for given in self.examples if isinstance(item := given[rank], Entry)]
        longest = max(map(len, [*texts, self.shown[rank].name]), default=0)
        return max(_ARGUMENT, min(longest + 2.0, 24.0))

    def table_width(self, rank: int) -> float:
        """Width wanted by a column of a table."""
        if self.function.result.columns[rank].kind != "texte":
            return _NUMBER
        texts = [str(row[rank] or "") for answer in self.answers if isinstance(answer, list) for row in answer]
        return max(_ARGUMENT, min(max(map(len, texts)) + 1.0, _LONG))


def _made(columns: Sequence[Column]) -> int:
    """Return the column of what the years make: their sum, or their gap."""
    return next(rank for rank, column in enumerate(columns) if column.name in ("cinq_exercices", "ecart"))


class Layout:
    """The columns of a sheet.

    Attributes:
        beside_sentences: whether the column of results is as wide as sentences: a number stands on its left.
    """

    def __init__(self, plans: Sequence[Plan]) -> None:
        single = [plan for plan in plans if not plan.columns]
        long = any(plan.function.result.kind == "texte" for plan in single)
        # sentences stand in the same columns down the sheet; amounts stand beside their arguments
        self._aligned = max((len(plan.shown) for plan in single), default=0) if long else None
        self.beside_sentences = long
        wanted: dict[int, float] = {0: _LABEL}

        def want(column: int, width: float) -> None:
            wanted[column] = max(wanted.get(column, 0), width)

        for plan in plans:
            for rank in range(len(plan.shown)):
                want(rank, plan.argument_width(rank))
            for rank in range(plan.columns):
                want(rank, plan.table_width(rank))
            end = plan.columns
            for rank in plan.expected:
                want(end, plan.table_width(rank))
                end += 1
            if not plan.columns:
                end = self.result(plan) + 2
                width = _LONG if plan.function.result.kind == "texte" else _NUMBER
                want(end - 2, width)
                want(end - 1, width)
            want(end, STATE)
        widths = [wanted.get(column, _ARGUMENT) for column in range(max(wanted) + 1)]
        self.widths = filled(widths)

    def result(self, plan: Plan) -> int:
        """Return the column of the result of a function that gives one value."""
        return len(plan.shown) if self._aligned is None else self._aligned
