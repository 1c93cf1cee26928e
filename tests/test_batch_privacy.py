"""Who is paid stays in the workbook of the structure: not in the index, the tidy table, the manifest, the messages."""

import zipfile
from pathlib import Path

import pytest

from excel_tools.cli import main
from excel_tools.inputs import read_portfolio
from excel_tools.rules import load_rules
from tests.malformed.build import CPTS, INDEMNITY, OTHER, POST, csv_folder

SAMPLES = Path(__file__).parents[1] / "samples" / "portefeuille"
SHARED = ("index.xlsx", "resultats.csv", "manifeste.json")
PERSON, POSTED = "Zéphirin Quatrevaux", "Poste de Barnabé Loiseleur"


def texts(path: Path) -> str:
    """Everything a file says, its parts unpacked."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def words(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.split() if len(word) > 3 and word != "Poste")


def test_no_name_leaves_the_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # paid beyond the ceiling: 5 000 h × 60 €, so that the alert about it is told too
    beyond = INDEMNITY | {"Nom": PERSON, "Heures 1": "5000"}
    refused = {"Structure": "CPTS des Sources"}
    folder = csv_folder(
        tmp_path,
        cpts=[CPTS, OTHER],
        indemnites=[beyond, beyond | refused | {"Heures 2": "beaucoup", "Compte": "706"}],
        personnel=[POST | {"Poste": POSTED}, POST | refused | {"Poste": POSTED, "Sortie": "01/01/2020"}],
    )
    output = tmp_path / "sortie"
    assert main(["generer", str(folder), "--sortie", str(output)]) == 1
    told = capsys.readouterr()
    said = "\n".join((told.out, told.err, *(texts(output / name) for name in SHARED)))
    assert "PASS" in texts(output / "index.xlsx")
    assert "la sortie précède l'entrée" in texts(output / "index.xlsx")
    for word in (*words(PERSON), *words(POSTED)):
        assert word not in said
    own = texts(output / "CPTS du Gué.xlsx")
    assert PERSON in own
    assert POSTED in own


def test_no_name_of_the_samples_leaves_their_workbooks(tmp_path: Path) -> None:
    people = [
        (structure.name, {line.person for line in structure.indemnities} | {post.label for post in structure.posts})
        for structure in read_portfolio(SAMPLES, load_rules()).structures
        if structure.posts
    ]
    assert {len(names) > 3 for _, names in people[:2]} == {True}
    output = tmp_path / "sortie"
    assert main(["generer", str(SAMPLES), "--sortie", str(output)]) == 0
    shared = "\n".join(texts(output / name) for name in SHARED)
    for structure, names in people:
        own = texts(output / f"{structure}.xlsx")
        for name in names:
            assert name not in shared
            assert name.replace("'", "&#39;") in own or name in own
