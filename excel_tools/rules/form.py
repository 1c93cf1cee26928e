"""The budget form (CERFA) as data: its lines, the accounts each takes, and where the receipts of a family go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from excel_tools.rules.amount import Confidence, Source

Side: TypeAlias = Literal["charges", "produits"]
Part: TypeAlias = Literal["directes", "indirectes", "nature"]

SIDES: tuple[Side, ...] = ("charges", "produits")
PARTS: tuple[Part, ...] = ("directes", "indirectes", "nature")

ACCOUNT_DIGITS = 8
"""Accounts are compared once padded with zeros to this many digits: ``"604"`` → 60400000."""

ANY_RECEIPT = "*"
"""Stands for every receipt of a structure that no other row names."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row of the form was read, and how sure it is."""

    confidence: Confidence
    source: Source
    place: str
    verified_on: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormLine:
    """One printed line of the form.

    Attributes:
        code: ``"62.honoraires"``; the two digits of a heading that only adds up: ``"62"``.
        label: as printed, the class number left out.
        side: the column it stands in.
        part: what comes before the total, the indirect charges, or the contributions in kind under it.
        heading: code of the heading it is added under, ``""`` when it stands alone.
    """

    code: str
    label: str
    side: Side
    part: Part
    heading: str
    provenance: Provenance

    @property
    def group(self) -> str:
        """The two digits of its class, ``""`` for the indirect charges."""
        return self.code[:2] if self.code[:2].isdigit() else ""

    @property
    def shown(self) -> str:
        """What a treasurer reads: ``"62 – Rémunérations intermédiaires et honoraires"``."""
        return f"{self.group} – {self.label}" if self.group and not self.label[0].isdigit() else self.label


@dataclass(frozen=True, slots=True)
class Bound:
    """Accounts from this one on, up to the next bound, go to one line.

    Attributes:
        account: lower bound, eight digits.
        line: code of the line, ``""`` when these accounts stand on no line of the form.
        label: what these accounts hold.
    """

    account: int
    line: str
    label: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the receipts of a kind of structure go by default.

    Attributes:
        kind: ``"CPTS"``, or ``"*"`` for every kind.
        code: line of receipts of the schedule, ``"aides"``, or ``"*"`` for the other ones.
        line: code of the line of the form.
    """

    kind: str
    code: str
    line: str
    provenance: Provenance


@dataclass(frozen=True)
class Form:
    """A budget form: lines and accounts in the order of the file."""

    title: str
    lines: tuple[FormLine, ...]
    bounds: tuple[Bound, ...]
    receipts: tuple[Receipt, ...]

    @cached_property
    def leaves(self) -> tuple[FormLine, ...]:
        """The lines that amounts are written on: those that head no other."""
        headings = {line.heading for line in self.lines}
        return tuple(line for line in self.lines if line.code not in headings)

    def line(self, code: str) -> FormLine | None:
        """Return a line by its code."""
        return next((line for line in self.lines if line.code == code), None)


def padded(digits: str) -> int:
    """Return an account as a number of eight digits: ``"604"`` → 60400000."""
    return int(digits.ljust(ACCOUNT_DIGITS, "0"))


def side_of(account: int) -> Side:
    """Return the side of the form an account of eight digits belongs to: 6 and 86 are charges."""
    return "charges" if str(account)[0] == "6" or str(account)[:2] == "86" else "produits"
