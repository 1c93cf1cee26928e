"""The part that talks to LibreOffice in its own language (UNO), run by a Python that has its ``uno`` module.

Run by its path, ``python uno_worker.py ACTION SUBJECT OUTPUT COMMAND…``; it imports nothing of excel_tools and keeps to
Python 3.8. ``COMMAND…`` starts LibreOffice. The answer is one JSON object in the file OUTPUT.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any, Callable, Iterator

try:
    import uno
    import unohelper
    from com.sun.star.connection import NoConnectException
    from com.sun.star.lang import DisposedException, IllegalArgumentException
    from com.sun.star.task import XInteractionHandler
    from com.sun.star.ucb import XCommandEnvironment
    from com.sun.star.uno import Exception as UnoException
except ImportError:
    # not a Python of LibreOffice: the caller tries the next one
    sys.exit(3)

START = 45.0
"""Seconds that LibreOffice is given to start."""


class Yes(unohelper.Base, XInteractionHandler, XCommandEnvironment):
    """Agrees to what the extension manager asks (an older version to replace), as the user did by calling us."""

    def handle(self, request: Any) -> None:
        """Choose to go on."""
        for choice in request.getContinuations():
            if choice.queryInterface(uno.getTypeByName("com.sun.star.task.XInteractionApprove")):
                choice.select()
                return

    def getInteractionHandler(self) -> Yes:
        """Return itself."""
        return self

    def getProgressHandler(self) -> None:
        """Return nothing: progress is not shown."""


@contextlib.contextmanager
def office(command: list[str]) -> Iterator[Any]:
    """Start LibreOffice, give its component context, and end it."""
    pipe = f"excel-tools-{os.getpid()}"
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        limit = time.monotonic() + START
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                if time.monotonic() > limit or process.poll() not in (None, 0):
                    raise
                time.sleep(0.05)
        try:
            yield context
        finally:
            with contextlib.suppress(DisposedException):
                desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
                # documents that we did not open are those of a LibreOffice that was there before us
                if not desktop.Components.hasElements():
                    desktop.terminate()
                    process.wait()
    finally:
        if process.poll() is None:
            process.kill()


def add(context: Any, path: str) -> bool:
    """Install an extension for the user; one with the same identifier is replaced."""
    manager, yes = _manager(context), Yes()
    manager.addExtension(uno.systemPathToFileUrl(path), (), "user", manager.createAbortChannel(), yes)
    return True


def remove(context: Any, identifier: str) -> bool:
    """Remove an extension of the user; return whether it was there."""
    manager, yes = _manager(context), Yes()
    try:
        found = manager.getDeployedExtension("user", identifier, "", yes)
    except IllegalArgumentException:
        return False
    manager.removeExtension(identifier, found.getName(), "user", manager.createAbortChannel(), yes)
    return True


def attempt(do: Callable[[Any, str], bool], context: Any, subject: str) -> dict[str, Any]:
    """Return what was done, or what LibreOffice said against it.

    Its exceptions stop here: they take no attribute, and a ``with`` that they leave would set one.
    """
    try:
        return {"done": do(context, subject)}
    except UnoException as error:
        return {"error": str(error.Message)}


def _manager(context: Any) -> Any:
    return context.getByName("/singletons/com.sun.star.deployment.ExtensionManager")


def main(action: str, subject: str, output: str, *command: str) -> None:
    """Do one thing and write its result, or what LibreOffice said against it."""
    answer: dict[str, Any]
    try:
        with office(list(command)) as context:
            answer = attempt({"add": add, "remove": remove}[action], context, subject)
    except NoConnectException:
        answer = {"error": ""}
    with open(output, "w", encoding="utf-8") as stream:
        json.dump(answer, stream)
    if "error" in answer and os.name == "posix" and os.getpgrp() == os.getpid():
        # the program that was started is only the starter of the real one, which may still be there
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
