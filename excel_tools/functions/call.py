"""Call a function of the catalogue: one coercion, one error model, for every host."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from excel_tools.errors import ExcelToolsError
from excel_tools.functions.answer import Answer
from excel_tools.functions.catalogue import find
from excel_tools.functions.columns import run
from excel_tools.functions.evaluate import default_rules, gather, prefixed
from excel_tools.functions.explanation import Explanation
from excel_tools.functions.why import explanation
from excel_tools.rules import Rules


def call(
    name: str, args: Sequence[object] = (), named: Mapping[str, object] | None = None, rules: Rules | None = None
) -> Answer:
    """Compute a function.

    Args:
        name: ``"CPTS.TOTAL"``; case and dot or underscore do not matter.
        args: values in the order of the declaration: numbers, French texts, dates, ranges; None or "" = left out. A
            range where one value is expected gives a result of the same shape (``Spread``), unless that is a table.
        named: the same by argument name.
        rules: the barèmes; those of the package by default.

    Raises:
        InputError: everything wrong in the arguments, in French, preceded by the function's name.
        RuleError: the barème does not know the amount, or not on that day.
    """
    function = find(name)
    try:
        return run(function, gather(function, args, named or {}), rules or default_rules())
    except ExcelToolsError as error:
        raise prefixed(error, function) from error


def explain(
    name: str, args: Sequence[object] = (), named: Mapping[str, object] | None = None, rules: Rules | None = None
) -> Explanation:
    """Return « pourquoi ce montant ? » for the same call, of single values; same arguments and errors as ``call``."""
    function = find(name)
    try:
        return explanation(function, gather(function, args, named or {}), rules or default_rules())
    except ExcelToolsError as error:
        raise prefixed(error, function) from error
