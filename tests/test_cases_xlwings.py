"""Every case of tests/cas/fonctions.tsv through the real xlwings, asked as Excel for Windows asks it."""

from collections.abc import Iterator
from typing import Any

import pytest

from excel_tools.functions.hosts.cell import LONGEST, CellError
from tests.hosts.cases import ERRORS, Case, cases_for, difference, evaluated
from tests.hosts.xlwings_stub import MISSING, Cells, Excel, Matrix, as_com

CASES = cases_for("xlwings")


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with Excel() as server:
        yield server


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case, excel: Excel) -> None:
    def run(name: str, args: list[Any]) -> Any:
        found = excel.call(name, args)
        return Matrix(found) if isinstance(found, list) and name != case.formula.name else found

    def reference(rows: list[list[Any]]) -> Cells:
        return Cells([[None if cell is None else as_com(cell) for cell in row] for row in rows])

    assert not difference(case, _shown(evaluated(case, run, reference, MISSING)))


def _shown(found: Any) -> Any:
    """What the cells hold: an error is a text there, its code before its sentence."""
    if isinstance(found, list):
        return [[_shown(cell) for cell in row] for row in found]
    if not isinstance(found, str) or not found.startswith(ERRORS):
        return found
    assert len(found) <= LONGEST
    code, _, sentence = found.partition(" ")
    # Excel has no error of ours: the sentence must be there
    assert sentence
    return CellError(code, sentence)
