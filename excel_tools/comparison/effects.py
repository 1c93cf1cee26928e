"""What a cause gives, in French: one amount a measure, the same amount told once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from excel_tools.comparison.figures import (
    CHARGES,
    DROITS,
    ENCAISSEMENTS,
    LOWEST,
    PRODUITS,
    RESULTAT,
    TRESORERIE,
)
from excel_tools.money import french_euros

_OF: Mapping[str, str] = MappingProxyType(
    {
        DROITS: "de droits",
        PRODUITS: "de produits",
        CHARGES: "de charges",
        ENCAISSEMENTS: "d'encaissements",
        RESULTAT: "de résultat",
    }
)
_ON: Mapping[str, str] = MappingProxyType(
    {
        DROITS: "les droits",
        PRODUITS: "les produits",
        CHARGES: "les charges",
        ENCAISSEMENTS: "les encaissements",
        RESULTAT: "le résultat",
        TRESORERIE: "la trésorerie de fin",
        LOWEST: "le point bas de la trésorerie",
    }
)


def signed_euros(cents: int) -> str:
    """Write an amount with its sign: « + 1 234,56 € », « − 1 234,56 € »."""
    return f"{'+' if cents >= 0 else '−'}\u00a0{french_euros(abs(cents))}"


def effect(amounts: Mapping[str, int], measure: str) -> str:
    """Return the amounts of a cause over the five fiscal years: that of a measure, then those of the others that move.

    Args:
        amounts: measure → cents, in the order in which they are told.
        measure: the one told first, of which it is said that it does not move.
    """
    groups: dict[int, list[str]] = {}
    for name in (measure, *amounts):
        if amounts[name] and name not in groups.setdefault(amounts[name], []):
            groups[amounts[name]].append(name)
    moved = _moved(groups)
    if amounts[measure]:
        return moved
    return f"sans effet sur {_ON[measure]}" + (f", mais {moved}" if moved else "")


def _moved(groups: Mapping[int, Sequence[str]]) -> str:
    """Return the amounts; the horizon is named once, and the cash once."""
    said: set[str] = set()
    found = []
    for cents, measures in groups.items():
        summed = [_OF[name] for name in measures if name in _OF]
        words = _listed(summed)
        if summed and not said & set(_OF):
            words += " sur cinq exercices"
        said.update(name for name in measures if name in _OF)
        cash = []
        if TRESORERIE in measures:
            cash.append(f"de trésorerie à la fin du cinquième{'' if said & set(_OF) else ' exercice'}")
            said.add(TRESORERIE)
        if LOWEST in measures:
            cash.append("à son point bas" if TRESORERIE in said else "au point bas de la trésorerie")
        told = [part for part in (words, _listed(cash)) if part]
        found.append(f"{signed_euros(cents)} {', ainsi que '.join(told)}")
    return ", ".join(found)


def _listed(words: Sequence[str]) -> str:
    return " et ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
