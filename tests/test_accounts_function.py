"""BUDGET.LIGNE: accounts in a column, what has no line, what is to be confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from excel_tools.errors import InputError
from excel_tools.functions.catalogue_accounts import BUDGET
from excel_tools.functions.columns import run
from excel_tools.functions.evaluate import gather
from excel_tools.functions.why import explanation
from excel_tools.rules import load_rules

RULES = load_rules()
LINE = BUDGET[0]


def answer(*args: object) -> Any:
    return run(LINE, gather(LINE, args, {}), RULES)


@pytest.mark.parametrize("example", LINE.examples, ids=lambda example: example.arguments[0])
def test_its_examples_hold(example: Any) -> None:
    assert answer(*example.arguments).resultat == example.result


def test_a_range_of_accounts_gives_a_column_of_lines() -> None:
    found = answer([[6226], [None], ["641"]])
    assert [row[0] for row in found.resultat] == [
        "62 – Rémunérations intermédiaires et honoraires",
        None,
        "64 – Rémunération des personnels",
    ]


@pytest.mark.parametrize("account", ["512", "6A", "88", 6])
def test_what_has_no_line_is_told(account: object) -> None:
    with pytest.raises(InputError, match="compte"):
        answer(account)


def test_a_line_to_be_confirmed_says_so() -> None:
    found = answer("604")
    assert any(text.startswith("Ligne à confirmer : Études et prestations") for text in found.avertissements)
    assert "choix du logiciel" in "\n".join(explanation(LINE, gather(LINE, ("604",), {}), RULES).lines())
