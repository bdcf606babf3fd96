from __future__ import annotations

from ccsdk.errors import NotOwnerError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from tests.unit.engine.play import agent, names
from tests.unit.engine.talk import IN, join, talk

LEAVE = cmd.LeaveInteraction(**IN)


def test_a_member_leaves_and_the_talk_goes_on() -> None:
    play = join(talk("ben"), "ben")

    left = play.do(LEAVE, by=agent("ben")).entries

    assert names(left)[0] == "LegEnded"
    assert play.last(ev.LegEnded).cause == "left"
    assert play.state.interactions["in_1"].owner == "ana"
    assert not play.state.agents["ben"].joined


def test_the_owner_leaves_the_talk_to_a_member() -> None:
    play = join(talk("ben"), "ben")

    play.do(LEAVE, by=agent("ana"))

    changed = play.last(ev.OwnerChanged)
    assert (changed.agent, changed.former, changed.cause) == ("ben", "ana", "left")
    found = play.state.interactions["in_1"]
    assert (found.state, found.owner) == (InteractionState.ENGAGED, "ben")
    play.refused(cmd.SendMessage(**IN), NotOwnerError, by=agent("ana"))
    play.do(cmd.EndInteraction(**IN), by=agent("ben"))


def test_the_last_agent_who_leaves_ends_the_talk() -> None:
    play = talk()

    play.do(LEAVE)

    assert play.last(ev.InteractionEnded).by == "agent"


def test_who_takes_no_part_cannot_leave() -> None:
    play = talk("ben")

    play.refused(LEAVE, NotOwnerError, by=agent("ben"))
