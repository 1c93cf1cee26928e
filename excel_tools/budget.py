"""The budget of one structure: what it is due, what it spends, what is left, and the cash of every month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from excel_tools.dates import add_months, fiscal_name, french
from excel_tools.funding.dedicated import DedicatedFunds, Envelope, roll, together
from excel_tools.funding.families import FAMILIES
from excel_tools.funding.notices import Notice
from excel_tools.money import french_euros, french_rate
from excel_tools.rules import Rules
from excel_tools.schedule import MONTHS, YEARS, Calendar, Frame, Schedule, calendar, month_index
from excel_tools.spending import indemnities
from excel_tools.spending.analytic import MissionYears, analytic
from excel_tools.spending.ceiling import Ceiling, ceiling, uncertain_text
from excel_tools.spending.entry import Entry
from excel_tools.spending.flow import Flow, by_year, entry_flow, indemnity_flow, post_flows, total
from excel_tools.spending.indemnities import Retained
from excel_tools.spending.payables import Outstanding, outstanding
from excel_tools.spending.persons import near_text
from excel_tools.structure import OneOff, Structure
from excel_tools.vector import PPM, half_up, tally

ACCOUNTS = tuple(str(account) for account in range(60, 70))
EARMARKED_LINE = "acces_snp_enveloppe"
CAPPED = ("CPTS",)
"""Kinds of structures whose indemnities have a ceiling."""


@dataclass(frozen=True, slots=True)
class MonthlyCash:
    """Cash of the sixty months in cents: ``debut + encaissements − charges = fin``; charges are those paid."""

    debut: tuple[int, ...]
    encaissements: tuple[int, ...]
    charges: tuple[int, ...]
    fin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Budget:
    """The five-year budget of a structure; every list has one value per fiscal year unless said otherwise, in cents.

    Attributes:
        rules: the barèmes used, contract overrides included.
        calendars: line of receipts → its three calendars.
        one_off_years: aids outside the yearly rules, by fiscal year.
        one_off_months: the same by month (60).
        envelopes: the earmarked envelope of the contract where it has one, the opening fonds dédiés, then the earmarked
            aids.
        funds: fonds dédiés of each envelope.
        dedicated: those of all of them.
        flows: lines of charges in their order, then salaries and contributions of each post, then indemnities.
        incomes: other income, in the order of its lines.
        retained: what is retained of each line of indemnities.
        ceilings: ceilings of the civil years in which indemnities are asked, where one holds.
        charges_by_account: class ``"60"`` to ``"69"`` → charges.
        charges_years: their total.
        charges_months: the same by month in which they fall due (60).
        payables: charges still to be paid.
        receivables: other income still to be received.
        other_income_years: other income due.
        other_income_months: other income received, by month (60); the first one holds what was owed from before.
        produits_years: receipts accrued, one-off aids, other income and 789 included.
        total_charges_years: charges, 689 included.
        result_years: produits − charges.
        notices: what must be told, in French.
    """

    structure: Structure
    rules: Rules
    schedule: Schedule
    calendars: Mapping[str, Calendar]
    one_off_years: tuple[int, ...]
    one_off_months: tuple[int, ...]
    flows: tuple[Flow, ...]
    incomes: tuple[Flow, ...]
    retained: tuple[Retained, ...]
    ceilings: tuple[Ceiling, ...]
    charges_by_account: Mapping[str, tuple[int, ...]]
    charges_years: tuple[int, ...]
    charges_months: tuple[int, ...]
    payables: Outstanding
    receivables: Outstanding
    other_income_years: tuple[int, ...]
    other_income_months: tuple[int, ...]
    envelopes: tuple[Envelope, ...]
    funds: tuple[DedicatedFunds, ...]
    dedicated: DedicatedFunds
    droits_years: tuple[int, ...]
    produits_years: tuple[int, ...]
    encaissements_years: tuple[int, ...]
    a_confirmer_years: tuple[int, ...]
    total_charges_years: tuple[int, ...]
    result_years: tuple[int, ...]
    months: MonthlyCash
    notices: tuple[Notice, ...]

    @property
    def cash_close_years(self) -> tuple[int, ...]:
        """Cash on the last day of each fiscal year."""
        return self.months.fin[11::12]

    @property
    def lowest_cash(self) -> tuple[int, int]:
        """Return the lowest closing cash of a month and the rank of that month, from 0."""
        lowest = min(self.months.fin)
        return lowest, self.months.fin.index(lowest)

    @property
    def share_to_confirm(self) -> int:
        """Share of what is due over the horizon that rests on amounts to be confirmed, in millionths."""
        due = sum(self.droits_years)
        return half_up(sum(self.a_confirmer_years) * PPM, due) if due > 0 else 0


def build_budget(structure: Structure, rules: Rules) -> Budget:
    """Return the budget of a structure under the barèmes, the amounts of its signed contract taking precedence.

    Args:
        rules: the national barèmes; ``structure.override`` is applied to them here.

    Raises:
        RuleError: an amount is not known on a day of the contract, or the ceiling of indemnities in one of their years.
    """
    if structure.override is not None:
        rules = rules.with_contract(structure.override)
    family = FAMILIES[structure.kind]
    frame = family.frame(structure.contract, structure.first_exercice, structure.first_month)
    schedule = family.schedule(structure.contract, family.table(rules), frame)
    calendars = {line.code: calendar(line, frame) for line in schedule.lines}
    one_off_months = months_of_one_offs(structure.one_offs, frame)
    incomes = tuple(entry_flow(entry, structure.first_month) for entry in structure.incomes)
    other_months = total([_at_once(structure.opening_receivables), *(flow.paid for flow in incomes)])
    other_years = total((flow.years for flow in incomes), YEARS)
    ceilings, retained = retained_of(structure, rules)
    flows = _flows(structure, frame, retained)
    charges_months = total(flow.due for flow in flows)
    charges_years = by_year(charges_months)
    paid_months = total([_at_once(structure.opening_payables), *(flow.paid for flow in flows)])
    envelopes = _envelopes(structure, frame, calendars)
    funds = tuple(roll(envelope) for envelope in envelopes)
    dedicated = together(funds)
    one_off_years = by_year(one_off_months)
    produits = _sum_years([*(c.produits for c in calendars.values()), one_off_years, other_years, dedicated.reprise])
    total_charges = _sum_years([charges_years, dedicated.dotation])
    receipts = _sum_years([one_off_months, other_months, *(c.mois for c in calendars.values())])
    months = _cash(structure.opening_cash, receipts, paid_months)
    notices = (
        *family.notices(structure.contract, schedule, rules),
        *(Notice("bareme-prolonge", text) for text in rules.warnings(frame.last_day, [family.code])),
        *_uncertain_notices(calendars, family.lines),
        *_cash_notices(months, frame.first_day),
        *_dedicated_notices(envelopes, funds, structure.first_exercice, structure.first_month),
        *_ceiling_notices(structure, ceilings, retained),
    )
    return Budget(
        structure=structure,
        rules=rules,
        schedule=schedule,
        calendars=calendars,
        one_off_years=one_off_years,
        one_off_months=one_off_months,
        flows=flows,
        incomes=incomes,
        retained=retained,
        ceilings=ceilings,
        charges_by_account=_by_account(flows),
        charges_years=charges_years,
        charges_months=charges_months,
        payables=outstanding(
            structure.opening_payables, charges_years, _cashless(structure.charges, flows), by_year(paid_months)
        ),
        receivables=outstanding(
            structure.opening_receivables, other_years, _cashless(structure.incomes, incomes), by_year(other_months)
        ),
        other_income_years=other_years,
        other_income_months=other_months,
        envelopes=envelopes,
        funds=funds,
        dedicated=dedicated,
        droits_years=_sum_years([c.droits for c in calendars.values()]),
        produits_years=produits,
        encaissements_years=by_year(receipts),
        a_confirmer_years=_sum_years([c.a_confirmer for c in calendars.values()]),
        total_charges_years=total_charges,
        result_years=tuple(income - cost for income, cost in zip(produits, total_charges, strict=True)),
        months=months,
        notices=notices,
    )


def aid_years(budget: Budget) -> tuple[tuple[int, ...], ...]:
    """Return what each one-off aid brings in each fiscal year, in cents, in their order."""
    return tuple(by_year(months_of_one_offs((aid,), budget.schedule.frame)) for aid in budget.structure.one_offs)


def by_mission(budget: Budget) -> tuple[MissionYears, ...]:
    """Return what each mission receives, costs and leaves by fiscal year; together they make the result.

    An earmarked envelope counts in its mission for what is spent of it: its 689 is a cost there, its 789 an income.
    """
    family = FAMILIES[budget.structure.kind]
    lines, served = family.line_missions, fund_missions(budget.structure)
    return analytic(
        family.missions,
        [
            *((lines.get(code, ""), cut.produits) for code, cut in budget.calendars.items()),
            *((flow.mission, flow.years) for flow in budget.incomes),
            *mission_aids(budget),
            *((mission, fund.reprise) for mission, fund in zip(served, budget.funds, strict=True)),
        ],
        [
            *((flow.mission, flow.years) for flow in budget.flows),
            *((mission, fund.dotation) for mission, fund in zip(served, budget.funds, strict=True)),
        ],
    )


def fund_missions(structure: Structure) -> tuple[str, ...]:
    """Return the mission of each envelope of a budget, in their order, ``""`` for none."""
    missions = FAMILIES[structure.kind].line_missions
    own = (missions[EARMARKED_LINE],) if EARMARKED_LINE in missions else ()
    return (*own, structure.dedicated_mission, *(aid.mission for aid in structure.one_offs if aid.earmarked))


def mission_aids(budget: Budget) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the mission of each aid, and what it brings by fiscal year."""
    return tuple(zip((aid.mission for aid in budget.structure.one_offs), aid_years(budget), strict=True))


