"""``excel-tools generer`` on a portfolio of some hundreds, from the CSV files to the last byte of the manifest.

    python -m tests.benchmarks.bench_generer [structures]

The sample portfolio is repeated under other names; one process, then one per core. The bytes must be the same.
"""

import csv
import hashlib
import os
import sys
import tempfile
import time
from pathlib import Path

from excel_tools.batch.generate import Request, generate

SAMPLES = Path(__file__).parents[2] / "samples"


def repeated(count: int, folder: Path) -> Path:
    """Write a portfolio of about that many structures."""
    target = folder / "portefeuille"
    target.mkdir()
    tables: dict[str, list[list[str]]] = {}
    for file in sorted((SAMPLES / "portefeuille").glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            tables[file.stem] = list(csv.reader(stream, delimiter=";"))
    each = sum(len(tables[kind]) - 1 for kind in ("cpts", "msp", "ess", "esp"))
    for stem, (header, *rows) in tables.items():
        with (target / f"{stem}.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow(header)
            for rank in range(-(-count // each)):
                # a commune belongs to one CPTS only
                mark = header.index("Communes") if "Communes" in header else None
                for name, *rest in rows:
                    row = [f"{name} {rank}", *rest]
                    if mark is not None:
                        row[mark] = ""
                    writer.writerow(row)
    for file in SAMPLES.glob("contrat-*.csv"):
        (folder / file.name).write_bytes(file.read_bytes())
    return target


def main(count: int = 280) -> None:
    """Print the time of each run."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        portfolio = repeated(count, folder)
        seen: set[str] = set()
        for processes in sorted({1, os.cpu_count() or 1}):
            out = folder / f"sortie-{processes}"
            start = time.perf_counter()
            report = generate(Request(portfolio, out, processes=processes))
            took = time.perf_counter() - start
            size = sum(path.stat().st_size for path in out.iterdir()) / 2**20
            done = len(report.files)
            speed = f"{took:.1f} s, {done / took:.0f} workbooks/s, {size:.0f} MB"
            print(f"{done} structures × 3 scenarios, {processes} process(es): {speed}")
            seen.add(hashlib.sha256((out / "manifeste.json").read_bytes()).hexdigest())
        if len(seen) > 1:
            raise SystemExit("the bytes depend on the number of processes")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 280)
