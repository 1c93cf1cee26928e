"""A sensitivity as files: a tidy table (CSV) and an object (JSON)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from excel_tools.batch.results import BOM, amount, field
from excel_tools.comparison.figures import MEASURE_LABELS
from excel_tools.money import euros
from excel_tools.reports.sensitivity_data import CAUTION, Sensitivity, drawn_in
from excel_tools.reports.sensitivity_limits import limits, settled, undrawn
from excel_tools.reports.sensitivity_shape import OUTLOOKS, RANKS

COLUMNS = ("structure", "type", "region", "scenario", "vue", "code", "libelle", "exercice", "statistique", "valeur")


def rows(found: Sensitivity) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table, in the order of ``COLUMNS`` after the four that name the structure.

    ``vue`` is tornado (``code``: the hypothesis; ``statistique``: reference, resultat_bas, resultat_haut, effet_bas,
    effet_haut, in euros), probabilites (``code``: the measure; ``statistique``: reference, p10, p50, p90 in euros by
    fiscal year, or over the horizon when ``exercice`` is empty), sous_zero (``statistique``: tirages, probabilite as a
    share) or histogramme (``libelle``: the class; ``statistique``: tirages).
    """
    label = found.tornado.label
    yield "tornado", found.tornado.result, label, "", "reference", amount(found.tornado.base)
    for bar in found.tornado.bars:
        cells = (bar.at_low, bar.at_high, *bar.effects)
        shown = f"{bar.lever.label} ({bar.lever.shown(bar.low)} / {bar.lever.shown(bar.high)})"
        for name, cents in zip(("resultat_bas", "resultat_haut", "effet_bas", "effet_haut"), cells, strict=True):
            yield "tornado", bar.lever.code, shown, "", name, amount(cents)
    seen = found.outlook
    for measure in OUTLOOKS:
        series = [("reference", seen.base[measure]), *((f"p{rank}", seen.years[measure][rank]) for rank in RANKS)]
        for name, years in series:
            for exercice, cents in zip(found.exercices, years, strict=True):
                yield "probabilites", measure, MEASURE_LABELS[measure], str(exercice), name, amount(cents)
    label = "Trésorerie la plus basse des soixante mois"
    for name, cents in (("reference", seen.base_lowest), *((f"p{rank}", seen.lowest[rank]) for rank in RANKS)):
        yield "probabilites", "tresorerie_basse", label, "", name, amount(cents)
    label = "Trésorerie sous zéro à la fin d'un mois au moins"
    spans = ("", *map(str, found.exercices))
    for span, count in zip(spans, (seen.below, *seen.below_years), strict=True):
        yield "sous_zero", "tresorerie_basse", label, span, "tirages", str(count)
        share = f"{seen.share(count) / 1_000_000:.6f}".replace(".", ",")
        yield "sous_zero", "tresorerie_basse", label, span, "probabilite", share
    for low, high, count in seen.classes:
        yield "histogramme", "tresorerie_basse", f"de {amount(low)} à {amount(high)}", "", "tirages", str(count)


def told(found: Sensitivity) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table in the order of ``COLUMNS``."""
    structure = found.structure
    for row in rows(found):
        yield (structure.name, structure.kind, structure.region, found.scenario, *row)


def as_csv(found: Sensitivity) -> str:
    """Return the table as the text of a file, its BOM and head included."""
    structure = found.structure
    head = [field(text) for text in (structure.name, structure.kind, structure.region, found.scenario)]
    lines = [BOM + ";".join(COLUMNS) + "\r\n"]
    for *texts, value in rows(found):
        lines.append(";".join([*head, *(field(text) for text in texts), value]) + "\r\n")
    return "".join(lines)


def as_object(found: Sensitivity) -> dict[str, Any]:
    """Return the sensitivity as an object for JSON, amounts in euros.

    ``tornado``: ``resultat`` and its ``libelle``, ``reference``, ``a_savoir`` (why the renewal is left out, or empty)
    and ``hypotheses``, the one that weighs most first: ``code``, ``libelle``, ``de``, ``a`` (as read),
    ``resultat_bas``, ``resultat_haut``, ``effet_bas``, ``effet_haut``, ``amplitude``, ``trace`` (false for what is all
    or nothing, or without effect). ``probabilites``: ``tirages``, ``graine``, ``lois`` (sentences), ``avertissement``,
    ``non_tires`` (codes of hypotheses that weigh and are not drawn, the heaviest first), ``limites`` (sentences to read
    beside a probability), ``deja_sous_zero`` (whether the reference itself goes below zero); ``mesures``: measure →
    ``reference``, ``p10``, ``p50``, ``p90`` → exercice → euros; ``tresorerie_la_plus_basse``: the same over the sixty
    months; ``sous_zero``: ``tirages`` and ``probabilite`` in all, ``exercices`` → both; ``histogramme``: ``de``, ``a``
    (excluded), ``tirages``.
    """
    seen = found.outlook
    return {
        "unite": "euros",
        "structure": found.structure.name,
        "type": found.structure.kind,
        "region": found.structure.region,
        "scenario": found.scenario,
        "exercices": list(found.exercices),
        "a_savoir": found.note,
        "tornado": {
            "resultat": found.tornado.result,
            "libelle": found.tornado.label,
            "reference": euros(found.tornado.base),
            "a_savoir": settled(found),
            "hypotheses": [
                {
                    "code": bar.lever.code,
                    "libelle": bar.lever.label,
                    "de": bar.lever.shown(bar.low),
                    "a": bar.lever.shown(bar.high),
                    "resultat_bas": euros(bar.at_low),
                    "resultat_haut": euros(bar.at_high),
                    "effet_bas": euros(bar.effects[0]),
                    "effet_haut": euros(bar.effects[1]),
                    "amplitude": euros(bar.amplitude),
                    "trace": drawn_in(bar),
                }
                for bar in found.tornado.bars
            ],
        },
        "probabilites": {
            "tirages": seen.count,
            "graine": seen.seed,
            "lois": list(seen.laws),
            "avertissement": CAUTION,
            "non_tires": [bar.lever.code for bar in undrawn(found)],
            "limites": list(limits(found)),
            "deja_sous_zero": seen.base_lowest < 0,
            "mesures": {
                measure: {
                    "reference": _years(found, seen.base[measure]),
                    **{f"p{rank}": _years(found, seen.years[measure][rank]) for rank in RANKS},
                }
                for measure in OUTLOOKS
            },
            "tresorerie_la_plus_basse": {
                "reference": euros(seen.base_lowest),
                **{f"p{rank}": euros(seen.lowest[rank]) for rank in RANKS},
            },
            "sous_zero": {
                **_share(found, seen.below),
                "exercices": {
                    str(year): _share(found, count)
                    for year, count in zip(found.exercices, seen.below_years, strict=True)
                },
            },
            "histogramme": [
                {"de": euros(low), "a": euros(high), "tirages": count} for low, high, count in seen.classes
            ],
        },
    }


def _years(found: Sensitivity, years: Sequence[int]) -> dict[str, int | float]:
    return {str(year): euros(cents) for year, cents in zip(found.exercices, years, strict=True)}


def _share(found: Sensitivity, count: int) -> dict[str, int | float]:
    return {"tirages": count, "probabilite": found.outlook.share(count) / 1_000_000}
