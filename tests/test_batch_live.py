"""What a scenario may change lives in the workbook of each structure: recalculated, read back, compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from excel_tools.budget import build_budget
from excel_tools.cli import main
from excel_tools.comparison import one_by_one
from excel_tools.errors import InputError
from excel_tools.inputs import read_scenarios
from excel_tools.reports.changed import compare_workbooks
from excel_tools.reports.reading import read_structures
from excel_tools.reports.sheet_inputs import SheetInputs
from excel_tools.reports.spending_reading import scenario_rises
from excel_tools.reports.values import workbook_values
from excel_tools.scenarios import variants
from excel_tools.spending.entry import LEVEL, raised, rises
from excel_tools.structure import Structure
from excel_tools.workbook.names import areas, read_book
from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import cell_ref
from tests.hosts.typing_hand import by_libreoffice, by_writer
from tests.malformed.build import CHARGE, CPTS, POST, book, csv_file
from tests.scenario_support import CPTS as STRUCTURE
from tests.scenario_support import HEADER, RULES

NAME = "CPTS du Gué"
Row = tuple[str, str, str, str, str]
RENEWALS: tuple[Row, ...] = (
    ("central", "", "renouvellement", "oui", ""),
    ("arrêt", "", "renouvellement", "non", ""),
)
LARGER: tuple[Row, ...] = (
    ("central", "", "", "", ""),
    ("grande", "", "population", "90 000", "2029"),
)
DEARER: tuple[Row, ...] = (
    ("central", "", "", "", ""),
    ("cher", "", "prix", "2 %", ""),
    ("cher", "", "prix", "-1,25 %", "2030"),
    ("cher", "", "salaires", "3 %", "2029"),
    ("tard", "", "base", "cher", ""),
    ("tard", "", "delai_charges", "2", ""),
)
LINES = (CHARGE | {"Montant 2": "12000,55", "Mois": "11", "Délai": "1"}, CHARGE | {"Compte": "6811"})


def _generated(tmp_path: Path, rows: tuple[Row, ...]) -> tuple[Path, Path]:
    """Write the workbook of a CPTS under some scenarios; return it, and the file of the scenarios."""
    table = csv_file(tmp_path, [dict(zip(HEADER, row, strict=True)) for row in rows], "scenarios.csv")
    folder = tmp_path / "sortie"
    portfolio = book(tmp_path, {"CPTS": [CPTS], "Charges": LINES, "Personnel": [POST]})
    words = ["generer", str(portfolio), "--sortie", str(folder), "--scenarios", str(table)]
    assert main(words) == 0
    return folder / f"{NAME}.xlsx", table


@pytest.mark.parametrize("rows", [RENEWALS, LARGER, DEARER])
def test_each_scenario_is_read_back_as_its_file_says(rows: tuple[Row, ...], tmp_path: Path) -> None:
    workbook, table = _generated(tmp_path, rows)
    structures = read_structures(workbook, RULES)
    settings = read_scenarios(table, {NAME: "CPTS"}, RULES).settings
    asked = variants(structures["central"], settings)
    names = [name for name in structures if name in asked]
    assert names == list(asked)
    for name in names:
        assert structures[name] == asked[name]
    assert len({build_budget(structures[name], RULES).months for name in names}) == len(names)


@pytest.mark.hote
def test_scenarios_that_differ_by_them_equal_the_engine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for rows in (RENEWALS, LARGER, DEARER):
        folder = tmp_path / rows[1][0]
        folder.mkdir()
        workbook, _ = _generated(folder, rows)
        capsys.readouterr()
        assert main(["verifier", str(workbook)]) == 0
        assert "aucun écart" in capsys.readouterr().out


def test_an_older_workbook_says_the_renewal_once() -> None:
    older = SheetInputs("a.xlsx", {"in_renouvellement": [["non"]]}, {})
    assert [older.renewal(number) for number in (1, 2, 3)] == [0, 0, 0]
    assert scenario_rises(older, 2) == {}
    own = {f"in_s{number}_renouvellement": [[word]] for number, word in enumerate(("oui", "non", "oui"), 1)}
    newer = SheetInputs("a.xlsx", own, {})
    assert [newer.renewal(number) for number in (1, 2, 3)] == [1, 0, 1]
    assert older.problems == newer.problems == []


def _cell(workbook: Path, name: str, right: int) -> tuple[str, str]:
    """Return the sheet and the address of a cell of an input."""
    area = areas(read_book(Package.read(workbook)))[0][name]
    return area.sheet, cell_ref(area.row, area.column + right)


@pytest.mark.hote
def test_what_is_typed_for_one_scenario_changes_that_one(tmp_path: Path) -> None:
    """Prices that rise by 10 % in 2028 and for good: 12 000 € of rent and as much of allowances, 2 400 € more."""
    workbook, _ = _generated(tmp_path, DEARER[:1])
    place = _cell(workbook, "in_s2_prix", 0)
    for write in (by_writer, by_libreoffice):
        after = write(workbook, tmp_path / f"{write.__name__}.xlsx", {place: 0.1})
        found = compare_workbooks(workbook, after, RULES, one_by_one(RULES), "libre 1")
        (change,) = found.inputs
        assert change.label == "Hausse des prix – 2028"
        assert (change.scenario, change.before, change.after) == ("libre 1", "0\u202f%", "10\u202f%")
    before, now = (read_structures(path, RULES) for path in (workbook, after))
    assert now["libre 1"].price_index == (1_000_000, *(1_100_000,) * 4)
    assert now["central"] == before["central"]


def test_the_sheets_show_the_displayed_scenario() -> None:
    """12 000 € of rent, prices + 10 % in the second year; 2 000 € gross a month at 40 %, wages + 1 % in the third."""
    scenarios = [
        STRUCTURE,
        replace(STRUCTURE, price_index=raised(LEVEL, 100_000, 1)[:2] + (1_100_000,) * 3),
        replace(STRUCTURE, wage_index=(1_000_000, 1_000_000, *(1_010_000,) * 3)),
    ]
    budgets = [build_budget(one, RULES) for one in scenarios]
    for displayed, rent, pay in ((1, [12_000] * 5, [24_000] * 5), (2, [12_000, *[13_200] * 4], [24_000] * 5)):
        values, _, _ = workbook_values(budgets, displayed=displayed)
        assert values["out_charges_montants"][0] == [12_000] * 5
        assert values["out_comptes_charges"][0][3:] == rent
        assert values["out_charges_hausse"][0][:5] == [now - 12_000 for now in rent]
        assert values["out_personnel_annees"][0] == pay
        assert values["out_charges_total"] == [one + 1.4 * gross for one, gross in zip(rent, pay, strict=True)]
        assert values["out_missions_charges"][-1][:5] == rent
    values, _, _ = workbook_values(budgets, displayed=3)
    assert values["out_personnel_annees"][0] == [24_000, 24_000, *[24_240] * 3]
    # what each scenario costs does not depend on the one that is shown
    assert values["out_charges_dues"][12] == [1_000 + 2_800, 1_100 + 2_800, 1_000 + 2_800]
    assert values["out_charges_dues"][24] == [1_000 + 2_800, 1_100 + 2_800, 1_000 + 2_828]


@given(st.lists(st.integers(-500_000, 500_000), min_size=4, max_size=4))
def test_rises_make_the_index_they_were_found_in(rates: list[int]) -> None:
    index: tuple[int, ...] = LEVEL
    for year, rate in enumerate(rates, 1):
        index = raised(index, rate, year)
    found = rises(index)
    assert found is not None
    again: tuple[int, ...] = LEVEL
    for year, rate in enumerate(found, 1):
        again = raised(again, rate, year)
    assert again == index


def test_rises_are_the_round_ones() -> None:
    """2 %, then 1,5 %, then nothing, then less 1,25 %."""
    index = raised(raised(raised(raised(LEVEL, 20_000), 15_000, 2), 0, 3), -12_500, 4)
    assert rises(index) == (20_000, 15_000, 0, -12_500)
    assert rises(LEVEL) == (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"price_index": (1_010_000,) * 5}, "ne sont pas ceux de hausses de -50 à 50 %"),
        ({"wage_index": (1_000_000, 2_000_000, 2_000_000, 2_000_000, 2_000_000)}, "(salaires, en millionièmes)"),
        ({"charges_delay": 4}, "4 mois ajoutés aux charges ; un classeur en tient 3 au plus"),
    ],
)
def test_what_no_input_gives_is_refused(changed: dict[str, object], told: str) -> None:
    structure: Structure = replace(STRUCTURE, **changed)  # type: ignore[arg-type]  # one field of each type
    with pytest.raises(InputError) as caught:
        workbook_values([build_budget(structure, RULES)])
    assert told in caught.value.messages[0]
