"""A delivery: what an observer is given for one event or alarm, and no longer.

What a plugin still does once its delivery is over (because it was late, and did not heed that)
is refused: the transaction it would write to is another's.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import attrs
import msgspec

from ccsdk.errors import CcsdkError, CenterStoppedError, IdempotencyMismatchError
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.egress import Egress
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.observing import AlarmDue, Committed
from ccsdk.hooks.plugin_store import PluginStore
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.storage import Storage, Tasks
from ccsdk.model.command import Command, PersonalHalf, command_type
from ccsdk.model.entry import Entry
from ccsdk.model.principal import Principal
from ccsdk.model.request import Receipt, Submission
from ccsdk.model.values import personal_class
from ccsdk.plugins.context import Context
from ccsdk.plugins.storage import OwnStorage

__all__ = [
    "COMMANDS_AT_ONCE",
    "COMMANDS_MAX",
    "Delivery",
    "Submit",
    "committed_of",
    "cut",
    "origin_of",
    "submission_of",
]

# What one delivery may do to everybody else's turn at the writer.
COMMANDS_MAX = 1_000
COMMANDS_AT_ONCE = 16

C = TypeVar("C", bound=Contribution)
Submit = Callable[[Submission], Awaitable[Receipt]]

# What a command may be about; the first that it has is its subject.
_SUBJECTS = ("interaction", "agent", "queue")


def origin_of(happened: Committed | AlarmDue) -> str:
    """Return what tells a delivery from every other of the same plugin."""
    if isinstance(happened, Committed):
        return f"event-{happened.position}"
    return f"alarm-{happened.number}"


def submission_of(principal: Principal, command: Command, key: str) -> Submission:
    """Return a plugin's command as a door would hand it on."""
    return Submission(
        principal=principal,
        key=key,
        type=command_type(type(command)),
        data=msgspec.to_builtins(command),
    )


def committed_of(entry: Entry, topic: str, *, classes: Collection[str], epoch: str) -> Committed:
    """Return what an observer is told of an entry, with these personal classes."""
    return Committed(
        position=entry.position,
        at_ms=entry.at_ms,
        topic=topic,
        event=entry.event,
        personal=cut(entry.personal, classes),
        id=f"{entry.subject}:{entry.version}",
        epoch=epoch,
        cause=entry.cause,
    )


def cut(half: PersonalHalf | None, classes: Collection[str]) -> PersonalHalf | None:
    """Return what a personal half holds of these classes, None if that is nothing."""
    if half is None:
        return None
    shown = {
        field.name: value
        for field in msgspec.structs.fields(half)
        if personal_class(field.type) in classes
        and (value := getattr(half, field.name)) is not None
    }
    return type(half)(**shown) if shown else None


@attrs.define(eq=False, kw_only=True)
class Delivery:
    """Give a plugin what is its own, see `ccsdk.hooks.observing.ObserverContext`.

    `origin` is what keys follow from, None in `start`. `is_refused_by_center` says that a
    command failed for no fault of the plugin's.
    """

    _context: Context = attrs.field(repr=False)
    _store: PluginStore = attrs.field(repr=False)
    _submit: Submit = attrs.field(repr=False)
    principal: Principal
    clock: Clock = attrs.field(repr=False)
    origin: str | None = None
    is_refused_by_center: bool = False
    _is_over: bool = False
    _keys: set[str] = attrs.field(factory=set)
    _count: int = 0
    _turns: asyncio.Semaphore = attrs.field(
        factory=lambda: asyncio.Semaphore(COMMANDS_AT_ONCE), repr=False
    )

    @property
    def name(self) -> str:
        """Return the plugin's name."""
        return self._context.name

    @property
    def center(self) -> str:
        """Return the name of the center it runs in."""
        return self._context.center

    @property
    def config(self) -> Any:
        """Return the plugin's settings."""
        return self._context.config

    def contributions(self, kind: type[C]) -> Sequence[tuple[str, C]]:
        """Return (plugin name, contribution) of one type, of all enabled plugins."""
        return self._context.contributions(kind)

    async def ask(self, method: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Ask the center as this plugin, while the delivery lasts."""
        self.store()
        return await self._context.ask(method, data)

    async def receive(self, inbound: Inbound) -> Receipt:
        """Hand over what a channel of the plugin's received, while the delivery lasts."""
        self.store()
        return await self._context.receive(inbound)

    @property
    def egress(self) -> Egress:
        """Return the way out to the hosts that the manifest names."""
        return self._context.egress

    @property
    def storage(self) -> OwnStorage:
        """Return the plugin's values and tables."""
        return OwnStorage(self.store)

    @property
    def tasks(self) -> Tasks:
        """Return what runs the plugin's background work."""
        return self._context.tasks

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Storage]:
        """Give the delivery's own transaction, which ends with the delivery."""
        self.store()
        yield self.storage

    @property
    def alarms(self) -> _Alarms:
        """Return the plugin's alarms."""
        return _Alarms(self)

    async def command(self, command: Command, *, key: str | None = None) -> Receipt | None:
        """Give a command that the manifest declares; return once it is on disk.

        Raises:
            RuntimeError: The delivery is over, or has given as many commands as it may.
        """
        self.store()
        self._count += 1
        if self._count > COMMANDS_MAX:
            raise RuntimeError(f"one delivery gives at most {COMMANDS_MAX} commands")
        named = self._default_key(command) if key is None else key
        try:
            async with self._turns:
                self.store()
                return await self._submit(submission_of(self.principal, command, named))
        except IdempotencyMismatchError:
            if key is not None:
                raise
            return None
        except CcsdkError as error:
            if error.is_retryable or isinstance(error, CenterStoppedError):
                self.is_refused_by_center = True
            raise

    def store(self) -> PluginStore:
        """Return the store, while the delivery lasts.

        Raises:
            RuntimeError: It is over.
        """
        if self._is_over:
            raise RuntimeError(f"the delivery is over; what plugin {self.name!r} does is undone")
        return self._store

    def close(self) -> None:
        """Give nothing away any more."""
        self._is_over = True

    def _default_key(self, command: Command) -> str:
        name = type(command).__name__
        subject = next(getattr(command, each) for each in _SUBJECTS if hasattr(command, each))
        digest = hashlib.sha256(f"{name} {subject}".encode()).hexdigest()[:24]
        if self.origin is None:
            raise ValueError(f"{name} names no key, and there is no event that it follows from")
        key = f"{self.origin}-{digest}"
        if key in self._keys:
            raise ValueError(f"a second {name} on {subject!r} in one delivery names a key")
        self._keys.add(key)
        return key


@attrs.frozen
class _Alarms:
    """Keep alarms, see `ccsdk.hooks.observing.Alarms`."""

    _delivery: Delivery

    async def set(self, name: str, due_ms: int) -> None:
        await self._delivery.store().set_alarm(name, due_ms)

    async def cancel(self, name: str) -> None:
        await self._delivery.store().cancel_alarm(name)
