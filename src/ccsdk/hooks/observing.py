"""Observing: what a plugin is told after a commit, and what is its own while it looks at it.

A delivery is one event or one alarm, and one transaction of the plugin's own store: what the
plugin writes there and how far it has come are on disk together, or neither is. So each event
counts once in the store. It may be delivered again (after a crash, or after a failure), and then
the commands that it led to bear the same keys: they have one effect, too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, TypeVar, overload

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.ports import Clock
from ccsdk.model.command import Command
from ccsdk.model.event import Event
from ccsdk.model.grant import GRANTS
from ccsdk.model.principal import Role
from ccsdk.model.request import Receipt
from ccsdk.model.spelling import nearest
from ccsdk.model.topic import Pattern

__all__ = ["AlarmDue", "Alarms", "Capabilities", "Committed", "ObserverContext", "Storage"]

T = TypeVar("T")


def _check_topics(
    capabilities: Capabilities, attribute: attrs.Attribute[Any], topics: tuple[str, ...]
) -> None:
    for index, text in enumerate(topics):
        Pattern.parse(text, path=f"Capabilities.topics[{index}]")


def _check_commands(
    capabilities: Capabilities, attribute: attrs.Attribute[Any], names: tuple[str, ...]
) -> None:
    known = [each.__name__ for row in GRANTS[Role.PLUGIN] for each in row.commands]
    for index, name in enumerate(names):
        if name not in known:
            path = f"Capabilities.commands[{index}]"
            problem = f"{name!r} is no command that a plugin may give"
            raise ConfigurationError(path=path, problem=problem, nearest=nearest(name, known))


@attrs.frozen(kw_only=True)
class Capabilities:
    """Say what a plugin sees and does; beyond it nothing reaches it and nothing is done.

    Args:
        topics: Patterns of the events that `on_event` is told.
        commands: Class names of the commands that it may give, such as `SetCapacity`.

    Raises:
        ConfigurationError: A command is none that plugins may give; with the nearest name.
        InvalidRequestError: A topic is no pattern.
    """

    topics: tuple[str, ...] = attrs.field(default=(), validator=_check_topics)
    commands: tuple[str, ...] = attrs.field(default=(), validator=_check_commands)


@attrs.frozen(kw_only=True)
class Committed:
    """Tell an event that is on disk; names and texts are not among its fields.

    `position` is its place in the log, `at_ms` its instant, `topic` what it is published by.
    """

    position: int
    at_ms: int
    topic: str
    event: Event


@attrs.frozen(kw_only=True)
class AlarmDue:
    """Tell that an alarm is due, or overdue; it is gone with this delivery.

    `number` is never used again in the same store.
    """

    name: str
    due_ms: int
    number: int


class Storage(Protocol):
    """Keep a plugin's values by keys, within the transaction of one delivery.

    Values are what JSON holds, and attrs or msgspec classes of such.
    """

    @overload
    async def get(self, key: str, kind: type[T]) -> T | None: ...

    @overload
    async def get(self, key: str) -> Any: ...

    async def get(self, key: str, kind: Any = Any) -> Any:
        """Return the value of a key as this type, None if there is none.

        Raises:
            msgspec.ValidationError: It is no such value.
        """

    async def put(self, key: str, value: Any) -> None:
        """Keep a value under a key, in place of what was there."""

    async def delete(self, key: str) -> None:
        """Forget a key, whether it is there or not."""

    async def keys(self, prefix: str = "") -> Iterable[str]:
        """Return the keys that begin so, sorted."""


class Alarms(Protocol):
    """Keep a plugin's alarms; they survive a restart, and each is delivered once it is due.

    Events come first: an alarm waits while there is more of the log to look at.
    """

    async def set(self, name: str, due_ms: int) -> None:
        """Have `AlarmDue` delivered from this instant on, instead of an earlier wish by name.

        Args:
            name: Any text of the plugin's own.
            due_ms: By the wall clock, milliseconds since the Unix epoch; past means at once.
        """

    async def cancel(self, name: str) -> None:
        """Forget an alarm, whether it is set or not."""


class ObserverContext(PluginContext, Protocol):
    """Give a plugin what is its own during one delivery; afterwards it is of no use."""

    @property
    def clock(self) -> Clock:
        """Return the center's clock."""

    @property
    def storage(self) -> Storage:
        """Return the plugin's values."""

    @property
    def alarms(self) -> Alarms:
        """Return the plugin's alarms."""

    async def command(self, command: Command, *, key: str | None = None) -> Receipt | None:
        """Give a command that the manifest declares; return once it is on disk.

        Args:
            command: What is to be done.
            key: Makes it one effect however often it is given. By default it follows from the
                event or alarm, the command's type and its subject; a second such command of
                one delivery, and one of `start`, names its own.

        Returns:
            The receipt; None if an earlier delivery of the same event gave another command of
            this type on this subject, which stands.

        Raises:
            CommandRejectedError: It is not allowed now, or not declared; nothing changed.
            RequestRefusedError: A field is wrong, or the center takes no commands now.
            ValueError: A key is missing.
        """
