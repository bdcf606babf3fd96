from __future__ import annotations

from ccsdk.engine.state import Agent
from ccsdk.model.agent import Occupancy
from ccsdk.model.event import AgentDefined
from tests.unit.engine.talk import join, talk

ANA = AgentDefined(agent="ana", memberships=(), skills={}, slots={})


def test_talks_one_joined_and_second_channels_take_slots() -> None:
    agent = Agent(
        id="ana", definition=ANA, joined={"a": "chat"}, owned={"b": "chat"}, elevated={"b": "sms"}
    )

    assert agent.used == 3


def test_a_member_is_engaged() -> None:
    agent = Agent(id="ana", definition=ANA, joined={"a": "chat"}, offers={"o": "chat"})

    assert agent.is_engaged
    assert agent.occupancy is Occupancy.ENGAGED


def test_a_leg_is_found_by_the_staff_member_and_never_by_the_customer() -> None:
    found = join(talk("ben"), "ben").state.interactions["in_1"]

    legs = [found.staff_leg(who) for who in ("ana", "ben", "cai", "cu_i1")]

    assert [leg and leg.id for leg in legs] == ["in_1-l1", "in_1-l3", None, None]
    assert [leg.id for leg in found.customer_legs()] == ["in_1-l2"]
