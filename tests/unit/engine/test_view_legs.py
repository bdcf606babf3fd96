from __future__ import annotations

import msgspec

from ccsdk.engine import view
from ccsdk.model import command as cmd
from tests.unit.engine.play import agent, visitor
from tests.unit.engine.talk import IN, SAM, invite, talk


def test_staff_see_every_leg_of_a_talk() -> None:
    play = talk("ben")
    play.accept(invite(play, "ben"))

    legs = msgspec.to_builtins(view.interaction_item(play.state, "in_1"))["legs"]

    assert [(leg["who"], leg["role"], leg["state"]) for leg in legs] == [
        ("ana", "owner", "CONNECTED"),
        ("cu_i1", "member", "CONNECTED"),
        ("ben", "member", "DIALING"),
    ]


def test_the_customer_sees_that_they_are_held_or_asked_and_nothing_of_listeners() -> None:
    play = talk()
    play.do(cmd.StartMonitor(**IN), by=SAM)
    before = view.visitor_interaction_item(play.state, "in_1")

    play.do(cmd.HoldCustomer(**IN), by=agent("ana"))
    play.do(cmd.ElevateChannel(**IN, to="sms"), by=agent("ana"))
    during = view.visitor_interaction_item(play.state, "in_1")
    play.do(cmd.JoinChannel(**IN), by=visitor("i1"))
    after = view.visitor_interaction_item(play.state, "in_1")

    told = [(i.channel, i.is_held, i.asked_to, i.join_due_at_ms) for i in (before, during, after)]
    assert told == [
        ("chat-q", False, None, None),
        ("chat-q", True, "sms", 120_000),
        ("sms", True, None, None),
    ]
    assert "sam" not in str(msgspec.to_builtins(during))


def test_an_invitation_says_that_it_is_one() -> None:
    play = talk("ben")

    offers = [view.offer_item(play.state, offer) for offer in ("in_1-o1", invite(play, "ben"))]

    assert [offer.is_invitation for offer in offers] == [False, True]
