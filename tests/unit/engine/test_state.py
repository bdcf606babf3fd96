from __future__ import annotations

from ccsdk.engine.state import Agent, State
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.event import AgentDefined

ANA = AgentDefined(agent="ana", memberships=(), skills={}, slots={})


def test_a_new_center_is_empty() -> None:
    state = State()

    assert (state.position, state.now_ms, state.interactions) == (0, 0, {})


def test_slots_are_taken_by_offers_work_and_wrap_ups() -> None:
    agent = Agent(
        id="ana",
        definition=ANA,
        offers={"o": "chat"},
        owned={"a": "chat", "b": "email"},
        wrap_ups={"c": "chat"},
    )

    assert agent.used == 4


def test_occupancy_is_the_first_that_holds() -> None:
    agent = Agent(id="ana", definition=ANA)
    seen = [agent.occupancy]

    for work in (agent.offers, agent.wrap_ups, agent.owned):
        work["x"] = "chat"
        seen.append(agent.occupancy)

    assert seen == [Occupancy.IDLE, Occupancy.OFFERED, Occupancy.WRAP_UP, Occupancy.ENGAGED]


def test_a_new_agent_is_logged_out() -> None:
    assert Agent(id="ana", definition=ANA).presence is Presence.LOGGED_OUT
