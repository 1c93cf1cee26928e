"""The CHARGE functions: what they tell and how they explain; their cases stand in tests/cas/fonctions.tsv."""

from __future__ import annotations

from typing import Any

import pytest

from excel_tools.errors import ExcelToolsError
from excel_tools.functions import catalogue_spending
from excel_tools.functions.columns import run
from excel_tools.functions.evaluate import default_rules, gather
from excel_tools.functions.model import Function
from excel_tools.functions.why import explanation

FUNCTIONS = {function.name: function for function in catalogue_spending.FUNCTIONS}
EXAMPLES = [(function, example) for function in FUNCTIONS.values() for example in function.examples]


def answer(function: Function, *args: object) -> Any:
    return run(function, gather(function, args, {}), default_rules())


@pytest.mark.parametrize(("function", "example"), EXAMPLES, ids=lambda item: getattr(item, "name", ""))
def test_an_example_of_the_help(function: Function, example: Any) -> None:
    found = answer(function, *example.arguments).texte
    assert found.replace("\u202f", " ") == example.result


def test_what_is_told() -> None:
    over = answer(FUNCTIONS["CHARGE.PASS_RESTE"], 50_000, 2026)
    assert any("dépassé de 1\u202f940\u202f€" in text for text in over.avertissements)
    assert any("à confirmer" in text for text in over.avertissements)
    later = answer(FUNCTIONS["CHARGE.PASS"], 2030)
    assert any("celui de 2026 est prolongé" in text for text in later.avertissements)
    assert not answer(FUNCTIONS["CHARGE.PASS"], 2023).avertissements
    with pytest.raises(ExcelToolsError, match="aucun texte ne le fixe"):
        answer(FUNCTIONS["CHARGE.SALAIRE"], 3000)
    with pytest.raises(ExcelToolsError, match="écrire 0"):
        answer(FUNCTIONS["CHARGE.PASS_RESTE"], None, 2026)
    with pytest.raises(ExcelToolsError, match="0,42 ou 42 %"):
        answer(FUNCTIONS["CHARGE.SALAIRE"], 3000, 42)


def test_a_column_of_salaries_is_computed_cell_by_cell() -> None:
    found = answer(FUNCTIONS["CHARGE.SALAIRE"], [[3000], [None], [1500]], "42 %")
    assert found.resultat == [[51_120], [None], [25_560]]


def test_why_adds_up() -> None:
    function = FUNCTIONS["CHARGE.SALAIRE"]
    given = gather(function, (2345.67, 0.4215, 0.8), {})
    root = explanation(function, given, default_rules()).root
    assert root.value == sum(node.value for node in root.children) == 3_201_000
    # a month is rounded first: 1 876,54 × 42,15 % = 790,96
    assert [node.children[0].value for node in root.children] == [187_654, 79_096]
    room = FUNCTIONS["CHARGE.PASS_RESTE"]
    nodes = explanation(room, gather(room, (50_000, 2026), {}), default_rules()).root.children
    assert nodes[1].text.replace("\u202f", " ") == "Reste à verser en 2026 : max(0 ; 48 060 € − 50 000 €) = 0 €"
