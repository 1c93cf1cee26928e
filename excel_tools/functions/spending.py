"""CHARGE functions: what a salary costs its employer, the ceiling of indemnities, what is left of it."""

from __future__ import annotations

from collections.abc import Iterable

from excel_tools.dates import day, year_of
from excel_tools.errors import RuleError
from excel_tools.functions.explanation import Node
from excel_tools.functions.kinds import single
from excel_tools.functions.ledger import Ledger, Use
from excel_tools.functions.model import Kind, RangeError
from excel_tools.money import french_euros, french_rate, parse_euros, parse_rate
from excel_tools.rules import Rules
from excel_tools.spending import ceiling as pass_ceiling
from excel_tools.spending.staff import employer_cost
from excel_tools.vector import PPM

CAPPED_ONLY = "Le plafond vise les indemnités qu'une CPTS verse à un professionnel dans une année civile."


def _rate(value: object, what: str, meaning: str) -> int:
    value = single(value, what)
    rate = parse_rate(value, what)
    if not 0 <= rate <= PPM:
        raise RangeError(f"{what} : « {value} » trouvé ; attendu : {meaning}.")
    return rate


def _employer(value: object, what: str) -> int:
    return _rate(value, what, "un taux de 0 à 100 %, par exemple 0,42 ou 42 %")


def _share(value: object, what: str) -> int:
    rate = _rate(value, what, "une part de temps plein de 0 à 100 %, par exemple 0,5 ou 50 %")
    if not rate:
        # an empty cell of LibreOffice would make the post cost nothing
        raise RangeError(f"{what} : « {single(value, what)} » trouvé ; une part au-dessus de zéro attendue, ou rien.")
    return rate


def _paid(value: object, what: str) -> int:
    value = single(value, what)
    cents = parse_euros(value, what)
    if cents < 0:
        raise RangeError(f"{what} : « {value} » est négatif ; un montant en euros, positif ou nul, est attendu.")
    return cents


EMPLOYER_RATE = Kind("taux, 0 à 100 %", _employer, zero_is_empty=True)
TIME_SHARE = Kind("part de temps plein, jusqu'à 100 %", _share)
# nothing paid yet is an amount
PAID = Kind("montant en euros, 0 admis", _paid)


def missing_rate(rules: Rules) -> str:
    """Return the sentence for a rate left out."""
    return "il manque le taux patronal : aucun texte ne le fixe, le prendre sur la paie (par exemple 0,42 ou 42 %)."


def missing_paid(rules: Rules) -> str:
    """Return the sentence for an amount left out."""
    return "il manque le montant déjà versé dans l'année civile : écrire 0 si rien ne l'a été."


def compute_salary(ledger: Ledger, brut_mensuel: int, taux_patronal: int, quotite: int | None, mois: int | None) -> int:
    """CHARGE.SALAIRE."""
    return employer_cost(brut_mensuel, taux_patronal, *_defaults(quotite, mois)).total


def explain_salary(
    ledger: Ledger, value: int, brut_mensuel: int, taux_patronal: int, quotite: int | None, mois: int | None
) -> Iterable[Node]:
    """Gross, then the contributions on it: one month, rounded, × months."""
    share, months = _defaults(quotite, mois)
    month, whole = (employer_cost(brut_mensuel, taux_patronal, share, count) for count in (1, months))
    part = f" × {french_rate(share)}" if share != PPM else ""
    for label, one, all_of_them, formula in (
        ("Salaires bruts", month.gross, whole.gross, f"{french_euros(brut_mensuel)}{part}"),
        (
            "Charges sociales de l'employeur",
            month.contributions,
            whole.contributions,
            f"{french_euros(month.gross)} × {french_rate(taux_patronal)}, taux saisi",
        ),
    ):
        step = Node("un mois", one, formula=formula)
        yield Node(label, all_of_them, formula=f"{french_euros(one)} × {months} mois", children=(step,))


def _defaults(quotite: int | None, mois: int | None) -> tuple[int, int]:
    return PPM if quotite is None else quotite, 12 if mois is None else mois


def _ceiling(ledger: Ledger, year: int) -> int:
    first, *_, last = (year_of(amount.since) for amount in ledger.rules.series(pass_ceiling.CODE))
    if year < first:
        raise RuleError(f"Le plafond annuel (PASS) de {year} n'est pas dans le barème, qui va de {first} à {last}.")
    found = pass_ceiling.ceiling(ledger.rules, year)
    ledger.record(found.amount)
    ledger.day = day(year, 1, 1)
    if found.extended:
        ledger.note(
            f"Le plafond de {year} n'est pas connu : celui de {year_of(found.amount.since)} est prolongé, à confirmer."
        )
    return found.cents


def compute_ceiling(ledger: Ledger, annee: int) -> int:
    """CHARGE.PASS."""
    return _ceiling(ledger, annee)


def compute_room(ledger: Ledger, deja_verse: int, annee: int) -> int:
    """CHARGE.PASS_RESTE."""
    most = _ceiling(ledger, annee)
    if deja_verse > most:
        ledger.note(
            f"Plafond de {annee} dépassé de {french_euros(deja_verse - most)} : {french_euros(deja_verse)} versés pour "
            f"{french_euros(most)}."
        )
    return pass_ceiling.room(deja_verse, most)


def explain_room(ledger: Ledger, value: int, deja_verse: int, annee: int) -> Iterable[Node]:
    """Ceiling − what was paid, never below zero."""
    use = ledger.uses[0]
    yield Node.of_use(Use(use.amount))
    yield Node(
        f"Reste à verser en {annee}", value, formula=f"max(0 ; {french_euros(use.value)} − {french_euros(deja_verse)})"
    )
