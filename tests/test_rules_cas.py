"""Every figure of the barèmes against the case files, which an administrator can read and complete."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from excel_tools.dates import parse_day
from excel_tools.money import parse_euros, parse_number, parse_rate
from excel_tools.rules import load_rules

FOLDER = Path(__file__).parent / "cas"


def _cases() -> list[dict[str, str]]:
    found = []
    for path in sorted(FOLDER.glob("bareme_*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            found += list(csv.DictReader(stream, delimiter=";"))
    return found


CASES = _cases()


def _minor(text: str, unit: str) -> int:
    if unit.startswith("EUR"):
        return parse_euros(text)
    if unit == "%":
        return parse_rate(text)
    if unit == "oui/non":
        return {"oui": 1, "non": 0}[text]
    return int(parse_number(text))


@pytest.mark.parametrize("case", CASES, ids=[case["nom"] for case in CASES])
def test_case(case: dict[str, str]) -> None:
    amount = load_rules().amount(case["code"], parse_day(case["date"]))
    size = int(case["taille"]) if case["taille"] else None
    assert amount.value(size) == _minor(case["attendu"], amount.unit)
    assert amount.confidence(size) == case["confiance"]


def test_every_sized_euro_amount_of_the_cpts_has_its_four_cases() -> None:
    seen = {(case["code"], case["taille"]) for case in CASES}
    rules = load_rules()
    contract_lines = [
        code
        for code in rules.codes("cpts")
        if rules.amount(code).sized and code not in ("cpts.taille.seuils", "cpts.avance_lettre_intention")
    ]
    assert [
        (code, str(size)) for code in contract_lines for size in (1, 2, 3, 4) if (code, str(size)) not in seen
    ] == []
