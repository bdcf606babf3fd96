"""The page of hooks and contribution types, from the catalogue that `ccsdk hooks` prints."""

from __future__ import annotations

import re

from ccsdk.model.duration import duration_text
from ccsdk.plugins.catalog import contribution_types, hook_specs

HEAD = """# Hooks and contribution types

<!-- Written by docs/generate.py; change the code, then run it. -->

`ccsdk hooks` prints the same. How to use them: [Write a plugin](../plugins/write-a-plugin.md). An
implementation may leave out arguments. Hooks gain arguments and contributions fields only, these
with defaults; removing one takes a new entry-point group.

## Hooks
"""
MERGES = {
    None: "",
    "FIRST": "; the first answer in plugin order counts",
    "GATHER": "; all are asked at once, and all answers count",
}
SECTIONS = ("Called when", "Return", "If it fails", "Since", "Args", "Raises", "Source")
_HEAD = re.compile(rf"({'|'.join(SECTIONS)}):(?: (.*))?")
_FIELD = re.compile(r"    (\w[\w, ]*): (.*)")


def page() -> str:
    """Render the page."""
    parts = [HEAD]
    for hook in hook_specs():
        limit = f", within {duration_text(hook.timeout_ms)}" if hook.timeout_ms else ""
        kind = f"Kind: {hook.kind}{limit}{MERGES[hook.merge]}.\n"
        parts += [f"### `{hook.name}`\n", fenced(hook.signature), kind, prose(hook.about)]
    parts.append("## Contribution types\n")
    for each in contribution_types():
        parts += [f"### `{each.name}`\n", fenced(each.signature), prose(each.about)]
    return "\n".join(parts)


def fenced(code: str) -> str:
    """Return a signature as it is written; it is no program, so no test runs it."""
    return f"```text\n{code}\n```\n"


def prose(about: str) -> str:
    """Return a docstring as Markdown: its paragraphs, and a list of its sections."""
    blocks = []
    for block in about.split("\n\n"):
        lines = block.splitlines()
        if _HEAD.fullmatch(lines[0]):
            blocks.append("\n".join(listed(lines)))
        else:
            blocks.append(" ".join(line.strip() for line in lines))
    return "\n\n".join(blocks) + "\n"


def listed(lines: list[str]) -> list[str]:
    """Return sections as a list, and the fields of one as a list within."""
    items: list[str] = []
    has_fields = False
    for line in lines:
        if head := _HEAD.fullmatch(line):
            has_fields = head[1] in ("Args", "Raises")
            items.append(f"- *{head[1]}*: {head[2] or ''}".rstrip())
        elif has_fields and (field := _FIELD.fullmatch(line)):
            items.append(f"  - `{field[1]}`: {field[2]}")
        else:
            items[-1] += f" {line.strip()}"
    return items
