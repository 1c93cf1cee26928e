"""Whatever is entered is read back from its workbook as it was entered, in every family: a property."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from excel_tools.batch.templates import shipped
from excel_tools.budget import build_budget
from excel_tools.dates import day
from excel_tools.funding.cpts_table import MISSIONS
from excel_tools.reports.reading import read_workbook
from excel_tools.reports.values import workbook_values
from excel_tools.rules import load_rules
from excel_tools.spending.entry import INSTALMENTS, LONGEST_DELAY, Basis, Entry, based
from excel_tools.spending.indemnities import Indemnity
from excel_tools.spending.staff import Post
from excel_tools.structure import OneOff, Structure
from excel_tools.vector import PPM
from templates.examples import EXAMPLES

RULES = load_rules()
CENTS = st.sampled_from((0, 1, 99, 100)) | st.integers(0, 4_000_000)
SIGNED_CENTS = CENTS | st.integers(-4_000_000, -1)
WORDS = st.sampled_from(("", "Loyer", "=1+1", "0", "12,5 %", "Œuvre « à part »", "Ligne 1"))
DAYS = st.just(0) | st.integers(day(2026, 1, 1), day(2033, 12, 31))
GROWTH = st.sampled_from((0, 1000, -500_000, 500_000)) | st.integers(-50, 50).map(lambda rate: rate * 1000)
FIVE = st.tuples(*[CENTS] * 5)


def missions(kind: str) -> st.SearchStrategy[str]:
    """Missions that a line may serve; only a CPTS has some."""
    return st.sampled_from(("", *MISSIONS)) if kind == "CPTS" else st.just("")


# nothing of something, or at no price, is not nothing said
NUMBERS = st.just(Fraction(0)) | st.integers(0, 900_000).map(lambda number: Fraction(number, 100))
PRICES = st.just(Fraction(0)) | st.integers(0, 900_000).map(lambda number: Fraction(number, 100))
COUNTED = st.one_of(
    st.tuples(st.none(), st.none()),
    st.tuples(NUMBERS, PRICES),
)


@st.composite
def bases(draw: st.DrawFn) -> Basis:
    """Amounts typed, or a quantity and a price, or both, with a rise."""
    quantity, price = draw(COUNTED)
    return Basis(quantity, price, draw(GROWTH), draw(st.tuples(*[st.none() | CENTS] * 5)))


def entries(accounts: tuple[str, ...], kind: str) -> st.SearchStrategy[Entry]:
    """A line of charges, or of other income."""
    return st.builds(
        based,
        account=st.sampled_from(accounts),
        label=WORDS,
        mission=missions(kind),
        month=st.integers(0, 12),
        basis=bases(),
        payments=st.sampled_from((0, *INSTALMENTS)),
        delay=st.integers(0, LONGEST_DELAY),
    )


@st.composite
def posts(draw: st.DrawFn, kind: str) -> Post:
    """A post that comes and goes, or not."""
    start, end = draw(DAYS), draw(DAYS)
    if end and end < start:
        start, end = end, start
    share = draw(st.sampled_from((PPM, PPM // 2, 0, 10_000)))
    return Post(draw(WORDS), draw(missions(kind)), draw(CENTS), draw(st.integers(0, 1000)) * 1000, share, start, end,
                draw(GROWTH))  # fmt: skip


@st.composite
def aids(draw: st.DrawFn, kind: str) -> OneOff:
    """An aid, free or earmarked; nothing is said to be spent of a free one."""
    when, mission = draw(st.integers(day(2025, 1, 1), day(2033, 12, 31))), draw(missions(kind))
    if draw(st.booleans()):
        return OneOff(draw(WORDS), when, draw(CENTS), True, draw(FIVE), mission)
    return OneOff(draw(WORDS), when, draw(SIGNED_CENTS), mission=mission)


@st.composite
def structures(draw: st.DrawFn, kind: str) -> Structure:
    """The example of a family with other lines, staff, indemnities, income, aids and opening balances."""
    first_month = draw(st.sampled_from((1, 7, 9)))
    indemnities = st.builds(
        Indemnity,
        person=st.sampled_from(("", "Professionnel 1", "PROFESSIONNEL 1", "Professionnel 2")),
        mission=missions(kind),
        rate=CENTS,
        hours=st.tuples(*[st.integers(0, 60_000)] * 5),
        account=st.sampled_from(("6226", "6228", "64")),
        before=CENTS if first_month > 1 else st.just(0),
    )
    return replace(
        EXAMPLES[kind](),
        first_month=first_month,
        opening_cash=draw(SIGNED_CENTS),
        opening_dedicated=draw(CENTS),
        opening_payables=draw(CENTS),
        opening_receivables=draw(CENTS),
        social_delay=draw(st.integers(0, LONGEST_DELAY)),
        snp_spent=draw(FIVE) if kind == "CPTS" else (0,) * 5,
        dedicated_spent=draw(FIVE),
        dedicated_mission=draw(missions(kind)),
        one_offs=tuple(draw(st.lists(aids(kind), max_size=6))),
        charges=tuple(draw(st.lists(entries(("60", "6063", "64", "68100000"), kind), max_size=6))),
        incomes=tuple(draw(st.lists(entries(("70", "7561", "79"), kind), max_size=4))),
        posts=tuple(draw(st.lists(posts(kind), max_size=4))),
        indemnities=tuple(draw(st.lists(indemnities, max_size=5))),
    )


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_workbook_gives_back_all_that_was_entered(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    template, path = shipped(kind), tmp_path_factory.mktemp(kind) / "a.xlsx"

    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),  # a workbook a trial: shrinking would take minutes
    )
    @given(structures(kind))
    def check(structure: Structure) -> None:
        budget = build_budget(structure, RULES)
        values, texts, rows = workbook_values([budget])
        path.write_bytes(template.render(values, texts=texts, visible_rows=rows))
        found = read_workbook(path, RULES).structures[0]
        for field in Structure.__slots__:
            if field != "contract":
                assert getattr(found, field) == getattr(structure, field), field
        assert build_budget(found, RULES).months == budget.months

    check()
