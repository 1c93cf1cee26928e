"""Tables of ``models/`` → amounts and sources, with every problem told at once."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from excel_tools.errors import InputError
from excel_tools.rules.amount import CONFIDENCES, SIZES, Amount, Confidence, Source
from excel_tools.rules.book import Region, Regions, Rules
from excel_tools.rules.document import Document, Problem
from excel_tools.rules.series import check_series
from excel_tools.rules.units import SCALES, to_minor
from excel_tools.rules.words import nearest

_CODE = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
_PLAUSIBLE = datetime.date(2000, 1, 1).toordinal(), datetime.date(2100, 12, 31).toordinal()

_TOP = {"famille", "titre", "periode", "montant", "source", "region", "ensemble"} | {
    *("lieu", "verifie_le", "depuis", "note"),
    *("ligne", "compte", "recette"),
}
_READ = {"confiance", "source", "lieu", "verifie_le"}
_KEYS = {
    "montant": (
        {"code", "libelle", "unite", "depuis", "confiance", "source", "lieu", "verifie_le"},
        {"jusqua", "valeur", "valeurs", "note", "region"},
    ),
    "periode": ({"depuis", "libelle"}, set[str]()),
    "source": ({"id", "titre", "date", "nature"}, {"url"}),
    "region": ({"nom", "cpts", "population", "couverture"}, set[str]()),
    "ensemble": ({"cpts", "population", "couverture"}, set[str]()),
    "ligne": ({"code", "libelle", "cote", "partie"} | _READ, {"sous", "note"}),
    "compte": ({"compte", "libelle", "ligne"} | _READ, {"note"}),
    "recette": ({"structure", "recette", "ligne"} | _READ, {"note"}),
}


@dataclass
class Table:
    """One table of a file under examination: typed access to its keys, every refusal noted with its line."""

    document: Document
    name: str
    index: int
    raw: Mapping[str, Any]
    problems: list[Problem]
    refused: bool = False

    def refuse(self, message: str, key: str = "") -> None:
        """Note what is wrong with a key of the table (or with the table itself)."""
        self.refused = True
        self.problems.append(
            Problem(self.document.file, self.document.line(self.name, self.index, key), self._prefix() + message)
        )

    def _prefix(self) -> str:
        title = next((self.raw[key] for key in ("code", "id", "nom", "compte", "recette") if self.raw.get(key)), None)
        return f"« {title} » : " if isinstance(title, str) else ""

    def check_keys(self) -> None:
        """Refuse unknown keys and the required ones that are missing."""
        if self.name not in _KEYS:
            return
        required, optional = _KEYS[self.name]
        for key in self.raw:
            if key not in required | optional:
                self.refuse(f"clé « {key} » inconnue.{nearest(key, required | optional)}", key)
        for key in sorted(required - set(self.raw)):
            if key in ("source", "lieu"):
                every = "toute" if self.name in ("ligne", "recette") else "tout"
                self.refuse(
                    f"{self.name} sans {key} ; ajouter la clé « {key} », {every} {self.name} est sourcé{every[4:]}."
                )
            else:
                self.refuse(f"clé « {key} » manquante.")

    def text(self, key: str, *, empty: bool = False) -> str:
        """Return a text, refused when it is of another type, or blank unless ``empty``."""
        value = self.raw.get(key, "")
        if not isinstance(value, str):
            self.refuse(f"« {key} » attend un texte entre guillemets, trouvé {_shown(value)}.", key)
            return ""
        if key in self.raw and not empty and not value.strip():
            self.refuse(f"« {key} » est vide.", key)
        return value

    def day(self, key: str) -> int:
        """Return a date as a day ordinal, 0 when absent or refused."""
        value = self.raw.get(key)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.toordinal()
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            try:
                return datetime.date.fromisoformat(value).toordinal()
            except ValueError:
                pass
        if key in self.raw:
            self.refuse(f"« {key} » attend une date comme 2019-06-20 sans guillemets, trouvé {_shown(value)}.", key)
        return 0

    def minor(self, value: object, unit: str, key: str) -> int:
        """Return one number in minor units, 0 when refused."""
        if isinstance(value, bool) and unit == "oui/non":
            return int(value)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            self.refuse(f"« {key} » attend un nombre (45000 ou 97.62), trouvé {_shown(value)}.", key)
            return 0
        try:
            return to_minor(Fraction(value), unit)
        except InputError as error:
            self.refuse(f"{error}, trouvé {value}.", key)
        except (ValueError, OverflowError):
            self.refuse(f"« {key} » attend un nombre fini, trouvé {value}.", key)
        return 0


@dataclass
class Reading:
    """What was read so far from the files of a folder."""

    amounts: list[Amount] = field(default_factory=list)
    places: dict[tuple[str, int], tuple[Document, int]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    labels: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    regions: Regions | None = None
    problems: list[Problem] = field(default_factory=list)

    def rules(self) -> Rules:
        """Return the amounts read as rules."""
        return Rules(tuple(self.amounts), dict(self.sources), dict(self.labels), dict(self.titles), self.regions)


def read_documents(documents: Iterable[Document]) -> Reading:
    """Read the documents of a folder: first the sources, then every barème; nothing is raised, problems are noted."""
    documents = list(documents)
    reading = Reading()
    for document in documents:
        _read_sources(document, reading)
    if not reading.sources and not reading.problems:
        message = "fichier absent, ou sans source ; tout montant est sourcé : y donner chaque texte par [[source]]."
        reading.problems.append(Problem("sources.toml", 0, message))
    for document in documents:
        _read_amounts(document, reading)
    return reading


def tables(document: Document, name: str, reading: Reading) -> list[Table]:
    """Return the tables ``[[name]]`` of a file, their keys checked."""
    raw = document.table.get(name, [])
    if not isinstance(raw, list) or not all(isinstance(entry, Mapping) for entry in raw):
        line = document.line(name) or document.line(key=name)
        reading.problems.append(Problem(document.file, line, f"« {name} » s'écrit [[{name}]], entre doubles crochets."))
        return []
    found = [Table(document, name, index, entry, reading.problems) for index, entry in enumerate(raw)]
    for table in found:
        table.check_keys()
    return found


def _read_sources(document: Document, reading: Reading) -> None:
    for table in tables(document, "source", reading) if isinstance(document.table.get("source"), list) else ():
        source = Source(*(table.text(key) for key in ("id", "titre", "date", "nature", "url")))
        if source.id in reading.sources:
            table.refuse("identifiant de source déjà employé.", "id")
        reading.sources[source.id] = source


def _read_amounts(document: Document, reading: Reading) -> None:
    top = Table(document, "", 0, document.table, reading.problems)
    for key in document.table:
        if key not in _TOP:
            line = document.line(key=key) or document.line(key)
            reading.problems.append(Problem(document.file, line, f"clé « {key} » inconnue.{nearest(key, _TOP)}"))
    family = top.text("famille")
    if not family and "source" in document.table and "montant" not in document.table:
        return
    if not family:
        top.refuse("clé « famille » manquante en tête de fichier.")
    if family in reading.titles:
        top.refuse(f"famille « {family} » déjà tenue par un autre fichier ; une famille, un fichier.", "famille")
    reading.titles[family] = top.text("titre", empty=True)
    periods = [(table.day("depuis"), table.text("libelle")) for table in tables(document, "periode", reading)]
    if periods:
        reading.labels[family] = tuple(sorted(periods))
    entries: list[tuple[int, Amount]] = []
    for table in tables(document, "montant", reading):
        amount = _amount(table, family, reading)
        if amount is not None:
            entries.append((table.index, amount))
            reading.places[amount.code, amount.since] = (document, table.index)
    reading.problems += check_series(document, entries, dict(periods))
    reading.amounts += [amount for _, amount in entries]
    if "region" in document.table:
        _read_regions(document, top, reading)


def _amount(table: Table, family: str, reading: Reading) -> Amount | None:
    code, unit = table.text("code"), table.text("unite")
    if code and not _CODE.fullmatch(code):
        table.refuse("un code s'écrit en minuscules sans accent, parties séparées par des points.", "code")
    elif code and family and not code.startswith(f"{family}."):
        table.refuse(f"le code ne commence pas par « {family}. », la famille du fichier.", "code")
    if unit and unit not in SCALES:
        table.refuse(
            f"unité « {unit} » inconnue ; unités admises : {', '.join(SCALES)}.{nearest(unit, SCALES)}", "unite"
        )
    values = _values(table, unit if unit in SCALES else "")
    since, until = table.day("depuis"), table.day("jusqua")
    if until and until < since:
        table.refuse("« jusqua » précède « depuis ».", "jusqua")
    label, place, note, region = (table.text(key) for key in ("libelle", "lieu", "note", "region"))
    source_id, verified = table.text("source"), table.day("verifie_le")
    if source_id and source_id not in reading.sources:
        # without any source, one sentence for the whole folder is enough
        table.refused = True
        if reading.sources:
            table.refuse(
                f"source « {source_id} » absente de sources.toml.{nearest(source_id, reading.sources)}", "source"
            )
    if verified and not _PLAUSIBLE[0] <= verified <= _PLAUSIBLE[1]:
        table.refuse("« verifie_le » est hors du calendrier accepté, de 2000 à 2100.", "verifie_le")
    confidences = _confidences(table, len(values))
    if table.refused:
        return None
    source = reading.sources[source_id]
    return Amount(
        code, label, unit, values, confidences, since, until, verified, source, place, note=note, region=region
    )


def _values(table: Table, unit: str) -> tuple[int, ...]:
    single, several = "valeur" in table.raw, "valeurs" in table.raw
    if single == several:
        table.refuse("donner « valeur » (un nombre) ou « valeurs » (une par taille), l'un ou l'autre.")
        return (0,)
    if single:
        return (table.minor(table.raw["valeur"], unit, "valeur") if unit else 0,)
    raw = table.raw["valeurs"]
    if not isinstance(raw, list) or len(raw) != SIZES:
        found = f"{len(raw)} trouvée(s)" if isinstance(raw, list) else f"trouvé {_shown(raw)}"
        table.refuse(f"« valeurs » attend {SIZES} valeurs, une par taille de CPTS, {found}.", "valeurs")
        return (0,) * SIZES
    return tuple(table.minor(value, unit, "valeurs") if unit else 0 for value in raw)


def _confidences(table: Table, count: int) -> tuple[Confidence, ...]:
    raw = table.raw.get("confiance", CONFIDENCES[0])
    words = raw if isinstance(raw, list) else [raw] * count
    if len(words) != count:
        table.refuse(f"« confiance » attend un mot, ou un par taille ({count}), {len(words)} trouvé(s).", "confiance")
        return ()
    known: dict[str, Confidence] = {word: word for word in CONFIDENCES}
    for word in dict.fromkeys(str(word) for word in words if word not in CONFIDENCES):
        table.refuse(
            f"confiance « {word} » inconnue ; mots admis : {', '.join(CONFIDENCES)}.{nearest(word, CONFIDENCES)}",
            "confiance",
        )
    return tuple(known.get(word, CONFIDENCES[0]) for word in map(str, words))


def _read_regions(document: Document, top: Table, reading: Reading) -> None:
    found = tables(document, "region", reading)
    printed = document.table.get("ensemble")
    if not isinstance(printed, Mapping):
        top.refuse("total imprimé absent : une table [ensemble] était attendue.", "ensemble")
        return
    total = Table(document, "ensemble", 0, printed, reading.problems)
    total.check_keys()
    source_id = top.text("source")
    if source_id not in reading.sources and not reading.sources:
        return
    if source_id not in reading.sources:
        top.refuse(f"source « {source_id} » absente de sources.toml.{nearest(source_id, reading.sources)}", "source")
        return
    rows = tuple(_region(table, table.text("nom")) for table in found)
    reading.regions = Regions(
        rows,
        _region(total, "Ensemble"),
        top.day("depuis"),
        reading.sources[source_id],
        top.text("lieu"),
        top.text("note", empty=True),
    )


def _region(table: Table, name: str) -> Region:
    return Region(
        name,
        table.minor(table.raw.get("cpts", 0), "structures", "cpts"),
        table.minor(table.raw.get("population", 0), "habitants", "population"),
        table.minor(table.raw.get("couverture", 0), "%", "couverture"),
    )


def _shown(value: object) -> str:
    if isinstance(value, str):
        return f"le texte « {value} »"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return "une liste" if isinstance(value, list) else "une table"
    return str(value)
