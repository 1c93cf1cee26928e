"""Our functions inside LibreOffice Calc against native formulas of the same sheet that give the same total.

    python -m tests.benchmarks.bench_functions_calc [cells]

Hard recalculation of a column, the best of several by turns; the values must be equal. The target is ten times the
native formulas. All inputs differ, but after the first turn the add-in has met them, as in a sheet in use; it keeps
what it answered.
"""

import json
import sys
import tempfile
from pathlib import Path

from excel_tools.functions import call
from excel_tools.workbook import extensions, office
from tests.hosts import calc

POPULATIONS = (20_000, 60_000, 120_000, 200_000)
"""One of each size."""
ROUNDS = 12


def table() -> list[list[float]]:
    """The barème as a sheet holds it: the thresholds, then each amount of the total, by size."""
    columns = [[float(use.json()["montant"]) for use in call("CPTS.TOTAL", (people,)).usages] for people in POPULATIONS]
    return [list(row) for row in zip(*columns, strict=True)]


def main(count: int = 10_000) -> None:
    """Print the times and their ratio."""
    try:
        python = extensions.find_office().python
    except office.OfficeError as error:
        print(f"Nothing to measure: {error}")
        return
    amounts = table()
    last = len(amounts)
    lookups = "+".join(f"INDEX(E${row}:H${row},MATCH(A@,E$1:H$1,1))" for row in range(2, last + 1))
    formulas = {
        "native": f"={lookups}",
        "short": f"=SUM(INDEX(E$2:H${last},0,MATCH(A@,E$1:H$1,1)))",
        "ours": "=CPTS.TOTAL(A@)",
        "dated": '=CPTS.TOTAL(A@,"toutes",46000)',
    }
    sheet: dict[str, calc.Given] = {
        f"{column}{row}": value
        for row, line in enumerate(amounts, 1)
        for column, value in zip("EFGH", line, strict=True)
    }
    sheet |= {f"A{rank + 1}": float(10_000 + rank * 29 % 250_000) for rank in range(count)}
    with tempfile.TemporaryDirectory(prefix="excel-tools-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = calc.installed_profile(folder / "profile")
        for key, formula in formulas.items():
            column = {f"B{row}": formula.replace("@", str(row)) for row in range(1, count + 1)}
            calc.write(sheet | column, folder / f"{key}.xlsx")
        task = {
            "first": "=CPTS.TOTAL(90000)",
            "documents": {key: str(folder / f"{key}.xlsx") for key in formulas},
            "results_at": f"B1:B{count}",
            "rounds": ROUNDS,
        }
        file = folder / "task.json"
        file.write_text(json.dumps(task), "utf-8")
        script = Path(__file__).parents[1] / "hosts" / "calc_clock.py"
        options = ("--headless", "--norestore", "--nologo", "--nodefault")
        start = [str(office.required_soffice()), office.profile_option(profile), *options]
        helper = str(Path(office.__file__).parent)
        office.run_program([str(python), str(script), helper, str(file), *start], 600)
        found = json.loads(file.read_text("utf-8"))
    first, *others = found["values"].values()
    if any(values != first for values in others):
        raise SystemExit("the formulas disagree")
    best = {name: min(times) for name, times in found["times"].items()}
    print(f"{count} cells recalculated by LibreOffice Calc; {last - 1} amounts in each total")
    for name, words in (
        ("native", "native, one look-up for each amount"),
        ("short", "native, SUM of one INDEX column"),
        ("ours", "CPTS.TOTAL(A1)"),
        ("dated", "CPTS.TOTAL(A1; missions; date)"),
    ):
        print(f"  {words:<38} {best[name]:7.3f} s   {best[name] / count * 1e6:6.1f} µs a cell")
    print(f"  factor {best['ours'] / best['native']:.1f}; against the short formula {best['ours'] / best['short']:.1f}")
    print(f"  first call in a new LibreOffice        {found['cold']:7.3f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
