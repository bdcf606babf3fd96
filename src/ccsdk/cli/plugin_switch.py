"""`ccsdk plugins enable` and `disable`: one line of the center file, its comments kept.

The file is the shop owner's. So it is not written anew from what was read: one line is
added or changed, and what comes of it is read and compared before it takes the file's place.
"""

from __future__ import annotations

import copy
import os
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import click

from ccsdk.cli.outline import outline_of
from ccsdk.errors import ConfigurationError
from ccsdk.model.spelling import nearest

__all__ = ["disable", "enable", "switched"]

_HEADER = re.compile(r"\s*\[")
_ENABLED = re.compile(r"(\s*(?:enabled|\"enabled\"|'enabled')\s*=\s*)(true|false)\b(.*)", re.DOTALL)


def enable(center: Path, name: str) -> None:
    """Enable a plugin by a table of its own.

    Raises:
        ConfigurationError: It is not installed, or the file is written in a way that one line
            cannot change.
        SettingsError: The file is none.
    """
    outline = outline_of(center, None)
    known = {each.name: each for each in outline.plugins}
    if name not in known or not (known[name].offers or known[name].is_remote):
        installed = [each.name for each in outline.plugins if each.offers]
        raise ConfigurationError(
            path=f"plugins.{name}", problem="is not installed", nearest=nearest(name, installed)
        )
    if known[name].is_enabled:
        click.echo(f"{name} is enabled already")
        return
    _replace(center, switched(_text(center), name, is_on=True))
    click.echo(f"{name} is enabled; it runs from the next start on")


def disable(center: Path, name: str) -> None:
    """Disable a plugin; its settings stay.

    Raises:
        ConfigurationError: No table enables it, or the file is written in a way that one line
            cannot change.
        SettingsError: The file is none.
    """
    enabled = [each.name for each in outline_of(center, None).plugins if each.is_enabled]
    if name not in enabled:
        raise ConfigurationError(
            path=f"plugins.{name}", problem="is not enabled", nearest=nearest(name, enabled)
        )
    _replace(center, switched(_text(center), name, is_on=False))
    click.echo(f"{name} is disabled; it runs until the next start")


def switched(text: str, name: str, *, is_on: bool) -> str:
    """Return a center file with one plugin switched on or off, and nothing else changed.

    Raises:
        ConfigurationError: The plugin's settings are no table with a header of its own.
    """
    before = tomllib.loads(text)
    changed = _changed(text, name, is_on=is_on)
    try:
        after = tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        after = {}
    if after != _expected(before, after, name, is_on=is_on):
        word = "true" if is_on else "false"
        problem = f"has no [plugins.{name}] of its own; write there: enabled = {word}"
        raise ConfigurationError(path=f"plugins.{name}", problem=problem)
    return changed


def _changed(text: str, name: str, *, is_on: bool) -> str:
    word = "true" if is_on else "false"
    lines = text.splitlines(keepends=True)
    header = re.compile(rf"\s*\[\s*plugins\s*\.\s*(?:{name}|\"{name}\"|'{name}')\s*\]\s*(?:#.*)?")
    start = next((n for n, line in enumerate(lines) if header.fullmatch(line.rstrip())), None)
    if start is None:
        gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[plugins.{name}]\n"
    for n in range(start + 1, len(lines)):
        if _HEADER.match(lines[n]):
            break
        if match := _ENABLED.match(lines[n]):
            lines[n] = f"{match[1]}{word}{match[3]}"
            return "".join(lines)
    if not lines[start].endswith("\n"):
        lines[start] += "\n"
    lines.insert(start + 1, f"enabled = {word}\n")
    return "".join(lines)


def _expected(
    before: dict[str, Any], after: dict[str, Any], name: str, *, is_on: bool
) -> dict[str, Any]:
    """Return what the changed file has to say: what it said, but for this switch."""
    expected = copy.deepcopy(before)
    table = expected.setdefault("plugins", {}).setdefault(name, {})
    said = after.get("plugins", {}).get(name, {})
    if not is_on or "enabled" in said:
        table["enabled"] = is_on
    return expected


def _text(center: Path) -> str:
    # Not `read_text`, which would make all line ends alike.
    return center.read_bytes().decode()


def _replace(center: Path, text: str) -> None:
    """Put a file in place of the old one, at once and with its mode."""
    center = center.resolve()
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=center.parent, prefix=".center-", delete=False
    ) as draft:
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
    path = Path(draft.name)
    path.chmod(center.stat().st_mode & 0o777)
    path.replace(center)
