"""Whatever is typed in any argument of any function, the answer is a value or a French sentence."""

import datetime
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from excel_tools.errors import ExcelToolsError
from excel_tools.functions import CATALOGUE, Spread, call, explain
from excel_tools.functions.hosts.cell import CellError, in_cell

PLAUSIBLE = [
    "90000", "45 000,5", "1e3", "-3", "0", "oui", "non", "2024", "2024-02-29", "29/02/2025", "45000", "toutes",
    "acces", "Prévention", "parcours|2024-09-01|80%", "acces|2019-07-01|0;crise|2030-01-01", "@", "@/etc/passwd", "@.",
    "patientele=4000;ps_associes=3", "annee=2022;crise_actions=oui;patientele=1", "annee=2100;date_contrat=2099-12-31",
    "nouvelle_structure=oui;date_contrat=2022-12-31;taux_ame=100%", "cpts.parcours.fixe", "pass.plafond", "=1+1", "€",
    "Centre-Val de Loire", "horaires", "\x00", "\ud800", "٣", "½", "²", "1_000", "NaN", "inf", "|||", ";;;", "==", "%",
]  # fmt: skip
cells = st.one_of(
    st.sampled_from(PLAUSIBLE),
    st.none(),
    st.booleans(),
    st.integers(-(10**15), 10**15),
    st.integers(0, 60_000),
    st.floats(),
    st.dates(),
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2200, 1, 1)),
    st.text(max_size=12),
)
arguments = st.one_of(
    cells,
    cells,
    st.lists(st.lists(cells, max_size=4), max_size=4),
    st.dictionaries(st.text(max_size=9), cells, max_size=3),
)


def checked(name: str, args: list[Any]) -> list[str]:
    """The messages of a refusal; none when the call succeeds, and then it is JSON and can be explained."""
    try:
        found = call(name, args)
    except ExcelToolsError as error:
        messages = error.messages
    else:
        json.dumps(found.json(), allow_nan=False)
        if not isinstance(found.value, Spread):
            json.dumps(explain(name, args).json(), allow_nan=False)
        return []
    assert messages
    assert all(message.startswith(f"{name} : ") for message in messages)
    return messages


@settings(max_examples=400)
@given(st.sampled_from(list(CATALOGUE)), st.lists(arguments, max_size=7))
def test_never_a_traceback(name: str, args: list[Any]) -> None:
    shown = in_cell(name, args)
    messages = checked(name, args)
    assert not messages or isinstance(shown, CellError)


@settings(max_examples=300)
@given(st.sampled_from(list(CATALOGUE)), st.data())
def test_one_argument_of_an_example_changed(name: str, data: st.DataObject) -> None:
    example = data.draw(st.sampled_from(CATALOGUE[name].examples))
    args: list[Any] = list(example.arguments) + [None] * (len(CATALOGUE[name].arguments) - len(example.arguments))
    if not args:
        return
    args[data.draw(st.integers(0, len(args) - 1))] = data.draw(arguments)
    checked(name, args)
