"""A plugin with a part that fails on request: it raises, hangs, exits or answers garbage.

The rest of it is as it was: the manifest leads to a class derived from the plugin's own.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, Literal

import attrs

from ccsdk.hooks import Contribution, Plugin, hookimpl
from ccsdk.hooks.specs import OBSERVING, QUERIES

__all__ = ["Mischief", "PlannedError"]

Kind = Literal["raises", "hangs", "exits", "garbage"]

# What a contribution is asked by.
_ASKED = ("handle", "score", "refuse", "choose")


class PlannedError(Exception):
    """Fail on purpose; nothing but a test raises it."""


@attrs.define
class Mischief:
    """Let parts of plugins fail until `heal`; `strikes` counts how often they did."""

    strikes: int = 0
    _healed: threading.Event = attrs.field(factory=threading.Event)

    def __call__(self, plugin: Plugin, part: str, kind: Kind) -> Plugin:
        """Return a plugin of which one part fails.

        Args:
            plugin: Its manifest.
            part: A hook, such as `on_event` or `register`, or the name of a contribution that
                is asked: a `QueryHandler`, `Scorer`, `Eligibility` or `Strategy`.
            kind: `raises`, `hangs` (until it is cancelled, a thread until `heal`), `exits`
                (SystemExit), or `garbage` (an object of no type that anybody wants).

        Raises:
            TypeError: The plugin has no such hook.
        """
        own = _class_of(plugin)
        if hasattr(own, part):
            members = {part: self._spoilt(getattr(own, part), kind)}
        elif part in QUERIES or part in OBSERVING or part == "register":
            raise TypeError(f"plugin {plugin.name!r} has no hook {part!r}")
        else:
            members = {"register": self._register_with(own.register, part, kind)}
        faulty = type(own.__name__, (own,), members)
        return attrs.evolve(plugin, implementation=faulty)

    def heal(self) -> None:
        """Let everything be as it was from now on, and what hangs in a thread return."""
        self._healed.set()

    def _spoilt(self, work: Callable[..., Any], kind: Kind) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(work):

            @functools.wraps(work)
            async def struck(*given: Any, **named: Any) -> Any:
                if self._healed.is_set():
                    return await work(*given, **named)
                self.strikes += 1
                if kind == "hangs":
                    await asyncio.get_running_loop().create_future()
                return _fail(kind)

            return struck

        @functools.wraps(work)
        def struck_plainly(*given: Any, **named: Any) -> Any:
            if self._healed.is_set():
                return work(*given, **named)
            self.strikes += 1
            if kind == "hangs":
                self._healed.wait()
            return _fail(kind)

        return struck_plainly

    def _register_with(
        self, register: Callable[..., Iterable[Contribution]], name: str, kind: Kind
    ) -> Callable[..., Any]:
        """Return a `register` whose contribution of this name fails."""
        takes = inspect.signature(register).parameters

        @hookimpl
        def registered(self_: Any, ctx: Any) -> list[Contribution]:
            named = {"ctx": ctx} if "ctx" in takes else {}
            found = list(register(self_, **named))
            assert any(getattr(each, "name", None) == name for each in found), (
                f"no contribution is named {name!r}"
            )
            return [
                self._spoilt_contribution(each, kind)
                if getattr(each, "name", None) == name
                else each
                for each in found
            ]

        return registered

    def _spoilt_contribution(self, contribution: Contribution, kind: Kind) -> Contribution:
        asked = next(each for each in _ASKED if hasattr(contribution, each))
        spoilt = self._spoilt(getattr(contribution, asked), kind)
        return attrs.evolve(contribution, **{asked: spoilt})


def _fail(kind: Kind) -> object:
    if kind == "raises":
        raise PlannedError("a fault of the test")
    if kind == "exits":
        raise SystemExit("a fault of the test")
    return object()


def _class_of(plugin: Plugin) -> type[Any]:
    if isinstance(plugin.implementation, type):
        return plugin.implementation
    module, _, name = plugin.implementation.partition(":")
    found: type[Any] = getattr(import_module(module), name)
    return found
