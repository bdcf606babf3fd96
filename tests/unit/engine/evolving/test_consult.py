from __future__ import annotations

from ccsdk.engine.capacity import has_room
from ccsdk.model import command as cmd
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN, SAM, Q, join, talk


def test_the_child_passes_over_who_takes_part_and_forgets_itself_with_its_end() -> None:
    play = join(talk("ben"), "ben")
    play.do(cmd.BargeIn(**IN), by=SAM)

    play.do(cmd.StartConsult(**IN, to=TransferTarget(queue="q")), by=agent("ana"))
    child = play.state.interactions["in_1-c1"]
    excluded = set(child.excluded)
    play.do(cmd.CancelConsult(**IN), by=agent("ana"))

    found = play.state.interactions["in_1"]
    assert excluded == {"ana", "ben"}
    assert (child.excluded, found.child, found.consults) == ({}, None, 1)


def test_a_consult_is_forgotten_with_its_own_customer() -> None:
    play = talk("ben")
    play.do(cmd.StartConsult(**IN, to=TransferTarget(queue="q")), by=agent("ana"))
    play.do(cmd.CancelConsult(**IN), by=agent("ana"))
    during = "in_1-c1" in play.state.customers

    play.wait(86_400_001)

    assert during
    assert "in_1-c1" not in play.state.customers
    assert "in_1-c1" not in play.state.interactions


def test_who_was_consulted_takes_a_slot_of_the_talk_they_join() -> None:
    play = talk("ben")
    play.do(cmd.DefineAgent(agent="ben", memberships=Q, slots={"chat": 1}))
    play.do(cmd.StartConsult(**IN, to=TransferTarget(queue="q")), by=agent("ana"))
    play.engage("in_1-c1-o1")

    play.do(cmd.MergeConsult(**IN), by=agent("ana"))

    assert play.state.agents["ben"].used == 1
    assert not has_room(play.state, play.state.agents["ben"], "chat")
