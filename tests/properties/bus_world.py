"""Clients with a disk, a network that loses and doubles, and a judge that reads the log."""

from __future__ import annotations

from collections import deque

import attrs

from ccsdk.bus.connection import Admission, Connection
from ccsdk.bus.hub import Hub
from ccsdk.bus.ring import Encoded, Ring
from ccsdk.model.grant import grant_of
from ccsdk.model.instant import INSTANT_MAX_MS
from ccsdk.model.permission import narrow, permits
from ccsdk.model.principal import Principal, Role
from ccsdk.model.relation import COMPUTED
from ccsdk.model.request import Snapshot
from ccsdk.model.topic import Filter
from ccsdk.wire import frames
from ccsdk.wire.codec import decode_server, encode, parse_position
from ccsdk.wire.link import Applied, ClientSubscription, Reset
from tests.unit.bus.fakes import World

__all__ = ["BusWorld", "Disk", "Replica", "visible_ids"]

RING_EVENTS = 5
# What only notes have: their types, and the canary of their personal half.
NOTE_WORDS = ("NoteAdded", "AgentMentioned", "personal-note")
# What only reviews have.
REVIEW_WORDS = ("ReviewOpened", "ReviewAdded", "personal-review")
# What nobody of a role is ever told.
SECRETS = {Role.VISITOR: (*NOTE_WORDS, *REVIEW_WORDS), Role.AGENT: REVIEW_WORDS}


def nobody_relates(ref: str, agent: str, interaction: str) -> bool:
    """Let nobody own or read anything: of that the judge looks at the order only."""
    return False


def visible_ids(world: World, principal: Principal, wish: Filter, *, upto: int) -> tuple[str, ...]:
    """Judge anew, from the log alone, what a reader may see and wished for."""
    grant = grant_of(principal)
    found = []
    for entry in world.log[:upto]:
        each = Encoded(entry)
        is_wished = wish.matches(each.topic, each.refs)
        if is_wished and permits(grant, each.topic, each.refs, nobody_relates):
            found.append(f"{entry.subject}:{entry.version}")
    return tuple(found)


class BusWorld(World):
    """Give snapshots that list what the reader has seen, and a ring that is soon full."""

    def new_hub(self) -> Hub:
        hub = super().new_hub()
        hub._ring = Ring(events_max=RING_EVENTS)
        return hub

    async def take_snapshot(self, principal: Principal, wish: Filter) -> Snapshot:
        ids = visible_ids(self, principal, wish, upto=self.hub.head)
        items = tuple({"type": "x.Seen.v1", "subject": each, "version": 1} for each in ids)
        return Snapshot(position=self.hub.head, items=items)


@attrs.frozen
class Disk:
    """Hold what a client keeps through a crash: effects and cursor, written together."""

    ids: tuple[str, ...] = ()
    epoch: str | None = None
    cursor: str | None = None


