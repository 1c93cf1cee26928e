"""The guarded process of `recalc`: formualizer, one workbook, one result; it may crash without harm.

Run by its path, `python -P recalc_worker.py SOURCE TARGET`; it imports nothing of excel_tools.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main(source: str, target: str) -> None:
    """Write the recalculated workbook to `target`."""
    import formualizer

    Path(target).write_bytes(formualizer.recalculate_xlsx_bytes(Path(source).read_bytes())["bytes"])


if __name__ == "__main__":
    main(*sys.argv[1:])
