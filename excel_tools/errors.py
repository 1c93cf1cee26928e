"""Every error a user can meet: one French sentence each, several at once.

Whatever is wrong with a file, a template or a rule ends here, never in a traceback: the command line prints
``messages`` and exits with ``exit_code``.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType


class ExcelToolsError(Exception):
    """What went wrong, in French sentences that name the place, the value, what was expected and the remedy."""

    exit_code = 2

    def __init__(self, messages: str | Iterable[str]) -> None:
        self.messages: list[str] = [messages] if isinstance(messages, str) else list(messages)
        super().__init__("\n".join(self.messages))


class InputError(ExcelToolsError):
    """A value given by the user, in a cell, a file or an argument, cannot be used."""


class RuleError(ExcelToolsError):
    """The rules hold no such amount, or none for that date or size."""


class TemplateError(ExcelToolsError):
    """A template or a workbook does not hold what the code needs."""


_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "ENOENT": "introuvable",
        "ENOTDIR": "un des dossiers du chemin est un fichier",
        "EISDIR": "c'est un dossier, pas un fichier",
        "EACCES": "accès refusé ; vérifier les droits, ou fermer le programme qui le tient ouvert",
        "EPERM": "opération refusée par le système",
        "EROFS": "le disque est en lecture seule",
        "ENOSPC": "plus de place sur le disque",
        "EDQUOT": "quota de disque atteint",
        "EFBIG": "fichier trop grand pour ce disque",
        "ENAMETOOLONG": "nom trop long",
        "EEXIST": "ce nom est déjà pris",
        "ENOTEMPTY": "le dossier n'est pas vide",
        "EMFILE": "trop de fichiers ouverts",
        "ENFILE": "trop de fichiers ouverts sur l'ordinateur",
        "EBUSY": "occupé par un autre programme",
        "ETXTBSY": "occupé par un autre programme",
        "EIO": "erreur du disque ou du réseau",
        "ELOOP": "liens qui tournent en rond",
        "EINVAL": "nom ou opération non admis à cet endroit",
        "EILSEQ": "nom qui contient des caractères non admis",
        "ENOMEM": "mémoire insuffisante",
        "ETIMEDOUT": "délai dépassé",
        "ENODEV": "disque ou lecteur absent",
        "ENXIO": "disque ou lecteur absent",
        "ESTALE": "dossier du réseau perdu ; le rouvrir",
        "EPIPE": "le programme qui lisait s'est fermé",
        "EBADF": "flux fermé",
    }
)


def why(problem: OSError) -> str:
    """Return in French what the system says, without a final stop; its own number where we know no better."""
    known = _REASONS.get(errno.errorcode.get(problem.errno or 0, ""))
    return known or (f"erreur du système n° {problem.errno}" if problem.errno else "erreur du système")


def others(count: int, noun: str = "") -> str:
    """Return « et 3 autres », « et 1 autre », after a list cut short, with a space before it; nothing when none is."""
    plural = "s" if count > 1 else ""
    return f" et {count} autre{plural}" + f" {noun}{plural}" * bool(noun) if count > 0 else ""


_WORDS = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")


def discreet(message: str, what: str, value: object, remedy: str) -> str:
    """Return a sentence about a cell without what was typed there, be it in its remedy: it may name a person.

    Args:
        what: place of the cell, with which the sentence begins.
        value: what was typed.
        remedy: what to do, when the sentence has nothing else left.
    """
    typed = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    told = {word.casefold() for word in _WORDS.findall(typed)}
    digits = re.sub(r"\D", "", typed)

    def leaks(clause: str) -> bool:
        found = {word.casefold() for word in _WORDS.findall(clause)}
        return bool(told & found) or (len(digits) > 2 and digits in re.sub(r"\D", "", clause))

    rest = re.sub("^« .* » trouvé,", "la valeur saisie ne convient pas,", message.removeprefix(f"{what} : "))
    first, *others = re.sub("^« .* » ", "la valeur saisie ", rest).split(" ; ")
    kept = [clause for clause in others if not leaks(clause)]
    first = "valeur refusée" if leaks(first) else first.rstrip(".")
    if not kept and ". " not in first:
        kept = [remedy]
    return f"{what} : {' ; '.join((first, *kept))}".rstrip(".") + "."
