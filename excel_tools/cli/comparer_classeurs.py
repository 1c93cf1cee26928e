"""``excel-tools comparer avant.xlsx apres.xlsx``: which inputs changed between two states of a workbook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from excel_tools.batch.comparing import to_confirm
from excel_tools.cli.comparison_text import View, text
from excel_tools.cli.text import wrapped
from excel_tools.comparison import one_by_one
from excel_tools.reports.changed import Changes, compare_workbooks
from excel_tools.rules import Rules


def compare_two(
    options: argparse.Namespace, rules: Rules, view: Callable[..., View], write: Callable[..., None]
) -> int:
    """Tell what changed between ``options.fichiers`` (before, after), and the gap that follows; return 0.

    Args:
        view: what is shown of a comparison, from the options, the rules and a note.
        write: writes the files asked for, from the options, a comparison, what is told of it, the rules and a title.
    """
    paths = [Path(name) for name in options.fichiers]
    found = compare_workbooks(paths[0], paths[1], rules, one_by_one(rules), options.scenario or "")
    for file, count in found.stale.items():
        _tell_stale(Path(file).name, count)
    files = {"avant": paths[0].name, "apres": paths[1].name, "structure": found.structure, "scenario": found.scenario}
    inputs = {"saisies": [change.as_dict() for change in found.inputs]}
    title = f"{found.structure}, avant et après"
    write(options, found.comparison, {**files, **inputs}, rules, title)
    print(_changed_text(paths, found))
    if found.inputs:
        note = to_confirm([found.comparison.cases[0].structure], rules)
        print(f"\n{text(found.comparison, view(options, rules, note))}")
    return 0


def _tell_stale(file: str, count: int) -> None:
    """Say that the stored results are not those of the inputs: whoever saved the file did not recalculate it."""
    results = f"{count} résultats enregistrés ne sont pas ceux" if count > 1 else "un résultat n'est pas celui"
    print(
        f"« {file} » : {results} du calcul ; il n'a pas été recalculé depuis ses dernières saisies, ou une formule a "
        "été remplacée (« excel-tools verifier » la nomme). Les montants qui suivent sont ceux du calcul.",
        file=sys.stderr,
    )


def _changed_text(paths: list[Path], found: Changes) -> str:
    count = len(found.inputs)
    head = f"{paths[0].name} → {paths[1].name} : {found.structure}, scénario « {found.scenario} »"
    if not count:
        return f"{head}\nAucune saisie n'a changé."
    lines = [head, f"{count} saisies ont changé" if count > 1 else "Une saisie a changé"]
    for change in found.inputs:
        scenario = f", scénario « {change.scenario} »" if change.scenario else ""
        lines.append(wrapped(f"{change.sheet} {change.ref} : {change.label}{scenario}", "  ", "    "))
        lines.append(wrapped(f"{change.before} → {change.after}", "      ", "      "))
    return "\n".join(lines)
