"""A delivery: what an observer is given for one event or alarm, and no longer.

What a plugin still does once its delivery is over (because it was late, and did not heed that)
is refused: the transaction it would write to is another's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, TypeVar

import attrs
import msgspec

from ccsdk.errors import CcsdkError, CenterStoppedError, IdempotencyMismatchError
from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.contributions import Contribution
from ccsdk.hooks.observing import AlarmDue, Committed
from ccsdk.hooks.plugin_store import PluginStore
from ccsdk.hooks.ports import Clock
from ccsdk.model.command import Command, command_type
from ccsdk.model.principal import Principal
from ccsdk.model.request import Receipt, Submission

__all__ = ["Delivery", "Submit", "origin_of"]

C = TypeVar("C", bound=Contribution)
Submit = Callable[[Submission], Awaitable[Receipt]]

# What a command may be about; the first that it has is its subject.
_SUBJECTS = ("interaction", "agent", "queue")


def origin_of(happened: Committed | AlarmDue) -> str:
    """Return what tells a delivery from every other of the same plugin."""
    if isinstance(happened, Committed):
        return f"event-{happened.position}"
    return f"alarm-{happened.number}"


@attrs.define(eq=False, kw_only=True)
class Delivery:
    """Give a plugin what is its own, see `ccsdk.hooks.observing.ObserverContext`.

    `origin` is what keys follow from, None in `start`. `is_refused_by_center` says that a
    command failed for no fault of the plugin's.
    """

    _context: PluginContext = attrs.field(repr=False)
    _store: PluginStore = attrs.field(repr=False)
    _submit: Submit = attrs.field(repr=False)
    principal: Principal
    clock: Clock = attrs.field(repr=False)
    origin: str | None = None
    is_refused_by_center: bool = False
    _is_over: bool = False
    _keys: set[str] = attrs.field(factory=set)

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

    @property
    def storage(self) -> _Storage:
        """Return the plugin's values."""
        return _Storage(self)

    @property
    def alarms(self) -> _Alarms:
        """Return the plugin's alarms."""
        return _Alarms(self)

    async def command(self, command: Command, *, key: str | None = None) -> Receipt | None:
        """Give a command that the manifest declares; return once it is on disk."""
        self.store()
        submission = Submission(
            principal=self.principal,
            key=self._default_key(command) if key is None else key,
            type=command_type(type(command)),
            data=msgspec.to_builtins(command),
        )
        try:
            return await self._submit(submission)
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
class _Storage:
    """Keep values as JSON, see `ccsdk.hooks.observing.Storage`."""

    _delivery: Delivery

    async def get(self, key: str, kind: Any = Any) -> Any:
        found = await self._delivery.store().get(key)
        return None if found is None else msgspec.json.decode(found, type=kind)

    async def put(self, key: str, value: Any) -> None:
        await self._delivery.store().put(key, msgspec.json.encode(value))

    async def delete(self, key: str) -> None:
        await self._delivery.store().delete(key)

    async def keys(self, prefix: str = "") -> Iterable[str]:
        return await self._delivery.store().keys(prefix)


@attrs.frozen
class _Alarms:
    """Keep alarms, see `ccsdk.hooks.observing.Alarms`."""

    _delivery: Delivery

    async def set(self, name: str, due_ms: int) -> None:
        await self._delivery.store().set_alarm(name, due_ms)

    async def cancel(self, name: str) -> None:
        await self._delivery.store().cancel_alarm(name)
