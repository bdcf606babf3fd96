"""What entering, overflowing and leaving a queue tell, to the letter."""

from __future__ import annotations

import pytest

from ccsdk.engine.deciding.entering import outlet
from ccsdk.engine.step import Step
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model import policy as pol
from ccsdk.model.interaction import VisitKind
from ccsdk.model.offer import WithdrawReason
from ccsdk.model.policy import Discipline, ServiceClass, Terminal
from tests.unit.engine.deciding.flow_play import full, to
from tests.unit.engine.play import Play, ready

REFS = {"interaction": "in_1", "customer": "cu_i1", "channel": "chat-q", "queue": "q"}
VIP = ServiceClass(name="vip", when="attr.vip", tier=2, burst=1, refill_ms=60_000)
CALL_BACK = cmd.AcceptCallback(interaction="in_1")


@pytest.mark.parametrize(
    ("terminal", "reason", "due_ms"),
    [
        (Terminal.SELF_SERVICE, "self_service", 600_700),
        (Terminal.MESSAGE, "message", None),
        (Terminal.END, "end", None),
    ],
)
def test_who_never_waited_leaves_no_visit_and_no_wait(
    terminal: Terminal, reason: str, due_ms: int | None
) -> None:
    play = full(to(terminal))
    play.wait(700)

    play.write()

    assert play.last(ev.InteractionDeflected) == ev.InteractionDeflected(
        **REFS, reason=reason, self_service_due_at_ms=due_ms
    )


def test_who_waited_leaves_a_visit_with_its_wait() -> None:
    play = ready()
    play.wait(700)
    play.write()
    play.wait(50)

    play.do(cmd.AcceptSelfService(interaction="in_1"))

    assert play.last(ev.InteractionDeflected) == ev.InteractionDeflected(
        **REFS,
        reason="self_service",
        visit="in_1-v1",
        wait_ms=50,
        self_service_due_at_ms=600_750,
    )


def test_who_enters_is_told_to_be_inbound() -> None:
    play = ready()
    play.wait(700)

    play.write()

    assert play.last(ev.InteractionQueued) == ev.InteractionQueued(
        **REFS, visit="in_1-v1", visit_kind=VisitKind.INBOUND, order_from_ms=700
    )


def test_a_balk_is_told_of_the_queue_that_was_closed_and_when_it_opens() -> None:
    play = Play()
    play.do(cmd.DefineCalendar(calendar="shop", zone="UTC", tz="t", edges=(5_000,)))
    play.queue("p")
    play.queue("q", calendar="shop", overflow=(to("p"),))

    play.write()

    assert play.last(ev.EntryRefused) == ev.EntryRefused(**REFS, reason="closed", opens_at_ms=5_000)


def callback(*, tier: int = 0, head_start_ms: int = 0, **more: object) -> ev.CallbackScheduled:
    facts = {"tier": tier, "head_start_ms": head_start_ms, **more}
    return ev.CallbackScheduled(**REFS, **facts)


def test_a_callback_instead_of_an_entry_has_the_place_of_its_class() -> None:
    play = full(
        to(Terminal.CALLBACK), discipline=Discipline.PRIORITY, classes=(VIP,), head_start_ms=9
    )
    play.wait(700)

    play.write(1, attributes={"vip": True})

    assert play.last(ev.CallbackScheduled) == callback(
        visit="in_1-v1", order_from_ms=700, tier=2, head_start_ms=9, service_class="vip"
    )


def test_a_callback_instead_of_an_entry_takes_a_token_as_of_its_instant() -> None:
    play = full(to(Terminal.CALLBACK), discipline=Discipline.PRIORITY, classes=(VIP,))
    classes = []
    for number, wait_ms in ((1, 700), (2, 59_999), (3, 1)):
        play.wait(wait_ms)
        play.write(number, attributes={"vip": True})
        classes.append(play.last(ev.CallbackScheduled).service_class)

    assert classes == ["vip", None, "vip"]


def test_a_callback_instead_of_a_wait_keeps_class_and_place() -> None:
    play = ready(discipline=Discipline.PRIORITY, classes=(VIP,), head_start_ms=9)
    play.wait(700)
    play.write(1, attributes={"vip": True})
    play.wait(50)

    play.do(CALL_BACK)

    assert play.last(ev.CallbackScheduled) == callback(
        visit="in_1-v2",
        ended_visit="in_1-v1",
        wait_ms=50,
        order_from_ms=700,
        tier=2,
        head_start_ms=9,
        service_class="vip",
    )


def test_who_flows_out_for_a_callback_stays_in_their_queue() -> None:
    play = ready("ana", needs_staff=True, overflow=(to(Terminal.CALLBACK),))
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.wait(700)
    play.write()
    play.do(cmd.LogOut(agent="ana"))

    play.wait(30_001)

    scheduled = play.last(ev.CallbackScheduled)
    assert (scheduled.queue, scheduled.wait_ms, scheduled.order_from_ms) == ("q", 30_000, 700)


def test_offers_are_withdrawn_from_each_of_their_agents() -> None:
    play = ready("ana")
    play.queue("p")
    play.write()

    play.do(cmd.MoveInteraction(interaction="in_1", queue="p"))

    assert play.last(ev.OfferWithdrawn) == ev.OfferWithdrawn(
        **REFS, offer="in_1-o1", agent="ana", reason=WithdrawReason.MOVED
    )


@pytest.mark.parametrize(
    ("when", "leads"),
    [
        ("attr.vip", True),
        ("not attr.vip", False),
        ("open.shop", True),
        ("queue.waiting == 1", True),
        ("queue.longest_wait >= '40s'", True),
        ("queue.longest_wait > '40s'", False),
    ],
)
def test_a_chain_asks_about_customer_calendars_its_queue_and_the_instant(
    when: str, leads: bool
) -> None:
    play = Play()
    play.do(cmd.DefineCalendar(calendar="shop", zone="UTC", tz="t", edges=(0,)))
    play.queue("p")
    play.queue("q", overflow=(to("p", when=when),))
    play.wait(700)
    play.write(1, attributes={"vip": True})

    step = Step(play.state, 40_700, None)
    found = outlet(step, play.state.interactions["in_1"], "q")

    assert found == (pol.OverflowTarget(queue="p") if leads else None)


def test_a_queue_that_is_gone_leads_nowhere() -> None:
    play = ready()
    play.write()

    assert outlet(Step(play.state, 0, None), play.state.interactions["in_1"], "gone") is None


def test_a_wait_as_long_as_it_may_be_is_admitted() -> None:
    play = ready("ana", max_estimated_wait_ms=1_000)
    for number in (1, 2):
        play.write(number)
        play.engage(f"in_{number}-o1")
        play.wait(500)
    # Starts are half a second apart: the second in line waits for one second, the third longer.
    seen = []
    for number in (3, 4, 5):
        play.write(number)
        seen.append(f"in_{number}" in play.state.queues["q"].waiting)

    assert seen == [True, True, False]
