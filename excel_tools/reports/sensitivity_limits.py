"""What the probabilities of a sensitivity leave out, in French: what stands beside each of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from excel_tools.comparison.figures import LOWEST
from excel_tools.comparison.levers import RENEWAL
from excel_tools.comparison.sensitivity import Bar
from excel_tools.dates import french
from excel_tools.money import french_euros, french_rate
from excel_tools.reports.sensitivity_data import Sensitivity
from excel_tools.vector import PPM

_NAMES: Mapping[str, str] = MappingProxyType(
    {
        RENEWAL: "renouvellement",
        "population": "population",
        "patientele": "patientèle",
        "croissance": "croissance",
        "ps_associes": "professionnels associés",
        "dotation": "dotation",
        "equipes": "nombre d'équipes",
        "prix": "prix",
        "salaires": "salaires",
        "avance": "taux d'avance",
        "delai_charges": "délai de paiement des charges",
    }
)
"""Code of a lever that no draw moves → what it is."""
_PLACES = ((PPM // 10, "au P90 ou au-dessus"), (PPM // 5, "près du P90"), (PPM // 2, "entre le P50 et le P90"))
"""Share of the draws above the reference, up to which it is told to stand there."""


def undrawn(found: Sensitivity) -> tuple[Bar, ...]:
    """Return the hypotheses of the tornado that weigh on some figure and that no draw moves, the heaviest first."""
    bars = found.tornado.bars
    return tuple(bar for bar in bars if bar.lever.code in _NAMES and (bar.amplitude or bar.others))


def limits(found: Sensitivity) -> tuple[str, ...]:
    """Return the sentences: what is not drawn though it weighs, what is so before any draw, which way the draws go."""
    told = (_undrawn(found), below_zero(found), _one_way(found))
    return tuple(sentence for sentence in told if sentence)


def _undrawn(found: Sensitivity) -> str:
    bars = undrawn(found)
    if not bars:
        return ""
    names = ", ".join(_NAMES[bar.lever.code] for bar in bars)
    many = len(bars) > 1
    what = "Ne sont pas tirés, bien qu'ils pèsent" if many else "N'est pas tiré, bien qu'il pèse"
    return f"{what} : {names} (le tornado dit combien)."


def settled(found: Sensitivity) -> str:
    """Return why there is no renewal among the hypotheses: it is behind; empty when there is one."""
    last = found.tornado.settled
    if not last:
        return ""
    return (
        f"Le renouvellement est laissé de côté : le contrat est arrivé à terme le {french(last)}, avant le premier "
        "exercice, et son renouvellement est déjà décidé."
    )


def below_zero(found: Sensitivity) -> str:
    """Return that the reference itself goes below zero, and by how much; empty when it does not."""
    seen = found.outlook
    years = [span for span, low in zip(found.spans, seen.base[LOWEST], strict=True) if low < 0]
    if not years:
        return ""
    when = f"en {years[0]}" if len(years) == 1 else f"en {', '.join(years[:-1])} et {years[-1]}"
    when = "à chaque exercice" if len(years) == len(found.spans) else when
    lowest = french_euros(seen.base_lowest).replace("-", "−")
    where = "dans les saisies" if not found.scenario else f"dans le {found.scenario_shown}"
    return f"La trésorerie est déjà sous zéro {where}, sans aucun aléa : {when}, {lowest} au plus bas."


def _one_way(found: Sensitivity) -> str:
    """Return that what is drawn late is never early, and where this leaves the reference among the draws."""
    seen = found.outlook
    if not seen.later:
        return ""
    only, share = " et ".join(seen.later), seen.share(seen.above)
    place = next((words for most, words in _PLACES if share <= most), "")
    above = f"{_percent(share)} des tirages finissent" if seen.above else "aucun tirage ne finit"
    told = f" : la référence est {place} ({above} avec plus de trésorerie qu'elle)"
    if not place:
        told = f", mais {above} avec plus de trésorerie que la référence"
    return f"{only[:1].upper()}{only[1:]} ne vont que dans un sens{told}."


def _percent(ppm: int) -> str:
    return f"moins de {french_rate(PPM // 100)}" if ppm < PPM // 100 else french_rate((ppm + 5_000) // 10_000 * 10_000)
