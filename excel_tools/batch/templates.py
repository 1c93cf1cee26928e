"""Our templates, or the user's own in their place, compiled and checked before anything is written."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from excel_tools.batch.placement import check_places, differences
from excel_tools.errors import TemplateError
from excel_tools.reports.comparison_shape import template_name
from excel_tools.reports.sensitivity_shape import TEMPLATE
from excel_tools.resources import templates_dir
from excel_tools.schedule import YEARS
from excel_tools.structure import KINDS
from excel_tools.workbook.refs import Area
from excel_tools.workbook.render import Template

COMPARISON, SENSITIVITY = "comparaison", "sensibilite"
"""What ``excel-tools modele`` calls the books that are not those of a structure."""


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


def comparison_template(own: str | None, years: int) -> Template | None:
    """Return the user's template of the comparison, checked as those of the structures; None for ours.

    Args:
        own: the file named, if any.
        years: fiscal years of the comparison, five to seven: as many as the template has.

    Raises:
        TemplateError: everything wrong with it, names missing, doubled, misplaced or unknown.
    """
    family = COMPARISON if years == YEARS else f"{COMPARISON} --exercices {years}"
    return _own_book(own, comparison_path(years), family)


def sensitivity_template(own: str | None) -> Template | None:
    """Return the user's template of the sensitivity, as ``comparison_template``."""
    return _own_book(own, sensitivity_path(), SENSITIVITY)


def comparison_path(years: int = YEARS) -> Path:
    """Return the shipped template of the comparison of so many fiscal years."""
    return templates_dir() / template_name(years)


def sensitivity_path() -> Path:
    """Return the shipped template of the sensitivity."""
    return templates_dir() / TEMPLATE


def _own_book(own: str | None, shipped: Path, family: str) -> Template | None:
    if own is None:
        return None
    path = Path(own)
    names, expected = _names(path, family), Template.compile(shipped).names
    if 2 * len(names & set(expected)) < len(expected):
        raise TemplateError(
            f"--modele : « {path.name} » n'est pas un modèle de « {family} » ; partir d'une copie : excel-tools modele "
            f"{family} --vers {path.name}"
        )
    return _checked(path, names, expected, family)


def _own(path: Path, shipped: dict[str, Template]) -> tuple[str, Template]:
    """Compile a user's template for the family whose names it holds most of."""
    names = _names(path, "cpts")
    kind = min(shipped, key=lambda each: len(set(shipped[each].names) - names))
    return kind, _checked(path, names, shipped[kind].names, kind)


def _names(path: Path, family: str) -> set[str]:
    if not path.is_file():
        raise TemplateError(
            f"--modele : « {path} » introuvable ; « excel-tools modele {family} --vers {path.name} » en donne un."
        )
    return set(Template.compile(path).names)


def _checked(path: Path, names: set[str], expected: Mapping[str, Area], family: str) -> Template:
    if not names & set(expected):
        raise TemplateError(
            f"« {path.name} » n'a aucun des noms d'un modèle (in_…, bar_…, out_…) ; partir d'une copie : "
            f"excel-tools modele {family} --vers {path.name}"
        )
    unknown = sorted(names - set(expected))
    shapes = {name: (area.height, area.width) for name, area in expected.items()}
    recompute: Literal["ironcalc"] | None = "ironcalc" if importlib.util.find_spec("ironcalc") else None
    template = Template.compile(path, required=tuple(expected), shapes=shapes, recompute=recompute)
    check_places(path, {name: template.names[name] for name in expected}, expected)
    if unknown:
        raise TemplateError(
            [
                f"Modèle « {path.name} » : le nom « {name} » n'est pas d'un modèle {family} ; le renommer."
                for name in unknown
            ]
        )
    own = differences(path, template.names, expected)
    if own.cells:
        # what depends on such a formula is stale too: the spreadsheet recalculates all of it
        template = Template.compile(path, required=tuple(expected), shapes=shapes, stale=own.cells, notice=own.notice)
    return template
