"""Every case of tests/cas/fonctions.tsv in a real LibreOffice Calc, with the extension installed as a user would."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from excel_tools.dates import SERIAL_OFFSET
from excel_tools.functions.hosts.cell import CellError
from excel_tools.workbook.values import ErrorValue
from tests.hosts import calc
from tests.hosts.cases import Area, Case, Value, cases_for, difference, written

pytestmark = pytest.mark.hote

RESULT, SIZE = 5, 20
"""Columns, from 0, of the results and of the size of a table; the cells of a case stand on their left."""

IN_ERROR = {
    "#DIV/0!": "=1/0",
    "#N/A": "=NA()",
    "#NOM?": "=INCONNUE()",
    "#NOMBRE!": "=10^309",
    "#NUL!": "=#NULL!",
    "#REF!": '=INDIRECT("nulle part")',
    "#VALEUR!": '=1+"x"',
}
FRENCH = {"#NUM!": "#NOMBRE!", "#VALUE!": "#VALEUR!", "#NAME?": "#NOM?", "#NULL!": "#NUL!"}


@pytest.mark.parametrize("kept", ["xlsx", "ods"])
def test_every_case(kept: calc.Format, calc_profile: Path, tmp_path: Path) -> None:
    cases = cases_for("calc")
    cells: dict[str, calc.Given] = {}
    starts: dict[Case, int] = {}
    top = 0
    for case in cases:
        starts[case] = top
        cells |= _cells(case, top)
        top += max(len(case.cells), _height(case)) + 1
    shown = calc.evaluate(cells, calc_profile, tmp_path, kept)
    differences = [difference(case, _result(case, shown, starts[case])) for case in cases]
    assert len(differences) > 300
    wrong = [told for told in differences if told]
    assert not wrong, "\n".join(wrong)


def _height(case: Case) -> int:
    return len(case.expected) if isinstance(case.expected, list) else 1


def _cells(case: Case, top: int) -> dict[str, calc.Given]:
    found: dict[str, calc.Given] = {}
    for row, values in enumerate(case.cells, top):
        found |= {_address(row, column): _typed(value) for column, value in enumerate(values)}
    formula = written(case.formula, down=top)
    if not isinstance(case.expected, list):
        return found | {_address(top, RESULT): formula}
    area = Area(top, RESULT, top + _height(case) - 1, RESULT + len(case.expected[0]) - 1)
    return found | {
        area.a1(): f"{{{formula}}}",
        _address(top, SIZE): f"=ROWS({formula[1:]})",
        _address(top, SIZE + 1): f"=COLUMNS({formula[1:]})",
    }


def _result(case: Case, shown: dict[str, Any], top: int) -> Any:
    if not isinstance(case.expected, list):
        return _value(shown.get(_address(top, RESULT)), case.expected)
    # a matrix formula cuts a table to the cells it was given: its own size is asked apart
    height, width = (shown[_address(top, SIZE + place)] for place in range(2))
    if isinstance(height, ErrorValue):
        return _value(height, None)
    if (height, width) != (len(case.expected), len(case.expected[0])):
        return [[f"{height} × {width}"]]
    return [
        [_value(shown.get(_address(top + row, RESULT + column)), cell) for column, cell in enumerate(cells)]
        for row, cells in enumerate(case.expected)
    ]


def _address(row: int, column: int) -> str:
    return Area(row, column, row, column).a1()


def _typed(value: Value) -> calc.Given:
    if isinstance(value, CellError):
        return IN_ERROR[value.code]
    return value.toordinal() - SERIAL_OFFSET if isinstance(value, datetime.date) else value


def _value(found: Any, expected: Any) -> Any:
    if isinstance(found, ErrorValue):
        return CellError(FRENCH.get(found.code, found.code), "")
    # an extension gives Calc numbers: 1 for VRAI
    return bool(found) if isinstance(expected, bool) and found in (0, 1) else found
