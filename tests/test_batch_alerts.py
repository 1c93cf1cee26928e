"""A portfolio: what its structures share is told once, and counted for each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.workbook import read_cells, read_names
from tests.malformed.build import CPTS, OTHER, csv_file

NAMES = ("out_alertes_resume", "bar_alertes", "bar_alertes_portee", "bar_alertes_etats")


def _counts(folder: Path) -> dict[str, int]:
    cells = read_cells(folder / "index.xlsx")
    rows = [key[1:] for sheet, key in cells if sheet == "Index" and key.startswith("L") and key[1:].isdigit()]
    return {str(cells["Index", f"A{row}"][1]): int(str(cells["Index", f"L{row}"][1])) for row in rows if int(row) > 4}


def test_a_shared_commune_is_told_once_and_counted_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apart, together = tmp_path / "apart", tmp_path / "together"
    plain = [CPTS | {"Communes": "Roche"}, OTHER | {"Communes": "Lyon"}]
    shared = [CPTS | {"Communes": "Roche, Saint-Étienne"}, OTHER | {"Communes": "SAINT ETIENNE"}]
    assert main(["generer", str(csv_file(tmp_path, plain)), "--sortie", str(apart)]) == 0
    assert "commune" not in capsys.readouterr().err
    assert main(["generer", str(csv_file(tmp_path, shared)), "--sortie", str(together)]) == 0
    assert capsys.readouterr().err.count("Étienne") == 1
    before, after = _counts(apart), _counts(together)
    for name in ("CPTS du Gué", "CPTS des Sources"):
        assert after[name] == before[name] + 1
        found = read_names(together / f"{name}.xlsx", NAMES)
        assert "figure dans 2 CPTS" in str(found["bar_alertes"][0][0])
        assert found["bar_alertes_portee"][0] == ["Portefeuille"]
        assert found["bar_alertes_etats"][0] == ["Alerte"]
    cells = read_cells(together / "index.xlsx")
    told = [str(found) for (sheet, key), (_, found) in cells.items() if sheet == "Alertes" and key.startswith("C")]
    assert sum("tienne" in text for text in told) == 1
