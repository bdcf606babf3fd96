"""What an Offer's receipt holds; that it is true is tested with `explain_offer`."""

from __future__ import annotations

from ccsdk.engine.choosing import Selection
from ccsdk.engine.index import DIRECT
from ccsdk.engine.receipt import receipt_of_pick, receipts_of
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.queue import Mode, Strategy
from ccsdk.model.receipt import OfferReceipt, Reason
from ccsdk.model.skill import needs
from tests.unit.engine.play import Play, agent, ready


def last(play: Play) -> OfferReceipt:
    receipt = play.last(ev.OfferMade).receipt
    assert receipt is not None
    return receipt


def test_counts_follow_presence_room_and_exclusion() -> None:
    play = ready("ana", "ben", "cleo", "dan")
    play.do(cmd.SetNotReady(agent="dan", reason="lunch"), by=agent("dan"))
    play.do(cmd.SetCapacity(agent="cleo", slots={"chat": 0}))
    play.write(1)
    first = last(play)
    play.do(cmd.DeclineOffer(offer="in_1-o1"), by=agent("ana"))
    play.do(cmd.SetReady(agent="dan"), by=agent("dan"))

    play.write(2)

    assert (first.skilled, first.ready, first.free) == (4, 3, 2)
    assert (last(play).skilled, last(play).ready, last(play).free) == (4, 4, 3)


def test_counts_follow_a_change_of_skills() -> None:
    play = Play()
    play.queue("q", requires=needs("sofa"))
    for name in ("ana", "ben"):
        play.agent(name, skills={"sofa": 3})
    play.write(1)
    play.do(cmd.SetSkills(agent="ben", skills={}))

    play.write(2)

    assert (last(play).skilled, last(play).ready, last(play).free) == (1, 1, 1)


def test_a_choice_of_nobody_makes_no_receipt() -> None:
    play = Play()
    play.queue()
    play.write()

    nobody = Selection(entries=[], next_one=None)
    assert receipts_of(play.state, play.state.interactions["in_1"], nobody) == []


def test_what_is_direct_is_for_one() -> None:
    play = ready("ana")
    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 0}))
    play.write()
    interaction = play.state.interactions["in_1"]
    interaction.only = "ana"

    selection = Selection(entries=[(DIRECT, 0, 7, "ana")], next_one=None)
    (receipt,) = receipts_of(play.state, interaction, selection)

    assert (receipt.reason, receipt.skilled, receipt.ready) == (Reason.DIRECT, 1, 1)
    assert (receipt.winner.priority, receipt.winner.idle_from_ms) == (DIRECT, 7)
    assert receipt.ahead is None


def test_a_pick_has_no_counts_and_names_who_stood_first() -> None:
    play = ready("ana", mode=Mode.PULL)
    for number in (1, 2):
        play.write(number)
    ana, interactions = play.state.agents["ana"], play.state.interactions

    first, second = (receipt_of_pick(play.state, each, ana) for each in interactions.values())

    assert (first.ahead, second.ahead) == (None, "in_1")
    assert first.skilled is None
    assert first.reason is Reason.PICKED


def test_ranks_say_turns_scores_and_work() -> None:
    found = {}
    for strategy in Strategy:
        play = Play()
        play.queue("q", strategy=strategy, requires=needs("sofa"))
        play.agent("ana", skills={"sofa": 4})
        for number in (1, 2):
            play.write(number)
        found[strategy] = (last(play).winner.score, last(play).winner.rank)

    assert found == {
        Strategy.LONGEST_IDLE: (0, 1),
        Strategy.ROUND_ROBIN: (0, 1),
        Strategy.LEAST_LOADED: (0, 25),
        Strategy.WEIGHTED_RANDOM: (4, 0),
        Strategy.BEST_SKILL: (4, 1),
        Strategy.BROADCAST: (0, 1),
    }


def test_what_chance_decided_has_its_seed() -> None:
    play = ready("ana", strategy=Strategy.WEIGHTED_RANDOM)

    play.write()

    assert last(play).seed == 0
