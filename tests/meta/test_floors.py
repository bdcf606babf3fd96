"""The floors hold, and the checks that say so would notice if they did not."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meta.tree import (
    PURE_FLOORS,
    ROOT,
    SOURCE,
    imported_modules,
    name_of,
    parsed,
    source_files,
)

# What import-linter cannot see: names that reach the outside without an import of their own.
IMPURE_CALLS = frozenset(
    {
        "__import__",
        "import_module",
        "open",
        "input",
        "print",
        "eval",
        "exec",
        "hash",
        "id",
        "globals",
    }
)
IMPURE_METHODS = frozenset(
    {"now", "utcnow", "today", "uuid1", "uuid4", "urandom", "import_module", "getrandbits"}
)
SET_MAKERS = frozenset({"set", "frozenset"})
# What keeps the arbitrary order of a set, as `for` does.
ORDER_KEEPERS = frozenset({"list", "tuple", "iter", "enumerate", "map", "filter", "zip", "join"})


def lint_imports(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the core that stands in a folder."""
    script = "import sys; from importlinter.cli import lint_imports as run; sys.exit(run())"
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_floors_hold() -> None:
    outcome = lint_imports(ROOT)

    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("model/planted.py", "from ccsdk.engine import state", "A file imports its own floor"),
        ("bus/planted.py", "import ccsdk.log", "A file imports its own floor"),
        (
            "model/planted.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import ccsdk.engine",
            "A file imports its own floor",
        ),
        ("newfloor.py", "", "A file imports its own floor"),
        ("engine/planted.py", "import time", "know no clock"),
        ("wire/planted.py", "def f():\n    from asyncio import sleep", "know no clock"),
    ],
    ids=["upward", "sibling", "type-checking", "unnamed-floor", "clock", "late-import"],
)
def test_a_broken_floor_is_found(tmp_path: Path, module: str, planted: str, contract: str) -> None:
    shutil.copytree(
        SOURCE, tmp_path / "src" / "ccsdk", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src" / "ccsdk" / module).write_text(planted + "\n")

    outcome = lint_imports(tmp_path)

    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    (broken,) = [line for line in outcome.stdout.splitlines() if line.endswith("BROKEN")]
    assert contract in broken


def impurities(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, what) for each way out of a pure floor that needs no import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = called(node)
            is_plain = isinstance(node.func, ast.Name)
            if name in (IMPURE_CALLS if is_plain else IMPURE_METHODS):
                yield node.lineno, f"{name}()"
            elif name in ORDER_KEEPERS and any(map(is_set, node.args)):
                yield node.lineno, f"{name}() over a set"
        elif isinstance(node, ast.For | ast.comprehension) and is_set(node.iter):
            yield node.iter.lineno, "iteration over a set"
        elif isinstance(node, ast.Starred) and is_set(node.value):
            yield node.lineno, "unpacking of a set"


def called(node: ast.Call) -> str:
    """Return the last word of what is called."""
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def is_set(node: ast.AST) -> bool:
    """Say whether an expression is plainly a set, whose order changes from run to run."""
    if isinstance(node, ast.BinOp):
        return is_set(node.left) or is_set(node.right)
    is_made = isinstance(node, ast.Call) and called(node) in SET_MAKERS
    return is_made or isinstance(node, ast.Set | ast.SetComp)


def test_pure_floors_know_no_clock_chance_or_order_of_sets() -> None:
    found = [
        f"{name_of(path)}:{line}: {what}"
        for path in source_files(*PURE_FLOORS)
        for line, what in impurities(parsed(path))
    ]

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "importlib.import_module('time')",
        "__import__('time')",
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "open('x')",
        "uuid.uuid4()",
        "os.urandom(8)",
        "id(agent)",
        "hash(name)",
        "for x in {1, 2}: pass",
        "for x in set(y): pass",
        "[x for x in frozenset(y)]",
        "{x: 1 for x in {y for y in z}}",
        "list(set(y))",
        "', '.join({y for y in z})",
        "[*set(y)]",
        "for x in set(a) - b: pass",
    ],
)
def test_an_impurity_is_found(source: str) -> None:
    found = list(impurities(ast.parse(source)))

    assert len(found) == 1


@pytest.mark.parametrize("source", ["sorted(set(y))", "x in {1, 2}", "len({*y})", "agent.id"])
def test_a_harmless_set_is_no_impurity(source: str) -> None:
    found = list(impurities(ast.parse(source)))

    assert not found


def test_core_imports_from_the_owning_module_never_from_the_facade() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in source_files()
        for line, module, name in imported_modules(parsed(path))
        if module == "ccsdk" and name is not None and not owns(name)
    ]

    assert not found, "\n".join(found)


def owns(name: str) -> bool:
    """Say whether a name of the package is a floor, not something the facade lends."""
    return (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").is_file()
