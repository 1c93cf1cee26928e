"""CPTS, amounts of one year: size, fonctionnement, missions, yearly maximum, start-up aid."""

from __future__ import annotations

from collections.abc import Iterable

from excel_tools.dates import french
from excel_tools.errors import ExcelToolsError, InputError, RuleError
from excel_tools.functions.explanation import Node
from excel_tools.functions.ledger import Ledger, Use
from excel_tools.functions.model import RangeError
from excel_tools.functions.words import plain
from excel_tools.funding.cpts_table import (
    CODES,
    FIXED_LINES,
    MISSION_LABELS,
    MISSIONS,
    OBLIGATORY,
    VARIABLE_LINES,
    cpts_table,
)
from excel_tools.money import french_euros, french_number
from excel_tools.rules import Rules
from excel_tools.rules.words import nearest
from excel_tools.vector import Int

_THRESHOLDS = "cpts.taille.seuils"
_START_UP_REGION = "hauts_de_france"


def size_class(rules: Rules, population: Int) -> Int:
    """Return the size class, 1 to 4, of a population or of an array of them."""
    return cpts_table(rules).size(population)


def size_of(ledger: Ledger, population: int) -> int:
    """Return the size class of a population and record the threshold it rests on."""
    size = int(cpts_table(ledger.rules).size(population))
    ledger.record(ledger.rules.amount(_THRESHOLDS), size)
    return size


def size_node(ledger: Ledger, population: int) -> Node:
    """Explain the size class: the thresholds around the population."""
    thresholds = cpts_table(ledger.rules).thresholds
    size = int(cpts_table(ledger.rules).size(population))
    low, high = thresholds[size - 1], thresholds[size] if size < len(thresholds) else 0
    people = french_number(population)
    if not low:
        formula = f"{people} < {french_number(high)} habitants"
    elif high:
        formula = f"{french_number(low)} ≤ {people} < {french_number(high)} habitants"
    else:
        formula = f"{people} ≥ {french_number(low)} habitants"
    return Node("Taille de la CPTS", size, "nombre", formula, use=Use(ledger.rules.amount(_THRESHOLDS), size))


def parts(rules: Rules, mission: str, day: int) -> dict[str, str]:
    """Return share → code of the barème, for the shares a mission has on a day."""
    if mission == "crise":
        rows = {"fixe": "crise_premiere"}
    else:
        rows = {row.removeprefix(f"{mission}_"): row for row in FIXED_LINES[mission]}
        rows["variable"] = VARIABLE_LINES[mission]
    return {share: CODES[row] for share, row in rows.items() if rules.has(CODES[row], day)}


def compute_size(ledger: Ledger, population: int) -> int:
    """CPTS.TAILLE."""
    return size_of(ledger, population)


def explain_size(ledger: Ledger, value: int, population: int) -> Iterable[Node]:
    """The thresholds."""
    yield size_node(ledger, population)


def compute_running(ledger: Ledger, population: int, date: int | None) -> int:
    """CPTS.FONCTIONNEMENT."""
    day = ledger.bareme_day("cpts", date)
    return ledger.amount("cpts.fonctionnement", size_of(ledger, population), day)


def explain_running(ledger: Ledger, value: int, population: int, date: int | None) -> Iterable[Node]:
    """The size, then the amount."""
    yield size_node(ledger, population)
    yield from _amount_nodes(ledger)


def compute_mission(ledger: Ledger, population: int, mission: str, volet: str | None, date: int | None) -> int:
    """CPTS.MISSION."""
    day = ledger.bareme_day("cpts", date)
    size = size_of(ledger, population)
    wanted = volet or "total"
    found = _checked_parts(ledger, mission, day)
    if mission == "crise" and wanted == "variable":
        declared = ledger.amount("cpts.crise.declaree", size, day)
        ledger.note(
            "La mission « crise » n'a pas de part variable ; si l'ARS reconnaît une crise, "
            f"{french_euros(declared)} s'ajoutent (CPTS.TOTAL avec crise_declaree = oui)."
        )
        return 0
    if wanted == "total":
        if mission == "crise":
            ledger.note(
                "Plan de crise au montant de la première année ; les années suivantes : "
                f"{french_euros(ledger.rules.amount('cpts.crise.plan_suivantes', day).value(size))}."
            )
        return sum(ledger.amount(code, size, day) for code in found.values())
    if wanted not in found:
        raise _no_share(ledger.rules, mission, wanted, day, found)
    return ledger.amount(found[wanted], size, day)


