"""Which packs a linter gets: those of a center's plugins, and those that are chosen by name.

A distribution offers packs in the entry-point group `ccsdk_coaching.packs.v1`. Installed is not
chosen: `coach-lint --pack NAME` or the setting `packs` does that. Listing imports nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.context import PluginContext
from ccsdk.model.spelling import nearest
from ccsdk_coaching.config import CoachingConfig
from ccsdk_coaching.linter import Linter
from ccsdk_coaching.packs import LintPack

__all__ = ["PACK_GROUP", "each_once", "installed_packs", "linter_for", "packs_named"]

# The 1 is the major version of what a pack is; another one is never imported.
PACK_GROUP = "ccsdk_coaching.packs.v1"


def linter_for(ctx: PluginContext) -> Linter:
    """Return the linter of a center: its settings, the packs of its plugins, and those they name.

    Call it when the plugin starts, once: not in `register`, which others still do.

    Raises:
        ConfigurationError: The packs do not go together, or one that is named cannot be had.
    """
    config = ctx.config or CoachingConfig()
    contributed = [pack for _, pack in ctx.contributions(LintPack)]
    named = packs_named(config.packs, path="packs")
    return Linter(config, packs=each_once((*contributed, *named)))


def installed_packs() -> tuple[EntryPoint, ...]:
    """Return what installed distributions offer, by name; nothing is imported."""
    return tuple(sorted(entry_points(group=PACK_GROUP), key=lambda each: each.name))


def each_once(packs: Iterable[LintPack]) -> tuple[LintPack, ...]:
    """Return packs in order; one that was chosen in two ways is there once."""
    found: list[LintPack] = []
    for pack in packs:
        if pack not in found:
            found.append(pack)
    return tuple(found)


def packs_named(
    names: Iterable[str], *, path: str, offered: Sequence[EntryPoint] | None = None
) -> tuple[LintPack, ...]:
    """Return packs by the name that a distribution gives them, or by MODULE:NAME.

    Args:
        names: One that is there twice counts once.
        path: Of the setting or option, for errors.
        offered: Instead of what is installed.

    Raises:
        ConfigurationError: There is none of that name, two distributions have it, it cannot be
            imported, or is no pack.
    """
    return tuple(_pack(name, path, offered) for name in dict.fromkeys(names))


def _pack(name: str, path: str, offered: Sequence[EntryPoint] | None) -> LintPack:
    if ":" in name:
        module, _, attribute = name.partition(":")
        pack = _imported(name, path, module, attribute)
    else:
        point = _offered(name, path, installed_packs() if offered is None else offered)
        pack = _imported(name, path, point.module, point.attr)
    if not isinstance(pack, LintPack):
        raise ConfigurationError(path=f"{path} {name}", problem="it is no LintPack")
    return pack


def _offered(name: str, path: str, offered: Sequence[EntryPoint]) -> EntryPoint:
    """Return the one entry point of a name.

    Raises:
        ConfigurationError: There is none, or more than one.
    """
    found = [each for each in offered if each.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        owners = " and ".join(sorted(each.dist.name for each in found if each.dist))
        problem = f"{owners or 'two distributions'} have it"
        raise ConfigurationError(path=f"{path} {name}", problem=problem)
    names = [each.name for each in offered]
    there = f"there are {', '.join(names)}" if names else "none is"
    problem = f"no such pack is installed; {there}. One that is not is named MODULE:NAME"
    raise ConfigurationError(path=f"{path} {name}", problem=problem, nearest=nearest(name, names))


def _imported(name: str, path: str, module: str, attribute: str) -> Any:
    """Return what a module has by a name.

    Raises:
        ConfigurationError: It fails to; a module may raise whatever it likes.
    """
    try:
        found: Any = import_module(module)
        for part in filter(None, attribute.split(".")):
            found = getattr(found, part)
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
        raise ConfigurationError(path=f"{path} {name}", problem=problem) from error
    return found
