"""One structure under its sensitivity: the tornado, then the draws, for the command and for the Python API."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from excel_tools.batch.comparing import to_confirm
from excel_tools.comparison.figures import RESULTAT
from excel_tools.comparison.sensitivity import check_ranges, tornado
from excel_tools.comparison.uncertainty import Uncertainty, check
from excel_tools.errors import InputError
from excel_tools.reports.sensitivity_data import Sensitivity, outlook
from excel_tools.rules import Rules
from excel_tools.structure import Structure

DEFAULT_COUNT, DEFAULT_SEED = 100_000, 2026


def check_study(kind: str, ranges: Mapping[str, tuple[int, int]], laws: Uncertainty) -> list[str]:
    """Return what is wrong with ranges and laws, one French sentence each."""
    problems: list[str] = []
    try:
        check_ranges(kind, ranges)
    except InputError as error:
        problems += error.messages
    try:
        check(laws)
    except InputError as error:
        problems += error.messages
    return problems


def study(
    structure: Structure,
    rules: Rules,
    ranges: Mapping[str, tuple[int, int]],
    laws: Uncertainty,
    result: str = RESULTAT,
    count: int = DEFAULT_COUNT,
    seed: int = DEFAULT_SEED,
    scenario: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Sensitivity:
    """Return what each hypothesis does to one result of a structure, and what the draws leave.

    Args:
        structure: under the scenario, if any.
        ranges: code of a hypothesis → lowest and highest change.
        scenario: its name, for those who read; empty for the inputs as they are.
        progress: told how many draws are computed, and of how many.

    Raises:
        InputError: ranges, laws, a result or numbers that cannot be used.
        RuleError: an amount is not known on a day of the contract.
    """
    if problems := check_study(structure.kind, ranges, laws):
        raise InputError(problems)
    # numpy takes its time: loaded once nothing is wrong
    from excel_tools.comparison.draws import draw

    bars = tornado(structure, rules, ranges, result)
    drawn = draw(structure, rules, laws, count, seed, progress)
    return Sensitivity(structure, scenario, bars, outlook(drawn), to_confirm([structure], rules))
