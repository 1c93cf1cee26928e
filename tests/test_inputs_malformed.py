"""Malformed inputs end in French sentences and the right exit code, never in a traceback."""

from pathlib import Path

import pytest

from excel_tools.cli import main
from tests.malformed.cases import CASES, Case


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_malformed_input_is_told_in_french(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = list(case.build(tmp_path))
    folder = tmp_path / "sortie"
    if "--sortie" not in words:
        words += ["--sortie", str(folder)]
    code = main(["generer", *words])
    said = plain(capsys.readouterr().err)
    assert code == case.code, said
    assert "Traceback" not in said
    for expected in case.words:
        assert expected in said
    if code == 2:
        assert not folder.exists() or not list(folder.iterdir())
    else:
        assert (folder / "index.xlsx").is_file()


def test_there_are_at_least_twenty_five_kinds() -> None:
    assert len(CASES) >= 25
    assert len({case.name for case in CASES}) == len(CASES)
