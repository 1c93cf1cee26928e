"""The generated xlwings module: up to date, importable on Linux, its declarations consistent, its errors short."""

import ast
import datetime

import pytest

from excel_tools.functions import CATALOGUE
from excel_tools.functions.hosts import xlwings_udfs
from excel_tools.functions.hosts.cell import LONGEST
from excel_tools.functions.hosts.xlwings_cell import excel_cell
from excel_tools.functions.hosts.xlwings_module import TARGET, excel_name, module_source

# reserved by VBA: a parameter of that name does not compile
VBA_WORDS = frozenset(
    ("date", "string", "integer", "long", "double", "boolean", "byte", "currency", "object", "error", "type")
)


def test_the_module_is_the_one_the_catalogue_gives() -> None:
    assert TARGET.read_text(encoding="utf-8") == module_source(), (
        "run: python -m excel_tools.functions.hosts.xlwings_module"
    )


def test_every_function_is_there_once_with_its_arguments() -> None:
    tree = ast.parse(module_source())
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert list(functions) == [excel_name(function) for function in CATALOGUE.values()]
    for function in CATALOGUE.values():
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
        assert not {name.lower() for name in names} & VBA_WORDS
        assert len(node.args.defaults) == sum(argument.optional for argument in function.arguments)


def test_nothing_else_in_the_module_could_be_registered() -> None:
    public = {name for name in vars(xlwings_udfs) if name[0].isupper() and "_" in name}
    assert public == {excel_name(function) for function in CATALOGUE.values()}


def test_values_as_excel_passes_them() -> None:
    assert xlwings_udfs.CPTS_TAILLE(90000.0) == 3
    assert xlwings_udfs.CPTS_TOTAL(200000.0, None, datetime.datetime(2024, 1, 1)) == 505000
    assert xlwings_udfs.CPTS_TOTAL(200000.0, None, datetime.datetime(2024, 1, 1), True) == 580000
    table = xlwings_udfs.CPTS_ECHEANCIER(
        90000.0,
        datetime.datetime(2024, 3, 1),
        [["mission", "date", "atteinte"], ["parcours", datetime.datetime(2024, 9, 1), 0.8], [None, None, None]],
    )
    assert table[0] == ["date", "ligne", "nature", "montant"]
    assert table[1] == [datetime.datetime(2024, 3, 1), "fonctionnement", "forfait", 75000]
    assert xlwings_udfs.MSP_REMUNERATION([["patientele", 4000.0], ["ps_associes", 16.0], ["annee", 2024.0]]) > 0
    assert xlwings_udfs.ESS_ELIGIBLE(12.0, 40.0, 4.0) is True


@pytest.mark.parametrize(
    ("name", "args", "expected"),
    [
        ("CPTS.TAILLE", (-3.0,), "#NOMBRE! population : « -3 » est négatif"),
        ("CPTS.TAILLE", ("beaucoup",), "#VALEUR! population"),
        ("CPTS.TAILLE", (None,), "#VALEUR! il manque l'argument « population »"),
        ("BAREME.MONTANT", ("cpts.rien",), "#N/A Le barème ne connaît pas"),
        ("CPTS.FONCTIONNEMENT", (90000.0, datetime.datetime(2019, 1, 1)), "#N/A « Fonctionnement"),
    ],
)
def test_an_error_is_a_short_text(name: str, args: tuple[object, ...], expected: str) -> None:
    found = excel_cell(name, *args)
    assert isinstance(found, str)
    assert found.startswith(expected)
    assert len(found) <= LONGEST
