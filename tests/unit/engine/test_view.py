from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.engine import view
from ccsdk.engine.state import State
from ccsdk.errors import UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.interaction import InteractionState
from ccsdk.model.item import (
    AgentItem,
    InteractionItem,
    OfferItem,
    PickItem,
    QueueItem,
    VisitorInteractionItem,
)
from ccsdk.model.offer import OfferState
from ccsdk.model.queue import Mode
from tests.unit.engine.play import Play, agent, ready
from tests.unit.engine.talk import SAM, join, talk


def test_staff_sees_owner_queue_and_times() -> None:
    play = ready("ana")
    play.wait(5)
    play.write()
    play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))

    assert view.interaction_item(play.state, "in_1") == InteractionItem(
        state=InteractionState.WRAP_UP,
        channel="chat-q",
        account="web-q",
        customer="cu_i1",
        queue="q",
        owner="ana",
        entered_at_ms=5,
        order_from_ms=5,
        wrap_ups={"ana": 60_005},
        last_agent="ana",
        talked=("ana",),
    )


def test_staff_see_of_what_is_closed_when_it_was_and_who_talked() -> None:
    play = join(talk("ben"), "ben")
    play.do(cmd.LeaveInteraction(interaction="in_1"), by=agent("ana"))
    play.wait(500)
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ben"))
    before = view.interaction_item(play.state, "in_1")
    play.wait(60_001)

    seen = view.interaction_item(play.state, "in_1")

    assert (before.state, before.closed_at_ms) == (InteractionState.WRAP_UP, None)
    assert (seen.state, seen.talked) == (InteractionState.CLOSED, ("ana", "ben"))
    assert seen.closed_at_ms == play.state.interactions["in_1"].closed_at_ms > 500


def test_staff_sees_what_the_place_in_line_follows_from() -> None:
    play = ready()
    play.write()
    play.do(cmd.SetPriority(interaction="in_1", tier=2, head_start_ms=60_000), by=SAM)

    seen = view.interaction_item(play.state, "in_1")

    assert (seen.tier, seen.head_start_ms) == (2, 60_000)


def test_staff_see_whether_the_site_signed_for_who_waits() -> None:
    play = ready()
    signed = cmd.ReceiveInteraction(
        interaction="in_1", account="web-q", thread="t", identity="i", is_verified=True
    )
    play.do(signed)
    play.write(2)

    assert view.interaction_item(play.state, "in_1").is_verified
    assert not view.interaction_item(play.state, "in_2").is_verified


def test_a_visitor_sees_their_place_and_no_estimate_before_there_are_answers() -> None:
    play = ready()
    play.write(1)
    play.wait(1)
    play.write(2)

    assert view.visitor_interaction_item(play.state, "in_2") == VisitorInteractionItem(
        state=InteractionState.QUEUED, channel="chat-q", position=2
    )


def test_the_customer_sees_that_they_need_not_wait_or_serve_themselves() -> None:
    play = ready("ana", wrap_up_ms=0)
    play.write(1)
    play.write(2)
    play.do(cmd.AcceptCallback(interaction="in_1"))
    play.do(cmd.AcceptSelfService(interaction="in_2"))
    served = view.visitor_interaction_item(play.state, "in_2")
    waiting = view.visitor_interaction_item(play.state, "in_1")
    play.engage("in_1-o2")
    answered = view.visitor_interaction_item(play.state, "in_1")

    assert [item.is_callback for item in (waiting, answered, served)] == [True, False, False]
    assert [item.is_self_served for item in (waiting, served)] == [False, True]


def test_the_estimate_is_the_place_times_the_mean_gap_of_answers() -> None:
    play = ready("ana", wrap_up_ms=0, max_strikes=9)
    for number in (1, 2, 3):
        play.write(number)
        play.engage(f"in_{number}-o1")
        play.wait(1_000 * number)
    play.write(4)

    assert view.visitor_interaction_item(play.state, "in_4").estimated_wait_ms == 1_500


