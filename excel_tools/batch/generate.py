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

from excel_tools.accounts.alerts import portfolio_alerts, shared_communes
from excel_tools.batch import folder as folders
from excel_tools.batch import manifest, results
from excel_tools.batch.freshness import cautions
from excel_tools.batch.kept import keep
from excel_tools.batch.pool import StoppedError, outcomes, processes_for
from excel_tools.batch.templates import compiled
from excel_tools.batch.unused import unused
from excel_tools.batch.work import Common, Job, Outcome
from excel_tools.dates import iso
from excel_tools.errors import ExcelToolsError, InputError, others, why
from excel_tools.inputs import Item, Portfolio, Refusal, read_portfolio, read_scenarios
from excel_tools.inputs.filenames import safe_stem
from excel_tools.inputs.without_effect import without_effect
from excel_tools.reports.index import IndexEntry, index_workbook
from excel_tools.rules import Rules, load_rules
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting
from excel_tools.structure import KINDS
from excel_tools.workbook.files import write_atomically, written_at

INDEX, RESULTS = "index.xlsx", "resultats.csv"
SHARED_FILES = (INDEX, RESULTS, manifest.NAME)

_SHOWN = 5
"""Names of structures in one sentence."""

Progress = Callable[[int, int], None]
"""Called with how many structures are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of one run.

    Attributes:
        portfolio: workbook, folder of CSV files or CSV file.
        folder: where everything goes; made when missing.
        scenarios: table of scenarios, None for the three that are shipped.
        accounts: CSV of the accounts whose line of the budget form is the treasurer's choice.
        templates: the user's own templates, which replace ours for their family.
        processes: local processes, None to choose.
        strict: refuse everything as soon as one row is refused.
        edition: day shown as that of the edition, None for the latest day on which the barèmes used were verified.
        overwrite: replace also the files that somebody changed since an earlier run, or that none of ours wrote.
        kept: scenarios of the workbooks, separated by « ; », None for the first three.
    """

    portfolio: Path
    folder: Path
    scenarios: Path | None = None
    accounts: Path | None = None
    templates: Sequence[Path] = ()
    processes: int | None = None
    strict: bool = False
    edition: int | None = None
    overwrite: bool = False
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was done.

    Attributes:
        files: names of the workbooks written.
        kept: names of those that were not replaced, whose structure is counted all the same.
        refusals: rows that gave none.
        warnings: what concerns the whole portfolio, or a whole barème.
        alerts: number of alerts of the workbooks, as their sheets « Alertes » count them.
        reviews: likewise, points to look at.
    """

    folder: Path
    files: tuple[str, ...]
    kept: tuple[str, ...]
    refusals: tuple[Refusal, ...]
    warnings: tuple[str, ...]
    alerts: int
    reviews: int


def generate(request: Request, progress: Progress = lambda done, total: None) -> Report:
    """Do everything; a bad row stops its structure only, unless the request is strict.

    Raises:
        StoppedError: the disk or the memory gave out on the way; workbooks written until then are whole.
        ExcelToolsError: nothing could be done, and nothing was written.
    """
    rules = load_rules()
    portfolio = read_portfolio(request.portfolio, rules, request.accounts)
    settings, inputs = _settings(request, portfolio, rules)
    if request.strict and portfolio.refusals:
        raise InputError(_all_messages(portfolio.refusals))
    files = [*(f"{item.stem}.xlsx" for item in portfolio.items), *SHARED_FILES]
    folders.check_inputs(request.folder, files, (request.portfolio, *inputs, *request.templates))
    kinds = tuple(kind for kind in KINDS if any(item.structure.kind == kind for item in portfolio.items))
    kept = keep(settings, request.kept, kinds)
    templates = compiled(kinds, request.templates)
    families = [kind.lower() for kind in kinds]
    edition = request.edition or rules.verified_on(families or None)
    warnings = (
        *portfolio.warnings,
        *without_effect(settings, portfolio.structures, rules),
        *kept.told,
        *unused(kinds, request.templates),
        *(template.notice for template in templates.values() if template.notice),
        *cautions(portfolio.structures, rules),
    )
    with _output(request) as folder:
        run = _Run(request, portfolio, folder, warnings, rules)
        try:
            run.workbooks(Common(settings, templates, folder, request.folder, edition, kept.names), progress)
            if request.strict and run.refusals:
                raise InputError(_all_messages(run.refusals))
            run.compare(kept.names)
            run.index(edition)
            run.manifest(inputs, rules, families, edition, kept.names)
        except OSError as problem:
            raise run.stopped(problem) from problem
        return run.report()


def _settings(request: Request, portfolio: Portfolio, rules: Rules) -> tuple[tuple[Setting, ...], tuple[Path, ...]]:
    if request.scenarios is None:
        return DEFAULT_SETTINGS, portfolio.files
    kinds = {structure.name: structure.kind for structure in portfolio.structures}
    refused = [refusal.name for refusal in portfolio.refusals]
    found = read_scenarios(request.scenarios, kinds, rules, refused, portfolio.structures)
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
        for name in SHARED_FILES:
            written_at(target / name)  # a pipe is told before anything is read or written
        # what the rights say is not what the system does (network folders, synchronised folders)
        with folders.held(target), tempfile.TemporaryDirectory(prefix=folders.STAGING, dir=target) as staging:
            if not request.overwrite:
                folders.check_shared(target, SHARED_FILES, folders.Known(target))
            if request.strict:
                yield from _all_or_nothing(Path(staging), target)
            else:
                yield target
    except OSError as problem:
        raise InputError(
            f"--sortie : impossible d'écrire dans « {target} » ({why(problem)}) ; choisir un autre "
            "dossier, ou fermer les classeurs ouverts."
        ) from problem
    finally:
        if created:
            with contextlib.suppress(OSError):
                target.rmdir()


def _all_or_nothing(staging: Path, target: Path) -> Iterator[Path]:
    """Give the folder beside; its files join the real one when everything went well."""
    journal = target / folders.JOURNAL
    size = journal.stat().st_size
    try:
        yield staging
    except BaseException:
        os.truncate(journal, size)
        raise
    for file in sorted(staging.iterdir(), key=lambda path: path.name == manifest.NAME):
        os.replace(file, written_at(target / file.name))


def _all_messages(refusals: Sequence[Refusal]) -> list[str]:
    return [message for refusal in refusals for message in refusal.messages]


class _Run:
    """The state of one run, once everything was read and checked."""

    def __init__(
        self, request: Request, portfolio: Portfolio, folder: Path, warnings: Sequence[str], rules: Rules
    ) -> None:
        self.request = request
        self.portfolio = portfolio
        self.items = portfolio.items
        self.shared = shared_communes(portfolio.structures, rules)
        self.folder = folder
        self.known = folders.Known(request.folder)
        self.warnings = [
            *warnings,
            *(
                f"{alert.sentence} Règle : {alert.rule} Source : {alert.source}."
                for alert in portfolio_alerts(portfolio.structures, rules)
            ),
        ]
        self.refusals: list[Refusal] = list(portfolio.refusals)
        self.done: list[tuple[Item, Outcome]] = []
        self.hashes: list[dict[str, str]] = []
        self.writing = RESULTS

    def workbooks(self, common: Common, progress: Progress) -> None:
        """Write every workbook and the tidy table."""
        jobs = [
            Job(rank, item.structure, item.stem, self._ours(item), self.shared.get(item.structure.name, ()))
            for rank, item in enumerate(self.items)
        ]
        progress(0, len(jobs))
        with _whole(self.folder / RESULTS, self._note) as (stream, hasher):
            _put(stream, hasher, results.header())
            for outcome in outcomes(jobs, common, processes_for(self.request.processes, len(jobs))):
                self._keep(self.items[outcome.rank], outcome)
                _put(stream, hasher, outcome.rows)
                progress(outcome.rank + 1, len(jobs))
        self.hashes.append({"fichier": RESULTS, "sha256": hasher.hexdigest()})

    def _ours(self, item: Item) -> frozenset[str] | None:
        return None if self.request.overwrite else self.known.of(f"{item.stem}.xlsx")

    def _note(self, name: str, sha256: str) -> None:
        folders.note(self.request.folder / folders.JOURNAL, name, sha256)

    def _keep(self, item: Item, outcome: Outcome) -> None:
        if outcome.errors:
            self.refusals.append(Refusal(item.sheet, item.row, item.structure.name, outcome.errors))
            return
        if outcome.kept:
            text = (
                f"« {outcome.file} » a été modifié depuis sa génération, ou n'en vient pas : gardé tel quel ; les "
                "chiffres de l'index viennent du portefeuille. --ecraser le remplace."
            )
            outcome = replace(outcome, alerts=(*outcome.alerts, ("classeur-garde", text)))
        else:
            self.hashes.append(
                {
                    "fichier": outcome.file,
                    "sha256": outcome.sha256,
                    "structure": item.structure.name,
                    "type": item.structure.kind,
                }
            )
        self.done.append((item, replace(outcome, rows="")))

    def compare(self, scenarios: Sequence[str]) -> None:
        """Tell the scenarios that change nothing, and the workbooks of earlier runs that are out of date."""
        for scenario in scenarios[1:]:
            same = [item.structure.name for item, outcome in self.done if scenario in outcome.same]
            if same:
                some = ", ".join(same[:_SHOWN]) + others(len(same) - _SHOWN)
                self.warnings.append(
                    f"Scénario « {scenario} » identique à « {scenarios[0]} », au centime, pour : {some}."
                )
        produced = {folders.same_name(outcome.file) for _, outcome in self.done}
        produced |= {folders.same_name(name) for name in SHARED_FILES}
        told: set[str] = set()
        for rank, refusal in enumerate(self.refusals):
            file = f"{safe_stem(refusal.name)}.xlsx"
            key = folders.same_name(file)
            if refusal.name and key not in produced | told and (self.request.folder / file).is_file():
                told.add(key)
                text = f"« {file} », d'avant ce lot, est resté tel quel : il n'est plus à jour."
                self.refusals[rank] = replace(refusal, messages=(*refusal.messages, text))
        for key, file in sorted(self.known.names.items()):
            if key not in produced | told and (self.request.folder / file).is_file():
                self.warnings.append(
                    f"« {file} », d'une génération précédente, n'est plus celui d'aucune structure du portefeuille : "
                    "resté tel quel, il n'est plus à jour."
                )

    def stopped(self, problem: OSError) -> ExcelToolsError:
        """Return what to tell when the system refuses to write on the way."""
        file = Path(problem.filename).name if problem.filename and self.writing == RESULTS else self.writing
        cause = f"« {file} » n'a pas pu être écrit : {why(problem)}."
        written = len(self.hashes) - sum(entry["fichier"] in SHARED_FILES for entry in self.hashes)
        remedy = "Libérer de la place ou fermer les classeurs ouverts, puis relancer"
        if self.request.strict or not written:
            return InputError([cause, f"Aucun classeur n'a été écrit. {remedy}."])
        some = f"{written} classeurs sur {len(self.items)} sont écrits" if written > 1 else "Un classeur est écrit"
        return StoppedError(
            [
                cause,
                f"{some} en entier dans « {self.request.folder} » ; l'index et le manifeste ne sont pas refaits.",
                f"{remedy} : la nouvelle génération les reprendra.",
            ]
        )

    def index(self, edition: int) -> None:
        """Write the index workbook."""
        self.writing = INDEX
        entries = [
            IndexEntry(
                item.structure,
                outcome.file,
                outcome.figures,
                (*outcome.alerts, *((one.code, one.sentence) for one in self.shared.get(item.structure.name, ()))),
                sum(outcome.counts),
            )
            for item, outcome in self.done
        ]
        data = index_workbook(self.portfolio.name, entries, self.refusals, self.warnings, edition)
        sha256 = hashlib.sha256(data).hexdigest()
        self._note(INDEX, sha256)
        write_atomically(self.folder / INDEX, data)
        self.hashes.append({"fichier": INDEX, "sha256": sha256})

    def manifest(
        self,
        inputs: Sequence[Path],
        rules: Rules,
        families: Sequence[str],
        edition: int,
        scenarios: Sequence[str],
    ) -> None:
        """Write the manifest, last; it takes over what earlier manifests said of files that stay."""
        self.writing = manifest.NAME
        written = [entry["fichier"] for entry in self.hashes]
        content: dict[str, Any] = {
            "date_edition": iso(edition),
            "entrees": manifest.files(inputs),
            "modeles": manifest.files(self.request.templates),
            "bareme": manifest.rules_used(rules, families),
            "scenarios": list(scenarios),
            "sorties": self.hashes,
            "gardes": self.known.carried(self.request.folder, written),
            "avertissements": [
                *({"texte": text} for text in self.warnings),
                *(
                    {"structure": item.structure.name, "scenario": figures.scenario, "code": code, "texte": text}
                    for item, outcome in self.done
                    for figures in outcome.figures
                    for code, text in figures.notices
                ),
                *(
                    {"structure": item.structure.name, "code": code, "texte": text}
                    for item, outcome in self.done
                    for code, text in outcome.alerts
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
            files=tuple(outcome.file for _, outcome in self.done if not outcome.kept),
            kept=tuple(outcome.file for _, outcome in self.done if outcome.kept),
            refusals=tuple(self.refusals),
            warnings=tuple(self.warnings),
            alerts=sum(outcome.counts[0] for _, outcome in self.done),
            reviews=sum(outcome.counts[1] for _, outcome in self.done),
        )


def _put(stream: IO[bytes], hasher: Any, text: str) -> None:
    data = text.encode()
    hasher.update(data)
    stream.write(data)


@contextlib.contextmanager
def _whole(path: Path, note: Callable[[str, str], None]) -> Iterator[tuple[IO[bytes], Any]]:
    """Write a file piece by piece under a temporary name, which becomes its own when all is written."""
    target = written_at(path)
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            hasher = hashlib.sha256()
            yield stream, hasher
        note(path.name, hasher.hexdigest())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    current = os.umask(0o022)
    os.umask(current)
    return current
