"""Links, resuming and snapshots under any schedule: the client holds the filtered log.

Real hub, real sessions and the real link rule over virtual time, with a small ring, small
pages and small frames. Safety: what a client holds is what it may see of the log up to its
cursor, in order, once. Quiet: without a fault nobody asks again, and at rest every cursor
is at the head. Each mutant breaks one rule; the schedules must find it.
"""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from ccsdk.bus.hub import Hub
from ccsdk.bus.label import Label, Span
from ccsdk.bus.reader import Reader
from ccsdk.model import grant as grant_module
from ccsdk.model.grant import GRANTS
from ccsdk.model.permission import Row
from ccsdk.model.principal import Role
from ccsdk.model.profile import VISITOR
from ccsdk.model.request import Snapshot
from ccsdk.model.topic import Pattern
from ccsdk.wire.frames import Ev, Snap, Start
from ccsdk.wire.link import Applied, ClientSubscription, Outcome, Reset
from tests.properties.bus_machine import BusMachine, Mutate
from tests.properties.bus_world import BusWorld, Disk, Replica

# A search is work for a processor, of which a busy machine gives it little.
pytestmark = pytest.mark.timeout(300)


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


def visitors_see_notes(patch: pytest.MonkeyPatch) -> None:
    leaky = attrs.evolve(
        VISITOR,
        classes=VISITOR.classes | {"note"},
        events=(VISITOR.events or frozenset()) | {"NoteAdded"},
    )
    rows = tuple(attrs.evolve(row, profile=leaky) for row in GRANTS[Role.VISITOR])
    patch.setattr(grant_module, "GRANTS", {**GRANTS, Role.VISITOR: _with_notes(rows)})


def _with_notes(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    notes = (Pattern.parse("interaction.*.NoteAdded"),)
    return tuple(attrs.evolve(row, topics=row.topics + notes) for row in rows)


def agents_see_reviews(patch: pytest.MonkeyPatch) -> None:
    rows = tuple(
        attrs.evolve(row, profile=attrs.evolve(row.profile, hidden=frozenset()))
        for row in GRANTS[Role.AGENT]
    )
    patch.setattr(grant_module, "GRANTS", {**GRANTS, Role.AGENT: rows})


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
        visitors_see_notes,
        agents_see_reviews,
    ],
    ids=lambda mutate: mutate.__name__,
)
def test_mutant_is_caught(mutate: Mutate) -> None:
    mutant = type("MutantMachine", (BusMachine,), {"mutate": staticmethod(mutate)})
    searching = settings(
        max_examples=600,
        stateful_step_count=30,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )

    with pytest.raises(AssertionError):
        run_state_machine_as_test(mutant, settings=searching)
