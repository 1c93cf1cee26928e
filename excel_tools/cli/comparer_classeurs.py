"""``excel-tools comparer avant.xlsx apres.xlsx``: which inputs changed between two states of a workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from excel_tools.batch.comparing import to_confirm
from excel_tools.batch.freshness import cautions
from excel_tools.cli.changed_text import changed_text
from excel_tools.cli.comparison_text import View, text
from excel_tools.comparison import one_by_one
from excel_tools.errors import InputError
from excel_tools.reports.changed import Changes, compare_workbooks
from excel_tools.reports.kinds import told_alone
from excel_tools.reports.states import told_apart
from excel_tools.rules import Rules


def check_not_a_budget(path: str) -> None:
    """Refuse a workbook that excel-tools wrote where a portfolio is expected: the second one was forgotten.

    Raises:
        InputError: what the file is, and what to give.
    """
    file = Path(path)
    if file.suffix.casefold() in (".xlsx", ".xlsm") and file.is_file():
        told = told_alone(file)
        if told:
            raise InputError(told)


def compare_two(
    options: argparse.Namespace, rules: Rules, view: Callable[..., View], write: Callable[..., None]
) -> int:
    """Tell what changed between ``options.fichiers`` (before, after), and the gap that follows; return 0.

    Args:
        view: what is shown of a comparison, from the options, the rules and a note.
        write: writes the files asked for: options, comparison, what is told of it, rules, title, changes.
    """
    first, second = options.fichiers
    files = told_apart(first, second)
    found = compare_workbooks(first, second, rules, one_by_one(rules), options.scenario or "")
    reference = found.comparison.cases[0].structure
    for name, file in dict(zip(options.fichiers, files, strict=True)).items():
        if name in found.stale:
            _tell_stale(file, found.stale[name])
    for warning in cautions([reference], rules):
        print(warning, file=sys.stderr)
    title = f"{found.structure}, avant et après, scénario « {found.scenario} »"
    write(options, found.comparison, _about(files, found), rules, title, changes=found.concerned)
    print(changed_text(files, found, asked=bool(options.scenario)))
    if found.moves_amounts:
        print(f"\n{text(found.comparison, view(options, rules, to_confirm([reference], rules)))}")
    return 0


def _about(files: Sequence[str], found: Changes) -> dict[str, object]:
    """Return what the JSON tells besides the comparison."""
    return {
        "avant": files[0],
        "apres": files[1],
        "structure": found.structure,
        "scenario": found.scenario,
        "saisies": [change.as_dict() for change in found.inputs],
        "lignes_deplacees": [moved.as_dict() for moved in found.moved],
    }


def _tell_stale(file: str, count: int) -> None:
    """Say that the stored results are not those of the inputs: whoever saved the file did not recalculate it."""
    results = f"{count} résultats enregistrés ne sont pas ceux" if count > 1 else "un résultat n'est pas celui"
    print(
        f"« {file} » : {results} du calcul ; il n'a pas été recalculé depuis ses dernières saisies, une formule a été "
        "remplacée, ou des cellules jaunes ont été coupées ou glissées ailleurs, que les formules ont suivies. "
        "« excel-tools verifier » nomme les cellules. Les montants qui suivent sont ceux du calcul.",
        file=sys.stderr,
    )
