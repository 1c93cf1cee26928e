"""What XlsxWriter cannot say: a cell style with a name, the language, no forced recalculation."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_STAMP = (1980, 1, 1, 0, 0, 0)


def finish(path: Path) -> None:
    """Rewrite a workbook with the cell style « Saisie » behind every unlocked cell, in French throughout."""
    with zipfile.ZipFile(path) as archive:
        parts = [(item.filename, archive.read(item)) for item in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in parts:
            item = zipfile.ZipInfo(name, _STAMP)
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, _changed(name, data))


def _changed(name: str, data: bytes) -> bytes:
    if name == "xl/styles.xml":
        return _named_style(data.decode()).encode()
    if name == "docProps/core.xml":
        return data.replace(b"</cp:coreProperties>", b"<dc:language>fr-FR</dc:language></cp:coreProperties>")
    if name.startswith("xl/charts/chart"):
        return data.replace(b'<c:lang val="en-US"/>', b'<c:lang val="fr-FR"/>')
    return data


def _named_style(text: str) -> str:
    """Add the style and point the format of every unlocked cell to it."""
    head, cell_formats, tail = re.split(r"(<cellXfs.*?</cellXfs>)", text, maxsplit=1, flags=re.DOTALL)
    unlocked = re.compile(r'<xf [^>]*>(?:(?!</xf>).)*<protection locked="0"/></xf>', re.DOTALL)
    model = unlocked.search(cell_formats)
    if model is None:
        return text
    base = re.sub(r' xfId="\d+"', "", model.group(0))
    cell_formats = unlocked.sub(lambda found: re.sub(r'xfId="\d+"', 'xfId="1"', found.group(0), count=1), cell_formats)
    head = re.sub(
        r'<cellStyleXfs count="1">(.*?)</cellStyleXfs>',
        lambda found: f'<cellStyleXfs count="2">{found.group(1)}{base}</cellStyleXfs>',
        head,
        flags=re.DOTALL,
    )
    tail = re.sub(
        r'<cellStyles count="1">(.*?)</cellStyles>',
        r'<cellStyles count="2">\1<cellStyle name="Saisie" xfId="1"/></cellStyles>',
        tail,
        flags=re.DOTALL,
    )
    return head + cell_formats + tail
