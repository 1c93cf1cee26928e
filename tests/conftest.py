"""What every test gets: the host mark, and Hypothesis settings that make no test a matter of speed or luck."""

import os
import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from excel_tools.workbook.extensions import find_office
from excel_tools.workbook.office import OfficeError, find_soffice
from tests.hosts.calc import installed_profile
from tests.hosts.made_workbooks import made_workbooks

settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

REQUIRED = os.environ.get("EXCEL_TOOLS_EXIGER_HOTES") == "1"


def missing_hosts() -> str:
    """The names of the host programs that are not there, or nothing."""
    programs = {"LibreOffice": find_soffice(), "pdftotext": shutil.which("pdftotext")}
    return ", ".join(name for name, path in programs.items() if path is None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("hote") and (missing := missing_hosts()):
        pytest.skip(f"not installed: {missing}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the modules that drive LibreOffice first: one of them, begun last, would leave the other worker idle."""
    slow, driving = ({item.path for item in items if item.get_closest_marker(mark)} for mark in ("lent", "hote"))
    items.sort(key=lambda item: (item.path not in slow, item.path not in driving))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where the hosts are required, a host test that did not run is a failure."""
    report = yield
    if REQUIRED and report.skipped and item.get_closest_marker("hote") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"EXCEL_TOOLS_EXIGER_HOTES=1, but this test was skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def calc_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LibreOffice profile in which the functions are installed."""
    try:
        find_office()
    except OfficeError as error:
        pytest.skip(str(error))
    return installed_profile(tmp_path_factory.mktemp("calc"))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One generated workbook of each kind, by kind; tests change copies of them."""
    return made_workbooks(tmp_path_factory.mktemp("classeurs"))
