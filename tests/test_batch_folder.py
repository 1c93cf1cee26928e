"""What a run may replace, what it must keep, and what an interrupted one leaves."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from excel_tools.batch import folder as folders
from excel_tools.batch import manifest, work
from excel_tools.batch.generate import Request, generate
from excel_tools.cli import main
from excel_tools.workbook import read_cells
from tests.malformed.build import CHARGE, CPTS, OTHER, csv_file, csv_folder

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and /proc of Linux and macOS")
Run = Callable[..., int]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sortie"


@pytest.fixture
def run(tmp_path: Path, folder: Path) -> Run:
    def run(rows: list[dict[str, str]], *words: str) -> int:
        return main(["generer", str(csv_file(tmp_path, rows)), "--sortie", str(folder), *words])

    return run


def edit(path: Path) -> bytes:
    path.write_bytes(path.read_bytes() + b" ")
    return path.read_bytes()


def visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_edited_workbook_is_kept_and_its_structure_counted(
    run: Run, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([CPTS, OTHER]) == 0
    table = (folder / "resultats.csv").read_bytes()
    mine = folder / "CPTS du Gué.xlsx"
    changed = edit(mine)
    # the second and third runs know it as well as the first
    for _ in range(3):
        capsys.readouterr()
        assert run([CPTS, OTHER]) == 0
        assert mine.read_bytes() == changed
        told = capsys.readouterr()
        assert "« CPTS du Gué.xlsx » a été modifié depuis sa génération" in told.err
        assert told.out.startswith("1 classeur, 1 gardé tel quel, ")
        assert (folder / "resultats.csv").read_bytes() == table
        cells = read_cells(folder / "index.xlsx")
        assert [cells["Index", f"A{row}"][1] for row in (5, 6)] == ["CPTS du Gué", "CPTS des Sources"]
        alerts = [str(cells[key][1]) for key in cells if key[0] == "Alertes" and key[1].startswith("C")]
        assert any("gardé tel quel ; les chiffres de l'index viennent du portefeuille" in text for text in alerts)
    assert run([CPTS, OTHER], "--strict") == 0
    assert mine.read_bytes() == changed
    assert run([CPTS, OTHER], "--ecraser") == 0
    assert mine.read_bytes() != changed


def test_a_refused_structure_is_not_forgotten(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([CPTS, OTHER])
    mine = folder / "CPTS du Gué.xlsx"
    changed = edit(mine)
    capsys.readouterr()
    assert run([CPTS | {"Population": "-3"}, OTHER]) == 1
    told = capsys.readouterr().err
    assert "« CPTS du Gué.xlsx », d'avant ce lot, est resté tel quel : il n'est plus à jour." in told
    cells = read_cells(folder / "index.xlsx")
    assert "n'est plus à jour" in str(cells["Refus", "C6"][1])
    assert run([CPTS, OTHER]) == 0
    assert mine.read_bytes() == changed


def test_a_structure_that_left_the_portfolio(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run([CPTS, OTHER])
    capsys.readouterr()
    assert run([OTHER]) == 0
    assert "« CPTS du Gué.xlsx », d'une génération précédente, n'est plus celui" in capsys.readouterr().err
    # nobody touched it: it is still ours when the structure comes back
    before = (folder / "CPTS du Gué.xlsx").read_bytes()
    assert run([CPTS | {"Population": "90000"}, OTHER]) == 0
    assert (folder / "CPTS du Gué.xlsx").read_bytes() != before


def test_a_file_that_stood_there_before_the_first_run(run: Run, folder: Path) -> None:
    folder.mkdir()
    (folder / "CPTS du Gué.xlsx").write_bytes(b"mes notes")
    for _ in range(2):
        assert run([CPTS, OTHER]) == 0
        assert (folder / "CPTS du Gué.xlsx").read_bytes() == b"mes notes"
    assert run([CPTS, OTHER], "--ecraser") == 0
    assert (folder / "CPTS du Gué.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("name", ["index.xlsx", "resultats.csv", "manifeste.json"])
def test_an_index_that_is_not_ours(run: Run, folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir()
    (folder / name).write_bytes(b"mes notes")
    assert run([CPTS]) == 2
    assert visible(folder) == [name]
    assert (folder / name).read_bytes() == b"mes notes"
    assert "--ecraser" in capsys.readouterr().err
    assert run([CPTS], "--ecraser") == 0


@pytest.mark.parametrize("name", ["index.xlsx", "resultats.csv", "manifeste.json"])
def test_a_pipe_is_told_before_anything_is_written(
    run: Run, folder: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir()
    os.mkfifo(folder / name)
    assert run([CPTS], "--ecraser") == 2
    assert "n'est pas un fichier ordinaire" in capsys.readouterr().err
    assert (folder / name).is_fifo()
    assert os.listdir(folder) == [name]


def test_an_interrupted_run_forgets_nothing(
    tmp_path: Path, folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run([CPTS, OTHER])
    mine = folder / "CPTS des Sources.xlsx"
    changed = edit(mine)
    old = (folder / manifest.NAME).read_bytes()

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    bigger = [CPTS | {"Population": "90000"}, OTHER]
    with pytest.raises(KeyboardInterrupt):
        generate(Request(csv_file(tmp_path, bigger), folder), stop)
    assert (folder / manifest.NAME).read_bytes() == old
    written = (folder / "CPTS du Gué.xlsx").read_bytes()
    # what that run wrote is ours, what the treasurer wrote is not
    assert run([CPTS, OTHER]) == 0
    assert (folder / "CPTS du Gué.xlsx").read_bytes() != written
    assert mine.read_bytes() == changed
    assert folders.JOURNAL not in visible(folder)


def test_the_inputs_are_never_written_over(
    tmp_path: Path, folder: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    portfolio = csv_file(tmp_path, [CPTS], name="RESULTATS.csv")
    before = portfolio.read_bytes()
    for words in ([], ["--ecraser"]):
        assert main(["generer", str(portfolio), "--sortie", str(tmp_path), *words]) == 2
        assert "est un fichier lu" in capsys.readouterr().err
    assert portfolio.read_bytes() == before
    folder.mkdir()
    template = folder / "CPTS du Gué.xlsx"
    assert main(["modele", "cpts", "--vers", str(template)]) == 0
    assert run([CPTS], "--modele", str(template), "--ecraser") == 2
    scenarios = folder / "index.xlsx"
    shutil.copy(Path(__file__).parents[1] / "samples" / "scenarios.xlsx", scenarios)
    assert run([CPTS], "--scenarios", str(scenarios), "--ecraser") == 2
    assert visible(folder) == ["CPTS du Gué.xlsx", "index.xlsx"]


def test_a_file_that_cannot_be_written_refuses_its_row_only(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = work.write_atomically

    def write(path: Path, data: bytes) -> None:
        if "Gué" in path.name:
            raise OSError(errno.ENAMETOOLONG, "File name too long")
        whole(path, data)

    monkeypatch.setattr(work, "write_atomically", write)
    assert run([CPTS, OTHER]) == 1
    told = capsys.readouterr().err
    assert "« CPTS du Gué.xlsx » ne peut être écrit : nom trop long" in told
    assert "File name" not in told
    assert (folder / "CPTS des Sources.xlsx").is_file()


def test_a_full_disk(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = work.write_atomically

    def write(path: Path, data: bytes) -> None:
        if "Sources" in path.name:
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(path, data)

    monkeypatch.setattr(work, "write_atomically", write)
    assert run([CPTS, OTHER]) == 3
    told = capsys.readouterr().err
    assert "« CPTS des Sources.xlsx » n'a pas pu être écrit : plus de place sur le disque." in told
    assert "Un classeur est écrit en entier" in told
    assert "No space" not in told
    assert run([OTHER, CPTS]) == 2
    assert run([CPTS, OTHER], "--strict") == 2
    assert "Aucun classeur n'a été écrit." in capsys.readouterr().err
    monkeypatch.undo()
    assert run([CPTS, OTHER]) == 0
    assert not [name for name in visible(folder) if name.startswith(".")]


def test_what_a_killed_run_left_is_cleared(run: Run, folder: Path) -> None:
    (folder / ".excel-tools-ab12_xyz").mkdir(parents=True)
    (folder / ".excel-tools-ab12_xyz" / "x.xlsx").write_bytes(b"")
    for name in (".CPTS du Gué.xlsx.0123456789ab.tmp", ".resultats.csv.ab12_xyz.tmp"):
        (folder / name).write_bytes(b"")
    for name in (".notes.tmp", ".excel-tools-ab12", "~$CPTS du Gué.xlsx"):
        (folder / name).write_bytes(b"")
    assert run([CPTS]) == 0
    assert [name for name in visible(folder) if name[0] in ".~"] == [
        ".excel-tools-ab12", ".notes.tmp", "~$CPTS du Gué.xlsx",
    ]  # fmt: skip


@POSIX
def test_two_runs_in_one_folder(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.mkdir()
    with folders.held(folder):
        assert run([CPTS]) == 2
    assert "une autre génération écrit dans" in capsys.readouterr().err
    assert run([CPTS]) == 0


def test_an_empty_option_is_not_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    portfolio = str(csv_file(tmp_path, [CPTS]))
    monkeypatch.chdir(tmp_path)
    assert main(["generer", portfolio, "--sortie", ""]) == 2
    assert "--sortie : le nom est vide" in capsys.readouterr().err
    assert main(["generer", "", "--sortie", "x"]) == 2
    for number in ("0", "-1"):
        assert main(["generer", portfolio, "--sortie", "x", f"--processus={number}"]) == 2
        assert f"--processus : « {number} » trouvé" in capsys.readouterr().err
    assert visible(tmp_path) == ["cpts.csv"]


def test_a_template_of_a_family_that_is_not_there(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "mien.xlsx"
    assert main(["modele", "esp", "--vers", str(own)]) == 0
    assert run([CPTS], "--modele", str(own)) == 0
    assert "est un modèle de ESP, et le portefeuille n'en a aucune" in capsys.readouterr().err


def test_deficits_and_scenarios_without_cash_are_alerts(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rent = CHARGE | {"Montant 1": "900000"}
    salary = CHARGE | {"Structure": "CPTS des Sources", "Montant 1": "10000"}
    late = {"Premier mois": "9"}
    portfolio = csv_folder(tmp_path, cpts=[CPTS | late, OTHER | late], charges=[rent, salary])
    scenarios = csv_file(
        tmp_path,
        [
            {"Scénario": "central", "Structure": "", "Paramètre": "", "Valeur": ""},
            {"Scénario": "même", "Structure": "", "Paramètre": "", "Valeur": ""},
            {"Scénario": "prudent", "Structure": "tous", "Paramètre": "atteinte", "Valeur": "0 %"},
        ],
        name="scenarios.csv",
    )
    assert main(["generer", str(portfolio), "--sortie", str(folder), "--scenarios", str(scenarios)]) == 0
    err = capsys.readouterr().err
    assert "Scénario « même » identique à « central », au centime, pour : CPTS du Gué, CPTS des Sources." in err
    cells = read_cells(folder / "index.xlsx")
    alerts = {(cells["Alertes", f"A{key[1:]}"][1], str(cells[sheet, key][1]))
              for sheet, key in cells if sheet == "Alertes" and key[0] == "C"}  # fmt: skip
    of_first = [text for name, text in alerts if name == "CPTS du Gué"]
    assert any(text.startswith("Résultat négatif : 2027-2028 (") and "2031-2032" in text for text in of_first)
    assert any(text.startswith("Scénario « prudent » : la trésorerie est négative, au plus bas") for text in of_first)
    assert not [text for text in of_first if "« même »" in text]
    assert not [text for name, text in alerts if name == "CPTS des Sources" and "égati" in text]
    # a fiscal year across two civil years bears both
    assert cells["Index", "D5"][1] == "2027-2028"
    assert [cells["Par exercice", f"{column}5"][1] for column in "AB"] == ["2027-2028", 2]
    assert cells["Par exercice", "C5"][0] == "SUMIFS('Détail'!E$5:E$14,'Détail'!$D$5:$D$14,$A5)"
    warnings = json.loads((folder / manifest.NAME).read_text(encoding="utf-8"))["avertissements"]
    assert "resultat-negatif" in {entry.get("code") for entry in warnings}
    assert set(pd.read_csv(folder / "resultats.csv", sep=";")["scenario"]) == {"central", "même", "prudent"}


def many(tmp_path: Path, count: int) -> Path:
    return csv_file(tmp_path, [CPTS | {"Nom": f"CPTS {rank:04d}"} for rank in range(count)])


def start(portfolio: Path, folder: Path, *words: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "excel_tools", "generer", str(portfolio), "--sortie", str(folder), *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for _ in range(600):
        if folder.is_dir() and list(folder.glob("*.xlsx")):
            return process
        time.sleep(0.05)
    process.kill()
    raise AssertionError("nothing was written")


@POSIX
def test_a_request_to_stop_leaves_only_whole_files(tmp_path: Path, folder: Path) -> None:
    process = start(many(tmp_path, 400), folder)
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 128 + signal.SIGINT
    assert told.splitlines()[-1] == "Interrompu."
    assert {name for name in visible(folder) if name.startswith(".")} == {folders.JOURNAL}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_no_worker_outlives_its_parent(tmp_path: Path, folder: Path) -> None:
    process = start(many(tmp_path, 400), folder, "--processus", "2")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert len(children) >= 2
    process.kill()
    process.communicate(timeout=60)
    for _ in range(200):
        if not any(alive(int(child)) for child in children):
            return
        time.sleep(0.05)
    raise AssertionError("a worker is still alive")


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z" and os.path.exists(f"/proc/{process}")
