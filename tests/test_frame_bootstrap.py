"""`lancer.py`: what it says when it cannot go on, and what it makes of a ready environment."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def lancer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The bootstrap file, its environment moved to an empty folder with blanks and accents."""
    spec = importlib.util.spec_from_file_location("lancer", ROOT / "lancer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path / "été 2026"
    folder.mkdir()
    for name in ("requirements.lock", "pyproject.toml"):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(module, "ROOT", str(folder))
    monkeypatch.setattr(module, "VENV", str(folder / ".venv"))
    monkeypatch.setattr(module, "STAMP", str(folder / ".venv" / "excel-tools.txt"))
    return module


def ready(lancer: ModuleType, extras: str) -> None:
    python = Path(lancer.venv_python())
    python.parent.mkdir(parents=True)
    python.touch()
    Path(lancer.STAMP).write_text(lancer.wanted_stamp(extras), encoding="utf-8")


def test_too_old_python_is_told_in_french(
    lancer: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    assert lancer.main([]) == 2
    assert "Python 3.9 est trop ancien" in capsys.readouterr().err


def test_python_without_venv_names_the_debian_package(
    lancer: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert lancer.main(["tests"]) == 2
    assert "apt install python3-venv" in capsys.readouterr().err


def test_failed_installation_points_to_the_network(
    lancer: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class NoEnvironment:
        def __init__(self, **options: object) -> None: ...

        def create(self, folder: str) -> None: ...

    monkeypatch.setattr("venv.EnvBuilder", NoEnvironment)
    monkeypatch.setattr(subprocess, "call", lambda *arguments, **options: 1)
    assert lancer.main([]) == 2
    assert "accès au réseau" in capsys.readouterr().err
    assert not Path(lancer.STAMP).exists()


def test_unknown_word_is_refused(lancer: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert lancer.main(["teste"]) == 2
    assert "Commande inconnue : « teste »" in capsys.readouterr().err


SUITE = ["-m", "pytest", "-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]


@pytest.mark.parametrize(
    ("words", "extras", "expected"),
    [
        (
            [],
            "",
            ["-m", "excel_tools", "generer", str(Path("samples", "portefeuille.xlsx")), "--sortie", "sortie"],
        ),
        ([], "dev", ["-m", "excel_tools", "generer", str(Path("samples", "portefeuille.xlsx")), "--sortie", "sortie"]),
        (["tests", "-k", "x y"], "dev", [*SUITE, "-k", "x y"]),
    ],
)
def test_ready_environment_is_used_at_once(
    lancer: ModuleType, monkeypatch: pytest.MonkeyPatch, words: list[str], extras: str, expected: list[str]
) -> None:
    ready(lancer, extras or lancer.main_extras())
    called: list[list[str]] = []
    monkeypatch.setattr(subprocess, "call", lambda command, **options: called.append(command) or 5)
    assert lancer.main(words) == 5
    assert called == [[lancer.venv_python(), *expected]]


def test_windows_gets_what_excel_needs_and_no_other_system(lancer: ModuleType) -> None:
    assert lancer.main_extras("nt") == "moteur,excel"
    assert lancer.main_extras("posix") == "moteur"


def test_an_environment_without_what_excel_needs_is_completed_once(
    lancer: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    cleared: list[object] = []

    class Environment:
        def __init__(self, **options: object) -> None:
            cleared.append(options["clear"])

        def create(self, folder: str) -> None: ...

    # made by an earlier version, on Windows
    ready(lancer, "moteur")
    called: list[list[str]] = []
    monkeypatch.setattr(lancer, "main_extras", lambda: "moteur,excel")
    monkeypatch.setattr("venv.EnvBuilder", Environment)
    monkeypatch.setattr(subprocess, "call", lambda command, **options: called.append(command) or 0)
    assert lancer.main([]) == lancer.main([]) == 0
    installations = [command for command in called if "pip" in command]
    assert [command[-2:] for command in installations] == [["--editable", f"{lancer.ROOT}[moteur,excel]"]]
    # the same interpreter in the same place: only what is missing is added
    assert cleared == [False]


def test_changed_lock_rebuilds(lancer: ModuleType) -> None:
    ready(lancer, "dev")
    before = lancer.wanted_stamp("dev")
    with open(Path(lancer.ROOT, "requirements.lock"), "a", encoding="utf-8") as lock:
        lock.write("autre==1.0\n")
    assert lancer.wanted_stamp("dev") != before
