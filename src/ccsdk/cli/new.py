"""`ccsdk plugins new`: a plugin of one's own, whole and green, from the one template.

The template is `examples/first_plugin`, a plugin that answers a query; of the other kinds
`examples/first_plugin_kinds` holds what differs. Both are part of the wheel. A copy bears the
new name wherever the template bears its own.
"""

from __future__ import annotations

import keyword
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ccsdk.errors import ConfigurationError

__all__ = ["FIRST_PARTY", "KINDS", "new", "written"]

KINDS = ("query", "channel", "scorer", "store", "panel")
# The plugins of this project, whose names would be mistaken for yours, or yours for theirs.
FIRST_PARTY = ("chat", "coaching", "desk", "knowledge", "profile-http", "webhooks", "wellbeing")

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", re.ASCII)
_NAME_LENGTH_MAX = 40
_SUMMARY = re.compile(r'summary="([^"]+)"')
_TEMPLATE, _VARIANTS = "first_plugin", "first_plugin_kinds"
# What each kind has of its own; all else is the same for all.
_OWN = ("README.md", "src", "tests")
_CACHES = ("__pycache__", ".venv", ".pytest_cache", ".mypy_cache", ".ruff_cache")
_COMMAND = 'python3 -m venv .venv && .venv/bin/pip install -q -e ".[test]" && .venv/bin/pytest'


def new(name: str, kind: str, to: Path) -> None:
    """Write a new plugin into a folder of its name, and say how its tests are run.

    Raises:
        ConfigurationError: The name is none, or the folder exists.
    """
    folder = written(name, kind, to)
    click.echo(f"{folder}: a plugin of kind {kind}. Set it up and run its tests:\n")
    click.echo(f"cd {folder} && {_COMMAND}")


def written(name: str, kind: str, to: Path) -> Path:
    """Write a new plugin below `to` and return its folder.

    Raises:
        ConfigurationError: The name is none, or the folder exists.
    """
    _require_name(name)
    folder = to / name
    if folder.exists():
        raise ConfigurationError(path=str(folder), problem="is there already; nothing was changed")
    files = _files(kind)
    summary = next(m[1] for text in files.values() if (m := _SUMMARY.search(text)))
    for place, text in files.items():
        target = folder / _renamed(place, kind, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        content = _described(text, summary) if place == "pyproject.toml" else text
        target.write_text(_renamed(content, kind, name), encoding="utf-8")
    return folder


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _NAME_LENGTH_MAX:
        problem = f"{name!r} is no name: small letters and digits, words joined by hyphens"
        near = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:_NAME_LENGTH_MAX].strip("-")
        nearest = near if _NAME.fullmatch(near) else None
        raise ConfigurationError(path="NAME", problem=problem, nearest=nearest)
    module = name.replace("-", "_")
    if name in FIRST_PARTY or module.startswith("ccsdk"):
        problem = f"{name!r} is a name of this project's own plugins"
    elif keyword.iskeyword(module) or keyword.issoftkeyword(module):
        problem = f"{name!r} is a word of Python, and could not be imported"
    elif module in sys.stdlib_module_names or module in ("first_plugin", "test", "tests", "src"):
        problem = f"{name!r} is the name of another module, which it would hide"
    else:
        return
    raise ConfigurationError(path="NAME", problem=problem, nearest=f"acme-{name}")


def _files(kind: str) -> dict[str, str]:
    """Return the template of a kind: its files by their places, as text."""
    examples = _examples()
    shared = dict(_texts(examples / _TEMPLATE))
    if kind == "query":
        return shared
    kept = {place: text for place, text in shared.items() if place.split("/")[0] not in _OWN}
    return kept | dict(_texts(examples / _VARIANTS / kind))


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        is_ours = not any(part in _CACHES or part.endswith(".egg-info") for part in place.parts)
        if path.is_file() and is_ours:
            yield place.as_posix(), path.read_text(encoding="utf-8")


def _examples() -> Path:
    """Return where the templates are: in the wheel, else in the tree this is run from."""
    package = Path(__file__).resolve().parents[1]
    packed = package / "templates"
    return packed if packed.is_dir() else package.parents[1] / "examples"


def _described(pyproject: str, summary: str) -> str:
    return re.sub(r'(?m)^description = ".*"$', f'description = "{summary}"', pyproject)


def _renamed(text: str, kind: str, name: str) -> str:
    """Return text that bears the new name in place of the template's, however it is spelled."""
    words = name.split("-")
    for stem in (("first", "plugin"), ("first", kind)):
        text = text.replace("-".join(stem), name).replace("_".join(stem), "_".join(words))
        text = text.replace(_class(stem), _class(words))
    return text


def _class(words: tuple[str, ...] | list[str]) -> str:
    return "".join(word.capitalize() for word in words)
