"""The commands that build the extension for LibreOffice and install it, and what they say when they cannot."""

import re
import sys
from pathlib import Path

import pytest

from excel_tools import __version__
from excel_tools.cli import hotes, main
from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.hosts.libreoffice import archive
from excel_tools.workbook import extensions, office


def test_construire_writes_the_extension(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["fonctions", "construire", "--hote", "libreoffice"]) == 0
    assert (tmp_path / "excel-tools.oxt").read_bytes() == archive.extension()
    assert f"{len(FUNCTIONS)} fonctions, version {__version__}" in capsys.readouterr().out
    assert main(["fonctions", "construire", "--hote", "libreoffice", "--vers", str(tmp_path / "autre.oxt")]) == 0
    assert sorted(file.name for file in tmp_path.iterdir()) == ["autre.oxt", "excel-tools.oxt"]
    # an earlier extension of ours is replaced, anything else is not
    assert main(["fonctions", "construire", "--hote", "libreoffice"]) == 0
    (tmp_path / "autre.oxt").write_bytes(b"mine")
    assert main(["fonctions", "construire", "--hote", "libreoffice", "--vers", "autre.oxt"]) == 2
    assert "il n'est pas remplacé" in capsys.readouterr().err
    assert (tmp_path / "autre.oxt").read_bytes() == b"mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["construire"], "il manque le tableur"),
        (["construire", "--hote", "gnumeric"], "« gnumeric » inconnu"),
        (["construire", "--hote", "libreoffice", "--vers", "a.xlsx"], "doit se terminer par .oxt"),
        (["construire", "--hote", "libreoffice", "--vers", "absent/a.oxt"], "le dossier « absent » n'existe pas"),
        (["construire", "--hote", "libreoffice", "--profil", "x"], "ne va qu'avec installer"),
        (
            ["installer", "--hote", "libreoffice", "--vers", "x"],
            "« --vers » ne va qu'avec construire ou installer --hote e",
        ),
        (
            ["desinstaller", "--hote", "excel", "--vers", "x"],
            "« --vers » ne va qu'avec construire ou installer --hote e",
        ),
        (
            ["desinstaller", "--hote", "excel", "--profil", "x"],
            "« --profil » ne va qu'avec installer ou desinstaller --",
        ),
        (["désinstaller", "--hote", "LIBREOFFICE", "--profil", "absent"], "le dossier « absent » n'existe pas"),
        (["instaler", "--hote", "libreoffice"], "Vouliez-vous dire « installer » ?"),
        (["instaler"], "ni une fonction ni une action. Vouliez-vous dire « installer » ?"),
        (["CPTS.TOTALE"], "Fonction « CPTS.TOTALE » inconnue. Vouliez-vous dire « CPTS.TOTAL »"),
        (
            ["installer", "--hote", "calc"],
            "« calc » inconnu ; choix : libreoffice, excel. Vouliez-vous dire « libreoffice » ?",
        ),
        (["installer", "--hote", "excell"], "Vouliez-vous dire « excel » ?"),
        (["installer", "--hote", "libreoffice", "--profil", "fichier"], "n'est pas un dossier"),
        (["CPTS.TOTAL", "--hote", "libreoffice"], "ne va qu'avec construire"),
    ],
)
def test_commands_badly_written(
    words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fichier").touch()
    assert main(["fonctions", *words]) == 2
    assert told in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["fichier"]


def test_the_help_has_a_line_for_each_action(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fonctions", "installer", "--help"]) == 0
    said = capsys.readouterr().out
    assert "Liste les fonctions et leur aide, ou les met dans un tableur." in said
    lines = said.partition("\nactions :\n")[2].splitlines()
    assert [line.split()[0] for line in lines if re.match(r"  \w+ {2,}\w", line)] == [*hotes.ACTIONS]


def test_an_action_and_a_spreadsheet_are_understood_however_they_are_typed(capsys: pytest.CaptureFixture[str]) -> None:
    for action, host in (("désinstaller", "Excel"), ("DESINSTALLER", "EXCEL"), ("De\u0301sinstaller", "excel")):
        assert main(["fonctions", action, "--hote", host]) == 0
        assert "Il suffit de le supprimer" in capsys.readouterr().out


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that looks like the programs of a LibreOffice."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "soffice").touch(0o755)
    monkeypatch.setenv("EXCEL_TOOLS_SOFFICE", str(folder / "soffice"))
    return folder


def fake_python(folder: Path, version: str) -> None:
    (folder / "pythonloader.py").touch()
    (folder / "python").write_text(f"#!/bin/sh\necho {version}\n", "utf-8")
    (folder / "python").chmod(0o755)


def test_a_libreoffice_without_python_is_told(program: Path) -> None:
    with pytest.raises(office.OfficeError, match="paquet python3-uno"):
        extensions.find_office()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for Python")
def test_the_python_of_libreoffice_is_asked_its_version(program: Path) -> None:
    fake_python(program, "3 8")
    with pytest.raises(office.OfficeError, match=r"Python 3\.8 ; les fonctions demandent Python 3\.10"):
        extensions.find_office()
    fake_python(program, "3 10")
    assert extensions.find_office().python == program / "python"


def test_a_missing_libreoffice_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EXCEL_TOOLS_SOFFICE", str(tmp_path / "absent"))
    assert main(["fonctions", "installer", "--hote", "libreoffice", "--profil", str(tmp_path)]) == 2
    assert "LibreOffice est introuvable" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for unopkg")
def test_what_unopkg_refuses_is_told(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_python(program, "3 12")
    monkeypatch.setattr(extensions, "_is_root", lambda: False)
    with pytest.raises(office.OfficeError, match="« unopkg » manque"):
        extensions.install(tmp_path / "a.oxt", tmp_path / "profil")
    (program / "unopkg").write_text("#!/bin/sh\necho 'no room' >&2; exit 1\n", "utf-8")
    (program / "unopkg").chmod(0o755)
    with pytest.raises(office.OfficeError, match="a refusé l'extension : no room"):
        extensions.install(tmp_path / "a.oxt", tmp_path / "profil")


def test_a_profile_that_cannot_be_written_is_told(program: Path, tmp_path: Path) -> None:
    fake_python(program, "3 12")
    (tmp_path / "fichier").touch()
    with pytest.raises(office.OfficeError, match="ne peut être écrit"):
        extensions.install(tmp_path / "a.oxt", tmp_path / "fichier" / "profil")
