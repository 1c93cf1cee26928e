"""One structure as its treasurer describes it: its contract, its charges, its cash, over a five-year horizon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp import MspContract
from excel_tools.rules.contract import Contract as SignedContract
from excel_tools.spending.entry import LEVEL, Entry
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import SOCIAL_DELAY, Post

Contract: TypeAlias = CptsContract | MspContract | EssContract | EspContract
"""The contract of one structure and its hypotheses, whatever the family."""

KINDS = ("CPTS", "MSP", "ESS", "ESP")
MOST_CHARGES = 60
MOST_ONE_OFFS = 6
MOST_INCOMES = 20
MOST_POSTS = 20
MOST_INDEMNITIES = 40
MOST_IN_KIND = 8
MOST_BOUNDS = 80
"""Accounts that open a line of the form: those of the barèmes and the treasurer's own."""


Charge: TypeAlias = Entry
"""One line of charges: account, label, mission, month (0: spread over the fiscal year), five yearly amounts."""


@dataclass(frozen=True, slots=True)
class OneOff:
    """A receipt outside the yearly rules: start-up aid, advance at the letter of intent, repayment (negative).

    Income and cash of the day on which it is received (ruling on accrual, to be confirmed).

    Attributes:
        earmarked: what is not spent of it is no surplus, but fonds dédiés.
        spent: cents spent on it in each of the five fiscal years, read when it is earmarked.
        mission: code of the mission it serves, ``""`` when none.
        funder: who pays it, one of ``accounts.funders.FUNDERS``; ``""`` when it is not said.
    """

    label: str
    day: int
    cents: int
    earmarked: bool = False
    spent: tuple[int, ...] = (0, 0, 0, 0, 0)
    mission: str = ""
    funder: str = ""


@dataclass(frozen=True, slots=True)
class InKind:
    """A contribution in kind, which a budget does not hold: account 860 to 875, label, five yearly amounts in cents."""

    account: str
    label: str
    cents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FormEntries:
    """What a treasurer says of the budget form and of the report on it, beside the budget itself.

    Attributes:
        in_kind: contributions in kind.
        before: code of a line → cents of the fiscal year before the horizon.
        done: code of a line → cents done in each fiscal year, None where nothing is typed.
        bounds: accounts of eight digits in ascending order → code of the line that each opens, ``""`` for none; None
            for those of the barèmes.
        receipts: line of receipts, or ``"aides"`` → code of its line, where it is not the barèmes'.
        year: fiscal year that the form shows, 1 to 5.
        report_year: fiscal year that the report shows, 1 to 5.
        gap_cents: a gap up to this amount needs no word of explanation.
        gap_rate: nor one up to this part of what was foreseen, in millionths.
    """

    in_kind: tuple[InKind, ...] = ()
    before: Mapping[str, int] = field(default_factory=dict)
    done: Mapping[str, tuple[int | None, ...]] = field(default_factory=dict)
    bounds: Mapping[int, str] | None = None
    receipts: Mapping[str, str] = field(default_factory=dict)
    year: int = 1
    report_year: int = 1
    gap_cents: int = 50_000
    gap_rate: int = 100_000


@dataclass(frozen=True, slots=True)
class Structure:
    """Everything a budget is made from, in whole units.

    Attributes:
        kind: one of ``KINDS``.
        communes: names or INSEE codes of the communes covered.
        first_exercice: first fiscal year, named by the civil year in which it opens.
        first_month: first month of the fiscal year, 1 to 12.
        contract: the family's contract and hypotheses over the seven periods.
        opening_cash: cents on the first day.
        opening_dedicated: cents of fonds dédiés (194) on the first day.
        dedicated_spent: cents spent of these opening fonds dédiés in each of the five fiscal years.
        dedicated_mission: code of the mission that they serve, ``""`` when none.
        snp_spent: cents spent in each of the five fiscal years on the earmarked SNP envelope, read where there is one.
        override: amounts of the signed contract.
        incomes: other income, accounts 70 to 79.
        posts: salaried staff.
        indemnities: what professionals are paid for their hours.
        social_delay: months from a salary to the payment of the employer's contributions on it.
        opening_payables: cents of charges of earlier years still to be paid on the first day; paid in the first month.
        price_index: rise of the prices on top of the yearly rise of each line of charges: one cumulative factor a
            fiscal year, in millionths. Other income, staff and indemnities do not follow it.
        wage_index: the same for the gross salaries.
        charges_delay: months added to the delay of payment of each line of charges.
        opening_receivables: cents of other income of earlier years still to be received on the first day; received in
            the first month.
        form: what is said of the budget form.
        scenario: name of the scenario whose hypotheses it bears, empty for a structure as entered; it makes no
            difference between two structures.
    """

    name: str
    kind: str
    region: str
    contract: Contract
    first_exercice: int
    first_month: int = 1
    communes: tuple[str, ...] = ()
    opening_cash: int = 0
    opening_dedicated: int = 0
    one_offs: tuple[OneOff, ...] = ()
    charges: tuple[Charge, ...] = ()
    snp_spent: tuple[int, ...] = (0, 0, 0, 0, 0)
    dedicated_spent: tuple[int, ...] = (0, 0, 0, 0, 0)
    dedicated_mission: str = ""
    override: SignedContract | None = None
    incomes: tuple[Entry, ...] = ()
    posts: tuple[Post, ...] = ()
    indemnities: tuple[Indemnity, ...] = ()
    social_delay: int = SOCIAL_DELAY
    opening_payables: int = 0
    price_index: tuple[int, ...] = LEVEL
    wage_index: tuple[int, ...] = LEVEL
    charges_delay: int = 0
    opening_receivables: int = 0
    form: FormEntries = field(default_factory=FormEntries)
    scenario: str = field(default="", compare=False)
