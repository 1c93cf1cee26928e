"""Scenarios: the same structure under other hypotheses."""

from excel_tools.scenarios.changes import apply, growth_row, opening_years
from excel_tools.scenarios.inherit import chains, variants
from excel_tools.scenarios.settings import AS_ENTERED, DEFAULT_SETTINGS, EVERYONE, MOST_SCENARIOS, Setting, names

__all__ = [
    "AS_ENTERED",
    "DEFAULT_SETTINGS",
    "EVERYONE",
    "MOST_SCENARIOS",
    "Setting",
    "apply",
    "chains",
    "growth_row",
    "names",
    "opening_years",
    "variants",
]
