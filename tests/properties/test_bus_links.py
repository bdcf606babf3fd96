"""Links, resuming and snapshots under any schedule: the client holds the filtered log.

Real hub, real sessions and the real link rule over virtual time, with a small ring, small
pages and small frames. Safety: what a client holds is what it may see of the log up to its
cursor, in order, once. Quiet: without a fault nobody asks again, and at rest every cursor
is at the head. Each mutant breaks one rule; the schedules must find it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ccsdk.bus import hub as hub_module
from ccsdk.bus import label as label_module
from ccsdk.bus.hub import Hub
from ccsdk.bus.label import Label, Span
from ccsdk.bus.reader import Reader
from ccsdk.model import event
from ccsdk.model.request import Snapshot
from ccsdk.wire.frames import Ev, Snap, Start
from ccsdk.wire.link import Applied, ClientSubscription, Outcome, Reset
from tests.properties.bus_world import BusWorld, Disk, Replica
from tests.unit.bus.fakes import ANA, MEI, SAM, settle

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


def test_views_equal_the_filtered_log_under_any_schedule() -> None:
    run_state_machine_as_test(
        BusMachine, settings=settings(max_examples=50, stateful_step_count=30)
    )


# The mutants: each one is a plausible mistake.


def no_prev_check(patch: pytest.MonkeyPatch) -> None:
    apply = ClientSubscription.apply

    def trusting(self: ClientSubscription, frame: Ev | Snap) -> Outcome:
        if isinstance(frame, Ev) and self.cursor is not None and not self.is_waiting:
            self.cursor = frame.cursor
            return Applied(events=frame.events, cursor=frame.cursor)
        return apply(self, frame)

    patch.setattr(ClientSubscription, "apply", trusting)


def cursor_from_an_event(patch: pytest.MonkeyPatch) -> None:
    apply = ClientSubscription.apply

    def mutant(self: ClientSubscription, frame: Ev | Snap) -> Outcome:
        outcome = apply(self, frame)
        if isinstance(outcome, Applied) and outcome.events and "position" in outcome.events[-1]:
            self.cursor = outcome.events[-1]["position"]
        return outcome

    patch.setattr(ClientSubscription, "apply", mutant)


def server_skips_a_position(patch: pytest.MonkeyPatch) -> None:
    match = Label.match
    patch.setattr(
        Label, "match", lambda self, each: None if each.position % 3 == 2 else match(self, each)
    )


def events_out_of_order(patch: pytest.MonkeyPatch) -> None:
    join = Label._join
    patch.setattr(
        Label,
        "_join",
        lambda self, sent, span: join(self, sent, Span(span.reached, span.events[::-1])),
    )


def empty_link_not_sent(patch: pytest.MonkeyPatch) -> None:
    next_link = Reader.next_link

    def mutant(self: Reader, *, is_due: bool) -> str | None:
        link = next_link(self, is_due=is_due)
        return None if link and link.endswith('"events":[]}') else link

    patch.setattr(Reader, "next_link", mutant)


def no_checkpoints(patch: pytest.MonkeyPatch) -> None:
    next_link = Reader.next_link
    patch.setattr(Reader, "next_link", lambda self, *, is_due: next_link(self, is_due=False))


def cursor_is_the_last_matched_position(patch: pytest.MonkeyPatch) -> None:
    span = Label.span

    def mutant(self: Label, evaluated: int, events: Any, **how: Any) -> Span:
        seen = list(events)
        whole = span(self, evaluated, seen, **how)
        matched = [each.position for each in seen if self.match(each) is not None]
        reached = [position for position in matched if position <= whole.reached]
        return Span(max([evaluated, *reached]), whole.events)

    patch.setattr(Label, "span", mutant)


def snapshot_at(patch: pytest.MonkeyPatch, offset: int) -> None:
    take = BusWorld.take_snapshot

    async def mutant(self: BusWorld, principal: Any, wish: Any) -> Snapshot:
        snapshot = await take(self, principal, wish)
        return Snapshot(position=max(0, snapshot.position + offset), items=snapshot.items)

    patch.setattr(BusWorld, "take_snapshot", mutant)


def snapshot_newer_than_at(patch: pytest.MonkeyPatch) -> None:
    snapshot_at(patch, -1)


def snapshot_older_than_at(patch: pytest.MonkeyPatch) -> None:
    take = BusWorld.take_snapshot

    async def mutant(self: BusWorld, principal: Any, wish: Any) -> Snapshot:
        snapshot = await take(self, principal, wish)
        return Snapshot(position=snapshot.position, items=snapshot.items[:-1])

    patch.setattr(BusWorld, "take_snapshot", mutant)


def effect_and_cursor_stored_apart(patch: pytest.MonkeyPatch) -> None:
    store = Replica.store

    def mutant(self: Replica, outcome: Applied | Reset, *, is_crashing: bool) -> None:
        if is_crashing:
            self.disk = Disk(self.ids_after(outcome), self.disk.epoch, self.disk.cursor)
        else:
            store(self, outcome, is_crashing=False)

    patch.setattr(Replica, "store", mutant)


def no_epoch_check(patch: pytest.MonkeyPatch) -> None:
    resumable = Hub._resumable

    def mutant(self: Hub, scope: Any, epoch: str, start: Any) -> int | None:
        if isinstance(start, Start):
            start = Start(epoch=epoch, cursor=start.cursor)
        return resumable(self, scope, epoch, start)

    patch.setattr(Hub, "_resumable", mutant)


@pytest.mark.parametrize(
    "mutate",
    [
        no_prev_check,
        cursor_from_an_event,
        server_skips_a_position,
        events_out_of_order,
        empty_link_not_sent,
        no_checkpoints,
        cursor_is_the_last_matched_position,
        snapshot_newer_than_at,
        snapshot_older_than_at,
        effect_and_cursor_stored_apart,
        no_epoch_check,
    ],
    ids=lambda mutate: mutate.__name__,
)
def test_mutant_is_caught(mutate: Mutate) -> None:
    mutant = type("MutantMachine", (BusMachine,), {"mutate": staticmethod(mutate)})
    searching = settings(
        max_examples=300,
        stateful_step_count=30,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(mutant, settings=searching)
