"""The scanner that measures JavaScript finds what a reader would call a function."""

from __future__ import annotations

import pytest

from tests.meta.javascript import Function, blanked, functions, identifiers


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("function greet(name) {\n  return 1;\n}", Function("greet", 1, 3)),
        ("export async function load() {\n}", Function("load", 1, 2)),
        ("const open = async (a, b) => {\n\n};", Function("open", 1, 3)),
        ("const open = a => {\n};", Function("open", 1, 2)),
        ("class A {\n  #close(reason) {\n  }\n}", Function("#close", 2, 2)),
        ("on('x', function () {\n});", Function("(anonymous)", 1, 2)),
        ("const o = { get: function () {\n} };", Function("get", 1, 2)),
        ("function f(\n  { a, b } = {},\n) {\n}", Function("f", 1, 4)),
    ],
)
def test_functions_are_found_with_name_line_and_length(source: str, expected: Function) -> None:
    found = list(functions(source))

    assert found == [expected]


@pytest.mark.parametrize(
    "source",
    [
        "if (a) {\n}",
        "for (const a of b) {\n}",
        "const o = { a: 1 };",
        "try {\n} catch (e) {\n}",
        "class A {\n}",
        "// function f() {}",
        "const s = 'function f() {';",
        "const r = /[(){]/;",
        "const t = `function f() { ${a} }`;",
    ],
)
def test_other_braces_are_no_functions(source: str) -> None:
    found = list(functions(source))

    assert found == []


def test_nested_function_is_measured_beside_its_owner() -> None:
    source = "function outer() {\n  return () => {\n  };\n}"

    found = list(functions(source))

    assert found == [Function("(anonymous)", 2, 2), Function("outer", 1, 4)]


def test_function_around_a_whole_file_is_a_module() -> None:
    source = "(function () {\n  const a = 1;\n})();\n"

    found = list(functions(source))

    assert found == []


def test_code_inside_a_template_is_kept_and_its_text_is_not() -> None:
    source = "const a = `ticket ${queue({ b: `ticket ${skill}` })} ticket`; /* ticket */ offer"

    words = [word for _, word in identifiers(source)]

    assert words == ["const", "a", "queue", "b", "skill", "offer"]


def test_blanking_keeps_every_line() -> None:
    source = "a /* b\nc */ d\n`e\n${f}\ng` / h / 'i'\n"

    code = blanked(source)

    assert [len(line) for line in code.splitlines()] == [len(x) for x in source.splitlines()]
