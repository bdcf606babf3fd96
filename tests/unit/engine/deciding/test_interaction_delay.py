from __future__ import annotations

from ccsdk.model import event as ev
from ccsdk.model.queue import Membership
from tests.unit.engine.play import ready


def test_a_visit_grows_old_by_what_its_deadline_waited_for() -> None:
    play = ready()
    play.agent("ana", memberships=(Membership(queue="q", delay_ms=700),))
    play.wait(50)
    play.write()

    fired = play.wait(9_000)

    assert fired[0].event == ev.InteractionAged(
        interaction="in_1", customer="cu_i1", channel="chat-q", queue="q", age_ms=700
    )
    assert fired[0].at_ms == 750
