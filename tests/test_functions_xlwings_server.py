"""The functions through the real server of xlwings, Windows alone being replaced: the import, and calls from cells."""

import datetime
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from excel_tools.functions import CATALOGUE
from excel_tools.functions.hosts.xlwings_module import argument_help, argument_name, excel_name, function_help
from tests.hosts.xlwings_stub import (
    ERRORS,
    MISSING,
    MODULE,
    Cells,
    Excel,
    Imported,
    Matrix,
    as_com,
    call_cases,
    cell,
    com_date,
    money,
)

FUNCTIONS = sorted(CATALOGUE.values(), key=excel_name)
HEAD = re.compile(r"^Function (\w+)\((.*)\)$", re.MULTILINE)


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with Excel() as running:
        yield running


@pytest.fixture(scope="module")
def imported(excel: Excel) -> Imported:
    return excel.import_functions()


@pytest.fixture(scope="module")
def vba(imported: Imported) -> str:
    (data,) = imported.files
    # a VBA module is read in the code page of the computer
    return data.decode("ascii")


def test_the_stand_ins_stay_in_their_process(excel: Excel) -> None:
    assert excel.call("CPTS.TAILLE", [90000.0]) == 3
    assert not {"pywintypes", "pythoncom", "win32com", "xlwings.udfs"} & sys.modules.keys()


def test_only_what_is_under_the_bsd_licence_is_loaded(imported: Imported) -> None:
    assert imported.forbidden == []


def test_each_function_is_declared_once_with_its_arguments(vba: str) -> None:
    found = HEAD.findall(vba)
    assert [name for name, _ in found] == [excel_name(function) for function in FUNCTIONS]
    for function, (_, arguments) in zip(FUNCTIONS, found, strict=True):
        assert arguments.split(", ") == [
            f"Optional {argument_name(argument)}" if argument.optional else argument_name(argument)
            for argument in function.arguments
        ]
        # VBA takes no required argument after an optional one
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional)


def test_each_function_calls_itself_in_our_module_with_all_its_arguments(vba: str) -> None:
    for function in FUNCTIONS:
        names = ", ".join(argument_name(argument) for argument in function.arguments)
        name = excel_name(function)
        call = f'{name} = XLPy.CallUDF("{MODULE}", "{name}", Array({names}), ThisWorkbook, Application.Caller)'
        assert vba.count(call) == 1


def test_the_text_keeps_within_the_limits_of_vba(vba: str) -> None:
    lines = vba.splitlines()
    # no line is long enough to be cut, hence no continuation at all
    assert max(map(len, lines)) <= 1023
    assert not any(line.endswith(" _") for line in lines)
    assert all(line.count("(") == line.count(")") and line.count('"') % 2 == 0 for line in lines)
    starts = [line.split()[0] for line in lines if line.strip()]
    assert starts.count("Function") == len(FUNCTIONS) == vba.count("\nEnd Function\n")
    assert starts.count("#If") == starts.count("#Else") == len(FUNCTIONS) == vba.count("#End If")
    assert "Volatile" not in vba


def test_the_wizard_gets_the_whole_help_in_french(imported: Imported) -> None:
    assert len(imported.options) == len(FUNCTIONS)
    for function, options in zip(FUNCTIONS, imported.options, strict=True):
        assert options["Macro"] == f"'fonctions-excel.xlsm'!{excel_name(function)}"
        assert options["Category"] == f"excel-tools {function.family}"
        assert options["Description"] == function_help(function)
        assert options["ArgumentDescriptions"] == [argument_help(argument) for argument in function.arguments]


def test_the_categories_are_few(imported: Imported) -> None:
    # Excel holds thirty-two, fourteen of them its own
    assert len({options["Category"] for options in imported.options}) <= 12


def test_importing_again_replaces_the_module(excel: Excel, imported: Imported) -> None:
    again = excel.import_functions(times=3)
    assert again.removed == ["xlwings_udfs"] * 2
    assert again.files == imported.files * 3


def test_a_newer_module_is_loaded_again_and_still_computes(excel: Excel, imported: Imported) -> None:
    assert excel.import_functions(times=2, touch=True).files == imported.files * 2
    assert excel.call("CPTS.TAILLE", [90000.0]) == 3


SAME = {"number in the formula": 90000.0, "cell": cell(90000.0), "text": "90 000", "amount": cell(money("90000"))}


@pytest.mark.parametrize("population", SAME.values(), ids=SAME)
def test_a_number_however_it_is_given(excel: Excel, population: Any) -> None:
    assert excel.call("CPTS.TAILLE", [population]) == 3.0


DAY = datetime.date(2024, 1, 1)
DATES = {
    "date cell": cell(com_date(DAY)),
    "DATE()": 45292.0,
    "number cell": cell(45292.0),
    "text": "01/01/2024",
    "iso": "2024-01-01",
}


