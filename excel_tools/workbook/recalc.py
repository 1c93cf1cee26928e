"""Recalculate workbooks from scratch with an engine that is not ours, and compare.

LibreOffice is the reference; without it a small engine installed by pip serves, in a process of its own, because a
foreign workbook may make it crash or hang: formualizer first, as IronCalc may be the one that filled a user's formulas.
Stored values are removed before an engine sees a file: what it returns, it computed.
"""

from __future__ import annotations

import importlib.util
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from excel_tools.errors import ExcelToolsError
from excel_tools.workbook import office
from excel_tools.workbook.cached import Place, cached_values, without_cached_values
from excel_tools.workbook.read import read_cells
from excel_tools.workbook.recompute import Recalculator, RecomputeFailed
from excel_tools.workbook.values import CellValue

Engine = Literal["auto", "libreoffice", "formualizer", "ironcalc"]
Values = dict[Place, CellValue]

_BATCH = 50
"""Workbooks given to one LibreOffice process."""


class RecalcError(ExcelToolsError):
    """No engine could recalculate a workbook."""


@dataclass(frozen=True)
class Gap:
    """A cell whose value is not the expected one."""

    sheet: str
    ref: str
    expected: CellValue
    found: CellValue

    def __str__(self) -> str:
        return f"« {self.sheet} » {self.ref} : attendu {shown(self.expected)}, trouvé {shown(self.found)}"


def recalculate(path: Path, engine: Engine = "auto", *, timeout: float = 60) -> Values:
    """The value of every formula cell of a workbook, computed afresh.

    Numbers come back as int or float (a date as its serial), the rest as str, bool or `ErrorValue`.

    Raises:
        RecalcError: the engine is missing or failed. InputError: the file is no .xlsx workbook.
        OfficeError: LibreOffice failed or did not answer.
    """
    return recalculate_all([path], engine, timeout=timeout)[path]


def recalculate_all(paths: Iterable[Path], engine: Engine = "auto", *, timeout: float = 60) -> dict[Path, Values]:
    """The same for many workbooks; LibreOffice takes fifty in one process.

    `timeout` in seconds is for one workbook, the start of the engine included.
    """
    files = list(dict.fromkeys(paths))
    chosen = available_engine() if engine == "auto" else engine
    with tempfile.TemporaryDirectory(prefix="excel-tools-recalc-", ignore_cleanup_errors=True) as folder:
        # Numbered copies: two workbooks of different folders may bear the same name.
        bare = [Path(folder, f"{number}{file.suffix}") for number, file in enumerate(files)]
        places = [without_cached_values(file, copy) for file, copy in zip(files, bare, strict=True)]
        done = Path(folder, "out")
        done.mkdir()
        if chosen == "libreoffice":
            _by_libreoffice(files, bare, done, timeout)
        elif chosen == "ironcalc":
            return _by_ironcalc(files, bare, timeout)
        else:
            for file, copy in zip(files, bare, strict=True):
                _by_formualizer(file, copy, done / f"{copy.stem}.xlsx", timeout)
        found = zip(files, bare, places, strict=True)
        return {file: _results(formulas, done / f"{copy.stem}.xlsx") for file, copy, formulas in found}


def available_engine() -> Engine:
    """The engine `auto` takes: LibreOffice when it is found, else the first pip engine installed."""
    if office.find_soffice() is not None:
        return "libreoffice"
    names: tuple[Engine, ...] = ("formualizer", "ironcalc")
    for name in names:
        if importlib.util.find_spec(name) is not None:
            return name
    raise RecalcError(
        "Aucun moteur de recalcul : installez LibreOffice (https://fr.libreoffice.org), "
        "ou le moteur Python par « pip install formualizer »."
    )


def compare(
    expected: Mapping[Place, CellValue], found: Mapping[Place, CellValue], tolerance: float = 0.005
) -> list[Gap]:
    """The cells of `expected` whose value in `found` differs, in the order of `expected`.

    Two numbers agree when they are less than `tolerance` apart: by default, half a cent. VRAI agrees with 1 and FAUX
    with 0 (LibreOffice stores a logical value so in a cell with a number format), an empty cell with an empty text.
    """
    return [
        Gap(sheet, ref, value, found.get((sheet, ref)))
        for (sheet, ref), value in expected.items()
        if not _agree(value, found.get((sheet, ref)), tolerance)
    ]


def verify(path: Path, engine: Engine = "auto", *, timeout: float = 60) -> list[Gap]:
    """Every formula of a workbook whose stored value is not what it computes: expected = computed, found = stored."""
    return compare(recalculate(path, engine, timeout=timeout), cached_values(path))


def _agree(left: CellValue, right: CellValue, tolerance: float) -> bool:
    if isinstance(left, int | float) and isinstance(right, int | float):
        return math.fabs(left - right) < tolerance
    if left is None or right is None:
        return (right if left is None else left) in (None, "")
    return left == right


def shown(value: CellValue) -> str:
    """Return a value as a message tells it."""
    match value:
        case None:
            return "une cellule vide"
        case bool():
            return "VRAI" if value else "FAUX"
        case str():
            return f"« {value} »"
        case int() | float():
            return f"{value:.10g}".replace(".", ",")
        case _:
            return str(value)


def _results(formulas: Iterable[Place], recalculated: Path) -> Values:
    values = read_cells(recalculated)
    return {place: values[place][1] if place in values else None for place in formulas}


def _by_libreoffice(files: Sequence[Path], bare: Sequence[Path], out: Path, timeout: float) -> None:
    for start in range(0, len(bare), _BATCH):
        batch = bare[start : start + _BATCH]
        try:
            office.convert(batch, "xlsx", out, timeout=timeout * (1 + len(batch) / 3))
        except office.OfficeError as error:
            names = dict(zip(map(str, bare), map(str, files), strict=True))
            # The user knows his file, not our copy of it.
            raise office.OfficeError([_renamed(message, names) for message in error.messages]) from error


def _renamed(message: str, names: Mapping[str, str]) -> str:
    copy, separator, rest = message.partition(" : ")
    return f"{names.get(copy, copy)}{separator}{rest}"


def _by_ironcalc(files: Sequence[Path], bare: Sequence[Path], timeout: float) -> dict[Path, Values]:
    _require("ironcalc")
    worker = Recalculator(timeout)
    done: dict[Path, Values] = {}
    try:
        for file, copy in zip(files, bare, strict=True):
            places = list(cached_values(copy))
            done[file] = dict(zip(places, worker.values(copy.read_bytes(), places), strict=True))
    except RecomputeFailed as problem:
        raise RecalcError(
            f"{file} : le moteur « ironcalc » n'a pas su recalculer ce classeur. Installez LibreOffice."
        ) from problem
    finally:
        worker.close()
    return done


def _by_formualizer(file: Path, bare: Path, out: Path, timeout: float) -> None:
    _require("formualizer")
    # By its path: the worker needs nothing of ours, wherever we were imported from.
    worker = Path(__file__).with_name("recalc_worker.py")
    command = [sys.executable, "-P", str(worker), str(bare), str(out)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise RecalcError(f"{file} : le moteur « formualizer » n'a pas fini en {timeout:.0f} secondes.") from None
    if done.returncode or not out.is_file():
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[-300:]
        raise RecalcError(
            f"{file} : le moteur « formualizer » n'a pas su recalculer ce classeur ({said}). Installez LibreOffice."
        )


def _require(engine: str) -> None:
    if importlib.util.find_spec(engine) is None:
        raise RecalcError(f"Le moteur « {engine} » n'est pas installé : « pip install {engine} ».")
