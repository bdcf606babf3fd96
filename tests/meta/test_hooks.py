"""Every hook and contribution type is documented, used by a real plugin, and tested.

The exact signatures stand in docs/reference/hooks.md, which is generated, and which
test_reference.py holds to the code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ccsdk.plugins.catalog import contribution_types, hook_specs
from tests.meta.tree import ROOT, parsed

HOOKS = [hook.name for hook in hook_specs()]
TYPES = [each.name for each in contribution_types()]


@cache
def real_plugins() -> tuple[Path, ...]:
    """Return the modules of plugins that people run, or copy."""
    found = [*ROOT.glob("plugins/*/src/**/*.py"), *ROOT.glob("examples/**/*.py")]
    return tuple(path for path in sorted(found) if "tests" not in path.parts)


@cache
def used() -> frozenset[str]:
    """Return the hooks that real plugins implement, and the names that they call."""
    return frozenset(name for path in real_plugins() for name in used_in(parsed(path)))


def used_in(tree: ast.AST) -> Iterator[str]:
    """Yield the hooks that a module implements, and the names that it calls."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.FunctionDef(name=name, decorator_list=marks)
                | ast.AsyncFunctionDef(name=name, decorator_list=marks)
            ):
                if any("hookimpl" in ast.unparse(mark) for mark in marks):
                    yield name
            case ast.Call(func=ast.Name(id=name)) | ast.Call(func=ast.Attribute(attr=name)):
                yield name


@cache
def words(pattern: str) -> frozenset[str]:
    paths = (path for path in ROOT.glob(pattern) if "meta" not in path.parts)
    return frozenset(
        word for path in paths for word in re.findall(r"\w+", path.read_text(encoding="utf-8"))
    )


@pytest.mark.parametrize("name", HOOKS + TYPES)
def test_it_is_used_by_a_real_plugin(name: str) -> None:
    assert name in used()


@pytest.mark.parametrize("name", HOOKS + TYPES)
def test_it_is_named_by_a_test(name: str) -> None:
    assert name in words("tests/**/*.py") | words("plugins/*/tests/**/*.py")


@pytest.mark.parametrize("name", HOOKS + TYPES)
def test_a_page_for_people_says_how_to_use_it(name: str) -> None:
    assert name in words("docs/plugins/*.md") | words("docs/howto/*.md") | words(
        "docs/tutorial/*.md"
    )


def test_it_is_on_the_reference_page_under_its_signature() -> None:
    page = (ROOT / "docs" / "reference" / "hooks.md").read_text(encoding="utf-8")

    missing = [
        each.name
        for each in (*hook_specs(), *contribution_types())
        if f"### `{each.name}`\n\n```text\n{each.signature}\n```" not in page
    ]

    assert missing == [], "run python docs/generate.py"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A:\n  @hookimpl\n  async def start(self): ...", {"start"}),
        ("class A:\n  @specs.hookimpl\n  def check(self): ...", {"check"}),
        ("class A:\n  def register(self): ...", set()),
        ("def f(): return [Channel(kind='x'), hooks.Panel()]", {"Channel", "Panel"}),
        ("from ccsdk.hooks import Channel", set()),
    ],
)
def test_a_use_is_an_implementation_or_a_call(source: str, expected: set[str]) -> None:
    assert set(used_in(ast.parse(source))) == expected