@pytest.mark.parametrize("date", DATES.values(), ids=DATES)
def test_a_date_however_it_is_given(excel: Excel, date: Any) -> None:
    assert excel.call("CPTS.TOTAL", [200000.0, "toutes", date, MISSING]) == 505000.0


@pytest.mark.parametrize("nothing", [MISSING, cell(None), cell(""), ""], ids=["omitted", "empty", "blank", "text"])
def test_an_argument_left_out(excel: Excel, nothing: Any) -> None:
    day = cell(com_date(DAY))
    assert excel.call("CPTS.TOTAL", [200000.0, nothing, day, nothing]) == 505000.0
    assert excel.call("CPTS.TAILLE", [nothing]).startswith("#VALEUR! il manque l'argument « population »")


@pytest.mark.parametrize(("yes", "expected"), [(True, 580000), (cell(False), 505000), ("oui", 580000), (1.0, 580000)])
def test_yes_or_no(excel: Excel, yes: Any, expected: float) -> None:
    assert excel.call("CPTS.TOTAL", [200000.0, MISSING, cell(com_date(DAY)), yes]) == expected


@pytest.mark.parametrize("code", ERRORS)
def test_an_error_of_a_cell_is_passed_on_and_never_taken_for_an_empty_cell(excel: Excel, code: str) -> None:
    french = {"#VALUE!": "#VALEUR!", "#NAME?": "#NOM?", "#NUM!": "#NOMBRE!", "#NULL!": "#NUL!"}.get(code, code)
    found = excel.call("CPTS.TOTAL", [90000.0, MISSING, cell(ERRORS[code]), MISSING])
    # spilling and calculation errors are no codes that all spreadsheets have
    assert found.startswith("#VALEUR! " if code in ("#SPILL!", "#CALC!") else f"{french} ")


def test_an_error_text_of_ours_is_passed_on_with_its_code(excel: Excel) -> None:
    first = excel.call("CPTS.TAILLE", [-3.0])
    assert first.startswith("#NOMBRE! population : « -3 »")
    assert excel.call("CPTS.TAILLE", [cell(first)]).startswith("#NOMBRE! ")


def test_ranges_keep_their_shape(excel: Excel) -> None:
    # sizes by the text: under 40 000, 80 000 and 175 000 inhabitants
    assert excel.call("CPTS.TAILLE", [Cells([[39999.0], [40000.0], [None], [175000.0]])]) == [[1], [2], [""], [4]]
    assert excel.call("CPTS.TAILLE", [Cells([[39999.0, 175000.0]])]) == [[1, 4]]
    assert excel.call("CPTS.TAILLE", [Cells([[1.0, 40000.0], [80000.0, 175000.0]])]) == [[1, 2], [3, 4]]
    assert excel.call("CPTS.TAILLE", [Matrix([39999.0, 175000.0])]) == [[1, 4]]
    assert excel.call("CPTS.TAILLE", [Matrix([[39999.0], [175000.0]])]) == [[1], [4]]


def test_a_bad_cell_spoils_its_own_row_only(excel: Excel) -> None:
    found = excel.call("CPTS.TAILLE", [Cells([[90000.0], [ERRORS["#N/A"]], ["beaucoup"], [money("175000")]])])
    assert [found[0], found[3]] == [[3.0], [4.0]]
    assert found[1][0].startswith("#N/A ")
    assert found[2][0].startswith("#VALEUR! ")


def test_a_table_comes_back_with_its_dates(excel: Excel) -> None:
    missions = Cells([["mission", "date"], ["parcours", com_date(datetime.date(2024, 9, 1))], [None, None]])
    table = excel.call("CPTS.ECHEANCIER", [90000.0, cell(com_date(datetime.date(2024, 3, 1))), missions])
    assert table[:2] == [
        ["date", "ligne", "nature", "montant"],
        [datetime.datetime(2024, 3, 1), "fonctionnement", "forfait", 75000.0],
    ]
    assert {len(row) for row in table} == {4}


def test_a_call_explains_itself(excel: Excel) -> None:
    rest = [MISSING] * 7
    assert "est négatif" in excel.call("FONCTION.MESSAGE", ["CPTS.TAILLE", -3.0, *rest])
    steps = excel.call("FONCTION.EXPLIQUER", ["CPTS.TAILLE", cell(90000.0), *rest])
    assert len(steps) > 1
    # the amount is that of one cell, not of a range
    assert "[" not in steps[1][0]


def test_cases_of_plain_values() -> None:
    cases = [
        ("CPTS.TAILLE", [as_com(90000)]),
        ("CPTS.TAILLE", [as_com([[39999], ["#NOMBRE!"], [None]])]),
        ("CPTS.TOTAL", [as_com(200000), as_com(None), as_com(DAY)]),
    ]
    size, column, total = call_cases(cases)
    assert (size, column[0], column[2], total) == (3.0, [1.0], [""], 505000.0)
    assert column[1][0].startswith("#NOMBRE! ")
