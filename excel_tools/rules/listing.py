"""The barème as a reader wants it: one row an amount, the totals of a CPTS, and both as plain text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from excel_tools.dates import french
from excel_tools.errors import RuleError
from excel_tools.money import french_euros
from excel_tools.rules.amount import SIZES, Amount, Confidence
from excel_tools.rules.book import Rules
from excel_tools.rules.units import french_value

SOCLES = ("acces", "parcours", "prevention", "crise")
"""Obligatory missions of a CPTS (« crise » since avenant 2)."""

OPTIONS = ("qualite", "accompagnement")
"""Optional missions of a CPTS."""

_PARTS = ("fixe", "variable", "snp_compensation", "snp_enveloppe", "plan_premiere_annee")
_DECLARED = "cpts.crise.declaree"


@dataclass(frozen=True, slots=True)
class Listed:
    """One dated amount, every field a French text; ``valeurs`` holds one text, or one per size."""

    code: str
    libelle: str
    unite: str
    valeurs: tuple[str, ...]
    depuis: str
    jusqua: str
    confiance: str
    statut: str
    source: str
    lieu: str
    region: str
    verifie_le: str
    note: str
    national: tuple[str, ...]

    def as_dict(self) -> dict[str, str | tuple[str, ...]]:
        """Return the fields by name, for a table or JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Total:
    """A total of the CPTS table: what it adds up, cents by size, and how sure each is."""

    label: str
    cents: tuple[int, int, int, int]
    confidences: tuple[Confidence, ...]


def rows(rules: Rules, family: str = "", day: int | None = None) -> tuple[Listed, ...]:
    """Return the amounts of a family, of all by default.

    Args:
        rules: the barèmes.
        family: ``"cpts"``, or any prefix of codes such as ``"cpts.acces"``.
        day: day for which to list: the entry in force of each code, or the one that has expired or is to come; without
            it every dated entry, with its status on the day its barème was last read.

    Raises:
        RuleError: no code under that prefix.
    """
    codes = rules.codes(family)
    if not codes:
        rules.family(family)
    found: list[Amount] = []
    for code in codes:
        series = rules.series(code)
        found += series if day is None else [_on(series, day)]
    read_on = {name: rules.verified_on([name]) for name in {amount.family for amount in found}}
    return tuple(_listed(amount, read_on[amount.family] if day is None else day) for amount in found)


def cpts_totals(rules: Rules, day: int | None = None) -> tuple[Total, ...]:
    """Return what a CPTS may receive in a year by size: obligatory missions, all of them, and with a declared crisis.

    The crisis plan counts for its first-year amount. The totals of 2019 are 220 000, 287 000, 370 000 and 450 000 €.

    Raises:
        RuleError: the barème of the CPTS begins after that day.
    """
    asked = max(since for since, _ in rules.periods("cpts")) if day is None else day
    socle = [rules.amount("cpts.fonctionnement", asked), *_missions(rules, SOCLES, asked)]
    options = _missions(rules, OPTIONS, asked)
    totals = [_total("Fonctionnement et missions socles", socle), _total("Toutes les missions", [*socle, *options])]
    if rules.has(_DECLARED, asked):
        declared = rules.amount(_DECLARED, asked)
        totals.append(_total("Toutes les missions, crise sanitaire reconnue", [*socle, *options, declared]))
    return tuple(totals)


def text(rules: Rules, family: str = "", day: int | None = None) -> str:
    """Return the listing as plain text, a few lines an amount, with the totals after the CPTS.

    Raises:
        RuleError: no code under that prefix.
    """
    blocks: list[str] = []
    listed = rows(rules, family, day)
    for name in dict.fromkeys(row.code.split(".", 1)[0] for row in listed):
        title = rules.titles.get(name, "")
        when = f" au {french(day)}" if day is not None else ""
        blocks.append(f"{name.upper()} – {title}{when}" if title else f"{name.upper()}{when}")
        blocks += [_block(row) for row in listed if row.code.startswith(f"{name}.")]
        if name == "cpts" and family in ("", "cpts"):
            blocks.append(_totals_text(rules, day))
    return "\n\n".join(blocks) + "\n"