def _checked_parts(ledger: Ledger, mission: str, day: int) -> dict[str, str]:
    found = parts(ledger.rules, mission, day)
    if found:
        return found
    code = CODES["crise_premiere" if mission == "crise" else f"{mission}_fixe"]
    first = ledger.rules.series(code)[0].since
    since, label = ledger.rules.periods("cpts")[0]
    if day < since:
        # the barème itself says from when it holds
        ledger.rules.amount("cpts.fonctionnement", day)
    names = dict(ledger.rules.periods("cpts"))
    raise RuleError(
        f"la mission « {mission} » n'existe pas au {french(day)} ; elle est entrée dans l'accord le {french(first)} "
        f"({names.get(first, label)})."
    )


def _no_share(rules: Rules, mission: str, share: str, day: int, found: dict[str, str]) -> ExcelToolsError:
    known = ", ".join(["total", *found])
    if mission == "acces" and share.startswith("snp"):
        ended = rules.series(f"cpts.acces.{share}")[-1].until
        return RuleError(
            f"volet : « {share} » n'existe plus au {french(day)} (fin le {french(ended)}) ; depuis l'avenant 2, les "
            "soins non programmés sont compris dans les parts fixe et variable de l'accès aux soins. "
            f"Volets admis : {known}."
        )
    return InputError(f"volet : la mission « {mission} » n'a pas de volet « {share} ». Volets admis : {known}.")


def explain_mission(
    ledger: Ledger, value: int, population: int, mission: str, volet: str | None, date: int | None
) -> Iterable[Node]:
    """The size, then each part."""
    yield size_node(ledger, population)
    yield from _amount_nodes(ledger)


def _amount_nodes(ledger: Ledger) -> Iterable[Node]:
    for use in ledger.uses:
        if use.amount.code != _THRESHOLDS:
            yield Node.of_use(use)


def _chosen(ledger: Ledger, missions: tuple[str, ...] | str | None, day: int) -> tuple[str, ...]:
    """Return the missions meant; the words « toutes » and « socles » leave out those that do not exist on that day."""
    if isinstance(missions, tuple):
        for mission in missions:
            _checked_parts(ledger, mission, day)
        return missions
    known = OBLIGATORY if missions == "socles" else MISSIONS
    return tuple(mission for mission in known if parts(ledger.rules, mission, day))


def compute_total(
    ledger: Ledger,
    population: int,
    missions: tuple[str, ...] | str | None,
    date: int | None,
    crise_declaree: int | None,
) -> int:
    """CPTS.TOTAL."""
    day = ledger.bareme_day("cpts", date)
    size = size_of(ledger, population)
    total = ledger.amount("cpts.fonctionnement", size, day)
    chosen = _chosen(ledger, missions, day)
    for mission in chosen:
        total += sum(ledger.amount(code, size, day) for code in parts(ledger.rules, mission, day).values())
    if "crise" in chosen:
        later = ledger.rules.amount("cpts.crise.plan_suivantes", day).value(size)
        ledger.note(
            f"Plan de crise au montant de la première année ; les années suivantes : {french_euros(later)} au lieu de "
            f"{french_euros(ledger.amount('cpts.crise.plan_premiere_annee', size, day))}."
        )
    if crise_declaree:
        if "crise" not in chosen:
            raise RangeError(
                "crise_declaree : une crise reconnue n'est payée que si la mission « crise » est engagée, "
                "et depuis l'avenant 2 ; l'ajouter aux missions, ou répondre non."
            )
        total += ledger.amount("cpts.crise.declaree", size, day)
    return total


