"""Streams closed or full, files that are no files, system errors: French sentences, no traceback, no hang."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from excel_tools import api
from excel_tools.cli import main
from excel_tools.cli.parser import french_error
from excel_tools.errors import InputError, why
from excel_tools.workbook.xmlparts import UnsafeXml, parse

RUN = f"{sys.executable} -m excel_tools"
unix = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


@unix
@pytest.mark.parametrize(
    ("command", "code", "told"),
    [
        ("bareme cpts >&-", 0, ""),
        ("bareme cpts 2>&-", 0, ""),
        ("bareme rien >&- 2>&-", 2, ""),
        ("rien 2>&-", 2, ""),
        ("bareme cpts >/dev/full", 2, "Fichier : plus de place sur le disque.\n"),
        ("--version >/dev/full", 2, "Fichier : plus de place sur le disque.\n"),
        ("rien 2>/dev/full", 2, ""),
    ],
)
def test_a_closed_or_full_stream_ends_cleanly(command: str, code: int, told: str, tmp_path: Path) -> None:
    done = shell(f"{RUN} {command}", tmp_path)
    assert (done.returncode, done.stderr) == (code, told)


@unix
@pytest.mark.parametrize("name", ["cpts.csv", "portefeuille.xlsx"])
@pytest.mark.parametrize("kind", ["zero", "fifo"])
def test_what_is_no_regular_file_is_refused(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if kind == "zero":
        path.symlink_to("/dev/zero")
    else:
        os.mkfifo(path)
    with pytest.raises(InputError, match="n'est pas un fichier ordinaire"):
        api.lire_portefeuille(path)


def test_a_file_inside_a_folder_of_portfolio_may_not_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "cpts.csv").mkdir()
    with pytest.raises(InputError, match="est un dossier, pas un fichier"):
        api.lire_portefeuille(tmp_path)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOENT, "introuvable"),
        (errno.EACCES, "accès refusé"),
        (errno.EISDIR, "un dossier"),
        (errno.ENOSPC, "plus de place"),
        (errno.ENAMETOOLONG, "nom trop long"),
        (errno.EROFS, "lecture seule"),
        (9999, "erreur du système n° 9999"),
    ],
)
def test_system_errors_are_told_in_french(number: int, told: str) -> None:
    assert told in why(OSError(number, "English words"))


def test_a_system_error_of_a_command_is_french(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(options: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", "secret.csv")

    monkeypatch.setattr("excel_tools.cli.bareme.run", fail)
    assert main(["bareme"]) == 2
    assert capsys.readouterr().err.startswith("Fichier « secret.csv » : accès refusé")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"<a", "balise non fermée, ligne 1, colonne"),
        (b"<a></b>", "balises mal emboîtées, ligne 1"),
        (b"", "partie vide"),
        (b"<a/><b/>", "suite inattendue"),
    ],
)
def test_xml_errors_are_french(data: bytes, told: str) -> None:
    with pytest.raises(UnsafeXml, match=told):
        parse(data)


def test_choices_are_shown_without_quotes() -> None:
    message = "argument --x: invalid choice: 'a' (choose from 'cpts', 'msp')"
    assert french_error(message) == "« --x » : « a » inconnu ; choix : cpts, msp."


def test_the_api_refuses_what_is_no_path_nor_structure() -> None:
    pandas = pytest.importorskip("pandas")
    portfolio = api.lire_portefeuille(Path(__file__).parents[1] / "samples" / "portefeuille")
    for wrong in (None, 5, "", []):
        for call in (api.lire_portefeuille, api.lire_resultats, api.lire_classeur):
            with pytest.raises(InputError, match="n'est pas un chemin"):
                call(wrong)
    for wrong in ("samples/portefeuille.xlsx", 5, None, ["CPTS"]):
        with pytest.raises(InputError, match="n'est pas une structure"):
            api.budgets(wrong)
    for wrong in (None, 5):
        with pytest.raises(InputError, match="un nom est attendu"):
            api.calculer(wrong)
        with pytest.raises(InputError, match="n'est pas un texte"):
            api.trouver(portfolio, wrong)
    with pytest.raises(InputError, match="lire_portefeuille"):
        api.trouver(None, "CPTS")
    assert api.calculer("CPTS.TOTAL", 90000, None, pandas.NaT).resultat == api.calculer("CPTS.TOTAL", 90000).resultat
