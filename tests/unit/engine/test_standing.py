from __future__ import annotations

from ccsdk.engine.standing import chosen, is_free, is_offerable, settle_agent, settle_interaction
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import InteractionState
from tests.unit.engine.play import ready


def test_an_agent_is_free_while_ready_reachable_and_not_full() -> None:
    play = ready("ana")
    ana = play.state.agents["ana"]
    seen = [is_free(ana)]

    ana.is_lost = True
    seen.append(is_free(ana))
    ana.is_lost, ana.presence = False, Presence.NOT_READY
    seen.append(is_free(ana))
    ana.presence, ana.chat_slots = Presence.READY, 0
    seen.append(is_free(ana))

    assert seen == [True, False, False, False]


def test_an_interaction_is_offerable_while_it_stands_and_the_customer_is_there() -> None:
    play = ready()
    play.write(1, sessions=("c1",))
    found = play.state.interactions["in_1"]
    seen = [is_offerable(play.state, found)]

    play.do(cmd.ReportSessionGone(session="c1", customer="cu_i1"))
    seen.append(is_offerable(play.state, found))
    found.state = InteractionState.ENGAGED
    seen.append(is_offerable(play.state, found))
    found.state, found.offers = InteractionState.OFFERED, {"o": None}
    seen.append(is_offerable(play.state, found))

    assert seen == [True, False, False, False]


def test_settling_follows_what_has_changed() -> None:
    play = ready("ana")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write()
    ana, found = play.state.agents["ana"], play.state.interactions["in_1"]
    ana.presence = Presence.READY
    found.state = InteractionState.CLOSED

    settle_agent(play.state, ana)
    settle_interaction(play.state, found)
    came, left = list(play.state.index.free), list(play.state.index.waiting)
    ana.presence = Presence.NOT_READY
    found.state = InteractionState.QUEUED
    settle_agent(play.state, ana)
    settle_interaction(play.state, found)

    assert (came, left) == (["ana"], [])
    assert list(play.state.index.free) == []
    assert list(play.state.index.waiting) == ["in_1"]


def test_a_direct_line_is_its_agents_alone_while_they_are_free_and_not_passed_over() -> None:
    play = ready("ana")
    play.queue("p")
    play.agent("ben", "p")
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write()
    found = play.state.interactions["in_1"]
    seen = [chosen(play.state, found, 1)]

    found.only = "ben"
    seen.append(chosen(play.state, found, 1))
    found.excluded["ben"] = 1
    seen.append(chosen(play.state, found, 1))
    found.only = "ana"
    seen.append(chosen(play.state, found, 1))

    assert seen == [[], ["ben"], [], []]
