"""Load the barèmes, verify a folder of them, turn them into one JSON text."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from excel_tools.dates import french
from excel_tools.errors import RuleError
from excel_tools.resources import models_dir
from excel_tools.rules.book import Rules
from excel_tools.rules.document import JSON_NAME, Document, Problem, documents_from_json, documents_to_json, read_folder
from excel_tools.rules.form_file import read_form
from excel_tools.rules.parse import Reading, read_documents


def load_rules(folder: str | Path | None = None) -> Rules:
    """Return the barèmes of a folder, of the package by default; read once per process.

    Raises:
        RuleError: no barème there, or anything wrong in one of the files, all told at once.
    """
    return _load(Path(folder).resolve() if folder is not None else models_dir())


@lru_cache(maxsize=8)
def _load(folder: Path) -> Rules:
    documents, problems = read_folder(folder)
    return _rules(documents, problems)


def rules_from_json(text: str) -> Rules:
    """Return the barèmes written by ``rules_to_json``.

    Raises:
        RuleError: the text is not one, or anything is wrong in it.
    """
    return _rules(documents_from_json(text), [])


def rules_to_json(folder: str | Path | None = None) -> str:
    """Return the barèmes of a folder as one JSON text, to be named ``bareme.json`` where Python has no TOML.

    Raises:
        RuleError: a file cannot be read.
    """
    documents, problems = read_folder(Path(folder) if folder is not None else models_dir())
    if problems:
        raise RuleError([str(problem) for problem in problems])
    return documents_to_json(documents)


def verify(folder: str | Path | None = None) -> list[Problem]:
    """Return everything wrong in the barèmes of a folder, by file then line; empty when all is well.

    Raises:
        RuleError: no barème there.
    """
    documents, problems = read_folder(Path(folder) if folder is not None else models_dir())
    reading = read_documents(documents)
    read_form(documents, reading)
    problems = problems + reading.problems
    if folder is not None:
        problems += _dated_tomorrow(reading)
    return sorted(problems, key=lambda problem: (problem.file, problem.line))


def missing_files(folder: str | Path) -> list[str]:
    """Return the files that the package has and this folder lacks: without them some budgets cannot be computed."""
    here = Path(folder)
    if (here / JSON_NAME).is_file() and not any(here.glob("*.toml")):
        return []
    return sorted(path.name for path in models_dir().glob("*.toml") if not (here / path.name).is_file())


def _dated_tomorrow(reading: Reading) -> list[Problem]:
    """Tell the amounts verified on a day that has not come; a day ahead is a matter of time zones."""
    limit = datetime.date.today().toordinal() + 1
    late = [
        (amount, reading.places[amount.code, amount.since]) for amount in reading.amounts if amount.verified_on > limit
    ]
    return [
        Problem(
            document.file,
            document.line("montant", index, "verifie_le"),
            f"« {amount.code} » : « verifie_le » est dans l'avenir ({french(amount.verified_on)}) ; "
            "donner le jour où le texte a été relu.",
        )
        for amount, (document, index) in late
    ]


def _rules(documents: list[Document], problems: list[Problem]) -> Rules:
    reading = read_documents(documents)
    form = read_form(documents, reading)
    problems = problems + reading.problems
    if problems:
        ordered = sorted(problems, key=lambda problem: (problem.file, problem.line))
        raise RuleError([str(problem) for problem in ordered])
    return replace(reading.rules(), form=form)
