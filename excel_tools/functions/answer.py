"""The answer of a function: its result, the sources it rests on, what must be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from excel_tools.functions.ledger import Ledger, Use
from excel_tools.functions.values import Column, Public, Raw, ValueKind, public, public_rows, shown


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call returns.

    Attributes:
        fonction: canonical name.
        value: one value in minor units (cents, millionths, day ordinals), or the rows of a table.
        kind: kind of the value; for a table, see ``columns``.
        columns: columns of a table, empty for one value.
    """

    fonction: str
    value: Raw | list[dict[str, Raw]]
    kind: ValueKind
    columns: tuple[Column, ...]
    _ledger: Ledger = field(repr=False)

    @property
    def resultat(self) -> Public | list[dict[str, Public]]:
        """The result in euros, shares of 1 and ISO dates; a table is a list of objects keyed by column."""
        if isinstance(self.value, list):
            return public_rows(self.value, self.columns)
        return public(self.value, self.kind)

    @property
    def texte(self) -> str:
        """One value as a French reader writes it; nothing for a table."""
        return "" if isinstance(self.value, list) else shown(self.value, self.kind)

    @property
    def usages(self) -> tuple[Use, ...]:
        """The amounts of the barème the result rests on."""
        return self._ledger.uses

    @property
    def sources(self) -> list[dict[str, Public]]:
        """The same as objects: id, titre, lieu, confiance, verifie_le, code, libelle, montant, unite, depuis."""
        return [use.json() for use in self._ledger.uses]

    @property
    def avertissements(self) -> tuple[str, ...]:
        """French sentences: barème taken, amounts to be confirmed, anything doubtful in the arguments."""
        return self._ledger.warnings()

    def json(self) -> dict[str, Any]:
        """Return the object of ``--json``."""
        return {
            "fonction": self.fonction,
            "resultat": self.resultat,
            "sources": self.sources,
            "avertissements": list(self.avertissements),
        }
