"""The barèmes together: look-up by code, size and date, and their freshness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from excel_tools import dates
from excel_tools.errors import RuleError
from excel_tools.rules.amount import Amount, Source
from excel_tools.rules.contract import Contract, applied
from excel_tools.rules.form import Form
from excel_tools.rules.words import nearest


@dataclass(frozen=True)
class Region:
    """CPTS of a region as printed in the source.

    Attributes:
        name: region, or « Ensemble » for the printed total.
        cpts: number of CPTS.
        population: inhabitants covered.
        coverage: share of the population covered, in millionths.
    """

    name: str
    cpts: int
    population: int
    coverage: int


@dataclass(frozen=True)
class Regions:
    """The table of regions, its total as printed, and where it was read."""

    rows: tuple[Region, ...]
    printed_total: Region
    on: int
    source: Source
    place: str
    note: str


@dataclass(frozen=True, eq=False)
class Rules:
    """Every amount of the barèmes, possibly overridden by a signed contract. Build it with ``load_rules``.

    Attributes:
        amounts: in the order of the files.
        sources: the texts, by id.
        labels: declared barème dates of each family and their names.
        titles: full French name of each family.
        regions: the table of CPTS by region.
        contract: the signed contract whose amounts replace the barème's, if any.
        form: the budget form, None where the barèmes hold none.
    """

    amounts: tuple[Amount, ...]
    sources: Mapping[str, Source]
    labels: Mapping[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    regions: Regions | None = None
    contract: Contract | None = None
    form: Form | None = None

    @cached_property
    def _series(self) -> dict[str, tuple[Amount, ...]]:
        found: dict[str, list[Amount]] = {}
        for amount in self.amounts:
            found.setdefault(amount.code, []).append(amount)
        return {code: tuple(sorted(entries, key=lambda entry: entry.since)) for code, entries in found.items()}

    @cached_property
    def families(self) -> tuple[str, ...]:
        """Families in the order of the files: ``cpts``, ``msp``…"""
        return tuple(dict.fromkeys(amount.family for amount in self.amounts))

    def codes(self, prefix: str = "") -> tuple[str, ...]:
        """Return the codes equal to the prefix or under it (``"cpts"``, ``"cpts.acces"``), in file order."""
        return tuple(code for code in self._series if not prefix or f"{code}.".startswith(f"{prefix.rstrip('.')}."))

    def has(self, code: str, day: int | None = None) -> bool:
        """Return whether a code exists, and on that day when one is given."""
        return any(day is None or _holds(entry, day) for entry in self._series.get(code, ()))

    def series(self, code: str) -> tuple[Amount, ...]:
        """Return the dated entries of a code, the oldest first.

        Raises:
            RuleError: the code does not exist; the nearest ones are named.
        """
        entries = self._series.get(code)
        if entries is None:
            raise RuleError(f"Le barème ne connaît pas « {code} ».{nearest(code, self._series, 3)}")
        return entries

    def amount(self, code: str, day: int | None = None) -> Amount:
        """Return the entry in force on a day, or the latest known without a day.

        Raises:
            RuleError: unknown code, day before the first entry, or after the last one has expired.
        """
        entries = self.series(code)
        if day is None:
            return entries[-1]
        for entry in entries:
            if _holds(entry, day):
                return entry
        last = entries[-1]
        if day < entries[0].since:
            raise RuleError(
                f"« {last.label} » ({code}) : le barème commence le {dates.french(entries[0].since)}, "
                f"rien n'est connu au {dates.french(day)} ; donner le montant du contrat pour cette date."
            )
        ended = max((entry for entry in entries if entry.since <= day), key=lambda entry: entry.since)
        note = f" {ended.note}" if ended.note else ""
        raise RuleError(
            f"« {ended.label} » ({code}) : montant expiré depuis le {dates.french(ended.until)}, "
            f"il n'est plus certain au {dates.french(day)} ; donner le montant.{note}"
        )

    def family(self, name: str) -> tuple[Amount, ...]:
        """Return every entry of a family (``"cpts"``), in file order.

        Raises:
            RuleError: the family does not exist.
        """
        if name not in self.families:
            known = ", ".join(self.families)
            raise RuleError(f"Barème « {name} » inconnu ; connus : {known}.{nearest(name, self.families)}")
        return tuple(amount for amount in self.amounts if amount.family == name)

    def periods(self, family: str) -> tuple[tuple[int, str], ...]:
        """Return the distinct barème dates of a family with their names: ``(day, "barème 2019")``, the oldest first.

        Raises:
            RuleError: the family does not exist.
        """
        known = self._periods.get(family)
        if known is None:
            known = self._periods[family] = self._read_periods(family)
        return known

    @cached_property
    def _periods(self) -> dict[str, tuple[tuple[int, str], ...]]:
        """What ``periods`` has found: each cell without a date asks again."""
        return {}

    def _read_periods(self, family: str) -> tuple[tuple[int, str], ...]:
        named = dict(self.labels.get(family, ()))
        amended = self.contract.since if self.contract is not None else 0
        for amount in self.family(family):
            label = "avenant au contrat" if amount.since == amended else f"barème du {dates.french(amount.since)}"
            named.setdefault(amount.since, label)
        return tuple(sorted(named.items()))

    def with_contract(self, contract: Contract) -> Rules:
        """Return the same rules where the amounts of a signed contract replace those of the barème.

        A replaced amount has the confidence « contrat », the contract as its source, and the amount of the barème
        under ``national``. Without a date the contract's amount replaces every dated entry of its code, within the
        entry's own dates; with one, it holds from that day on, even after the barème's own end.
        """
        found = [entry for code in self.codes() for entry in applied(self.series(code), contract)]
        return replace(self, amounts=tuple(found), contract=contract)

    def verified_on(self, families: Iterable[str] | None = None) -> int:
        """Return the latest day on which a text of these families (all by default) was read."""
        chosen = self.families if families is None else tuple(families)
        return max((amount.verified_on for amount in self.amounts if amount.family in chosen), default=0)

    def warnings(self, day: int, families: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return what is no longer certain on a day: one French sentence per barème at most."""
        found = []
        for family in self.families if families is None else tuple(families):
            latest = [self.series(code)[-1] for code in self.codes(family)]
            stale = [amount for amount in latest if amount.status(day) == "prolongé"]
            if stale:
                verified = dates.french(min(amount.verified_on for amount in stale))
                count = f"{len(stale)} montants prolongés" if len(stale) > 1 else "1 montant prolongé"
                found.append(
                    f"Barème {family.upper()} : dernière vérification le {verified}, {count} jusqu'au "
                    f"{dates.french(day)} sans texte plus récent ; vérifier qu'aucun avenant n'est paru."
                )
        return tuple(found)


def _holds(entry: Amount, day: int) -> bool:
    return entry.since <= day and (not entry.until or day <= entry.until)
