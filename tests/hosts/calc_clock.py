"""Time hard recalculations inside Calc; run by a Python that has ``uno``, see benchmarks/bench_functions_calc.py."""

import json
import sys
import time
from typing import Any

sys.path.insert(0, sys.argv[1])
import uno
from uno_worker import office  # found in the folder given


def recalculate(document: Any) -> float:
    start = time.perf_counter()
    document.calculateAll()
    return time.perf_counter() - start


def main(task_file: str, *command: str) -> None:
    """Read which documents to time, write the times and the values beside them."""
    with open(task_file, encoding="utf-8") as stream:
        task = json.load(stream)
    with office(list(command)) as context:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        hidden = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        hidden.Name, hidden.Value = "Hidden", True

        def opened(address: str) -> Any:
            return desktop.loadComponentFromURL(address, "_blank", 0, (hidden,))

        empty = opened("private:factory/scalc")
        start = time.perf_counter()
        empty.Sheets.getByIndex(0).getCellRangeByName("A1").setFormula(task["first"])
        cold = time.perf_counter() - start
        documents = {name: opened(uno.systemPathToFileUrl(path)) for name, path in task["documents"].items()}
        times: dict[str, list[float]] = {name: [] for name in documents}
        # by turns, so that a busy moment of the machine falls on all of them
        for _ in range(task["rounds"]):
            for name, document in documents.items():
                times[name].append(recalculate(document))
        values = {
            name: document.Sheets.getByIndex(0).getCellRangeByName(task["results_at"]).getDataArray()
            for name, document in documents.items()
        }
        for document in (empty, *documents.values()):
            document.close(True)
    with open(task_file, "w", encoding="utf-8") as stream:
        json.dump({"cold": cold, "times": times, "values": values}, stream)


if __name__ == "__main__":
    main(*sys.argv[2:])
