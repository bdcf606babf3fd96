from __future__ import annotations

from ccsdk.engine.evolving.direct import direct
from ccsdk.engine.standing import settle_interaction
from ccsdk.model import event as ev
from ccsdk.model.interaction import LineEnding
from tests.unit.engine.evolving.test_interaction import ABOUT, take
from tests.unit.engine.play import Play, ready


def waiting_for_ana() -> Play:
    """Return a center in which in_1 waits for Ana, who is no member of its queue."""
    play = ready()
    play.queue("p")
    play.write()
    play.agent("ana", "p")
    play.agent("ben", "p")
    interaction = play.state.interactions["in_1"]
    direct(play.state, interaction, "ana", 5_000)
    settle_interaction(play.state, interaction)
    return play


def test_a_direct_line_is_known_to_its_agent_and_has_an_end() -> None:
    play = waiting_for_ana()

    assert list(play.state.agents["ana"].direct) == ["in_1"]
    assert play.state.deadlines.live["direct", "in_1"][0] == 5_000
    assert play.state.index.stands["in_1"] in play.state.index.direct["ana"].values()


def test_another_line_takes_the_place_of_the_one_before() -> None:
    play = waiting_for_ana()

    direct(play.state, play.state.interactions["in_1"], "ben", 7_000)

    assert (play.state.agents["ana"].direct, list(play.state.agents["ben"].direct)) == (
        {}, ["in_1"],
    )  # fmt: skip
    assert play.state.deadlines.live["direct", "in_1"][0] == 7_000


def test_what_waits_for_nobody_alone_stands_in_its_queue_again() -> None:
    play = waiting_for_ana()
    play.state.index.fresh.clear()

    take(play, ev.DirectLineEnded(**ABOUT, agent="ana", reason=LineEnding.EXPIRED))

    assert (play.state.interactions["in_1"].only, play.state.agents["ana"].direct) == (None, {})
    assert ("direct", "in_1") not in play.state.deadlines.live
    assert list(play.state.index.fresh) == ["in_1"]
    assert play.state.index.stands["in_1"] in play.state.index.signatures["q"].values()
