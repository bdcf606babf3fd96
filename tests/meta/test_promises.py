"""The list of what routing promises is held by tests that are named after its lines."""

from __future__ import annotations

import ast
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meta.tree import ROOT, name_of, parsed

PAGE = ROOT / "docs" / "reference" / "promises.md"
LINES = 48
NAME = re.compile(r"test_(\d+(?:_and_\d+)*)_")
ROW = re.compile(r"\| (\d+) \| (.+) \| (.+) \| (.+) \|")


def files_of_tests() -> list[Path]:
    return sorted([*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("plugins/*/tests/**/test_*.py")])


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of(name: str) -> list[int]:
    """Return the lines of the list that a test is named after."""
    found = NAME.match(name)
    return [int(number) for number in found[1].split("_and_")] if found else []


def can_fail(test: ast.AST) -> bool:
    """Say whether a test asserts anything, or expects a refusal."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Attribute) and node.attr in ("raises", "refused"))
        for node in ast.walk(test)
    )


def files_by_line() -> dict[int, list[str]]:
    """Return the files that hold tests of each line."""
    found = defaultdict[int, list[str]](list)
    for path in files_of_tests():
        here = {line for each in functions(path) for line in lines_of(each.name)}
        for line in sorted(here):
            found[line].append(name_of(path))
    return found


def written(files: dict[int, list[str]]) -> str:
    """Return the page with these files in its last column."""

    def row(found: re.Match[str]) -> str:
        number, promise, source, _ = found.groups()
        names = ", ".join(f"`{name}`" for name in files.get(int(number), ()))
        return f"| {number} | {promise} | {source} | {names or '-'} |"

    return ROW.sub(row, PAGE.read_text(encoding="utf-8"))


def test_every_line_of_the_list_has_a_test_named_after_it() -> None:
    listed = [int(row[0]) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))]

    assert listed == list(range(1, LINES + 1))
    assert sorted(files_by_line()) == listed


def test_the_list_names_the_files_of_its_tests() -> None:
    page = written(files_by_line())

    if "CCSDK_UPDATE_GOLDEN" in os.environ:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run it with CCSDK_UPDATE_GOLDEN=1"


def test_every_numbered_test_can_fail() -> None:
    idle = [
        f"{name_of(path)}::{each.name}"
        for path in files_of_tests()
        for each in functions(path)
        if lines_of(each.name) and not can_fail(each)
    ]

    assert idle == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [("test_05_x", [5]), ("test_36_and_47_x", [36, 47]), ("test_24x7_is_open", []), ("test_a", [])],
)
def test_a_name_says_its_lines(name: str, lines: list[int]) -> None:
    assert lines_of(name) == lines


def test_a_test_without_an_assertion_is_found() -> None:
    assert not can_fail(ast.parse("def test_05_x():\n    play.do(accept)\n"))