def test_there_is_no_estimate_while_somebody_is_asked() -> None:
    play = ready("ana", wrap_up_ms=0, max_strikes=9)
    for number in (1, 2, 3):
        play.write(number)
        play.engage(f"in_{number}-o1")
        play.wait(1_000 * number)
    play.write(4)
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent("ana"))

    found = view.visitor_interaction_item(play.state, "in_4")

    assert (found.state, found.estimated_wait_ms) == (InteractionState.OFFERED, None)


def test_who_is_answered_has_no_place() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    found = view.visitor_interaction_item(play.state, "in_1")

    assert (found.position, found.estimated_wait_ms) == (None, None)


def test_an_offer_is_shown_with_its_end() -> None:
    play = ready("ana")
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1", reason="busy"), by=agent("ana"))

    assert view.offer_item(play.state, "in_1-o1") == OfferItem(
        interaction="in_1",
        agent="ana",
        state=OfferState.DECLINED,
        made_at_ms=0,
        expires_at_ms=15_000,
        reason="busy",
        queue="q",
        channel="chat-q",
        customer="cu_i1",
    )


def test_an_agent_is_shown_with_slots_and_occupancy() -> None:
    play = ready("ana")
    play.write()

    assert view.agent_item(play.state, "ana") == AgentItem(
        presence=Presence.READY,
        occupancy=Occupancy.OFFERED,
        slots={"chat": 3},
        used={"chat": 1},
        skills={},
        queues=("q",),
    )


def test_an_agent_is_shown_with_the_channels_that_matter_for_them() -> None:
    play = Play()
    play.agent("ana", memberships=(), slots={"email": 2})

    item = view.agent_item(play.state, "ana")

    assert (item.slots, item.used) == ({"email": 2}, {"email": 0})


def test_a_queue_is_shown_with_its_counts() -> None:
    play = ready("ana")
    for number in (1, 2, 3):
        play.write(number)
        play.wait(10)
    play.engage("in_1-o1")
    play.do(cmd.AbandonInteraction(interaction="in_2"))

    assert view.queue_item(play.state, "q") == QueueItem(
        name="q",
        waiting=1,
        offered=3,
        answered=1,
        answered_in_target=1,
        abandoned=1,
        flowed_out=0,
        target_ms=20_000,
        oldest_at_ms=20,
    )


def test_an_empty_queue_has_no_oldest() -> None:
    assert view.queue_item(ready().state, "q").oldest_at_ms is None


def test_a_snapshot_holds_queues_agents_interactions_and_live_offers() -> None:
    play = ready("ana")
    play.write(1)
    play.write(2)
    play.accept("in_1-o1")

    assert list(view.item_subjects(play.state)) == [
        "queue/q",
        "agent/ana",
        "interaction/in_1",
        "interaction/in_2",
        "offer/in_2-o1",
    ]


@pytest.mark.parametrize(
    "look",
    [
        view.interaction_item,
        view.visitor_interaction_item,
        view.offer_item,
        view.agent_item,
        view.queue_item,
    ],
)
def test_what_is_not_there_is_unknown(look: Callable[[State, str], Any]) -> None:
    with pytest.raises(UnknownEntityError):
        look(State(), "nothing")


def test_a_queue_that_is_picked_from_shows_its_head() -> None:
    play = Play()
    play.queue("q", mode=Mode.BOTH, pick_from=2)
    for number in (1, 2, 3):
        play.write(number)
        play.wait(1)

    item = view.queue_item(play.state, "q")

    assert item.mode is Mode.BOTH
    assert [each.interaction for each in item.pickable] == ["in_1", "in_2"]
    second = play.state.interactions["in_2"]
    assert item.pickable[1] == PickItem(
        interaction="in_2",
        channel="chat-q",
        entered_at_ms=second.entered_at_ms,
        service_class=second.service_class,
    )
