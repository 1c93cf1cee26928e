"""A scenario that builds on another one: the chain of its bases first, then what it says itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from excel_tools.errors import InputError
from excel_tools.rules.words import nearest
from excel_tools.scenarios.changes import apply
from excel_tools.scenarios.parameters import BASE
from excel_tools.scenarios.settings import Setting, names
from excel_tools.structure import Structure


def chains(settings: Sequence[Setting]) -> dict[str, tuple[str, ...]]:
    """Return for each scenario those it is made of, the deepest base first, itself last.

    Raises:
        InputError: a base that does not exist, or scenarios that build on one another in a circle; all of them.
    """
    found, problems = sound_chains(settings)
    if problems:
        raise InputError(problems)
    return found


def sound_chains(settings: Sequence[Setting]) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the chains of the scenarios that have one, as ``chains``, and what is wrong with the others."""
    known = names(settings)
    bases = {setting.scenario: str(setting.value) for setting in settings if setting.parameter == BASE}
    problems = [
        f"scénario « {name} » : sa base « {base} » n'est pas un scénario du fichier.{nearest(base, known)}"
        for name, base in bases.items()
        if base not in known
    ]
    found: dict[str, tuple[str, ...]] = {}
    told: set[str] = set()
    for name in known:
        chain = [name]
        while (base := bases.get(chain[-1])) in known and base is not None and base not in chain:
            chain.append(base)
        if base is None:
            found[name] = tuple(reversed(chain))
        elif base in chain and not told & set(chain):
            circle = [*chain[chain.index(base) :], base]
            told |= set(circle)
            shown = " → ".join(f"« {one} »" for one in circle)
            problems.append(
                f"les scénarios tournent en rond : {shown}. Chacun se bâtit sur le suivant ; retirer une de ces bases."
            )
    return found, problems


def by_scenario(settings: Iterable[Setting]) -> Mapping[str, list[Setting]]:
    """Return the settings of each scenario, its own only."""
    found: dict[str, list[Setting]] = {}
    for setting in settings:
        found.setdefault(setting.scenario, []).append(setting)
    return found


def variants(
    structure: Structure, settings: Sequence[Setting], only: Sequence[str] | None = None
) -> dict[str, Structure]:
    """Return the structure under each scenario: name → structure.

    The order of the settings changes nothing but the order of the names.

    Args:
        only: scenarios wanted, in their order; all of them by default.

    Raises:
        InputError: as ``chains`` and ``apply``.
    """
    own, made, delay = by_scenario(settings), chains(settings), structure.contract.funder_delay
    found: dict[tuple[str, ...], Structure] = {(): structure}
    for name in made if only is None else only:
        chain = made[name]
        for rank in range(1, len(chain) + 1):
            if chain[:rank] not in found:
                found[chain[:rank]] = apply(found[chain[: rank - 1]], own[chain[rank - 1]], delay)
    return {name: _named(found[made[name]], structure, name) for name in (made if only is None else only)}


def _named(variant: Structure, structure: Structure, scenario: str) -> Structure:
    """Return a structure that says whose hypotheses it bears; one as entered says nothing."""
    return variant if variant is structure else replace(variant, scenario=scenario)
