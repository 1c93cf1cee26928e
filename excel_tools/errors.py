"""Every error a user can meet: one French sentence each, several at once.

Whatever is wrong with a file, a template or a rule ends here, never in a traceback: the command line prints
``messages`` and exits with ``exit_code``.
"""

from __future__ import annotations

from collections.abc import Iterable


class ExcelToolsError(Exception):
    """What went wrong, in French sentences that name the place, the value, what was expected and the remedy."""

    exit_code = 2

    def __init__(self, messages: str | Iterable[str]) -> None:
        self.messages: list[str] = [messages] if isinstance(messages, str) else list(messages)
        super().__init__("\n".join(self.messages))


class InputError(ExcelToolsError):
    """A value given by the user, in a cell, a file or an argument, cannot be used."""


class RuleError(ExcelToolsError):
    """The rules hold no such amount, or none for that date or size."""


class TemplateError(ExcelToolsError):
    """A template or a workbook does not hold what the code needs."""
