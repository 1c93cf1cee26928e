"""Hands that change the inputs of a workbook: LibreOffice itself, and a writer of cells that stands for Excel."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from excel_tools.workbook import extensions, office
from excel_tools.workbook.names import read_book
from excel_tools.workbook.package import Package
from tests.malformed.build import replaced_part

Typed = Mapping[tuple[str, str], "str | float | None"]
"""(sheet, address) → what is typed: a number, a text as in the cell, None to empty it."""


def by_libreoffice(source: Path, target: Path, typed: Typed) -> Path:
    """Open, type, recalculate and save as .xlsx inside LibreOffice."""
    cells = [[*place, value] for place, value in typed.items()]
    task = target.with_suffix(".json")
    task.write_text(json.dumps({"source": str(source), "target": str(target), "cells": cells}), "utf-8")
    script = Path(__file__).with_name("calc_typing.py")
    profile = target.parent / "profil"
    start = [str(office.required_soffice()), office.make_profile(profile), "--headless", "--norestore", "--nologo"]
    python = extensions.find_office().python
    done: subprocess.CompletedProcess[str] = office.run_program(
        [str(python), str(script), str(Path(office.__file__).parent), str(task), *start], 180
    )
    if not target.is_file():
        raise RuntimeError(done.stderr)
    return target


def by_writer(source: Path, target: Path, typed: Typed) -> Path:
    """Write the contents into a copy, the stored results left as they were."""
    target.write_bytes(source.read_bytes())
    book = read_book(Package.read(source))
    for sheet in dict.fromkeys(sheet for sheet, _ in typed):
        here = {ref: value for (title, ref), value in typed.items() if title == sheet}

        def edit(data: bytes, here: Mapping[str, str | float | None] = here) -> bytes:
            for ref, value in here.items():
                data = _with(data, ref, value)
            return data

        replaced_part(target, book.sheets[sheet], edit)
    return target


def _with(data: bytes, ref: str, value: str | float | None) -> bytes:
    found = re.search(rb'<c r="' + ref.encode() + rb'"([^>]*?)(?:/>|>.*?</c>)', data, re.DOTALL)
    if found is None:
        raise KeyError(ref)
    style = b"".join(re.findall(rb' s="\d+"', found[1]))
    if value is None:
        cell = b'<c r="%s"%s/>' % (ref.encode(), style)
    elif isinstance(value, str):
        cell = b'<c r="%s"%s t="inlineStr"><is><t>%s</t></is></c>' % (ref.encode(), style, escape(value).encode())
    else:
        cell = b'<c r="%s"%s><v>%s</v></c>' % (ref.encode(), style, repr(value).encode())
    return data[: found.start()] + cell + data[found.end() :]
