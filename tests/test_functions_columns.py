"""A function over ranges: each cell as if asked alone, the shape kept, errors in their own cells."""

import datetime
import itertools
import subprocess
import sys
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.functions import CATALOGUE, Answer, Spread, call
from excel_tools.functions.hosts.cell import Cell, CellError, in_cell

# totals of one year under avenant 2, printed or added up in tests/cas/fonctions.tsv
TOTALS = {30000: 250000, 60000: 327000, 90000: 420000, 200000: 505000}

populations = st.one_of(
    st.integers(-5, 300_000),
    st.floats(-10, 400_000),
    st.sampled_from([None, "", "45 000", "45.000", "#DIV/0!", "abc", True, 39999, 40000, 79999, 80000, 174999, 175000]),
)


def column(values: list[object]) -> list[list[object]]:
    return [[value] for value in values]


def test_a_column_gives_a_column() -> None:
    found = call("CPTS.TOTAL", [column([*TOTALS])])
    assert found.resultat == column([*TOTALS.values()])
    assert found.colonne == [*TOTALS.values()]
    assert found.kind == "euros"
    assert found.erreurs == ()


def test_a_row_gives_a_row_and_a_rectangle_a_rectangle() -> None:
    assert call("CPTS.TAILLE", [[[30000, 60000, 90000]]]).resultat == [[1, 2, 3]]
    assert call("CPTS.TAILLE", [[[30000, 60000], [90000, 200000]]]).resultat == [[1, 2], [3, 4]]


def test_one_cell_is_one_value() -> None:
    assert call("CPTS.TAILLE", [[[90000]]]).resultat == 3


def test_ranges_of_one_shape_go_together() -> None:
    # 2019: 370 000; avenant 2: 420 000
    days = column([datetime.date(2020, 1, 1), "2024-01-01", 45292])
    assert call("CPTS.TOTAL", [90000, None, days]).colonne == [370000, 420000, 420000]
    pairs = call("CPTS.TOTAL", [column([200000, 90000]), None, column(["2020-01-01", "2024-01-01"])])
    assert pairs.colonne == [450000, 420000]


def test_ranges_of_two_shapes_are_refused() -> None:
    with pytest.raises(InputError, match="« date » a 3 lignes et « population » 2 lignes"):
        call("CPTS.TOTAL", [column([200000, 90000]), None, column(["2020-01-01"] * 3)])
    with pytest.raises(InputError, match="même nombre de cellules"):
        call("CPTS.TAILLE", [[[30000], [60000, 90000]]])


def test_an_error_stays_in_its_cell_and_an_empty_cell_stays_empty() -> None:
    shown = in_cell("CPTS.TOTAL", [column([90000, None, -3, "beaucoup", "#DIV/0!", "", "200 000"])])
    assert isinstance(shown, list)
    cells = [row[0] for row in shown]
    assert [cell.code if isinstance(cell, CellError) else cell for cell in cells] == [
        420000, None, "#NOMBRE!", "#VALEUR!", "#DIV/0!", None, 505000,
    ]  # fmt: skip


def test_what_the_barème_does_not_know_is_told_for_its_cell_alone() -> None:
    found = call("CPTS.FONCTIONNEMENT", [90000, column(["2019-01-01", "2020-01-01"])])
    assert found.colonne == [None, 75000]
    assert len(found.erreurs) == 1
    assert "le barème commence le 20/06/2019" in found.erreurs[0]


def test_the_sources_of_all_cells_are_given_once() -> None:
    found = call("CPTS.FONCTIONNEMENT", [column([30000, 90000, 91000])])
    assert [use.size for use in found.usages if use.amount.code == "cpts.fonctionnement"] == [1, 3]
    assert len(found.avertissements) == len(set(found.avertissements))


@pytest.mark.parametrize("name", [name for name, function in CATALOGUE.items() if function.result.is_table])
def test_a_table_takes_no_column(name: str) -> None:
    function = CATALOGUE[name]
    if function.arguments[0].kind.shape == "plage":
        return
    with pytest.raises(InputError, match="une seule valeur attendue, plage de 2 lignes"):
        call(name, [column([90000, 90000]), *function.examples[0].arguments[1:]])


