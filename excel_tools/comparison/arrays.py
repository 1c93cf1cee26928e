"""The figures of thousands of structures at once, by numpy: those of ``gap.one_by_one``, to the cent.

No rule is written here: the schedules of ``funding``, the calendars of ``schedule`` and the flows of ``spending`` take
arrays. What many cases share (the lines of a structure under all its scenarios) is computed once.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from excel_tools.budget import EARMARKED_LINE, build_budget, earmarked_aids, months_of_one_offs, retained_of
from excel_tools.comparison.array_columns import Array, TooLarge, columns
from excel_tools.comparison.array_contracts import funding
from excel_tools.comparison.array_spending import Spent, entries, posts
from excel_tools.comparison.figures import Cells, Table, figures
from excel_tools.comparison.gap import Evaluate
from excel_tools.errors import ExcelToolsError
from excel_tools.funding.dedicated import Envelope, roll
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Contract as SignedContract
from excel_tools.rules import Rules
from excel_tools.schedule import MONTHS, YEARS, Frame, civil_frame
from excel_tools.spending import ceiling
from excel_tools.spending.entry import LEVEL
from excel_tools.spending.flow import indemnity_flow, total
from excel_tools.structure import OneOff, Structure

CHUNK = 4_000
"""Cases computed together: enough for arrays to pay, few enough for the memory close to the processor."""
_MOST_OPENING = 10**16


def evaluate_arrays(rules: Rules) -> Evaluate:
    """Return what computes the figures of many structures at once.

    It answers what ``gap.one_by_one`` does, for any list of structures, as ``Cells``; amounts too large for an array
    are left to plain numbers.
    """
    signed = {kind: _Signed(rules, family.code) for kind, family in FAMILIES.items()}

    def evaluate(structures: Sequence[Structure]) -> list[Table]:
        found: list[Table] = [()] * len(structures)
        groups: dict[tuple[str, int, int], list[int]] = {}
        for rank, structure in enumerate(structures):
            key = (structure.kind, structure.first_exercice, structure.first_month)
            groups.setdefault(key, []).append(rank)
        for (kind, _, _), ranks in groups.items():
            for low in range(0, len(ranks), CHUNK):
                part = ranks[low : low + CHUNK]
                tables = _together([structures[rank] for rank in part], signed[kind])
                for rank, table in zip(part, tables, strict=True):
                    found[rank] = table
        return found

    return evaluate


def _together(structures: Sequence[Structure], signed: _Signed) -> list[Table]:
    try:
        return [Cells(table) for table in _tables(structures, signed)]
    except (TooLarge, ExcelToolsError):
        # plain numbers have no bound, and name the structure that is refused
        return [figures(build_budget(structure, signed.rules)) for structure in structures]


class _Signed:
    """The barème of a family under the amounts of signed contracts, each read once."""

    def __init__(self, rules: Rules, family: str) -> None:
        self.rules = rules
        kept = tuple(amount for amount in rules.amounts if amount.family in (family, ceiling.CODE.split(".")[0]))
        own = replace(rules, amounts=kept)
        self._own = own
        self._found: dict[SignedContract | None, tuple[Rules, Hashable]] = {None: (own, _ceilings(own))}

    def under(self, override: SignedContract | None) -> tuple[Rules, Hashable]:
        """Return the barème under an override, and what tells its ceilings of indemnities from others."""
        found = self._found.get(override)
        if found is None:
            own = self._own if override is None else self._own.with_contract(override)
            found = self._found[override] = (own, _ceilings(own))
        return found


def _ceilings(rules: Rules) -> Hashable:
    return tuple((amount.since, amount.values) for amount in rules.amounts if amount.code == ceiling.CODE)


@dataclass(slots=True)
class _Part:
    """What cases share: its distinct values in the order in which they are met, and which one each case has."""

    values: list[Any] = field(default_factory=list)
    which: list[int] = field(default_factory=list)
    _ranks: dict[Hashable, int] = field(default_factory=dict)

    def take(self, key: Hashable, value: Any) -> None:
        """Note the value of the next case; those of equal keys are the same."""
        rank = self._ranks.setdefault(key, len(self.values))
        if rank == len(self.values):
            self.values.append(value)
        self.which.append(rank)


@dataclass(slots=True)
class _Parts:
    """The parts of some cases of one kind over the same fiscal years."""

    contracts: _Part = field(default_factory=_Part)
    charges: _Part = field(default_factory=_Part)
    posts: _Part = field(default_factory=_Part)
    incomes: _Part = field(default_factory=_Part)
    people: _Part = field(default_factory=_Part)
    aids: _Part = field(default_factory=_Part)


def _parts(structures: Sequence[Structure], signed: _Signed) -> _Parts:
    parts = _Parts()
    for one in structures:
        rules, ceilings = signed.under(one.override)
        prices, wages, later, delay = one.price_index, one.wage_index, one.charges_delay, one.social_delay
        parts.contracts.take((id(one.contract), id(rules)), (one.contract, rules))
        parts.charges.take((id(one.charges), prices, later), (one.charges, prices, later))
        parts.posts.take((id(one.posts), wages, delay), (one.posts, wages, delay))
        parts.incomes.take(id(one.incomes), (one.incomes, LEVEL, 0))
        parts.people.take((id(one.indemnities), ceilings), (one, rules))
        parts.aids.take(id(one.one_offs), one.one_offs)
    return parts


def _tables(structures: Sequence[Structure], signed: _Signed) -> Array:
    """Return the figures of some cases, case × row of ``figures.keys`` × fiscal year."""
    first = structures[0]
    month, frame = first.first_month, civil_frame(first.first_exercice, first.first_month)
    lines = tuple(FAMILIES[first.kind].lines)
    parts = _parts(structures, signed)
    received = funding(first.kind, parts.contracts.values, first.first_exercice, month)
    spent = (
        (entries(parts.charges.values, month), parts.charges.which),
        (posts(parts.posts.values, frame.first_day), parts.posts.which),
        (_indemnities(parts.people.values, month), parts.people.which),
    )
    other = entries(parts.incomes.values, month, first_class=70)
    aids, rolled = _aids(parts.aids.values, frame)
    given, brought, carried = (np.array(part.which) for part in (parts.contracts, parts.incomes, parts.aids))
    openings = [(one.opening_cash, one.opening_payables, one.opening_dedicated, *one.snp_spent) for one in structures]
    cash, payables, dedicated, *snp = columns(openings, _MOST_OPENING)

    produits, encaissements = received.produits[given], received.encaissements[given]
    marked = lines.index(EARMARKED_LINE) if EARMARKED_LINE in lines else None
    earmarked = produits[:, marked].T if marked is not None else np.zeros((YEARS, 1), dtype=np.int64)
    envelope = roll(Envelope("", list(earmarked), snp, dedicated))
    taken = np.array(envelope.reprise).T + rolled[carried, 0]
    put = np.array(envelope.dotation).T + rolled[carried, 1]
    charges = sum(part.years[np.array(which)] for part, which in spent)
    paid = sum(part.months[np.array(which)] for part, which in spent)
    paid[:, 0] += payables
    aid_years, other_years = by_year(aids)[carried], other.years.sum(axis=1)[brought]
    months = received.months[given] + aids[carried] + other.months[brought]
    income = produits.sum(axis=1) + aid_years + other_years + taken
    fin = (cash[:, None] + np.cumsum(months - paid, axis=1)).reshape(-1, YEARS, 12)
    rows = (
        received.droits[given],
        produits,
        *(one[:, None] for one in (aid_years, other_years, taken)),
        charges,
        put[:, None],
        encaissements,
        *(one[:, None] for one in (aid_years, by_year(other.months)[brought])),
        (income - charges.sum(axis=1) - put)[:, None],
        fin[:, None, :, -1],
        fin.min(axis=2)[:, None],
    )
    return np.concatenate(rows, axis=1)


def _indemnities(people: Sequence[tuple[Structure, Rules]], first_month: int) -> Spent:
    """Return what indemnities cost; the ceiling of each person makes them plain numbers."""
    spent = Spent.nothing(len(people))
    for rank, (structure, rules) in enumerate(people):
        _, retained = retained_of(structure, rules)
        spent.put(rank, [indemnity_flow(row, first_month) for row in retained])
    return spent


def _aids(sets: Sequence[tuple[OneOff, ...]], frame: Frame) -> tuple[Array, Array]:
    """Return what sets of aids bring by month, and what is taken back from, then put into, their fonds dédiés."""
    rows = []
    for aids in sets:
        funds = [roll(envelope) for envelope in earmarked_aids(aids, frame)]
        taken = total((fund.reprise for fund in funds), YEARS)
        put = total((fund.dotation for fund in funds), YEARS)
        rows.append((*(months_of_one_offs(aids, frame) if aids else (0,) * MONTHS), *taken, *put))
    found = np.array(columns(rows, _MOST_OPENING)).T
    return found[:, :MONTHS], found[:, MONTHS:].reshape(-1, 2, YEARS)


def by_year(months: Array) -> Array:
    """Return amounts by month, case × month (60), by fiscal year."""
    return months.reshape(-1, YEARS, 12).sum(axis=2)
