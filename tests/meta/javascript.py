"""Enough of JavaScript's grammar to find functions and identifiers.

A scanner blanks what is not code (comments, strings, regular expressions, the text of
templates), keeping every line break, so that braces can be counted. A brace opens a
function when it follows an arrow, or a parameter list that no control word owns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CONTROL_WORDS = frozenset({"if", "for", "while", "switch", "catch", "with"})
# After one of these a slash starts a regular expression, not a division.
BEFORE_EXPRESSION = re.compile(
    r"(?:^|[(,=:\[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|delete|void|throw|new|await))\s*$"
)
REGULAR_EXPRESSION = re.compile(r"/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]*")
STRING = re.compile(r"'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*")


@dataclass(frozen=True)
class Function:
    """A function, method or arrow with a body."""

    name: str
    line: int
    lines: int


def blanked(source: str) -> str:
    """Return the source with all that is not code replaced by spaces, line by line."""
    out: list[str] = []
    # Each open template remembers how deep its `${` stands; the text around it is no code.
    depth, at = 0, 0
    templates: list[int] = []
    while at < len(source):
        char = source[at]
        match = not_code_at(source, at, "".join(out[-40:]))
        if match:
            out.append(spaces(match))
            at += len(match)
            continue
        if char == "`" or (char == "}" and templates and templates[-1] == depth):
            if char == "}":
                templates.pop()
            text, is_open = template_text(source, at + 1)
            out.append(" " + spaces(text))
            at += 1 + len(text)
            if is_open:
                templates.append(depth)
            continue
        depth += {"{": 1, "}": -1}.get(char, 0)
        out.append(char)
        at += 1
    return "".join(out)


def not_code_at(source: str, at: int, before: str) -> str:
    """Return the comment, string or regular expression that starts here, or nothing."""
    char = source[at]
    if char == "/":
        match = COMMENT.match(source, at)
        if match is None and BEFORE_EXPRESSION.search(before):
            match = REGULAR_EXPRESSION.match(source, at)
    elif char in "'\"":
        match = STRING.match(source, at)
    else:
        return ""
    return match[0] if match else ""


def template_text(source: str, at: int) -> tuple[str, bool]:
    """Return a template's text up to its end or its next `${`, and whether it goes on."""
    match = re.compile(r"(?:\\.|(?!\$\{)[^`\\])*(`|\$\{)?", re.DOTALL).match(source, at)
    assert match is not None, "the pattern matches the empty string"
    return match[0], match[1] == "${"


def spaces(text: str) -> str:
    """Return as much blank as the text took, on as many lines."""
    return re.sub(r"[^\n]", " ", text)


def functions(source: str) -> Iterator[Function]:
    """Yield every function that has a body in braces.

    One that wraps a whole file (an immediately invoked function) is a module, not a function.
    """
    code = blanked(source)
    open_at: list[tuple[int, str] | None] = []
    for at, char in enumerate(code):
        if char == "{":
            open_at.append(signature_before(code, at))
        elif char == "}" and open_at:
            opened = open_at.pop()
            if opened is not None and not is_module(code, opened[0], at):
                start, name = opened
                line = code.count("\n", 0, start) + 1
                yield Function(name, line, code.count("\n", start, at) + 1)


def is_module(code: str, start: int, end: int) -> bool:
    """Say whether a function is invoked at once and there is nothing beside it."""
    return not code[:start].strip("(!\n\t ;") and bool(
        re.fullmatch(r"\}\)?\s*\(.*\)[;)\s]*", code[end:])
    )


def signature_before(code: str, brace: int) -> tuple[int, str] | None:
    """Return where the function with this body begins and its name; None for other braces."""
    head = code[:brace].rstrip()
    is_arrow = head.endswith("=>")
    if is_arrow:
        head = head[:-2].rstrip()
        if not head.endswith(")"):
            parameter = re.search(r"[\w$]+$", head)
            start = parameter.start() if parameter else len(head)
            return start, named(code[:start])
    if not head.endswith(")"):
        return None
    opening = matching_parenthesis(head)
    before = code[:opening].rstrip()
    word = re.search(r"#?[\w$]+$", before)
    if is_arrow:
        return opening, named(before.removesuffix("async"))
    if word is None or word[0] in CONTROL_WORDS:
        return None
    start, name = word.start(), word[0]
    prefix = re.search(r"(?:async\s+)?function\s*\*?\s*$", code[:start])
    if name == "function":
        return start, named(before[: word.start()].removesuffix("async "))
    return (prefix.start() if prefix else start), name


def matching_parenthesis(head: str) -> int:
    """Return where the parenthesis that closes a text was opened."""
    depth = 0
    for at in range(len(head) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(head[at], 0)
        if depth == 0:
            return at
    return 0


def named(before: str) -> str:
    """Return the name that an anonymous function is assigned to, if any."""
    match = re.search(r"([\w$]+)\s*[=:]\s*(?:async\s*)?$", before)
    return match[1] if match else "(anonymous)"


def identifiers(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, identifier) for each word of the code."""
    for number, line in enumerate(blanked(source).splitlines(), start=1):
        for match in IDENTIFIER.finditer(line):
            yield number, match[0]
