"""Values of formulas nobody else computes, by an embedded engine kept at arm's length.

IronCalc panics or hangs on a few workbooks: it runs in its own process, each question has a time limit, and a failure
only means that the spreadsheet will recalculate at opening.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from typing import IO, Any

from excel_tools.workbook.refs import parse_cell
from excel_tools.workbook.values import ERROR_CODES, CellValue, ErrorValue

TIMEOUT = 20.0
"""Seconds for one workbook, the start of the worker included."""

MAX_FAILURES = 3
"""Failures in a row after which the worker is no longer started: a workbook it cannot take costs time."""


class RecomputeFailed(Exception):
    """The engine is absent, refused the workbook, died, or took too long."""


class Recalculator:
    """A worker process that recalculates workbooks one by one."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self._timeout = timeout
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._failures = 0

    def values(self, workbook: bytes, cells: Sequence[tuple[str, str]]) -> list[CellValue]:
        """The recalculated values of (sheet, address) cells.

        Raises:
            RecomputeFailed: no value can be had.
        """
        handle, path = tempfile.mkstemp(suffix=".xlsx")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(workbook)
            wanted = [[sheet, *(parse_cell(ref) or (0, 0))] for sheet, ref in cells]
            answer = self._ask(json.dumps({"path": path, "cells": wanted}))
        finally:
            os.unlink(path)
        found = answer.get("values")
        if not isinstance(found, list) or len(found) != len(cells):
            raise RecomputeFailed("no values")
        self._failures = 0
        return [ErrorValue(item["error"]) if isinstance(item, dict) else item for item in found]

    def close(self) -> None:
        """End the worker."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    stream.close()

    def _ask(self, question: str) -> dict[str, Any]:
        if self._failures >= MAX_FAILURES:
            raise RecomputeFailed("given up")
        self._failures += 1
        try:
            process = self._start()
            if process.stdin is None:
                raise RecomputeFailed("no pipe")
            process.stdin.write(question + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self._timeout)
            answer = json.loads(line)
        except (OSError, queue.Empty, ValueError) as problem:
            self.close()
            raise RecomputeFailed("the worker died or took too long") from problem
        if not isinstance(answer, dict):
            raise RecomputeFailed("unexpected answer")
        return answer

    def _start(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"},
        )
        self._answers = queue.Queue()
        threading.Thread(target=_pump, args=(self._process.stdout, self._answers), daemon=True).start()
        return self._process


def _pump(stream: IO[str] | None, answers: queue.Queue[str]) -> None:
    try:
        for line in stream or ():
            answers.put(line)
    except ValueError:
        # The pipe was closed under our feet by close(): nobody waits any more.
        return
    answers.put("")


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    """In the worker: load, recalculate, read."""
    import ironcalc

    model = ironcalc.load_from_xlsx(question["path"], "en", "UTC")
    model.evaluate()
    sheets = {sheet["name"]: rank for rank, sheet in enumerate(model.get_worksheets_properties())}
    values: list[Any] = []
    for sheet, row, column in question["cells"]:
        value = model.get_cell_value(sheets[sheet], row, column)
        kind = model.get_cell_type(sheets[sheet], row, column)
        if kind == ironcalc.CellType.ErrorValue:
            values.append({"error": value if value in ERROR_CODES else "#VALUE!"})
        else:
            values.append(value)
    return {"values": values}


def main() -> None:
    """The worker: one JSON question a line, one JSON answer a line; on any trouble it dies, which is an answer too."""
    # IronCalc prints remarks of its own on standard output: answers get a channel apart.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with answers:
        for line in sys.stdin:
            print(json.dumps(_answer(json.loads(line))), file=answers, flush=True)
