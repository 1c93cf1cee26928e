"""Which modules of excel_tools travel inside the extension: those that the adapter imports, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import excel_tools

PACKAGE = "excel_tools"
ROOT = Path(excel_tools.__file__).resolve().parent


def needed(start: str) -> dict[str, bytes]:
    """Return the sources that a module needs, itself included: ``excel_tools/money.py`` → bytes, sorted."""
    found: dict[str, bytes] = {}
    pending = [start]
    while pending:
        name = pending.pop()
        # a module brings the packages it stands in
        parts = name.split(".")
        pending += [".".join(parts[:count]) for count in range(1, len(parts))]
        path = _path(name)
        if path is None:
            continue
        place = f"{PACKAGE}/{path.relative_to(ROOT).as_posix()}"
        if place not in found:
            found[place] = path.read_bytes()
            # what the package offers Python users is loaded on demand, and stays behind
            pending += _imports(ast.parse(found[place]), deep=name != PACKAGE)
    return dict(sorted(found.items()))


def _path(name: str) -> Path | None:
    """Return the file of a module of ours; None for a name that is something inside a module."""
    place = ROOT.joinpath(*name.split(".")[1:])
    return next((path for path in (place / "__init__.py", place.with_suffix(".py")) if path.is_file()), None)


def _imports(tree: ast.Module, deep: bool) -> Iterator[str]:
    for node in _statements(tree.body, deep):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == PACKAGE)


def _statements(body: list[ast.stmt], deep: bool) -> Iterator[ast.AST]:
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        if deep:
            yield from ast.walk(node)
        else:
            yield node
