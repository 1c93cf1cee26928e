"""What commands write: no file is lost, be it read, there already, given twice, a link or a pipe."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from excel_tools.cli import main
from tests.malformed.build import CPTS, csv_file

COMMANDS = ("comparer", "sensibilite")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A portfolio that is a folder, one of whose structures has a signed contract, and a table of scenarios."""
    portfolio = tmp_path / "portefeuille"
    portfolio.mkdir()
    csv_file(portfolio, [CPTS | {"Contrat": "contrat.csv"}])
    text = "code;taille;depuis;montant;source\ncpts.fonctionnement;2;;61000;contrat signé\n"
    (tmp_path / "contrat.csv").write_text(text, "utf-8")
    csv_file(tmp_path, [{"scénario": "central", "structure": "", "paramètre": "", "valeur": ""}], "scenarios.csv")
    return tmp_path


def run(folder: Path, command: str, *words: str) -> int:
    drawn = ("--tirages", "2") if command == "sensibilite" else ()
    return main([command, str(folder / "portefeuille"), *drawn, *words])


def state(folder: Path) -> dict[str, bytes]:
    """Every regular file below a folder, by name."""
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--csv", "--json"])
def test_a_file_that_exists_is_not_replaced_unasked(
    command: str, option: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = folder / "mine.csv"
    mine.write_bytes(b"keep")
    assert run(folder, command, option, str(mine)) == 2
    told = capsys.readouterr()
    assert f"{option} : « {mine} » existe déjà ; donner un autre nom, ou ajouter --ecraser." in plain(told.err)
    assert (told.out, mine.read_bytes()) == ("", b"keep")
    assert run(folder, command, option, str(mine), "--ecraser") == 0
    assert mine.read_bytes() != b"keep"
    assert f"Écrit : {mine}" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["portefeuille/cpts.csv", "contrat.csv", "scenarios.csv", "lien", "dur"])
def test_a_file_that_is_read_is_never_replaced(
    command: str, name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "lien").symlink_to(folder / "portefeuille" / "cpts.csv")
    os.link(folder / "contrat.csv", folder / "dur")
    before = state(folder)
    words = ("--scenarios", str(folder / "scenarios.csv"), "--json", str(folder / name), "--ecraser")
    assert run(folder, command, *words) == 2
    told = capsys.readouterr()
    assert "est un des fichiers lus ; donner un autre nom." in plain(told.err)
    assert (told.out, state(folder)) == ("", before)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--csv", "@/o.txt", "--json", "@/o.txt"), "--json : « @/o.txt » est déjà le fichier de --csv"),
        (("--sortie", "@/o.xlsx", "--json", "@/portefeuille/../o.xlsx"), "est déjà le fichier de --sortie"),
        (("--csv", "@/lien.csv", "--json", "@/o.json"), "--json : « @/o.json » est déjà le fichier de --csv"),
        (("--csv", "@/tube"), "n'est pas un fichier ordinaire (périphérique ou tube)"),
        (("--csv", "@/perdu.csv"), "le dossier « @/absent » n'existe pas"),
        (("--json", "@/l.json/"), "« @/l.json/ » est un dossier"),
        (("--json", "-"), "--json : « - » n'est pas un nom de fichier"),
        (("--csv", "@/o.xlsx"), "--csv : « @/o.xlsx » serait un texte sous un nom de classeur ; le terminer par .csv."),
        (("--csv", ""), "--csv : le nom est vide"),
        (("--scenarios", ""), "--scenarios : la valeur est vide"),
        (("--structure", " "), "--structure : la valeur est vide"),
    ],
)
def test_a_name_that_will_not_do_is_told_and_nothing_is_written(
    command: str, words: Sequence[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(folder / "tube")
    (folder / "lien.csv").symlink_to(folder / "o.json")
    (folder / "perdu.csv").symlink_to(folder / "absent" / "o.csv")
    before, names = state(folder), sorted(folder.rglob("*"))
    assert run(folder, command, *(word.replace("@", str(folder)) for word in words), "--ecraser") == 2
    told = capsys.readouterr()
    assert said.replace("@", str(folder)) in plain(told.err)
    assert (told.out, state(folder), sorted(folder.rglob("*"))) == ("", before, names)


def test_one_file_that_cannot_be_written_holds_the_others_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> Iterator[bytes]:
        yield b"{"
        raise OSError(28, "No space left on device", "disque")

    monkeypatch.setattr("excel_tools.cli.comparer.json_pieces", full)
    assert run(folder, "comparer", "--csv", str(folder / "a.csv"), "--json", str(folder / "a.json")) == 2
    told = capsys.readouterr()
    assert "plus de place sur le disque" in told.err
    assert "Écrit" not in told.err
    assert not (folder / "a.csv").exists()
