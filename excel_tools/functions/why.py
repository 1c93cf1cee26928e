"""« Pourquoi ce montant ? » for any function of the catalogue."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from excel_tools.dates import SERIAL_OFFSET, french
from excel_tools.functions import kinds
from excel_tools.functions.answer import Spread
from excel_tools.functions.evaluate import compute, read
from excel_tools.functions.explanation import Explanation, Node
from excel_tools.functions.model import Argument, Function
from excel_tools.functions.values import as_cells, is_empty
from excel_tools.rules import Rules


def explanation(function: Function, given: Mapping[str, object], rules: Rules) -> Explanation:
    """Return the tree of a call: the amount, how it adds up, the barème under each step.

    Raises:
        ExcelToolsError: those of the call itself.
    """
    arguments = read(function, given, rules)
    answer = compute(function, arguments, rules)
    nodes = function.nodes(answer.ledger, answer.value, arguments)
    words = [_typed(argument, given.get(argument.name)) for argument in function.arguments]
    while words and not words[-1]:
        words.pop()
    value = None if isinstance(answer.value, (list, Spread)) else answer.value
    title = f"{function.name}({'; '.join(words)})"
    root = Node(title, value, answer.kind, note=function.description, children=nodes)
    return Explanation(function.name, root, function.hypotheses, answer.avertissements)


def _typed(argument: Argument, given: object) -> str:
    """Return an argument as a treasurer types it; cells hold floats, and dates as serial numbers."""
    value = whole = as_cells(given)
    while isinstance(value, (list, tuple)) and len(value) == 1:
        value = value[0]
    if is_empty(value):
        return ""
    if isinstance(value, (list, tuple)):
        return f"plage de {len(whole)} ligne{'s' if len(whole) > 1 else ''}"
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, datetime.date):
        return french(value.toordinal())
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return french(int(value) + SERIAL_OFFSET) if argument.kind is kinds.DATE else str(int(value))
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)
