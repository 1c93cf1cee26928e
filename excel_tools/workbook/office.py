"""Drive LibreOffice without its window: find it, give it a clean French profile, convert files.

Each call has a profile of its own, so that a LibreOffice the user has open is neither disturbed nor obeyed; formulas
are always recalculated at loading, macros and links never run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from excel_tools.errors import ExcelToolsError

_FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "ods": "ods:calc8",
    "pdf": "pdf:calc_pdf_Export",
    # Separator ; quote " UTF-8, as shown on screen, first sheet.
    "csv": "csv:Text - txt - csv (StarCalc):59,34,76,1",
}

_SETTINGS = (
    # (node, property, value): always recalculate (0), xlsx and ods alike.
    ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),  # never update links
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "fr-FR"),
    ("/org.openoffice.Office.Linguistic/General", "DefaultLocale", "fr-FR"),
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
)


class OfficeError(ExcelToolsError):
    """LibreOffice is missing, did not answer, or did not write what was asked."""


def find_soffice() -> Path | None:
    """The LibreOffice program: `EXCEL_TOOLS_SOFFICE`, then the PATH, then the usual places; None without one."""
    given = os.environ.get("EXCEL_TOOLS_SOFFICE")
    if given:
        return Path(given) if Path(given).is_file() else None
    for name in ("soffice", "libreoffice"):
        found = shutil.which(name)
        # On Windows soffice.com waits for the end of the job; soffice.exe returns at once.
        if found:
            console = Path(found).with_suffix(".com")
            return console if console.is_file() else Path(found)
    return next((place for place in _usual_places() if place.is_file()), None)


def _usual_places() -> list[Path]:
    if sys.platform == "darwin":
        return [Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")]
    if os.name == "nt":
        roots = [os.environ.get(name) for name in ("ProgramFiles", "ProgramFiles(x86)")]
        return [Path(root, "LibreOffice", "program", "soffice.com") for root in roots if root]
    return sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def profile_option(folder: Path) -> str:
    """The option that makes LibreOffice use a profile."""
    return f"-env:UserInstallation={folder.resolve().as_uri()}"


def make_profile(folder: Path) -> str:
    """Write a clean French profile into `folder`; return the option that makes LibreOffice use it."""
    user = folder / "user"
    user.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="{node}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for node, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n{items}</oor:items>\n',
        encoding="utf-8",
    )
    return profile_option(folder)


def required_soffice() -> Path:
    """The LibreOffice program; raises `OfficeError` without one."""
    program = find_soffice()
    if program is None:
        raise OfficeError(
            "LibreOffice est introuvable. Installez-le (https://fr.libreoffice.org) ou donnez le chemin du programme "
            "« soffice » dans la variable d'environnement EXCEL_TOOLS_SOFFICE."
        )
    return program


def convert(
    files: Sequence[Path],
    target: str,
    outdir: Path,
    *,
    soffice: Path | None = None,
    timeout: float | None = None,
    profile: Path | None = None,
) -> list[Path]:
    """Convert spreadsheets in one LibreOffice process and return the files written, in the order given.

    `target` is `xlsx`, `ods`, `pdf` or `csv` (first sheet). `timeout` in seconds, by default 60 and 20 more for each
    file; a LibreOffice that does not end by then is killed. `profile` is a folder made by `make_profile`, which may
    hold extensions; by default a new one. Raises `OfficeError`, one sentence for each file not written.
    """
    program = soffice or required_soffice()
    outdir.mkdir(parents=True, exist_ok=True)
    written = [outdir / f"{file.stem}.{target}" for file in files]
    if len(set(written)) < len(written):
        raise ValueError("two files of one conversion bear the same name")
    for file in written:
        file.unlink(missing_ok=True)
    limit = 60.0 + 20.0 * len(files) if timeout is None else timeout
    with tempfile.TemporaryDirectory(prefix="excel-tools-lo-", ignore_cleanup_errors=True) as folder:
        options = ["--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"]
        chosen = make_profile(Path(folder)) if profile is None else profile_option(profile)
        command = [str(program), chosen, *options, "--convert-to", _FILTERS[target]]
        said = last_words(run_program([*command, "--outdir", str(outdir), *map(str, files)], limit).stderr)
    missing = [file for file, result in zip(files, written, strict=True) if not result.is_file()]
    if missing:
        raise OfficeError(
            [f"{file} : LibreOffice n'a pas pu lire ou convertir ce classeur. {said}".rstrip() for file in missing]
        )
    return written


def run_program(command: list[str], timeout: float) -> subprocess.CompletedProcess[str]:
    """Run a program of LibreOffice, which may hang, with all it starts.

    Raises:
        OfficeError: it did not end in time, in seconds, and was killed.
    """
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=clean_environment(),
        start_new_session=True,
    ) as process:
        try:
            printed, said = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            _kill(process)
            raise OfficeError(
                f"LibreOffice n'a pas répondu en {timeout:.0f} secondes et a été arrêté. "
                "Relancez ; si cela se répète, ouvrez le classeur à la main pour voir ce qui le bloque."
            ) from None
        except BaseException:
            _kill(process)
            raise
    texts = (text.decode("utf-8", "replace") for text in (printed, said))
    return subprocess.CompletedProcess(command, process.returncode, *texts)


def clean_environment() -> dict[str, str]:
    """What LibreOffice is started with: nothing of the Python in use, which its own would take for itself.

    Its Python looks for its library beside the first ``python3`` of the PATH: an environment or a pyenv there, and no
    extension in Python loads any more.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    if os.name == "posix":
        # file names with accents need a UTF-8 locale; the language itself comes from the profile
        kept |= {"LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp", "PATH": f"/usr/bin:/bin:{kept.get('PATH', '')}"}
    return kept


def last_words(text: str) -> str:
    """The end of what a program said, on one line, from a whole word on."""
    line = " ".join(text.split())
    return line if len(line) <= 300 else f"… {line[-300:].partition(' ')[2]}"


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children: `soffice` is only the starter of the real program."""
    if os.name == "nt":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
