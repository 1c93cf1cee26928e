"""The rules as data: dated, cited amounts read from ``models/*.toml``."""

from excel_tools.rules.amount import Amount, Confidence, Source, Status
from excel_tools.rules.book import Region, Regions, Rules
from excel_tools.rules.contract import Contract, ContractLine
from excel_tools.rules.contract_file import contract_from_rows, read_contract
from excel_tools.rules.document import Problem
from excel_tools.rules.load import load_rules, missing_files, rules_from_json, rules_to_json, verify
from excel_tools.rules.units import french_value

__all__ = [
    "Amount",
    "Confidence",
    "Contract",
    "ContractLine",
    "Problem",
    "Region",
    "Regions",
    "Rules",
    "Source",
    "Status",
    "contract_from_rows",
    "french_value",
    "load_rules",
    "missing_files",
    "read_contract",
    "rules_from_json",
    "rules_to_json",
    "verify",
]
