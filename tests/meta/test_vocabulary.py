"""One word per thing: identifiers use the field's words, as the glossary has them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.meta import javascript
from tests.meta.tree import PLUGINS, ROOT, code_files, name_of, parsed, plugin_files, source_files

# Wrong word: the word to use. docs/reference/glossary.md says why.
SYNONYMS = {
    "ticket": "interaction",
    "conversation": "interaction",
    "contact": "interaction or customer",
    "chatter": "customer",
    "ani": "the customer's address",
    "dnis": "the dialled address",
    "hangup": "end",
    "callee": "customer",
    "sla": "service_level",
    "asa": "average_speed_of_answer",
    "aht": "average_handle_time",
    "acw": "wrap_up",
    "aftercall": "wrap_up",
    "wrapup": "wrap_up",
    "huntgroup": "queue",
    "whitelist": "allowed",
    "blacklist": "refused",
    "cfg": "settings",
    "mgr": "a noun that says what it does",
    "evt": "event",
    "cust": "customer",
    "itx": "interaction",
    "ixn": "interaction",
}
# Of the product itself, and the only place for that word.
PRODUCT = re.compile(r"contact_?center", re.IGNORECASE)
# A plugin may use its own field's words: {"ccsdk-voice": {"hangup"}}.
ALLOWED: dict[str, frozenset[str]] = {}

WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def words(identifier: str) -> list[str]:
    """Return the words of a name in snake, camel or shouting case, in lower case."""
    return [word.lower() for word in WORD.findall(PRODUCT.sub("", identifier))]


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield (line, name) for all that a module names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.arg | ast.keyword) and node.arg is not None:
            yield getattr(node, "lineno", 0), node.arg


def wrong_words(path: Path, *, allowed: frozenset[str] = frozenset()) -> Iterator[str]:
    """Yield a line for each identifier of a file that uses a rejected word."""
    if path.suffix == ".js":
        named = javascript.identifiers(path.read_text(encoding="utf-8"))
    else:
        named = identifiers(parsed(path))
    for line, identifier in sorted(set(named)):
        for word in words(identifier):
            if word in SYNONYMS and word not in allowed:
                yield f"{path}:{line}: {identifier}: say {SYNONYMS[word]}, not {word}"


def test_core_uses_one_word_per_thing() -> None:
    scripts = [path for path in code_files(".js") if name_of(path).startswith("src/")]

    found = [line for path in [*source_files(), *scripts] for line in wrong_words(path)]

    assert not found, "\n" + "\n".join(found)


def test_plugins_use_one_word_per_thing_but_their_own() -> None:
    scripts = [path for path in code_files(".js") if "/src/" in f"/{name_of(path)}"]
    owned = {plugin: ALLOWED.get(plugin.name, frozenset()) for plugin in PLUGINS}

    found = [
        line
        for plugin, allowed in owned.items()
        for path in [*plugin_files(), *scripts]
        if path.is_relative_to(plugin)
        for line in wrong_words(path, allowed=allowed)
    ]

    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class OpenTicket: ...", 1),
        ("def start_conversation(): ...", 1),
        ("def f(contact_id): ...", 1),
        ("CONTACT_MAX = 3", 1),
        ("center.hangup()", 1),
        ("f(aht_ms=1)", 1),
        ("class ContactCenter: ...", 0),
        ("contact_center = ContactCenter()", 0),
        ("manifest = company", 0),
    ],
)
def test_a_wrong_word_is_found(tmp_path: Path, source: str, expected: int) -> None:
    path = tmp_path / "planted.py"
    path.write_text(source)

    found = list(wrong_words(path))

    assert len(found) == expected


def test_an_allowed_word_passes(tmp_path: Path) -> None:
    path = tmp_path / "planted.js"
    path.write_text("const hangup = 1; // ticket\n")

    assert list(wrong_words(path))
    assert not list(wrong_words(path, allowed=frozenset({"hangup"})))


def test_the_glossary_has_each_word_once_and_in_order() -> None:
    text = (ROOT / "docs/reference/glossary.md").read_text(encoding="utf-8")
    english = text.partition("## In Chinese")[0]
    found = [word.casefold() for word in re.findall(r"^\| \*\*([^*]+)\*\*", english, re.MULTILINE)]

    assert found == sorted(set(found))
