"""Small, safe XML: UTF-8 only, no document type, hence no entities."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
CHART = (
    "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "http://purl.oclc.org/ooxml/drawingml/chart",
)
RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)

_DECLARED = re.compile(rb"""\A(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_TAG = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")


class UnsafeXml(ValueError):
    """Not the plain UTF-8 XML a workbook is made of; the text is the reason, in French."""


def check(data: bytes) -> None:
    """Refuse what this package never splices nor parses.

    Raises:
        UnsafeXml: UTF-16 or another encoding, or a document type.
    """
    declared = _DECLARED.match(data)
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]
    if wide or (declared and declared[1].upper() not in (b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII")):
        name = declared[1].decode("ascii", "replace") if declared else "UTF-16"
        raise UnsafeXml(f"encodage {name} non accepté, UTF-8 attendu")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnsafeXml("déclaration DOCTYPE ou ENTITY refusée")


_SYNTAX = {
    "XML_ERROR_NO_ELEMENTS": "partie vide",
    "XML_ERROR_INVALID_TOKEN": "caractère non admis",
    "XML_ERROR_UNCLOSED_TOKEN": "balise non fermée",
    "XML_ERROR_PARTIAL_CHAR": "caractère coupé",
    "XML_ERROR_TAG_MISMATCH": "balises mal emboîtées",
    "XML_ERROR_DUPLICATE_ATTRIBUTE": "attribut donné deux fois",
    "XML_ERROR_JUNK_AFTER_DOC_ELEMENT": "suite inattendue après la fin",
    "XML_ERROR_UNDEFINED_ENTITY": "entité inconnue",
    "XML_ERROR_UNBOUND_PREFIX": "préfixe non déclaré",
}
_BY_CODE = {expat.errors.codes[getattr(expat.errors, name)]: text for name, text in _SYNTAX.items()}


def _reason(problem: Exception) -> str:
    """What is wrong, in French, with its place when the parser gives it."""
    if isinstance(problem, (ElementTree.ParseError, expat.ExpatError)):
        line, column = (
            problem.position if isinstance(problem, ElementTree.ParseError) else (problem.lineno, problem.offset)
        )
        return f"{_BY_CODE.get(problem.code, 'écriture invalide')}, ligne {line}, colonne {column + 1}"
    return "attribut obligatoire absent" if isinstance(problem, KeyError) else "attribut numérique illisible"


def parse(data: bytes) -> ElementTree.Element:
    """A small part as a tree.

    Raises:
        UnsafeXml: unsafe or not well formed.
    """
    check(data)
    try:
        return ElementTree.fromstring(data)
    except ElementTree.ParseError as problem:
        raise UnsafeXml(f"XML mal formé ({_reason(problem)})") from problem


def local(tag: str) -> str:
    """``{namespace}name`` → ``name``."""
    return tag.rpartition("}")[2]


def tag_end(data: bytes, start: int) -> int:
    """Where the start tag that opens at ``start`` ends."""
    found = _TAG.match(data, start)
    if found is None:
        raise UnsafeXml("balise mal formée")
    return found.end()


def tag_name(data: bytes, start: int) -> bytes:
    """The raw name, with its prefix, of the tag that opens at ``start``."""
    found = re.compile(rb"<([^\s/>]+)").match(data, start)
    if found is None:
        raise UnsafeXml("balise mal formée")
    return found[1]


def prefix_of(data: bytes, start: int) -> bytes:
    """The prefix of the tag that opens at ``start``, with its colon, or nothing."""
    head, colon, _ = tag_name(data, start).partition(b":")
    return head + colon if colon else b""


def without_attributes(tag: bytes, *names: bytes) -> bytes:
    """The start tag without those attributes."""
    for name in names:
        tag = re.sub(rb"""\s+""" + name + rb"""\s*=\s*("[^"]*"|'[^']*')""", b"", tag, count=1)
    return tag


class Spans(ABC):
    """Walks a part with expat and knows the byte span of what it meets.

    Subclasses give ``opened`` and ``closed``. Names come as local names for ``namespaces``, None for any other.
    """

    def __init__(self, data: bytes, namespaces: tuple[str, ...]) -> None:
        check(data)
        self.data = data
        self._names: dict[str, str | None] = {}
        self._namespaces = namespaces
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse
        self._starts: list[int] = []
        self._leaf = False

    def walk(self) -> None:
        """Parse the whole part.

        Raises:
            UnsafeXml: unsafe or not well formed.
        """
        try:
            self._parser.Parse(self.data, True)
        except UnsafeXml:
            raise
        except (expat.ExpatError, ValueError, KeyError) as problem:
            raise UnsafeXml(f"XML mal formé ({_reason(problem)})") from problem

    @abstractmethod
    def opened(self, name: str, attributes: dict[str, str], start: int) -> None:
        """An element of a known namespace begins at ``start``."""

    @abstractmethod
    def closed(self, name: str, start: int, inner_end: int, end: int) -> None:
        """It ends: its closing tag begins at ``inner_end``; both are the same when it has none."""

    def collect(self, into: list[str] | None) -> None:
        """Gather character data into the list, or stop."""
        self._parser.CharacterDataHandler = into.append if into is not None else None

    def _name(self, full: str) -> str | None:
        space, _, name = full.rpartition(" ")
        found = name if space in self._namespaces else None
        self._names[full] = found
        return found

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        start = self._parser.CurrentByteIndex
        self._starts.append(start)
        self._leaf = True
        name = self._names[full] if full in self._names else self._name(full)
        if name is not None:
            self.opened(name, attributes, start)

    def _end(self, full: str) -> None:
        start = self._starts.pop()
        at = self._parser.CurrentByteIndex
        # For an empty-element tag expat stands after it, otherwise before the closing tag.
        if self._leaf and self.data[at - 2 : at] == b"/>":
            end = at
        else:
            end = self.data.index(b">", at) + 1
        self._leaf = False
        name = self._names[full]
        if name is not None:
            self.closed(name, start, at, end)


def _refuse(*_: Any) -> None:
    raise UnsafeXml("déclaration DOCTYPE refusée")
