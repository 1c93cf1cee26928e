"""ESP, the doctor's forfait structure, and direct look-up in the barème."""

from __future__ import annotations

from collections.abc import Iterable

from excel_tools.dates import day, french
from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger, Use
from excel_tools.functions.values import Typed, kind_of_unit
from excel_tools.functions.words import plain
from excel_tools.funding import esp
from excel_tools.funding.medecin import structure_fee
from excel_tools.money import french_euros, french_number
from excel_tools.rules import Amount, Rules

_PART_ONE, _PART_TWO = "medecin.forfait_structure.volet1", "medecin.forfait_structure.volet2"


def compute_envelope(
    ledger: Ledger, equipes: int, annee: int, region: str | None, mois: int | None, montant: int | None
) -> int:
    """ESP.ENVELOPPE."""
    months = 12 if mois is None else mois
    found = esp.envelope(equipes, annee, ledger.rules, region or "", months, montant)
    if found.amount is not None:
        ledger.record(found.amount)
        ledger.day = day(annee, 12, 31)
        if not found.amount.until or found.amount.note:
            ledger.note(
                f"Aide régionale ({found.amount.region}), à confirmer auprès de l'ARS. {found.amount.note}".strip()
            )
    return found.cents


def explain_envelope(
    ledger: Ledger,
    value: int,
    equipes: int,
    annee: int,
    region: str | None,
    mois: int | None,
    montant: int | None,
) -> Iterable[Node]:
    """Amount × teams × months / 12."""
    months = 12 if mois is None else mois
    found = esp.envelope(equipes, annee, ledger.rules, region or "", months, montant)
    if found.amount is not None:
        yield Node.of_use(Use(found.amount))
    else:
        yield Node("Montant par équipe et par an, saisi", found.per_team)
    teams = f"{french_number(equipes)} équipe{'s' if equipes > 1 else ''}"
    yield Node(
        f"Enveloppe {annee}",
        value,
        formula=f"{french_euros(found.per_team)} × {teams} × {months} / 12 mois",
    )


def missing_answer(rules: Rules) -> str:
    """Return the sentence for a part of the forfait left without an answer."""
    return "il manque la réponse à un volet : écrire « oui » ou « non » (un 0 ne se distingue pas d'une cellule vide)."


def compute_structure(ledger: Ledger, volet1: int, volet2: int, annee: int) -> int:
    """MEDECIN.FORFAIT_STRUCTURE."""
    found = structure_fee(bool(volet1), bool(volet2), annee, ledger.rules)
    for amount in found.amounts:
        ledger.record(amount)
    for notice in found.notices:
        ledger.note(notice.text)
    return found.cents


def explain_structure(ledger: Ledger, value: int, volet1: int, volet2: int, annee: int) -> Iterable[Node]:
    """Points of each part × value of the point."""
    uses = {use.amount.code: use for use in ledger.uses}
    point = uses["medecin.point.valeur"]
    for name, code, done in (("Volet 1", _PART_ONE, volet1), ("Volet 2", _PART_TWO, volet1 and volet2)):
        use = uses[code]
        formula = f"{french_number(use.value)} points × {french_euros(point.value)}" if done else "non ouvert"
        yield Node(name, use.value * point.value * bool(done), formula=formula, children=(Node.of_use(use),))
    yield Node.of_use(point)


def _entry(ledger: Ledger, code: str, date: int | None) -> Amount:
    wanted = code.strip().lower()
    if not ledger.rules.has(wanted):
        wanted = ".".join(plain(part) for part in code.split("."))
    ledger.day = date
    return ledger.rules.amount(wanted, date)


def _note_entry(ledger: Ledger, amount: Amount, date: int | None) -> None:
    if date is not None:
        return
    if amount.until:
        ledger.note(
            f"Sans date : dernier montant connu, en vigueur du {french(amount.since)} au {french(amount.until)}."
        )
    else:
        ledger.note(f"Sans date : dernier montant connu, en vigueur depuis le {french(amount.since)}.")


def compute_amount(ledger: Ledger, code: str, taille: int | None, date: int | None) -> Typed:
    """BAREME.MONTANT, in the unit of the code."""
    amount = _entry(ledger, code, date)
    value = amount.value(taille)
    _note_entry(ledger, amount, date)
    if taille is not None and not amount.sized:
        ledger.note(f"« {amount.code} » ne dépend pas de la taille.")
    ledger.record(amount, taille)
    return Typed(value, kind_of_unit(amount.unit))


def compute_source(ledger: Ledger, code: str, date: int | None) -> str:
    """BAREME.SOURCE: the text, the place, how sure it is, since when."""
    amount = _entry(ledger, code, date)
    _note_entry(ledger, amount, date)
    if not amount.sized:
        use = ledger.record(amount)
        return _sentence(use)
    for size in range(1, len(amount.values) + 1):
        use = ledger.record(amount, size)
    return _sentence(use)


def _sentence(use: Use) -> str:
    amount = use.amount
    words = amount.confidences
    if len(set(words)) == 1:
        sure: str = words[0]
    else:
        sure = ", ".join(f"taille {size} {word}" for size, word in enumerate(words, 1))
    published = f" ({amount.source.date})" if amount.source.date else ""
    end = f" jusqu'au {french(amount.until)}" if amount.until else ""
    return (
        f"{amount.source.title}{published}, {amount.place} ; en vigueur depuis le {french(amount.since)}{end} ; "
        f"{sure}, lu le {french(amount.verified_on)}."
    )
