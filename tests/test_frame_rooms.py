"""The house keeps its shape: imports run one way, the core stays light, modules stay small."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "excel_tools"

# Room → the rooms it may import. "base" is what stands under everything.
BASE = {"money", "vector", "dates", "errors", "resources"}
LAW = BASE | {"rules", "schedule", "funding"}
ROOMS: dict[str, set[str]] = {
    **dict.fromkeys(BASE, BASE),
    "rules": BASE,
    "schedule": BASE | {"rules"},
    "funding": LAW,
    "spending": BASE | {"rules", "schedule"},
    "structure": LAW | {"spending"},
    "budget": LAW | {"spending", "structure"},
    "accounts": LAW | {"spending", "structure", "budget"},
    "scenarios": LAW | {"spending", "structure", "budget"},
    "comparison": LAW | {"spending", "structure", "budget", "scenarios"},
    "inputs": LAW | {"spending", "structure", "budget", "accounts", "scenarios", "workbook"},
    "workbook": BASE,
    "functions": LAW | {"spending", "structure", "budget", "accounts", "scenarios", "comparison", "inputs"},
    "reports": LAW | {"spending", "structure", "budget", "accounts", "scenarios", "comparison", "workbook"},
}
CORE = {"money", "vector", "dates", "errors", "resources", "rules", "schedule", "funding", "spending"} | {
    "accounts",
    "functions",
}
EDGE_LIBRARIES = {"numpy", "pandas", "openpyxl", "xlsxwriter", "orjson", "isal", "rich", "python_calamine", "tomllib"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def core(module: Path) -> bool:
    return room(module) in CORE and "hosts" not in module.parts


def name(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module imported anywhere, as an absolute name; `from a import b` counts as a.b."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run when the module is imported, without those under TYPE_CHECKING."""
    for node in tree.body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_imports_run_one_way(module: Path) -> None:
    here = room(module)
    if here not in ROOMS:
        return
    used = {
        found.split(".")[1] for found in imports(ast.parse(module.read_bytes())) if found.startswith("excel_tools.")
    }
    assert used <= ROOMS[here] | {here, "__version__"}


@pytest.mark.parametrize("module", [m for m in MODULES if core(m)], ids=name)
def test_core_needs_only_the_standard_library_in_python_3_10_syntax(module: Path) -> None:
    tree = ast.parse(module.read_bytes(), feature_version=(3, 10))
    at_import = {found.split(".")[0] for node in top_level(tree) for found in imports(node)}
    assert not at_import & EDGE_LIBRARIES
    assert at_import - {"excel_tools"} <= sys.stdlib_module_names


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_modules_stay_small(module: Path) -> None:
    if module.name == "xlwings_udfs.py":
        # generated: as long as the catalogue
        return
    assert len(module.read_text("utf-8").splitlines()) <= 400


def test_no_broad_except_and_no_assert_in_the_package() -> None:
    offenders = [
        f"{name(module)}:{node.lineno}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_bytes()))
        if isinstance(node, ast.Assert)
        or (
            isinstance(node, ast.ExceptHandler)
            and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id == "Exception"))
        )
    ]
    assert offenders == []


def test_nothing_imports_a_paid_or_noncommercial_part() -> None:
    offenders = [
        name(module)
        for module in MODULES
        for found in imports(ast.parse(module.read_bytes()))
        if found.startswith(("xlwings.pro", "xlwings.server"))
    ]
    assert offenders == []


def test_bootstrap_reaches_its_message_on_an_old_python() -> None:
    ast.parse((ROOT / "lancer.py").read_bytes(), feature_version=(3, 7))


def test_catalogue_works_without_numpy_and_pandas() -> None:
    code = (
        "import sys\n"
        f"for name in {sorted(EDGE_LIBRARIES - {'tomllib'})!r}: sys.modules[name] = None\n"
        "import excel_tools.functions.catalogue\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_lock_pins_every_dependency_exactly() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", pin) for pin in pins)
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]
    names = {re.split(r"[\[<>=;]", line)[0].lower() for line in asked} - {"excel-tools"}
    assert names <= pinned
