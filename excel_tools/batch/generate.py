"""From a portfolio to a folder: one workbook a structure, an index, a tidy table and a manifest."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from excel_tools.batch import manifest, results
from excel_tools.batch.pool import outcomes, processes_for
from excel_tools.batch.templates import compiled
from excel_tools.batch.work import Common, Job, Outcome
from excel_tools.dates import day, iso
from excel_tools.errors import InputError
from excel_tools.inputs import Item, Portfolio, Refusal, read_portfolio, read_scenarios
from excel_tools.reports.index import SHARED, IndexEntry, index_workbook
from excel_tools.rules import Rules, load_rules
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, names
from excel_tools.schedule import YEARS
from excel_tools.structure import KINDS
from excel_tools.workbook.files import write_atomically

INDEX, RESULTS = "index.xlsx", "resultats.csv"

Progress = Callable[[int, int], None]
"""Called with how many structures are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one run.

    Attributes:
        portfolio: workbook, folder of CSV files or CSV file.
        folder: where everything goes; made when missing.
        scenarios: table of scenarios, None for the three that are shipped.
        templates: the user's own templates, which replace ours for their family.
        processes: local processes, None to choose.
        strict: refuse everything as soon as one row is refused.
        edition: day shown as that of the edition, None for the latest day on which the barèmes used were verified.
        overwrite: replace also the workbooks that somebody changed since an earlier run.
    """

    portfolio: Path
    folder: Path
    scenarios: Path | None = None
    templates: Sequence[Path] = ()
    processes: int | None = None
    strict: bool = False
    edition: int | None = None
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What was done.

    Attributes:
        files: names of the workbooks written.
        refusals: rows that gave none.
        warnings: what concerns the whole portfolio, or a whole barème.
        alerts: number of notices on the workbooks, first scenario only.
    """

    folder: Path
    files: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    warnings: tuple[str, ...]
    alerts: int


def generate(request: Request, progress: Progress = lambda done, total: None) -> Report:
    """Do everything; a bad row stops nothing but itself, unless the request is strict.

    Raises:
        ExcelToolsError: nothing could be done, and nothing was written.
    """
    rules = load_rules()
    portfolio = read_portfolio(request.portfolio, rules)
    settings, inputs = _settings(request, portfolio, rules)
    if request.strict and portfolio.refusals:
        raise InputError(_all_messages(portfolio.refusals))
    kinds = tuple(kind for kind in KINDS if any(item.structure.kind == kind for item in portfolio.items))
    templates = compiled(kinds, request.templates)
    families = [kind.lower() for kind in kinds]
    edition = request.edition or rules.verified_on(families or None)
    with _output(request) as folder:
        kept, changed = _untouched(request, portfolio)
        common = Common(settings, templates, folder, edition)
        run = _Run(request, portfolio, kept, folder, (*portfolio.warnings, *_stale(portfolio, rules, families)))
        run.refusals += changed
        run.workbooks(common, progress)
        if request.strict and run.refusals:
            raise InputError(_all_messages(run.refusals))
        run.index(edition)
        run.manifest(inputs, rules, families, edition, names(settings))
        return run.report()


def _stale(portfolio: Portfolio, rules: Rules, families: Sequence[str]) -> tuple[str, ...]:
    """Return what is no longer certain over the longest horizon of each family: one sentence per barème."""
    found: list[str] = []
    for family in families:
        ends = [
            int(day(structure.first_exercice + YEARS, structure.first_month, 1)) - 1
            for structure in portfolio.structures
            if structure.kind.lower() == family
        ]
        found += rules.warnings(max(ends), [family])
    return tuple(found)


def _settings(request: Request, portfolio: Portfolio, rules: Rules) -> tuple[tuple[Setting, ...], tuple[Path, ...]]:
    if request.scenarios is None:
        return DEFAULT_SETTINGS, portfolio.files
    kinds = {structure.name: structure.kind for structure in portfolio.structures}
    found = read_scenarios(request.scenarios, kinds, rules, [refusal.name for refusal in portfolio.refusals])
    return found.settings, tuple(dict.fromkeys((*portfolio.files, *found.files)))


@contextlib.contextmanager
def _output(request: Request) -> Iterator[Path]:
    """Give the folder to write in; in strict mode a folder beside, whose files join the real one at the end."""
    target = request.folder
    if target.exists() and not target.is_dir():
        raise InputError(f"--sortie : « {target} » est un fichier ; donner un dossier.")
    created = not target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        # what the rights say is not what the system does (network folders, synchronised folders)
        with tempfile.TemporaryDirectory(prefix=".excel-tools-", dir=target) as staging:
            if not request.strict:
                yield target
                return
            yield Path(staging)
            for file in sorted(Path(staging).iterdir(), key=lambda path: path.name == manifest.NAME):
                os.replace(file, target / file.name)
    except PermissionError as problem:
        raise InputError(
            f"--sortie : impossible d'écrire dans « {target} » ({problem.strerror}) ; choisir un autre "
            "dossier, ou fermer les classeurs ouverts."
        ) from problem
    finally:
        if created:
            with contextlib.suppress(OSError):
                target.rmdir()


