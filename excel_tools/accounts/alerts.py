"""What a treasurer must look at, in words: each alert with its level, its rule and where the rule was read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from excel_tools.accounts.cerfa import problems
from excel_tools.accounts.chart import Chart, chart_of
from excel_tools.accounts.grounds import AUDIT, LEVELS, Basis, Level, basis
from excel_tools.accounts.postings import Posting, postings
from excel_tools.accounts.renewal import renewal
from excel_tools.budget import Budget
from excel_tools.dates import add_months, fiscal_name, french
from excel_tools.funding.dedicated import dormant
from excel_tools.funding.notices import Notice
from excel_tools.money import french_euros, french_rate
from excel_tools.rules import Amount, Rules
from excel_tools.schedule import YEARS
from excel_tools.structure import InKind, Structure
from excel_tools.vector import half_up

PRIVATE = "74.prives"
"""The one line of subsidies that is no public one."""

LARGE_SURPLUS = Fraction(1, 10)
"""Part of the income beyond which a surplus is to be explained: our choice, no text sets it."""

NO_ASSOCIATION = ("MSP",)
"""Kinds of structures that are no association: a SISA is a société."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to look at.

    Attributes:
        code: short stable name of its kind, ``"tresorerie-negative"``.
        sentence: what is found, with its figures.
        rule: what is expected.
        source: the text and the place, or whose choice it is.
    """

    code: str
    level: Level
    sentence: str
    rule: str
    source: str


def budget_alerts(
    budget: Budget, chart: Chart | None = None, in_kind: Sequence[InKind] | None = None, rules: Rules | None = None
) -> tuple[Alert, ...]:
    """Return every alert of a budget, the most pressing first, in the order of their making within a level.

    Args:
        chart: a look-up in the place of the structure's own.
        in_kind: contributions in kind in the place of the structure's own.
        rules: the barèmes the texts are cited from; those of the budget by default.

    Raises:
        RuleError: the barèmes hold no form, or not the threshold of the commissaire aux comptes.
        InputError: a contribution in kind that is none.
    """
    known = rules or budget.rules
    look_up = chart or chart_of(budget.structure, known)
    rows = postings(budget, look_up, in_kind)
    found = [
        *(_of_notice(notice, budget, known) for notice in budget.notices),
        *_audit(budget, rows, known),
        *_deficit(budget, known),
        *_surplus(budget, known),
        *_without_income(budget, known),
        *_dormant(budget, known),
        *_of_society(budget, known),
        *_renewed(budget, known),
        *_form(budget, look_up, rows, known),
    ]
    return tuple(sorted(found, key=lambda alert: LEVELS.index(alert.level)))


def portfolio_alerts(structures: Sequence[Structure], rules: Rules) -> tuple[Alert, ...]:
    """Return the alerts that several structures make together: a commune that two CPTS share."""
    told = basis("commune-partagee", rules)
    return tuple(_alert("commune-partagee", sentence, told) for sentence, _ in _shared(structures))


def shared_communes(structures: Sequence[Structure], rules: Rules) -> dict[str, tuple[Alert, ...]]:
    """Return the same alerts by name of the structures they are about."""
    told = basis("commune-partagee", rules)
    found: dict[str, tuple[Alert, ...]] = {}
    for sentence, names in _shared(structures):
        for name in names:
            found[name] = (*found.get(name, ()), _alert("commune-partagee", sentence, told))
    return found


def _shared(structures: Sequence[Structure]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a sentence for each commune of several CPTS, and their names."""
    owners: dict[str, list[tuple[str, str]]] = {}
    for structure in structures:
        if structure.kind == "CPTS":
            # a commune written twice in one structure is no second structure
            for key, commune in {_plain(commune): commune for commune in structure.communes}.items():
                owners.setdefault(key, []).append((commune, structure.name))
    for found in owners.values():
        if len(found) > 1:
            names = tuple(name for _, name in found)
            listed = ", ".join(f"« {name} »" for name in names)
            yield f"La commune « {found[0][0]} » figure dans {len(found)} CPTS : {listed}.", names


