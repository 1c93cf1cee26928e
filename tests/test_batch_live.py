"""What a scenario may change lives in the workbook of each structure: recalculated, read back, compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.inputs import read_scenarios
from excel_tools.reports.reading import read_structures
from excel_tools.scenarios import variants
from tests.malformed.build import CPTS, csv_file
from tests.scenario_support import HEADER, RULES

NAME = "CPTS du Gué"


def _generated(tmp_path: Path, *rows: tuple[str, str, str, str, str]) -> tuple[Path, Path]:
    """Write the workbook of a CPTS under some scenarios; return it, and the file of the scenarios."""
    table = csv_file(tmp_path, [dict(zip(HEADER, row, strict=True)) for row in rows], "scenarios.csv")
    folder = tmp_path / "sortie"
    words = ["generer", str(csv_file(tmp_path, [CPTS])), "--sortie", str(folder), "--scenarios", str(table)]
    assert main(words) == 0
    return folder / f"{NAME}.xlsx", table


def _as_asked(workbook: Path, table: Path) -> None:
    """Hold each scenario read back from a workbook to what its file asks of the first one."""
    structures = read_structures(workbook, RULES)
    settings = read_scenarios(table, {NAME: "CPTS"}, RULES).settings
    asked = variants(next(iter(structures.values())), settings)
    for name, structure in structures.items():
        if name in asked:
            assert structure == asked[name]


def test_the_renewal_of_each_scenario_is_read_back(tmp_path: Path) -> None:
    workbook, table = _generated(
        tmp_path, ("central", "", "renouvellement", "oui", ""), ("arrêt", "", "renouvellement", "non", "")
    )
    _as_asked(workbook, table)


@pytest.mark.hote
def test_scenarios_differ_by_their_renewal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook, _ = _generated(
        tmp_path, ("central", "", "renouvellement", "oui", ""), ("arrêt", "", "renouvellement", "non", "")
    )
    capsys.readouterr()
    assert main(["verifier", str(workbook)]) == 0
    assert "aucun écart" in capsys.readouterr().out
