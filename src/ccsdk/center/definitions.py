"""From settings to the commands that define a center, and of those the ones that are due.

While the file says of something what it said before, nothing is said again: a restart with the
same file adds no event, and what people have changed since stays. What the file says otherwise
than before wins, whole: a queue, an agent, a calendar at a time. A digest of what it said last
stands in the log, keyed like a secret, since a name is part of it.

Calendars come before the queues that follow them, queues before the accounts and Agents that
name them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from functools import cache

import attrs
import msgspec

from ccsdk.center.calendar import compiled
from ccsdk.center.configured import changed_plugins, configurations
from ccsdk.center.doors import own_request
from ccsdk.center.pure import rules_of
from ccsdk.center.queue_settings import NO_RULES, Rules
from ccsdk.center.settings import CenterSettings, ChannelSettings
from ccsdk.center.writer import Writer
from ccsdk.engine.state import State
from ccsdk.hooks.ports import Clock
from ccsdk.model.channel import CHANNELS
from ccsdk.model.command import (
    ApplySettings,
    Command,
    DefineAccount,
    DefineAgent,
    DefineCalendar,
    DefineChannel,
    DefineQueue,
    PersonalHalf,
    command_type,
)
from ccsdk.plugins.host import PluginHost

__all__ = ["Definition", "define", "definitions", "due_definitions"]

_APPLIED_AT_ONCE = 500
_KEY_LENGTH = 32


@attrs.frozen(kw_only=True)
class Definition:
    """Hold what a file says of one thing: its path in the file, and the command it becomes."""

    path: str
    command: Command
    personal: PersonalHalf | None = attrs.field(default=None, repr=False)

    def digest(self, secret: bytes) -> str:
        """Return a keyed digest; a field that comes with a later version changes none."""
        defaults = _defaults(type(self.command))
        facts = msgspec.structs.asdict(self.command)
        said = {name: value for name, value in facts.items() if value != defaults[name]}
        whole = msgspec.json.encode([self.path, said, self.personal], order="sorted")
        return hmac.digest(secret, whole, hashlib.sha256).hex()[:_KEY_LENGTH]


@cache
def _defaults(kind: type[Command]) -> dict[str, object]:
    """Return what each field is if nobody says it; kept, as reading annotations is slow."""
    return {
        field.name: field.default
        if field.default_factory is msgspec.NODEFAULT
        else field.default_factory()
        for field in msgspec.structs.fields(kind)
    }


async def define(
    writer: Writer, settings: CenterSettings, host: PluginHost, *, clock: Clock, secret: bytes
) -> None:
    """Tell the log what the file says otherwise than before.

    Args:
        writer: Takes the commands of the center itself.
        settings: Checked settings.
        host: The plugins, with their rules of eligibility and what they run with.
        clock: Calendars are compiled for the weeks around now.
        secret: The key of the digests.
    """
    rules = rules_of(host)
    due, position, known = await writer.read(
        lambda state: (
            list(due_definitions(settings, state, secret, rules)),
            state.position,
            dict(state.settings),
        )
    )
    changed, digests = changed_plugins(configurations(host, secret), known)
    for plugin in changed:
        await writer.submit(own_request(_key(plugin, None, position), plugin))
    for first in range(0, len(due), _APPLIED_AT_ONCE):
        part = due[first : first + _APPLIED_AT_ONCE]
        for each in part:
            command = each.command
            if isinstance(command, DefineCalendar):
                command = compiled(command, clock.now_ms())
            await writer.submit(
                own_request(_key(command, each.personal, position), command, each.personal)
            )
        said = {each.path: each.digest(secret) for each in part}
        await _apply(writer, digests | said, position)
        digests = {}
    if digests:
        await _apply(writer, digests, position)


async def _apply(writer: Writer, digests: dict[str, str], position: int) -> None:
    applied = ApplySettings(digests=digests)
    await writer.submit(own_request(_key(applied, None, position), applied))


def due_definitions(
    settings: CenterSettings, state: State, secret: bytes, rules: Rules = NO_RULES
) -> Iterator[Definition]:
    """Yield what the file says otherwise than before.

    A queue that somebody has deleted comes back once what names it is defined anew. One whose
    rules are not all there, in a safe start, stays as it is.
    """
    said = [d for d in definitions(settings, state, rules) if not _is_unclear(d, state, rules)]
    changed = {d.path for d in said if state.settings.get(d.path) != d.digest(secret)}
    named = {queue for d in said if d.path in changed for queue in _queues_of(d.command)}
    for each in said:
        is_gone = isinstance(each.command, DefineQueue) and each.command.queue in (
            named - state.queues.keys()
        )
        if each.path in changed or is_gone:
            yield each


def _is_unclear(definition: Definition, state: State, rules: Rules) -> bool:
    """Return whether a queue that exists asks for a rule whose plugin was left out."""
    command = definition.command
    if not isinstance(command, DefineQueue) or command.queue not in state.queues:
        return False
    return any(rule.name not in rules for rule in command.eligibility)


def definitions(
    settings: CenterSettings, state: State, rules: Rules = NO_RULES
) -> Iterator[Definition]:
    """Yield all that a file says, in the order in which it can be said.

    An Agent whom the file no longer knows serves no queue any more.
    """
    yield from _channels(settings, state)
    for name, hours in settings.calendars.items():
        command = DefineCalendar(
            calendar=name,
            zone=hours.zone or settings.center.timezone,
            weekly=hours.weekly,
            dated=dict(hours.dated),
        )
        yield Definition(path=f"calendars.{name}", command=command)
    yield from _queues(settings, rules)
    yield from _accounts(settings)
    yield from _agents(settings, state)


def _channels(settings: CenterSettings, state: State) -> Iterator[Definition]:
    """Yield every channel that is described, or was: it is as shipped again."""
    for name in {**CHANNELS, **settings.channels}:
        was_described = f"channels.{name}" in state.settings
        if name not in settings.channels and not was_described:
            continue
        rule = settings.channels.get(name, ChannelSettings()).rule(name)
        command = DefineChannel(channel=name, **msgspec.structs.asdict(rule))
        yield Definition(path=f"channels.{name}", command=command)


def _queues(settings: CenterSettings, rules: Rules) -> Iterator[Definition]:
    for name, queue in settings.queues.items():
        yield Definition(path=f"queues.{name}", command=queue.definition(name, rules))


def _accounts(settings: CenterSettings) -> Iterator[Definition]:
    for name, account in settings.accounts.items():
        facts = attrs.asdict(account, recurse=False)
        # Who may come, and who may sign, is the door's to know, not the engine's.
        del facts["origins"], facts["identity"]
        command = DefineAccount(account=name, **facts)
        yield Definition(path=f"accounts.{name}", command=command)


def _agents(settings: CenterSettings, state: State) -> Iterator[Definition]:
    for name, agent in settings.agents.items():
        personal = DefineAgent.Personal(name=agent.name) if agent.name else None
        yield Definition(path=f"agents.{name}", command=agent.definition(name), personal=personal)
    for gone in sorted(state.agents.keys() - settings.agents.keys()):
        command = DefineAgent(agent=gone, memberships=(), slots={"chat": 0})
        yield Definition(path=f"agents.{gone}", command=command)


def _queues_of(command: Command) -> Iterator[str]:
    """Yield the queues that have to be there before a command names them."""
    if isinstance(command, DefineAccount):
        yield from command.queues
    elif isinstance(command, DefineAgent):
        yield from (each.queue for each in command.memberships)


def _key(command: Command, personal: PersonalHalf | None, position: int) -> str:
    """Return a key for this content at this place of the log.

    A definition may come back after another one, so its content alone is no key.
    """
    half = None if personal is None else msgspec.to_builtins(personal)
    whole = [command_type(type(command)), msgspec.to_builtins(command), half, position]
    digest = hashlib.sha256(msgspec.json.encode(whole, order="sorted")).hexdigest()
    return f"define-{digest[:32]}"