class Replica:
    """Follow one subscription by the link rule and keep what it brings."""

    def __init__(
        self,
        world: BusWorld,
        principal: Principal,
        topics: tuple[str, ...],
        where: dict[str, tuple[str, ...]],
        *,
        session: str,
    ) -> None:
        self.world = world
        self.principal = principal
        self.wish = Filter.of(topics, where)
        self.disk = Disk()
        self.net: deque[str] = deque()
        self.connection: Connection | None = None
        self.subscription: ClientSubscription | None = None
        # What happened to this connection that may be answered by asking again.
        self.is_faultless = True
        self.unprovoked = 0
        # Frames that told a customer of a note, or an agent or a customer of a review.
        self.leaks: list[str] = []
        self._topics, self._where = topics, where
        self._session = session
        self._requests = 0
        self.depends_on_ownership = any(
            ref in COMPUTED
            for row in narrow(grant_of(principal), self.wish).rows
            for ref, _ in row.where
        )

    # The server's side of the network

    async def authenticate(self, token: str | None) -> Admission:
        return Admission(principal=self.principal, expires_at_ms=INSTANT_MAX_MS)

    async def send(self, frame: str) -> None:
        self.net.append(frame)

    async def close(self, code: int, reason: str) -> None:
        raise AssertionError(f"no schedule makes the server close: {code} {reason}")

    # What the schedule does

    def up(self) -> None:
        """Connect and ask again from what is on disk."""
        self.is_faultless = True
        self.subscription = ClientSubscription(
            topics=self._topics,
            where=self._where,
            begin="snapshot",
            epoch=self.disk.epoch,
            cursor=self.disk.cursor,
        )
        self.connection = Connection(
            hub=self.world.hub,
            center=self.world.center,
            authenticate=self.authenticate,
            transport=self,
        )
        self.connection.open()
        self._say(frames.Hello(v=(1,), session=self._session))

    async def down(self) -> None:
        """Lose the connection with all that is under way, and the memory."""
        if self.connection is not None:
            await self.connection.closed()
        self.connection = self.subscription = None
        self.net.clear()

    def begin_anew(self) -> None:
        """Forget the cursor and ask for a snapshot on the live connection."""
        if self.subscription is not None and self.subscription.label is not None:
            self.subscription.cursor = None
            self._ask()

    def deliver(self, *, is_crashing: bool = False) -> None:
        """Take one frame from the network."""
        if self.net:
            self.take(self.net.popleft(), is_crashing=is_crashing)

    def has_link_next(self) -> bool:
        return bool(self.net) and self.net[0].startswith('{"op":"ev"')

    def lose(self) -> None:
        """Let the network drop a link or a part of a snapshot."""
        if self.has_link_next() or (self.net and self.net[0].startswith('{"op":"snap"')):
            self.is_faultless = False
            self.net.popleft()

    def double(self) -> None:
        """Let the network bring a link twice."""
        if self.has_link_next():
            self.is_faultless = False
            self.net.appendleft(self.net[0])

    # The client

    def take(self, text: str, *, is_crashing: bool) -> None:
        if any(word in text for word in SECRETS.get(self.principal.role, ())):
            self.leaks.append(text)
        frame = decode_server(text)
        assert self.subscription is not None
        if isinstance(frame, frames.Welcome):
            self._ask()
        elif isinstance(frame, frames.Res):
            assert frame.err is None, frame
            if frame.id == self._requests:
                self.subscription.answered(frame)
        elif isinstance(frame, frames.Ev | frames.Snap):
            outcome = self.subscription.apply(frame)
            if outcome == "resubscribe":
                self.unprovoked += self.is_faultless
                self._ask()
            elif isinstance(outcome, Applied | Reset):
                self.store(outcome, is_crashing=is_crashing)
        self._say(frames.Ack())

    def store(self, outcome: Applied | Reset, *, is_crashing: bool) -> None:
        """Write effects and cursor at once; a crash comes before that, or after it."""
        assert self.subscription is not None
        if not is_crashing:
            ids = self.ids_after(outcome)
            self.disk = Disk(ids, self.subscription.epoch, self.subscription.cursor)

    def ids_after(self, outcome: Applied | Reset) -> tuple[str, ...]:
        if isinstance(outcome, Reset):
            return tuple(item["subject"] for item in outcome.items)
        return self.disk.ids + tuple(f"{e['subject']}:{e['version']}" for e in outcome.events)

    def _ask(self) -> None:
        assert self.subscription is not None
        self._requests += 1
        self._say(self.subscription.request(self._requests))

    def _say(self, frame: frames.Inbound) -> None:
        if self.connection is not None:
            self.connection.receive(encode(frame))

    # The judge

    def has_current_epoch(self) -> bool:
        return self.disk.epoch == self.world.hub.epoch_for(self.principal)

    def expected_ids(self) -> tuple[str, ...]:
        """Return what a client with this cursor must hold, read from the log."""
        assert self.disk.cursor is not None
        count = parse_position(self.disk.cursor)
        if self.principal.role is Role.VISITOR:
            own = [
                entry.position
                for entry in self.world.log
                if getattr(entry.event, "customer", None) == self.principal.customer
            ]
            count = own[count - 1] if count else 0
        return visible_ids(self.world, self.principal, self.wish, upto=count)

    def is_faithful(self) -> bool:
        """Return whether what is on disk is what the log says it must be.

        What an Agent's own subscription brought depends on who owned what when it was
        sent, so there it need only be in order and of the log.
        """
        if not self.depends_on_ownership:
            return self.disk.ids == self.expected_ids()
        ids = [f"{entry.subject}:{entry.version}" for entry in self.world.log]
        places = [ids.index(each) for each in self.disk.ids]
        return places == sorted(set(places))

    def head_cursor(self) -> str:
        return self.world.hub.cursor_for(self.principal, self.world.hub.head)
