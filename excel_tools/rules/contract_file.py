"""Read the amounts of a signed contract from a small TOML or CSV file."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

from excel_tools.dates import french, parse_day
from excel_tools.errors import InputError, why
from excel_tools.money import french_euros, french_number, parse_euros, parse_number
from excel_tools.rules.amount import SIZES, Amount
from excel_tools.rules.book import Rules
from excel_tools.rules.contract import LONGEST_SOURCE, MOST_CENTS, Contract, ContractLine, bounds
from excel_tools.rules.document import Problem, read_toml
from excel_tools.rules.load import load_rules
from excel_tools.rules.units import CENTS, SCALES, to_minor
from excel_tools.rules.words import nearest

COLUMNS = ("code", "taille", "depuis", "montant", "source")
"""Columns of a contract file; « code » and « montant » are required."""

_REQUIRED = ("code", "montant")
NATIONAL = ("cpts.taille.seuils",)
"""Codes that no contract changes."""
_WORDS = {"oui": 1, "non": 0, "vrai": 1, "faux": 0, "true": 1, "false": 0, "1": 1, "0": 0}


def read_contract(path: str | Path, rules: Rules | None = None) -> Contract:
    """Return the amounts of a signed contract, to be given to ``Rules.with_contract``.

    A TOML file holds one ``[[montant]]`` table an amount, a CSV file (``;`` or ``,``) one line; keys and columns are
    ``code, taille, depuis, montant, source``. Amounts are in the unit of the code (euros, « 75 % », points, months).

    Raises:
        InputError: everything wrong in the file, each sentence with file and line.
    """
    path = Path(path)
    rules = rules or load_rules()
    if not path.is_file():
        raise InputError(f"{path} : fichier de contrat introuvable ; vérifier le chemin.")
    if path.suffix.lower() == ".toml":
        rows = _toml_rows(path)
    elif path.suffix.lower() in (".csv", ".txt"):
        rows = _csv_rows(path)
    else:
        raise InputError(f"{path} : un contrat se donne en .toml ou en .csv.")
    return contract_from_rows(rows, rules, path.name)


def contract_from_rows(rows: Iterable[tuple[str, Mapping[str, object]]], rules: Rules, file: str) -> Contract:
    """Return a contract from rows already read, of a workbook for instance.

    Args:
        rows: where the row stands, for the messages (``"contrat.csv, ligne 3"``), and its values by column.
        rules: the barèmes whose codes the rows name.
        file: name shown as the place of each amount.

    Raises:
        InputError: everything wrong in the rows.
    """
    errors: list[str] = []
    seen: dict[tuple[str, int, int], str] = {}
    lines: list[ContractLine] = []
    for place, row in rows:
        line, found = _line(row, rules)
        errors += [f"{place} : {message}" for message in found]
        if line is None:
            continue
        key = (line.code, line.size, line.since)
        if key in seen:
            errors.append(f"{place} : « {line.code} » est déjà donné à {seen[key]}, même taille et même date.")
        seen.setdefault(key, place)
        lines.append(line)
    later = sorted({line.since for line in lines if line.since})
    if len(later) > 1:
        errors.append(
            f"{file} : {len(later)} dates « depuis » différentes ({', '.join(map(french, later))}) ; un contrat n'en "
            "porte qu'une, celle de l'avenant au contrat. Laisser « depuis » vide pour les montants d'origine."
        )
    if not errors and not lines:
        errors.append(f"{file} : aucun montant ; donner au moins « code » et « montant ».")
    if errors:
        raise InputError(errors)
    return Contract(file, tuple(lines))


def _line(row: Mapping[str, object], rules: Rules) -> tuple[ContractLine | None, list[str]]:
    errors = [
        f"colonne « {name} » inconnue.{nearest(name, COLUMNS)}" for name in row if name not in COLUMNS and row[name]
    ]
    errors += [f"« {name} » manque." for name in _REQUIRED if _blank(row.get(name))]
    if errors:
        return None, errors
    code = str(row["code"]).strip()
    if code not in rules.codes():
        return None, [f"le barème ne connaît pas « {code} ».{nearest(code, rules.codes(), 3)}"]
    if code in NATIONAL:
        return None, [f"« {code} » est national, un contrat ne le change pas."]
    amount, size, since, value = rules.amount(code), 0, 0, 0
    try:
        value = read_value(row["montant"], amount)
    except InputError as error:
        errors += error.messages
    try:
        size = 0 if _blank(row.get("taille")) else _size(row["taille"], amount)
    except InputError as error:
        errors += error.messages
    try:
        since = 0 if _blank(row.get("depuis")) else parse_day(row["depuis"], "depuis")
    except InputError as error:
        errors += error.messages
    source = ""
    try:
        source = "" if _blank(row.get("source")) else _source(row["source"])
    except InputError as error:
        errors += error.messages
    return (None if errors else ContractLine(code, value, size, since, source)), errors


def _blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _size(value: object, amount: Amount) -> int:
    number = parse_number(value, "taille")
    if not amount.sized:
        raise InputError(f"« {amount.code} » ne dépend pas de la taille ; laisser « taille » vide.")
    if number not in range(1, SIZES + 1):
        raise InputError(f"taille : « {value} » n'existe pas, elle va de 1 à {SIZES}.")
    return int(number)


def read_value(value: object, amount: Amount) -> int:
    """Return a value a contract may give for a code, in its minor unit.

    Raises:
        InputError: not in the unit of the code, or out of bounds.
    """
    unit, what = amount.unit, f"montant de « {amount.code} »"
    if unit == "oui/non":
        word = str(value).strip().lower()
        if word not in _WORDS:
            raise InputError(f"{what} : « {value} » trouvé, oui ou non attendu.")
        return _WORDS[word]
    if SCALES[unit] == CENTS:
        cents = parse_euros(value, what)
        if cents < 0:
            raise InputError(f"{what} : « {value} » est négatif ; un montant de contrat ne l'est jamais.")
        if cents > MOST_CENTS:
            raise InputError(f"{what} : « {value} » est hors limites ; {french_euros(MOST_CENTS)} au plus.")
        return cents
    percent = isinstance(value, str) and value.strip().endswith("%")
    number = parse_number(value.strip()[:-1].strip() if percent and isinstance(value, str) else value, what)
    if percent and unit != "%":
        raise InputError(f"{what} : « {value} » est un pourcentage, l'unité attendue est « {unit} ».")
    if unit == "%" and not percent and 0 < number <= 1:
        raise InputError(f"{what} : « {value} » est ambigu ; écrire le pourcentage, par exemple « 75 % ».")
    if unit == "%" and number > 100:
        raise InputError(f"{what} : « {value} » dépasse 100 %.")
    try:
        found = to_minor(number, unit)
    except InputError as error:
        raise InputError(f"{what} : {error}, trouvé « {value} ».") from error
    if unit != "%":
        least, most = bounds(amount.code, unit)
        if not least <= found <= most:
            raise InputError(
                f"{what} : « {value} » est hors limites ; de {least} à {french_number(most)} {unit} attendus."
            )
        if amount.code == "cpts.contrat.duree" and found % 12:
            raise InputError(f"{what} : « {value} » mois ne font pas des années entières ; écrire 60 pour cinq ans.")
    return found


def _source(value: object) -> str:
    found = " ".join(str(value).split())
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Cn") for letter in found):
        raise InputError("source : caractères de contrôle dans le texte ; le ressaisir.")
    if len(found) > LONGEST_SOURCE:
        raise InputError(f"source : texte trop long ({len(found)} caractères, {LONGEST_SOURCE} au plus) ; l'abréger.")
    return found


def _toml_rows(path: Path) -> list[tuple[str, Mapping[str, object]]]:
    document = read_toml(path, path.name)
    if isinstance(document, Problem):
        raise InputError(str(document))
    tables = document.table.get("montant", [])
    unknown = [key for key in document.table if key != "montant"]
    if unknown or not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        key = unknown[0] if unknown else "montant"
        line = document.line(key=key) or document.line(key)
        raise InputError(
            str(Problem(path.name, line, f"« {key} » trouvé, seules des tables [[montant]] sont admises."))
        )
    return [(f"{path.name}, ligne {document.line('montant', index)}", table) for index, table in enumerate(tables)]


def _csv_rows(path: Path) -> list[tuple[str, Mapping[str, object]]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} : fichier de contrat illisible ({why(error)}).") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # what Excel for Windows calls « CSV (séparateur : point-virgule) »
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in _REQUIRED if name not in header]
        if missing:
            names = " et ".join(f"« {name} »" for name in missing)
            raise InputError(f"{path.name}, ligne 1 : colonne {names} absente ; colonnes : {', '.join(COLUMNS)}.")
        rows: list[tuple[str, Mapping[str, object]]] = []
        for cells in reader:
            place = f"{path.name}, ligne {reader.line_num}"
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                raise InputError(
                    f"{place} : {len(cells)} cellules pour {len(header)} colonnes ; mettre entre guillemets les "
                    "nombres à virgule, ou séparer par des points-virgules."
                )
            rows.append((place, dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        raise InputError(f"{path.name}, ligne {reader.line_num} : fichier CSV illisible.") from error
    return rows
