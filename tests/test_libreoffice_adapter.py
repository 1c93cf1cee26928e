"""Between Calc and the core: what the adapter hands over and gives back, and the component LibreOffice loads."""

import datetime
import math
import struct
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.hosts.cell import CellError
from excel_tools.functions.hosts.libreoffice import adapter, archive, declared


def code_of(value: float) -> int:
    assert math.isnan(value)
    return int(struct.unpack("<Q", struct.pack("<d", value))[0] & 0xFFFF)


def test_values_become_those_of_calc(monkeypatch: pytest.MonkeyPatch) -> None:
    cells: list[list[Any]] = [[1, 2.5, "a", True, None, datetime.date(2024, 9, 1), CellError("#N/A", "x")]]
    monkeypatch.setattr(adapter, "in_cell", lambda name, args: cells)
    ((one, two, text, yes, empty, day, error),) = adapter.answer("CPTS.BUDGET", ())
    # 1 September 2024 is day 45 536 of a spreadsheet
    assert (one, two, text, yes, empty, day) == (1.0, 2.5, "a", True, "", 45536.0)
    # a boolean would reach the sheet as a number of no meaning
    assert {type(one), type(yes), type(day)} == {float}
    assert code_of(error) == 32767


@pytest.mark.parametrize(
    ("name", "args", "code"),
    [
        ("CPTS.TOTAL", (((-3.0,),), None, None, None), 503),
        ("CPTS.TOTAL", ((("",),), None, None, None), 519),
        ("BAREME.MONTANT", ((("bidule",),), None, None), 32767),
        ("CPTS.TOTAL", ((("#DIV/0!",),), None, None, None), 532),
        ("CPTS.TOTAL", ((("#REF!",),), None, None, None), 524),
        ("CPTS.TOTAL", ((("#NOM?",),), None, None, None), 525),
        ("CPTS.TOTAL", ((("#NUL!",),), None, None, None), 521),
    ],
)
def test_errors_are_those_of_calc(name: str, args: tuple[Any, ...], code: int) -> None:
    ((value,),) = adapter.answer(name, args)
    assert code_of(value) == code


def test_an_error_inside_a_matrix_is_no_empty_cell() -> None:
    rows = adapter.answer("CPTS.TOTAL", (((90000.0,), (adapter.error_value(532),), ("",)), None, None, None))
    assert rows[0] == (420000.0,)
    assert code_of(rows[1][0]) == 532
    assert rows[2] == ("",)
    # Calc has more errors than those with a name
    assert code_of(adapter.answer("CPTS.TOTAL", (((adapter.error_value(504),),), None, None, None))[0][0]) == 519


class Document:
    """A document of Calc, as far as the adapter looks at it; counts how often."""

    def __init__(self, year: int, month: int, day: int) -> None:
        self._day = types.SimpleNamespace(Year=year, Month=month, Day=day)
        self.asked = 0

    @property
    def NullDate(self) -> types.SimpleNamespace:
        self.asked += 1
        return self._day


@pytest.mark.parametrize(
    ("name", "args", "meets"),
    [
        ("CPTS.TOTAL", (((90000.0,),), None, None, None), False),
        ("CPTS.TOTAL", (((90000.0,),), "socles", "2020-01-01", None), False),
        ("CPTS.TOTAL", (((90000.0,),), None, 43831.0, None), True),
        ("CPTS.TOTAL", (((90000.0,),), None, "43831", None), True),
        ("CPTS.TOTAL", (((90000.0,),), (("acces",), ("parcours",)), None, None), False),
        ("CPTS.TOTAL", (((90000.0,),), None, ((43831.0,), (43832.0,)), None), True),
        ("ESS.AMORCAGE", (None,), False),
        ("CPTS.ECHEANCIER", (((90000.0,),), (("2024-02-29",),), (("parcours|2024-09-01",),)), True),
        ("MSP.REMUNERATION", ((("patientele", 4000.0), ("ps_associes", 16.0)),), True),
        ("FONCTION.MESSAGE", ((("CPTS.TOTAL",),), 90000.0, None, 43831.0), True),
        ("FONCTION.MESSAGE", ((("CPTS.TOTAL",),), 90000.0, None, None), False),
        ("FONCTION.MESSAGE", ((("BIDULE",),), 90000.0), False),
    ],
)
def test_dates_of_another_calendar_are_refused(name: str, args: tuple[Any, ...], meets: bool) -> None:
    usual, other = Document(1899, 12, 30), Document(1904, 1, 1)
    expected = adapter.answer(name, args)
    assert adapter.answer(name, args, usual) == expected
    # the calendar is a call into Calc: it is asked only when it matters
    assert usual.asked == int(meets)
    ((first, *_), *_) = adapter.answer(name, args, other)
    if not meets:
        assert ((first,),) == expected
    elif name == "FONCTION.MESSAGE":
        assert "30/12/1899" in first
    else:
        assert code_of(first) == 519


