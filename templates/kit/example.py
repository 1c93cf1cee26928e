"""A template is a workbook that already works: it is drawn empty, then filled with an invented structure."""

from __future__ import annotations

from pathlib import Path

from excel_tools.budget import build_budget
from excel_tools.reports import workbook_values
from excel_tools.rules import load_rules
from excel_tools.structure import Structure
from excel_tools.workbook import Template, write_atomically


def fill(path: Path, structure: Structure) -> None:
    """Fill a template with the barème and a structure to be replaced; every row stays visible, every token in place."""
    template = Template.compile(path)
    values, _, _ = workbook_values(
        [build_budget(structure, load_rules())], ("central",), version="modèle d'excel-tools"
    )
    texts = {token: f"{{{{{token}}}}}" for token in template.tokens}
    write_atomically(path, template.render(values, texts=texts))
