"""« Pourquoi ce montant ? » for any function of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from excel_tools.functions.answer import Spread
from excel_tools.functions.evaluate import compute, read
from excel_tools.functions.explanation import Explanation, Node
from excel_tools.functions.model import Function
from excel_tools.functions.values import is_empty
from excel_tools.rules import Rules


def explanation(function: Function, given: Mapping[str, object], rules: Rules) -> Explanation:
    """Return the tree of a call: the amount, how it adds up, the barème under each step.

    Raises:
        ExcelToolsError: those of the call itself.
    """
    arguments = read(function, given, rules)
    answer = compute(function, arguments, rules)
    nodes = function.nodes(answer.ledger, answer.value, arguments)
    words = ["" if is_empty(given.get(name)) else str(given[name]) for name in function.names]
    while words and not words[-1]:
        words.pop()
    value = None if isinstance(answer.value, (list, Spread)) else answer.value
    title = f"{function.name}({'; '.join(words)})"
    root = Node(title, value, answer.kind, note=function.description, children=nodes)
    return Explanation(function.name, root, function.hypotheses, answer.avertissements)
