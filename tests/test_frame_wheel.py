"""The wheel holds what a user needs and works where the checkout is not."""

import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

import excel_tools

ROOT = Path(__file__).parents[1]


def run(*command: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # The build back end is called as pip would call it, without a network.
    code = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    run(sys.executable, "-c", code, cwd=ROOT)
    return next(folder.glob("*.whl"))


def test_wheel_holds_models_and_templates_but_no_scripts_nor_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for source in (*ROOT.glob("models/*.toml"), *ROOT.glob("templates/*.xlsx")):
        assert f"excel_tools/{source.relative_to(ROOT).as_posix()}" in names
    assert "excel_tools/py.typed" in names
    assert all(name.startswith(("excel_tools/", f"excel_tools-{excel_tools.__version__}.dist-info/")) for name in names)
    assert not [name for name in names if name.startswith("excel_tools/templates/") and name.endswith(".py")]


@pytest.mark.lent
def test_wheel_works_in_an_empty_environment_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "ailleurs"
    venv.EnvBuilder(with_pip=False, symlinks=True).create(place)
    variables = {"base": str(place), "platbase": str(place)}
    packages = Path(sysconfig.get_path("purelib", vars=variables))
    pip = (sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index")
    run(*pip, "--target", packages, wheel, cwd=tmp_path)
    # The dependencies are those of this environment, whose copy of the project stays out of reach.
    for dependency in Path(sysconfig.get_path("purelib")).iterdir():
        if "excel_tools" not in dependency.name and not (packages / dependency.name).exists():
            (packages / dependency.name).symlink_to(dependency)
    python = place / Path(sysconfig.get_path("scripts", vars=variables)).name / Path(sys.executable).name
    shown = run(python, "-I", "-c", "import excel_tools; print(excel_tools.__file__)", cwd=tmp_path)
    assert Path(shown.stdout.strip()).is_relative_to(place)
    code = (
        "import sys; from importlib.metadata import entry_points; sys.argv = ['excel-tools', '--version']\n"
        "sys.exit(entry_points(group='console_scripts')['excel-tools'].load()())"
    )
    assert excel_tools.__version__ in run(python, "-I", "-c", code, cwd=tmp_path).stdout


def test_version_is_written_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
