"""``excel-tools generer``: what it writes, what it refuses, and that the same inputs give the same bytes."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from excel_tools.batch import generate as batch
from excel_tools.batch.generate import Request, generate
from excel_tools.cli import main
from excel_tools.dates import parse_day
from excel_tools.workbook import files, read_cells, read_names
from tests.malformed.build import CPTS, OTHER, csv_file, csv_folder

SAMPLES = Path(__file__).parents[1] / "samples"
Run = Callable[..., tuple[int, Path]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(portfolio: Path, *words: str, folder: str = "sortie") -> tuple[int, Path]:
        target = tmp_path / folder
        return main(["generer", str(portfolio), "--sortie", str(target), *words]), target

    return run


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_sample(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code, folder = run(SAMPLES / "portefeuille.xlsx", "--scenarios", str(SAMPLES / "scenarios.csv"))
    assert code == 0
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 17
    assert {
        "CPTS Cœur de Plaine.xlsx",
        "MSP La Passerelle.xlsx",
        "index.xlsx",
        "resultats.csv",
        "manifeste.json",
    } <= set(names)
    told = capsys.readouterr()
    assert told.out.startswith("14 classeurs, ")
    # the scenarios left out, one sentence per barème, one for a scenario that changes nothing for some: nothing else
    assert [line.split(" :")[0] for line in told.err.splitlines()][:5] == [
        "Scénarios laissés de côté", "Barème CPTS", "Barème MSP", "Barème ESS", "Barème ESP",
    ]  # fmt: skip
    assert "« réforme montants », « réforme avances » ; un classeur en tient 3" in told.err.splitlines()[0]
    assert all(line.startswith("Scénario « ") for line in told.err.splitlines()[5:])
    manifest = json.loads((folder / "manifeste.json").read_text(encoding="utf-8"))
    assert [entry["fichier"] for entry in manifest["entrees"]] == [
        "portefeuille.xlsx", "contrat-coeur-de-plaine.csv", "scenarios.csv",
    ]  # fmt: skip
    for entry in manifest["sorties"]:
        assert hashlib.sha256((folder / entry["fichier"]).read_bytes()).hexdigest() == entry["sha256"]
    assert {entry["fichier"] for entry in manifest["sorties"]} | {"manifeste.json"} == set(names)
    assert manifest["scenarios"] == ["central", "prudent", "ambitieux"]
    assert manifest["date_edition"] == "2026-11-20"
    assert [entry["famille"] for entry in manifest["bareme"]] == ["cpts", "msp", "ess", "esp"]
    table = pd.read_csv(folder / "resultats.csv", sep=";", decimal=",", dtype={"mois": str})
    assert table["structure"].nunique() == 14
    assert set(table["scenario"]) == {"central", "prudent", "ambitieux"}


def test_a_workbook_holds_the_inputs_of_its_row(run: Run) -> None:
    _, folder = run(SAMPLES / "portefeuille")
    path = folder / "CPTS des Deux Caps.xlsx"
    values = read_names(path, ["in_nom", "in_population", "in_signature", "in_scenario_noms"])
    assert values["in_nom"] == [["CPTS des Deux Caps"]]
    assert values["in_population"] == [[77_300] * 7]
    assert values["in_signature"] == [[parse_day("2022-10-20") - 693_594]]
    assert [row[0] for row in values["in_scenario_noms"]] == ["central", "prudent", "décalé"]


def test_same_inputs_same_bytes_whatever_the_processes(run: Run) -> None:
    _, one = run(SAMPLES / "portefeuille", folder="un")
    _, two = run(SAMPLES / "portefeuille", "--processus", "2", folder="deux")
    assert content(one) == content(two)
    run(SAMPLES / "portefeuille", folder="un")
    assert content(one) == content(two)


def test_a_bad_row_stops_nothing_but_itself(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code, folder = run(csv_file(tmp_path, [CPTS | {"Population": "4O 000"}, OTHER]))
    assert code == 1
    assert sorted(path.name for path in folder.glob("*.xlsx")) == ["CPTS des Sources.xlsx", "index.xlsx"]
    told = capsys.readouterr()
    assert "Refusé : cpts.csv, ligne 2, « CPTS du Gué »" in told.err
    assert "1 ligne refusée" in told.out
    cells = read_cells(folder / "index.xlsx")
    assert cells["Refus", "A5"][1] == "CPTS du Gué"
    assert "« 4O 000 »" in str(cells["Refus", "C5"][1])
    manifest = json.loads((folder / "manifeste.json").read_text(encoding="utf-8"))
    assert manifest["refus"][0]["ligne"] == 2


def test_strict_writes_nothing(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code, folder = run(csv_file(tmp_path, [CPTS | {"Population": "-3"}, OTHER]), "--strict")
    assert code == 2
    assert not folder.exists()
    assert "« -3 »" in capsys.readouterr().err


def test_strict_with_sound_rows_writes_everything(run: Run) -> None:
    _, plain = run(SAMPLES / "portefeuille", folder="souple")
    code, strict = run(SAMPLES / "portefeuille", "--strict", folder="strict")
    assert code == 0
    assert content(plain) == content(strict)


def test_a_rule_that_refuses_a_structure_refuses_its_row_only(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    team = {
        "Nom": "ESP du Lac",
        "Région": "Bretagne",
        "Date de début": "01/03/2024",
        "Équipes": "2",
        "Premier exercice": "2027",
    }
    portfolio = csv_folder(tmp_path, cpts=[CPTS], esp=[team])
    code, folder = run(portfolio)
    assert code == 1
    assert (folder / "CPTS du Gué.xlsx").is_file()
    assert "Aucun forfait ESP connu pour la région « Bretagne »" in capsys.readouterr().err
    assert run(portfolio, "--strict", folder="strict")[0] == 2
    assert not (tmp_path / "strict").exists()


def test_the_edition_date_is_an_option(tmp_path: Path, run: Run) -> None:
    _, folder = run(csv_file(tmp_path, [CPTS]), "--date-edition", "15/01/2027")
    assert json.loads((folder / "manifeste.json").read_text(encoding="utf-8"))["date_edition"] == "2027-01-15"


def test_only_whole_files_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sortie"
    seen: list[set[str]] = []

    def watch(done: int, total: int) -> None:
        seen.append({path.name for path in folder.iterdir() if not path.name.startswith(".")})
        for name in seen[-1]:
            assert read_cells(folder / name)

    generate(Request(csv_file(tmp_path, [CPTS, OTHER]), folder), watch)
    assert seen[0] == set()
    assert seen[-1] == {"CPTS du Gué.xlsx", "CPTS des Sources.xlsx"}
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]

    # a power cut while a workbook is being written leaves the old one
    old = content(folder)

    def cut(source: object, target: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "replace", cut)
    with pytest.raises(KeyboardInterrupt):
        generate(Request(csv_file(tmp_path, [CPTS | {"Population": "90000"}, OTHER]), folder))
    monkeypatch.undo()
    left = content(folder)
    assert {name: data for name, data in left.items() if name.endswith("xlsx")} == {
        name: data for name, data in old.items() if name.endswith("xlsx")
    }


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(batch.tempfile, "TemporaryDirectory", refuse)
    code, folder = run(csv_file(tmp_path, [CPTS]))
    assert code == 2
    assert "impossible d'écrire" in capsys.readouterr().err
    assert not folder.exists()


def test_a_template_of_ones_own(tmp_path: Path, run: Run) -> None:
    own = tmp_path / "mon modèle.xlsx"
    assert main(["modele", "cpts", "--vers", str(own)]) == 0
    portfolio = csv_file(tmp_path, [CPTS])
    code, folder = run(portfolio, "--modele", str(own))
    assert code == 0
    _, ours = run(portfolio, folder="nous")
    assert (folder / "CPTS du Gué.xlsx").read_bytes() == (ours / "CPTS du Gué.xlsx").read_bytes()


def test_a_template_without_our_names(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    code, folder = run(csv_file(tmp_path, [CPTS]), "--modele", str(SAMPLES / "portefeuille.xlsx"))
    assert code == 2
    assert "aucun des noms" in capsys.readouterr().err
    assert not folder.exists()


def test_a_missing_template(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(csv_file(tmp_path, [CPTS]), "--modele", "nulle-part.xlsx")[0] == 2
    assert "introuvable" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cpts", "--vers", "nulle/part/x.xlsx"], "n'existe pas"),
        (["cpts", "--vers", "x.pdf"], ".xlsx"),
        (["cds", "--vers", "x.xlsx"], "cds"),
    ],
)
def test_a_template_cannot_be_copied(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["modele", *words]) == 2
    assert said in capsys.readouterr().err


def test_a_template_is_not_copied_over_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.xlsx").write_text("à moi")
    assert main(["modele", "msp", "--vers", str(tmp_path / "x.xlsx")]) == 2
    assert "existe déjà" in capsys.readouterr().err
    assert main(["modele", "msp", "--vers", str(tmp_path / "x.xlsx"), "--ecraser"]) == 0
    assert (tmp_path / "x.xlsx").read_bytes()[:2] == b"PK"
