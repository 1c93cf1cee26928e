"""One structure as its treasurer describes it: its contract, its charges, its cash, over a five-year horizon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from excel_tools.funding.cpts import CptsContract
from excel_tools.funding.esp import EspContract
from excel_tools.funding.ess import EssContract
from excel_tools.funding.msp import MspContract
from excel_tools.rules.contract import Contract as SignedContract
from excel_tools.spending.entry import Entry
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
    """

    label: str
    day: int
    cents: int
    earmarked: bool = False
    spent: tuple[int, ...] = (0, 0, 0, 0, 0)
    mission: str = ""


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
        snp_spent: cents spent in each of the five fiscal years on the earmarked SNP envelope, or on the opening fonds
            dédiés where there is none.
        override: amounts of the signed contract.
        incomes: other income, accounts 70 to 79.
        posts: salaried staff.
        indemnities: what professionals are paid for their hours.
        social_delay: months from a salary to the payment of the employer's contributions on it.
        opening_payables: cents of charges of earlier years still to be paid on the first day; paid in the first month.
        opening_receivables: cents of other income of earlier years still to be received on the first day; received in
            the first month.
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
    override: SignedContract | None = None
    incomes: tuple[Entry, ...] = ()
    posts: tuple[Post, ...] = ()
    indemnities: tuple[Indemnity, ...] = ()
    social_delay: int = SOCIAL_DELAY
    opening_payables: int = 0
    opening_receivables: int = 0
