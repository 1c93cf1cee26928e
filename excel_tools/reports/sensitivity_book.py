"""The sensitivity workbook: a template filled with what the engine gives, every effect and share a live formula."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from excel_tools import __version__
from excel_tools.reports.sensitivity_data import Sensitivity
from excel_tools.reports.sensitivity_shape import TEMPLATE
from excel_tools.reports.sensitivity_values import sensitivity_values
from excel_tools.resources import templates_dir
from excel_tools.rules import Rules
from excel_tools.workbook import Template, write_atomically


def write_sensitivity(
    found: Sensitivity,
    path: str | os.PathLike[str],
    *,
    rules: Rules,
    edition: int = 0,
    version: str = f"excel-tools {__version__}",
    template: Template | None = None,
) -> Path:
    """Write the sensitivity workbook of a structure, whole or not at all; the same arguments give the same bytes.

    Args:
        path: the .xlsx file to write; its folder exists.
        rules: the barèmes, for the texts cited.
        edition: day written as that of the barèmes; 0 for their latest reading.
        version: what the footer and LISEZMOI say of the program.
        template: the user's own; ours by default.

    Returns:
        The path written.

    Raises:
        InputError: more hypotheses than the sheet has room for.
        OSError: the file cannot be written.
    """
    data = sensitivity_bytes(found, rules=rules, edition=edition, version=version, template=template)
    write_atomically(path, data)
    return Path(path)


def sensitivity_bytes(
    found: Sensitivity,
    *,
    rules: Rules,
    edition: int = 0,
    version: str = f"excel-tools {__version__}",
    template: Template | None = None,
) -> bytes:
    """Return the bytes of the sensitivity workbook; see ``write_sensitivity``."""
    values, texts, visible = sensitivity_values(found, rules, edition=edition, version=version)
    return (template or compiled()).render(values, texts=texts, visible_rows=visible)


@cache
def compiled() -> Template:
    """Return the template, compiled once per process."""
    return Template.compile(templates_dir() / TEMPLATE)
