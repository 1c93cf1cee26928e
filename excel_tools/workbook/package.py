"""The zip package of a workbook: read once with care, written again around raw members.

A template or an input comes from anybody: sizes, ratios, names and flags are checked before a byte is inflated.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from isal import isal_zlib

from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.workbook.files import read_whole
from excel_tools.workbook.values import one_line

MAX_PACKAGE = 64 << 20
MAX_MEMBER = 64 << 20
MAX_TOTAL = 256 << 20
MAX_MEMBERS = 10_000
MAX_RATIO = 400
"""Inflated over deflated size; asked only of members above :data:`RATIO_FLOOR` bytes."""
RATIO_FLOOR = 8 << 20

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8_NAME = 0x800


@dataclass(frozen=True)
class Member:
    """One part of the package, still compressed."""

    name: str
    raw: bytes
    method: int
    crc: int
    size: int
    time: int
    date: int
    attributes: int

    def data(self) -> bytes:
        """The part, inflated and checked against its size and checksum."""
        if self.method == zipfile.ZIP_STORED:
            data = self.raw
        else:
            inflater = zlib.decompressobj(-15)
            data = inflater.decompress(self.raw, self.size + 1)
            if inflater.unconsumed_tail or not inflater.eof:
                raise zlib.error("truncated or longer than announced")
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise zlib.error("wrong size or checksum")
        return data


class Package:
    """The members of an .xlsx or .xlsm file, in their order."""

    def __init__(self, path: Path, members: Mapping[str, Member], error: type[ExcelToolsError]) -> None:
        self.path = path
        self.members = members
        self.error = error
        self._by_case = {name.casefold(): name for name in members}

    @classmethod
    def read(cls, path: str | os.PathLike[str], error: type[ExcelToolsError] = InputError) -> Package:
        """Read and check the package.

        Raises:
            ExcelToolsError: of the type ``error``; the file cannot be read, or is encrypted, signed, damaged or
                suspicious.
        """
        path = Path(path)
        return cls(path, _members(path.name, read_whole(path, MAX_PACKAGE, error), error), error)

    def find(self, name: str) -> str | None:
        """The member's exact name, whatever the case asked."""
        return self._by_case.get(name.lstrip("/").casefold())

    def data(self, name: str) -> bytes:
        """One member, inflated."""
        try:
            return self.members[name].data()
        except zlib.error as problem:
            raise self.error(f"« {self.path.name} » : la partie « {name} » est endommagée.") from problem


