"""What is written about the parameters is what the catalogue says."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from excel_tools.cli import main
from excel_tools.scenarios.parameters import CATALOGUE, Parameter
from samples.dessiner import help_cells

ROOT = Path(__file__).parents[1]
OURS = [one for one in CATALOGUE if not one.value.startswith("msp.")]


@pytest.mark.parametrize("parameter", OURS, ids=lambda one: one.shown)
def test_the_guide_has_a_row_for_each_parameter(parameter: Parameter) -> None:
    name, *cells = help_cells(parameter)
    assert f"| `{name}` | {' | '.join(cells)} |" in (ROOT / "LISEZMOI.md").read_text(encoding="utf-8")


def test_the_sample_workbook_helps_with_every_parameter() -> None:
    sheet = load_workbook(ROOT / "samples" / "scenarios.xlsx")["Aide"]
    written = [tuple(cell.value for cell in row[:6]) for row in sheet.iter_rows()]
    assert [row for row in map(help_cells, CATALOGUE) if row not in written] == []


def test_the_help_of_the_command_names_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generer", "--help"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "--garder" in told
    assert [one.shown for one in OURS if one.shown not in told] == []