def retained_of(structure: Structure, rules: Rules) -> tuple[tuple[Ceiling, ...], tuple[Retained, ...]]:
    """Return the ceilings of indemnities that hold, and what is retained of each line.

    Raises:
        RuleError: no ceiling is known in one of their years.
    """
    lines, first, month = structure.indemnities, structure.first_exercice, structure.first_month
    if structure.kind not in CAPPED:
        return (), indemnities.retain(lines, first, month, None)
    ceilings = tuple(ceiling(rules, year) for year in indemnities.civil_years(lines, first, month))
    return ceilings, indemnities.retain(lines, first, month, {found.year: found.cents for found in ceilings})


def _flows(structure: Structure, frame: Frame, retained: Sequence[Retained]) -> tuple[Flow, ...]:
    month, prices, later = structure.first_month, structure.price_index, structure.charges_delay
    delay, wages = structure.social_delay, structure.wage_index
    return (
        *(entry_flow(charge, month, prices, later) for charge in structure.charges),
        *(flow for post in structure.posts for flow in post_flows(post, frame.first_day, delay, wages)),
        *(indemnity_flow(row, structure.first_month) for row in retained),
    )


def _cashless(entries: Sequence[Entry], flows: Sequence[Flow]) -> tuple[int, ...]:
    """Return what moves no money in each fiscal year; the flows of the lines come first."""
    return total((flow.years for entry, flow in zip(entries, flows, strict=False) if entry.cashless), YEARS)


