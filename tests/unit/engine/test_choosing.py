from __future__ import annotations

import pytest

from ccsdk.engine.choosing import agent_view, next_offer, work_view
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.pure import PureObjects, WeightedScorer
from ccsdk.model.queue import Membership, Strategy
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.advice import RATED, likes, raises, scorer, strategy
from tests.unit.engine.play import Play, agent, ready


def offered(play: Play) -> list[str]:
    return [e.event.agent for e in play.entries if isinstance(e.event, ev.OfferMade)]


def advised(objects: PureObjects, **queue: object) -> Play:
    """Return a center with a queue `q` whose plugins have a say, and three Agents."""
    play = ready("ana", "ben", "cai", **queue)
    play.pure = objects
    return play


def test_the_highest_score_gets_it_and_the_receipt_says_so() -> None:
    play = advised(scorer(likes("ben")), scorers=(WeightedScorer(name="rated", weight=3),))

    play.write()

    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert receipt.loser is not None
    assert (receipt.winner.agent, receipt.winner.scores) == ("ben", {"rated": 30})
    assert (receipt.loser.agent, receipt.loser.scores) == ("ana", {"rated": 0})


def test_a_negative_weight_counts_against() -> None:
    play = advised(scorer(likes("ana")), scorers=(WeightedScorer(name="rated", weight=-1),))

    play.write()

    assert offered(play) == ["ben"]


def test_what_is_scored_alike_stays_in_the_order_of_the_strategy() -> None:
    play = advised(scorer(likes("ben", "cai")), scorers=RATED)

    play.write(1)
    play.write(2)

    assert offered(play) == ["ben", "cai"]


def test_a_broadcast_goes_to_the_best_scored() -> None:
    queue = {"strategy": Strategy.BROADCAST, "broadcast": 2, "scorers": RATED}
    play = advised(scorer(likes("ben", "cai")), **queue)

    play.write()

    assert offered(play) == ["ben", "cai"]


def test_scorers_see_the_base_strategys_best_of_one_priority() -> None:
    seen: list[str] = []
    play = ready(scorers=RATED)
    play.pure = scorer(lambda work, each: len(seen.append(each.agent) or ""))
    for number in range(40):
        play.agent(f"a{number:02}")
    play.agent("late", memberships=(Membership(queue="q", priority=1),))

    play.write()

    assert sorted(set(seen)) == [f"a{number:02}" for number in range(32)]
    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert receipt.free == 41


def test_who_comes_after_the_shortlist_is_next_and_has_no_score() -> None:
    play = ready(scorers=RATED)
    play.pure = scorer(likes())
    play.agent("ana")
    play.agent("late", memberships=(Membership(queue="q", priority=1),))

    play.write()

    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert receipt.loser is not None
    assert (receipt.loser.agent, receipt.loser.scores) == ("late", None)


def test_a_scorer_that_fails_is_left_out_of_the_decision_and_struck() -> None:
    play = advised(scorer(raises), scorers=RATED)

    entries = play.write()

    names = [type(entry.event).__name__ for entry in entries]
    assert names[-2:] == ["PluginStruck", "OfferMade"]
    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert (receipt.winner.agent, receipt.winner.scores) == ("ana", None)
    assert receipt.position == entries[-2].position


def test_after_three_strikes_it_is_asked_no_more() -> None:
    play = advised(scorer(raises), scorers=RATED)

    for number in range(5):
        play.write(number)

    assert (play.count(ev.PluginStruck), play.count(ev.PluginDisabled)) == (3, 1)
    assert len(offered(play)) == 5


def test_a_strategy_of_a_plugin_chooses() -> None:
    play = advised(strategy(lambda work, agents: agents[-1].agent), plugin_strategy="mine")

    play.write()

    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert receipt.loser is not None
    assert (receipt.winner.agent, receipt.chosen_by) == ("cai", "mine")
    assert receipt.loser.agent == "ana"


def test_a_strategy_that_names_nobody_known_gives_way_to_the_queues_own() -> None:
    play = advised(strategy(lambda work, agents: "zoe"), plugin_strategy="mine")

    for number in range(4):
        play.write(number)

    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    assert receipt.chosen_by is None
    assert len(offered(play)) == 4
    assert play.last(ev.PluginDisabled).name == "mine"


def test_work_for_one_agent_alone_is_no_choice() -> None:
    play = advised(scorer(likes("cai")), scorers=RATED)
    play.write()
    play.engage()
    transfer = cmd.BlindTransfer(interaction="in_1", to=TransferTarget(agent="ben"))
    play.do(transfer, by=agent("cai"))

    receipt = play.last(ev.OfferMade).receipt

    assert receipt is not None
    assert (receipt.winner.agent, receipt.winner.scores) == ("ben", None)


def test_replay_asks_nobody_and_leads_to_the_same_state() -> None:
    play = advised(scorer(likes("ben")), scorers=RATED)
    play.write(1)
    play.engage()
    play.pure = scorer(raises)
    play.write(2)

    assert fingerprint(replay(play.entries)) == fingerprint(play.state)


def test_a_plugin_sees_who_talked_with_the_customer_last() -> None:
    play = ready("ana", "ben", wrap_up_ms=0)
    play.write(1)
    owner = play.engage()
    play.do(cmd.EndInteraction(interaction="in_1"), by=agent(owner))
    play.wait(7)
    play.do(
        cmd.ReceiveInteraction(
            interaction="in_2", account="web-q", thread="other", identity="i1", queue="q"
        )
    )
    first, second = play.state.interactions["in_1"], play.state.interactions["in_2"]

    views = [work_view(play.state, each, at_ms=play.now_ms, draw=0) for each in (first, second)]

    assert [view.last_agent for view in views] == [owner, owner]
    assert views[0].waited_ms == 7


def test_nobody_talked_with_a_new_customer() -> None:
    play = ready()
    play.write()

    view = work_view(play.state, play.state.interactions["in_1"], at_ms=3, draw=5)

    assert (view.last_agent, view.waited_ms, view.draw) == (None, 3, 5)


def test_a_plugin_sees_what_an_agent_has_at_hand_and_can_change_nothing() -> None:
    play = ready("ana")
    play.write()
    play.wait(5)

    view = agent_view(play.state, play.state.agents["ana"], at_ms=play.now_ms)

    assert (view.agent, dict(view.used), view.load, view.idle_ms) == ("ana", {"chat": 1}, 25, 5)
    with pytest.raises(TypeError):
        view.skills["sofa"] = 5  # type: ignore[index]


def test_chance_decides_without_advice() -> None:
    play = ready("ana", strategy=Strategy.WEIGHTED_RANDOM)
    play.write()
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))

    assert next_offer(play.state.interactions["in_1"]) == "in_1-o2"
    assert offered(play) == ["ana"]
