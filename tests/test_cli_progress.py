"""A bar is for a person at a terminal, and for what lasts."""

import sys
import time

import pytest

from excel_tools.cli import progress as module
from excel_tools.cli.progress import progress


def waited(label: str) -> None:
    """Work long enough for a bar that is shown at once."""
    with progress(label) as told:
        told(1, 3)
        time.sleep(0.4)
        told(2, 3)


def test_nothing_is_shown_to_a_program(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOON", 0.0)
    waited("Lecture")
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_for_what_lasts(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(module, "SOON", 60.0)
    waited("Lecture")
    assert capsys.readouterr() == ("", "")
    monkeypatch.setattr(module, "SOON", 0.0)
    waited("Lecture")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Lecture" in shown.err
    assert "2/3" in shown.err


def test_a_bar_goes_away_with_an_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(module, "SOON", 60.0)
    with pytest.raises(KeyboardInterrupt), progress("Calcul"):
        raise KeyboardInterrupt
    assert capsys.readouterr() == ("", "")
