"""Templates of the user's that a portfolio does not call for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from excel_tools.batch.templates import shipped
from excel_tools.structure import KINDS
from excel_tools.workbook.render import Template


def unused(kinds: Sequence[str], own: Sequence[Path]) -> tuple[str, ...]:
    """Return one sentence for each template, already checked, whose family is not among the kinds."""
    found = []
    for path in own:
        names = set(Template.compile(path).names)
        kind = min(KINDS, key=lambda each: len(set(shipped(each).names) - names))
        if kind not in kinds:
            found.append(
                f"--modele : « {path} » est un modèle de {kind}, et le portefeuille n'en a aucune ; il n'a pas servi."
            )
    return tuple(found)
