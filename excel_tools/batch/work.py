"""The work of one process: one structure under its scenarios → one workbook, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from excel_tools import scenarios
from excel_tools.accounts.alerts import Alert
from excel_tools.batch import folder, manifest, results
from excel_tools.batch.figures import Figures, alerts, figures, same_as_first
from excel_tools.budget import build_budget
from excel_tools.errors import ExcelToolsError, why
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.scenarios import Setting
from excel_tools.structure import Structure
from excel_tools.workbook.files import write_atomically
from excel_tools.workbook.render import Template

FATAL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)


@dataclass(frozen=True, slots=True)
class Job:
    """One structure to be done.

    Attributes:
        rank: its rank in the portfolio.
        stem: name of its file without extension.
        ours: hashes of what earlier runs wrote under that name: anything else is kept. None to replace everything.
        shared: alerts that it has with others of its portfolio.
    """

    rank: int
    structure: Structure
    stem: str
    ours: frozenset[str] | None = None
    shared: tuple[Alert, ...] = ()


@dataclass(frozen=True)
class Common:
    """What every job shares; sent once to each process.

    Attributes:
        settings: the scenarios.
        templates: kind of structure → its compiled template.
        folder: where workbooks are written.
        target: where they end up, and where those of earlier runs are.
        edition: day shown as that of the edition.
        scenarios: names of those that go into the workbooks.
    """

    settings: tuple[Setting, ...]
    templates: Mapping[str, Template]
    folder: Path
    target: Path
    edition: int
    scenarios: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job.

    Attributes:
        file: name of the workbook, empty when refused.
        sha256: hash of its bytes.
        kept: another file has that name and was not replaced; the figures are those of the portfolio all the same.
        figures: one entry per scenario.
        alerts: what only the comparison of the figures tells, as (code, sentence).
        same: scenarios equal to the first to the cent.
        rows: its lines of ``resultats.csv``.
        errors: why it was refused.
        counts: alerts and points to look at, as the sheet « Alertes » of its workbook counts them.
    """

    rank: int
    file: str = ""
    sha256: str = ""
    kept: bool = False
    figures: tuple[Figures, ...] = ()
    alerts: tuple[tuple[str, str], ...] = ()
    same: tuple[str, ...] = ()
    rows: str = ""
    errors: tuple[str, ...] = ()
    counts: tuple[int, int] = (0, 0)


_common: Common | None = None


def prepare(common: Common) -> None:
    """Keep what every job of this process shares."""
    global _common
    _common = common


def run(job: Job) -> Outcome:
    """Do one job; an error of the structure or of its file alone is told in the outcome, never raised.

    Raises:
        OSError: the disk is full or fails: the next job would meet the same.
    """
    if _common is None:
        raise RuntimeError("prepare() comes first")
    try:
        return produce(job, _common)
    except ExcelToolsError as error:
        return Outcome(job.rank, errors=tuple(f"« {job.structure.name} » : {message}" for message in error.messages))
    except OSError as problem:
        if problem.errno in FATAL:
            raise OSError(problem.errno, problem.strerror, f"{job.stem}.xlsx") from problem
        return Outcome(
            job.rank,
            errors=(f"« {job.stem}.xlsx » ne peut être écrit : {why(problem)} ; corriger puis relancer.",),
        )


def produce(job: Job, common: Common) -> Outcome:
    """Compute the budgets of a structure and write its workbook.

    Raises:
        ExcelToolsError: a rule or the template refuses the structure.
        OSError: the workbook cannot be written.
    """
    rules = load_rules()
    variants = scenarios.variants(job.structure, common.settings, common.scenarios)
    budgets = {name: build_budget(variant, rules) for name, variant in variants.items()}
    values, texts, visible_rows = workbook_values(
        list(budgets.values()), list(budgets), edition=common.edition, shared_with=job.shared
    )
    template = common.templates[job.structure.kind]
    data = template.render(values, texts=texts, visible_rows=visible_rows)
    file = f"{job.stem}.xlsx"
    sha256 = hashlib.sha256(data).hexdigest()
    kept = job.ours is not None and _foreign(common.target / file, {sha256, *job.ours})
    if not kept:
        folder.note(common.target / folder.JOURNAL, file, sha256)
        write_atomically(common.folder / file, data)
    return Outcome(
        job.rank,
        file,
        sha256,
        kept,
        tuple(figures(name, budget) for name, budget in budgets.items()),
        alerts(budgets),
        same_as_first(budgets),
        "".join(results.rows(budget, name) for name, budget in budgets.items()),
        counts=tuple(values["out_alertes_reperes"][-2:]),
    )


def _foreign(path: Path, ours: set[str]) -> bool:
    return path.exists() and not (path.is_file() and manifest.digest(path) in ours)
