from __future__ import annotations

import pytest

from ccsdk.engine.evolving.agent import presence_changed
from ccsdk.engine.standing import openings_of
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.event import AgentPresenceChanged, InteractionAged, OfferMade
from ccsdk.model.queue import Membership, members
from ccsdk.model.skill import needs
from tests.unit.engine.play import Play, ready


def kinds(play: Play) -> set[str]:
    return {key[0] for key in play.state.deadlines.live}


def test_a_lost_session_takes_the_agent_out_of_the_pools_until_it_is_back() -> None:
    play = ready("ana", sessions=True)
    play.sign_off("ana")
    play.write()
    (signature,) = play.state.index.signatures["q"].values()
    lost = (play.state.agents["ana"].is_lost, dict(signature.pool.current))

    play.sign_in("ana", "t")

    assert lost == (True, {})
    assert list(signature.pool.current) == ["ana"]
    assert kinds(play) == {"ack", "ring"}


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


def test_a_definition_decides_whose_work_an_agent_may_have() -> None:
    play = ready()
    play.queue("sofas", requires=needs("sofa", "bed"))
    play.write(1)
    play.write(2, "sofas")
    queues = members("sofas", "q", "sofas")
    play.do(cmd.DefineAgent(agent="ana", memberships=queues, skills={"sofa": 3}))
    ana = play.state.agents["ana"]
    some = len(openings_of(play.state, ana))

    play.do(
        cmd.DefineAgent(
            agent="ana", memberships=queues, skills={"bed": 3, "sofa": 3}, slots={"chat": 5}
        )
    )

    assert (some, len(openings_of(play.state, ana))) == (1, 2)
    assert (list(ana.memberships), ana.slots) == (["sofas", "q"], {"chat": 5})


def test_other_slots_hold_until_the_next_definition() -> None:
    play = ready("ana")
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 2, "email": 1}))

    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    cut = play.state.agents["ana"].slots
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), slots={"chat": 2}))

    assert cut == {"chat": 1, "email": 1}
    assert play.state.agents["ana"].slots == {"chat": 2}


def test_who_set_what_counts_is_known_until_it_is_as_defined() -> None:
    play = ready("ana")
    ana = play.state.agents["ana"]
    play.wait(5)

    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    play.do(cmd.SetSkills(agent="ana", skills={"bed": 1}))
    told = [(each.by, each.at_ms) for each in (ana.slots_set, ana.skills_set) if each]
    play.do(cmd.SetCapacity(agent="ana", slots={}))
    play.do(cmd.SetSkills(agent="ana", skills={}))

    assert told == [("system", 5), ("system", 5)]
    assert (ana.slots_set, ana.skills_set) == (None, None)


def test_a_new_definition_ends_whose_word_counts() -> None:
    play = ready("ana")
    ana = play.state.agents["ana"]
    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    play.do(cmd.SetSkills(agent="ana", skills={"bed": 1}))

    play.do(cmd.DefineAgent(agent="ana", memberships=members("q")))

    assert (ana.slots_set, ana.skills_set) == (None, None)


def test_a_cut_drains() -> None:
    play = ready("ana")
    for number in (1, 2, 3):
        play.write(number)
        play.engage(f"in_{number}-o1")
    ana = play.state.agents["ana"]

    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    seen = [ana.is_draining]
    for number in (1, 2):
        play.do(cmd.EndInteraction(interaction=f"in_{number}"))
        play.do(cmd.CompleteWrapUp(interaction=f"in_{number}"))
        seen.append(ana.is_draining)
    play.write(4)

    assert (seen, len(ana.owned)) == ([True, True, False], 1)
    assert play.state.interactions["in_4"].offers == {}


def test_other_skills_take_work_away_and_bring_it_back() -> None:
    play = ready(requires=needs("sofa"))
    play.agent("ana", skills={"sofa": 3})
    play.do(cmd.SetSkills(agent="ana", skills={"bed": 5}))
    play.write()
    before = play.count(OfferMade)

    play.do(cmd.SetSkills(agent="ana", skills={"sofa": 1}))

    assert (before, play.count(OfferMade)) == (0, 1)


def test_a_new_delay_counts_for_those_who_wait_already() -> None:
    play = ready()
    play.write()

    play.agent("ana", "p", memberships=(Membership(queue="q", delay_ms=5_000),))
    play.wait(5_001)

    assert (play.last(InteractionAged).age_ms, play.last(OfferMade).agent) == (5_000, "ana")


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
    play.do(cmd.DefineAgent(agent="ana", memberships=members(), extension="201"))
    play.do(cmd.DefineAgent(agent="ben", memberships=members(), extension="201"))
    taken = (play.state.agents["ana"].extension, dict(play.state.extensions))
    play.do(cmd.DefineAgent(agent="ana", memberships=members(), extension="202"))

    play.do(cmd.DefineAgent(agent="ben", memberships=members()))

    assert taken == (None, {"201": "ben"})
    assert play.state.extensions == {"202": "ana"}
