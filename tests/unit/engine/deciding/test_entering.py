from __future__ import annotations

import pytest

from ccsdk.engine.deciding.entering import refusal_of
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.interaction import VisitKind
from ccsdk.model.policy import Terminal
from ccsdk.model.queue import members
from tests.unit.engine.deciding.flow_play import at, full, outcome_of, state_of, to
from tests.unit.engine.play import Play, names, ready


def refusal(play: Play, queue: str) -> str | None:
    return refusal_of(play.state, queue)


def test_entry_asks_for_opening_room_wait_and_staff_in_that_order() -> None:
    play = ready("ana")
    play.write()
    play.do(cmd.DefineCalendar(calendar="hours", zone="UTC", tz="t", edges=(5_000,)))
    facts = {"queue": "p", "name": "P"}
    seen = [refusal(play, "p")]

    strict = {"calendar": "hours", "max_waiting": 0, "needs_staff": True}
    while strict:
        play.do(cmd.DefineQueue(**facts, **strict))
        seen.append(refusal(play, "p"))
        strict.pop(next(iter(strict)))
    play.do(cmd.DefineQueue(**facts))
    seen.append(refusal(play, "p"))

    assert seen == ["unknown", "closed", "full", "unstaffed", None]


def test_entry_is_refused_where_the_estimated_wait_is_too_long() -> None:
    play = ready("ana", max_estimated_wait_ms=1_000, wrap_up_ms=0)
    for number in (1, 2):
        play.write(number)
        play.engage(f"in_{number}-o1")
        play.wait(501)

    assert refusal(play, "q") is None
    play.write(3)
    play.write(4)
    assert refusal(play, "q") == "too_long"


def test_who_is_refused_overflows_and_was_never_offered_there() -> None:
    play = full(to("q"), to("nowhere"), to("p", when="attr.vip"), to("p"))

    entries = play.write()

    assert names(entries)[-2:] == ["EntryRefused", "InteractionQueued"]
    assert play.last(ev.EntryRefused).reason == "full"
    queued = play.last(ev.InteractionQueued)
    assert (queued.queue, queued.visit_kind) == ("p", VisitKind.OVERFLOW)
    assert play.state.queues["q"].offered == 0
    assert play.state.interactions["in_1"].hops == 1


@pytest.mark.parametrize(
    ("terminal", "outcome"), [(Terminal.MESSAGE, "message"), (Terminal.END, "ended")]
)
def test_a_chain_may_end_the_interaction(terminal: Terminal, outcome: str) -> None:
    play = full(to(terminal))

    entries = play.write()

    assert names(entries)[-3:] == [
        "InteractionDeflected",
        "InteractionConcluded",
        "InteractionClosed",
    ]
    assert outcome_of(play) == outcome
    assert play.state.threads == {}


def test_a_newcomer_whom_a_chain_leads_nowhere_is_let_go() -> None:
    play = full()

    play.write()

    assert outcome_of(play) == "ended"


def test_a_chain_may_lead_to_self_service() -> None:
    play = full(to(Terminal.SELF_SERVICE))

    play.write()

    assert state_of(play) == "RECEIVED"
    assert play.last(ev.InteractionDeflected).self_service_due_at_ms == 600_000


def test_a_chain_may_lead_to_a_callback_in_the_queue_that_refused() -> None:
    play = full(to(Terminal.CALLBACK))
    play.wait(70)

    play.write()

    scheduled = play.last(ev.CallbackScheduled)
    assert (scheduled.queue, scheduled.order_from_ms, scheduled.ended_visit) == ("q", 70, None)
    assert state_of(play) == "QUEUED"
    assert play.state.queues["q"].offered == 1


def test_41_overflow_ends_after_five_hops() -> None:
    move_on = (at(1_000, pol.Move(queue="p")),)
    back = (at(1_000, pol.Move(queue="q")),)
    play = Play()
    play.queue("p", steps=back, needs_staff=True, overflow=(to("q"), to(Terminal.MESSAGE)))
    play.queue("q", steps=move_on)
    play.do(cmd.DefineAgent(agent="ana", memberships=members("p")))
    play.do(cmd.LogIn(agent="ana"))
    play.write(1, "q")

    play.wait(20_000)

    hops = [e.event for e in play.entries if isinstance(e.event, ev.InteractionOverflowed)]
    assert len(hops) == 5
    assert play.last(ev.StepDue).why == "hops"
    play.do(cmd.LogOut(agent="ana"))
    play.wait(30_001)
    assert outcome_of(play) == "message"


def test_a_move_keeps_the_age_and_gives_the_place_of_the_new_queue() -> None:
    play = Play()
    gold = pol.ServiceClass(name="gold", tier=3)
    play.queue("p", discipline=pol.Discipline.PRIORITY, classes=(gold,))
    play.queue("q", steps=(at(1_000, pol.Move(queue="p")),))
    play.write(1, "q")

    play.wait(1_001)

    interaction = play.state.interactions["in_1"]
    assert (interaction.tier, interaction.order_from_ms) == (3, 0)
    assert interaction.entered_at_ms == 1_000
    assert interaction.service_class == "gold"


def left_alone(*overflow: pol.OverflowRule) -> Play:
    """Return a center where three wait, one of them for a call, and everybody has gone home."""
    play = Play()
    play.queue("p")
    play.queue("q", needs_staff=True, overflow=overflow)
    play.agent("ana", "q")
    for number in (1, 2, 3):
        play.write(number, "q")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.do(cmd.AcceptCallback(interaction="in_3"))
    play.do(cmd.LogOut(agent="ana"))
    return play


def test_who_waits_flows_out_into_another_queue_and_who_waits_for_a_call_stays() -> None:
    play = left_alone(to("p"))

    play.wait(30_001)

    queues = [play.state.interactions[f"in_{number}"].queue for number in (1, 2, 3)]
    assert queues == ["p", "p", "q"]
    assert play.last(ev.InteractionOverflowed).reason == "empty"


def test_who_waits_may_flow_out_to_a_callback_in_the_place_they_have() -> None:
    play = left_alone(to(Terminal.CALLBACK))

    play.wait(30_001)

    kinds = [play.state.interactions[f"in_{number}"].visit_kind for number in (1, 2, 3)]
    assert kinds == [VisitKind.CALLBACK] * 3
    scheduled = play.last(ev.CallbackScheduled)
    assert (scheduled.order_from_ms, scheduled.wait_ms) == (0, 30_000)


def test_who_waits_where_the_chain_leads_nowhere_stays() -> None:
    play = left_alone()

    play.wait(30_001)

    assert len(play.state.queues["q"].waiting) == 3


def test_a_callback_that_is_moved_stays_one() -> None:
    play = left_alone()
    play.do(cmd.MoveInteraction(interaction="in_3", queue="p"))

    assert play.state.interactions["in_3"].visit_kind is VisitKind.CALLBACK
    assert play.last(ev.InteractionQueued).step_due_at_ms is None


def test_offers_are_withdrawn_from_who_moves_on() -> None:
    play = ready("ana")
    play.queue("p")
    play.write()

    entries = play.do(cmd.MoveInteraction(interaction="in_1", queue="p")).entries

    assert names(entries)[0] == "OfferWithdrawn"


def test_who_is_refused_by_a_closed_queue_is_told_when_it_opens() -> None:
    play = Play()
    play.do(cmd.DefineCalendar(calendar="hours", zone="UTC", tz="t", edges=(5_000,)))
    play.queue("q", calendar="hours")

    play.write()

    refused = play.last(ev.EntryRefused)
    assert (refused.reason, refused.opens_at_ms) == ("closed", 5_000)
