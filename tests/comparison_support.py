"""Pairs of structures to compare: hand-made ones whose figures are known, random ones of every family."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from excel_tools.comparison.causes import CAUSES
from excel_tools.comparison.gap import Gap, explain, one_by_one
from excel_tools.dates import day
from excel_tools.funding.cpts import CptsContract
from excel_tools.rules import load_rules
from excel_tools.spending.entry import Entry, raised
from excel_tools.structure import Structure
from excel_tools.vector import PPM
from tests.random_small import random_esp, random_ess, random_msp
from tests.random_structures import random_cpts

RULES = load_rules()
EVALUATE = one_by_one(RULES)
MAKERS: dict[str, Callable[[random.Random], list[Structure]]] = {
    "CPTS": random_cpts,
    "MSP": random_msp,
    "ESS": random_ess,
    "ESP": random_esp,
}


SIGNED = day(2024, 1, 1)
STARTS = dict.fromkeys(("acces", "parcours", "prevention", "crise", "qualite", "accompagnement"), SIGNED)


def cpts(population: int = 30_000, **more: Any) -> Structure:
    """A CPTS signed on 1 January 2024, all its missions running, its fiscal years the civil ones from 2026 on."""
    contract = CptsContract(SIGNED, [population] * 7, [0] * 7, STARTS)
    return Structure("CPTS des Monts", "CPTS", "Bretagne", contract, 2026, **more)


def under(structure: Structure, **contract: Any) -> Structure:
    """The same structure, fields of its contract replaced."""
    return replace(structure, contract=replace(structure.contract, **contract))


def gap(reference: Structure, variant: Structure) -> Gap:
    """The gap between two structures."""
    return explain([(reference, variant)], EVALUATE)[0]


def attainment(rate: int, since: int = 0) -> dict[str, list[int]]:
    """Every variable part at a rate from a period on, whole before it."""
    row = [PPM] * since + [rate] * (7 - since)
    return {mission: list(row) for mission in ("acces", "parcours", "prevention", "qualite", "accompagnement")}


def random_pair(seed: int, kind: str) -> tuple[Structure, Structure]:
    """Two structures of a kind over the same years: another one altogether, or one of its scenarios with lines changed.

    Both have ceilings for the years of their indemnities: the later first fiscal year is that of both.
    """
    rng = random.Random(seed)
    first = MAKERS[kind](rng)
    reference = first[0]
    variant = MAKERS[kind](rng)[0] if rng.random() < 0.5 else first[-1]
    if rng.random() < 0.5:
        variant = _other_lines(rng, variant)
    year = max(reference.first_exercice, variant.first_exercice)
    later = replace(variant, first_exercice=year, first_month=reference.first_month)
    return replace(reference, first_exercice=year), later


def _other_lines(rng: random.Random, structure: Structure) -> Structure:
    """Lines that come, go, change place, rise or are paid otherwise."""
    charges = list(structure.charges)
    rng.shuffle(charges)
    charges = [replace(line, delay=rng.randint(0, 3)) if rng.random() < 0.5 else line for line in charges[1:]]
    # a row cleared above others, and one that moves no money
    charges[:0] = rng.choice(([], [Entry("", "", "", 0, (0,) * 5), Entry("6811", "Dotation", "", 0, (70_001,) * 5)]))
    posts = [replace(post, growth=rng.choice((post.growth, 30_000))) for post in structure.posts]
    return replace(
        structure,
        charges=tuple(charges),
        posts=tuple(posts),
        incomes=structure.incomes[:1],
        indemnities=tuple(reversed(structure.indemnities)),
        one_offs=structure.one_offs[1:],
        opening_receivables=rng.choice((0, 45_000)),
        dedicated_spent=structure.dedicated_spent[::-1],
        social_delay=rng.randint(0, 3),
        charges_delay=rng.randint(0, 3),
        price_index=raised((PPM,) * 5, rng.randint(-20, 50) * 1000, rng.randint(0, 3)),
        wage_index=raised((PPM,) * 5, rng.randint(0, 40) * 1000, 0),
    )


ALL_CAUSES = frozenset(CAUSES)
