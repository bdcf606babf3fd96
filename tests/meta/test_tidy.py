"""Size and shape of our own code; every exception has its reason in reasons.toml."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp
import pytest

from tests.meta import javascript
from tests.meta.tree import ROOT, SOURCE, code_files, name_of, parsed, plugin_files, source_files

FUNCTION_LINES_MAX = 40
MODULE_LINES_MAX = 400
LINE_LENGTH_MAX = 100
BANNED_MODULES = frozenset({"utils", "util", "helpers", "helper", "common", "base", "misc"})
REASONS = tomllib.loads((ROOT / "tests/meta/reasons.toml").read_text(encoding="utf-8"))

Finding = tuple[str, str, str]


def long_modules(paths: Iterable[Path]) -> Iterator[Finding]:
    for path in paths:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MODULE_LINES_MAX:
            yield "module", name_of(path), f"{lines} lines"


def long_lines(paths: Iterable[Path]) -> Iterator[Finding]:
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if len(line) > LINE_LENGTH_MAX:
                yield "line", name_of(path), f"line {number} has {len(line)} characters"


def long_functions(paths: Iterable[Path]) -> Iterator[Finding]:
    for path in paths:
        for name, line, lines in function_sizes(path):
            if lines > FUNCTION_LINES_MAX:
                yield "function", f"{name_of(path)}::{name}", f"line {line}, {lines} lines"


def function_sizes(path: Path) -> Iterator[tuple[str, int, int]]:
    if path.suffix == ".js":
        for function in javascript.functions(path.read_text(encoding="utf-8")):
            yield function.name, function.line, function.lines
        return
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None, "a parsed file has positions"
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def nameless_modules(paths: Iterable[Path]) -> Iterator[Finding]:
    for path in paths:
        for part in path.relative_to(ROOT).with_suffix("").parts:
            if part in BANNED_MODULES:
                yield "name", name_of(path), f"{part!r} says nothing about what is inside"


def findings() -> list[Finding]:
    code = [*code_files(".py"), *code_files(".js")]
    shipped = [*source_files(), *plugin_files(), *(p for p in code if p.suffix == ".js")]
    return [
        *long_modules(code),
        *long_lines(code),
        *long_functions(code),
        *nameless_modules(shipped),
    ]


def exceptions() -> set[tuple[str, str]]:
    return {(entry["rule"], entry["where"]) for entry in REASONS.get("exception", [])}


def test_code_keeps_its_limits() -> None:
    excepted = exceptions()

    broken = [finding for finding in findings() if finding[:2] not in excepted]

    assert not broken, "\n" + "\n".join(": ".join(finding) for finding in broken)


def test_every_exception_has_a_reason_and_is_needed() -> None:
    needed = {finding[:2] for finding in findings()}

    idle = exceptions() - needed
    unreasoned = [e for e in REASONS.get("exception", []) if not e.get("reason", "").strip()]

    assert not idle
    assert not unreasoned


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("long.py", "x = 1\n" * (MODULE_LINES_MAX + 1), "module"),
        ("long.js", "x();\n" * (MODULE_LINES_MAX + 1), "module"),
        ("wide.py", "x = '" + "a" * LINE_LENGTH_MAX + "'\n", "line"),
        ("deep.py", "def f():\n" + "    pass\n" * FUNCTION_LINES_MAX, "function"),
        ("deep.js", "function f() {\n" + "x();\n" * FUNCTION_LINES_MAX + "}\n", "function"),
        ("utils.py", "x = 1\n", "name"),
    ],
)
def test_a_broken_limit_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, rule: str
) -> None:
    path = tmp_path / name
    path.write_text(text)
    monkeypatch.setattr("tests.meta.tree.ROOT", tmp_path)
    monkeypatch.setattr("tests.meta.test_tidy.ROOT", tmp_path)

    checks = (long_modules, long_lines, long_functions, nameless_modules)
    rules = {finding[0] for check in checks for finding in check([path])}

    assert rules == {rule}


def cycles(edges: dict[str, set[str]]) -> list[set[str]]:
    """Return the groups of modules that import each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[set[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for other in sorted(edges[module]):
            if other not in index:
                visit(other)
                low[module] = min(low[module], low[other])
            elif other in stack:
                low[module] = min(low[module], index[other])
        if low[module] == index[module]:
            at = stack.index(module)
            group = set(stack[at:])
            del stack[at:]
            if len(group) > 1:
                groups.append(group)

    for module in sorted(edges):
        if module not in index:
            visit(module)
    return groups


def test_cycles_are_found() -> None:
    edges = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set()}

    assert cycles(edges) == [{"b", "c"}]


def test_no_module_imports_itself_in_a_circle() -> None:
    packages = [SOURCE.name, *(p.name for p in ROOT.glob("plugins/*/src/*") if p.is_dir())]
    graph = grimp.build_graph(*sorted(packages), cache_dir=None)
    edges = {m: graph.find_modules_directly_imported_by(m) for m in graph.modules}

    found = cycles(edges)

    assert not found, found
