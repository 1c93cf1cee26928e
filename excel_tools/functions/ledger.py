"""What a call used of the barèmes, and what its reader must be told."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from excel_tools.dates import french, iso
from excel_tools.functions.values import Public, kind_of_unit, public
from excel_tools.rules import Amount, Confidence, Rules, french_value
from excel_tools.vector import PPM


@dataclass(frozen=True, slots=True)
class Use:
    """An amount of the barème, at one size, that a result rests on; borrowed, it is that of another region."""

    amount: Amount
    size: int | None = None
    borrowed: bool = False

    @property
    def value(self) -> int:
        """The value in minor units."""
        return self.amount.value(self.size)

    @property
    def confidence(self) -> Confidence:
        """How sure it is."""
        return "à confirmer" if self.borrowed else self.amount.confidence(self.size)

    @property
    def label(self) -> str:
        """French name, with the size when it counts."""
        return f"{self.amount.label} (taille {self.size})" if self.amount.sized else self.amount.label

    @property
    def text(self) -> str:
        """The value with its unit."""
        return french_value(self.value, self.amount.unit, with_unit=True)

    @property
    def citation(self) -> str:
        """Since when, where it was read, how sure it is: one French line."""
        amount = self.amount
        end = f" au {french(amount.until)}" if amount.until else ""
        start = f"du {french(amount.since)}" if end else f"depuis le {french(amount.since)}"
        checked = f", lu le {french(amount.verified_on)}" if amount.verified_on else ""
        national = ""
        if amount.national is not None:
            national = f" ; barème national : {Use(amount.national, self.size).text}"
        return f"{start}{end} ; {amount.source.title}, {amount.place} ({self.confidence}{checked}){national}"

    def json(self) -> dict[str, Public]:
        """Return the source as an object for ``--json``."""
        amount = self.amount
        found: dict[str, Public] = {
            "id": amount.source.id,
            "titre": amount.source.title,
            "lieu": amount.place,
            "confiance": self.confidence,
            "verifie_le": iso(amount.verified_on) if amount.verified_on else None,
            "code": amount.code,
            "libelle": self.label,
            "montant": _in_unit(self.value, amount),
            "unite": amount.unit,
            "depuis": iso(amount.since),
            "jusqua": iso(amount.until) if amount.until else None,
        }
        if amount.national is not None:
            found["montant_national"] = _in_unit(amount.national.value(self.size), amount)
        return found


def _in_unit(value: int, amount: Amount) -> Public:
    """Return a value in the unit told beside it: 5 with « % », where a result is a share of 1."""
    kind = kind_of_unit(amount.unit)
    return public(Fraction(value * 100, PPM), "nombre") if kind == "taux" else public(value, kind)


@dataclass(slots=True)
class Ledger:
    """Collects, during one call, the amounts used and the notices.

    Attributes:
        rules: the barèmes.
        day: day for which the barème was asked, None when left out.
        undated: family whose latest barème was taken because no date was given.
    """

    rules: Rules
    day: int | None = None
    undated: str = ""
    notices: list[str] = field(default_factory=list)
    _uses: dict[tuple[str, int, int | None], Use] = field(default_factory=dict)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Every amount used, once, in the order of use."""
        return tuple(self._uses.values())

    def note(self, text: str) -> None:
        """Tell a French sentence, once."""
        if text not in self.notices:
            self.notices.append(text)

    def record(self, amount: Amount, size: int | None = None, *, borrowed: bool = False) -> Use:
        """Record an amount used and return it."""
        at_size = size if amount.sized else None
        use = Use(amount, at_size, borrowed)
        return self._uses.setdefault((amount.code, amount.since, at_size), use)

    def amount(self, code: str, size: int | None = None, day: int | None = None) -> int:
        """Look up an amount in force on a day, record it, and return its value in minor units."""
        return self.record(self.rules.amount(code, day), size).value

    def bareme_day(self, family: str, day: int | None) -> int:
        """Return the day asked for, or the opening day of the latest barème known when it was left out."""
        self.day = day
        if day is not None:
            return day
        self.undated = family
        return self.rules.periods(family)[-1][0]

    def warnings(self) -> tuple[str, ...]:
        """Return every sentence: notices first, then the barème taken, its freshness, the amounts to be confirmed."""
        found = list(self.notices)
        if self.undated:
            since, label = self.rules.periods(self.undated)[-1]
            found.append(f"Sans date : dernier barème connu, « {label} », en vigueur depuis le {french(since)}.")
        families = dict.fromkeys(use.amount.family for use in self.uses)
        if self.day is not None:
            stale = [
                family
                for family in families
                if any(use.amount.status(self.day) == "prolongé" for use in self.uses if use.amount.family == family)
            ]
            found += self.rules.warnings(self.day, stale)
        for use in self.uses:
            if use.confidence == "à confirmer":
                contract = " ; le contrat signé fait foi" if use.amount.family in ("cpts", "ess") else ""
                found.append(f"Montant à confirmer : {use.label}, {use.text}{contract}.")
        return tuple(dict.fromkeys(found))
