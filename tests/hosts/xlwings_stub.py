"""The real ``xlwings.udfs``, ``_xlwindows`` and ``com_server``, with only what Windows itself brings replaced.

Everything runs in a process of its own, so that no other test sees the stand-ins: ``Excel`` computes formulas the way
Excel asks xlwings for them, and imports the functions into a fake workbook. What stays untested is Excel: the
compilation of VBA, COM, the grid.

An argument is given as COM hands it over: a float, a text, a bool or an aware datetime typed in the formula,
``MISSING`` for one left out, ``Cells`` for a reference, ``Matrix`` for an array that is in no cell; ``as_com`` makes
them of plain values.
"""

from __future__ import annotations

import datetime
import decimal
import pickle
import subprocess
import sys
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, Self

MODULE = "excel_tools.functions.hosts.xlwings_udfs"
ROOT = Path(__file__).parents[2]

MISSING = -2147352572
ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#SPILL!": -2146826243,
    "#CALC!": -2146826238,
}
"""What a cell in error gives: an integer, the only integers that Excel ever gives."""

FRENCH = {"#NOMBRE!": "#NUM!", "#VALEUR!": "#VALUE!", "#NOM?": "#NAME?", "#NUL!": "#NULL!"}

RANGE_IID = "{00020846-0000-0000-C000-000000000046}"


@dataclass(frozen=True)
class Cells:
    """A reference to cells; a date of a cell comes as an aware datetime, an amount of money as a Decimal."""

    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Matrix:
    """An array constant, or the result of another function: rows, or one row alone as Excel then gives it."""

    rows: Sequence[Any]


def cell(value: Any) -> Cells:
    """A reference to one cell."""
    return Cells([[value]])


def com_date(day: datetime.date) -> datetime.datetime:
    """A date as pywin32 hands it over: aware, in UTC."""
    return datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.timezone.utc)


def money(text: str) -> decimal.Decimal:
    """The value of a cell whose format is an amount of money."""
    return decimal.Decimal(text)


