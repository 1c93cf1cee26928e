"""What a treasurer must be told: a notice never changes an amount."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at.

    Attributes:
        code: short stable name of its kind, ``"mission-tardive"``.
        text: a whole French sentence.
        about: code of the indicator concerned, ``""`` when none.
    """

    code: str
    text: str
    about: str = ""
