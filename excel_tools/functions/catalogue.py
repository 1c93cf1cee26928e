"""Every spreadsheet function, declared once: the hosts, the command line and the help are made from this table."""

from __future__ import annotations

from collections.abc import Mapping

from excel_tools.functions import catalogue_cpts, catalogue_others
from excel_tools.functions.model import Function

FUNCTIONS: tuple[Function, ...] = (
    *catalogue_cpts.FUNCTIONS,
    *catalogue_others.MSP,
    *catalogue_others.ESS,
    *catalogue_others.OTHERS,
)

CATALOGUE: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}
"""Canonical name → declaration, in the order of the help."""
