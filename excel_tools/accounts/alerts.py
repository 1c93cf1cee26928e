"""What a treasurer must look at, in words: each alert with its level, its rule and where the rule was read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from excel_tools.accounts.cerfa import cerfa
from excel_tools.accounts.chart import Chart, default_chart
from excel_tools.accounts.postings import InKind, Posting, postings
from excel_tools.budget import Budget
from excel_tools.dates import french
from excel_tools.funding.notices import Notice
from excel_tools.money import french_euros
from excel_tools.rules import Amount, Rules
from excel_tools.schedule import YEARS
from excel_tools.structure import Structure

Level: TypeAlias = Literal["alerte", "attention", "information"]

LEVELS: tuple[Level, ...] = ("alerte", "attention", "information")
"""The most pressing first: what breaks a rule, what to check before a vote, what is good to know."""

AUDIT = "gestion.commissaire_aux_comptes.seuil"
PRIVATE = "74.prives"
"""The one line of subsidies that is no public one."""

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


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a notice of the budget is told: its level, its rule, the amounts whose text it rests on (the first known)."""

    level: Level
    rule: str
    amounts: tuple[str, ...] = ()
    source: str = ""


_FORM = "cerfa-12156"
_OWN = "Règle de prudence, choix d'excel-tools"
_ACI = "cpts.calendrier.acces.demarrage"
_KINDS: Mapping[str, _Kind] = {
    "mission-tardive": _Kind("alerte", "Chaque mission socle démarre dans le délai du calendrier.", (_ACI,)),
    "mission-absente": _Kind("alerte", "Les missions socles sont obligatoires.", (_ACI,)),
    "mission-avant-signature": _Kind("attention", "Rien n'est dû avant la signature du contrat.", (_ACI,)),
    "mission-hors-bareme": _Kind(
        "attention",
        "Une année de contrat suit le barème en force le jour où elle s'ouvre.",
        ("cpts.crise.plan_premiere_annee",),
    ),
    "fonctionnement-sans-mission": _Kind(
        "attention",
        "Le fonctionnement n'est versé, après la première année, qu'une fois les missions démarrées.",
        ("cpts.fonctionnement",),
    ),
    "changement-de-taille": _Kind(
        "information", "La taille est revue au dialogue de gestion annuel.", ("cpts.fonctionnement",)
    ),
    "pass-depasse": _Kind(
        "alerte",
        "Les indemnités d'un professionnel ne dépassent pas le plafond (PASS) dans une année civile.",
        ("pass.plafond",),
    ),
    "pass-a-confirmer": _Kind("attention", "Le plafond des indemnités est celui de l'année civile.", ("pass.plafond",)),
    "pass-hors-champ": _Kind("information", "Le plafond des indemnités vise les CPTS.", ("pass.plafond",)),
    "a-confirmer": _Kind(
        "attention", "Un montant « à confirmer » n'a pas été vu dans un texte : le contrat signé fait foi.", (), _OWN
    ),
    "bareme-prolonge": _Kind(
        "information", "Un montant employé au-delà du jour de sa dernière lecture est à revérifier.", (), _OWN
    ),
    "tresorerie-negative": _Kind("alerte", "La trésorerie ne descend pas sous zéro.", (), _OWN),
    "fonds-dedies": _Kind(
        "alerte",
        "Ce qui est dépensé sur une enveloppe fléchée est couvert par elle et par les fonds dédiés.",
        ("cpts.acces.snp_enveloppe",),
    ),
    "fin-anticipee": _Kind(
        "attention", "À la fin anticipée d'un contrat, ce qui fut avancé est rendu au prorata des jours.", (), _OWN
    ),
}
_OTHER = _Kind("attention", "Point d'attention relevé par le calcul.", (), _OWN)


def budget_alerts(
    budget: Budget, chart: Chart | None = None, in_kind: Sequence[InKind] = (), rules: Rules | None = None
) -> tuple[Alert, ...]:
    """Return every alert of a budget, the most pressing first, in the order of their making within a level.

    Args:
        chart: the treasurer's own look-up; that of the barèmes by default.
        in_kind: contributions in kind, which the budget does not hold.
        rules: the barèmes the texts are cited from; those of the budget by default.

    Raises:
        RuleError: the barèmes hold no form, or not the threshold of the commissaire aux comptes.
        InputError: a contribution in kind that is none.
    """
    known = rules or budget.rules
    look_up = chart or default_chart(known)
    rows = postings(budget, look_up, in_kind)
    found = [
        *(_of_notice(notice, budget, known) for notice in budget.notices),
        *_audit(budget, rows, known),
        *_deficit(budget, known),
        *_form(budget, look_up, rows, known),
    ]
    return tuple(sorted(found, key=lambda alert: LEVELS.index(alert.level)))


