"""Units of the barème and their minor units: cents, millionths, or the plain count."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from excel_tools.errors import InputError
from excel_tools.money import french_euros, french_number, french_rate

CENTS, RATE, COUNT = 100, 10_000, 1

_COUNTS = (
    *("points", "oui/non", "ans", "mois", "semaines", "jours", "heures", "jour du mois", "mois de l'année"),
    *("demi-journées/mois", "demi-journées/semaine", "habitants", "patients", "médecins", "professionnels"),
    *("missions", "protocoles", "réunions", "stages", "structures"),
)

SCALES: Mapping[str, int] = MappingProxyType(
    {
        "EUR": CENTS,
        "EUR/an": CENTS,
        "EUR/point": CENTS,
        "EUR/équipe/an": CENTS,
        "%": RATE,
        **dict.fromkeys(_COUNTS, COUNT),
    }
)
"""Minor units in one unit, by unit as written in ``models/``."""

_SUFFIXES = {"EUR": "", "EUR/an": " par an", "EUR/point": " par point", "EUR/équipe/an": " par équipe et par an"}
_WITHOUT_NAME = ("oui/non", "jour du mois", "mois de l'année")


def to_minor(value: Fraction, unit: str) -> int:
    """Return a value of the barème in minor units: 50 000 EUR/an → 5 000 000, 75 % → 750 000, 12 mois → 12.

    Raises:
        InputError: negative, more precise than the minor unit, or not 0 or 1 for ``oui/non``.
    """
    scaled = value * SCALES[unit]
    if value < 0:
        raise InputError("une valeur du barème n'est jamais négative")
    if scaled.denominator != 1:
        precision = {CENTS: "au centime", RATE: "au dix-millième de pour cent", COUNT: "à l'unité"}[SCALES[unit]]
        raise InputError(f"une valeur en « {unit} » s'arrête {precision}")
    if unit == "oui/non" and scaled > 1:
        raise InputError("une valeur « oui/non » s'écrit true ou false")
    return int(scaled)


def french_value(value: int, unit: str, *, with_unit: bool = False) -> str:
    """Return a value in minor units as a French reader writes it: ``50 000 €``, ``75 %``, ``oui``, ``12``.

    Args:
        with_unit: add the name of the unit to a plain count (``12 mois``) and « par an » to a yearly amount.
    """
    if unit == "oui/non":
        return "oui" if value else "non"
    if SCALES[unit] == CENTS:
        return french_euros(value) + (_SUFFIXES[unit] if with_unit else "")
    if unit == "%":
        return french_rate(value)
    number = french_number(value)
    if not with_unit or unit in _WITHOUT_NAME:
        return number
    return f"{number}\u00a0{_singular(unit) if value < 2 else unit}"


def _singular(unit: str) -> str:
    first, slash, rest = unit.partition("/")
    return unit if first == "mois" else first.removesuffix("s") + slash + rest
