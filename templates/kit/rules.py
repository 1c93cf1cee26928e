"""Validations of the inputs, each with its French message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from excel_tools.reports.shape import Shape


def _messages(rule: dict[str, Any], title: str, text: str, optional: bool) -> dict[str, Any]:
    return {
        **rule,
        "ignore_blank": optional,
        "input_title": title[:32],
        "input_message": text[:255],
        "error_title": "Saisie refusée",
        "error_message": text[:255],
        "error_type": "stop",
    }


def euros(title: str, text: str = "Montant en euros, deux décimales au plus.", least: float = 0) -> dict[str, Any]:
    """An amount."""
    return decimal(title, least, 99_999_999.99, text, places=2)


def whole(title: str, least: int, most: int, text: str) -> dict[str, Any]:
    """A whole number."""
    rule = {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
    return _messages(rule, title, text, True)


def decimal(title: str, least: float, most: float, text: str, places: int | None = None) -> dict[str, Any]:
    """A number, with some decimals at most; ``placed`` makes of that a rule for the cells where it holds."""
    rule: dict[str, Any] = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    if places is not None:
        rule["places"] = places
    return _messages(rule, title, text, True)


def placed(rule: dict[str, Any], first: str) -> dict[str, Any]:
    """Return a rule as it is written on cells, the first of which has this address."""
    if "places" not in rule:
        return rule
    kept = {key: value for key, value in rule.items() if key not in ("places", "criteria", "minimum", "maximum")}
    near = f"ABS({first}-ROUND({first},{rule['places']}))<0.000001"
    bounds = f"{first}>={rule['minimum']},{first}<={rule['maximum']}"
    return {**kept, "validate": "custom", "value": f"=IF(ISNUMBER({first}),AND({bounds},{near}),FALSE)"}


def day(title: str, text: str = "Date au format jj/mm/aaaa, de 1990 à 2100.") -> dict[str, Any]:
    """A date."""
    rule = {"validate": "integer", "criteria": "between", "minimum": 32_874, "maximum": 73_415}
    return _messages(rule, title, text, True)


def choice(title: str, values: Sequence[str], text: str) -> dict[str, Any]:
    """One of a few words."""
    return _messages({"validate": "list", "source": list(values)}, title, text, True)


def listed(title: str, area: str, text: str) -> dict[str, Any]:
    """One of the words of a range of the same sheet."""
    return _messages({"validate": "list", "source": f"={area}"}, title, text, True)


def text(title: str, message: str, most: int = 120) -> dict[str, Any]:
    """A text that is not too long."""
    rule = {"validate": "length", "criteria": "<=", "value": most}
    return _messages(rule, title, message, True)


def custom(title: str, formula: str, message: str) -> dict[str, Any]:
    """What a formula, written for the first cell, accepts."""
    return _messages({"validate": "custom", "value": formula}, title, message, True)


def mission(shape: Shape) -> dict[str, Any]:
    """Return the rule of the mission that a line serves."""
    names = [label for _, label in shape.missions]
    if names:
        return choice("Mission", names, "Mission servie, à choisir dans la liste ; vide si aucune.")
    return text("Mission", "Ce type de structure n'a pas de missions : laisser vide.", 0)
