"""A machine that sends clients through every fault of a network, a server and a disk.

Real hub, real sessions and the real link rule over virtual time, with a small ring, small
pages and small frames. After every step the machine says what must hold; `mutate` breaks a
rule before it begins.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ccsdk.bus import hub as hub_module
from ccsdk.bus import label as label_module
from ccsdk.model import event
from tests.properties.bus_world import BusWorld, Replica
from tests.unit.bus.fakes import ANA, MEI, SAM, settle

__all__ = ["BusMachine", "Mutate"]

HB_MS = 20_000
CLASSES = (
    event.MessageReceived,
    event.InteractionQueued,
    event.OfferMade,
    event.AgentPresenceChanged,
    event.CustomerConnected,
    event.QueueDefined,
    event.OfferAccepted,
    event.WrapUpEnded,
    event.NoteAdded,
    event.AgentMentioned,
    event.ReviewOpened,
    event.ReviewAdded,
)
# Who follows what: staff with a filter, a visitor, an agent's shared and own subscriptions.
FOLLOWED: tuple[tuple[Any, tuple[str, ...], dict[str, tuple[str, ...]]], ...] = (
    (SAM, ("interaction.*.>",), {"queue": ("q1",)}),
    (ANA, ("interaction.*.>",), {}),
    (MEI, ("agent.*.AgentPresenceChanged", "queue.*.QueueDefined"), {}),
    (MEI, ("interaction.*.>", "agent.mei.>"), {}),
)
WHO = st.integers(min_value=0, max_value=len(FOLLOWED) - 1)
Batch = list[tuple[type[event.Event], str, str]]
BATCHES = st.lists(
    st.tuples(
        st.sampled_from(CLASSES),
        st.sampled_from(["cu_ana", "cu_ben"]),
        st.sampled_from(["q1", "q2"]),
    ),
    min_size=1,
    max_size=4,
)
Mutate = Callable[[pytest.MonkeyPatch], None]


class BusMachine(RuleBasedStateMachine):
    """Append, deliver, lose, double, go down, come up, crash, restart, restore."""

    mutate: Mutate | None = None

    def __init__(self) -> None:
        super().__init__()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(hub_module, "PAGE_ENTRIES", 3)
        self.patch.setattr(label_module, "FRAME_EVENTS_MAX", 2)
        self.patch.setattr(hub_module, "SNAPSHOT_BYTES_MAX", 400)
        if type(self).mutate is not None:
            type(self).mutate(self.patch)
        self.loop = asyncio.new_event_loop()
        self.epochs = 1
        self.world = BusWorld()
        self.replicas = [
            Replica(self.world, *followed, session=f"se_{number}")
            for number, followed in enumerate(FOLLOWED)
        ]
        self.run(self._start())

    def run(self, work: Any) -> None:
        self.loop.run_until_complete(work)

    async def _start(self) -> None:
        self.world.hub.start("e1")
        for replica in self.replicas:
            replica.up()
        await settle()

    # The schedule

    @rule(batch=BATCHES)
    def append(self, batch: Batch) -> None:
        async def publish() -> None:
            entries = [
                self.world.write(cls, customer=who, queue=queue) for cls, who, queue in batch
            ]
            self.world.hub.publish(entries)
            await settle()

        self.run(publish())

    @rule(who=WHO, count=st.integers(min_value=1, max_value=6))
    def deliver(self, who: int, count: int) -> None:
        async def take() -> None:
            for _ in range(count):
                self.replicas[who].deliver()
            await settle()

        self.run(take())

    @rule()
    def lose(self) -> None:
        for replica in self.replicas:
            replica.lose()

    @rule()
    def double(self) -> None:
        for replica in self.replicas:
            replica.double()

    @rule(who=WHO)
    def down(self, who: int) -> None:
        self.run(self.replicas[who].down())

    @rule()
    def up(self) -> None:
        async def connect() -> None:
            for replica in self.replicas:
                if replica.connection is None:
                    replica.up()
            await settle()

        self.run(connect())

    @rule()
    def crash_between_effect_and_cursor(self) -> None:
        async def crash() -> None:
            for replica in self.replicas:
                while replica.net and not replica.has_link_next():
                    replica.deliver()
                    await settle()
                replica.deliver(is_crashing=True)
                await replica.down()

        self.run(crash())

    @rule(who=WHO)
    def snapshot(self, who: int) -> None:
        async def begin() -> None:
            self.replicas[who].begin_anew()
            await settle()

        self.run(begin())

    @rule()
    def restart(self) -> None:
        self.run(self._restart())

    @rule(lost=st.integers(min_value=1, max_value=6), since=BATCHES)
    def restore_a_backup(self, lost: int, since: Batch) -> None:
        """Lose the newest events and write others in their place before anybody is back."""
        self.epochs += 1
        del self.world.log[max(0, len(self.world.log) - lost) :]
        self.run(self._restart())
        self.append(since)

    async def _restart(self) -> None:
        for replica in self.replicas:
            await replica.down()
        await self.world.hub.stop()
        self.world.hub = self.world.new_hub()
        self.world.hub.recover(self.world.log)
        self.world.hub.start(f"e{self.epochs}")

    @rule()
    def rest(self) -> None:
        """Let every fault end and time go by: at rest every view is the server's."""
        self.run(self._rest())
        for replica in self.replicas:
            assert replica.has_current_epoch()
            assert replica.disk.cursor == replica.head_cursor(), "the cursor is not at the head"
            assert replica.is_faithful()

    async def _rest(self) -> None:
        for replica in self.replicas:
            if replica.connection is None:
                replica.up()
        for _ in range(2):
            await settle()
            while any(replica.net for replica in self.replicas):
                for replica in self.replicas:
                    replica.deliver()
                await settle()
            await self.world.clock.advance(HB_MS)
        for replica in self.replicas:
            while replica.net:
                replica.deliver()
        await settle()

    # What must hold

    @invariant()
    def is_safe(self) -> None:
        for replica in self.replicas:
            assert len(set(replica.disk.ids)) == len(replica.disk.ids), "an event came twice"
            if replica.disk.cursor is not None and replica.has_current_epoch():
                assert replica.is_faithful(), "not the filtered log"

    @invariant()
    def is_discreet(self) -> None:
        for replica in self.replicas:
            assert replica.leaks == [], "somebody was told of a note or a review"

    @invariant()
    def is_quiet(self) -> None:
        for replica in self.replicas:
            assert replica.unprovoked == 0, "asked again although nothing was lost"

    def teardown(self) -> None:
        try:
            self.run(self._end())
            self.loop.close()
        finally:
            self.patch.undo()

    async def _end(self) -> None:
        for replica in self.replicas:
            await replica.down()
        await self.world.hub.stop()
        await settle()
