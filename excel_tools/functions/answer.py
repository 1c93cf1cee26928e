"""The answer of a function: its result, the sources it rests on, what must be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from excel_tools.errors import ExcelToolsError
from excel_tools.functions.ledger import Ledger, Use
from excel_tools.functions.values import Column, Public, Raw, ValueKind, public, public_rows, shown

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spread:
    """What a function gives over a range of inputs: each distinct outcome once, and which cell has which.

    Attributes:
        outcomes: an answer, the error of a cell, or None for empty cells.
        places: for each cell, row by row, the index of its outcome (a list, or a numpy array of int).
        height: number of rows of the range.
        width: number of columns of the range.
    """

    outcomes: tuple[Answer | ExcelToolsError | None, ...]
    places: Any
    height: int
    width: int

    def cells(self, values: Sequence[T]) -> list[T]:
        """Return, cell after cell, the value of its outcome; ``values`` has one for each outcome."""
        places = self.places.tolist() if hasattr(self.places, "tolist") else self.places
        return [values[place] for place in places]

    def rows(self, values: Sequence[T]) -> list[list[T]]:
        """Return the same as rows, in the shape of the range."""
        cells = self.cells(values)
        if self.width == 1:
            return [[cell] for cell in cells]
        return [cells[start : start + self.width] for start in range(0, len(cells), self.width)]

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The distinct answers, without the errors."""
        return tuple(outcome for outcome in self.outcomes if isinstance(outcome, Answer))

    @property
    def errors(self) -> tuple[ExcelToolsError, ...]:
        """The distinct errors."""
        return tuple(outcome for outcome in self.outcomes if isinstance(outcome, ExcelToolsError))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call returns.

    Attributes:
        fonction: canonical name.
        value: one value in minor units (cents, millionths, day ordinals), the rows of a table, or a spread over ranges.
        kind: kind of the value; for a table, see ``columns``.
        columns: columns of a table, empty for one value.
        ledger: the amounts used and the notices.
    """

    fonction: str
    value: Raw | list[dict[str, Raw]] | Spread
    kind: ValueKind
    columns: tuple[Column, ...]
    ledger: Ledger = field(repr=False)

    @property
    def resultat(self) -> Public | list[dict[str, Public]] | list[list[Public]]:
        """The result in euros, shares of 1 and ISO dates.

        A table is a list of objects keyed by column; over a range of inputs, a list of rows, with None where a cell is
        empty or wrong (``erreurs`` tells what is wrong).
        """
        if isinstance(self.value, Spread):
            return self.value.rows(self._public(self.value))
        if isinstance(self.value, list):
            return public_rows(self.value, self.columns)
        return public(self.value, self.kind)

    @property
    def colonne(self) -> list[Public]:
        """The result over a range of inputs, cell after cell, for a column of a table.

        Raises:
            TypeError: the call was not over a range.
        """
        if not isinstance(self.value, Spread):
            raise TypeError("colonne : the call was not over a range of inputs")
        return self.value.cells(self._public(self.value))

    @staticmethod
    def _public(found: Spread) -> list[Public]:
        # answers over a range are never tables
        return [
            public(outcome.value, outcome.kind)
            if isinstance(outcome, Answer) and not isinstance(outcome.value, (list, Spread))
            else None
            for outcome in found.outcomes
        ]

    @property
    def texte(self) -> str:
        """One value as a French reader writes it; nothing for a table or a range."""
        return "" if isinstance(self.value, (list, Spread)) else shown(self.value, self.kind)

    @property
    def usages(self) -> tuple[Use, ...]:
        """The amounts of the barème the result rests on."""
        return self.ledger.uses

    @property
    def sources(self) -> list[dict[str, Public]]:
        """The same as objects: id, titre, lieu, confiance, verifie_le, code, libelle, montant, unite, depuis."""
        return [use.json() for use in self.ledger.uses]

    @property
    def avertissements(self) -> tuple[str, ...]:
        """French sentences: barème taken, amounts to be confirmed, anything doubtful in the arguments."""
        return self.ledger.warnings()

    @property
    def erreurs(self) -> tuple[str, ...]:
        """What is wrong in some cells of a range of inputs, in French; nothing otherwise (a call raises)."""
        if not isinstance(self.value, Spread):
            return ()
        return tuple(dict.fromkeys(sentence for error in self.value.errors for sentence in error.messages))

    def json(self) -> dict[str, Any]:
        """Return the object of ``--json``."""
        return {
            "fonction": self.fonction,
            "resultat": self.resultat,
            "sources": self.sources,
            "avertissements": list(self.avertissements),
        }
