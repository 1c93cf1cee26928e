"""« Pourquoi ce montant ? »: a tree of label, formula with the numbers put in, value, barème and source."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from excel_tools.functions.ledger import Use
from excel_tools.functions.values import Raw, ValueKind, kind_of_unit, public, shown


@dataclass(frozen=True, slots=True)
class Node:
    """One step of an explanation.

    Attributes:
        label: what it is, in French.
        value: in minor units, None when the step has none.
        kind: kind of the value.
        formula: the computation with its numbers: ``"25 000 € × 212 j / 365 j"``.
        note: what the texts leave open, in French.
        use: the amount of the barème, for a leaf.
    """

    label: str
    value: Raw = None
    kind: ValueKind = "euros"
    formula: str = ""
    note: str = ""
    use: Use | None = None
    children: tuple[Node, ...] = ()

    @classmethod
    def of_use(cls, use: Use, note: str = "") -> Node:
        """Return the leaf of an amount of the barème."""
        return cls(use.label, use.value, kind_of_unit(use.amount.unit), note=note or use.amount.note, use=use)

    @property
    def text(self) -> str:
        """Label, formula and value on one French line."""
        value = shown(self.value, self.kind)
        if not value:
            return f"{self.label} : {self.formula}" if self.formula else self.label
        return f"{self.label} : {self.formula} = {value}" if self.formula else f"{self.label} = {value}"

    def json(self) -> dict[str, Any]:
        """Return the step and what lies under it, for ``--json``."""
        return {
            "libelle": self.label,
            "formule": self.formula,
            "valeur": public(self.value, self.kind),
            "bareme": self.use.json() if self.use else None,
            "note": self.note,
            "etapes": [child.json() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to « pourquoi ce montant ? »."""

    fonction: str
    root: Node
    hypotheses: tuple[str, ...]
    avertissements: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return the whole tree for ``--json``."""
        return {
            "fonction": self.fonction,
            "explication": self.root.json(),
            "hypotheses": list(self.hypotheses),
            "avertissements": list(self.avertissements),
        }

    def lines(self, width: int = 0) -> Iterator[str]:
        """Yield the tree as text lines; sources and notes are wrapped when a width is given, formulas stay whole."""
        yield self.root.text
        yield from _details(self.root, "  ", width)
        yield from _branches(self.root.children, "", width)


def _details(node: Node, indent: str, width: int) -> Iterator[str]:
    if node.use:
        yield from _wrapped(node.use.citation, indent, width)
    if node.note:
        yield from _wrapped(node.note, indent, width)


def _branches(nodes: tuple[Node, ...], indent: str, width: int) -> Iterator[str]:
    for index, node in enumerate(nodes):
        last = index == len(nodes) - 1
        below = f"{indent}{'   ' if last else '│  '}"
        further = f"{below}{'│  ' if node.children else '   '}"
        yield f"{indent}{'└─' if last else '├─'} {node.text}"
        yield from _details(node, further, width)
        yield from _branches(node.children, below, width)


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    if not width:
        return [f"{indent}{text}"]
    # a deep branch keeps room for its words
    room = max(width, len(indent) + 40)
    return textwrap.wrap(
        text, room, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