def test_columns_of_numpy_and_pandas() -> None:
    assert call("CPTS.TOTAL", [np.array([*TOTALS])]).colonne == [*TOTALS.values()]
    frame = pd.DataFrame({"population": [90000.0, float("nan"), 200000.0]})
    assert call("CPTS.TOTAL", [frame["population"]]).colonne == [420000, None, 505000]
    days = pd.Series(pd.to_datetime(["2020-01-01", "2024-01-01"]))
    assert call("CPTS.TOTAL", [90000, None, days]).colonne == [370000, 420000]


def one_by_one(name: str, values: list[object]) -> list[Cell]:
    found: list[Cell] = []
    for value in values:
        empty = value is None or value == ""
        cell = None if empty else in_cell(name, [value])
        assert not isinstance(cell, list)
        found.append(cell)
    return found


@pytest.mark.parametrize("name", ["CPTS.TAILLE", "CPTS.TOTAL"])
@given(values=st.lists(populations, min_size=2, max_size=12))
def test_a_column_equals_its_cells(name: str, values: list[object]) -> None:
    shown = in_cell(name, [column(values)])
    assert isinstance(shown, list)
    assert [cell for (cell,) in shown] == one_by_one(name, values)


@given(st.lists(st.one_of(st.integers(-5, 300_000), st.floats(-10, 400_000)), min_size=2, max_size=40))
def test_an_array_equals_a_list(values: list[float]) -> None:
    array = call("CPTS.TOTAL", [np.array(values, dtype=float)])
    alone = [in_cell("CPTS.TOTAL", [value]) for value in values]
    assert array.colonne == [None if isinstance(cell, CellError) else cell for cell in alone]
    assert isinstance(array.value, Spread)
    assert all(isinstance(outcome, (Answer, ExcelToolsError)) for outcome in array.value.outcomes)


def test_a_long_column_holds_few_answers() -> None:
    found = call("CPTS.TOTAL", [list(range(1, 200_001, 10))])
    assert isinstance(found.value, Spread)
    assert len(found.value.outcomes) == 4
    assert [len(list(cells)) for _, cells in itertools.groupby(found.colonne)] == [4000, 4000, 9500, 2500]


def test_columns_need_no_numpy() -> None:
    """LibreOffice brings a Python without it."""
    code = (
        "import sys; sys.modules['numpy'] = None; sys.modules['pandas'] = None\n"
        "from excel_tools.functions import call\n"
        "assert call('CPTS.TAILLE', [[[30000.0], [200000.0], [None]]]).colonne == [1, 4, None]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("#N/A", "#N/A"), ("#DIV/0!", "#DIV/0!"), ("#NUM!", "#NOMBRE!"), ("#NOMBRE!", "#NOMBRE!"),
        ("#VALUE!", "#VALEUR!"), ("#VALEUR!", "#VALEUR!"), ("#REF!", "#REF!"), ("#NAME?", "#NOM?"), ("#NOM?", "#NOM?"),
        ("#NULL!", "#NUL!"), ("#NUM !", "#NOMBRE!"), ("#N/D", "#N/A"), ("#VALEUR\u202f!", "#VALEUR!"),
        ("#NOM ?", "#NOM?"),
        ("#NOMBRE! population : « -3 » est négatif", "#NOMBRE!"),
    ],
)  # fmt: skip
def test_an_error_in_a_cell_is_passed_on(text: str, code: str) -> None:
    for name, args in (
        ("CPTS.TAILLE", [text]),
        ("CPTS.TOTAL", [90000, None, text]),
        ("CPTS.TOTAL", ["abc", None, text]),
        ("CPTS.ECHEANCIER", [90000, "2024-03-01", [["parcours", text, 1]]]),
        ("MSP.POINTS", [[["patientele", text]]]),
        ("CPTS.TOTAL", [90000, [["parcours"], [text]]]),
    ):
        shown = in_cell(name, args)
        assert isinstance(shown, CellError)
        assert shown.code == code


def test_a_hash_that_is_no_error_is_a_text() -> None:
    shown = in_cell("CPTS.TAILLE", ["#1"])
    assert isinstance(shown, CellError)
    assert (shown.code, "n'est pas un nombre" in shown.sentence) == ("#VALEUR!", True)


