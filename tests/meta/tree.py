"""What the meta tests read: the files of this tree and their names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ccsdk"
PLUGINS = tuple(sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml")))

CODE_FOLDERS = ("docs", "src", "plugins", "examples", "benchmarks", "tests")
PURE_FLOORS = ("errors", "model", "engine", "wire")


def code_files(suffix: str) -> list[Path]:
    """Return every file of our own code with a suffix, in a stable order."""
    found = [path for path in ROOT.glob(f"*{suffix}") if path.is_file()]
    for folder in CODE_FOLDERS:
        found += (ROOT / folder).rglob(f"*{suffix}")
    return sorted(path for path in found if not is_foreign(path))


def is_foreign(path: Path) -> bool:
    """Say whether a file is not ours to judge: vendored, built or cached."""
    parts = path.relative_to(ROOT).parts
    return any(part in {"vendor", "build", "dist"} or part.startswith(".") for part in parts)


def source_files(*floors: str) -> list[Path]:
    """Return the modules of some floors, or of the whole core."""
    files = sorted(SOURCE.rglob("*.py"))
    if not floors:
        return files
    return [
        path for path in files if path.relative_to(SOURCE).parts[0].removesuffix(".py") in floors
    ]


def plugin_files() -> list[Path]:
    """Return the modules of every plugin, its tests left out."""
    return [path for plugin in PLUGINS for path in sorted((plugin / "src").rglob("*.py"))]


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Return how a report names a file."""
    return path.relative_to(ROOT).as_posix()


def imported_modules(tree: ast.AST) -> Iterator[tuple[int, str, str | None]]:
    """Yield (line, module, name or None) for each absolute import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, None
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            for alias in node.names:
                yield node.lineno, node.module, alias.name
