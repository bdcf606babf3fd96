"""Plugins in processes of their own: who they are, and asking them as if they were here.

For each there is a stand-in, whose hooks send the question over the plugin's connection and
wait. To who asks it is one plugin among others: isolated, within a deadline, of the declared
type. While it is not connected it has nothing to say, at once.

What decides who gets in is asked of no other process: a connection that is slow or gone would
lock everybody out, and what a host app's request brings along is not for a wire.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import attrs
import msgspec
import structlog

from ccsdk.errors import ForbiddenError
from ccsdk.hooks import specs
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.query import Deadline
from ccsdk.hooks.specs import QUERIES, hookimpl
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import is_plugin_method
from ccsdk.model.topic import Pattern
from ccsdk.plugins.health import Lag, PluginHealth
from ccsdk.wire.codec import parse_position
from ccsdk.wire.effect import Replied
from ccsdk.wire.frames import HandlerInfo, PluginInfo, Refusal
from ccsdk.wire.refusal import CloseCode

__all__ = [
    "IN_PROCESS_ONLY",
    "AwayError",
    "Line",
    "RefusedError",
    "RemotePlugin",
    "Remotes",
    "stand_in",
    "taken_by",
]

IN_PROCESS_ONLY = frozenset({"authenticate"})
_OWN = ("ctx", "deadline")
_ID = "plugin:"
_TAKEN = "ccsdk_arguments"
_PART = "connection"
_AWAY = "its process is not connected"

_log = structlog.get_logger("ccsdk.plugins")


class AwayError(Exception):
    """Say that a plugin's process is not connected; nobody's fault, and soon over."""


@attrs.define
class RefusedError(Exception):
    """Say why a plugin in its own process did not answer, by a word and in words."""

    code: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class Line(Protocol):
    """Be the connection of a plugin."""

    @property
    def acked(self) -> str | None:
        """Return the cursor up to which it is done, None if it observes nothing."""

    async def ask(self, method: str, data: dict[str, Any], *, deadline_ms: int) -> Replied:
        """Ask, and return what it answers, whenever that is."""

    def end(self, code: CloseCode, reason: str) -> None:
        """Close with this code."""


class RemotePlugin:
    """Stand for one plugin that runs in its own process; see `stand_in`."""

    def __init__(self) -> None:
        self.line: Line | None = None
        self.info: PluginInfo | None = None
        self._reached: str | None = None

    @property
    def reached(self) -> str | None:
        """Return up to where it said last that it is done, None if it never did."""
        if self.line is not None and (acked := self.line.acked) is not None:
            self._reached = acked
        return self._reached

    def leave(self) -> None:
        """Be away; how far it has come is remembered."""
        self._reached, self.line = self.reached, None

    async def answer(self, method: str, data: dict[str, Any], deadline: Deadline) -> dict[str, Any]:
        """Return what the plugin answers.

        Raises:
            AwayError: It is not connected, or no longer.
            RefusedError: It says that it has no answer.
            OverloadedError: It has as many questions open as it takes.
        """
        if self.line is None:
            raise AwayError(_AWAY)
        try:
            replied = await self.line.ask(method, data, deadline_ms=max(1, deadline.left_ms()))
        except ConnectionResetError as error:
            raise AwayError("its process has gone in the middle") from error
        if replied.ok is None:
            told = replied.err or Refusal(code="garbage", reason="neither ok nor err")
            raise RefusedError(told.code, told.reason)
        return replied.ok

    async def answer_hook(self, hook: str, arguments: Mapping[str, Any]) -> Any:
        """Return what the plugin answers to a hook, in the type that the hook declares.

        Raises:
            msgspec.ValidationError: It is of another type.
        """
        data = {name: _plain(arguments[name]) for name in arguments if name not in _OWN}
        found = (await self.answer(hook, data, arguments["deadline"])).get("answer")
        return None if found is None else msgspec.convert(found, QUERIES[hook].answer)


def stand_in(hooks: Iterable[str], contributed: Sequence[Contribution] = ()) -> type[RemotePlugin]:
    """Return the implementation of a plugin elsewhere.

    Args:
        hooks: The query hooks that it answers.
        contributed: What is told of it, all plain data.
    """

    def register(self: RemotePlugin) -> Sequence[Contribution]:
        return contributed

    parts = {hook: _asking(hook) for hook in hooks}
    return type("Remote", (RemotePlugin,), {**parts, "register": hookimpl(register)})


@attrs.define
class Remotes:
    """Know the plugins of one center that run in processes of their own, by name.

    Args:
        known: Their stand-ins, and what they may.
        answered: Who answers which method in the center's own process.
    """

    _known: Mapping[str, tuple[RemotePlugin, Capabilities]]
    _answered: Mapping[str, str] = attrs.field(factory=dict)
    _health: PluginHealth | None = attrs.field(default=None, init=False)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all, connected or not."""
        return tuple(self._known)

    def tell(self, health: PluginHealth, head: Callable[[], int]) -> None:
        """Have it told who is away, and how far each is behind the log's `head`."""
        self._health = health
        for name, (remote, capabilities) in self._known.items():
            health.failed(name, _PART, "away", _AWAY)
            if capabilities.topics:
                health.follow(name, partial(_lag, remote, head))

    def standing(self, name: str) -> tuple[PluginInfo | None, str | None]:
        """Return what one has said of itself, None if it is away, and how far it has come."""
        remote, _ = self._known[name]
        return remote.info if remote.line is not None else None, remote.reached

    def capabilities(self, name: str) -> Capabilities | None:
        """Return what one may, None if it is none of these."""
        found = self._known.get(name)
        return found and found[1]

    def principal(self, name: str, center: str, told: Capabilities) -> Principal | None:
        """Return who the bearer of a token is: what both the token and the manifest name.

        None if there is no such plugin, or no longer in a process of its own.
        """
        now = self.capabilities(name)
        if now is None:
            return None
        return Principal(
            id=f"{_ID}{name}",
            role=Role.PLUGIN,
            center=center,
            topics=_common_topics(told.topics, now.topics),
            commands=_common(told.commands, now.commands),
            personal=_common(told.personal, now.personal),
            hooks=_common(told.hooks, now.hooks),
        )

    def attach(self, principal: Principal, info: PluginInfo, line: Line) -> None:
        """Ask this plugin over this connection from now on; an older one of it is ended.

        Raises:
            ForbiddenError: It is another plugin, or offers what it may not or others do.
        """
        name = principal.id.removeprefix(_ID)
        found = self._known.get(name)
        if found is None or info.name != name:
            raise ForbiddenError(action=f"answering as plugin {info.name!r}")
        for hook in info.hooks:
            if hook not in principal.hooks:
                raise ForbiddenError(action=f"answering the hook {hook!r}")
        for handler in info.handlers:
            if not is_plugin_method(handler.name):
                raise ForbiddenError(action=f"the method {handler.name!r}, the center's own,")
            owner = self._owner(handler.name)
            if owner not in (None, name):
                raise ForbiddenError(action=f"the method {handler.name!r}, which {owner} answers,")
        remote, _ = found
        older, remote.line, remote.info = remote.line, line, info
        _log.info("plugin.connected", plugin=name, version=info.version)
        if self._health is not None:
            self._health.recovered(name, _PART)
        if older is not None:
            older.end(CloseCode.REPLACED, "replaced")

    def detach(self, line: Line) -> None:
        """Ask over this connection no more, whether it was asked or not."""
        for name, (remote, _) in self._known.items():
            if remote.line is line:
                remote.leave()
                _log.warning("plugin.away", plugin=name)
                if self._health is not None:
                    self._health.failed(name, _PART, "away", _AWAY)

    def handler(self, method: str) -> tuple[str, RemotePlugin, HandlerInfo] | None:
        """Return who answers a method and how, None if nobody who is connected does."""
        for name, (remote, _) in self._known.items():
            if remote.line is not None and remote.info is not None:
                for each in remote.info.handlers:
                    if each.name == method:
                        return name, remote, each
        return None

    def _owner(self, method: str) -> str | None:
        found = self.handler(method)
        return self._answered.get(method) if found is None else found[0]


def _asking(hook: str) -> Any:
    """Return an implementation of a hook that takes the arguments of its declaration."""

    async def ask(self: RemotePlugin, **arguments: Any) -> Any:
        return await self.answer_hook(hook, arguments)

    ask.__name__ = hook
    setattr(ask, _TAKEN, tuple(inspect.signature(getattr(specs, hook)).parameters))
    return hookimpl(ask)


def taken_by(function: Any) -> tuple[str, ...]:
    """Return the arguments of a stand-in, which its code does not name; empty for all others."""
    return getattr(function, _TAKEN, ())


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=_as_dict)


def _as_dict(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"a {type(value).__name__} does not go over a wire")


def _lag(remote: RemotePlugin, head: Callable[[], int]) -> Lag:
    position = parse_position(remote.reached or "0")
    return Lag(position=position, entries=max(0, head() - position))


def _common(told: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    both = set(told)
    return tuple(each for each in now if each in both)


def _common_topics(told: Iterable[str], now: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns of what both lists name."""
    both = {
        str(common)
        for one in map(Pattern.parse, told)
        for other in map(Pattern.parse, now)
        if (common := one.intersect(other)) is not None
    }
    return tuple(sorted(both))
