"""The figures of the compte rendu financier (CERFA 15059): budget, what was done, gap by line, fonds dédiés."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from excel_tools.accounts.cerfa import by_line, cerfa, members
from excel_tools.accounts.chart import Chart
from excel_tools.accounts.postings import Posting
from excel_tools.budget import Budget
from excel_tools.dates import add_months
from excel_tools.errors import InputError
from excel_tools.rules import Rules
from excel_tools.rules.form import Form, Side
from excel_tools.vector import PPM, half_up

DELAY = "gestion.compte_rendu_financier.delai"
MORE, LESS = "Plus : à justifier", "Moins : à justifier"
"""Words beside a gap beyond the treasurer's two limits."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row: what was foreseen, what was done.

    Attributes:
        gap: done − foreseen, in cents.
        share: done over foreseen in millionths, None when nothing was foreseen.
    """

    side: Side
    code: str
    label: str
    level: str
    budget: int
    done: int

    @property
    def gap(self) -> int:
        """Done − foreseen, in cents: ``=realise-budget``."""
        return self.done - self.budget

    @property
    def share(self) -> int | None:
        """Done over foreseen in millionths, None when nothing was foreseen: ``=IF(budget=0,"",realise/budget)``."""
        return half_up(self.done * PPM, self.budget) if self.budget > 0 else None

    def to_say(self, cents: int, rate: int) -> str:
        """Return what is to be said of the gap, ``""`` up to the greater of an amount and a part of what was foreseen.

        The form asks to explain significant gaps and sets no figure: both limits are the treasurer's.
        """
        if abs(self.gap) <= max(cents, half_up(rate * abs(self.budget), PPM)):
            return ""
        return MORE if self.gap > 0 else LESS


@dataclass(frozen=True, slots=True)
class FundsRow:
    """Fonds dédiés of one envelope in a year, in cents: opening + set aside (689) − taken back (789) = closing."""

    label: str
    opening: int
    set_aside: int
    taken_back: int
    closing: int


@dataclass(frozen=True, slots=True)
class Report15059:
    """The figures of the report.

    Attributes:
        year: fiscal year, 1 to 5.
        rows: charges from top to bottom, then produits.
        funds: fonds dédiés as foreseen, one row per envelope.
        due: last day on which the report may be handed over.
    """

    year: int
    rows: tuple[ReportRow, ...]
    funds: tuple[FundsRow, ...]
    due: int

    def side(self, side: Side) -> tuple[ReportRow, ...]:
        """Return the rows of a side."""
        return tuple(row for row in self.rows if row.side == side)

    @property
    def result(self) -> tuple[int, int]:
        """Produits − charges: foreseen, done."""
        charges, produits = (next(row for row in self.side(side) if row.code == "total") for side in _SIDES)
        return produits.budget - charges.budget, produits.done - charges.done


_SIDES: tuple[Side, Side] = ("charges", "produits")


def report_delay(rules: Rules, day: int) -> int:
    """Return the months from the end of a fiscal year to the report, the latest known where the day is not covered.

    Raises:
        RuleError: the barèmes do not know it.
    """
    return (rules.amount(DELAY, day) if rules.has(DELAY, day) else rules.amount(DELAY)).value()


def done_by_line(chart: Chart, entries: Sequence[tuple[object, int]]) -> dict[str, int]:
    """Return what was done on each line from accounts and amounts in cents, as a balance of accounts lists them.

    Raises:
        InputError: accounts that have no line, all of them at once.
    """
    found = dict.fromkeys((line.code for line in chart.form.leaves), 0)
    problems: list[str] = []
    for rank, (account, cents) in enumerate(entries, 1):
        try:
            found[chart.find(account, f"réalisé, ligne {rank}").code] += cents
        except InputError as error:
            problems += error.messages
    if problems:
        raise InputError(problems)
    return found


def report(
    budget: Budget, form: Form, postings: Sequence[Posting], year: int, done: Mapping[str, int], rules: Rules
) -> Report15059:
    """Return the figures of a fiscal year.

    Args:
        year: 1 to 5.
        done: code of a line → cents typed by the user; a line left out was not used.

    Raises:
        InputError: a year outside the horizon, or ``done`` names a line that does not exist.
        RuleError: the barèmes do not know the delay of the report.
    """
    shown = cerfa(form, postings, year)
    foreseen = by_line(form, postings, year)
    unknown = [code for code in done if code not in foreseen]
    if unknown:
        raise InputError([f"réalisé : « {code} » n'est pas une ligne du formulaire." for code in unknown])
    rows: list[ReportRow] = []
    for side in _SIDES:
        sums = {line.code: members(form, line) for line in form.lines if line.side == side}
        for part, code in ((("directes", "indirectes"), "total"), (("nature",), "nature")):
            sums[code] = tuple(leaf.code for leaf in form.leaves if leaf.side == side and leaf.part in part)
        rows += [
            ReportRow(
                side, row.code, row.label, row.level, row.cents, sum(done.get(code, 0) for code in sums[row.code])
            )
            for row in shown.side(side)
            if row.code in sums
        ]
    index = year - 1
    last_day = add_months(budget.schedule.frame.first_day, 12 * year) - 1
    months = report_delay(rules, last_day)
    return Report15059(
        year,
        tuple(rows),
        tuple(
            FundsRow(
                envelope.label,
                found.ouverture[index],
                found.dotation[index],
                found.reprise[index],
                found.cloture[index],
            )
            for envelope, found in zip(budget.envelopes, budget.funds, strict=True)
        ),
        int(add_months(last_day + 1, months)) - 1,
    )
