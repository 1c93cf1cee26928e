"""What a treasurer must be told: a notice never changes an amount."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from excel_tools.dates import french
from excel_tools.money import french_euros
from excel_tools.schedule import Frame, Line


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


def early_end(ends_on: int, frame: Frame, lines: Iterable[Line]) -> tuple[Notice, ...]:
    """Return what an early end does: nothing is due any more, and what was paid ahead of it is to be repaid."""
    if not ends_on:
        return ()
    cut = [
        period
        for period, (opening, closing) in enumerate(zip(frame.ouverture, frame.cloture, strict=True))
        if opening <= ends_on < closing - 1
    ]
    back = -sum(min(0, line.rows["solde"][period]) for line in lines for period in cut)
    owed = f" ; {french_euros(back)} versés d'avance sont à reverser" if back else ""
    text = (
        f"Fin anticipée du contrat le {french(ends_on)} : plus rien n'est dû après ce jour{owed}. Les charges, les "
        "salaires et les autres produits saisis continuent."
    )
    return (Notice("fin-anticipee", text),)
