"""The rules as data: dated, cited amounts read from ``models/*.toml``."""

from excel_tools.rules.amount import Amount, Confidence, Source, Status
from excel_tools.rules.book import Region, Regions, Rules
from excel_tools.rules.document import Problem
from excel_tools.rules.load import load_rules, rules_from_json, rules_to_json, verify
from excel_tools.rules.units import french_value

__all__ = [
    "Amount",
    "Confidence",
    "Problem",
    "Region",
    "Regions",
    "Rules",
    "Source",
    "Status",
    "french_value",
    "load_rules",
    "rules_from_json",
    "rules_to_json",
    "verify",
]
