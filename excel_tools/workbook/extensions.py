"""Install extensions in LibreOffice for the current user, or in a profile given.

LibreOffice's own ``unopkg`` does it, except for root, whom it refuses: there the office itself is started without its
window and asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from excel_tools.errors import why
from excel_tools.workbook.office import (
    OfficeError,
    clean_environment,
    last_words,
    profile_option,
    required_soffice,
    run_program,
)

OLDEST_PYTHON = (3, 10)
_LIMIT = 180.0
_OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault")


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice that can run extensions written in Python.

    Attributes:
        soffice: its program.
        folder: where its programs stand.
        python: a Python with its ``uno`` module; None when it could not be found or asked.
        version: of that Python; (0, 0) when unknown.
    """

    soffice: Path
    folder: Path
    python: Path | None
    version: tuple[int, int]


def find_office() -> Office:
    """Return the LibreOffice of this computer.

    Raises:
        OfficeError: there is none, or it cannot run Python, or too old a one.
    """
    soffice = required_soffice()
    folder = soffice.resolve().parent
    if not any((place / "pythonloader.py").is_file() for place in (folder, folder.parent / "Resources")):
        raise OfficeError(
            f"Ce LibreOffice ({folder}) n'exécute pas les extensions écrites en Python. Sous Debian ou Ubuntu, "
            "installez le paquet python3-uno ; ailleurs, installez LibreOffice depuis https://fr.libreoffice.org."
        )
    python, version = _find_python(folder)
    if python is not None and version < OLDEST_PYTHON:
        raise OfficeError(
            f"Ce LibreOffice contient Python {version[0]}.{version[1]} ; les fonctions demandent Python "
            f"{OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} ou plus récent. Installez une version plus récente de LibreOffice "
            "(https://fr.libreoffice.org), puis relancez cette commande."
        )
    return Office(soffice, folder, python, version)


def _find_python(folder: Path) -> tuple[Path | None, tuple[int, int]]:
    """Return the Python that LibreOffice runs: its own, or that of the system where a distribution shares it."""
    names = ("python.exe",) if os.name == "nt" else ("python", "python3")
    places = [place / name for place in (folder, folder.parent / "Resources") for name in names]
    if sys.platform.startswith("linux"):
        places.append(Path("/usr/bin/python3"))
    for place in places:
        if place.is_file():
            code = "import sys, uno; print(*sys.version_info[:2])"
            done = subprocess.run(
                [str(place), "-c", code],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
                env=clean_environment(),
            )
            if done.returncode == 0:
                major, minor = done.stdout.split()
                return place, (int(major), int(minor))
    return None, (0, 0)


def profile_folder(profile: Path | None = None) -> Path:
    """Return the profile given, or that of the current user."""
    if profile is not None:
        return profile
    if os.name == "nt":
        base = Path(os.environ.get("APPDATA", Path.home() / "AppData/Roaming"), "LibreOffice")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Application Support/LibreOffice"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config", "libreoffice")
    return base / "4"


def is_open(profile: Path | None = None) -> bool:
    """Return whether a LibreOffice seems to be open with a profile."""
    return (profile_folder(profile) / ".lock").exists()


def install(extension: Path, profile: Path | None = None) -> None:
    """Install an extension; one with the same identifier is replaced, whatever its version.

    Raises:
        OfficeError: LibreOffice is missing, is open (for root), or refused; the profile cannot be written.
    """
    office = find_office()
    _check_writable(profile_folder(profile))
    if _is_root():
        _ask(office, "add", str(extension.resolve()), profile)
    else:
        _unopkg(office, ["add", "-f", "-s"], str(extension.resolve()), profile)


def remove(identifier: str, profile: Path | None = None) -> bool:
    """Remove an extension; return whether it was installed.

    Raises:
        OfficeError: LibreOffice is missing, is open (for root), or refused.
    """
    office = find_office()
    if _is_root():
        return _ask(office, "remove", identifier, profile)
    if identifier not in _unopkg(office, ["list"], "", profile).split():
        return False
    _unopkg(office, ["remove"], identifier, profile)
    return True


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # os.access tells root and Windows nothing
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise OfficeError(
            f"Le profil de LibreOffice « {folder} » ne peut être écrit ({why(problem)}) ; vérifiez ses droits, ou "
            "donnez un autre dossier par --profil."
        ) from problem


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _profile_option(profile: Path | None) -> list[str]:
    return [] if profile is None else [profile_option(profile)]


def _unopkg(office: Office, action: list[str], subject: str, profile: Path | None) -> str:
    """Run LibreOffice's own tool and return what it printed."""
    names = ("unopkg.com", "unopkg.exe") if os.name == "nt" else ("unopkg",)
    tool = next((office.folder / name for name in names if (office.folder / name).is_file()), None)
    if tool is None:
        raise OfficeError(
            f"« unopkg » manque à ce LibreOffice ({office.folder}). Construisez l'extension par « excel-tools "
            "fonctions construire --hote libreoffice », puis ouvrez-la dans LibreOffice : Outils, Gestionnaire des "
            "extensions, Ajouter."
        )
    command = [str(tool), *action, *([subject] if subject else []), *_profile_option(profile)]
    done = run_program(command, _LIMIT)
    if done.returncode:
        raise OfficeError(f"LibreOffice a refusé l'extension : {last_words(done.stderr)}")
    return done.stdout


def _ask(office: Office, action: str, subject: str, profile: Path | None) -> bool:
    """Start LibreOffice without its window and have its extension manager do it."""
    if office.python is None:
        raise OfficeError("Le module « uno » de Python est introuvable. Sous Debian, installez le paquet python3-uno.")
    if is_open(profile):
        raise OfficeError(
            "LibreOffice est ouvert : fermez toutes ses fenêtres, puis relancez cette commande. S'il ne l'est pas, "
            f"effacez le fichier « {profile_folder(profile) / '.lock'} », resté d'un arrêt brutal."
        )
    worker = Path(__file__).with_name("uno_worker.py")
    with tempfile.TemporaryDirectory(prefix="excel-tools-lo-", ignore_cleanup_errors=True) as folder:
        output = Path(folder, "answer.json")
        start = [str(office.soffice), *_profile_option(profile), *_OPTIONS]
        try:
            done = run_program([str(office.python), str(worker), action, subject, str(output), *start], _LIMIT)
        except BaseException:
            # what we started was stopped short and has left its lock
            (profile_folder(profile) / ".lock").unlink(missing_ok=True)
            raise
        if not output.is_file():
            raise OfficeError(f"LibreOffice n'a pas répondu. {last_words(done.stderr)}".rstrip())
        answer = json.loads(output.read_text("utf-8"))
    if answer.get("error") == "":
        raise OfficeError(f"LibreOffice ({office.soffice}) n'a pas pu démarrer ; essayez de l'ouvrir à la main.")
    if "error" in answer:
        raise OfficeError(f"LibreOffice a refusé l'extension : {last_words(answer['error'])}")
    return bool(answer["done"])
