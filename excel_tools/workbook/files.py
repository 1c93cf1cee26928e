"""Only whole files on disk."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path

from excel_tools.errors import ExcelToolsError, why


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


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` to ``path`` so that at any moment the file is the old one or the new one, never a piece.

    The bytes go to a temporary file of the same folder, which then takes the name. A failure leaves nothing behind.

    Raises:
        OSError: the folder is missing, full or not writable, or the target is open in a program that locks it.
    """
    target = Path(path)
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.tmp")
    try:
        with open(temporary, "xb") as stream:
            stream.write(data)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
