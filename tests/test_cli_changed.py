"""``comparer avant.xlsx apres.xlsx`` as it is typed, and the same in Python."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from excel_tools import api
from excel_tools.cli import main
from excel_tools.rules import load_rules
from tests.hosts.made_workbooks import Cell, at, plain, wrote

RULES = load_rules()


TEAMS: Cell = ("in_s1_equipes", 0, 2)
"""Teams of the contract year that opens in 2028; the next ones stand at its right."""
PRUDENT_TEAMS: Cell = ("in_s2_equipes", 0, 2)


def _texts(capsys: pytest.CaptureFixture[str], words: Sequence[str]) -> tuple[int, str, str]:
    code = main(["comparer", *words])
    captured = capsys.readouterr()
    return code, plain(captured.out), plain(captured.err)


def test_the_command_tells_inputs_and_causes(
    made: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # one team more from 2028 to 2029, then the contract ends: 7 500 € in each of the two civil years
    source, later = made["ESP"], ("in_s1_equipes", 0, 3)
    after = wrote(source, tmp_path / "apres.xlsx", {TEAMS: 3, later: 3})
    files = [str(made["ESP"]), str(after)]
    code, out, err = _texts(capsys, [*files, "--json", str(tmp_path / "a.json"), "--csv", str(tmp_path / "a.csv")])
    assert code == 0
    assert "2 saisies ont changé" in out
    assert f"Entrées {at(source, TEAMS)[1]} : Équipes – 01/01/2028, scénario « central »\n      2 → 3  " in out
    assert "Autres saisies" in out
    assert "« apres.xlsx » : " in err
    assert "saisies" in err
    assert max(map(len, out.splitlines())) <= 100
    found = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert (found["apres"], found["structure"], found["scenario"]) == ("apres.xlsx", "ESP Sologne Sud", "central")
    assert [(item["feuille"], item["cellule"], item["nom"]) for item in found["saisies"]] == [
        (*at(source, TEAMS), "in_s1_equipes"),
        (*at(source, later), "in_s1_equipes"),
    ]
    gap = found["structures"][0]["scenarios"]["après"]["ecart"]["montants"]["produits"]
    assert gap == {"2027": 0, "2028": 7500, "2029": 7500, "2030": 0, "2031": 0}
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfstructure;")


def test_another_scenario_is_asked_by_name_or_number(
    made: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    after = wrote(made["ESP"], tmp_path / "apres.xlsx", {PRUDENT_TEAMS: 3})
    files = [str(made["ESP"]), str(after)]
    for scenario in ("2", "PRUDENT"):
        code, out, _ = _texts(capsys, [*files, "--scenario", scenario])
        assert code == 0
        assert "ESP Sologne Sud, scénario « prudent »" in out
        assert "+7 500,00" in out
    # asked for none: the one displayed is as it was, and the other one is compared
    code, out, _ = _texts(capsys, files)
    told = "Le scénario affiché, « central », garde ses saisies : la comparaison porte sur « prudent »."
    assert told in plain(" ".join(out.split()))
    assert "+7 500,00" in out
    code, out, _ = _texts(capsys, [*files, "--scenario", "central"])
    assert 'Des saisies de « prudent » ont changé aussi : --scenario "prudent" montre' in plain(" ".join(out.split()))
    assert "Aucun montant de « central » ne change." in out
    # two scenarios of one name: the second one bears its number
    twins = [
        str(wrote(Path(file), tmp_path / f"{at}.xlsx", {("in_scenario_noms", 0, 0): "prudent"}))
        for at, file in enumerate(files)
    ]
    assert "ESP Sologne Sud, scénario « prudent (2) »" in _texts(capsys, [*twins, "--scenario", "2"])[1]
    code, out, err = _texts(capsys, [*files, "--scenario", "prudant"])
    assert (code, out) == (2, "")
    assert "Vouliez-vous dire « prudent » ?" in err
    code, out, err = _texts(capsys, [files[0], files[0]])
    assert (code, err.startswith("Barème ESP : ")) == (0, True)
    assert out.endswith("\nAucune saisie n'a changé.\n")


def test_the_api_gives_the_inputs_as_a_table(made: dict[str, Path], tmp_path: Path) -> None:
    after = wrote(made["ESP"], tmp_path / "apres.xlsx", {PRUDENT_TEAMS: 3})
    found = api.changements(made["ESP"], after, "prudent")
    (row,) = api.tableau(found).to_dict("records")
    assert (row["feuille"], row["cellule"], row["scenario"], row["avant"], row["apres"]) == (
        *(*at(made["ESP"], PRUDENT_TEAMS), "prudent"),
        *("2", "3"),
    )
    frame = api.tableau(found.comparison)
    assert frame.query("mesure == 'produits' and cause == ''")["ecart"].sum() == 7500
