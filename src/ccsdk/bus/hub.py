"""The hub: committed events in, frames out, by cursors over the log.

The writer calls `publish` after each commit; it is synchronous and cheap: it notes who
owns and reads what, keeps the event, and wakes the pump. Live and history come from one
source: a reader is a position, newer events come from the ring, older ones from the log by
the `read` that the center passes in. Nothing is delivered that was not published, and
nothing is published that is not on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from hashlib import sha256
from typing import Literal, Protocol

import attrs
import msgspec

from ccsdk.bus.ephemeral import EphemeralLane, Listener
from ccsdk.bus.label import Label, label_id
from ccsdk.bus.ownership import Ownership
from ccsdk.bus.presence import SessionRegistry
from ccsdk.bus.pump import Outlet, Pump
from ccsdk.bus.reader import Reader
from ccsdk.bus.ring import Encoded, Ring
from ccsdk.bus.scope import CustomerPositions, Scope
from ccsdk.errors import CorruptLogError, UnknownEntityError
from ccsdk.hooks.ports import Clock
from ccsdk.model.entry import Entry
from ccsdk.model.grant import grant_of
from ccsdk.model.instant import INSTANT_MAX_MS
from ccsdk.model.permission import Grant, narrow
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Snapshot
from ccsdk.model.topic import Filter
from ccsdk.wire.codec import parse_position, position_text
from ccsdk.wire.frames import Snap, Start

__all__ = ["PAGE_ENTRIES", "SNAPSHOT_BYTES_MAX", "Hub", "Opened", "ReadLog", "TakeSnapshot"]

# How many entries of the log a reader that catches up takes at a time.
PAGE_ENTRIES = 256
SNAPSHOT_BYTES_MAX = 64 * 2**10

# Pages that are read from the log at the same time.
_FETCHES_MAX = 4
# Room for the members around a snapshot part's items.
_SNAPSHOT_MARGIN = 256


class ReadLog(Protocol):
    """Read the log as `LogStore.read` does."""

    async def __call__(self, *, after: int, limit: int) -> list[Entry]:
        """Return at most `limit` entries behind position `after`, oldest first."""


TakeSnapshot = Callable[[Principal, Filter], Awaitable[Snapshot]]


@attrs.frozen(kw_only=True)
class Opened:
    """Answer a subscription: its reader, where it stands, and the snapshot to begin with."""

    reader: Reader
    state: Literal["resumed", "live", "reset"]
    epoch: str
    parts: tuple[Snap, ...] = ()


class Hub:
    """Fan committed events out to the connections of one center.

    Call `recover` with the whole log, oldest first, then `start`; from then on `publish`
    every commit.

    Args:
        clock: The center's clock.
        read: Reads the log for those who catch up.
        take_snapshot: Asks the center, through the writer's queue, for committed state as
            a principal may see it through a filter.
    """

    def __init__(self, *, clock: Clock, read: ReadLog, take_snapshot: TakeSnapshot) -> None:
        self.sessions = SessionRegistry()
        self._clock = clock
        self._read = read
        self._take_snapshot = take_snapshot
        self._epoch = ""
        self._head = 0
        self._ring = Ring()
        self._ownership = Ownership()
        self._lane = EphemeralLane(self._ownership.relates, self._ownership.agents)
        self._positions = CustomerPositions()
        self._labels: dict[str, Label] = {}
        self._labels_by_agent: dict[str, dict[str, Label]] = {}
        self._fetches: set[asyncio.Task[None]] = set()
        self._fetching = asyncio.Semaphore(_FETCHES_MAX)
        self._pump = Pump(clock=clock, offset_ms=clock.now_ms() - clock.monotonic_ms())
        self._running: asyncio.Task[None] | None = None

    # What the center does

    def recover(self, entries: Iterable[Entry]) -> None:
        """Take what the log held before the start, in order, from the first entry on."""
        for entry in entries:
            self._note(entry)

    def start(self, epoch: str) -> None:
        """Begin to deliver; `epoch` is the log's. Needs a running event loop."""
        self._epoch = epoch
        self._ring.begin(self._head)
        self._running = asyncio.create_task(self._pump.run())

    async def stop(self) -> None:
        """End delivery; connections are not closed, their transports end by themselves."""
        tasks = [*self._fetches]
        if self._running is not None:
            tasks.append(self._running)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._pump.stop()

    def publish(self, entries: Iterable[Entry]) -> None:
        """Deliver entries that are on disk; each once, in order, without a gap."""
        for entry in entries:
            self._note(entry)
            self._ring.append(Encoded(entry))
        self._pump.wake()

    def _note(self, entry: Entry) -> None:
        assert entry.position == self._head + 1, "committed events come in order, each once"
        self._head = entry.position
        self._positions.note(entry.position, entry.event)
        self._lane.note(entry.event)
        for agent in self._ownership.note(entry.event):
            for label in self._labels_by_agent.get(agent, {}).values():
                label.forget()

    def positions_of(self, customer: str, *, most: int) -> Sequence[int]:
        """Return the newest positions of a Customer's published events, ascending."""
        return self._positions.of(customer)[-most:]

    @property
    def head(self) -> int:
        """Return the position of the newest published event."""
        return self._head

    def relates(self, ref: str, agent: str, interaction: str) -> bool:
        """Return whether an Agent is the owner, or a reader, of an Interaction at the head."""
        return self._ownership.relates(ref, agent, interaction)

    # What connections do

    def now_ms(self) -> int:
        """Return the instant: the wall clock of the start, moved by monotonic time."""
        return self._pump.now_ms()

    def steady_ms(self, at_ms: int) -> int:
        """Return an instant of the wall clock on the clock of `now_ms`."""
        return min(INSTANT_MAX_MS, self.now_ms() + at_ms - self._clock.now_ms())

    def attach(self, outlet: Outlet) -> None:
        """Serve a connection from now on."""
        self._pump.add(outlet)

    def detach(self, outlet: Outlet) -> None:
        """Forget a connection whose transport has gone."""
        self._pump.remove(outlet)

    def wake(self, outlet: Outlet | None = None) -> None:
        """Look soon for what is to be sent to this connection, or to all."""
        self._pump.wake(outlet)

    def epoch_for(self, principal: Principal) -> str:
        """Return the epoch as this principal may know it."""
        if principal.role is not Role.VISITOR:
            return self._epoch
        return sha256(f"{self._epoch}/{principal.customer}".encode()).hexdigest()[:26]

    def cursor_for(self, principal: Principal, position: int) -> str:
        """Return a position as a cursor in this principal's scope."""
        return position_text(self._scope(principal).count(position))

    def _scope(self, principal: Principal) -> Scope:
        customer = principal.customer if principal.role is Role.VISITOR else None
        return Scope(self._positions, customer)

    async def open(
        self,
        principal: Principal,
        wish: Filter,
        start: Start | Literal["now", "snapshot"],
        *,
        fail: Callable[[Exception], None],
        listener: Listener | None = None,
    ) -> Opened:
        """Open a subscription; give its reader back to `release` at its end.

        Args:
            principal: Whose grant narrows the filter.
            wish: What the subscriber asked for.
            start: Behind a cursor, now, or with a snapshot.
            fail: Called if the log cannot be read for it later.
            listener: Hears what is ephemeral, if the subscriber asked for it.

        Raises:
            UnknownEntityError: The grant leaves nothing of the filter.
        """
        grant = narrow(grant_of(principal), wish)
        if not grant.rows:
            raise UnknownEntityError(kind="topic", id=str(wish.topics[0]))
        scope, epoch = self._scope(principal), self.epoch_for(principal)
        position = self._resumable(scope, epoch, start)
        if position is not None:
            state: Literal["resumed", "live"] = "live" if start == "now" else "resumed"
            reader = self._reader(grant, scope, position, fail)
            self._listen(reader, principal, grant, listener)
            return Opened(reader=reader, state=state, epoch=epoch)
        snapshot = await self._take_snapshot(principal, wish)
        assert snapshot.position <= self._head, "the writer publishes before it reads on"
        reader = self._reader(grant, scope, snapshot.position, fail)
        self._listen(reader, principal, grant, listener)
        return Opened(reader=reader, state="reset", epoch=epoch, parts=_parts(reader, snapshot))

    def _listen(
        self, reader: Reader, principal: Principal, grant: Grant, listener: Listener | None
    ) -> None:
        if listener is not None:
            self._lane.listen(reader, principal, grant, listener)

    def announce(self, sender: Listener, principal: Principal, topic: str, *, ttl_ms: int) -> None:
        """Tell other connections, where grants allow, what holds for `ttl_ms`; never stored."""
        self._lane.announce(sender, principal, topic, ttl_ms=ttl_ms)

    def _resumable(
        self, scope: Scope, epoch: str, start: Start | Literal["now", "snapshot"]
    ) -> int | None:
        """Return the position to go on from, None if only a snapshot helps."""
        if start == "now":
            return self._head
        if not isinstance(start, Start) or start.epoch != epoch:
            return None
        position = scope.position(parse_position(start.cursor))
        return position if position is not None and position <= self._head else None

    def _reader(
        self, grant: Grant, scope: Scope, position: int, fail: Callable[[Exception], None]
    ) -> Reader:
        id = label_id(grant, scope)
        label = self._labels.get(id)
        if label is None:
            label = Label(grant, scope, ring=self._ring, relates=self._ownership.relates)
            self._labels[id] = label
            for agent in label.agents:
                self._labels_by_agent.setdefault(agent, {})[id] = label
        label.readers += 1

        def fetch(reader: Reader) -> None:
            task = asyncio.create_task(self._fetch(reader, fail))
            self._fetches.add(task)
            task.add_done_callback(self._fetches.discard)

        return Reader(label, position, ring=self._ring, fetch=fetch)

    async def _fetch(self, reader: Reader, fail: Callable[[Exception], None]) -> None:
        """Read the next page of the log for a reader that catches up.

        Never beyond where the ring begins: what is there is the ring's to give, and what
        is on disk but not published yet is not known to `relates` and to the scopes.
        """
        async with self._fetching:
            after = reader.evaluated
            limit = min(PAGE_ENTRIES, self._ring.first - 1 - after)
            try:
                entries = await self._read(after=after, limit=limit) if limit > 0 else []
                if limit > 0 and not entries:
                    raise CorruptLogError(
                        path="log", position=after + 1, problem="it was there before"
                    )
            except Exception as error:
                fail(error)
            else:
                reader.feed(entries)
        self._pump.wake()

    def release(self, reader: Reader) -> None:
        """Forget a reader; the last one of a label takes the label with it."""
        self._lane.forget(reader)
        label = reader.shared
        label.readers -= 1
        if label.readers == 0:
            del self._labels[label.id]
            for agent in label.agents:
                del self._labels_by_agent[agent][label.id]


def _parts(reader: Reader, snapshot: Snapshot) -> tuple[Snap, ...]:
    """Cut a snapshot into parts of at most `SNAPSHOT_BYTES_MAX`; one item always fits."""
    parts: list[list[dict[str, object]]] = [[]]
    size = _SNAPSHOT_MARGIN
    for item in snapshot.items:
        item_size = len(msgspec.json.encode(item)) + 1
        if parts[-1] and size + item_size > SNAPSHOT_BYTES_MAX:
            parts.append([])
            size = _SNAPSHOT_MARGIN
        parts[-1].append(item)
        size += item_size
    return tuple(
        Snap(
            sub=reader.label,
            at=reader.cursor,
            part=index,
            last=index == len(parts) - 1,
            items=tuple(items),
        )
        for index, items in enumerate(parts)
    )
