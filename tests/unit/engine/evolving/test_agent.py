from __future__ import annotations

import pytest

from ccsdk.engine.evolving.agent import presence_changed, serving
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.event import AgentPresenceChanged
from tests.unit.engine.play import Play, ready


def kinds(play: Play) -> set[str]:
    return {key[0] for key in play.state.deadlines.live}


def test_a_lost_session_takes_the_agent_out_of_the_pools_until_it_is_back() -> None:
    play = ready("ana", sessions=True)
    play.sign_off("ana")
    lost = (play.state.agents["ana"].is_lost, dict(play.state.index.free))

    play.sign_in("ana", "t")

    assert lost == (True, {})
    assert list(play.state.index.free) == ["ana"]
    assert kinds(play) == set()


def test_nobody_can_show_an_offer_without_a_session() -> None:
    play = ready("ana", sessions=True)
    play.write()
    before = kinds(play)

    play.sign_off("ana")

    assert before == {"ack", "ring"}
    assert kinds(play) == {"ring", "offer_grace", "agent_grace"}


def test_one_session_of_two_is_no_loss() -> None:
    play = ready("ana", sessions=True)
    play.sign_in("ana", "t")

    play.sign_off("ana", "t")

    assert list(play.state.agents["ana"].sessions) == ["s"]
    assert kinds(play) == set()


def test_becoming_ready_begins_idleness_and_forgives_strikes() -> None:
    play = ready("ana")
    ana = play.state.agents["ana"]
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    ana.strikes = 1
    play.wait(50)

    play.do(cmd.SetReady(agent="ana"))

    assert (ana.idle_from_ms, ana.strikes, ana.reason) == (50, 0, None)


def test_coming_back_forgives_no_strike() -> None:
    play = ready("ana", sessions=True)
    play.state.agents["ana"].strikes = 1
    play.sign_off("ana")
    play.wait(20_000)

    play.sign_in("ana", "t")

    assert play.state.agents["ana"].strikes == 1
    assert play.state.agents["ana"].presence is Presence.READY


def test_logging_out_ends_every_grace() -> None:
    play = ready("ana", sessions=True)
    play.write()
    play.sign_off("ana")

    play.do(cmd.LogOut(agent="ana"))

    assert play.state.agents["ana"].is_lost is False
    assert kinds(play) == {"retry_same"}


def test_presence_takes_no_step_that_no_table_has() -> None:
    play = ready("ana")
    play.do(cmd.LogOut(agent="ana"))
    event = AgentPresenceChanged(agent="ana", presence=Presence.READY, by="agent")

    with pytest.raises(AssertionError, match="READY cannot follow LOGGED_OUT of ana"):
        presence_changed(play.state, event, 0)


def test_a_definition_decides_which_queues_are_served() -> None:
    play = ready()
    play.queue("sofas", skills=("sofa", "bed"))
    queues = ("sofas", "q", "sofas")
    play.do(cmd.DefineAgent(agent="ana", queues=queues, skills=("sofa",)))
    some = serving(play.state, play.state.agents["ana"])

    play.do(cmd.DefineAgent(agent="ana", queues=queues, skills=("bed", "sofa"), chat_slots=5))

    assert some == ("q",)
    assert play.state.index.serves["ana"] == ("sofas", "q")
    assert play.state.agents["ana"].chat_slots == 5


def test_an_idle_lost_agent_has_one_grace_and_a_busy_one_three() -> None:
    idle, busy = ready("ana", sessions=True), ready("ana", sessions=True)
    busy.write(1)
    busy.engage()
    busy.write(2)

    idle.sign_off("ana")
    busy.sign_off("ana")

    assert kinds(idle) == {"agent_grace"}
    assert kinds(busy) == {"ring", "offer_grace", "agent_grace", "leg_grace"}


def test_an_extension_leads_to_who_was_last_defined_with_it() -> None:
    play = ready()
    play.do(cmd.DefineAgent(agent="ana", queues=(), extension="201"))
    play.do(cmd.DefineAgent(agent="ben", queues=(), extension="201"))
    taken = (play.state.agents["ana"].extension, dict(play.state.extensions))
    play.do(cmd.DefineAgent(agent="ana", queues=(), extension="202"))

    play.do(cmd.DefineAgent(agent="ben", queues=()))

    assert taken == (None, {"201": "ben"})
    assert play.state.extensions == {"202": "ana"}
