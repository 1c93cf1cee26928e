"""The work of one process: one structure under its scenarios → one workbook, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from excel_tools import scenarios
from excel_tools.batch import results
from excel_tools.batch.figures import Figures, figures
from excel_tools.budget import build_budget
from excel_tools.errors import ExcelToolsError
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting
from excel_tools.structure import Structure
from excel_tools.workbook.files import write_atomically
from excel_tools.workbook.render import Template


@dataclass(frozen=True, slots=True)
class Job:
    """One structure to be done: its rank in the portfolio, and the name of its file without extension."""

    rank: int
    structure: Structure
    stem: str


@dataclass(frozen=True)
class Common:
    """What every job shares; sent once to each process.

    Attributes:
        settings: the scenarios.
        templates: kind of structure → its compiled template.
        folder: where workbooks go.
        edition: day shown as that of the edition.
    """

    settings: tuple[Setting, ...]
    templates: Mapping[str, Template]
    folder: Path
    edition: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Attributes:
        file: name of the workbook, empty when refused.
        sha256: hash of its bytes.
        figures: one entry per scenario.
        rows: its lines of ``resultats.csv``.
        errors: why it was refused.
    """

    rank: int
    file: str = ""
    sha256: str = ""
    figures: tuple[Figures, ...] = ()
    rows: str = ""
    errors: tuple[str, ...] = ()


_common: Common | None = None


def prepare(common: Common) -> None:
    """Keep what every job of this process shares."""
    global _common
    _common = common


def run(job: Job) -> Outcome:
    """Do one job; an error of the structure is told in the outcome, never raised."""
    if _common is None:
        raise RuntimeError("prepare() comes first")
    try:
        return produce(job, _common)
    except ExcelToolsError as error:
        return Outcome(job.rank, errors=tuple(f"« {job.structure.name} » : {message}" for message in error.messages))
    except PermissionError:
        return Outcome(
            job.rank,
            errors=(f"« {job.stem}.xlsx » ne peut être écrit : le fermer dans le tableur, ou vérifier les droits.",),
        )


def produce(job: Job, common: Common) -> Outcome:
    """Compute the budgets of a structure and write its workbook.

    Raises:
        ExcelToolsError: a rule or the template refuses the structure.
        OSError: the workbook cannot be written.
    """
    rules = load_rules()
    variants = scenarios.variants(job.structure, common.settings)
    budgets = {name: build_budget(variant, rules) for name, variant in variants.items()}
    values, texts, visible_rows = workbook_values(list(budgets.values()), list(budgets), edition=common.edition)
    template = common.templates[job.structure.kind]
    data = template.render(values, texts=texts, visible_rows=visible_rows)
    file = f"{job.stem}.xlsx"
    write_atomically(common.folder / file, data)
    return Outcome(
        job.rank,
        file,
        hashlib.sha256(data).hexdigest(),
        tuple(figures(name, budget) for name, budget in budgets.items()),
        "".join(results.rows(budget, name) for name, budget in budgets.items()),
    )
