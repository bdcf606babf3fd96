from __future__ import annotations

from ccsdk.engine.state import Agent, State
from ccsdk.model.agent import Occupancy, Presence


def test_a_new_center_is_empty() -> None:
    state = State()

    assert (state.position, state.now_ms, state.interactions) == (0, 0, {})


def test_slots_are_taken_by_offers_work_and_wrap_ups() -> None:
    agent = Agent(id="ana", offers={"o": None}, owned={"a": None, "b": None}, wrap_ups={"c": None})

    assert agent.used == 4


def test_occupancy_is_the_first_that_holds() -> None:
    agent = Agent(id="ana")
    seen = [agent.occupancy]

    for work in (agent.offers, agent.wrap_ups, agent.owned):
        work["x"] = None
        seen.append(agent.occupancy)

    assert seen == [Occupancy.IDLE, Occupancy.OFFERED, Occupancy.WRAP_UP, Occupancy.ENGAGED]


def test_a_new_agent_is_logged_out() -> None:
    assert Agent(id="ana").presence is Presence.LOGGED_OUT
