"""Observing: what a plugin is told after a commit, and what is its own while it looks at it.

A delivery is one event or one alarm, and one transaction of the plugin's own store: what the
plugin writes there and how far it has come are on disk together, or neither is. So each event
counts once in the store. It may be delivered again (after a crash, or after a failure), and then
the commands that it led to bear the same keys: they have one effect, too.
"""

from __future__ import annotations

import re
from typing import Any, Protocol

import attrs

from ccsdk.errors import ConfigurationError
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.storage import Alarms, Storage
from ccsdk.model.command import PersonalHalf
from ccsdk.model.event import Event
from ccsdk.model.grant import GRANTS
from ccsdk.model.principal import Role
from ccsdk.model.profile import PLUGIN_CLASSES
from ccsdk.model.spelling import nearest
from ccsdk.model.topic import Pattern

__all__ = ["AlarmDue", "Capabilities", "Committed", "ObserverContext", "PluginNotReady"]

_EGRESS = re.compile(
    r"[a-z0-9-]+(\.[a-z0-9-]+)*(:[0-9]{1,5})?|setting:[a-z0-9_]+(\.([a-z0-9_]+|\*))*", re.ASCII
)


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


def _check_personal(
    capabilities: Capabilities, attribute: attrs.Attribute[Any], classes: tuple[str, ...]
) -> None:
    for index, name in enumerate(classes):
        if name not in PLUGIN_CLASSES:
            path = f"Capabilities.personal[{index}]"
            problem = f"{name!r} is no class of personal fields that plugins are told"
            found = nearest(name, sorted(PLUGIN_CLASSES))
            raise ConfigurationError(path=path, problem=problem, nearest=found)


def _check_egress(
    capabilities: Capabilities, attribute: attrs.Attribute[Any], entries: tuple[str, ...]
) -> None:
    for index, entry in enumerate(entries):
        if not _EGRESS.fullmatch(entry):
            path = f"Capabilities.egress[{index}]"
            problem = (
                f"{entry!r} is neither a host such as api.example.com, with or without a port, "
                "nor setting: and the path of one"
            )
            raise ConfigurationError(path=path, problem=problem)


@attrs.frozen(kw_only=True)
class Capabilities:
    """Say what a plugin sees and does; beyond it nothing reaches it and nothing is done.

    Args:
        topics: Patterns of the events that `on_event` is told.
        commands: Class names of the commands that it may give, such as `SetCapacity`.
        personal: Classes of what it is told of people: `name`, `address`, `external_id`, `text`,
            `note`, `staff`. Without any, events come without their personal halves. What a
            review says is told to none.
        hooks: Names of the hooks that it is asked by when it runs in a process of its own.
        egress: Hosts that it reaches by `ctx.egress`: `api.example.com`, with `:8443` behind it
            for another port than 443; or `setting:url`, the host of the URL that stands in this
            setting of its own, where `*` stands for each entry: `setting:targets.*.url`.

    Raises:
        ConfigurationError: A command is none that plugins may give, or a class of personal
            fields is none, with the nearest name; or a host is none.
        InvalidRequestError: A topic is no pattern.
    """

    topics: tuple[str, ...] = attrs.field(default=(), validator=_check_topics)
    commands: tuple[str, ...] = attrs.field(default=(), validator=_check_commands)
    personal: tuple[str, ...] = attrs.field(default=(), validator=_check_personal)
    hooks: tuple[str, ...] = ()
    egress: tuple[str, ...] = attrs.field(default=(), validator=_check_egress)


@attrs.frozen(kw_only=True)
class Committed:
    """Tell an event that is on disk; names and texts are not among the event's own fields.

    `position` is its place in the log, `at_ms` its instant, `topic` what it is published by.
    `id` is `<subject>:<version>`, as clients know it; `epoch` names the log, which is another
    one after a restore; `cause` is the key of the command that led to it, if one did.
    `personal` is what the event's `Personal` holds of the classes that the manifest names;
    None if there is nothing of these, or no longer.
    """

    position: int
    at_ms: int
    topic: str
    event: Event
    personal: PersonalHalf | None = attrs.field(default=None, repr=False)
    id: str = ""
    epoch: str = ""
    cause: str | None = None


@attrs.frozen(kw_only=True)
class AlarmDue:
    """Tell that an alarm is due, or overdue; it is gone with this delivery.

    `number` is never used again in the same store.
    """

    name: str
    due_ms: int
    number: int


class PluginNotReady(Exception):  # noqa: N818 - what a plugin says, not a mistake of its
    """Say in `start` that what the plugin needs is away: it is asked again, ever more rarely."""


class ObserverContext(PluginContext, Protocol):
    """Give a plugin what is its own during one delivery; afterwards it is of no use."""

    @property
    def storage(self) -> Storage:
        """Return the plugin's values and tables, in the delivery's transaction."""

    @property
    def alarms(self) -> Alarms:
        """Return the plugin's alarms."""
