"""A portfolio under scenarios, compared: the structures chosen, what is refused, never one stopping the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from excel_tools.budget import build_budget
from excel_tools.comparison import Comparison, Evaluate, compare, one_by_one
from excel_tools.errors import ExcelToolsError, InputError
from excel_tools.inputs import Item, Refusal
from excel_tools.money import french_rate
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.scenarios import Setting, names, variants
from excel_tools.structure import KINDS, Structure
from excel_tools.vector import half_up

_MANY = 60
"""Structures times scenarios from which arrays pay."""

_MOST_SHARED = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """Which structures of a portfolio are looked at; an empty field chooses all of them."""

    structures: tuple[str, ...] = ()
    kind: str = ""
    region: str = ""


def chosen(items: Sequence[Item], choice: Choice, unread: Sequence[str] = ()) -> list[Item]:
    """Return the structures chosen, in the order of their kinds, then of their names.

    Args:
        unread: names of the structures refused: asking for one is no mistake.

    Raises:
        InputError: a name, a kind or a region that is not there, or nothing left.
    """
    known = [item.structure.name for item in items]
    regions = sorted({item.structure.region for item in items} - {""})
    problems = [
        f"--structure : aucune structure « {name} ».{nearest(name, known, 3)}"
        for name in choice.structures
        if _plain(name) not in {_plain(found) for found in (*known, *unread)}
    ]
    if choice.kind and choice.kind.upper() not in KINDS:
        problems.append(
            f"--type : « {choice.kind} » inconnu.{nearest(choice.kind.upper(), KINDS)} Types : {', '.join(KINDS)}."
        )
    if choice.region and _plain(choice.region) not in {_plain(region) for region in regions}:
        problems.append(
            f"--region : aucune structure en « {choice.region} ».{nearest(choice.region, regions)} Régions : "
            f"{', '.join(regions)}."
        )
    if problems:
        raise InputError(problems)
    wanted = {_plain(name) for name in choice.structures}
    found = [
        item
        for item in items
        if (not wanted or _plain(item.structure.name) in wanted)
        and choice.kind.upper() in ("", item.structure.kind)
        and _plain(choice.region) in ("", _plain(item.structure.region))
    ]
    if not found and not wanted & {_plain(name) for name in unread}:
        raise InputError("Aucune structure ne répond à la fois à --structure, --type et --region.")
    return sorted(found, key=lambda item: (KINDS.index(item.structure.kind), item.structure.name.casefold()))


def concerned(refusals: Sequence[Refusal], choice: Choice) -> list[Refusal]:
    """Return the refusals of the structures chosen; all of them when none is chosen by name."""
    wanted = {_plain(name) for name in choice.structures}
    return [refusal for refusal in refusals if not wanted or _plain(refusal.name or "") in wanted]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def reference_of(settings: Sequence[Setting]) -> str:
    """Return the scenario to compare with when none is named, whatever the order of the rows.

    That is « central », or else the one that changes nothing, or else the first one by name.
    """
    known = names(settings)
    central = [name for name in known if name.casefold() == "central"]
    idle = [
        name for name in sorted(known) if all(not setting.parameter for setting in settings if setting.scenario == name)
    ]
    return next(iter([*central, *idle, *sorted(known)]))


def evaluator(rules: Rules, count: int) -> Evaluate:
    """Return what computes figures: one by one for some structures, all at once for many; the same to the cent."""
    if count < _MANY:
        return one_by_one(rules)
    # loaded only when it pays: numpy takes longer to load than a few structures to compute
    from excel_tools.comparison.arrays import evaluate_arrays

    return evaluate_arrays(rules)


def compare_items(
    items: Sequence[Item], settings: Sequence[Setting], evaluate: Evaluate, reference: str = ""
) -> tuple[Comparison, list[Refusal]]:
    """Return the comparison of the structures that the rules accept, and the refusals of the others.

    Raises:
        InputError: no structure left, no such scenario, fiscal years too far apart.
    """
    reference = reference or reference_of(settings)
    try:
        return compare(_pairs(items, settings), evaluate, reference), []
    except ExcelToolsError:
        # one of them is refused, or all of them together: find which, below
        kept, refusals = [], []
    for item in items:
        try:
            compare(_pairs([item], settings), evaluate, reference)
            kept.append(item)
        except InputError as error:
            if reference not in names(settings):
                raise
            refusals.append(_refusal(item, error))
        except ExcelToolsError as error:
            refusals.append(_refusal(item, error))
    if not kept:
        raise InputError([message for refusal in refusals for message in refusal.messages])
    return compare(_pairs(kept, settings), evaluate, reference), refusals


def to_confirm(structures: Sequence[Structure], rules: Rules) -> str:
    """Return the share of what is due that rests on amounts to be confirmed, as a sentence; nothing when none does.

    Beyond ``_MOST_SHARED`` structures, which take too long one by one, it is only said that there are some.
    """
    if len(structures) > _MOST_SHARED:
        return "Une part des droits repose sur des montants à confirmer : le classeur de chaque structure la donne."
    budgets = [build_budget(structure, rules) for structure in structures]
    uncertain = sum(sum(budget.a_confirmer_years) for budget in budgets)
    due = sum(sum(budget.droits_years) for budget in budgets)
    if not uncertain or due <= 0:
        return ""
    share = french_rate(10_000 * half_up(100 * uncertain, due))
    return f"{share} des droits de la référence reposent sur des montants à confirmer."


def _pairs(items: Sequence[Item], settings: Sequence[Setting]) -> list[tuple[Structure, dict[str, Structure]]]:
    return [(item.structure, variants(item.structure, settings)) for item in items]


def _refusal(item: Item, error: ExcelToolsError) -> Refusal:
    messages = tuple(f"« {item.structure.name} » : {message}" for message in error.messages)
    return Refusal(item.sheet, item.row, item.structure.name, messages)
