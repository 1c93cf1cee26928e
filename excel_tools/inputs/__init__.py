"""Portfolio, scenarios and signed contracts from .xlsx and .csv; every input error is born here."""

from excel_tools.inputs.portfolio import Item, Portfolio, Refusal, read_portfolio
from excel_tools.inputs.scenario_file import Scenarios, read_scenarios

__all__ = ["Item", "Portfolio", "Refusal", "Scenarios", "read_portfolio", "read_scenarios"]
