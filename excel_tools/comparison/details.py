"""What was changed, in a few French words: the same change of several missions or sizes told once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from excel_tools.comparison import fields
from excel_tools.comparison.causes import BAREME
from excel_tools.comparison.changes import Change
from excel_tools.comparison.fields import INDEMNITES, NOTHING, PERSONNEL
from excel_tools.funding.cpts_table import VARIABLE_LINES

MOST_DETAILS = 4
"""Inputs named in a sentence; the others are counted."""

_DATE = re.compile(r"\d\d/\d\d/\d{4}")
_MONTHS = "\u00a0mois"
_UNITS = (_MONTHS, "\u00a0habitants", " par équipe et par an", " par an", " par point")
_VOWELS = tuple("aeiouéèê")
_BEGINNING = fields.CONTRACT["CPTS"]["starts"].label


def details(told: Sequence[Change]) -> list[str]:
    """Return what was changed, ``MOST_DETAILS`` of them, then how many others; years that all share are told first."""
    when = next(iter({change.when for change in told})) if len({change.when for change in told}) == 1 else ""
    found = _groups([replace(change, label=change.label.removesuffix(f", {when}")) for change in told])
    if when and len(found) > 1:
        return [f"{when}, {found[0]}", *found[1:]]
    return _groups(told) if when else found


def _groups(told: Sequence[Change]) -> list[str]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for rank, change in enumerate(told):
        label = f"{change.sheet}, {_lower(change.label)}" if change.sheet in (PERSONNEL, INDEMNITES) else change.label
        head, *rest = label.split(", ") if "«" not in label else [label]
        apart = str(rank) if len(rest) < 1 or not change.code else ""
        groups.setdefault((head, change.before, change.after, *rest[1:], apart), []).append("".join(rest[:1]))
    found = []
    for (head, before, after, *rest, _), which in groups.items():
        missions = "toutes les missions" if len(which) >= len(VARIABLE_LINES) else ", ".join(filter(None, which))
        if head == _BEGINNING and missions:
            found.append(_beginning(missions, before, after))
            continue
        # the cause has said it already
        of = "" if head == fields.CONTRACT["CPTS"]["attainment"].label else _lower(head)
        found.append(_detail(", ".join(word for word in (of, missions, *rest) if word), before, after))
    more = len(found) - MOST_DETAILS
    if more > 1:
        others = "autres montants" if all(change.cause == BAREME for change in told) else "autres saisies"
        return [*found[:MOST_DETAILS], f"et {more} {others}"]
    return found


def _lower(text: str) -> str:
    """Return a label within a sentence; « ESP » and « FIR » stay as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _beginning(missions: str, before: str, after: str) -> str:
    if after == NOTHING:
        return f"{missions} : mission retirée, au lieu d'un démarrage le {before}"
    since = ", mission ajoutée" if before == NOTHING else f" au lieu du {before}"
    return f"{missions} : démarrage le {after}{since}"


def _detail(label: str, before: str, after: str) -> str:
    if not before and not after:
        # the label is the whole fact
        return label
    if before.startswith("absent"):
        return f"{label} : ajout" + ("" if after == "présent" else f", {after}")
    if after.startswith("absent"):
        return f"{label} : retrait" + ("" if before == "présent" else f", {before}")
    if after.startswith("nom remplacé"):
        return f"{label} : {after}"
    between = " " if label.endswith(" le") and _DATE.fullmatch(after) else " : "
    return f"{label}{between}{after}" + (", vide dans la référence" if before == NOTHING else _instead(before, after))


def _instead(before: str, after: str) -> str:
    """Return « au lieu de … », a unit that both have being said once."""
    if _DATE.fullmatch(before):
        return f" au lieu du {before}"
    if before == f"0{_MONTHS}":
        return " au lieu d'aucun"
    for unit in _UNITS:
        if before.endswith(unit) and after.endswith(unit):
            before = before.removesuffix(unit)
            break
    return f" au lieu d'{before}" if before.startswith(_VOWELS) and before != "oui" else f" au lieu de {before}"
