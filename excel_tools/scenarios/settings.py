"""What a scenario says, one setting a line, and the three scenarios that are shipped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

EVERYONE = "tous"
AS_ENTERED = "tel que saisi"
"""The portfolio itself, when no scenario of the file stands for it: no scenario that changes something bears it."""
MOST_SCENARIOS = 3
"""Scenarios that the workbook of a structure keeps side by side; a file of scenarios may hold more."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One hypothesis of a scenario.

    Attributes:
        scenario: name of the scenario.
        structure: name of the structure, ``EVERYONE`` for all of them.
        parameter: ``atteinte``, ``atteinte.parcours``, ``bareme.cpts.fonctionnement.taille2``…; see ``parameters``.
            Empty for a scenario that changes nothing.
        value: millionths for a rate, else a whole number or a day; the amounts of a signed contract for ``contrat``, a
            tuple of contract lines for ``bareme…`` and ``avance``, a fraction or None for ``indicateur…``, the name
            of another scenario for ``base``.
        from_year: civil year in which the first contract, civil or (prices, wages) fiscal year concerned opens, None
            for all of them.
    """

    scenario: str
    structure: str = EVERYONE
    parameter: str = ""
    value: Any = None
    from_year: int | None = None


DEFAULT_SETTINGS = (
    Setting("central"),
    Setting("prudent", EVERYONE, "atteinte", 0),
    Setting("décalé", EVERYONE, "decalage", 6),
)
"""As entered; the variable part at zero; missions (or payments) six months later."""


def names(settings: Iterable[Setting]) -> tuple[str, ...]:
    """Return the names of the scenarios, in the order in which they appear."""
    return tuple(dict.fromkeys(setting.scenario for setting in settings))