def _by_account(flows: Iterable[Flow]) -> dict[str, tuple[int, ...]]:
    accounts = {account: [0] * YEARS for account in ACCOUNTS}
    for flow in flows:
        if not flow.account:
            # a blank row, which keeps the place of the others
            continue
        account = accounts[flow.account[:2]]
        for year, cents in enumerate(flow.years):
            account[year] += cents
    return {account: tuple(years) for account, years in accounts.items()}


def months_of_one_offs(one_offs: Iterable[OneOff], frame: Frame) -> tuple[int, ...]:
    """Return what the aids outside the yearly rules bring in each of the sixty months, in cents."""
    one_offs = tuple(one_offs)
    indices = [month_index(item.day, frame) for item in one_offs]
    return tuple(tally(indices, [item.cents for item in one_offs], MONTHS))


def _envelopes(structure: Structure, frame: Frame, calendars: Mapping[str, Calendar]) -> tuple[Envelope, ...]:
    """Return the earmarked envelope of the contract, what is left of older ones, then each earmarked aid."""
    line = calendars.get(EARMARKED_LINE)
    found = [Envelope("Enveloppe SNP fléchée", line.produits, list(structure.snp_spent))] if line else []
    older = list(structure.dedicated_spent)
    found.append(Envelope("Fonds dédiés antérieurs", [0] * YEARS, older, structure.opening_dedicated))
    return (*found, *earmarked_aids(structure.one_offs, frame))


