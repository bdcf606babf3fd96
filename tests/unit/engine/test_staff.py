from __future__ import annotations

from ccsdk.engine.staff import count_free, count_logged_in, count_ready, is_staffed
from ccsdk.model import command as cmd
from ccsdk.model.skill import needs
from tests.unit.engine.play import ready


def test_staff_is_who_could_serve_the_queue_and_is_logged_in() -> None:
    play = ready("ana", "ben")
    play.queue("p", requires=needs("sofa"))
    play.agent("cai", "p", skills={"sofa": 3}, slots={"chat": 0})
    play.agent("dee", "p")
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"))

    counts = {
        queue: [
            count_logged_in(play.state, queue),
            count_ready(play.state, queue),
            count_free(play.state, queue, "chat"),
        ]
        for queue in ("q", "p")
    }

    assert counts == {"q": [2, 1, 1], "p": [1, 1, 0]}
    assert is_staffed(play.state, "p")


def test_a_queue_whose_agents_are_logged_out_has_no_staff() -> None:
    play = ready("ana")

    play.do(cmd.LogOut(agent="ana"))

    assert not is_staffed(play.state, "q")
