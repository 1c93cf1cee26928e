"""The templates of the comparison and of the sensitivity, handed out and taken back."""

import zipfile
from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.resources import templates_dir

SAMPLES = Path(__file__).parents[1] / "samples"
ONE = ["--structure", "CPTS du Bocage Fleuri"]
COMPARED = ["comparer", str(SAMPLES / "portefeuille"), *ONE]
STUDIED = ["sensibilite", str(SAMPLES / "portefeuille"), *ONE, "--tirages", "50"]


_TEXTS = "xl/sharedStrings.xml"


def texts(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read(_TEXTS).decode()


def reworded(path: Path, before: str, after: str) -> None:
    """Change a text of a workbook, and nothing else."""
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert before.encode() in parts[_TEXTS]
    parts[_TEXTS] = parts[_TEXTS].replace(before.encode(), after.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)


@pytest.mark.parametrize(
    ("words", "shipped"),
    [
        (["comparaison"], "comparaison.xlsx"),
        (["comparaison", "--exercices", "5"], "comparaison.xlsx"),
        (["comparaison", "--exercices", "7"], "comparaison-7.xlsx"),
        (["sensibilite"], "sensibilite.xlsx"),
        (["CPTS"], "cpts.xlsx"),
    ],
)
def test_a_copy_is_the_template_shipped(words: list[str], shipped: str, tmp_path: Path) -> None:
    assert main(["modele", *words, "--vers", str(tmp_path / "x.xlsx")]) == 0
    assert (tmp_path / "x.xlsx").read_bytes() == (templates_dir() / shipped).read_bytes()


@pytest.mark.parametrize(("family", "command"), [("comparaison", COMPARED), ("sensibilite", STUDIED)])
def test_a_template_dressed_up_is_the_one_filled(
    family: str, command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own, made, plain = tmp_path / "own.xlsx", tmp_path / "made.xlsx", tmp_path / "plain.xlsx"
    assert main(["modele", family, "--vers", str(own)]) == 0
    assert main([*command, "--sortie", str(plain)]) == 0
    # the copy as it is gives the same workbook
    assert main([*command, "--sortie", str(made), "--modele", str(own)]) == 0
    assert made.read_bytes() == plain.read_bytes()
    # its own words, where no name of ours stands
    reworded(own, "État des contrôles", "Contrôles de notre fédération")
    assert main([*command, "--sortie", str(made), "--modele", str(own), "--ecraser"]) == 0
    assert "Contrôles de notre fédération" in texts(made)
    assert "État des contrôles" not in texts(made)
    # the template is a file that is read
    assert main([*command, "--sortie", str(own), "--modele", str(own), "--ecraser"]) == 2
    assert "est un des fichiers lus" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["modele", "cpts", "--exercices", "6", "--vers", "x.xlsx"], "--exercices ne vaut que pour « comparaison »"),
        ([*COMPARED, "--modele", "x.xlsx"], "--modele : « x.xlsx » est le modèle d'un classeur ; ajouter --sortie."),
        ([*STUDIED, "--modele", "x.xlsx"], "--modele : « x.xlsx » est le modèle d'un classeur ; ajouter --sortie."),
        ([*COMPARED, "--modele", "x.xlsx", "--sortie", "y.xlsx"], "« excel-tools modele comparaison --vers x.xlsx »"),
        (
            [*STUDIED, "--modele", str(templates_dir() / "esp.xlsx"), "--sortie", "y.xlsx"],
            "--modele : « esp.xlsx » n'est pas un modèle de « sensibilite » ; partir d'une copie",
        ),
    ],
)
def test_what_is_wrong_with_a_template_is_told(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
