"""What changed in a workbook as a person reads it in a terminal: each input, and beside it what it gives alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from string import ascii_uppercase

from excel_tools.cli.tables import WIDTH
from excel_tools.cli.text import wrapped
from excel_tools.comparison.figures import LOWEST, PRODUITS, RESULTAT, TRESORERIE
from excel_tools.money import french_number
from excel_tools.reports.changed import Changed, Changes, Edit
from excel_tools.reports.changed_inputs import MOST_ALONE

_COLUMNS: Mapping[str, str] = {
    PRODUITS: "Produits",
    RESULTAT: "Résultat",
    TRESORERIE: "Tréso. de fin",
    LOWEST: "Point bas",
}
"""Measure → head of its column."""
_COLUMN = 14
_LEFT = WIDTH - _COLUMN * len(_COLUMNS)
_INDENT = "      "
_ALONE = "ne se compte pas seule"


def changed_text(files: Sequence[str], found: Changes, *, asked: bool = False) -> str:
    """Return what changed between two files.

    Args:
        asked: whether the scenario compared is one that was asked for.
    """
    blocks = [wrapped(f"{files[0]} → {files[1]} : {found.structure}, scénario « {found.scenario} »")]
    blocks += [wrapped(told) for told in _about_scenarios(found, asked)]
    count = len(found.inputs)
    if not count:
        blocks.append("Aucune saisie n'a changé" + (", seulement l'ordre de lignes :" if found.moved else "."))
    else:
        blocks.append(_head(found, count))
        for edit in _own(found):
            blocks += _edit(edit, _counted(found))
        blocks += _together(found)
        for name in found.elsewhere:
            blocks.append(
                wrapped(
                    f"Saisies de « {name} », dont l'effet est celui sur ce scénario, non sur « {found.scenario} » :"
                )
            )
            for edit in found.edits:
                if edit.inputs[0].scenario == name:
                    blocks += _edit(edit, _counted(found))
    blocks += [
        wrapped(f"{moved.sheet} : {moved.text}, sans effet sur les montants", "  ", "    ") for moved in found.moved
    ]
    if count and not found.moves_amounts:
        blocks.append(wrapped(f"Aucun montant de « {found.scenario} » ne change."))
    return "\n".join(blocks)


def _about_scenarios(found: Changes, asked: bool) -> list[str]:
    """Return which scenario is compared where it is not plain, and which others changed."""
    told = []
    before, after = found.displayed
    if not asked and found.scenario != after:
        told.append(
            f"Le scénario affiché, « {after} », garde ses saisies : la comparaison porte sur « {found.scenario} »."
        )
    elif before != after:
        told.append(
            f"Le scénario affiché passe de « {before} » à « {after} », ce qui ne change aucun montant : les deux "
            f"classeurs sont comparés sous « {found.scenario} » (--scenario en choisit un autre)."
        )
    others = found.elsewhere
    if others:
        names = " et ".join(f"« {name} »" for name in others)
        told.append(f'Des saisies de {names} ont changé aussi : --scenario "{others[0]}" montre l\'écart qui en vient.')
    return told


def _head(found: Changes, count: int) -> str:
    what = f"{count} saisies ont changé" if count > 1 else "Une saisie a changé"
    if not _counted(found):
        return f"{what} ; trop nombreuses pour compter l'effet de chacune :" if count > MOST_ALONE else f"{what} :"
    which = "de chacune, seule" if count > 1 else "qu'elle a seule"
    heads = "".join(label.rjust(_COLUMN) for label in _COLUMNS.values())
    told = wrapped(f"{what}. À droite, l'effet {which}, sur les cinq exercices (€) :")
    return f"{told}\n{' ' * _LEFT}{heads}"


def _own(found: Changes) -> list[Edit]:
    """Return what counts for the scenario compared: what all share, then what is its own."""
    return [edit for owner in ("", found.scenario) for edit in found.edits if edit.inputs[0].scenario == owner]


def _counted(found: Changes) -> bool:
    return any(edit.effects is not None for edit in found.edits)


def _edit(edit: Edit, counted: bool) -> list[str]:
    """Return what changed, and what it gives alone where that was counted."""
    first = edit.inputs[0]
    scenario = f", scénario « {first.scenario} »" if first.scenario else ""
    if len(edit.inputs) == 1 and not edit.action:
        title = f"{first.sheet} {first.ref} : {first.label}{scenario}"
        what = f"{first.before} → {first.after}"
    else:
        row = first.ref.lstrip(ascii_uppercase)
        last = [change.ref for change in edit.inputs if change.ref.lstrip(ascii_uppercase) == row][-1]
        where = f"{first.sheet} {first.ref}" + (f" à {last}" if last != first.ref else "")
        title = f"{where} : {edit.action or first.label.partition(' – ')[0] + ', saisies comptées ensemble'}"
        what = " ; ".join(_part(change, edit.action) for change in edit.inputs)
    shown = _beside(what, edit.effects) if counted else [wrapped(what, _INDENT, _INDENT)]
    return [wrapped(title, "  ", "    "), *shown]


def _part(change: Changed, action: str) -> str:
    """Return one input of a line: « Compte : 6152 »."""
    head = change.label.rpartition(" – ")[2] or change.label
    return f"{head} : {change.before} → {change.after}" if not action else f"{head} : {_left(change)}"


def _left(change: Changed) -> str:
    return change.before if change.after == "vide" else change.after


def _beside(what: str, effects: Mapping[str, int] | None) -> list[str]:
    """Return a text and the effects at its right; under it where it is too long."""
    if effects is None:
        amounts = _ALONE.rjust(_COLUMN * len(_COLUMNS))
    elif not any(effects.values()):
        amounts = "sans effet".rjust(_COLUMN * len(_COLUMNS))
    else:
        amounts = "".join(_signed(effects[measure]).rjust(_COLUMN) for measure in _COLUMNS)
    lines = wrapped(what, _INDENT, _INDENT).split("\n")
    if len(lines[-1]) < _LEFT:
        return [*lines[:-1], f"{lines[-1].ljust(_LEFT)}{amounts}"]
    return [*lines, f"{' ' * _LEFT}{amounts}"]


def _together(found: Changes) -> list[str]:
    """Return the gap, and what the inputs give together beyond their sum; nothing for a single input."""
    own = _own(found)
    counted = [edit.effects for edit in own if edit.effects is not None]
    if len(counted) < len(own) or sum(any(effects.values()) for effects in counted) < 2:
        return []
    gap = found.gap
    combined = {measure: gap[measure] - sum(effects[measure] for effects in counted) for measure in _COLUMNS}
    lines = _beside(f"toutes ensemble, « {found.scenario} »", gap)
    return [*lines, *_beside("dont effet combiné", combined)] if any(combined.values()) else lines


def _signed(cents: int) -> str:
    shown = french_number(Fraction(cents, 100), 2)
    return f"+{shown}" if cents > 0 else shown
