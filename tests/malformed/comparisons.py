"""Wrong calls of ``comparer``: what is wrong, the exit code, and words the French sentence must hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.malformed.build import CPTS, OTHER, csv_file

Build = Callable[[Path], Sequence[str]]
"""Makes the files in a folder and returns the arguments of ``comparer``."""


@dataclass(frozen=True)
class Call:
    """One wrong call."""

    name: str
    words: tuple[str, ...]
    build: Build
    code: int = 2


def _portfolio(folder: Path) -> str:
    return str(csv_file(folder, [CPTS, OTHER]))


def call(name: str, words: tuple[str, ...], *options: str) -> Call:
    """A sound portfolio with options that are not; ``@`` stands for the folder."""
    return Call(name, words, lambda folder: [_portfolio(folder), *(word.replace("@", str(folder)) for word in options)])


def scenario(name: str, words: tuple[str, ...], **values: str) -> Call:
    """A sound portfolio with one row of scenarios that is not."""
    row = {"scénario": "haut", "structure": "tous", "paramètre": "atteinte", "valeur": "100 %"} | values

    def build(folder: Path) -> Sequence[str]:
        return [_portfolio(folder), "--scenarios", str(csv_file(folder, [row], "scenarios.csv"))]

    return Call(name, words, build)


def _three(folder: Path) -> Sequence[str]:
    return ["a.xlsx", "b.xlsx", "c.xlsx"]


def _not_ours(folder: Path) -> Sequence[str]:
    return [_portfolio(folder), _portfolio(folder)]


def _options_of_a_portfolio(folder: Path) -> Sequence[str]:
    return ["a.xlsx", "b.xlsx", "--type", "CPTS", "--garder", "central", "--region", "Bretagne"]


def _all_refused(folder: Path) -> Sequence[str]:
    return [str(csv_file(folder, [CPTS | {"Population": "beaucoup"}]))]


CALLS = (
    Call("nothing to compare", ("il manque : FICHIER",), lambda _: []),
    Call("three files", ("3 fichiers donnés", "avant, après"), _three),
    Call("no such portfolio", ("introuvable",), lambda folder: [str(folder / "absent.xlsx")]),
    Call("no such workbooks", ("avant.xlsx", "apres.xlsx"), lambda folder: ["avant.xlsx", "apres.xlsx"]),
    Call("empty name", ("le nom est vide",), lambda _: [""]),
    Call("two files that are no workbooks", ("cpts.csv",), _not_ours),
    Call(
        "options of a portfolio",
        ("« --type » ne va qu'avec un portefeuille", "« --garder »", "« --region »"),
        _options_of_a_portfolio,
    ),
    Call("every row refused", ("« beaucoup »",), _all_refused),
    call("scenario of a workbook", ("« --scenario » ne va qu'avec deux classeurs",), "--scenario", "central"),
    call("unknown measure", ("« produit » inconnu", "produits"), "--mesure", "produit"),
    call("unknown reference", ("« centrale » inconnu", "Vouliez-vous dire « central » ?"), "--reference", "centrale"),
    call("unknown structure", ("aucune structure « CPTS du Guet »", "« CPTS du Gué »"), "--structure", "CPTS du Guet"),
    call("unknown type", ("« CPT » inconnu", "CPTS, MSP, ESS, ESP"), "--type", "CPT"),
    call("unknown region", ("aucune structure en « Bretagnes »", "« Bretagne »"), "--region", "Bretagnes"),
    call("type that none has", ("Aucune structure ne répond",), "--type", "MSP"),
    call("no such table of scenarios", ("introuvable",), "--scenarios", "@/absent.csv"),
    call("a folder as output", ("est un dossier",), "--csv", "@"),
    call("an empty type", ("--type : la valeur est vide",), "--type", ""),
    call("an empty title", ("--titre : la valeur est vide",), "--titre", " "),
    call("an unknown scenario to keep", ("« hautt » n'est pas un scénario",), "--garder", "central;hautt"),
    call("an output in no folder", ("n'existe pas",), "--json", "@/ailleurs/a.json"),
    call("an output that is an input", ("est un des fichiers lus",), "--csv", "@/cpts.csv"),
    call("a workbook under another name", ("doit se terminer par .xlsx",), "--sortie", "@/comparaison.ods"),
    scenario("unknown parameter", ("atteint",), paramètre="atteint"),
    scenario("value out of range", ("150",), valeur="150 %"),
    scenario("unknown structure of a scenario", ("CPTS du Guet",), structure="CPTS du Guet"),
)
