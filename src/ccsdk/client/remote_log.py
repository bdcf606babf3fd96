"""The log as a plugin in its own process reads it: by a subscription, behind its own cursor.

What comes is kept until who reads asks for what is behind it. When much waits the subscription
is ended, and begun again from there once there is room: a log of years does not have to fit
into memory. What the server evaluated and left out is told, too, so that a reader whose topics
are rare does not stay behind.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import msgspec

from ccsdk.client.bus import BusClient
from ccsdk.client.subscription import Subscription
from ccsdk.errors import ConfigurationError
from ccsdk.model.command import PersonalHalf
from ccsdk.model.entry import Entry
from ccsdk.model.event import EVENTS, REFS
from ccsdk.model.instant import from_rfc3339
from ccsdk.wire.codec import parse_position, position_text
from ccsdk.wire.envelope import Envelope, decode_envelope
from ccsdk.wire.frames import Start
from ccsdk.wire.link import Reset

__all__ = ["WAITING_MAX", "Reader", "RemoteLog", "entry_of"]

# So many entries wait at most, and one frame more.
WAITING_MAX = 2_000


class Reader(Protocol):
    """Be who reads the log."""

    def wake(self) -> None:
        """Read on: there is more."""

    def pass_over(self, position: int) -> None:
        """Note, while it reads, that up to a position there is nothing more."""


class RemoteLog:
    """Read a center's log over its bus, for one `reader`.

    Args:
        bus: Connected.
        topics: Patterns of what is read.
    """

    def __init__(self, bus: BusClient, topics: Sequence[str]) -> None:
        self._bus = bus
        self._topics = topics
        self.reader: Reader | None = None
        self._waiting: deque[Entry] = deque()
        self._has_room = asyncio.Event()
        self._has_begun = asyncio.Event()
        self._reached = self._done_at = 0
        self._subscription: Subscription | None = None

    async def read(self, after: int, limit: int) -> list[Entry]:
        """Return at most `limit` entries behind a position, as far as they have come."""
        while self._waiting and self._waiting[0].position <= after:
            self._waiting.popleft()
        self._note(after)
        if len(self._waiting) < WAITING_MAX // 2:
            self._has_room.set()
        if not self._waiting and self.reader is not None:
            self.reader.pass_over(self._evaluated())
        return [self._waiting[n] for n in range(min(limit, len(self._waiting)))]

    async def follow(self, epoch: str) -> None:
        """Bring what is behind the first position that is read, until cancelled.

        Raises:
            ConfigurationError: The log is another one than it was.
            UnknownEntityError: The token does not name what is to be read.
            CcsdkError: The server ended the subscription.
        """
        await self._has_begun.wait()
        while True:
            start = Start(epoch=epoch, cursor=position_text(self._reached))
            subscription = await self._bus.subscribe(*self._topics, start=start)
            subscription.done = self._done
            self._subscription = subscription
            self._wake()
            await self._take(subscription)
            await self._has_room.wait()

    async def _take(self, subscription: Subscription) -> None:
        """Take what comes until enough waits; the cursor then is where to go on."""
        async for change in subscription:
            if isinstance(change, Reset):
                problem = "the center has another log than before; move the data folder away"
                raise ConfigurationError(path="--data", problem=problem)
            entries = map(entry_of, map(decode_envelope, change.events))
            self._waiting.extend(each for each in entries if each is not None)
            self._reached = parse_position(change.cursor)
            self._wake()
            if len(self._waiting) >= WAITING_MAX:
                self._has_room.clear()
                await subscription.close()
                return

    def _wake(self) -> None:
        if self.reader is not None:
            self.reader.wake()

    def _note(self, after: int) -> None:
        self._done_at = after
        if not self._has_begun.is_set():
            self._reached = after
            self._has_begun.set()

    def _evaluated(self) -> int:
        """Return up to where all is here; what came and is not taken yet is not evaluated."""
        subscription = self._subscription
        if subscription is None or subscription.has_waiting:
            return self._reached
        return parse_position(subscription.link.cursor or position_text(self._reached))

    def _done(self) -> str:
        """Return up to where the reader is done."""
        return position_text(self._done_at if self._waiting else self._evaluated())


def entry_of(envelope: Envelope) -> Entry | None:
    """Return the entry that an envelope tells, None if this version knows no such event."""
    kind = EVENTS.get(envelope.type)
    if kind is None:
        return None
    assert envelope.position is not None, "a plugin's envelopes bear positions"
    refs = {ref: value for ref in REFS if (value := getattr(envelope, ref)) is not None}
    return Entry(
        position=parse_position(envelope.position),
        at_ms=from_rfc3339(envelope.time),
        subject=envelope.subject,
        version=envelope.version,
        event=msgspec.convert({**envelope.data, **refs}, kind),
        cause=envelope.cause,
        personal=_half(kind.Personal, envelope.personal),
    )


def _half(kind: type[PersonalHalf] | None, told: dict[str, Any] | None) -> PersonalHalf | None:
    """Return a personal half as far as it was shown; what is hidden may be what it needs."""
    if kind is not None and told:
        with suppress(msgspec.ValidationError):
            return msgspec.convert(told, kind)
    return None
