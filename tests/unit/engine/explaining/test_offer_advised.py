"""Offers on which plugins had a say, explained while they are there and after they are gone."""

from __future__ import annotations

from ccsdk.engine.explaining.agent import explain_agent
from ccsdk.engine.explaining.interaction import explain_interaction
from ccsdk.engine.explaining.offer import explain_offer
from ccsdk.engine.explaining.wording import sentences
from ccsdk.engine.replay import replay
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.explanation import OfferExplanation
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.queue import Mode
from tests.unit.engine.advice import RATED, RULE, likes, refuses, rule, scorer, strategy
from tests.unit.engine.play import Play, agent, ready


def explained(play: Play, pure: PureObjects) -> OfferExplanation:
    """Explain the last Offer by replay; its receipt must be the one that was written."""
    made = play.last(ev.OfferMade)
    assert made.receipt is not None
    told = explain_offer(replay(play.entries[: made.receipt.position]), made, pure)
    assert told.receipt == made.receipt
    return told


def test_scores_are_told_as_they_were_written_with_the_plugin_or_without() -> None:
    play = ready("ana", "ben", scorers=RATED)
    play.pure = scorer(likes("ben"))
    play.write()

    told = [sentences(explained(play, pure)) for pure in (play.pure, NO_OBJECTS)]

    assert told[0] == told[1]
    assert told[0][2] == (
        "ben: priority 0, +10 by rated, rank 0, idle from 1970-01-01T00:00:00.000Z. "
        "Next would have been "
        "ana: priority 0, +0 by rated, rank 0, idle from 1970-01-01T00:00:00.000Z."
    )


def test_a_strategy_of_a_plugin_is_named() -> None:
    play = ready("ana", "ben", plugin_strategy="mine")
    play.pure = strategy(lambda work, agents: "ben")
    play.write()

    assert sentences(explained(play, NO_OBJECTS))[2] == (
        "ben was chosen by strategy mine of a plugin."
    )


def test_nobody_else_was_there_to_be_rated() -> None:
    play = ready("ana", scorers=RATED)
    play.pure = scorer(likes("ana"))
    play.write()

    assert explained(play, NO_OBJECTS).receipt.loser is None


def test_a_refusal_is_told_by_its_rule_and_reason() -> None:
    play = ready("ana", "ben", eligibility=RULE)
    play.pure = rule(refuses("ana"))
    play.write()

    told = explained(play, play.pure)

    assert [(each.agent, each.failed) for each in told.agents] == [("ana", "rule"), ("ben", None)]
    assert "ana is refused by rule rule: not_them." in sentences(told)


def test_a_receipt_is_told_as_written_where_a_rule_is_gone() -> None:
    play = ready("ana", "ben", eligibility=RULE)
    play.pure = rule(refuses("ana"))
    play.write()

    told = explained(play, NO_OBJECTS)

    assert told.receipt.free == 1
    assert [each.failed for each in told.agents] == [None, None]


def test_what_waits_says_whom_a_rule_refuses_and_so_does_the_agent() -> None:
    play = ready("ana", eligibility=RULE)
    play.pure = rule(refuses("ana"))
    play.write()

    waits = explain_interaction(play.state, "in_1", pure=play.pure)
    passed = explain_agent(play.state, "ana", pure=play.pure).queues[0].first[0]

    assert waits.failed == {"rule": 1}
    assert (passed.failed, passed.facts) == ("rule", {"rule": "rule", "why": "not_them"})


def test_a_pick_is_explained_without_advice() -> None:
    play = ready("ana", scorers=RATED, mode=Mode.PULL)
    play.pure = scorer(likes("ana"))
    play.write()
    play.do(cmd.PickInteraction(interaction="in_1", agent="ana"), by=agent("ana"))

    assert explained(play, play.pure).receipt.winner.scores is None
