"""One meaning of a number, a date and a range, whatever the function and the host (random, in process)."""

import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.dates import SERIAL_OFFSET
from excel_tools.functions import CATALOGUE
from excel_tools.functions.hosts.cell import CellError, in_cell
from excel_tools.money import french_number
from tests.hosts import formualizer_host
from tests.hosts.cases import Area, Case, Formula, plain

COLUMNS = [
    name
    for name, function in CATALOGUE.items()
    if function.arguments[0].kind.shape == "valeur"
    and not function.result.is_table
    and not name.startswith("FONCTION.")
]
ROUND_THE_RULES = st.dates(datetime.date(2018, 1, 1), datetime.date(2027, 12, 31))
ROUND_THE_SIZES = st.integers(30_000, 190_000)
CELLS = st.one_of(
    st.sampled_from(
        [
            *(None, "", "oui", "non", True, False, "#N/A", "#DIV/0!", 0.0, 1.0, 2.5, -3.0, 2022.0, 2025.0, 45292.75),
            *("parcours", "Accès aux soins", "fixe", "variable", "Pays de la Loire", "msp.point.valeur", "45 000"),
            *("cpts.parcours.fixe", "danse", "45.000", "2024-01-01", "31/02/2024", datetime.date(2024, 1, 1)),
        ]
    ),
    ROUND_THE_SIZES.map(float),
    ROUND_THE_RULES,
)


@settings(max_examples=300)
@given(st.data(), st.sampled_from(COLUMNS), st.integers(2, 5))
def test_ranges_in_any_arguments_equal_their_cells_asked_alone(data: st.DataObject, name: str, height: int) -> None:
    arguments = CATALOGUE[name].arguments
    ranged = data.draw(st.sets(st.sampled_from([a.name for a in arguments if a.kind.shape == "valeur"]), min_size=1))
    given_cells = [
        [data.draw(CELLS) for _ in range(height)] if argument.name in ranged else data.draw(CELLS)
        for argument in arguments
    ]
    columns = [[[cell] for cell in cells] if isinstance(cells, list) else cells for cells in given_cells]
    shown = in_cell(name, columns)
    assert isinstance(shown, list)
    needed = any(argument.name in ranged and not argument.optional for argument in arguments)
    for row, (cell,) in enumerate(shown):
        alone = [cells[row] if isinstance(cells, list) else cells for cells in given_cells]
        inputs = [cells[row] for cells in given_cells if isinstance(cells, list)]
        expected = None if needed and all(value in (None, "") for value in inputs) else in_cell(name, alone)
        assert (cell, type(cell)) == (expected, type(expected))


@given(ROUND_THE_SIZES, st.sampled_from([" ", "\u00a0", "\u202f", ""]), st.sampled_from(["", ",0", ",00", ".0"]))
def test_a_number_in_a_text_is_the_number(population: int, space: str, decimals: str) -> None:
    text = french_number(population).replace("\u202f", space) + decimals
    assert in_cell("CPTS.TAILLE", [text]) == in_cell("CPTS.TAILLE", [population]) == in_cell("CPTS.TAILLE", [[[text]]])


@given(
    st.integers(1, 10**9), st.sampled_from([" ", "\u00a0", "\u202f"]), st.sampled_from(["", " €", "\u202f€", " EUR"])
)
def test_an_amount_in_a_text_is_the_amount(cents: int, space: str, unit: str) -> None:
    # but for 0, which may be an empty cell of LibreOffice where « 0,00 » is not
    text = f"{french_number(cents // 100).replace(chr(0x202F), space)},{cents % 100:02d}{unit}"
    assert in_cell("ESS.DOTATION", [text]) == in_cell("ESS.DOTATION", [cents / 100])


@given(ROUND_THE_RULES, st.floats(0, 0.999))
def test_a_date_is_one_whatever_its_form(day: datetime.date, time: float) -> None:
    serial = day.toordinal() - SERIAL_OFFSET
    forms: list[Any] = [
        datetime.datetime(day.year, day.month, day.day, int(time * 24)),
        *(serial, float(serial), serial + time, str(serial)),
        *(day.isoformat(), day.strftime("%d/%m/%Y"), f"{day.day}/{day.month}/{day.year}", day.strftime("%d.%m.%Y")),
    ]
    for name, args in (("CPTS.TOTAL", [90000, None]), ("ESS.AMORCAGE", [])):
        expected = in_cell(name, [*args, day])
        for form in forms:
            found = in_cell(name, [*args, form])
            assert found == expected
            assert in_cell(name, [*args, [[form]]]) == expected
        assert (day < datetime.date(2019, 6, 20)) <= isinstance(expected, CellError)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(COLUMNS), st.integers(1, 4))
def test_the_cells_of_a_sheet_give_what_their_values_give(data: st.DataObject, name: str, height: int) -> None:
    """Random cells in formualizer, a reference of one cell or of a column for each argument."""
    width = len(CATALOGUE[name].arguments)
    rows = [[data.draw(CELLS.map(_in_a_sheet)) for _ in range(width)] for _ in range(height)]
    columns = [[row[place] for row in rows] for place in range(width)]
    expected = in_cell(name, [column[0] if height == 1 else [[cell] for cell in column] for column in columns])
    formula = Formula(name, tuple(Area(0, place, height - 1, place) for place in range(width)))
    case = Case(0, name, formula, tuple(tuple(map(_typed, row)) for row in rows), expected, {})
    assert _codes(formualizer_host.compute([case])[case]) == _codes(expected)


def _in_a_sheet(value: Any) -> Any:
    """A date cell holds its serial number: a sheet's engine does not tell them apart."""
    return value.toordinal() - SERIAL_OFFSET if isinstance(value, datetime.date) else value


def _typed(value: Any) -> Any:
    if isinstance(value, str):
        return CellError(value, "") if value.startswith("#") else value or None
    return value


def _codes(found: Any) -> Any:
    if isinstance(found, list):
        return [_codes(cell) for cell in found]
    if isinstance(found, CellError):
        return found.code
    return "" if found is None else plain(found) if isinstance(found, str) else found
