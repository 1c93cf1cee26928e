"""The module generated for xlwings: up to date, its names and its help as Excel takes them; the cells in and out."""

import ast
import datetime
import inspect
from decimal import Decimal
from typing import Any

import pytest

from excel_tools.functions import CATALOGUE
from excel_tools.functions.hosts import xlwings_udfs
from excel_tools.functions.hosts.cell import LONGEST, CellError
from excel_tools.functions.hosts.xlwings_cell import AS_CELLS, excel_cell
from excel_tools.functions.hosts.xlwings_module import (
    LONGEST_HELP,
    TARGET,
    VBA_WORDS,
    argument_help,
    argument_name,
    excel_name,
    function_help,
    module_source,
)

FUNCTIONS = tuple(CATALOGUE.values())


def test_the_module_is_the_one_the_catalogue_gives() -> None:
    assert TARGET.read_text(encoding="utf-8") == module_source(), (
        "run: python -m excel_tools.functions.hosts.xlwings_module"
    )


def test_every_function_is_there_once_with_its_arguments() -> None:
    tree = ast.parse(module_source())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert list(functions) == [excel_name(function) for function in FUNCTIONS]
    for function in FUNCTIONS:
        node = functions[excel_name(function)]
        names = [argument.arg for argument in node.args.args]
        declared = [
            ast.literal_eval(call.args[0])
            for call in node.decorator_list
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "xw.arg"
        ]
        # on Linux xw.arg is a no-op: a typo would pass silently
        assert declared == names
        assert len(names) == len(function.arguments)
        assert len(node.args.defaults) == sum(argument.optional for argument in function.arguments)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_names_are_words_that_vba_takes(function: Any) -> None:
    names = [argument_name(argument) for argument in function.arguments]
    for name in (excel_name(function), *names):
        # the module travels through a file in the code page of the computer: only ASCII is the same in all of them
        assert name.isidentifier()
        assert name.isascii()
        assert not name.startswith("_")
        assert name.lower() not in VBA_WORDS
        assert len(name) <= 255
    # VBA does not tell capitals from small letters
    assert len({name.lower() for name in (excel_name(function), *names)}) == len(names) + 1


def test_a_word_of_vba_is_told_apart_by_an_underscore() -> None:
    assert argument_name(CATALOGUE["CPTS.FONCTIONNEMENT"].arguments[1]) == "date_"


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_help_is_whole(function: Any) -> None:
    assert len(function_help(function)) <= LONGEST_HELP
    assert getattr(xlwings_udfs, excel_name(function)).__doc__ == function_help(function)
    assert all(0 < len(argument_help(argument)) <= LONGEST_HELP for argument in function.arguments)
    # beyond, Application.MacroOptions refuses the list
    assert len(function.arguments) <= 60


def test_the_help_tells_what_comes_back_and_what_may_be_left_out() -> None:
    total = CATALOGUE["CPTS.TOTAL"]
    assert function_help(total).endswith("parts fixes et variables. Résultat : euros par an.")
    assert argument_help(total.arguments[0]) == "population couverte, en habitants"
    assert argument_help(total.arguments[3]) == "crise sanitaire reconnue par l'ARS, oui/non (facultatif)"
    assert function_help(CATALOGUE["MSP.DETAIL"]).endswith("(indicateur, type, points, euros).")


def test_no_function_is_volatile_and_nothing_rewrites_the_sheet() -> None:
    source = inspect.getsource(xlwings_udfs)
    for word in ("volatile", "async", "expand", "caller", "xw.ret", "xw.sub", "xw.script"):
        assert word not in source


def given(value: Any) -> list[list[Any]]:
    """One cell as xlwings reads it."""
    return [[value]]


