"""Every case of tests/cas/fonctions.tsv computed by formualizer, in cells of one workbook."""

from typing import Any

import pytest

from tests.hosts import formualizer_host
from tests.hosts.cases import Case, cases_for, difference

CASES = cases_for("formualizer")


@pytest.fixture(scope="module")
def found() -> dict[Case, Any]:
    return formualizer_host.compute(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, found: dict[Case, Any]) -> None:
    assert not difference(case, found[case])


def test_what_the_engine_cannot_do() -> None:
    book = formualizer_host.workbook()
    seen: list[Any] = []
    book.register_function("VU.ARGUMENTS", lambda *args: seen.extend(args) or 1.0, min_args=0, max_args=3)
    book.set_formula(formualizer_host.SHEET, 1, 1, "=VU.ARGUMENTS(1,,2)")
    assert book.evaluate_cell(formualizer_host.SHEET, 1, 1) == 1.0
    # an argument left out is 0 there: the one case where 0 means something else is left aside
    assert seen == [1.0, 0.0, 2.0]
    book.set_formula(formualizer_host.SHEET, 2, 1, "=CPTS.TAILLE(-3)")
    assert book.evaluate_cell(formualizer_host.SHEET, 2, 1) == {"type": "Error", "kind": "Num"}
