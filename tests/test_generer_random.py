"""Workbooks of random structures, recalculated from scratch by LibreOffice, equal the engine to the cent.

Each case fills a shipped template with the inputs of a random structure (leap-day signatures, changes of size and of
barème, signed contracts, every option) and its engine's values, which are removed before LibreOffice sees the file.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.structure import Structure
from excel_tools.workbook.cached import cached_values
from excel_tools.workbook.recalc import compare, recalculate_all
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

Draw = Callable[[random.Random], list[Structure]]

DRAWS: dict[str, tuple[Draw, int, int]] = {
    "CPTS": (random_cpts, 3, 20),
    "MSP": (random_msp, 2, 27),
    "ESS": (random_ess, 1, 48),
    "ESP": (random_esp, 1, 48),
}
"""Kind → how to draw one, number of chunks, cases of a chunk: 210 cases in all."""

CHUNKS = [(kind, chunk) for kind, (_, chunks, _) in DRAWS.items() for chunk in range(chunks)]


def test_there_are_at_least_two_hundred_cases() -> None:
    assert sum(chunks * cases for _, chunks, cases in DRAWS.values()) >= 200


@pytest.mark.hote
@pytest.mark.lent
@pytest.mark.parametrize(("kind", "chunk"), CHUNKS)
def test_a_recalculation_gives_the_engine_to_the_cent(kind: str, chunk: int, tmp_path: Path) -> None:
    draw, _, cases = DRAWS[kind]
    rules = load_rules()
    paths = []
    for case in range(cases):
        rng = random.Random(f"{kind}-{chunk}-{case}")
        budgets = [build_budget(structure, rules) for structure in draw(rng)]
        values, texts, visible_rows = workbook_values(budgets)
        path = tmp_path / f"{case}.xlsx"
        path.write_bytes(shipped(kind).render(values, texts=texts, visible_rows=visible_rows))
        paths.append(path)
    computed = recalculate_all(paths, "libreoffice", timeout=240)
    gaps = {
        f"{kind}-{chunk}-{path.stem}": [str(gap) for gap in found[:5]]
        for path in paths
        if (found := compare(computed[path], cached_values(path)))
    }
    assert not gaps