def test_values_of_cells() -> None:
    assert AS_CELLS == {"ndim": 2, "err_to_str": True}
    assert excel_cell("CPTS.TAILLE", given(90000.0)) == 3
    assert excel_cell("CPTS.TAILLE", given(Decimal("175000"))) == 4
    assert excel_cell("CPTS.TOTAL", given(200000.0), None, given(datetime.datetime(2024, 1, 1)), None) == 505000
    assert excel_cell("CPTS.TOTAL", given(200000.0), given(None), given(45292.0), given(True)) == 580000
    assert excel_cell("ESS.ELIGIBLE", given(12.0), given(40.0), given(4.0)) is True
    facts = [["patientele", 4000.0], ["ps_associes", 13.0], [None, None], ["annee", 2024.0]]
    assert excel_cell("MSP.AVANCE", facts) == 35700
    assert excel_cell("MSP.AVANCE", given("patientele=4000;ps_associes=13;annee=2024")) == 35700


def test_what_comes_back_is_of_a_type_that_excel_has() -> None:
    whole = excel_cell("CPTS.TOTAL", given(200000.0), None, given("2024-01-01"), None)
    assert type(whole) is float
    missions = [["mission", "date", "atteinte"], ["parcours", datetime.datetime(2024, 9, 1), 0.8], [None, None, None]]
    table = excel_cell("CPTS.ECHEANCIER", given(90000.0), given(datetime.datetime(2024, 3, 1)), missions)
    assert isinstance(table, list)
    assert table[:2] == [
        ["date", "ligne", "nature", "montant"],
        [datetime.datetime(2024, 3, 1), "fonctionnement", "forfait", 75000.0],
    ]
    assert {type(row[3]) for row in table[1:]} == {float}


def test_a_column_gives_a_column_and_an_error_stays_in_its_cell() -> None:
    populations = [[39999.0], [None], [-3.0], ["#DIV/0!"], [90000.0]]
    found = excel_cell("CPTS.TAILLE", populations)
    assert isinstance(found, list)
    assert [len(row) for row in found] == [1] * 5
    assert [found[0], found[1], found[4]] == [[1.0], [""], [3.0]]
    assert str(found[2][0]).startswith("#NOMBRE! population : « -3 » est négatif")
    assert str(found[3][0]).startswith("#DIV/0! ")


def test_errors_that_xlwings_does_not_know_are_errors_all_the_same() -> None:
    # #SPILL! and #CALC! of recent versions reach us as numbers: a population of minus two milliards
    for code in (-2146826243, -2146826238):
        assert str(excel_cell("CPTS.TAILLE", given(code))).startswith("#VALEUR! ")
    assert str(excel_cell("CPTS.TAILLE", given(-2146000000.0))).startswith("#NOMBRE! ")


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("CPTS.TAILLE", (-3.0,), "#NOMBRE! population : « -3 » est négatif"),
        ("CPTS.TAILLE", ("beaucoup",), "#VALEUR! population"),
        ("CPTS.TAILLE", (None,), "#VALEUR! il manque l'argument « population »"),
        ("CPTS.TAILLE", ("#N/A",), "#N/A population"),
        ("BAREME.MONTANT", ("cpts.rien", None, None), "#N/A Le barème ne connaît pas"),
        ("CPTS.FONCTIONNEMENT", (90000.0, datetime.datetime(2019, 1, 1)), "#N/A « Fonctionnement"),
    ],
)
def test_an_error_is_a_short_text(name: str, args: tuple[object, ...], expected: str) -> None:
    found = excel_cell(name, *map(given, args))
    assert isinstance(found, str)
    assert found.startswith(expected)
    assert len(found) <= LONGEST


def test_a_long_error_text_is_cut() -> None:
    assert len(CellError("#VALEUR!", "mot " * 100).text) == LONGEST


def test_a_date_keeps_its_day() -> None:
    rows = excel_cell("CPTS.ECHEANCIER", [[90000.0]], [["29/02/2024"]], [["parcours|2024-09-15"]])
    assert [row[0] for row in rows[1:3]] == [datetime.datetime(2024, 2, 29), datetime.datetime(2024, 9, 15)]
