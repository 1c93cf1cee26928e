"""What the treasurer of a CPTS must be told about a contract; nothing here changes an amount."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from excel_tools.dates import add_months, day, french
from excel_tools.funding.cpts import BY_INDICATORS, CptsContract
from excel_tools.funding.cpts_table import FIXED_LINES, MISSION_LABELS, MISSIONS, OBLIGATORY, VARIABLE_LINES
from excel_tools.funding.indicators import best_of
from excel_tools.funding.notices import Notice, early_end
from excel_tools.money import french_euros
from excel_tools.schedule import Schedule

if TYPE_CHECKING:
    from excel_tools.rules import Rules

_CRISIS_MISSION_SINCE = day(2022, 1, 1)


def notices(contract: CptsContract, schedule: Schedule, rules: Rules) -> tuple[Notice, ...]:
    """Return what is late, missing, worth nothing or to be confirmed in the contract of one CPTS."""
    return (
        *_missions(contract, schedule, rules),
        *_running_costs(schedule),
        *_crisis(contract, schedule),
        *_indicators(contract, schedule),
        *_sizes(schedule),
        *early_end(contract.ends_on, schedule.frame, schedule.lines),
    )


def _missions(contract: CptsContract, schedule: Schedule, rules: Rules) -> Iterator[Notice]:
    lines = {line.code: line for line in schedule.lines}
    state = schedule.state
    for mission in MISSIONS:
        label = MISSION_LABELS[mission]
        given = contract.starts.get(mission, 0)
        start = schedule.facts[f"debut_{mission}"]
        if not given:
            if mission in OBLIGATORY:
                yield Notice("mission-absente", f"La mission obligatoire « {label} » n'est pas engagée.")
            continue
        if given < contract.signature:
            yield Notice(
                "mission-avant-signature",
                f"La mission « {label} » est datée du {french(given)}, avant la signature : "
                f"elle compte à partir du {french(start)}.",
            )
        if mission in OBLIGATORY:
            months = rules.amount(f"cpts.calendrier.{mission}.demarrage").value()
            origin = max(contract.signature, _CRISIS_MISSION_SINCE) if mission == "crise" else contract.signature
            latest = add_months(origin, months)
            if start > latest:
                yield Notice(
                    "mission-tardive",
                    f"La mission « {label} » démarre le {french(start)} ; le calendrier la demande au plus tard le "
                    f"{french(latest)} ({months} mois). Le montant suit la date saisie.",
                )
        worthless = [
            period
            for period, running in enumerate(state["en_cours"])
            if running
            and start < state["fin_droits"][period]
            and not any(lines[code].rows["montant"][period] for code in FIXED_LINES[mission])
        ]
        if worthless:
            opening = schedule.frame.ouverture[worthless[0]]
            # the plan is paid more in the first contract year of the mission only, and that year is worth nothing
            lost = " Le montant de la première année du plan n'est alors jamais dû." if mission == "crise" else ""
            yield Notice(
                "mission-hors-bareme",
                f"La mission « {label} » n'existe pas dans le barème de l'année de contrat ouverte le "
                f"{french(opening)} : elle vaut 0 € jusqu'à l'anniversaire suivant.{lost}",
            )


def _running_costs(schedule: Schedule) -> Iterator[Notice]:
    started = [start for code, start in schedule.facts.items() if code.startswith("debut_") and start]
    first = min(started, default=0)
    for rank, opening, running in zip(
        schedule.frame.rang, schedule.frame.ouverture, schedule.state["en_cours"], strict=True
    ):
        if running and rank > 1 and not 0 < first <= opening:
            yield Notice(
                "fonctionnement-sans-mission",
                f"Aucune mission n'a démarré au {french(opening)} : le fonctionnement de cette année de contrat n'est "
                "versé qu'une fois les missions démarrées ; il est compté ici comme si elles l'étaient.",
            )
            return


def _crisis(contract: CptsContract, schedule: Schedule) -> Iterator[Notice]:
    if not contract.crisis_day:
        return
    paid = sum(next(line for line in schedule.lines if line.code == "crise_declaree").rows["du"])
    if not schedule.facts["debut_crise"]:
        yield Notice(
            "crise-sans-mission",
            f"Une crise est reconnue le {french(contract.crisis_day)} mais la mission « crise » n'est pas engagée : "
            "rien n'est dû à ce titre.",
        )
    elif not paid:
        yield Notice(
            "crise-hors-contrat",
            f"La crise reconnue le {french(contract.crisis_day)} tombe hors des années de contrat de l'horizon ou "
            "avant l'avenant 2 : rien n'est dû à ce titre.",
        )


def _indicators(contract: CptsContract, schedule: Schedule) -> Iterator[Notice]:
    for line in schedule.lines:
        mission = next((name for name, code in VARIABLE_LINES.items() if code == line.code), None)
        if mission is None or not schedule.facts[f"debut_{mission}"]:
            continue
        label = MISSION_LABELS[mission]
        by_indicators = [rate == BY_INDICATORS for rate in line.rows["taux"]]
        if not any(by_indicators):
            continue
        best = best_of(contract.indicators, mission)
        envelopes = {
            amount
            for amount, chosen, running in zip(
                line.rows["montant"], by_indicators, schedule.state["en_cours"], strict=True
            )
            if chosen and running and amount
        }
        wrong = sorted(amount for amount in envelopes if amount != best)
        if wrong:
            yield Notice(
                "paliers-enveloppe",
                f"Mission « {label} » : les meilleurs paliers des indicateurs font {french_euros(best)}, l'enveloppe "
                f"variable {' ou '.join(french_euros(amount) for amount in wrong)} ; au-delà, elle plafonne.",
            )


def _sizes(schedule: Schedule) -> Iterator[Notice]:
    sizes = [
        (opening, size)
        for opening, size, running in zip(
            schedule.frame.ouverture, schedule.state["taille"], schedule.state["en_cours"], strict=True
        )
        if running
    ]
    for (_, before), (opening, after) in pairwise(sizes):
        if before != after:
            yield Notice(
                "changement-de-taille",
                f"La population fait passer la CPTS de la taille {before} à la taille {after} à l'année de contrat "
                f"ouverte le {french(opening)} ; la CPAM doit le constater au dialogue de gestion.",
            )
