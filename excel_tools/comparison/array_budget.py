"""What budgets hold besides their contracts, by arrays, and what is left once both are known."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from excel_tools.budget import EARMARKED_LINE, earmarked_aids, months_of_one_offs, retained_of
from excel_tools.comparison.array_columns import MOST_CENTS, Array, columns
from excel_tools.comparison.array_spending import FIRST_CLASS, Spent, entries, posts
from excel_tools.funding.dedicated import Envelope, roll
from excel_tools.funding.families import FAMILIES
from excel_tools.rules import Contract as SignedContract
from excel_tools.rules import Rules
from excel_tools.schedule import MONTHS, YEARS, Frame, civil_frame
from excel_tools.spending import ceiling
from excel_tools.spending.entry import LEVEL
from excel_tools.spending.flow import indemnity_flow, total
from excel_tools.spending.indemnities import Indemnity, Retained
from excel_tools.structure import OneOff, Structure

_MOST_OPENING = 10**16
_FIRST_INCOME = 70


class Signed:
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
class Part:
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
class Parts:
    """The parts of some cases of one kind over the same fiscal years."""

    contracts: Part = field(default_factory=Part)
    charges: Part = field(default_factory=Part)
    posts: Part = field(default_factory=Part)
    incomes: Part = field(default_factory=Part)
    people: Part = field(default_factory=Part)
    aids: Part = field(default_factory=Part)


def parts_of(structures: Sequence[Structure], signed: Signed) -> Parts:
    """Return what some structures of one kind are made of, each thing once."""
    parts = Parts()
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


@dataclass(frozen=True, slots=True)
class Rest:
    """What does not come from the contracts of some cases, in cents, case by case.

    Attributes:
        charges: case × class of accounts × fiscal year.
        paid: charges paid, those of earlier years included, case × month.
        income: other income, case × fiscal year.
        received: the same as it is received, case × month.
        aids: aids outside the yearly rules, case × month.
        taken, put: what is taken back from, and put into, the fonds dédiés of the aids and those left from before the
            horizon, case × fiscal year.
        cash: on the first day.
        spent: on the earmarked envelope, fiscal year × case.
    """

    charges: Array
    paid: Array
    income: Array
    received: Array
    aids: Array
    taken: Array
    put: Array
    cash: Array
    spent: Sequence[Array]


def rest_of(structures: Sequence[Structure], parts: Parts) -> Rest:
    """Return what does not come from the contracts of structures of one kind over the same fiscal years.

    Raises:
        RuleError: no ceiling of indemnities is known in one of their years.
        TooLarge: an amount does not fit an array.
    """
    first = structures[0]
    month, frame = first.first_month, civil_frame(first.first_exercice, first.first_month)
    flows = (
        (entries(parts.charges.values, month), parts.charges.which),
        (posts(parts.posts.values, frame.first_day), parts.posts.which),
        (_indemnities(parts.people.values, month), parts.people.which),
    )
    other = entries(parts.incomes.values, month, _FIRST_INCOME)
    months, rolled = _aids(parts.aids.values, frame)
    brought, carried = np.array(parts.incomes.which), np.array(parts.aids.which)
    openings = [
        (
            *(one.opening_cash, one.opening_payables, one.opening_receivables, one.opening_dedicated),
            *(*one.dedicated_spent, *one.snp_spent),
        )
        for one in structures
    ]
    cash, payables, receivables, dedicated, *spent = columns(openings, _MOST_OPENING)
    older = roll(Envelope("", [np.zeros_like(cash)] * YEARS, spent[:YEARS], dedicated))
    paid = sum(flow.months[np.array(which)] for flow, which in flows)
    paid[:, 0] += payables
    received = other.months[brought]
    received[:, 0] += receivables
    return Rest(
        charges=sum(flow.years[np.array(which)] for flow, which in flows),
        paid=paid,
        income=other.years.sum(axis=1)[brought],
        received=received,
        aids=months[carried],
        taken=rolled[carried, 0] + np.array(older.reprise).T,
        put=rolled[carried, 1] + np.array(older.dotation).T,
        cash=cash,
        spent=spent[YEARS:],
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """What is left in each case, in cents.

    Attributes:
        taken, put: fonds dédiés taken back (789) and carried over (689), case × fiscal year.
        produits, charges, result: totals, case × fiscal year.
        fin: cash on the last day, case × fiscal year × month.
    """

    taken: Array
    put: Array
    produits: Array
    charges: Array
    result: Array
    fin: Array


def balance(kind: str, accrued: Array, months: Array, rest: Rest) -> Balance:
    """Return what is left of receipts; one rest goes with any number of them.

    Args:
        accrued: case × line × fiscal year.
        months: received, case × month.
    """
    lines, taken, put = tuple(FAMILIES[kind].lines), rest.taken, rest.put
    if EARMARKED_LINE in lines:
        earmarked = accrued[:, lines.index(EARMARKED_LINE)].T
        envelope = roll(Envelope("", list(earmarked), list(rest.spent)))
        taken, put = taken + np.array(envelope.reprise).T, put + np.array(envelope.dotation).T
    produits = accrued.sum(axis=1) + by_year(rest.aids) + rest.income + taken
    charges = rest.charges.sum(axis=1) + put
    left = months + rest.aids + rest.received - rest.paid
    fin = rest.cash[:, None] + np.cumsum(left, axis=1)
    return Balance(taken, put, produits, charges, produits - charges, fin.reshape(-1, YEARS, 12))


def _indemnities(people: Sequence[tuple[Structure, Rules]], first_month: int) -> Spent:
    """Return what indemnities cost; the ceiling of each person makes them plain numbers, cut in months together."""
    rows = []
    for rank, (structure, rules) in enumerate(people):
        _, retained = retained_of(structure, rules)
        rows += [
            (rank, int(one.line.account[:2]) - FIRST_CLASS, *one.first, *one.rest)
            for one in retained
            if one.line.account
        ]
    spent = Spent.nothing(len(people))
    if rows:
        ranks, classes, *cents = columns(rows, MOST_CENTS)
        none = (0,) * YEARS
        kept = Retained(Indemnity("", "", 0, none), none, none, tuple(cents[:YEARS]), tuple(cents[YEARS:]))
        spent.add(indemnity_flow(kept, first_month), ranks, classes)
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
