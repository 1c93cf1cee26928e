"""Only whole files on disk."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from excel_tools.errors import ExcelToolsError, InputError, why


def read_whole(path: Path, most: int, error: type[ExcelToolsError]) -> bytes:
    """Return the bytes of a regular file: a pipe or a device (``/dev/zero``) would never end.

    Args:
        most: bytes beyond which the file is refused.

    Raises:
        ExcelToolsError: of the type ``error``; missing, not a regular file, oversized or unreadable.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise error(f"« {path} » est un dossier, pas un fichier.")
        if not stat.S_ISREG(found.st_mode):
            raise error(f"« {path} » n'est pas un fichier ordinaire (périphérique ou tube) ; donner un vrai fichier.")
        if found.st_size > most:
            raise error(f"« {path.name} » : fichier trop volumineux (plus de {most >> 20} Mo).")
        return path.read_bytes()
    except OSError as problem:
        raise error(f"« {path} » : lecture impossible ({why(problem)}).") from problem


def written_at(path: str | os.PathLike[str]) -> Path:
    """Return where writing to a path ends up, links followed: a link goes on leading to the file it names.

    Raises:
        InputError: what stands there is no regular file (a pipe, a device); it would be lost under a file of ours.
    """
    target = Path(os.path.realpath(path))
    try:
        found = target.stat()
    except OSError:
        # nothing there yet, or a place that writing will refuse
        return target
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        raise InputError(
            f"« {path} » n'est pas un fichier ordinaire (périphérique ou tube) ; donner le nom d'un vrai fichier."
        )
    return target


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` to ``path`` so that at any moment the file is the old one or the new one, never a piece.

    The bytes go to a temporary file of the same folder, which then takes the name. A failure leaves nothing behind.

    Raises:
        OSError: the folder is missing, full or not writable, or the target is open in a program that locks it.
        InputError: the target is a pipe or a device.
    """
    write_together([(path, [data])])


def write_together(files: Iterable[tuple[str | os.PathLike[str], Iterable[bytes]]]) -> None:
    """Write several files, each whole, given piece by piece: none takes its name before all of them are on disk.

    Raises:
        OSError, InputError: as ``write_atomically``, and no file has changed; but for a target that a program locks
            when its turn comes, which leaves those before it written.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, pieces in files:
            target = written_at(path)
            temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.tmp")
            ready.append((temporary, target))
            with _named(target), open(temporary, "xb") as stream:
                stream.writelines(pieces)
        for temporary, target in ready:
            with _named(target):
                os.replace(temporary, target)
    finally:
        for temporary, _ in ready:
            with contextlib.suppress(OSError):
                temporary.unlink()


@contextlib.contextmanager
def _named(target: Path) -> Iterator[None]:
    """Name the file asked for in an error of the system, not the temporary one."""
    try:
        yield
    except OSError as problem:
        if problem.filename is not None:
            problem.filename, problem.filename2 = str(target), None
        raise
