"""Every case of tests/cas/fonctions.csv: figures of the texts, and each kind of error.

Arguments are separated by « / »; an expected text after « ! » is part of an error.
"""

import csv
from pathlib import Path

import pytest

from excel_tools.errors import ExcelToolsError
from excel_tools.functions import CATALOGUE, call, explain, find

FILE = Path(__file__).parent / "cas" / "fonctions.csv"
CASES = [
    (row["fonction"], tuple(row["arguments"].split(" / ")), row["attendu"])
    for row in csv.DictReader(FILE.read_text(encoding="utf-8").splitlines(), delimiter=";")
]
UNKNOWN = ("CPTS.TAILEL", "ABRACADABRA")
BOOLEANS = {"VRAI": True, "FAUX": False}


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(("name", "args", "expected"), CASES, ids=[f"{c[0]}-{i}" for i, c in enumerate(CASES, 2)])
def test_case(name: str, args: tuple[str, ...], expected: str) -> None:
    if expected.startswith("!"):
        with pytest.raises(ExcelToolsError) as caught:
            call(name, args)
        text = plain(" ".join(caught.value.messages))
        assert expected.removeprefix("!").strip() in text
        assert text.startswith(f"Fonction « {name} » inconnue" if name in UNKNOWN else f"{find(name).name} : ")
        return
    found = call(name, args).resultat
    if expected in BOOLEANS:
        assert found is BOOLEANS[expected]
    else:
        assert found == float(expected)
        assert isinstance(found, int) == float(expected).is_integer()
    # the same call can always be explained, and the root bears the same value
    assert explain(name, args).root.json()["valeur"] == found


def test_enough_cases_and_every_scalar_function_has_one() -> None:
    assert len(CASES) >= 60
    assert {find(name).name for name, _, _ in CASES if name not in UNKNOWN} >= {
        function.name for function in CATALOGUE.values() if not function.result.is_table
    }