def test_the_calendar_is_passed_wherever_dates_may_come() -> None:
    without = {function.name for function in FUNCTIONS if not declared.uses_dates(function)}
    for function in FUNCTIONS:
        names = [argument.name for argument in function.arguments] + [column.name for column in function.result.columns]
        dated = any("date" in name or name == "signature" for name in names)
        assert not (dated and function.name in without), function.name


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the component, without the core: the one of this checkout answers."""
    folder = tmp_path_factory.mktemp("extension")
    for name in ("component.py", "services.json"):
        (folder / name).write_bytes(archive.contents()[name])
    return folder


class Helper:
    """Stands for what LibreOffice gives a component to register with."""

    def __init__(self) -> None:
        self.found: dict[str, tuple[type, str]] = {}

    def addImplementation(self, kind: type, implementation: str, services: tuple[str, ...]) -> None:
        self.found[services[0]] = (kind, implementation)


def loaded(folder: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...] | None = None) -> dict[str, Any]:
    """Run component.py as LibreOffice's loader does, and return its services, ready to be called."""
    stand_in: dict[str, dict[str, Any]] = {
        "uno": {"getClass": lambda name: type(name, (), {})},
        "unohelper": {"Base": type("Base", (), {}), "ImplementationHelper": Helper},
    }
    for name, members in stand_in.items():
        module = types.ModuleType(name)
        vars(module).update(members)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sys, "path", list(sys.path))
    component = types.ModuleType("uno_component")
    component.__file__ = str(folder / "component.py")
    exec(compile((folder / "component.py").read_bytes(), component.__file__, "exec"), vars(component))
    if version:
        monkeypatch.setattr(sys, "version_info", version)
    return {name: kind(None) for name, (kind, _) in component.g_ImplementationHelper.found.items()}


def test_component_answers_for_every_function(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = loaded(unpacked, monkeypatch)
    assert services["CPTS"].TOTAL(None, ((90000.0,),), None, None, None) == ((420000.0,),)
    assert services["MEDECIN"].FORFAIT_STRUCTURE((("oui",),), (("oui",),), ((2022.0,),)) == ((9695.0,),)
    assert sys.path[0] == str(unpacked / "pythonpath")
    for function in FUNCTIONS:
        assert callable(getattr(services[function.family], declared.method(function)))


def test_component_tells_an_old_python_in_french(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = loaded(unpacked, monkeypatch, (3, 8, 10))
    ((value,),) = services["CPTS"].TOTAL(None, ((90000.0,),), None, None, None)
    assert code_of(value) == 519
    ((sentence,),) = services["FONCTION"].MESSAGE(None, (("CPTS.TOTAL",),), *[None] * 8)
    assert sentence.startswith("excel-tools : ce LibreOffice contient Python 3.8 ; il faut Python 3.10 ou plus récent.")


def test_component_tells_a_missing_piece(unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = loaded(unpacked, monkeypatch)
    monkeypatch.setitem(sys.modules, "excel_tools.functions.hosts.libreoffice.adapter", None)
    ((sentence,),) = services["FONCTION"].MESSAGE(None, (("CPTS.TOTAL",),), *[None] * 8)
    assert "l'extension est incomplète" in sentence


@pytest.mark.parametrize(("code", "name"), [(32767, "#N/A"), (503, "#NOMBRE!"), (532, "#DIV/0!")])
def test_the_error_of_a_calculated_matrix_is_passed_on(code: int, name: str) -> None:
    ((first,), (second,)) = adapter.answer("CPTS.TAILLE", (((adapter.error_value(code),), (90000.0,)),))
    assert (code_of(first), second) == (code, 3.0)
