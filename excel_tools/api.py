"""The Python API: a function, a budget, a portfolio under scenarios, and their results as pandas tables.

Amounts that come out are euros (floats in tables); pandas is imported only when a table is asked for.

    from excel_tools import api
    api.calculer("CPTS.TOTAL", 90000).resultat
    cas = api.budgets(api.lire_portefeuille("samples/portefeuille.xlsx"))
    api.comparer(cas, "produits")
    api.tableau(api.comparaison(api.lire_portefeuille("samples/portefeuille.xlsx")))
    api.tableau(api.sensibilite(cas[0].structure, "tresorerie_basse", lois=["retard=0:1:4"]))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from excel_tools.batch import comparison_rows, sensitivity_rows
from excel_tools.batch.budget_rows import MONTH_COLUMNS, YEAR_COLUMNS, month_rows, year_rows
from excel_tools.batch.comparing import evaluator, referenced
from excel_tools.batch.sensitivity_options import laws_of, ranges_of
from excel_tools.batch.studying import DEFAULT_COUNT, DEFAULT_SEED, study
from excel_tools.budget import Budget, build_budget
from excel_tools.comparison import Comparison, compare, one_by_one
from excel_tools.comparison.figures import RESULTAT
from excel_tools.errors import InputError
from excel_tools.functions import Answer, Explanation, call, explain
from excel_tools.inputs import Portfolio, read_portfolio, read_scenarios
from excel_tools.money import euros
from excel_tools.reports.changed import CHANGED_COLUMNS, Changes, compare_workbooks
from excel_tools.reports.sensitivity_data import Sensitivity
from excel_tools.rules import Rules, load_rules
from excel_tools.rules.words import nearest
from excel_tools.scenarios import DEFAULT_SETTINGS, Setting, variants
from excel_tools.schedule import YEARS
from excel_tools.structure import Structure
from excel_tools.workbook import CellValue, read_names

if TYPE_CHECKING:
    import pandas as pd

PathName: TypeAlias = "str | PathLike[str]"

MEASURES = ("droits", "produits", "encaissements", "charges", "resultat", "tresorerie", "a_confirmer")
"""What ``comparer`` may compare, by fiscal year."""


@dataclass(frozen=True, slots=True)
class Cas:
    """One structure under one scenario, and its budget."""

    scenario: str
    budget: Budget

    @property
    def structure(self) -> Structure:
        """The structure, with the hypotheses of the scenario."""
        return self.budget.structure

    @property
    def exercices(self) -> tuple[int, ...]:
        """The five fiscal years, each named by the year in which it opens."""
        return tuple(self.structure.first_exercice + year for year in range(YEARS))

    def montants(self, mesure: str) -> tuple[int | float, ...]:
        """Return a measure of ``MEASURES`` in euros for each fiscal year.

        Raises:
            InputError: no such measure.
        """
        budget = self.budget
        rows: dict[str, Sequence[int]] = {
            "droits": budget.droits_years,
            "produits": budget.produits_years,
            "encaissements": budget.encaissements_years,
            "charges": budget.total_charges_years,
            "resultat": budget.result_years,
            "tresorerie": budget.cash_close_years,
            "a_confirmer": budget.a_confirmer_years,
        }
        if mesure not in rows:
            raise InputError(f"mesure « {mesure} » inconnue.{nearest(mesure, rows)} Mesures : {', '.join(rows)}.")
        return tuple(euros(cents) for cents in rows[mesure])


def calculer(nom: str, *args: object, regles: Rules | None = None, **nommes: object) -> Answer:
    """Compute a function of the catalogue, as a cell does.

    Args:
        nom: ``"CPTS.TOTAL"``.
        args: numbers, French texts, dates, rows; None for what is left out. A column (list, numpy, pandas) in place of
            one value gives a column: ``df["total"] = calculer("CPTS.TOTAL", df["population"]).colonne``.
        regles: the barèmes; those of the package by default.
        nommes: the same by argument name: ``date="2024-01-01"``.

    Returns:
        The answer: ``resultat`` (euros, a list of objects, or rows), ``colonne``, ``sources``, ``avertissements``;
        ``erreurs`` for the wrong cells of a column.

    Raises:
        InputError: everything wrong in the arguments, in French.
        RuleError: the barème does not know the amount on that day.
    """
    return call(nom, args, nommes, regles)


def expliquer(nom: str, *args: object, regles: Rules | None = None, **nommes: object) -> Explanation:
    """Return « pourquoi ce montant ? » for the same call."""
    return explain(nom, args, nommes, regles)


def lire_portefeuille(chemin: PathName, regles: Rules | None = None) -> Portfolio:
    """Read a portfolio: a workbook, a folder of CSV files or one CSV file.

    Returns:
        ``structures`` accepted and ``refusals`` of the rows refused, each with its reasons.

    Raises:
        InputError: the file itself cannot be used.
    """
    return read_portfolio(_path(chemin, "chemin"), regles or load_rules())


def trouver(portefeuille: Portfolio, nom: str) -> Structure:
    """Return a structure of a portfolio by its name.

    Raises:
        InputError: no structure bears it; the nearest names are given.
    """
    if not isinstance(portefeuille, Portfolio):
        raise InputError("portefeuille : donner ce que rend « lire_portefeuille ».")
    if not isinstance(nom, str):
        raise InputError(f"nom : « {nom} » n'est pas un texte ; donner le nom d'une structure de {portefeuille.name}.")
    for structure in portefeuille.structures:
        if structure.name == nom:
            return structure
    names = [structure.name for structure in portefeuille.structures]
    raise InputError(f"Aucune structure « {nom} » dans {portefeuille.name}.{nearest(nom, names, 3)}")


def budgets(
    structures: Portfolio | Structure | Iterable[Structure],
    scenarios: PathName | None = None,
    regles: Rules | None = None,
) -> list[Cas]:
    """Return the budget of each structure under each scenario.

    Args:
        structures: a portfolio, a structure, or several.
        scenarios: a table of scenarios (.csv or .xlsx); without it central, prudent and décalé.
        regles: the barèmes; those of the package by default.

    Raises:
        InputError: everything wrong in the table of scenarios.
        RuleError: an amount is not known on a day of a contract.
    """
    rules = regles or load_rules()
    chosen, settings = _asked(structures, scenarios, rules)
    return [
        Cas(name, build_budget(variant, rules))
        for structure in chosen
        for name, variant in variants(structure, settings).items()
    ]


def comparaison(
    structures: Portfolio | Structure | Iterable[Structure],
    scenarios: PathName | None = None,
    reference: str = "",
    regles: Rules | None = None,
) -> Comparison:
    """Return structures under scenarios, the gaps to one of them and what each cause gives of them.

    Args:
        structures, scenarios, regles: as ``budgets``.
        reference: the scenario to which the others are compared; « central » without it, or else the one that changes
            nothing, or else « tel que saisi », the structures as they are.

    Returns:
        The comparison: ``amounts``, ``gap``, ``effect``… by structure, type, region or in all; ``tableau`` makes it a
        table.

    Raises:
        InputError: everything wrong in the table of scenarios, no structure, no such scenario.
        RuleError: an amount is not known on a day of a contract.
    """
    rules = regles or load_rules()
    chosen, asked = _asked(structures, scenarios, rules)
    settings, name = referenced(asked, reference)
    named = [(structure, variants(structure, settings)) for structure in chosen]
    return compare(named, evaluator(rules, sum(len(found) for _, found in named)), name)


def sensibilite(
    structure: Structure,
    resultat: str = RESULTAT,
    plages: Iterable[str] = (),
    lois: Iterable[str] = (),
    tirages: int = DEFAULT_COUNT,
    graine: int = DEFAULT_SEED,
    regles: Rules | None = None,
    scenario: str = "",
) -> Sensitivity:
    """Return what each hypothesis does to one result of a structure, and what random draws leave in the till.

    Args:
        structure: as entered, or under a scenario: ``cas.structure`` of ``budgets``.
        resultat: what the tornado looks at: ``"resultat"``, ``"produits"``, ``"tresorerie_basse"``…
        plages: ranges in the place of those by default, as typed in a terminal: ``"atteinte=-5:5"``, ``"retard=0:6"``.
        lois: laws in the place of those by default: ``"retard=0:1:4"``, the lowest, the likeliest and the highest.
        tirages: number of draws.
        graine: seed of the generator: the same one gives the same draws.
        scenario: name of the scenario the structure is under, for what is told of the reference: ``cas.scenario``.

    Returns:
        ``tornado`` and ``outlook``; ``tableau`` makes them a table.

    Raises:
        InputError: everything wrong in the arguments.
        RuleError: an amount is not known on a day of the contract.
    """
    (found,) = _structures([structure])
    problems: list[str] = []
    ranges = ranges_of(found.kind, list(plages), problems, "plages")
    laws = laws_of(found.kind, list(lois), problems, "lois")
    if problems:
        raise InputError(problems)
    return study(found, regles or load_rules(), ranges, laws, resultat, tirages, graine, scenario)


def changements(avant: PathName, apres: PathName, scenario: str = "", regles: Rules | None = None) -> Changes:
    """Return what changed between two states of a generated workbook: its inputs, and the gap in the results.

    Args:
        avant, apres: workbooks saved by this package, Excel or LibreOffice.
        scenario: name or number of the scenario whose results are compared; the one displayed without it.

    Returns:
        ``inputs`` (``tableau`` makes them a table), and ``comparison`` between « avant » and « après ».

    Raises:
        InputError: a file cannot be read, its names were damaged, or they are not two states of one workbook.
    """
    rules = regles or load_rules()
    paths = _path(avant, "avant"), _path(apres, "apres")
    return compare_workbooks(*paths, rules=rules, evaluate=one_by_one(rules), scenario=scenario)


def tableau(
    source: Answer | Cas | Iterable[Cas] | Comparison | Changes | Sensitivity, par_mois: bool = False
) -> pd.DataFrame:
    """Return results as a tidy pandas table, amounts in euros.

    Args:
        source: the answer of a function that gives a table, budgets, a comparison, what changed in a workbook, or a
            sensitivity.
        par_mois: for budgets, the encaissements of the sixty months instead of the fiscal years.

    Returns:
        For an answer, its columns, dates as datetimes. For budgets, one row per structure, scenario, exercice (or
        month), ligne and nature (droits, produit, encaissement, charge: the words of
        ``resultats.csv``). For a comparison, the rows of ``excel-tools comparer --csv``: those without a cause hold
        the lines, those with one what it gives of the gap. For changes, one row per input. For a sensitivity, the rows
        of ``excel-tools sensibilite --csv``.

    Raises:
        InputError: the answer is one value, not a table.
    """
    import pandas as pd

    if isinstance(source, Answer):
        if not isinstance(source.value, list):
            raise InputError(f"{source.fonction} donne une valeur, pas un tableau.")
        frame = pd.DataFrame(source.resultat, columns=[column.name for column in source.columns])
        for column in source.columns:
            if column.kind == "date":
                frame[column.name] = pd.to_datetime(frame[column.name])
        return frame
    if isinstance(source, Comparison):
        frame = pd.DataFrame(comparison_rows.rows(source), columns=list(comparison_rows.COLUMNS))
        for name in ("montant", "ecart", "seule", "dans_l_ordre"):
            frame[name] = frame[name].astype(float) / 100
        frame["ecart_pct"] = frame["ecart_pct"].astype(float) / 10_000
        return frame
    if isinstance(source, Changes):
        return pd.DataFrame([change.as_dict() for change in source.inputs], columns=list(CHANGED_COLUMNS))
    if isinstance(source, Sensitivity):
        frame = pd.DataFrame(sensitivity_rows.told(source), columns=list(sensitivity_rows.COLUMNS))
        frame["valeur"] = frame["valeur"].str.replace(",", ".").astype(float)
        return frame
    cases = [source] if isinstance(source, Cas) else list(source)
    rows, names = (month_rows, MONTH_COLUMNS) if par_mois else (year_rows, YEAR_COLUMNS)
    return pd.DataFrame((row for case in cases for row in rows(case.scenario, case.budget)), columns=list(names))


def comparer(cas: Iterable[Cas], mesure: str = "produits", exercice: int | None = None) -> pd.DataFrame:
    """Return scenarios side by side: one row per structure, one column per scenario, then the gaps to the first.

    Where the gaps come from is told by ``comparaison``.

    Args:
        mesure: one of ``MEASURES``; cash is that of the last day, the others are summed over the years.
        exercice: one fiscal year; all five without it.

    Raises:
        InputError: no such measure.
    """
    import pandas as pd

    rows: dict[str, dict[str, float]] = {}
    for case in cas:
        amounts = dict(zip(case.exercices, case.montants(mesure), strict=True))
        if exercice is not None:
            value = amounts.get(exercice, float("nan"))
        else:
            value = case.montants(mesure)[-1] if mesure == "tresorerie" else round(sum(amounts.values()), 2)
        rows.setdefault(case.structure.name, {})[case.scenario] = float(value)
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("structure")
    first, *others = list(frame.columns) or [""]
    for name in others:
        frame[f"{name} − {first}"] = (frame[name] - frame[first]).round(2)
    return frame


def lire_resultats(dossier: PathName) -> pd.DataFrame:
    """Read back ``resultats.csv``, written by ``excel-tools generer``: one row per line, amounts in euros.

    Args:
        dossier: the output folder, or the file itself.

    Raises:
        InputError: no such file.
    """
    import pandas as pd

    path = _path(dossier, "dossier")
    path = path / "resultats.csv" if path.is_dir() else path
    if not path.is_file():
        raise InputError(f"« {path} » introuvable ; l'écrire par « excel-tools generer … --sortie {path.parent} ».")
    with path.open(encoding="utf-8-sig") as file:
        separator = ";" if ";" in file.readline() else ","
    frame = pd.read_csv(path, sep=separator, encoding="utf-8-sig", dtype={"montant": str}, keep_default_na=False)
    frame["montant"] = frame["montant"].str.replace(",", ".").astype(float)
    return frame


def lire_classeur(chemin: PathName, noms: Iterable[str] | None = None) -> dict[str, list[list[CellValue]]]:
    """Read back the values behind the names of a workbook, whoever saved it.

    Args:
        noms: exactly these names (``"out_total_produits"``); all that start with ``in_``, ``bar_`` or ``out_`` without.

    Returns:
        name → rows of values; a date is its serial number, a formula its last computed value.

    Raises:
        InputError: everything wrong with the file or its names.
    """
    return read_names(_path(chemin, "chemin"), noms)


def _asked(
    structures: Portfolio | Structure | Iterable[Structure], scenarios: PathName | None, rules: Rules
) -> tuple[list[Structure], Sequence[Setting]]:
    if isinstance(structures, Portfolio):
        chosen: list[Structure] = list(structures.structures)
    else:
        chosen = [structures] if isinstance(structures, Structure) else _structures(structures)
    if scenarios is None:
        return chosen, DEFAULT_SETTINGS
    kinds = {structure.name: structure.kind for structure in chosen}
    settings = read_scenarios(_path(scenarios, "scenarios"), kinds, rules, structures=chosen).settings
    return chosen, settings


def _path(value: object, what: str) -> Path:
    if not isinstance(value, (str, PathLike)) or not str(value).strip():
        raise InputError(f"{what} : « {value} » n'est pas un chemin ; donner le nom d'un fichier ou d'un dossier.")
    return Path(value)


def _structures(given: object) -> list[Structure]:
    found: list[Structure] = []
    for item in given if isinstance(given, Iterable) and not isinstance(given, (str, bytes)) else [given]:
        if not isinstance(item, Structure):
            raise InputError(
                f"structures : « {str(item)[:60]} » n'est pas une structure ; lire d'abord le fichier par "
                "« lire_portefeuille », ou en prendre une par « trouver »."
            )
        found.append(item)
    return found
