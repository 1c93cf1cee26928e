"""Whatever a cell or a file holds, reading ends in a portfolio or in French sentences, never in another exception."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.errors import ExcelToolsError
from excel_tools.inputs import read_portfolio, read_scenarios
from excel_tools.inputs.columns import KIND_COLUMNS
from excel_tools.inputs.fields import PARSERS
from excel_tools.inputs.sheets import LINKED
from excel_tools.rules import load_rules
from tests.malformed.build import CHARGE, CPTS, INCOME, INDEMNITY, INDICATOR, POST, csv_folder

RULES = load_rules()
SAMPLES = Path(__file__).parents[1] / "samples"
VALUES = st.one_of(
    st.text(max_size=20),
    st.floats(),
    st.integers(-(10**30), 10**30),
    st.booleans(),
    st.sampled_from(
        ["1e400", "0x10", "٣", "½", "1/2", "2024-02-30", "29/02/2023", "-0", "1 2", "%", "∞", "nan", "\x00", "\ud800"]
    ),
)


def messages_of(call: Callable[[], object]) -> list[str]:
    """The sentences of the error, none when there is no error; any other exception goes through."""
    try:
        call()
    except ExcelToolsError as error:
        return error.messages
    return []


@given(kind=st.sampled_from(sorted(PARSERS)), value=VALUES)
@settings(max_examples=2000)
def test_no_parser_lets_another_exception_through(kind: str, value: object) -> None:
    said = messages_of(lambda: PARSERS[kind](value, "cellule A1"))
    assert all(message.endswith((".", "?")) and "A1" in message for message in said)


@given(data=st.data())
@settings(max_examples=60)
def test_rows_of_anything(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    def spoilt(row: dict[str, str]) -> dict[str, str]:
        keys = data.draw(st.lists(st.sampled_from(sorted(row)), max_size=3))
        safe = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(
            lambda text: text.replace('"', "'").replace(";", ",")
        )
        return row | {key: data.draw(safe) for key in keys}

    rows = [spoilt(CPTS) for _ in range(2)]
    folder = csv_folder(
        tmp_path_factory.mktemp("fuzz"),
        cpts=rows,
        charges=[spoilt(CHARGE | {"Versements": "4", "Délai": "1", "Quantité": "3", "Prix unitaire": "1,5"})],
        produits=[spoilt(INCOME)],
        personnel=[spoilt(POST)],
        indemnites=[spoilt(INDEMNITY)],
        indicateurs=[spoilt(INDICATOR)],
    )
    assert all(messages_of(lambda: read_portfolio(folder, RULES)))


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    data = bytearray((SAMPLES / "portefeuille.xlsx").read_bytes())
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if seed % 4 == 0:
        del data[rng.randrange(len(data)) :]
    path = tmp_path / "portefeuille.xlsx"
    path.write_bytes(bytes(data))
    assert all(messages_of(lambda: read_portfolio(path, RULES)))
    assert all(messages_of(lambda: read_scenarios(path, {}, RULES)))


def test_every_kind_of_column_has_a_parser() -> None:
    every = (*KIND_COLUMNS.values(), *LINKED.values())
    assert {column.kind for columns in every for column in columns} <= set(PARSERS)
