"""What a declaration of the catalogue is made of: a function, its arguments, its result, its examples."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from excel_tools.errors import InputError
from excel_tools.functions.answer import Spread
from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger
from excel_tools.functions.values import Column, Headed, Raw, Typed, ValueKind
from excel_tools.rules import Rules

Computed: TypeAlias = "Raw | Typed | Headed | Spread | list[dict[str, Raw]]"


class RangeError(InputError):
    """A number of the right type that cannot be: a negative population, a size of 7 (a spreadsheet's #NOMBRE!)."""


class PassedError(InputError):
    """An error that a cell given as argument already holds: it is passed on with its own code.

    Attributes:
        code: as a French spreadsheet names it: ``"#DIV/0!"``.
    """

    def __init__(self, messages: str | Iterable[str], code: str = "#VALEUR!") -> None:
        super().__init__(messages)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of argument.

    Attributes:
        name: French name shown in the help (« nombre d'habitants »).
        read: turns what was typed into a whole value; takes the value and the argument's name; raises InputError.
        shape: ``"valeur"`` or ``"plage"`` (a range of cells, an inline text or ``@file.csv``).
        zero_is_empty: 0 makes no sense here: it is an empty cell, which LibreOffice passes as 0.
        whole: bounds of a whole number, both admitted; lets a column of numbers be read at once.
        raw: handed on unread, even when empty or in error.
        one_a_row: a range is one list, but beside a column of inputs it holds the list of each row.
    """

    name: str
    read: Callable[[object, str], Any]
    shape: Literal["valeur", "plage"] = "valeur"
    zero_is_empty: bool = False
    whole: tuple[int, int] | None = None
    raw: bool = False
    one_a_row: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument.

    Attributes:
        name: French name, a Python identifier.
        kind: its type.
        help: one French sentence, with the unit.
        optional: may be left out.
        missing: the sentence for a required argument left out, when a general one would not help.
        group: what of the value the answer depends on, as a small whole number (the size class of a population); takes
            the barèmes and a number or an array. Two values of one group give the same answer.
    """

    name: str
    kind: Kind
    help: str
    optional: bool = False
    missing: Callable[[Rules], str] | None = None
    group: Callable[[Rules, Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The shape of a result: one value, or a table when there are columns."""

    kind: ValueKind
    help: str
    columns: tuple[Column, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether the result is a table."""
        return bool(self.columns)


@dataclass(frozen=True, slots=True)
class Example:
    """Arguments as typed on the command line, and what comes out (a French text)."""

    arguments: tuple[str, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Function:
    """One spreadsheet function, declared once for every host.

    Attributes:
        name: family dot method: ``"CPTS.TOTAL"``.
        description: one French sentence.
        compute: takes the ledger and the arguments by name (None when left out); returns minor units.
        explain: takes the same after the value; returns the nodes under the root; by default the amounts used.
        source: the texts it rests on, in French.
        hypotheses: what the project ruled where the texts are silent, in French.
        kept: whether an answer may be kept for the same arguments; not where these are handed on unread.
    """

    name: str
    description: str
    arguments: tuple[Argument, ...]
    result: Result
    compute: Callable[..., Computed]
    source: str
    explain: Callable[..., Iterable[Node]] | None = None
    examples: tuple[Example, ...] = ()
    hypotheses: tuple[str, ...] = ()
    kept: bool = True

    @property
    def family(self) -> str:
        """Part before the dot: ``"CPTS"``."""
        return self.name.split(".", 1)[0]

    @property
    def names(self) -> list[str]:
        """Names of the arguments."""
        return [argument.name for argument in self.arguments]

    @property
    def signature(self) -> str:
        """``CPTS.MISSION(population; mission; [volet]; [date])``."""
        return f"{self.name}({'; '.join(f'[{a.name}]' if a.optional else a.name for a in self.arguments)})"

    def nodes(self, ledger: Ledger, value: Any, arguments: dict[str, Any]) -> tuple[Node, ...]:
        """Return the nodes under the root of the explanation."""
        if self.explain is None:
            return tuple(Node.of_use(use) for use in ledger.uses)
        return tuple(self.explain(ledger, value, **arguments))
