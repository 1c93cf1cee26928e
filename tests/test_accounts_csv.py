"""The treasurer's CSV « compte ; ligne »."""

from __future__ import annotations

from pathlib import Path

import pytest

from excel_tools.accounts.chart import default_chart
from excel_tools.errors import InputError
from excel_tools.inputs.accounts import read_chart
from excel_tools.rules import load_rules

CHART = default_chart(load_rules())


def test_its_rows_win_over_the_default_ones(tmp_path: Path) -> None:
    path = tmp_path / "comptes.csv"
    path.write_text(
        "Compte;Ligne;Notes\n6226;65.gestion;chez nous\n\n607;60 – Achats matières et fournitures;\n", "utf-8"
    )
    chart = read_chart(path, CHART)
    assert chart.find("62261").code == "65.gestion"
    assert chart.find("6071").code == "60.matieres"
    assert chart.find("6227").code == "62.honoraires"


def test_its_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "comptes.csv"
    path.write_text("Compte;Ligne\n6226;\n;65.gestion\n512;65.gestion\n641;64.salaires\n613;61.locations;x\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_chart(path, CHART)
    assert [message.split(" : ")[0] for message in caught.value.messages] == [
        "« comptes.csv », ligne 2",
        "« comptes.csv », ligne 3",
        "« comptes.csv », ligne 6",
        "« comptes.csv », ligne 4",
        "« comptes.csv », ligne 5",
    ]
    assert caught.value.messages[0].endswith("il manque la ligne.")
    assert caught.value.messages[1].endswith("il manque le compte.")


@pytest.mark.parametrize("text", ["Numéro;Poste\n62;x\n", "Compte;Montant\n62;3\n"])
def test_a_file_without_its_columns_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "comptes.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="colonne"):
        read_chart(path, CHART)
