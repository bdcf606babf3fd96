from __future__ import annotations

import pytest

from ccsdk.engine.evolving.direct import direct
from ccsdk.engine.standing import settle_interaction
from ccsdk.errors import InvalidTransitionError, NotEligibleError, UnknownEntityError
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState
from ccsdk.model.queue import Mode
from ccsdk.model.skill import needs
from tests.unit.engine.advice import RULE, refuses, rule
from tests.unit.engine.play import Play, agent, names, ready


def pick(interaction: str = "in_1", who: str = "ana") -> cmd.PickInteraction:
    return cmd.PickInteraction(interaction=interaction, agent=who)


def test_a_pick_is_an_offer_and_its_accept() -> None:
    play = ready("ana", mode=Mode.PULL)
    play.write()

    decision = play.do(pick(), by=agent("ana"))

    assert names(decision.entries) == ["OfferMade", "OfferAccepted"]
    assert decision.answer.interaction == "in_1"
    found = play.state.interactions["in_1"]
    assert (found.state, found.owner, found.accepted) == (
        InteractionState.CONNECTING,
        "ana",
        "in_1-o1",
    )


def test_only_the_first_in_line_can_be_picked() -> None:
    play = ready("ana", mode=Mode.PULL, pick_from=2)
    for number in (1, 2, 3):
        play.write(number)
        play.wait(1)

    facts = play.refused(pick("in_3"), NotEligibleError)
    play.do(pick("in_2"))
    play.do(pick("in_3"))

    assert facts["condition"] == "place"
    assert list(play.state.index.waiting) == ["in_1"]


def test_a_queue_of_both_modes_offers_and_lets_pick_what_nobody_got() -> None:
    play = ready("ana", mode=Mode.BOTH)
    play.write(1)
    play.do(cmd.DeclineOffer(offer="in_1-o1"))
    play.agent("ben", slots={"chat": 0})
    play.do(cmd.SetCapacity(agent="ben", slots={"chat": 1}))
    play.do(cmd.DeclineOffer(offer="in_1-o2"))
    play.wait(30_000)

    facts = play.refused(pick(), NotEligibleError)

    assert facts["condition"] == "excluded"


def test_a_queue_that_offers_cannot_be_picked_from() -> None:
    play = ready()
    play.write()
    play.agent("ana", slots={"chat": 0})

    assert play.refused(pick(), NotEligibleError)["condition"] == "mode"


@pytest.mark.parametrize(
    ("spoil", "condition"),
    [
        (cmd.SetSkills(agent="ana", skills={}), "skill"),
        (cmd.SetNotReady(agent="ana", reason="lunch"), "presence"),
        (cmd.SetCapacity(agent="ana", slots={"chat": 0}), "capacity"),
    ],
)
def test_a_pick_asks_for_all_that_an_offer_does(spoil: cmd.Command, condition: str) -> None:
    play = ready(mode=Mode.PULL, requires=needs("sofa"))
    play.agent("ana", skills={"sofa": 3})
    play.write()

    play.do(spoil)
    refusal = play.refused(pick(), NotEligibleError)

    assert refusal == {"interaction": "in_1", "agent": "ana", "condition": condition}


def test_what_waits_elsewhere_looks_as_if_it_was_not_there() -> None:
    play = ready(mode=Mode.PULL)
    play.queue("p")
    play.agent("ana", "p")
    play.write()

    elsewhere = play.refused(pick(), UnknownEntityError)
    nowhere = play.refused(pick("in_9"), UnknownEntityError)
    nobody = play.refused(pick(who="eve"), UnknownEntityError)

    assert [each["id"] for each in (elsewhere, nowhere, nobody)] == ["in_1", "in_9", "eve"]


def test_what_stands_in_no_line_cannot_be_picked() -> None:
    play = ready("ana", "ben", mode=Mode.BOTH)
    play.write()

    play.refused(pick(who="ben"), InvalidTransitionError)
    play.accept()
    play.refused(pick(who="ben"), InvalidTransitionError)


def test_what_is_for_another_agent_alone_cannot_be_picked() -> None:
    play = ready("ana", mode=Mode.PULL)
    play.agent("ben", slots={"chat": 0})
    play.write()
    found = play.state.interactions["in_1"]
    direct(play.state, found, "ben", 9_000)
    settle_interaction(play.state, found)
    play.state.index.fresh.clear()

    assert play.refused(pick(), NotEligibleError)["condition"] == "member"


def test_after_a_pick_the_others_are_still_matched() -> None:
    play = Play()
    play.queue("pull", mode=Mode.PULL)
    play.queue("q")
    play.agent("ana", "pull", "q", slots={"chat": 1})
    play.agent("ben", "q", slots={"chat": 1})
    play.write(1, "pull")

    play.do(pick())
    play.write(2)

    assert play.last(ev.OfferMade).agent == "ben"


def test_who_is_picked_for_a_callback_rings_as_long_as_a_customer_may() -> None:
    play = Play()
    play.queue("q", mode=Mode.PULL, dial_ms=33_000)
    play.agent("ana", "q")
    play.write()
    play.do(cmd.AcceptCallback(interaction="in_1"))

    play.do(cmd.PickInteraction(interaction="in_1", agent="ana"))

    assert play.last(ev.OfferAccepted).connect_due_at_ms == 33_000


def test_what_a_rule_refuses_is_not_theirs_to_pick() -> None:
    play = ready("ana", mode=Mode.PULL, eligibility=RULE)
    play.pure = rule(refuses("ana"))
    play.write()

    assert play.refused(pick(), NotEligibleError, by=agent("ana"))["condition"] == "rule"