def earmarked_aids(one_offs: Iterable[OneOff], frame: Frame) -> tuple[Envelope, ...]:
    """Return the envelope of each earmarked aid."""
    found = []
    for aid in one_offs:
        if aid.earmarked:
            received = by_year(months_of_one_offs((replace(aid, cents=max(0, aid.cents)),), frame))
            found.append(Envelope(aid.label, list(received), list(aid.spent)))
    return tuple(found)


def _at_once(cents: int) -> tuple[int, ...]:
    """Return sixty months of which the first holds an amount."""
    return (cents, *(0,) * (MONTHS - 1))


def _cash(opening: int, receipts: tuple[int, ...], charges: tuple[int, ...]) -> MonthlyCash:
    debut, fin = [], []
    for received, paid in zip(receipts, charges, strict=True):
        debut.append(opening)
        opening += received - paid
        fin.append(opening)
    return MonthlyCash(tuple(debut), receipts, charges, tuple(fin))


def _uncertain_notices(calendars: Mapping[str, Calendar], labels: Mapping[str, str]) -> tuple[Notice, ...]:
    uncertain = {code: sum(c.a_confirmer) for code, c in calendars.items() if any(c.a_confirmer)}
    due = sum(sum(c.droits) for c in calendars.values())
    if not uncertain or due <= 0:
        return ()
    share = french_rate(10_000 * half_up(100 * sum(uncertain.values()), due))
    named = " ; ".join(labels[code][:1].lower() + labels[code][1:] for code in uncertain)
    return (Notice("a-confirmer", f"{share} des droits reposent sur des montants à confirmer ({named})."),)


def _cash_notices(months: MonthlyCash, first_day: int) -> tuple[Notice, ...]:
    below = [month for month, cents in enumerate(months.fin) if cents < 0]
    if not below:
        return ()
    lowest = min(months.fin)
    on = add_months(first_day, months.fin.index(lowest) + 1) - 1
    count = f"{len(below)} mois" if len(below) > 1 else "un mois"
    return (
        Notice(
            "tresorerie-negative",
            f"La trésorerie est négative pendant {count}, la première fois fin "
            f"{french(add_months(first_day, below[0] + 1) - 1)[3:]} ; au plus bas {french_euros(lowest)} le "
            f"{french(on)}.",
        ),
    )


def _dedicated_notices(
    envelopes: Sequence[Envelope], funds: Sequence[DedicatedFunds], first_exercice: int, first_month: int
) -> tuple[Notice, ...]:
    what = [f"« {envelope.label} »" for envelope in envelopes]
    return tuple(
        Notice(
            "fonds-dedies",
            f"Exercice {fiscal_name(first_exercice + year, first_month)} : {french_euros(spent)} dépensés sur {label}, "
            f"dont {french_euros(used)} seulement sont couverts par l'enveloppe et les fonds dédiés.",
        )
        for label, rolled in zip(what, funds, strict=True)
        for year, (spent, used) in enumerate(zip(rolled.depense, rolled.utilise, strict=True))
        if spent > used
    )


def _ceiling_notices(
    structure: Structure, ceilings: Sequence[Ceiling], retained: Sequence[Retained]
) -> tuple[Notice, ...]:
    if structure.indemnities and structure.kind not in CAPPED:
        text = (
            f"Plafond des indemnités (PASS) : il vise les {' et les '.join(CAPPED)}, il n'est pas appliqué à une "
            f"{structure.kind}."
        )
        return (Notice("pass-hors-champ", text),)
    told = (
        ("noms-presque-identiques", near_text(line.person for line in structure.indemnities)),
        ("pass-depasse", indemnities.beyond_text(retained, structure.first_exercice)),
        ("pass-a-confirmer", uncertain_text(ceilings)),
    )
    return tuple(Notice(code, text) for code, text in told if text)


def _sum_years(rows: Iterable[Sequence[int]]) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*rows, strict=True))