def explain_total(
    ledger: Ledger,
    value: int,
    population: int,
    missions: tuple[str, ...] | str | None,
    date: int | None,
    crise_declaree: int | None,
) -> Iterable[Node]:
    """The size, fonctionnement, then each mission with its parts; the last node adds up."""
    yield size_node(ledger, population)
    size = int(cpts_table(ledger.rules).size(population))
    uses = {use.amount.code: use for use in ledger.uses}
    yield Node.of_use(uses["cpts.fonctionnement"])
    amounts = [uses["cpts.fonctionnement"].value]
    day = date if date is not None else ledger.rules.periods("cpts")[-1][0]
    for mission in _chosen(ledger, missions, day):
        leaves = [uses[code] for code in parts(ledger.rules, mission, day).values()]
        amount = sum(use.value for use in leaves)
        amounts.append(amount)
        yield Node(
            f"Mission {MISSION_LABELS[mission]} (taille {size})",
            amount,
            formula=" + ".join(french_euros(use.value) for use in leaves) if len(leaves) > 1 else "",
            children=tuple(Node.of_use(use) for use in leaves),
        )
    if crise_declaree:
        yield Node.of_use(uses["cpts.crise.declaree"])
        amounts.append(uses["cpts.crise.declaree"].value)
    yield Node("Total de l'année", value, formula=" + ".join(french_euros(amount) for amount in amounts))


def _start_up_bounds(rules: Rules) -> tuple[int, int, int]:
    names = ("indemnites_min", "indemnites_max", "coordination")
    low, high, coordinator = (rules.amount(f"cpts.amorcage.{name}").value() for name in names)
    return low, high, coordinator


def missing_start_up(rules: Rules) -> str:
    """Return the sentence for a start-up aid without an amount: the range known, and the coordinator."""
    low, high, coordinator = _start_up_bounds(rules)
    return (
        "il manque le montant des indemnités : l'aide est régionale, les textes n'en donnent que la fourchette, "
        f"de {french_euros(low)} à {french_euros(high)} selon la taille, plus {french_euros(coordinator)} de "
        "coordination (Hauts-de-France, 2022) ; donner le montant notifié par l'ARS."
    )


def compute_start_up(ledger: Ledger, indemnites: int, region: str | None) -> int:
    """CPTS.AMORCAGE: indemnities plus coordinator."""
    if region:
        regions = [row.name for row in ledger.rules.regions.rows] if ledger.rules.regions else []
        if regions and plain(region) not in map(plain, regions):
            rest = nearest(region, regions) or f" Régions : {', '.join(regions)}."
            raise InputError(f"region : « {region} » n'est pas une région connue.{rest}")
    low, high, coordinator = _start_up_bounds(ledger.rules)
    elsewhere = region is None or plain(region) != _START_UP_REGION
    for name in ("coordination", "indemnites_min", "indemnites_max"):
        ledger.record(ledger.rules.amount(f"cpts.amorcage.{name}"), borrowed=elsewhere)
    if not low <= indemnites <= high:
        ledger.note(
            f"Indemnités de {french_euros(indemnites)} hors de la fourchette connue, de {french_euros(low)} à "
            f"{french_euros(high)} ; vérifier la décision de l'ARS."
        )
    if elsewhere:
        where = f"en {region}" if region else "dans votre région"
        ledger.note(
            "Aide régionale (FIR) : fourchette et coordination sont celles des Hauts-de-France en 2022 ; "
            f"à confirmer {where} auprès de l'ARS."
        )
    return indemnites + coordinator


def explain_start_up(ledger: Ledger, value: int, indemnites: int, region: str | None) -> Iterable[Node]:
    """Indemnities as given, coordinator of the barème."""
    uses = {use.amount.code: use for use in ledger.uses}
    low, high = uses["cpts.amorcage.indemnites_min"], uses["cpts.amorcage.indemnites_max"]
    coordinator = uses["cpts.amorcage.coordination"]
    yield Node(
        "Indemnités des professionnels, montant saisi", indemnites, children=(Node.of_use(low), Node.of_use(high))
    )
    yield Node.of_use(coordinator)
    yield Node("Aide au démarrage", value, formula=f"{french_euros(indemnites)} + {french_euros(coordinator.value)}")
