"""Only whole files on disk."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


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
