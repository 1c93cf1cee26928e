"""What a post costs: days present, yearly rise, employer's contributions."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from excel_tools.dates import day
from excel_tools.spending.flow import by_year, post_flows
from excel_tools.spending.staff import Post, employer_cost, employer_months, gross_months, yearly_gross
from excel_tools.vector import PPM

COORDINATOR = Post("Coordinatrice", "", 300_000, 420_000)
JANUARY = day(2026, 1, 1)


def test_a_whole_year_of_a_full_time_post() -> None:
    gross = gross_months(COORDINATOR, JANUARY)
    assert gross == (300_000,) * 60
    # 3 000 × 42 % = 1 260
    assert employer_months(COORDINATOR, gross) == (126_000,) * 60
    # 12 × (3 000 + 1 260)
    assert employer_cost(300_000, 420_000).total == 5_112_000
    # 2 345,67 × 80 % = 1 876,536 → 1 876,54; × 42,15 % = 790,96161 → 790,96; × 12 each
    cost = employer_cost(234_567, 421_500, 800_000)
    assert (cost.gross, cost.contributions) == (12 * 187_654, 12 * 79_096)


def test_a_part_time_post_that_comes_and_goes() -> None:
    # from 10 March (22 of 31 days) to 15 February 2028 (15 of 29 days), half time, + 2 % a year
    post = replace(COORDINATOR, share=500_000, start=day(2026, 3, 10), end=day(2028, 2, 15), growth=20_000)
    # 3 000; 3 060; 3 121,20; 3 183,624 → 3 183,62; 3 247,2924 → 3 247,29
    assert yearly_gross(post) == (300_000, 306_000, 312_120, 318_362, 324_729)
    gross = gross_months(post, JANUARY)
    assert gross[:2] == (0, 0)
    assert gross[2] == 106_452, "1 500 × 22/31 = 1 064,516…"
    assert gross[3:12] == (150_000,) * 9
    assert gross[12:24] == (153_000,) * 12
    assert gross[24] == 156_060
    assert gross[25] == 80_721, "1 560,60 × 15/29 = 807,2069"
    assert gross[26:] == (0,) * 34
    assert employer_months(post, gross)[2] == 44_710, "1 064,52 × 42 % = 447,0984"


def test_a_single_day_and_the_bounds_are_included() -> None:
    one = replace(COORDINATOR, start=day(2026, 4, 30), end=day(2026, 4, 30))
    # 3 000 / 30
    assert gross_months(one, JANUARY) == (0, 0, 0, 10_000, *(0,) * 56)
    assert sum(gross_months(replace(one, end=day(2026, 4, 29)), JANUARY)) == 0, "ends before it starts"


def test_contributions_are_paid_later_and_salaries_at_once() -> None:
    gross, social = post_flows(COORDINATOR, day(2026, 9, 1), 1)
    assert (gross.account, social.account) == ("641", "645")
    assert gross.paid == gross.due
    assert social.paid == (0, *(126_000,) * 59)
    assert "Coordinatrice" not in gross.label + social.label


posts = st.builds(
    Post,
    label=st.just(""),
    mission=st.just(""),
    gross=st.integers(0, 10**7),
    employer=st.integers(0, PPM),
    share=st.integers(0, PPM),
    start=st.one_of(st.just(0), st.integers(JANUARY - 400, JANUARY + 2200)),
    end=st.one_of(st.just(0), st.integers(JANUARY - 400, JANUARY + 2200)),
    growth=st.integers(-100_000, 100_000),
)


def whole_cost(post: Post) -> list[int]:
    gross = gross_months(post, JANUARY)
    return [a + b for a, b in zip(gross, employer_months(post, gross), strict=True)]


@given(posts, st.integers(1, 10**6), st.integers(1, PPM))
def test_a_post_never_costs_less_when_one_gives_it_more(post: Post, more: int, part: int) -> None:
    base = whole_cost(post)
    richer = (
        replace(post, gross=post.gross + more),
        replace(post, share=min(PPM, post.share + part)),
        replace(post, employer=min(PPM, post.employer + part)),
        replace(post, end=0),
        replace(post, start=0),
    )
    for other in richer:
        assert all(a >= b for a, b in zip(whole_cost(other), base, strict=True))


@given(posts, st.integers(1, 12), st.integers(0, 3))
def test_the_flows_of_a_post_agree_with_the_cost_of_a_salary(post: Post, months: int, delay: int) -> None:
    steady = replace(post, start=0, end=0, growth=0)
    assert sum(whole_cost(steady)[:months]) == employer_cost(post.gross, post.employer, post.share, months).total
    for flow in post_flows(post, JANUARY, delay):
        assert sum(flow.due) == sum(flow.paid) + sum(flow.due[60 - delay :] if flow.account == "645" else ())
        assert sum(by_year(flow.due)) == sum(flow.due)
