"""Workbooks of random structures, recalculated from scratch by LibreOffice, equal the engine to the cent.

Each case fills the inputs of a shipped template with a random structure (leap-day signatures, changes of size and of
barème, signed contracts, every option) and leaves every formula without a value.
"""

import random
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.reports.shape import SCENARIOS
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.spending.entry import LEVEL
from excel_tools.structure import Structure
from excel_tools.workbook import read_names
from excel_tools.workbook.office import convert
from excel_tools.workbook.recalc import compare
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts, supposed

Draw = Callable[[random.Random], list[Structure]]

CHUNKS = 2
DRAWS: dict[str, tuple[Draw, int]] = {
    "CPTS": (random_cpts, 9),
    "MSP": (random_msp, 9),
    "ESS": (random_ess, 9),
    "ESP": (random_esp, 9),
}
"""Kind → how to draw a workbook, and how many in a chunk: the first as it is drawn, the others of three budgets."""


def _scenarios(draw: Draw, seed: str) -> list[Structure]:
    """Return the scenarios of a case, each with prices, wages and delays of its own."""
    rng = random.Random(f"{seed}-hausses")
    return [supposed(rng, structure) for structure in draw(random.Random(seed))]


def _workbooks(kind: str, chunk: int) -> dict[str, list[Structure]]:
    """Return the scenarios of each workbook, by the seed that draws it."""
    draw, count = DRAWS[kind]
    seeds = (f"{case}-{kind}-{chunk}" for case in range(100 * count))
    drawn = ((seed, _scenarios(draw, seed)) for seed in seeds)
    whole = ((seed, found) for rank, (seed, found) in enumerate(drawn) if not rank or len(found) == SCENARIOS)
    return dict(islice(whole, count))


def test_there_are_at_least_two_hundred_budgets() -> None:
    drawn = [found for kind in DRAWS for chunk in range(CHUNKS) for found in _workbooks(kind, chunk).values()]
    assert sum(map(len, drawn)) >= 200
    assert min(map(len, drawn)) < SCENARIOS


@pytest.mark.parametrize("kind", DRAWS)
def test_the_cases_hold_all_that_a_structure_may_have(kind: str) -> None:
    """Each thing is there in a fifth of the cases at least, and all of the lists together in a fifth too."""
    drawn = [found for chunk in range(CHUNKS) for found in _workbooks(kind, chunk).values()]
    lists = ("charges", "incomes", "posts", "indemnities", "one_offs")
    found: dict[str, Callable[[Structure], Any]] = {
        **{name: lambda one, name=name: getattr(one, name) for name in lists},
        "all the lists": lambda one: all(getattr(one, name) for name in lists),
        "an earmarked aid": lambda one: any(aid.earmarked and any(aid.spent) for aid in one.one_offs),
        "a quantity and a price": lambda one: any(line.basis and line.basis.price for line in one.charges),
        "a post that comes or goes": lambda one: any(post.start or post.end for post in one.posts),
        "a fiscal year of its own": lambda one: one.first_month > 1,
        "debts": lambda one: one.opening_payables,
        "claims": lambda one: one.opening_receivables,
        "a late funder": lambda one: one.contract.funder_delay,
        "an early end": lambda one: one.contract.ends_on,
        "a signed contract": lambda one: one.override,
        "prices that rise": lambda one: one.charges and one.price_index != LEVEL,
        "wages that rise": lambda one: one.posts and one.wage_index != LEVEL,
        "charges paid later": lambda one: one.charges and one.charges_delay,
    }
    if kind == "CPTS":
        found["an aid for a mission"] = lambda one: any(aid.mission for aid in one.one_offs)
    for name, test in found.items():
        count = sum(1 for scenarios in drawn if any(test(one) for one in scenarios))
        assert 5 * count >= len(drawn), f"{name}: {count} of {len(drawn)}"


def flat(value: Any) -> list[Any]:
    """The cells of a name in reading order, however its rows were given."""
    return [item for part in value for item in flat(part)] if isinstance(value, (list, tuple)) else [value]


def _recalculated(kind: str, chunk: int, tmp_path: Path) -> None:
    rules = load_rules()
    expected: dict[Path, dict[tuple[str, str], Any]] = {}
    for case, (seed, scenarios) in enumerate(_workbooks(kind, chunk).items()):
        budgets = [build_budget(structure, rules) for structure in scenarios]
        values, texts, visible_rows = workbook_values(budgets, displayed=case % len(budgets) + 1)
        path = tmp_path / f"{seed}.xlsx"
        # every formula goes without a value: what comes back was computed
        bare = {name: [None] * len(flat(value)) if name.startswith("out_") else value for name, value in values.items()}
        path.write_bytes(shipped(kind).render(bare, texts=texts, visible_rows=visible_rows))
        expected[path] = {
            (name, str(rank)): item
            for name, value in values.items()
            if name.startswith("out_")
            for rank, item in enumerate(flat(value))
        }
    (tmp_path / "out").mkdir()
    paths = list(expected)
    gaps: dict[str, list[str]] = {}
    for path, done in zip(paths, convert(paths, "xlsx", tmp_path / "out", timeout=1200), strict=True):
        found = {
            (name, str(rank)): item
            for name, rows in read_names(done, prefixes=("out_",)).items()
            for rank, item in enumerate(flat(rows))
        }
        assert found.keys() == expected[path].keys()
        if different := compare(expected[path], found):
            gaps[path.stem] = [str(gap) for gap in different[:5]]
    assert not gaps


# a class each, so that each worker of the suite takes some of them
class _Recalculated:
    kind: str

    @pytest.mark.hote
    @pytest.mark.lent
    @pytest.mark.parametrize("chunk", range(CHUNKS))
    def test_a_recalculation_gives_the_engine_to_the_cent(self, chunk: int, tmp_path: Path) -> None:
        _recalculated(self.kind, chunk, tmp_path)


class TestCpts(_Recalculated):
    kind = "CPTS"


class TestMsp(_Recalculated):
    kind = "MSP"


class TestEss(_Recalculated):
    kind = "ESS"


class TestEsp(_Recalculated):
    kind = "ESP"