def confidence_text(amount: Amount) -> str:
    """Return the confidence in words, size by size where it differs: ``déduit (taille 3), à confirmer (1, 2, 4)``."""
    if len(set(amount.confidences)) == 1:
        return amount.confidences[0]
    groups: dict[str, list[str]] = {}
    for size, word in enumerate(amount.confidences, 1):
        groups.setdefault(word, []).append(str(size))
    return ", ".join(
        f"{word} (taille{'s' if len(sizes) > 1 else ''} {', '.join(sizes)})" for word, sizes in groups.items()
    )


def _on(series: tuple[Amount, ...], day: int) -> Amount:
    started = [amount for amount in series if amount.since <= day]
    return started[-1] if started else series[0]


def _listed(amount: Amount, day: int) -> Listed:
    return Listed(
        code=amount.code,
        libelle=amount.label,
        unite=amount.unit,
        valeurs=_values(amount),
        depuis=french(amount.since),
        jusqua=french(amount.until) if amount.until else "",
        confiance=confidence_text(amount),
        statut=amount.status(day),
        source=amount.source.title,
        lieu=amount.place,
        region=amount.region,
        verifie_le=french(amount.verified_on),
        note=amount.note,
        national=_values(amount.national) if amount.national is not None else (),
    )


def _values(amount: Amount) -> tuple[str, ...]:
    return tuple(french_value(value, amount.unit, with_unit=not amount.sized) for value in amount.values)


def _block(row: Listed) -> str:
    values = "  |  ".join(row.valeurs)
    if len(row.valeurs) == SIZES:
        values += f"   (tailles 1 à 4, {row.unite.replace('EUR', '€')})"
    lines = [f"  {row.code}  –  {row.libelle}", f"      {values}"]
    if row.national:
        lines.append(f"      barème national : {'  |  '.join(row.national)}")
    period = f"du {row.depuis} au {row.jusqua}" if row.jusqua else f"depuis le {row.depuis}"
    facts = [period, row.statut, row.confiance, f"vérifié le {row.verifie_le}", row.region]
    lines.append(f"      {' · '.join(fact for fact in facts if fact)}")
    lines.append(f"      {row.source}, {row.lieu}")
    if row.note:
        lines.append(f"      {row.note}")
    return "\n".join(lines)


def _totals_text(rules: Rules, day: int | None) -> str:
    days = [day] if day is not None else [since for since, _ in rules.periods("cpts")]
    names = dict(rules.periods("cpts"))
    lines: list[str] = []
    for asked in days:
        try:
            totals = cpts_totals(rules, asked)
        except RuleError:
            continue
        lines.append(f"  Totaux annuels par taille, {names.get(asked, f'au {french(asked)}')}")
        for total in totals:
            lines.append(f"      {'  |  '.join(french_euros(value) for value in total.cents)}   {total.label}")
            lines.append(f"      {'  |  '.join(total.confidences)}")
    return "\n".join(lines)


def _missions(rules: Rules, missions: Iterable[str], day: int) -> list[Amount]:
    codes = [f"cpts.{mission}.{part}" for mission in missions for part in _PARTS]
    return [rules.amount(code, day) for code in codes if rules.has(code, day)]


def _total(label: str, amounts: Iterable[Amount]) -> Total:
    amounts = tuple(amounts)
    order: tuple[Confidence, ...] = ("contrat", "vérifié", "déduit", "à confirmer")
    sums = [sum(amount.value(size) for amount in amounts) for size in range(1, SIZES + 1)]
    least_sure = tuple(
        max((amount.confidence(size) for amount in amounts), key=order.index) for size in range(1, SIZES + 1)
    )
    return Total(label, (sums[0], sums[1], sums[2], sums[3]), least_sure)
