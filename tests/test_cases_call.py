"""Every case of tests/cas/fonctions.tsv computed without a spreadsheet, and what the table itself must hold."""

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from excel_tools.errors import ExcelToolsError
from excel_tools.functions import CATALOGUE, call, explain
from excel_tools.functions.hosts.cell import CellError, in_cell
from tests.hosts.cases import COLUMNS, NATIVE, Case, cases_for, difference, evaluated, read_cases

CASES = cases_for("call")
COMPUTED = [case for case in CASES if case.formula.name in CATALOGUE]


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_case(case: Case) -> None:
    found = evaluated(case, in_cell)
    assert not difference(case, found)
    for cell in [cell for row in found for cell in row] if isinstance(found, list) else [found]:
        # a whole number is one: 505000, never 505000.0
        assert not (isinstance(cell, float) and cell.is_integer())
        assert not isinstance(cell, CellError) or cell.sentence


@pytest.mark.parametrize("case", COMPUTED, ids=[case.id for case in COMPUTED])
def test_call_and_its_explanation_say_the_same(case: Case) -> None:
    def run(name: str, args: list[Any]) -> Any:
        shown = in_cell(name, args)
        if isinstance(shown, CellError):
            with pytest.raises(ExcelToolsError) as caught:
                call(name, args)
            assert all(message.startswith(f"{name} : ") for message in caught.value.messages)
            assert shown.sentence == caught.value.messages[0].removeprefix(f"{name} : ")
        elif not isinstance(shown, list):
            assert call(name, args).resultat == shown
            assert explain(name, args).root.json()["valeur"] == shown
        return shown

    evaluated(case, run)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        *[("1", found) for found in (1.001, 0, "1", True, None, [[1]], CellError("#N/A", ""))],
        *[("VRAI", found) for found in (False, 1, "VRAI", None)],
        *[("oui", found) for found in ("ouï", "oui ", None, 1)],
        *[("« 3 »", found) for found in (3, 3.0)],
        *[("…moitié…", found) for found in ("moiti", None, 5)],
        *[("01/01/2024", found) for found in (45291, datetime.date(2024, 1, 2), "01/01/2024")],
        *[("≈2,15", found) for found in (2.156, 2.144, "2,15")],
        *[("(vide)", found) for found in (0, False, "x")],
        *[("#N/A du jour", found) for found in (CellError("#N/A", "de la nuit"), CellError("#VALEUR!", "du jour"))],
        *[("#N/A", found) for found in ("#N/A", None)],
        *[("1 / 2", found) for found in ([[1], [3]], [[1]], [[1, 2]], [[1], [2], [3]], 1)],
    ],
)
def test_a_difference_is_seen(tmp_path: Path, expected: str, found: object) -> None:
    file = tmp_path / "cas.tsv"
    file.write_text("\t".join(COLUMNS) + f"\n=CPTS.TAILLE(3)\t\t{expected}\t\t\n", encoding="utf-8")
    (case,) = read_cases(file)
    assert difference(case, found)


def test_every_function_has_cases_that_give_a_value_and_cases_that_give_an_error() -> None:
    values, errors = set(), set()
    for case in read_cases():
        (errors if isinstance(case.expected, CellError) else values).add(case.formula.name)
    assert values - set(NATIVE) == set(CATALOGUE)
    assert errors - set(NATIVE) == set(CATALOGUE)


def test_the_table_is_as_long_as_told_and_leaves_little_aside() -> None:
    cases = read_cases()
    assert len({(case.text, case.cells) for case in cases}) == len(cases) >= 300
    apart = [(host, shown is None) for case in cases for host, shown in case.apart.items()]
    # a spreadsheet's own functions need one; everything else is done by every host
    assert Counter(host for host, skipped in apart if skipped) == {"call": 10, "xlwings": 10}
    # LibreOffice passes VRAI as 1 and an empty cell as 0, and keeps errors to itself; formualizer passes what is
    # left out as 0; both pass a date as its number
    assert Counter(host for host, skipped in apart if not skipped) == {"calc": 8, "formualizer": 2}
    for case in cases:
        native = case.formula.names & set(NATIVE) - {"DATE"}
        assert bool(native) == ("call" in case.apart)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("=CPTS.TAILLE(A1)\t\t3\t\t", "outside the cells"),
        ("=CPTS.TAILLE(90000\t\t3\t\t", "arguments of CPTS.TAILLE"),
        ("=CPTS.TAILLE(90000))\t\t3\t\t", "one call"),
        ("CPTS.TAILLE(90000)\t\t3\t\t", "starts with ="),
        ("=CPTS.TAILLE(90 000)\t\t3\t\t", "«  000\\) » in a formula"),
        ("=CPTS.TAILLE(A1:A2)\t1 / 2 | 3\t1 / 1\t\t", "different lengths"),
        ("=CPTS.TAILLE(3)\t\t#NUMBER! x\t\t", "unknown error"),
        ("=CPTS.TAILLE(3)\t\t1\texcel\twhy", "sauf"),
        ("=CPTS.TAILLE(3)\t\t1\tcalc\t", "reason"),
        ("=CPTS.TAILLE(3)\t\t\t\t", "nothing expected"),
        ("=CPTS.TAILLE(3)\t\t1", "columns"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, told: str) -> None:
    file = tmp_path / "cas.tsv"
    file.write_text("\t".join(COLUMNS) + "\n# commentaire\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=f"line 3: .*{told}"):
        read_cases(file)
