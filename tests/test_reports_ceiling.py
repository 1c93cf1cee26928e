"""A civil year whose ceiling of indemnities (PASS) is unknown: the engine refuses, the sheet says so, pays nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.errors import RuleError
from excel_tools.funding.cpts import CptsContract
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.spending.indemnities import Indemnity
from excel_tools.structure import Structure
from excel_tools.workbook.recalc import recalculate_all
from excel_tools.workbook.refs import cell_ref

RULES = load_rules()
KNOWN = Indemnity("A", "", 10_000, (0, 0, 60_000, 0, 0))
"""600 hours at 100 € in 2023, the first year whose ceiling is known: 43 992 € are retained."""


def structure(line: Indemnity) -> Structure:
    contract = CptsContract(day(2021, 1, 1), [60_000] * 7, [0] * 7, {})
    return Structure("CPTS des Monts", "CPTS", "", contract, 2021, indemnities=(line,))


def test_the_engine_refuses_in_words_what_has_no_ceiling() -> None:
    with pytest.raises(RuleError) as raised:
        build_budget(structure(replace(KNOWN, hours=(0, 1_000, 0, 0, 0))), RULES)
    (message,) = raised.value.messages
    assert message.startswith(
        "Indemnités de 2022 : le plafond par professionnel (PASS) n'est connu qu'à partir de 2023"
    )
    assert "saisir la somme en charges" in message


def test_a_year_without_a_ceiling_has_no_amount_in_the_sheet() -> None:
    values, _, _ = workbook_values([build_budget(structure(KNOWN), RULES)])
    years, ceilings = values["out_indemnites_plafonds"]
    assert list(years) == [2021, 2022, 2023, 2024, 2025, 2026]
    assert list(ceilings)[:3] == [0, 0, 43_992]
    assert values["out_indemnites_connu"] == ["sans objet", "sans objet", "connu", "connu", "connu", "connu"]
    assert values["out_indemnites_civiles"] == [0, 0, 60_000, 0, 0, 0]


@pytest.mark.hote
def test_hours_typed_in_such_a_year_are_told_and_not_retained(tmp_path: Path) -> None:
    names, texts, rows = workbook_values([build_budget(structure(KNOWN), RULES)])
    hours: list[list[Any]] = [list(row) for row in names["in_indemnites_heures"]]
    hours[0][0] = 100
    template, path = shipped("CPTS"), tmp_path / "a.xlsx"
    path.write_bytes(template.render({**names, "in_indemnites_heures": hours}, texts=texts, visible_rows=rows))
    found = recalculate_all([path], "libreoffice")[path]

    def cell(name: str, row: int = 0, column: int = 0) -> Any:
        area = template.names[name]
        return found[area.sheet, cell_ref(area.row + row, area.column + column)]

    assert [cell("out_indemnites_connu", 0, year) for year in range(3)] == ["inconnu", "sans objet", "connu"]
    assert [cell("out_indemnites_retenus", 0, year) for year in range(3)] == [0, 0, 43_992]
    assert cell("out_indemnites_exces") == 10_000 + 60_000 - 43_992
    assert cell("out_etat_global") == "À revoir"