def _plain(name: str) -> str:
    """Return a commune as names are compared: no accents, no case, no hyphens."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(
        "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter)).split()
    )


def cited(amount: Amount) -> str:
    """Return a text and a place as one line."""
    return f"{amount.source.title}, {amount.place}"


def _alert(code: str, sentence: str, told: Basis) -> Alert:
    return Alert(code, told.level, sentence, told.rule, told.cited)


def _of_notice(notice: Notice, budget: Budget, rules: Rules) -> Alert:
    return _alert(notice.code, notice.text, basis(notice.code, rules))


def _audit(budget: Budget, rows: Sequence[Posting], rules: Rules) -> Iterator[Alert]:
    """Warn where the public subsidies of a fiscal year exceed the threshold, accrued or received; never decide.

    The law speaks of what an association has received; both are shown, since practice differs.
    """
    most = audit_threshold(budget, rules)
    accrued, received = public_subsidies(rows)
    first = budget.structure.first_exercice
    month = budget.structure.first_month
    beyond = [
        f"{fiscal_name(first + year, month)} ({french_euros(accrued[year])} rattachés, "
        f"{french_euros(received[year])} encaissés)"
        for year in range(YEARS)
        if max(accrued[year], received[year]) > most
    ]
    if not beyond:
        return
    sisa = budget.structure.kind in NO_ASSOCIATION
    scope = " Ce seuil vise les associations : il est sans objet pour une SISA, qui est une société." if sisa else ""
    told = basis("commissaire-aux-comptes", rules, int(budget.schedule.frame.first_day))
    sentence = f"Les subventions publiques dépassent {french_euros(most)} : {' ; '.join(beyond)}.{scope}"
    yield _alert("commissaire-aux-comptes", sentence, replace(told, level="information") if sisa else told)


def audit_threshold(budget: Budget, rules: Rules) -> int:
    """Return the threshold of the commissaire aux comptes in cents, that of the first day where it is known.

    Raises:
        RuleError: the barèmes do not know it.
    """
    day = int(budget.schedule.frame.first_day)
    return (rules.amount(AUDIT, day) if rules.has(AUDIT, day) else rules.amount(AUDIT)).value()


def is_public(row: Posting) -> bool:
    """Return whether a posting goes to a line of public subsidies."""
    return row.line is not None and row.line.heading == "74" and row.line.code != PRIVATE


def public_subsidies(rows: Sequence[Posting]) -> tuple[list[int], list[int]]:
    """Return the public subsidies of each fiscal year in cents: accrued, then received.

    The contract is received when it is paid; aids and other public income when they are accrued.
    """
    public = [row for row in rows if is_public(row)]
    return (
        [sum(row.cents[year] for row in public) for year in range(YEARS)],
        [sum((row.settled if row.of_contract else row.cents)[year] for row in public) for year in range(YEARS)],
    )


def _deficit(budget: Budget, rules: Rules) -> Iterator[Alert]:
    first, month = budget.structure.first_exercice, budget.structure.first_month
    short = [
        f"{fiscal_name(first + year, month)} ({french_euros(-cents)})"
        for year, cents in enumerate(budget.result_years)
        if cents < 0
    ]
    if short:
        sentence = f"Les charges dépassent les produits : {' ; '.join(short)}."
        yield _alert("budget-deficitaire", sentence, basis("budget-deficitaire", rules))


def dormant_funds(budget: Budget) -> tuple[int, ...]:
    """Return the fonds dédiés to look at in each fiscal year, in cents.

    Those of which nothing was spent for two fiscal years; all that is left once the contract has ended early.
    """
    left = budget.dedicated.cloture
    idle = [sum(row) for row in zip(*map(dormant, budget.funds), strict=True)]
    end, first_day = budget.structure.contract.ends_on, int(budget.schedule.frame.first_day)
    return tuple(
        int(left[year]) if 0 < end < add_months(first_day, 12 * (year + 1)) else idle[year] for year in range(YEARS)
    )


def _dormant(budget: Budget, rules: Rules) -> Iterator[Alert]:
    first, month = budget.structure.first_exercice, budget.structure.first_month
    found = [
        f"{fiscal_name(first + year, month)} ({french_euros(cents)})"
        for year, cents in enumerate(dormant_funds(budget))
        if cents
    ]
    if found:
        end = budget.structure.contract.ends_on
        when = f", ou au-delà de la fin anticipée du {french(end)}" if end else ""
        sentence = f"Fonds dédiés sans aucune dépense depuis deux exercices{when} : {' ; '.join(found)}."
        yield _alert("fonds-dormants", sentence, basis("fonds-dormants", rules))


def _of_society(budget: Budget, rules: Rules) -> Iterator[Alert]:
    """Tell that the fonds dédiés of a société bear another name; the amounts are the same."""
    funds = budget.dedicated
    if budget.structure.kind in NO_ASSOCIATION and any((*funds.ouverture, *funds.dotation, *funds.reprise)):
        sentence = (
            "Une SISA est une société : ce que le budget montre en 194, 689 et 789 se présente dans ses comptes en "
            "produits constatés d'avance (487), à confirmer avec l'expert-comptable ; le résultat est le même."
        )
        yield _alert("fonds-dedies-societe", sentence, basis("fonds-dedies-societe", rules))


def surplus_share(budget: Budget, year: int) -> Fraction:
    """Return what a fiscal year (0 to 4) leaves of its income, 0 when it leaves nothing."""
    produits = budget.produits_years[year]
    return Fraction(max(0, budget.result_years[year]), produits) if produits > 0 else Fraction(0)


def _surplus(budget: Budget, rules: Rules) -> Iterator[Alert]:
    """Tell the fiscal years whose surplus is large: the threshold is ours, and its rule says so."""
    first, month = budget.structure.first_exercice, budget.structure.first_month
    large = [
        f"{fiscal_name(first + year, month)} ({french_euros(budget.result_years[year])}, "
        f"{french_rate(10_000 * half_up(100 * share.numerator, share.denominator))} des produits)"
        for year in range(YEARS)
        if (share := surplus_share(budget, year)) > LARGE_SURPLUS
    ]
    if large:
        sentence = f"L'excédent est important : {' ; '.join(large)}."
        yield _alert("excedent-important", sentence, basis("excedent-important", rules))


def _renewed(budget: Budget, rules: Rules) -> Iterator[Alert]:
    """Tell what supposes that a contract which ends within the horizon is renewed."""
    found = renewal(budget)
    if found is not None and sum(found.years) > 0:
        sentence = (
            f"Terme du contrat : {french(found.last_day)} ; {french_euros(sum(found.years))} de produits supposent "
            "son renouvellement."
        )
        yield _alert("renouvellement", sentence, basis("renouvellement", rules))


def _without_income(budget: Budget, rules: Rules) -> Iterator[Alert]:
    """Tell the fiscal years that no contract covers: it has expired, or does not run yet."""
    first, month = budget.structure.first_exercice, budget.structure.first_month
    income = [sum(found.produits[year] for found in budget.calendars.values()) for year in range(YEARS)]
    bare = [fiscal_name(first + year, month) for year, cents in enumerate(income) if not cents]
    if bare:
        years = f"l'exercice {bare[0]}" if len(bare) == 1 else f"les exercices {', '.join(bare)}"
        sentence = f"Le contrat ne donne aucun produit sous {years} : il a pris fin, ou ne court pas encore."
        yield _alert("contrat-sans-produit", sentence, basis("contrat-sans-produit", rules))


def _form(budget: Budget, chart: Chart, rows: Sequence[Posting], rules: Rules) -> Iterator[Alert]:
    """Return what keeps the form from balancing, each sentence once with its fiscal years."""
    found: dict[str, list[int]] = {}
    first, month = budget.structure.first_exercice - 1, budget.structure.first_month
    for year in range(1, YEARS + 1):
        for sentence in problems(chart.form, rows, year):
            found.setdefault(sentence, []).append(year)
    for sentence, years in found.items():
        plural = "s" if len(years) > 1 else ""
        text = f"Exercice{plural} {', '.join(fiscal_name(first + year, month) for year in years)} : {sentence}"
        yield _alert("formulaire", text, basis("formulaire", rules))


@dataclass(frozen=True, slots=True)
class Override:
    """An amount of the signed contract in the place of the barème's, to stand beside the alerts.

    Attributes:
        values: in minor units of ``unit``, one or one per size.
        national: those of the barème.
        since: first day, as French readers write it.
        until: last day of the national amount it replaces, 0 when open.
    """

    code: str
    label: str
    unit: str
    values: tuple[int, ...]
    national: tuple[int, ...]
    source: str
    since: str
    until: int


def overrides(rules: Rules, families: Sequence[str] | None = None) -> tuple[Override, ...]:
    """Return the amounts that a signed contract replaces, in the order of the barèmes."""
    return tuple(
        Override(
            amount.code,
            amount.label,
            amount.unit,
            amount.values,
            amount.national.values,
            cited(amount),
            french(amount.since),
            amount.until,
        )
        for amount in rules.amounts
        if amount.national is not None and (families is None or amount.family in families)
    )
