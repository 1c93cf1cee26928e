"""Portfolio, scenarios and signed contracts from .xlsx and .csv; every input error is born here.

What reads files is loaded on demand: the functions of a sheet read single values only, where no workbook engine is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from excel_tools.inputs.portfolio import Item, Portfolio, Refusal, read_portfolio
    from excel_tools.inputs.scenario_file import Scenarios, read_scenarios

__all__ = ["Item", "Portfolio", "Refusal", "Scenarios", "read_portfolio", "read_scenarios"]

_PLACES = {
    **dict.fromkeys(("Item", "Portfolio", "Refusal", "read_portfolio"), "portfolio"),
    **dict.fromkeys(("Scenarios", "read_scenarios"), "scenario_file"),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
