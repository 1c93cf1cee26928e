"""The extension for LibreOffice: what is in the file, and the core running from it alone."""

import ast
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from excel_tools import __version__
from excel_tools.functions.catalogue import FUNCTIONS
from excel_tools.functions.hosts.libreoffice import adapter, archive, declared, texts

ROOT = Path(__file__).parents[1]
CONFIGURATION = "{http://openoffice.org/2001/registry}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def built() -> bytes:
    return archive.extension()


@pytest.fixture(scope="module")
def unpacked(built: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("extension")
    with zipfile.ZipFile(io.BytesIO(built)) as opened:
        opened.extractall(folder)
    return folder


def test_same_catalogue_same_bytes(built: bytes) -> None:
    # another process: another order of sets, another clock
    code = (
        "import hashlib; from excel_tools.functions.hosts.libreoffice.archive import extension\n"
        "print(hashlib.sha256(extension()).hexdigest())"
    )
    environment = {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(built).hexdigest()


def test_archive_is_plain(built: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(built)) as opened:
        entries = opened.infolist()
        assert opened.testzip() is None
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {Path(name).suffix for name in names} == {".xml", ".xcu", ".idl", ".json", ".py", ".txt", ""}
    assert not [name for name in names if "test" in name or "__pycache__" in name or "xlwings" in name]
    assert {name for name in names if not name.startswith("pythonpath/")} == {
        *("META-INF/manifest.xml", "description.xml", "LICENSE", "apropos.txt"),
        *("types.idl", "CalcAddIns.xcu", "services.json", "component.py"),
    }


def test_manifest_names_only_what_is_there(unpacked: Path) -> None:
    manifest = ElementTree.parse(unpacked / "META-INF" / "manifest.xml").getroot()
    place = "{http://openoffice.org/2001/manifest}full-path"
    listed = [entry.get(place) for entry in manifest]
    assert listed == ["types.idl", "CalcAddIns.xcu", "component.py"]
    assert all((unpacked / str(name)).is_file() for name in listed)


def test_description_gives_name_version_and_oldest_libreoffice(unpacked: Path) -> None:
    text = (unpacked / "description.xml").read_text("utf-8")
    ElementTree.fromstring(text)
    assert f'<version value="{__version__}"/>' in text
    assert '<lo:LibreOffice-minimal-version value="7.4"' in text
    assert "financement des CPTS, MSP, ESS et ESP" in text
    assert "Licence MIT" in (unpacked / "apropos.txt").read_text("utf-8")
    assert (unpacked / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_wizard_texts_are_those_of_the_catalogue_in_every_language(unpacked: Path) -> None:
    root = ElementTree.parse(unpacked / "CalcAddIns.xcu").getroot()
    services = root.findall(f"node[@{CONFIGURATION}name='AddInInfo']/node")
    found = {}
    for service in services:
        for entry in service.findall("node/node"):
            parameters = [tuple(texts_of(child)) for child in entry.findall("node/node")]
            name, description = texts_of(entry)
            found[name] = (service.get(f"{CONFIGURATION}name"), description, parameters)
    assert found == {
        function.name: (
            function.family,
            texts.function_help(function),
            [(argument.name, texts.argument_help(argument)) for argument in function.arguments],
        )
        for function in FUNCTIONS
    }
    optional = [argument for function in FUNCTIONS for argument in function.arguments if argument.optional]
    assert optional
    assert all(texts.argument_help(argument).endswith("(facultatif)") for argument in optional)


def texts_of(node: ElementTree.Element) -> Iterator[str]:
    """The display name and the description, which must be the same in French and where other languages look."""
    for name in ("DisplayName", "Description"):
        values = node.findall(f"prop[@{CONFIGURATION}name='{name}']/value")
        assert [value.get(LANGUAGE) for value in values] == ["fr", "en-US"]
        assert len({value.text for value in values}) == 1
        yield str(values[0].text)


def test_parameters_stand_in_alphabetical_order_as_calc_sorts_them() -> None:
    for function in FUNCTIONS:
        names = [declared.parameter(place, argument) for place, argument in enumerate(function.arguments, 1)]
        assert names == sorted(names)
        assert all(name.isalnum() and name.isascii() for name in names)


def test_services_match_the_types(unpacked: Path) -> None:
    types_text = (unpacked / "types.idl").read_text("utf-8")
    services = json.loads((unpacked / "services.json").read_text("utf-8"))
    methods = {declared[0]: f" {name}(" for entry in services.values() for name, declared in entry["methods"].items()}
    assert list(methods) == [function.name for function in FUNCTIONS]
    assert all(types_text.count(f"interface X{service} ") == 1 for service in services)
    assert all(method in types_text for method in methods.values())


def test_files_that_travel_keep_to_old_grammars(unpacked: Path) -> None:
    ast.parse((unpacked / "component.py").read_bytes(), feature_version=(3, 8))
    travelling = list((unpacked / "pythonpath").rglob("*.py"))
    assert len(travelling) > 40
    for file in travelling:
        ast.parse(file.read_bytes(), feature_version=(3, 10))


def test_only_what_the_adapter_imports_travels(unpacked: Path) -> None:
    """Import everything from the extension alone, without site-packages, and see what was left untouched."""
    found = isolated(unpacked, "import excel_tools.functions.hosts.libreoffice.adapter, excel_tools.api_missing")
    assert "No module named 'excel_tools.api_missing'" in found.stderr
    names = [file.relative_to(unpacked / "pythonpath") for file in (unpacked / "pythonpath").rglob("*.py")]
    dotted = [".".join(name.with_suffix("").parts).removesuffix(".__init__") for name in names]
    code = (
        "import sys\n"
        "from excel_tools.functions.hosts.libreoffice.adapter import answer\n"
        "answer('CPTS.TOTAL', (90000.0, None, None, None))\n"
        f"print(sorted(set({dotted!r}) - set(sys.modules)))"
    )
    done = isolated(unpacked, code)
    assert done.stdout.strip() == "[]", done.stderr


def test_every_example_is_computed_from_the_extension_alone(unpacked: Path) -> None:
    asked = [(function.name, list(example.arguments)) for function in FUNCTIONS for example in function.examples]
    code = (
        "import json, sys\n"
        "from excel_tools.functions.hosts.libreoffice.adapter import answer\n"
        "print(json.dumps([answer(name, tuple(args)) for name, args in json.loads(sys.argv[1])]))"
    )
    done = isolated(unpacked, code, json.dumps(asked))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    here = [adapter.answer(name, tuple(args)) for name, args in asked]
    assert found == json.loads(json.dumps(here))
    # not errors in both places
    assert not [question for question, rows in zip(asked, here, strict=True) if rows[0][0] != rows[0][0]]


def isolated(unpacked: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run code with the extension's folder as only library, far from this checkout."""
    start = f"import sys; sys.path.insert(0, {str(unpacked / 'pythonpath')!r})\n"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", start + code, *words],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
