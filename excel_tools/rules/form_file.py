"""Tables ``[[ligne]]``, ``[[compte]]`` and ``[[recette]]`` of ``models/`` → the form, every problem told at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from excel_tools.rules.amount import CONFIDENCES, Confidence, Source
from excel_tools.rules.document import Document, Problem
from excel_tools.rules.form import (
    ACCOUNT_DIGITS,
    ANY_RECEIPT,
    PARTS,
    SIDES,
    Bound,
    Form,
    FormLine,
    Part,
    Provenance,
    Receipt,
    Side,
    padded,
    side_of,
)
from excel_tools.rules.parse import Reading, Table, tables
from excel_tools.rules.words import nearest

TABLES = ("ligne", "compte", "recette")
_LINE = re.compile(r"\d\d|[a-z0-9]+\.[a-z0-9_]+")
_ACCOUNT = re.compile(rf"\d{{2,{ACCOUNT_DIGITS}}}")
_KINDS = (ANY_RECEIPT, "CPTS", "MSP", "ESS", "ESP", "CDS", "DAC")
_COVERED = tuple(str(group) for group in (*range(60, 80), 86, 87))


def read_form(documents: Sequence[Document], reading: Reading) -> Form | None:
    """Return the form that the documents hold, None when none does; what is wrong goes to ``reading.problems``."""
    bearers = [document for document in documents if any(name in document.table for name in TABLES)]
    for document in bearers[1:]:
        message = f"les lignes du formulaire sont déjà tenues par « {bearers[0].file} » ; un seul fichier."
        reading.problems.append(Problem(document.file, 0, message))
    if not bearers:
        return None
    document = bearers[0]
    before = len(reading.problems)
    rows = [(_line(table, reading.sources), table) for table in tables(document, "ligne", reading)]
    lines = [line for line, _ in rows if line is not None]
    _check_lines(rows)
    bounds = [(_bound(table, reading.sources), table) for table in tables(document, "compte", reading)]
    receipts = [(_receipt(table, reading.sources), table) for table in tables(document, "recette", reading)]
    title = document.table.get("titre", "")
    form = Form(
        title if isinstance(title, str) else "",
        tuple(lines),
        tuple(bound for bound, _ in bounds if bound is not None),
        tuple(receipt for receipt, _ in receipts if receipt is not None),
    )
    # targets are looked up only where every row could be read: else each error would bring ten others
    whole = all(found is not None for found, _ in (*rows, *bounds, *receipts))
    if whole and len(reading.problems) == before:
        _check_targets(form, bounds, receipts)
        _check_bounds(document, bounds, reading)
    return form if whole and len(reading.problems) == before else None


def _provenance(table: Table, sources: dict[str, Source]) -> Provenance | None:
    place, note = table.text("lieu"), table.text("note")
    source_id, verified = table.text("source"), table.day("verifie_le")
    word = table.raw.get("confiance", CONFIDENCES[0])
    known: dict[Any, Confidence] = {confidence: confidence for confidence in CONFIDENCES}
    if not isinstance(word, str) or word not in known:
        table.refuse(f"confiance « {word} » inconnue ; mots admis : {', '.join(CONFIDENCES)}.", "confiance")
    if source_id and source_id not in sources:
        table.refused = True
        if sources:
            table.refuse(f"source « {source_id} » absente de sources.toml.{nearest(source_id, sources)}", "source")
    if table.refused:
        return None
    return Provenance(known[word], sources[source_id], place, verified, note)


def _one_of(table: Table, key: str, known: Sequence[str]) -> str:
    word = table.text(key)
    if word and word not in known:
        table.refuse(f"« {key} » vaut « {word} » ; mots admis : {', '.join(known)}.{nearest(word, known)}", key)
    return word


def _line(table: Table, sources: dict[str, Source]) -> FormLine | None:
    code = table.text("code")
    if code and not _LINE.fullmatch(code):
        table.refuse("un code de ligne s'écrit « 62 » (rubrique) ou « 62.honoraires » (ligne).", "code")
    sides: dict[str, Side] = {side: side for side in SIDES}
    parts: dict[str, Part] = {part: part for part in PARTS}
    side, part = _one_of(table, "cote", SIDES), _one_of(table, "partie", PARTS)
    label, heading = table.text("libelle"), table.text("sous")
    provenance = _provenance(table, sources)
    if provenance is None:
        return None
    return FormLine(code, label, sides[side], parts[part], heading, provenance)


def _bound(table: Table, sources: dict[str, Source]) -> Bound | None:
    digits, label = table.text("compte"), table.text("libelle")
    if digits and not _ACCOUNT.fullmatch(digits):
        table.refuse(f"un compte s'écrit de 2 à {ACCOUNT_DIGITS} chiffres entre guillemets : « 604 ».", "compte")
    line = table.text("ligne", empty=True)
    provenance = _provenance(table, sources)
    return None if provenance is None else Bound(padded(digits), line, label, provenance)


def _receipt(table: Table, sources: dict[str, Source]) -> Receipt | None:
    kind, code, line = _one_of(table, "structure", _KINDS), table.text("recette"), table.text("ligne")
    provenance = _provenance(table, sources)
    return None if provenance is None else Receipt(kind, code, line, provenance)


def _check_lines(rows: Sequence[tuple[FormLine | None, Table]]) -> None:
    seen: dict[str, FormLine] = {}
    for line, table in rows:
        if line is None:
            continue
        if line.code in seen:
            table.refuse("cette ligne est déjà décrite plus haut.", "code")
        if line.heading:
            heading = seen.get(line.heading)
            if heading is None:
                table.refuse(f"rubrique « {line.heading} » inconnue ; la décrire avant ses lignes.", "sous")
            elif (heading.side, heading.part, heading.heading) != (line.side, line.part, ""):
                table.refuse(f"la rubrique « {line.heading} » n'est pas du même côté ou de la même partie.", "sous")
        seen[line.code] = line


def _check_targets(
    form: Form, bounds: Sequence[tuple[Bound | None, Table]], receipts: Sequence[tuple[Receipt | None, Table]]
) -> None:
    leaves = {line.code: line for line in form.leaves}
    for bound, table in bounds:
        if bound is not None and bound.line:
            target = leaves.get(bound.line)
            if target is None:
                table.refuse(
                    f"« {bound.line} » n'est pas une ligne du formulaire.{nearest(bound.line, leaves)}", "ligne"
                )
            elif target.side != side_of(bound.account):
                table.refuse(f"« {bound.line} » est du côté des {target.side}.", "ligne")
    named: set[tuple[str, str]] = set()
    for receipt, table in receipts:
        if receipt is None:
            continue
        target = leaves.get(receipt.line)
        if target is None or target.side != "produits":
            table.refuse(f"« {receipt.line} » n'est pas une ligne de produits.{nearest(receipt.line, leaves)}", "ligne")
        if (receipt.kind, receipt.code) in named:
            table.refuse("cette recette a déjà sa ligne plus haut.", "recette")
        named.add((receipt.kind, receipt.code))


def _check_bounds(document: Document, bounds: Sequence[tuple[Bound | None, Table]], reading: Reading) -> None:
    """Refuse bounds out of order, and a class of accounts that no bound opens: it would fall to the class before it."""
    last = 0
    for bound, table in bounds:
        if bound is not None:
            if bound.account <= last:
                table.refuse("les comptes vont en croissant, chacun une fois.", "compte")
            last = bound.account
    opened = {bound.account: bound for bound, _ in bounds if bound is not None}
    for group in _COVERED:
        found = opened.get(padded(group))
        if found is None or not found.line:
            message = f"aucun compte « {group} » ou sans ligne ; chaque classe de 60 à 79, 86 et 87 a sa ligne."
            reading.problems.append(Problem(document.file, 0, message))
    # the accounts around the form's classes must not fall to the line of their neighbour
    for group in ("80", "88"):
        found = opened.get(padded(group))
        if found is None or found.line:
            message = f'un compte « {group} » avec « ligne = "" » arrête les comptes qui le précèdent.'
            reading.problems.append(Problem(document.file, 0, message))
