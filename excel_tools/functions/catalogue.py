"""Every spreadsheet function, declared once: the hosts, the command line and the help are made from this table."""

from __future__ import annotations

from collections.abc import Mapping

from excel_tools.errors import InputError
from excel_tools.functions import (
    catalogue_accounts,
    catalogue_cpts,
    catalogue_others,
    catalogue_scenarios,
    catalogue_spending,
)
from excel_tools.functions.about import about
from excel_tools.functions.evaluate import shortened
from excel_tools.functions.model import Function
from excel_tools.functions.words import plain
from excel_tools.rules.words import nearest

_AMOUNTS: tuple[Function, ...] = (
    *catalogue_cpts.FUNCTIONS,
    *catalogue_others.MSP,
    *catalogue_others.ESS,
    *catalogue_spending.FUNCTIONS,
    *catalogue_accounts.BUDGET,
    *catalogue_scenarios.SCENARIOS,
    *catalogue_others.OTHERS,
)


def find(name: str) -> Function:
    """Return a function by its name: ``CPTS.TOTAL``, ``cpts_total``.

    Raises:
        InputError: no such function; the nearest names are given.
    """
    if not isinstance(name, str):
        raise InputError(f"Fonction « {name} » : un nom est attendu, par exemple CPTS.TOTAL.")
    function = CATALOGUE.get(name)
    if function is None:
        wanted = plain(name.replace(".", "_")).upper()
        for known in CATALOGUE.values():
            if known.name.replace(".", "_") == wanted:
                return known
        dotted = wanted.replace("_", ".", 1)
        hint = nearest(dotted, CATALOGUE, 3) or " « excel-tools fonctions » en donne la liste."
        raise InputError(shortened(f"Fonction « {name} » inconnue.{hint}"))
    return function


FUNCTIONS: tuple[Function, ...] = (*_AMOUNTS, *about(find))

CATALOGUE: Mapping[str, Function] = {function.name: function for function in FUNCTIONS}
"""Canonical name → declaration, in the order of the help."""
