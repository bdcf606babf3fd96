"""The receipt that an Offer carries equals what a scan of the rebuilt state finds."""

from __future__ import annotations

import msgspec
import pytest

from ccsdk.engine.explaining.offer import explain_offer
from ccsdk.engine.replay import replay
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.explanation import OfferExplanation, Standing
from ccsdk.model.queue import Membership, Mode, Strategy, members
from ccsdk.model.receipt import Candidate, OfferReceipt, Reason
from ccsdk.model.skill import SkillRequirement, needs
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, ready


def explained(play: Play, offer: str) -> OfferExplanation:
    """Explain an Offer by replay; its receipt must be the one found by the scan."""
    made = next(
        entry.event
        for entry in play.entries
        if isinstance(entry.event, ev.OfferMade) and entry.event.offer == offer
    )
    assert made.receipt is not None
    told = explain_offer(replay(play.entries[: made.receipt.position]), made, play.pure)
    assert told.receipt == made.receipt
    return told


def talking(play: Play, *numbers: int) -> None:
    """Let these customers write and be answered at once."""
    for number in numbers:
        play.write(number)
        play.engage(f"in_{number}-o1")


def test_the_receipt_names_winner_loser_and_counts() -> None:
    play = ready("ana", "ben", "cleo")
    play.do(cmd.SetNotReady(agent="cleo", reason="lunch"), by=agent("cleo"))
    play.wait(5)

    play.write()

    told = explained(play, "in_1-o1")
    assert told.receipt == OfferReceipt(
        reason=Reason.MATCHED,
        policy=play.state.policy,
        position=play.state.position - 1,
        skilled=3,
        ready=2,
        free=2,
        winner=Candidate(agent="ana", priority=0, score=0, rank=0, idle_from_ms=0),
        loser=Candidate(agent="ben", priority=0, score=0, rank=0, idle_from_ms=0),
        tier=0,
        order_ms=5,
    )
    assert [(v.agent, v.failed) for v in told.agents] == [
        ("cleo", "presence"),
        ("ana", None),
        ("ben", None),
    ]
    assert (told.offer, told.agent, told.queue, told.ahead) == ("in_1-o1", "ana", "q", ())


def test_a_receipt_is_small() -> None:
    play = ready("ana", "ben")
    play.write()

    assert len(msgspec.json.encode(play.last(ev.OfferMade).receipt)) <= 400


def test_who_is_passed_over_is_not_free() -> None:
    play = ready("ana", "ben")
    play.write()

    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    receipt = explained(play, "in_1-o2").receipt
    assert (receipt.skilled, receipt.ready, receipt.free, receipt.loser) == (2, 2, 1, None)


def test_who_stood_before_it_and_could_not_have_the_agent_is_named() -> None:
    play = ready("ana", "ben")
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))
    play.write(1)
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))
    play.wait(10)

    play.write(2)

    told = explained(play, "in_2-o1")
    assert told.receipt.ahead == "in_1"
    (passed,) = told.ahead
    assert (passed.interaction, passed.standing, passed.failed) == (
        "in_1",
        Standing.IN_LINE,
        "excluded",
    )


def test_a_queue_that_is_served_later_is_the_reason_for_passing_older_work() -> None:
    play = Play()
    play.queue("q")
    play.queue("p")
    play.write(1, "q")
    play.wait(10)
    play.write(2, "p")
    served = (Membership(queue="q", priority=3), Membership(queue="p", priority=1))

    play.do(cmd.DefineAgent(agent="ana", memberships=served, slots={"chat": 1}))
    play.do(cmd.LogIn(agent="ana"))
    play.do(cmd.SetReady(agent="ana"))

    told = explained(play, "in_2-o1")
    (passed,) = told.ahead
    assert told.receipt.ahead is None
    assert (passed.interaction, passed.failed) == ("in_1", "priority")
    assert passed.facts == {"priority": 3, "before": 1}


def test_the_loser_may_be_of_a_higher_priority_number() -> None:
    play = ready("ana")
    play.do(cmd.DefineAgent(agent="ben", memberships=(Membership(queue="q", priority=2),)))
    play.do(cmd.LogIn(agent="ben"))
    play.do(cmd.SetReady(agent="ben"))

    play.write()

    loser = explained(play, "in_1-o1").receipt.loser
    assert loser is not None
    assert (loser.agent, loser.priority) == ("ben", 2)


def test_scores_are_told_where_skills_are_looked_at() -> None:
    play = Play()
    sofa = SkillRequirement(skill="sofa", weight=10)
    play.queue("q", strategy=Strategy.BEST_SKILL, requires=(sofa,))
    play.agent("ana", skills={"sofa": 2})
    play.agent("ben", skills={"sofa": 5})
    talking(play, 1)

    play.write(2)

    receipt = explained(play, "in_2-o1").receipt
    assert receipt.winner == Candidate(agent="ben", priority=0, score=50, rank=1, idle_from_ms=0)
    assert receipt.loser is not None
    assert (receipt.loser.agent, receipt.loser.score, receipt.loser.rank) == ("ana", 20, 0)


