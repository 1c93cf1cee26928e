"""Our templates, or the user's own in their place, compiled and checked before anything is written."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from excel_tools.batch.placement import check_places, differences
from excel_tools.errors import TemplateError
from excel_tools.resources import templates_dir
from excel_tools.structure import KINDS
from excel_tools.workbook.render import Template


def shipped_path(kind: str) -> Path:
    """Return the shipped template of a kind of structure."""
    return templates_dir() / f"{kind.lower()}.xlsx"


@cache
def shipped(kind: str) -> Template:
    """Return our template of a kind of structure, compiled once per process."""
    return Template.compile(shipped_path(kind))


def compiled(kinds: Sequence[str], own: Sequence[Path] = ()) -> dict[str, Template]:
    """Return the template of each kind, the user's own replacing ours for the family whose names it holds.

    Raises:
        TemplateError: everything wrong with the user's templates, names missing, doubled, misplaced or unknown.
    """
    wanted = KINDS if own else kinds
    found = {kind: shipped(kind) for kind in wanted}
    chosen: dict[str, Path] = {}
    problems: list[str] = []
    replaced: dict[str, Template] = {}
    for path in own:
        try:
            kind, template = _own(path, found)
        except TemplateError as error:
            problems += error.messages
            continue
        if kind in chosen:
            problems.append(
                f"--modele : « {path} » et « {chosen[kind]} » sont deux modèles de {kind} ; n'en garder qu'un."
            )
        chosen[kind] = path
        replaced[kind] = template
    if problems:
        raise TemplateError(problems)
    return {kind: replaced.get(kind, found[kind]) for kind in kinds}


def _own(path: Path, shipped: dict[str, Template]) -> tuple[str, Template]:
    """Compile a user's template for the family whose names it holds most of."""
    if not path.is_file():
        raise TemplateError(
            f"--modele : « {path} » introuvable ; « excel-tools modele cpts --vers {path.name} » en donne un."
        )
    names = set(Template.compile(path).names)
    kind = min(shipped, key=lambda each: len(set(shipped[each].names) - names))
    expected = shipped[kind].names
    if not names & set(expected):
        raise TemplateError(
            f"« {path.name} » n'a aucun des noms d'un modèle (in_…, bar_…, out_…) ; partir d'une copie : "
            f"excel-tools modele cpts --vers {path.name}"
        )
    unknown = sorted(names - set(expected))
    shapes = {name: (area.height, area.width) for name, area in expected.items()}
    recompute: Literal["ironcalc"] | None = "ironcalc" if importlib.util.find_spec("ironcalc") else None
    template = Template.compile(path, required=tuple(expected), shapes=shapes, recompute=recompute)
    check_places(path, {name: template.names[name] for name in expected}, expected)
    if unknown:
        raise TemplateError(
            [
                f"Modèle « {path.name} » : le nom « {name} » n'est pas d'un modèle {kind} ; le renommer."
                for name in unknown
            ]
        )
    own = differences(path, template.names, expected)
    if own.cells:
        # what depends on such a formula is stale too: the spreadsheet recalculates all of it
        template = Template.compile(path, required=tuple(expected), shapes=shapes, stale=own.cells, notice=own.notice)
    return kind, template