def as_com(value: Any) -> Any:
    """A plain value as COM gives it.

    None is an empty cell, a list of rows a reference; integers become floats, dates aware, error texts their codes.
    """
    if isinstance(value, list):
        return Cells([[_cell(item) for item in row] for row in value])
    return cell(None) if value is None else _cell(value)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return ERRORS.get(FRENCH.get(value, value), value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return com_date(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@dataclass
class Imported:
    """What imports send to a workbook.

    Attributes:
        files: bytes of each VBA module imported, in order.
        options: the arguments of each call of ``Application.MacroOptions``.
        removed: names of the VBA modules taken away.
        forbidden: modules of xlwings that are not under the BSD licence and were loaded.
    """

    files: list[bytes] = field(default_factory=list)
    options: list[dict[str, Any]] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)


class Excel:
    """One process that answers as xlwings' server does; a context manager."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hosts.xlwings_stub"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def call(self, name: str, args: Sequence[Any]) -> Any:
        """Compute ``=NAME(args)`` and return what the cell gets: a float, a text, a bool, a datetime, or rows of them.

        Args:
            name: canonical, ``"CPTS.TOTAL"``.
            args: see the module.

        Raises:
            AssertionError: a fault of ours, whose traceback would be shown in the cell.
        """
        return self._ask("call", (name, tuple(args)))

    def import_functions(self, times: int = 1, touch: bool = False) -> Imported:
        """Import the functions into a new workbook, as the macro ``ImportPythonUDFs`` does.

        Args:
            times: how many times in a row.
            touch: the module's file looks newer before each further import, which makes xlwings reload it.
        """
        found: Imported = self._ask("import", (times, touch))
        return found

    def _ask(self, what: str, given: Any) -> Any:
        sent, received = self._process.stdin, self._process.stdout
        assert sent is not None
        assert received is not None
        pickle.dump((what, given), sent)
        sent.flush()
        fault, found = pickle.load(received)
        assert not fault, fault
        return found


def call_cases(cases: Iterable[tuple[str, Sequence[Any]]]) -> list[Any]:
    """Compute ``(canonical name, arguments as COM gives them)`` one after the other."""
    with Excel() as excel:
        return [excel.call(name, args) for name, args in cases]


# ---- from here on, what runs in that process


class ComError(Exception):
    """``pywintypes.com_error``."""


class _TypeInfo:
    iid = RANGE_IID

    def GetTypeInfo(self) -> _TypeInfo:
        return self

    GetTypeAttr = GetTypeInfo


@dataclass
class _Count:
    Count: int


class FakeRange:
    """A ``Range`` of Excel as far as a function looks at it."""

    _oleobj_ = _TypeInfo()

    def __init__(self, book: FakeBook, rows: Sequence[Sequence[Any]]) -> None:
        self.Worksheet = FakeSheet(book)
        self.Row = self.Column = 1
        self.Rows, self.Columns = _Count(len(rows)), _Count(len(rows[0]))
        self.Count = len(rows) * len(rows[0])
        self.Value: Any = tuple(map(tuple, rows)) if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]

    def GetAddress(self, *_: Any) -> str:
        return "$A$1"


@dataclass
class FakeSheet:
    """A ``Worksheet``."""

    Parent: FakeBook
    Name: str = "Feuil1"


class FakeComponents:
    """``VBProject.VBComponents``: the imported modules."""

    def __init__(self, found: Imported) -> None:
        self._found = found
        self._names: list[str] = []

    def __call__(self, name: str) -> str:
        if name not in self._names:
            raise ComError(-2147352565, "indice", None, None)
        return name

    def Remove(self, name: str) -> None:
        self._names.remove(name)
        self._found.removed.append(name)

    def Import(self, path: str) -> None:
        data = Path(path).read_bytes()
        self._found.files.append(data)
        name = data.split(b'VB_Name = "', 1)[1].split(b'"', 1)[0].decode("ascii")
        if name in self._names:
            raise ComError(-2147352567, "ce nom est déjà pris", None, None)
        self._names.append(name)


class FakeBook:
    """A ``Workbook`` and its ``Application``."""

    Name = "fonctions-excel.xlsm"
    Version = "16.0"
    Hwnd = 1

    def __init__(self, found: Imported) -> None:
        self._found = found
        self.VBProject = self
        self.VBComponents = FakeComponents(found)
        self.Application = self
        self.Worksheets = [FakeSheet(self)]

    def MacroOptions(self, macro: str, **options: Any) -> None:
        self._found.options.append({"Macro": macro, **options})


def _windows() -> None:
    """Put stand-ins for pywin32 and for what ctypes has on Windows only, then import the real xlwings over them."""
    # these choose by platform when imported: before it is changed
    import asyncio  # noqa: F401 - imported for that alone
    import concurrent.futures  # noqa: F401 - imported for that alone
    import ctypes
    import tempfile  # noqa: F401 - imported for that alone
    from unittest.mock import MagicMock

    import numpy  # noqa: F401 - both are there in an installation, and xlwings looks for them
    import pandas  # noqa: F401 - the same

    def stand_in(name: str, **attributes: Any) -> None:
        module = ModuleType(name)
        module.__getattr__ = lambda attribute: MagicMock(name=f"{name}.{attribute}")  # type: ignore[method-assign] # a module answers for any name
        vars(module).update(attributes, __file__=f"{name}.py", __path__=[])
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)

    class Utc(datetime.tzinfo):
        utc = classmethod(lambda cls: datetime.timezone.utc)

    kind: dict[str, Any] = {n: type(n, (), {}) for n in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")}
    stand_in("pywintypes", com_error=ComError, error=OSError, TimeType=datetime.datetime, IID=str)
    stand_in("pythoncom", TypeIIDs={"dispatch": object()}, IID_IDispatch="dispatch", CoInitialize=lambda: None)
    for name in ("win32api", "win32con", "win32gui", "win32process", "win32event", "win32com", "win32com.server"):
        stand_in(name)
    stand_in("win32timezone", TimeZoneInfo=Utc)
    stand_in("win32com.client", Dispatch=lambda found, **_: found, **kind)
    for name in ("dispatcher", "policy"):
        stand_in(f"win32com.server.{name}")

    def unwrap(found: Any) -> Any:
        raise ComError(f"{found!r} is no object of ours")

    stand_in("win32com.server.util", unwrap=unwrap)
    for name in ("windll", "oledll", "PyDLL"):
        setattr(ctypes, name, MagicMock(name=name))
    # the noncommercial part must be needed nowhere
    sys.modules["xlwings.pro"] = None  # type: ignore[assignment] # None makes the import fail
    platform, sys.platform = sys.platform, "win32"
    try:
        import xlwings
    finally:
        sys.platform = platform
    assert xlwings.func.__module__ == "xlwings.udfs", "the real decorators"


def _given(value: Any, book: FakeBook) -> Any:
    if isinstance(value, Cells):
        return FakeRange(book, value.rows)
    if isinstance(value, Matrix):
        return tuple(tuple(row) if isinstance(row, (list, tuple)) else row for row in value.rows)
    return value


def _received(value: Any) -> Any:
    """What the cell or the cells get; ``CallUDF`` gives a table of one row as this row alone."""
    if isinstance(value, (list, tuple)):
        rows = value if isinstance(value[0], (list, tuple)) else [value]
        return [[_received(item) for item in row] for row in rows]
    if isinstance(value, datetime.datetime):
        assert value.tzinfo is not None, "pywin32 takes aware dates only"
        return value.replace(tzinfo=None)
    assert value is None or type(value) in (float, bool, str), f"{type(value)} is no type of a cell"
    return value


def _call(name: str, args: tuple[Any, ...]) -> Any:
    from xlwings.com_server import XLPython

    book = FakeBook(Imported())
    given = tuple(_given(value, book) for value in args)
    caller = FakeRange(book, [[None]])
    return _received(XLPython().CallUDF(MODULE, name.replace(".", "_"), given, book, caller))


def _import(times: int, touch: bool) -> Imported:
    from xlwings import udfs

    found = Imported()
    book = FakeBook(found)
    for turn in range(times):
        if touch and turn:
            udfs.udf_modules[MODULE]["filetime"] -= 1
        udfs.import_udfs(MODULE, book)
    found.forbidden = [name for name, module in sys.modules.items() if name.startswith("xlwings.pro") and module]
    return found


def serve() -> None:
    """Answer requests of the standard input on the standard output until it is closed."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    _windows()
    while True:
        try:
            what, given = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer = "", _call(*given) if what == "call" else _import(*given)
        except BaseException:  # noqa: BLE001 - whatever it is, it is told on the other side
            answer = traceback.format_exc(), None
        pickle.dump(answer, out)
        out.flush()


if __name__ == "__main__":
    # the classes of the module, not those of __main__: both sides must know them
    from tests.hosts import xlwings_stub

    xlwings_stub.serve()
