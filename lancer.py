"""Two commands and nothing to prepare: the sample workbooks, or the whole test suite.

    python3 lancer.py                 the sample workbooks, in sortie/
    python3 lancer.py tests [...]     the test suite (further words go to pytest)
    python3 lancer.py preparer        the environment with the developers' tools, nothing run

Standard library only. The environment is `.venv`, beside this file; a second run finds it ready.
Kept in Python 3.7 syntax so that an old interpreter reaches our own message instead of a syntax error.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "excel-tools.txt")
OLDEST = (3, 11)
SAMPLE = ["generer", os.path.join("samples", "portefeuille.xlsx"), "--sortie", "sortie"]


def main_extras(system: str = os.name) -> str:
    """What the main job needs beside the package: on Windows, also what binds the functions to Excel."""
    return "moteur,excel" if system == "nt" else "moteur"


class Stop(Exception):
    """A sentence for the user; nothing more can be done."""


def venv_python() -> str:
    """The interpreter of the environment."""
    if os.name == "nt":
        return os.path.join(VENV, "Scripts", "python.exe")
    return os.path.join(VENV, "bin", "python")


def check_interpreter() -> None:
    """Refuse an interpreter that is too old, or one that cannot make an environment."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if sys.version_info[:2] < OLDEST:
        raise Stop(
            f"Python {version} est trop ancien : excel-tools demande Python 3.11 ou plus récent.\n"
            "Installez-le depuis https://www.python.org/downloads/ puis relancez cette commande avec lui."
        )
    try:
        import ensurepip  # noqa: F401  (only its presence matters; Debian ships it apart)
        import venv  # noqa: F401  (the same)
    except ImportError:
        raise Stop(
            f"Ce Python {version} ne sait pas créer d'environnement : il lui manque « venv ».\n"
            "Sous Debian ou Ubuntu : sudo apt install python3-venv\n"
            "puis relancez la commande."
        ) from None


def wanted_stamp(extras: str) -> str:
    """What the environment must have been built from to be usable as it is."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return "|".join((sys.version, ROOT, extras, digest.hexdigest()))


def read_stamp() -> str:
    """The stamp left by the last complete installation, or nothing."""
    try:
        with open(STAMP, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


def prepare(extras: str) -> None:
    """Make `.venv` hold the locked versions; at once when it already does."""
    kept = read_stamp()
    # The developers' environment holds all that the main job needs.
    if os.path.exists(venv_python()) and kept in (wanted_stamp(extras), wanted_stamp("dev")):
        return
    check_interpreter()
    print("Préparation de l'environnement (.venv), une seule fois…", file=sys.stderr, flush=True)
    # Started afresh when the interpreter changed or the folder moved: what is inside holds absolute paths.
    same = kept.split("|")[:2] == wanted_stamp(extras).split("|")[:2]
    import venv

    if os.path.exists(STAMP):
        os.remove(STAMP)
    venv.EnvBuilder(with_pip=True, clear=not same, symlinks=os.name != "nt").create(VENV)
    code = subprocess.call(
        [
            venv_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--constraint", os.path.join(ROOT, "requirements.lock"),
            "--editable", f"{ROOT}[{extras}]",
        ],
        stdin=subprocess.DEVNULL,
        cwd=ROOT,
    )  # fmt: skip
    if code:
        raise Stop(
            "L'installation a échoué (message de pip ci-dessus).\n"
            "Vérifiez l'accès au réseau (https://pypi.org), ou le proxy de votre établissement, puis relancez."
        )
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write(wanted_stamp(extras))


def main(words: list[str]) -> int:
    """Run one of the two jobs and return its exit code."""
    try:
        if words[:1] == ["tests"]:
            prepare("dev")
            # two workers, a module each at a time, in the order of tests/conftest.py: the longest ones first
            command = ["-m", "pytest", "-n", "2", "--dist", "loadscope", "--no-loadscope-reorder", *words[1:]]
        elif words[:1] == ["preparer"]:
            prepare("dev")
            return 0
        elif not words:
            prepare(main_extras())
            command = ["-m", "excel_tools", *SAMPLE]
        else:
            raise Stop(
                f"Commande inconnue : « {' '.join(words)} ».\nÉcrivez « lancer.py » seul (les classeurs d'exemple) "
                "ou « lancer.py tests » (les tests)."
            )
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Interrompu.", file=sys.stderr)
        return 130
    # UTF-8 everywhere: a French Windows console would otherwise refuse « é » in a redirected output.
    environment = dict(os.environ, PYTHONUTF8="1")
    try:
        return subprocess.call([venv_python(), *command], cwd=ROOT, env=environment)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