def test_chance_leaves_a_seed_and_no_loser() -> None:
    play = Play()
    play.queue("q", strategy=Strategy.WEIGHTED_RANDOM, requires=needs("sofa"))
    for name in ("ana", "ben"):
        play.agent(name, skills={"sofa": 3})

    play.write()

    receipt = explained(play, "in_1-o1").receipt
    assert (receipt.seed, receipt.loser) == (0, None)
    assert (receipt.winner.score, receipt.winner.rank) == (3, 0)


def test_turns_are_told_by_round_and_load_by_weight() -> None:
    for strategy, expected in ((Strategy.ROUND_ROBIN, [0, 1]), (Strategy.LEAST_LOADED, [0, 25])):
        play = ready("ana", "ben", strategy=strategy)
        talking(play, 1)

        play.write(2)

        receipt = explained(play, "in_2-o1").receipt
        assert receipt.loser is not None
        assert [receipt.winner.agent, receipt.loser.agent] == ["ben", "ana"]
        assert [receipt.winner.rank, receipt.loser.rank] == expected


def test_offers_at_once_have_one_position_and_one_loser() -> None:
    play = ready("ana", "ben", "cleo", strategy=Strategy.BROADCAST, broadcast=2)

    play.write()

    first, second = (explained(play, f"in_1-o{n}").receipt for n in (1, 2))
    assert first.position == second.position
    assert [first.winner.agent, second.winner.agent] == ["ana", "ben"]
    assert first.loser == second.loser
    assert first.loser is not None
    assert first.loser.agent == "cleo"


def test_offers_at_once_stay_within_one_priority() -> None:
    play = ready("ana", strategy=Strategy.BROADCAST, broadcast=2)
    play.do(cmd.DefineAgent(agent="ben", memberships=(Membership(queue="q", priority=2),)))
    play.do(cmd.LogIn(agent="ben"))
    play.do(cmd.SetReady(agent="ben"))

    play.write()

    receipt = explained(play, "in_1-o1").receipt
    assert receipt.loser is not None
    assert (play.count(ev.OfferMade), receipt.loser.agent) == (1, "ben")


def test_a_pick_chooses_among_nobody_and_names_who_stood_first() -> None:
    play = ready("ana", mode=Mode.PULL, pick_from=2)
    play.write(1)
    play.wait(10)
    play.write(2)

    play.do(cmd.PickInteraction(interaction="in_2", agent="ana"))

    told = explained(play, "in_2-o1")
    assert told.receipt.reason is Reason.PICKED
    assert (told.receipt.skilled, told.receipt.loser, told.receipt.ahead) == (None, None, "in_1")
    assert [(p.interaction, p.standing, p.failed) for p in told.ahead] == [
        ("in_1", Standing.PULL, None)
    ]


def test_what_waits_to_be_picked_is_passed_over_for_that_and_not_for_its_priority() -> None:
    play = Play()
    play.queue("p", mode=Mode.PULL)
    play.queue("q")
    play.write(1, "p")
    play.wait(10)
    play.write(2)

    play.agent("ana", "p", "q")

    told = explained(play, "in_2-o1")
    assert [(p.interaction, p.standing, p.failed) for p in told.ahead] == [
        ("in_1", Standing.PULL, None)
    ]


def test_what_is_for_one_agent_alone_passes_everybody() -> None:
    play = ready("ana")
    play.do(cmd.DefineAgent(agent="ben", memberships=members("q"), extension="12"))
    play.do(cmd.LogIn(agent="ben"))
    play.do(cmd.SetReady(agent="ben"))
    talking(play, 1)
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"), by=agent("ben"))
    play.do(cmd.SetReady(agent="ben"), by=agent("ben"))

    play.do(cmd.BlindTransfer(interaction="in_1", to=TransferTarget(agent="ben")), by=agent("ana"))

    told = explained(play, "in_1-o2")
    assert told.receipt.reason is Reason.DIRECT
    assert (told.receipt.skilled, told.receipt.ready, told.receipt.free) == (1, 1, 1)
    assert (told.receipt.winner.priority, told.ahead) == (-1, ())


def test_a_new_definition_is_a_new_policy() -> None:
    play = ready("ana", "ben")
    play.write(1)
    play.do(cmd.DefineQueue(queue="q", name="Q"))
    at = play.state.position
    play.write(2)
    play.do(cmd.SetSkills(agent="ana", skills={"bed": 1}))
    play.write(3)

    policies = [explained(play, f"in_{number}-o1").receipt.policy for number in (1, 2, 3)]

    assert policies[0] < at
    assert policies[1:] == [at, at]


def test_an_offer_is_explained_at_its_own_position_only() -> None:
    play = ready("ana")
    play.write()

    with pytest.raises(AssertionError, match="not decided here"):
        explain_offer(play.state, play.last(ev.OfferMade))
    bare = msgspec.structs.replace(play.last(ev.OfferMade), receipt=None)
    with pytest.raises(AssertionError, match="has a receipt"):
        explain_offer(play.state, bare)


def test_the_strategy_and_the_skills_that_were_required_are_told() -> None:
    asked = (SkillRequirement(skill="wood"), SkillRequirement(skill="tea", is_required=False))
    play = ready(requires=asked, strategy=Strategy.BEST_SKILL)
    play.agent("ana", skills={"wood": 3})

    play.write()

    told = explained(play, "in_1-o1")
    assert (told.strategy, told.skills) == (Strategy.BEST_SKILL, ("wood",))
