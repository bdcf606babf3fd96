from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from tests.unit.engine.talk import SAM, join, talk


def test_a_member_who_is_logged_out_by_force_leaves_the_talk() -> None:
    play = join(talk("ben"), "ben")

    play.do(cmd.LogOut(agent="ben", is_forced=True), by=SAM)

    assert play.last(ev.LegEnded).agent == "ben"
    assert play.state.interactions["in_1"].owner == "ana"
