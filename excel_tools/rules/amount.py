"""One dated, cited amount of a barème."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from excel_tools.errors import RuleError

Confidence: TypeAlias = Literal["vérifié", "déduit", "à confirmer", "contrat"]
Status: TypeAlias = Literal["en vigueur", "prolongé", "expiré", "à venir"]

CONFIDENCES: tuple[Confidence, ...] = ("vérifié", "déduit", "à confirmer")
"""What a barème may say of an amount, the surest first; « contrat » is kept for a signed contract."""

SIZES = 4


@dataclass(frozen=True, slots=True)
class Source:
    """A text an amount was read in.

    Attributes:
        id: short name used by the barèmes (``"seed-001"``).
        title: full title.
        date: when it was signed or published, as free French text.
        kind: what sort of text it is.
        url: address, empty unless certain.
    """

    id: str
    title: str
    date: str
    kind: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, a rate, a threshold or a delay of a barème, over the days it is in force.

    Attributes:
        code: ``"cpts.parcours.fixe"``.
        label: French name.
        unit: as written in the barème (``"EUR/an"``, ``"%"``, ``"points"``, ``"mois"``…).
        values: in minor units (cents, millionths, plain counts); one, or one per size 1 to 4.
        confidences: as many as ``values``.
        since: first day in force.
        until: last day in force, 0 when open.
        verified_on: day on which the text was last read.
        source: the text.
        place: where in the text.
        note: what a reader must know, may be empty.
        region: region the amount is limited to, empty for a national one.
        national: the amount of the barème that a signed contract replaces, else None.
    """

    code: str
    label: str
    unit: str
    values: tuple[int, ...]
    confidences: tuple[Confidence, ...]
    since: int
    until: int
    verified_on: int
    source: Source
    place: str
    note: str = ""
    region: str = ""
    national: Amount | None = None

    @property
    def family(self) -> str:
        """First part of the code: ``"cpts"``."""
        return self.code.split(".", 1)[0]

    @property
    def sized(self) -> bool:
        """Whether the amount depends on the size of the CPTS."""
        return len(self.values) == SIZES

    def value(self, size: int | None = None) -> int:
        """Return the value in minor units; the size (1 to 4) counts only for a sized amount.

        Raises:
            RuleError: a sized amount without a size, or with one that does not exist.
        """
        return self.values[self._index(size)]

    def confidence(self, size: int | None = None) -> Confidence:
        """Return how sure the value is; without a size, the least sure of the four.

        Raises:
            RuleError: a size that does not exist.
        """
        if self.sized and size is None:
            order: tuple[Confidence, ...] = ("contrat", *CONFIDENCES)
            return max(self.confidences, key=order.index)
        return self.confidences[self._index(size)]

    def status(self, day: int) -> Status:
        """Return whether the amount holds on a day.

        ``"prolongé"``: no end is known, but the day lies after the one on which the text was last read. An amount
        written in a signed contract is never "prolongé".
        """
        if self.until and day > self.until:
            return "expiré"
        if day < self.since:
            return "à venir"
        stale = day > self.verified_on and not self.until and any(word != "contrat" for word in self.confidences)
        return "prolongé" if stale else "en vigueur"

    def _index(self, size: int | None) -> int:
        if not self.sized:
            return 0
        if size is None:
            raise RuleError(f"« {self.code} » dépend de la taille de la CPTS ; indiquer une taille de 1 à 4.")
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= SIZES:
            raise RuleError(f"« {self.code} » : la taille « {size} » n'existe pas ; elle va de 1 à 4.")
        return size - 1
