"""Whose code a thread runs: which plugin, which of its functions, and the line.

A thread's stack is read from its innermost frame outwards, past what the plugin calls of
others. Whatever the core does on its way is the core's own, even where a plugin asked for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import FrameType

import attrs

__all__ = ["Blame", "Home", "blame", "home_of"]

_CORE = frozenset({"ccsdk", "asyncio"})


@attrs.frozen
class Home:
    """Say where a plugin's code lives.

    Args:
        module: Of its implementation.
        is_shared: The program that embeds the center lives there, too: only that very
            module is the plugin's.
    """

    module: str
    is_shared: bool = False

    def closeness(self, module: str) -> int:
        """Return how many tokens of a module's name say that it is the plugin's; 0: none.

        What lies beside the implementation, or below it, is the plugin's as well.
        """
        own, other = self.module.split("."), module.split(".")
        if own == other[: len(own)]:
            return len(own) if own == other or not self.is_shared else 0
        package = own[:-1]
        if self.is_shared or not package or package != other[: len(package)]:
            return 0
        return len(package)


def home_of(implementation: str | type) -> Home:
    """Return where a plugin's code lives, by what its manifest names."""
    if isinstance(implementation, str):
        return Home(implementation.partition(":")[0])
    return Home(implementation.__module__, is_shared=True)


@attrs.frozen(kw_only=True)
class Blame:
    """Name a plugin, its outermost function on the stack, and its innermost line."""

    plugin: str
    part: str
    place: str


def blame(frame: FrameType | None, homes: Mapping[str, Home]) -> Blame | None:
    """Return whose code runs, None if it is the core's or nobody knows.

    Args:
        frame: The innermost one of a thread.
        homes: Where each plugin lives.
    """
    found: Blame | None = None
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.partition(".")[0] in _CORE:
            break
        if owner := _owner(module, homes):
            code = frame.f_code
            if found is None:
                place = f"{code.co_filename}:{frame.f_lineno}"
                found = Blame(plugin=owner, part=code.co_name, place=place)
            elif owner == found.plugin:
                found = attrs.evolve(found, part=code.co_name)
        frame = frame.f_back
    return found


def _owner(module: str, homes: Mapping[str, Home]) -> str | None:
    nearest = max(homes, key=lambda plugin: homes[plugin].closeness(module), default=None)
    if nearest is None or not homes[nearest].closeness(module):
        return None
    return nearest
