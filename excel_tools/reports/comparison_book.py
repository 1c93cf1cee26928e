"""The comparison workbook: a template filled with what scenarios give, every total and gap a live formula."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from excel_tools import __version__
from excel_tools.comparison import Comparison, Scope
from excel_tools.reports.comparison_shape import template_name
from excel_tools.reports.comparison_values import comparison_values
from excel_tools.reports.comparison_words import Change
from excel_tools.resources import templates_dir
from excel_tools.rules import Rules
from excel_tools.scenarios import Setting
from excel_tools.workbook import Template, write_atomically


def write_comparison(
    comparison: Comparison,
    path: str | os.PathLike[str],
    *,
    rules: Rules,
    settings: Sequence[Setting] = (),
    changes: Sequence[Change] = (),
    title: str = "",
    scope: Scope | None = None,
    variant: str = "",
    edition: int = 0,
    version: str = f"excel-tools {__version__}",
    template: Template | None = None,
) -> Path:
    """Write the comparison workbook of some structures, whole or not at all; the same arguments give the same bytes.

    Args:
        comparison: two to six scenarios, the reference first.
        path: the .xlsx file to write; its folder exists.
        rules: the barèmes, for the sentences of the causes and the texts cited.
        settings: what each scenario changes, for « Paramètres »; those of other scenarios are left out.
        changes: the inputs that changed between two states of a workbook, for « Paramètres »: before, after.
        title: shown on every page; by default the name of the structure when there is one.
        scope: what « Périmètre » opens on; everything by default. The treasurer may choose another one in the sheet.
        variant: what « Variante » opens on; the first one by default.
        edition: day written as that of the barèmes; 0 for their latest reading.
        version: what the footer and LISEZMOI say of the program.
        template: the user's own, for as many fiscal years; ours by default.

    Returns:
        The path written.

    Raises:
        InputError: a single scenario, more than six, an unknown scope or variant, or more rows than a sheet has room
            for; the message names the limit and the remedy.
        OSError: the file cannot be written.
    """
    data = comparison_bytes(
        comparison,
        rules=rules,
        settings=settings,
        changes=changes,
        title=title,
        scope=scope,
        variant=variant,
        edition=edition,
        version=version,
        template=template,
    )
    write_atomically(path, data)
    return Path(path)


def comparison_bytes(
    comparison: Comparison,
    *,
    rules: Rules,
    settings: Sequence[Setting] = (),
    changes: Sequence[Change] = (),
    title: str = "",
    scope: Scope | None = None,
    variant: str = "",
    edition: int = 0,
    version: str = f"excel-tools {__version__}",
    template: Template | None = None,
) -> bytes:
    """Return the bytes of the comparison workbook; see ``write_comparison``."""
    values, texts, visible = comparison_values(
        comparison,
        rules,
        settings,
        changes=changes,
        title=title,
        scope=scope,
        variant=variant,
        edition=edition,
        version=version,
    )
    return (template or compiled(len(comparison.exercices))).render(values, texts=texts, visible_rows=visible)


@cache
def compiled(years: int) -> Template:
    """Return the template for so many fiscal years, five to seven, compiled once per process."""
    return Template.compile(templates_dir() / template_name(years))