@pytest.mark.parametrize("value", ["@missions.csv", " @/etc/passwd", [["@missions.csv"]]])
def test_no_file_is_read_from_a_cell(value: object) -> None:
    for name, args in (("CPTS.ECHEANCIER", [90000, "2024-03-01", value]), ("FONCTION.MESSAGE", ["MSP.POINTS", value])):
        shown = in_cell(name, args)
        assert isinstance(shown, CellError)
        assert "« @fichier » ne se lit pas depuis une cellule" in shown.sentence


def test_true_and_one_are_two_inputs() -> None:
    shown = in_cell("CPTS.TAILLE", [[[1], [True], [1.0]]])
    assert isinstance(shown, list)
    assert [isinstance(cell, CellError) for (cell,) in shown] == [False, True, False]


def test_shapes_are_rows_and_columns() -> None:
    with pytest.raises(InputError, match="2 lignes sur 3 colonnes"):
        call("CPTS.TOTAL", [[[90000, 90000]] * 2, None, [["2020-01-01"] * 3] * 2])


def test_the_cells_of_an_array_keep_their_places() -> None:
    values = np.array([[30000, 60000], [90000, 200000]])
    for array in (values, np.asfortranarray(values), values.astype(float), values.T.copy().T):
        assert call("CPTS.TAILLE", [array]).resultat == [[1, 2], [3, 4]]


@pytest.mark.parametrize("unit", ["ns", "us", "s", "D"])
def test_days_of_numpy_are_days(unit: str) -> None:
    days = np.array(["2020-01-01", "2024-01-01"], dtype=f"datetime64[{unit}]")
    assert call("CPTS.TOTAL", [90000, None, days]).colonne == [370000, 420000]
    assert call("CPTS.TOTAL", [np.array([1, 2], dtype=f"timedelta64[{unit}]")]).colonne == [None, None]


def test_masked_and_missing_cells_stay_empty() -> None:
    masked = np.ma.array([45000, -999, 90000], mask=[0, 1, 0])
    assert call("CPTS.TOTAL", [masked]).colonne == [327000, None, 420000]
    assert call("CPTS.TOTAL", [pd.array([45000, None], dtype="Int64")]).colonne == [327000, None]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([[10**400, 90000]], [[None, 420000]]),
        ([[{"a": 1}, 90000]], [[None, 420000]]),
        ([[[[1]], [[2]]], [90000, 30000]], [[250000, 250000], [420000, 250000]]),
        ([Decimal("sNaN"), Decimal(90000)], [[None], [420000]]),
        (np.array([1000, 60000], dtype=np.float16), [[250000], [327000]]),
        (np.array([90000, 90001], dtype=np.uint32), [[420000], [420000]]),
        (np.array([True, False]), [[None], [None]]),
    ],
)
def test_whatever_a_range_holds_is_an_amount_or_an_error(cells: object, expected: list[list[object]]) -> None:
    assert call("CPTS.TOTAL", [cells]).resultat == expected


def test_the_notices_and_kinds_of_the_cells_are_those_of_the_column() -> None:
    found = call("CPTS.FONCTIONNEMENT", [column([90000, 30000]), None])
    assert found.avertissements == call("CPTS.FONCTIONNEMENT", [90000]).avertissements != ()
    assert call("BAREME.MONTANT", [column(["cpts.avance.taux", "cpts.avance_variable.taux"])]).kind == "taux"
    assert call("BAREME.MONTANT", [column(["cpts.avance.taux", "msp.point.valeur"])]).colonne == [0.75, 7]


def test_a_list_beside_a_column_is_that_of_each_row() -> None:
    both = call("CPTS.TOTAL", [column([90000, 45000]), column(["acces", "parcours"]), "2024-01-01"])
    # 75 000 + 125 000 ; 60 000 + 70 000
    assert both.colonne == [200000, 130000]


def test_a_file_that_begins_with_an_error_name_is_none() -> None:
    shown = in_cell("CPTS.TAILLE", ["#N/Abc"])
    assert isinstance(shown, CellError)
    assert shown.code == "#VALEUR!"


def test_an_argument_left_empty_by_place_may_be_given_by_name() -> None:
    assert call("CPTS.TOTAL", [90000, None, None], {"date": "2020-01-01"}).resultat == 370000
