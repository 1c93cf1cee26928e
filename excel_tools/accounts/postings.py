"""What a budget writes on the form: one row per account and label, with its line and its five fiscal years."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from excel_tools.accounts.chart import AIDS, Chart, account_digits
from excel_tools.accounts.funders import FUNDERS
from excel_tools.budget import Budget, aid_years
from excel_tools.errors import InputError
from excel_tools.funding.families import FAMILIES
from excel_tools.rules.form import FormLine
from excel_tools.schedule import YEARS
from excel_tools.spending.flow import Flow, by_year, total
from excel_tools.structure import InKind

DOTATION, REPRISE = "689", "789"
RECEIPTS = "74"
"""Account of the receipts of a contract and of one-off aids."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Amounts of one account.

    Attributes:
        account: two to eight digits.
        label: what it is.
        cents: amount of each of the five fiscal years.
        line: the line of the form they go to; None when the account has none.
        settled: what is paid or received in each fiscal year.
        of_contract: whether it is a receipt of the contract, received later or earlier than it is accrued.
    """

    account: str
    label: str
    cents: tuple[int, ...]
    line: FormLine | None
    settled: tuple[int, ...] = (0,) * YEARS
    of_contract: bool = False


def postings(budget: Budget, chart: Chart, in_kind: Sequence[InKind] | None = None) -> tuple[Posting, ...]:
    """Return everything that goes on the form: charges, 689, receipts, aids, other income, 789, contributions in kind.

    Args:
        in_kind: contributions in kind in the place of the structure's own.

    Raises:
        InputError: an account in kind that is no 86 nor 87, or without five amounts.
    """
    structure = budget.structure
    labels = FAMILIES[structure.kind].lines
    funds = budget.dedicated
    return (
        *(_of_flow(chart, flow) for flow in budget.flows),
        _posting(chart, DOTATION, "Report en fonds dédiés", funds.dotation),
        *(
            Posting(
                RECEIPTS,
                labels[code],
                tuple(found.produits),
                chart.receipt(structure.kind, code),
                tuple(found.encaissements),
                of_contract=True,
            )
            for code, found in budget.calendars.items()
        ),
        *_aids(budget, chart),
        *(_of_flow(chart, flow) for flow in budget.incomes),
        _posting(chart, REPRISE, "Reprise de fonds dédiés", funds.reprise),
        *_in_kind(chart, structure.form.in_kind if in_kind is None else in_kind),
    )


def _aids(budget: Budget, chart: Chart) -> Iterable[Posting]:
    """Return the aids whose funder is not said together, then each of the others on the line of its funder."""
    found = list(zip(budget.structure.one_offs, aid_years(budget), strict=True))
    rest = total((years for aid, years in found if not aid.funder), YEARS)
    yield Posting(RECEIPTS, "Aides ponctuelles", rest, chart.receipt(budget.structure.kind, AIDS), rest)
    for aid, years in found:
        if aid.funder:
            yield Posting(RECEIPTS, aid.label, years, chart.form.line(FUNDERS[aid.funder]), years)


def _of_flow(chart: Chart, flow: Flow) -> Posting:
    return replace(_posting(chart, flow.account, flow.label, flow.years), settled=by_year(flow.paid))


def _posting(chart: Chart, account: str, label: str, cents: tuple[int, ...]) -> Posting:
    """Return a posting; an account that has no line is kept, for the form to say so."""
    try:
        return Posting(account, label, cents, chart.find(account))
    except InputError:
        return Posting(account, label, cents, None)


def _in_kind(chart: Chart, rows: Iterable[InKind]) -> Iterable[Posting]:
    problems: list[str] = []
    found: list[Posting] = []
    for row in rows:
        what = f"Contribution « {row.label} »"
        try:
            line = chart.find(row.account, what)
        except InputError as error:
            problems += error.messages
            continue
        if line.part != "nature":
            digits = account_digits(row.account)
            problems.append(f"{what} : le compte « {digits} » n'est pas de contributions volontaires (86 ou 87).")
        if len(row.cents) != YEARS:
            problems.append(f"{what} : {YEARS} montants attendus, un par exercice, {len(row.cents)} trouvé(s).")
        found.append(Posting(str(row.account), row.label, tuple(row.cents), line))
    if problems:
        raise InputError(problems)
    return found