def _members(label: str, blob: bytes, error: type[ExcelToolsError]) -> dict[str, Member]:
    if blob[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise error(
            f"« {label} » : classeur chiffré par un mot de passe, ou ancien format .xls. "
            "Enregistrez-le au format .xlsx, sans mot de passe d'ouverture."
        )
    try:
        archive = zipfile.ZipFile(BytesIO(blob))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as problem:
        raise error(f"« {label} » n'est pas un classeur .xlsx ou .xlsm lisible.") from problem
    infos = archive.infolist()
    problems = _suspicions(label, infos, len(blob))
    members: dict[str, Member] = {}
    if not problems:
        for info in infos:
            if info.is_dir():
                continue
            raw = _raw(blob, info)
            if raw is None:
                problems.append(f"« {label} » : la partie « {info.filename} » est tronquée.")
                continue
            year, month, day, hour, minute, second = info.date_time
            members[info.filename] = Member(
                info.filename,
                raw,
                info.compress_type,
                info.CRC,
                info.file_size,
                hour << 11 | minute << 5 | second // 2,
                max(0, year - 1980) << 9 | month << 5 | day,
                info.external_attr,
            )
    if any(name.casefold().startswith("_xmlsignatures/") for name in members):
        problems.append(
            f"« {label} » : classeur signé numériquement ; le remplir casserait la signature. Retirez la signature."
        )
    if problems:
        raise error(problems)
    return members


def _suspicions(label: str, infos: Sequence[zipfile.ZipInfo], length: int) -> list[str]:
    problems = []
    if len(infos) > MAX_MEMBERS:
        return [f"« {label} » : trop de parties dans le fichier ({len(infos)})."]
    seen: set[str] = set()
    total = packed = 0
    for info in infos:
        name = info.filename
        total += info.file_size
        packed += info.compress_size
        if name.casefold() in seen:
            problems.append(f"« {label} » : la partie « {name} » figure deux fois dans le fichier.")
        seen.add(name.casefold())
        absurd = name.startswith("/") or "\\" in name or ":" in name or not name.isprintable() or len(name) > 255
        if absurd or any(step in ("", ".", "..") for step in name.rstrip("/").split("/")):
            problems.append(f"« {label} » : chemin interne refusé : « {one_line(name)} ».")
        if info.flag_bits & 0x1:
            problems.append(f"« {label} » : la partie « {name} » est chiffrée.")
        elif info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            problems.append(f"« {label} » : la partie « {name} » est compressée par une méthode inconnue.")
        bomb = info.file_size > RATIO_FLOOR and info.file_size > MAX_RATIO * max(1, info.compress_size)
        if bomb or info.file_size > MAX_MEMBER:
            problems.append(f"« {label} » : la partie « {name} » gonfle démesurément ; fichier refusé.")
    if packed > length:
        problems.append(f"« {label} » : les parties du fichier se recouvrent ; fichier refusé.")
    if total > MAX_TOTAL:
        problems.append(f"« {label} » : contenu démesuré ({total >> 20} Mo une fois décompressé) ; fichier refusé.")
    return problems


def _raw(blob: bytes, info: zipfile.ZipInfo) -> bytes | None:
    start = info.header_offset
    header = blob[start : start + _LOCAL.size]
    if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
        return None
    name_length, extra_length = _LOCAL.unpack(header)[-2:]
    begin = start + _LOCAL.size + name_length + extra_length
    raw = blob[begin : begin + info.compress_size]
    return raw if len(raw) == info.compress_size else None


@dataclass(frozen=True)
class Record:
    """What the two headers of one member hold beside sizes and place."""

    name: bytes
    flags: int
    time: int
    date: int
    attributes: int

    @classmethod
    def of(cls, member: Member) -> Record:
        """The record of a member, without its content."""
        name = member.name.encode()
        flags = 0 if name.isascii() else _UTF8_NAME
        return cls(name, flags, member.time, member.date, member.attributes)

    def local(self, method: int, crc: int, packed: int, size: int) -> bytes:
        """The header that stands before the member."""
        fixed = (self.flags, method, self.time, self.date, crc, packed, size, len(self.name), 0)
        return _LOCAL.pack(b"PK\x03\x04", 20, *fixed) + self.name

    def central(self, method: int, crc: int, packed: int, size: int, offset: int) -> bytes:
        """The member's line in the directory at the end."""
        fixed = (self.flags, method, self.time, self.date, crc, packed, size, len(self.name), 0, 0, 0, 0)
        return _CENTRAL.pack(b"PK\x01\x02", 20, 20, *fixed, self.attributes, offset) + self.name


class Frame:
    """The unchanging part of every workbook made from one template.

    Unchanged members stand first, as one ready blob; changed ones follow. The directory keeps the template's order.
    """

    def __init__(self, members: Mapping[str, Member], changed: Sequence[str]) -> None:
        blob: list[bytes] = []
        at = 0
        self._directory: list[bytes | int] = []
        order = {name: rank for rank, name in enumerate(changed)}
        self._records = [Record.of(members[name]) for name in changed]
        for name, member in members.items():
            if name in order:
                self._directory.append(order[name])
                continue
            record = Record.of(member)
            fixed = (member.method, member.crc, len(member.raw), member.size)
            piece = record.local(*fixed) + member.raw
            blob.append(piece)
            self._directory.append(record.central(*fixed, at))
            at += len(piece)
        self._blob = b"".join(blob)

    def pack(self, contents: Sequence[bytes]) -> bytes:
        """The whole file: the blob, then the changed members in the order announced, then the directory."""
        out = [self._blob]
        lines: list[bytes] = []
        at = len(self._blob)
        for record, data in zip(self._records, contents, strict=True):
            packed = isal_zlib.compress(data, 1, -15)
            crc = isal_zlib.crc32(data)
            header = record.local(8, crc, len(packed), len(data))
            lines.append(record.central(8, crc, len(packed), len(data), at))
            out += (header, packed)
            at += len(header) + len(packed)
        directory = b"".join([lines[line] if isinstance(line, int) else line for line in self._directory])
        count = len(self._directory)
        out += (directory, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0))
        return b"".join(out)
