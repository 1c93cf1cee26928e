"""The folder of a run: what in it is ours, what must stay, and what a killed run left behind.

A file is ours when its bytes are those an earlier run said it wrote under that name, in the manifest or, for a run that
did not reach its end, in the journal: hashes noted just before each file takes its name.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from excel_tools.batch import manifest
from excel_tools.errors import InputError

JOURNAL = ".excel-tools-journal"
"""Notes of the run under way; its lock tells another run to keep out, and it goes away with a complete run."""
STAGING = ".excel-tools-"
_LEFT_FOLDER = re.compile(r"\.excel-tools-[a-z0-9_]{8}")
_LEFT_FILE = re.compile(r"\.(?:.{1,40}\.[0-9a-f]{12}|resultats\.csv\.[a-z0-9_]{8})\.tmp", re.DOTALL)
_NOTE = re.compile(r"([0-9a-f]{64}) (.+)")
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_FAR = 1 << 30
"""Windows locks bytes, not files: one far beyond the notes, so that they can still be written."""


def same_name(name: str) -> str:
    """Return what two names share when some system takes them for one file."""
    return unicodedata.normalize("NFC", name).casefold()


class Known:
    """Which files of a folder an earlier run wrote, and with which hashes."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[str, str] = {}
        self.hashes: dict[str, set[str]] = {}
        for name, sha256 in (*manifest.previous(folder), *_notes(folder / JOURNAL)):
            self.names.setdefault(same_name(name), name)
            self.hashes.setdefault(same_name(name), set()).add(sha256)

    def of(self, name: str) -> frozenset[str]:
        """Return every hash an earlier run gave this file."""
        return frozenset(self.hashes.get(same_name(name), ()))

    def carried(self, folder: Path, written: Iterable[str]) -> list[dict[str, str]]:
        """Return, for the next manifest, the files of earlier runs that are still there and not written again."""
        done = {same_name(name) for name in written}
        return [
            {"fichier": self.names[key], "sha256": sha256}
            for key in sorted(self.names)
            if key not in done and (folder / self.names[key]).is_file()
            for sha256 in sorted(self.hashes[key])
        ]


def _notes(journal: Path) -> Iterator[tuple[str, str]]:
    try:
        text = journal.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return
    for line in text.splitlines():
        if match := _NOTE.fullmatch(line):
            yield match[2], match[1]


def note(journal: Path, name: str, sha256: str) -> None:
    """Note that a file is about to be ours; one short line, so that several processes may write."""
    with journal.open("ab") as stream:
        stream.write(f"{sha256} {name}\n".encode())


def ours(path: Path, known: Known) -> bool:
    """Say whether the file may be replaced: it is not there, or is what an earlier run wrote."""
    return not path.exists() or (path.is_file() and manifest.digest(path) in known.of(path.name))


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the folder for one run, and clear what killed runs left in it.

    The journal stays when the run stops on its way after having noted something.

    Raises:
        InputError: another run is writing there.
    """
    journal = folder / JOURNAL
    with journal.open("ab") as stream:
        if _lock(stream, folder):
            _clear(folder)
        size = stream.seek(0, os.SEEK_END)
        try:
            yield
        except BaseException:
            complete = size == 0 and journal.stat().st_size == 0
            raise
        else:
            complete = True
        finally:
            # closed first: Windows removes no open file
            stream.close()
            if complete:
                with contextlib.suppress(OSError):
                    journal.unlink()


def _lock(stream: IO[bytes], folder: Path) -> bool:
    """Lock the journal; False where the file system knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as problem:
        if problem.errno in _HELD:
            raise InputError(
                f"--sortie : une autre génération écrit dans « {folder} » ; attendre qu'elle finisse, ou choisir un "
                "autre dossier."
            ) from problem
        return False
    return True


def _clear(folder: Path) -> None:
    for entry in list(os.scandir(folder)):
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False) and _LEFT_FOLDER.fullmatch(entry.name):
                shutil.rmtree(entry.path)
            elif entry.is_file(follow_symlinks=False) and _LEFT_FILE.fullmatch(entry.name):
                os.unlink(entry.path)


def check_inputs(folder: Path, names: Sequence[str], inputs: Iterable[Path]) -> None:
    """Refuse a run that would write over what it reads.

    Raises:
        InputError: an output has the place of an input.
    """
    places = {same_name(str(folder.resolve() / name)): name for name in names}
    taken = dict.fromkeys(path for path in inputs if same_name(str(path.resolve())) in places)
    if taken:
        raise InputError(
            [
                f"--sortie : « {path} » est un fichier lu, et ce lot écrirait « {path.name} » à sa place ; choisir un "
                "autre dossier de sortie."
                for path in taken
            ]
        )


def check_shared(folder: Path, names: Sequence[str], known: Known) -> None:
    """Refuse a run whose index, table or manifest would replace a file that is not one of ours.

    Raises:
        InputError: each of these files.
    """
    foreign = [name for name in names if name != manifest.NAME and not ours(folder / name, known)]
    if not manifest.replaceable(folder):
        foreign.append(manifest.NAME)
    if foreign:
        raise InputError(
            [
                f"--sortie : « {folder / name} » a été modifié depuis sa génération, ou n'en vient pas ; le renommer, "
                "choisir un autre dossier, ou ajouter --ecraser."
                for name in foreign
            ]
        )