def portfolio_alerts(structures: Sequence[Structure], rules: Rules) -> tuple[Alert, ...]:
    """Return the alerts that several structures make together: a commune that two CPTS share."""
    owners: dict[str, list[tuple[str, str]]] = {}
    for structure in structures:
        if structure.kind == "CPTS":
            # a commune written twice in one structure is no second structure
            for key, commune in {_plain(commune): commune for commune in structure.communes}.items():
                owners.setdefault(key, []).append((commune, structure.name))
    return tuple(
        Alert(
            "commune-partagee",
            "alerte",
            f"La commune « {found[0][0]} » figure dans {len(found)} CPTS : "
            f"{', '.join(f'« {name} »' for _, name in found)}.",
            "Une commune n'appartient qu'à une CPTS.",
            _title(rules, "seed-000"),
        )
        for found in owners.values()
        if len(found) > 1
    )


def _plain(name: str) -> str:
    """Return a commune as names are compared: no accents, no case, no hyphens."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return " ".join(
        "".join(letter if letter.isalnum() else " " for letter in folded if not unicodedata.combining(letter)).split()
    )


def _title(rules: Rules, source: str) -> str:
    """Return the title of a text, its id where these barèmes do not know it."""
    return rules.sources[source].title if source in rules.sources else source


def cited(amount: Amount) -> str:
    """Return a text and a place as one line."""
    return f"{amount.source.title}, {amount.place}"


def _of_notice(notice: Notice, budget: Budget, rules: Rules) -> Alert:
    kind = _KINDS.get(notice.code, _OTHER)
    source = next((cited(rules.amount(code)) for code in kind.amounts if rules.has(code)), kind.source or _OWN)
    return Alert(notice.code, kind.level, notice.text, kind.rule, source)


def _audit(budget: Budget, rows: Sequence[Posting], rules: Rules) -> Iterator[Alert]:
    """Warn where the public subsidies of a fiscal year exceed the threshold, accrued or received; never decide.

    The law speaks of what an association has received; both are shown, since practice differs.
    """
    day = int(budget.schedule.frame.first_day)
    amount = rules.amount(AUDIT, day) if rules.has(AUDIT, day) else rules.amount(AUDIT)
    most = amount.value()
    public = [row for row in rows if row.line is not None and row.line.heading == "74" and row.line.code != PRIVATE]
    accrued = [sum(row.cents[year] for row in public) for year in range(YEARS)]
    received = [sum(row.settled[year] for row in public) for year in range(YEARS)]
    first = budget.structure.first_exercice
    beyond = [
        f"{first + year} ({french_euros(accrued[year])} rattachés, {french_euros(received[year])} encaissés)"
        for year in range(YEARS)
        if max(accrued[year], received[year]) > most
    ]
    if not beyond:
        return
    sisa = budget.structure.kind in NO_ASSOCIATION
    scope = " Ce seuil vise les associations : il est sans objet pour une SISA, qui est une société." if sisa else ""
    yield Alert(
        "commissaire-aux-comptes",
        "information" if sisa else "attention",
        f"Les subventions publiques dépassent {french_euros(most)} : {' ; '.join(beyond)}.{scope}",
        "Au-delà du seuil annuel, une association nomme un commissaire aux comptes et publie ses comptes ; la "
        "qualification des versements est à vérifier avec l'expert-comptable.",
        cited(amount),
    )


def _deficit(budget: Budget, rules: Rules) -> Iterator[Alert]:
    first = budget.structure.first_exercice
    short = [f"{first + year} ({french_euros(-cents)})" for year, cents in enumerate(budget.result_years) if cents < 0]
    if short:
        yield Alert(
            "budget-deficitaire",
            "attention",
            f"Les charges dépassent les produits : {' ; '.join(short)}.",
            "Un budget se présente équilibré : dire par quelle réserve une insuffisance est couverte.",
            f"{_title(rules, _FORM)}, page du budget",
        )


def _form(budget: Budget, chart: Chart, rows: Sequence[Posting], rules: Rules) -> Iterator[Alert]:
    """Return what keeps the form from balancing, each sentence once with its fiscal years."""
    found: dict[str, list[int]] = {}
    for year in range(1, YEARS + 1):
        for sentence in cerfa(chart.form, rows, year).problems:
            found.setdefault(sentence, []).append(budget.structure.first_exercice + year - 1)
    for sentence, years in found.items():
        yield Alert(
            "formulaire",
            "alerte",
            f"Exercice{'s' if len(years) > 1 else ''} {', '.join(map(str, years))} : {sentence}",
            "Chaque compte a une ligne du formulaire, et les contributions volontaires 86 et 87 sont égales.",
            f"{_title(rules, _FORM)}, page du budget ; lignes des comptes : « cerfa.toml »",
        )


@dataclass(frozen=True, slots=True)
class Override:
    """An amount of the signed contract in the place of the barème's, to stand beside the alerts.

    Attributes:
        values: in minor units of ``unit``, one or one per size.
        national: those of the barème.
        since: first day, as French readers write it.
    """

    code: str
    label: str
    unit: str
    values: tuple[int, ...]
    national: tuple[int, ...]
    source: str
    since: str


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
        )
        for amount in rules.amounts
        if amount.national is not None and (families is None or amount.family in families)
    )
