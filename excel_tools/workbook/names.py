"""The workbook part: sheets, defined names, and what is wrong with the names a template must hold."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from excel_tools.workbook.package import Package
from excel_tools.workbook.refs import Area, parse_area, split_sheet
from excel_tools.workbook.xmlparts import RELATION_IDS, UnsafeXml, local, parse

PREFIXES = ("in_", "out_", "bar_")
MAX_CELLS = 200_000
"""The most cells one name may cover."""
MAX_NAMES = 20_000
"""The most names a workbook may define: ours have eight hundred at most."""


@dataclass(frozen=True)
class DefinedName:
    """One ``<definedName>``; ``scope`` is the sheet it is limited to, if any."""

    name: str
    text: str
    scope: str | None = None


@dataclass(frozen=True)
class Book:
    """What the workbook part says."""

    part: str
    sheets: Mapping[str, str]
    """Sheet name → member, in the order of the tabs; charts and dialogs are left out."""
    names: Sequence[DefinedName]
    since_1904: bool


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (type's last word, target member) of a part; external targets are left out."""
    folder, name = posixpath.split(part)
    member = package.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if member is None:
        return {}
    found = {}
    for item in parse(package.data(member)):
        target = item.get("Target", "")
        if item.get("TargetMode") == "External" or not target:
            continue
        path = target if target.startswith("/") else posixpath.join(folder, target)
        found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], posixpath.normpath(path).lstrip("/"))
    return found


def read_book(package: Package) -> Book:
    """The workbook part of the package.

    Raises:
        ExcelToolsError: of the package's type; there is none, it is malformed, or it counts its dates from 1904.
    """
    label = package.path.name
    part = "xl/workbook.xml"
    try:
        for kind, target in relations(package, "").values():
            if kind == "officeDocument":
                part = target
        member = package.find(part)
        if member is None and package.find("content.xml"):
            raise package.error(
                f"« {label} » est un classeur OpenDocument (.ods) ; dans LibreOffice : Fichier, Enregistrer sous, "
                "type « Excel 2007-365 (.xlsx) », puis donner ce .xlsx."
            )
        if member is None:
            raise package.error(f"« {label} » n'est pas un classeur : aucune partie « {part} ».")
        root = parse(package.data(member))
        targets = relations(package, member)
    except UnsafeXml as problem:
        raise package.error(f"« {label} » : {problem}.") from problem
    book = _book(package, member, root, targets)
    if book.since_1904:
        # its serials mean other days, and so would every date of ours written in it
        raise package.error(
            f"« {label} » compte ses dates depuis 1904 ; dans Excel : Fichier, Options, Options avancées, "
            "décocher « Utiliser le calendrier depuis 1904 », puis vérifier les dates."
        )
    return book


def _book(package: Package, member: str, root: ElementTree.Element, targets: Mapping[str, tuple[str, str]]) -> Book:
    tabs: list[str] = []
    sheets: dict[str, str] = {}
    names: list[tuple[str, str, str | None]] = []
    since_1904 = False
    for item in root.iter():
        kind = local(item.tag)
        if kind == "sheet":
            title = item.get("name", "")
            tabs.append(title)
            identity = next((item.get(key) for key in RELATION_IDS if item.get(key)), None)
            nature, target = targets.get(identity or "", ("", ""))
            found = package.find(target) if nature == "worksheet" else None
            if found:
                sheets[title] = found
        elif kind == "definedName":
            names.append((item.get("name", ""), (item.text or "").strip(), item.get("localSheetId")))
        elif kind == "workbookPr":
            since_1904 = item.get("date1904", "0") in ("1", "true")
    if len(names) > MAX_NAMES:
        raise package.error(
            f"« {package.path.name} » définit {len(names)} noms ; {MAX_NAMES} au plus : ce n'est pas un classeur "
            "d'excel-tools, ou il a été abîmé."
        )
    scoped = [
        DefinedName(name, text, None if scope is None else tabs[int(scope)])
        for name, text, scope in names
        if scope is None or (scope.isdigit() and int(scope) < len(tabs))
    ]
    return Book(member, sheets, tuple(scoped), since_1904)


def areas(
    book: Book, prefixes: Sequence[str] = PREFIXES, required: Iterable[str] = ()
) -> tuple[dict[str, Area], list[str]]:
    """The areas behind the names with one of the prefixes, and everything wrong with these names, in French.

    A required name found in another case is taken under its required spelling, as a spreadsheet would.
    """
    wanted = {name.casefold(): name for name in required}
    lowered = tuple(prefix.casefold() for prefix in prefixes)
    found: dict[str, list[DefinedName]] = {}
    for item in book.names:
        key = item.name.casefold()
        if key in wanted or key.startswith(lowered):
            found.setdefault(key, []).append(item)
    titles = {title.casefold(): title for title in book.sheets}
    good: dict[str, Area] = {}
    problems: list[str] = []
    for key, items in found.items():
        name = wanted.get(key, items[0].name)
        if len(items) > 1:
            spellings = ", ".join(_spelling(item) for item in items)
            problems.append(f"Nom « {name} » défini {len(items)} fois ({spellings}) : gardez-en un seul.")
            continue
        if items[0].scope is not None:
            problems.append(
                f"Nom « {name} » limité à la feuille « {items[0].scope} » : redéfinissez-le pour tout le classeur."
            )
            continue
        reason = _misplaced(book, items[0].text)
        if reason:
            problems.append(f"Nom « {name} » : {reason}")
            continue
        area = parse_area(items[0].text)
        if area is not None:
            good[name] = replace(area, sheet=titles[area.sheet.casefold()])
    for key, name in wanted.items():
        if key not in found:
            problems.append(f"Nom « {name} » absent : définissez-le dans le Gestionnaire de noms.")
    return good, problems


def _spelling(item: DefinedName) -> str:
    return f"{item.name} → {item.text}" + (f" [feuille {item.scope}]" if item.scope else "")


def _misplaced(book: Book, text: str) -> str | None:
    """Why the reference is not one plain rectangle of a sheet of this workbook, or None."""
    if "#REF!" in text:
        return f"il désigne des cellules supprimées ({text}) ; indiquez-lui ses cellules."
    if "[" in text:
        return f"il désigne un autre classeur ({text}) ; il doit désigner des cellules de celui-ci."
    area = parse_area(text)
    if area is None:
        if "," in text or " " in text.rpartition("!")[2]:
            return f"il désigne plusieurs plages ({text}) ; une seule plage rectangulaire est attendue."
        return f"« {text} » n'est pas une plage de cellules ; une plage telle que 'Feuille'!$A$1:$B$7 est attendue."
    parts = split_sheet(text)
    if parts and any("$" not in end[:1] or "$" not in end[1:] for end in parts[1].split(":")):
        return f"sa référence {text} est relative ; des références absolues ($A$1) sont attendues."
    if area.sheet.casefold() not in {title.casefold() for title in book.sheets}:
        return f"la feuille « {area.sheet} » n'existe pas, ou n'est pas une feuille de calcul ({text})."
    if area.size > MAX_CELLS:
        return f"la plage {text} est trop grande ({area.size} cellules, {MAX_CELLS} au plus)."
    return None