def _untouched(request: Request, portfolio: Portfolio) -> tuple[list[Item], list[Refusal]]:
    """Keep the structures whose workbook nobody changed since it was generated; refuse the others."""
    known = {} if request.overwrite else manifest.previous(request.folder)
    kept, changed = [], []
    for item in portfolio.items:
        file = request.folder / f"{item.stem}.xlsx"
        if file.name in known and file.is_file() and manifest.digest(file) != known[file.name]:
            reason = (
                f"« {file.name} » a été modifié depuis sa génération et n'est pas remplacé ; le renommer, "
                "choisir un autre dossier de sortie, ou ajouter --ecraser."
            )
            changed.append(Refusal(item.sheet, item.row, item.structure.name, (reason,)))
        else:
            kept.append(item)
    return kept, changed


def _all_messages(refusals: Sequence[Refusal]) -> list[str]:
    return [message for refusal in refusals for message in refusal.messages]


class _Run:
    """The state of one run, once everything was read and checked."""

    def __init__(
        self, request: Request, portfolio: Portfolio, items: Sequence[Item], folder: Path, warnings: Sequence[str]
    ) -> None:
        self.request = request
        self.portfolio = portfolio
        self.items = items
        self.folder = folder
        self.warnings = tuple(warnings)
        self.refusals: list[Refusal] = list(portfolio.refusals)
        self.done: list[tuple[Item, Outcome]] = []
        self.hashes: list[dict[str, str]] = []

    def workbooks(self, common: Common, progress: Progress) -> None:
        """Write every workbook and the tidy table."""
        jobs = [Job(rank, item.structure, item.stem) for rank, item in enumerate(self.items)]
        # an interrupted run must not pass for a complete one
        (self.folder / manifest.NAME).unlink(missing_ok=True)
        progress(0, len(jobs))
        with _whole(self.folder / RESULTS) as (stream, hasher):
            _put(stream, hasher, results.header())
            for outcome in outcomes(jobs, common, processes_for(self.request.processes, len(jobs))):
                item = self.items[outcome.rank]
                if outcome.errors:
                    self.refusals.append(Refusal(item.sheet, item.row, item.structure.name, outcome.errors))
                else:
                    self.done.append((item, replace(outcome, rows="")))
                    self.hashes.append(
                        {
                            "fichier": outcome.file,
                            "sha256": outcome.sha256,
                            "structure": item.structure.name,
                            "type": item.structure.kind,
                        }
                    )
                    _put(stream, hasher, outcome.rows)
                progress(outcome.rank + 1, len(jobs))
        self.hashes.append({"fichier": RESULTS, "sha256": hasher.hexdigest()})

    def index(self, edition: int) -> None:
        """Write the index workbook."""
        entries = [IndexEntry(item.structure, outcome.file, outcome.figures) for item, outcome in self.done]
        data = index_workbook(self.portfolio.name, entries, self.refusals, self.warnings, edition)
        write_atomically(self.folder / INDEX, data)
        self.hashes.append({"fichier": INDEX, "sha256": hashlib.sha256(data).hexdigest()})

    def manifest(
        self,
        inputs: Sequence[Path],
        rules: Rules,
        families: Sequence[str],
        edition: int,
        scenarios: Sequence[str],
    ) -> None:
        """Write the manifest, last."""
        content: dict[str, Any] = {
            "date_edition": iso(edition),
            "entrees": manifest.files(inputs),
            "modeles": manifest.files(self.request.templates),
            "bareme": manifest.rules_used(rules, families),
            "scenarios": list(scenarios),
            "sorties": self.hashes,
            "avertissements": [
                *({"texte": text} for text in self.warnings),
                *(
                    {"structure": item.structure.name, "scenario": figures.scenario, "code": code, "texte": text}
                    for item, outcome in self.done
                    for figures in outcome.figures
                    for code, text in figures.notices
                ),
            ],
            "refus": [
                {"feuille": r.sheet, "ligne": r.row, "nom": r.name, "motifs": list(r.messages)} for r in self.refusals
            ],
        }
        write_atomically(self.folder / manifest.NAME, manifest.dump(content))

    def report(self) -> Report:
        """Return what was done."""
        return Report(
            folder=self.request.folder,
            files=tuple(outcome.file for _, outcome in self.done),
            refusals=tuple(self.refusals),
            warnings=self.warnings,
            alerts=sum(code not in SHARED for _, outcome in self.done for code, _ in outcome.figures[0].notices),
        )


def _put(stream: IO[bytes], hasher: Any, text: str) -> None:
    data = text.encode()
    hasher.update(data)
    stream.write(data)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[tuple[IO[bytes], Any]]:
    """Write a file piece by piece under a temporary name, which becomes its own when all is written."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream, hashlib.sha256()
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
