from __future__ import annotations

import pytest

from ccsdk.engine.deciding.direct import line_to_last
from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.interaction import InteractionState, LineEnding
from ccsdk.model.queue import members
from ccsdk.model.transfer import TransferTarget
from tests.unit.engine.play import Play, agent, names, ready


def sent_to_ben(**queue: int) -> Play:
    """Return a center in which Ana has sent in_1 to Ben, and Cai serves its queue."""
    play = ready("ana", sessions=True, **queue)
    play.write()
    play.engage()
    play.agent("ben", "q")
    play.agent("cai", "q")
    to = TransferTarget(agent="ben")
    play.do(cmd.BlindTransfer(interaction="in_1", to=to), by=agent("ana"))
    return play


def test_30_the_line_ends_by_itself_and_an_offer_that_lives_stands() -> None:
    play = sent_to_ben(direct_ms=1_000)

    fired = play.wait(1_001)

    assert names(fired) == ["DirectLineEnded"]
    assert play.last(ev.DirectLineEnded).reason is LineEnding.EXPIRED
    found = play.state.interactions["in_1"]
    assert (found.only, found.state, list(found.offers)) == (
        None, InteractionState.OFFERED, ["in_1-o2"],
    )  # fmt: skip


@pytest.mark.parametrize(
    "leaving",
    [cmd.SetNotReady(agent="ben", reason="lunch"), cmd.LogOut(agent="ben")],
    ids=["not_ready", "log_out"],
)
def test_30_a_target_who_leaves_gives_it_to_the_fallback_at_once(leaving: cmd.Command) -> None:
    play = sent_to_ben()

    decision = play.do(leaving, by=agent("ben"))

    assert names(decision.entries) == [
        "AgentPresenceChanged", "DirectLineEnded", "OfferDeclined", "OfferMade",
    ]  # fmt: skip
    assert play.last(ev.DirectLineEnded).reason is LineEnding.LEFT
    assert play.last(ev.OfferMade).agent == "cai"
    assert play.state.interactions["in_1"].order_from_ms == 0


def test_a_target_who_declines_gives_it_to_the_fallback_at_once() -> None:
    play = sent_to_ben()

    decision = play.do(cmd.DeclineOffer(offer="in_1-o2"), by=agent("ben"))

    assert names(decision.entries) == ["OfferDeclined", "DirectLineEnded", "OfferMade"]
    assert play.last(ev.DirectLineEnded).reason is LineEnding.DECLINED


@pytest.mark.parametrize("shown", [True, False])
def test_a_target_who_misses_it_gives_it_to_the_fallback_at_once(shown: bool) -> None:
    play = sent_to_ben()
    if shown:
        play.do(cmd.AcknowledgeOffer(offer="in_1-o2"), by=agent("ben"))

    fired = play.wait(15_001)

    assert names(fired)[:3] == [
        "OfferExpired" if shown else "OfferWithdrawn", "DirectLineEnded", "OfferMade",
    ]  # fmt: skip


def test_a_target_who_does_not_connect_gives_it_to_the_fallback() -> None:
    play = sent_to_ben()
    play.accept("in_1-o2")

    fired = play.wait(10_001)

    assert names(fired) == ["ConnectFailed", "InteractionRequeued", "DirectLineEnded", "OfferMade"]


def test_a_target_who_is_lost_for_too_long_gives_it_to_the_fallback() -> None:
    play = sent_to_ben()
    play.do(cmd.DefineAgent(agent="ben", memberships=members("q"), slots={"chat": 0}))
    play.sign_in("ben")
    play.do(cmd.AcknowledgeOffer(offer="in_1-o2"), by=agent("ben"))
    play.sign_off("ben")

    fired = play.wait(15_001)

    assert "DirectLineEnded" in names(fired)
    assert play.last(ev.DirectLineEnded).reason is LineEnding.LEFT


def test_what_was_answered_waits_for_nobody_any_more() -> None:
    play = sent_to_ben()
    play.engage("in_1-o2")

    fired = play.wait(20_001)

    assert play.state.interactions["in_1"].only is None
    assert "DirectLineEnded" not in names(fired)
    assert play.state.agents["ben"].direct == {}


def test_the_line_to_who_talked_last_is_to_nobody_who_could_not_be_offered_it() -> None:
    play = sent_to_ben(preferred_ms=5)
    found, ana = play.state.interactions["in_1"], play.state.agents["ana"]
    lines = [line_to_last(play.state, found, "q", 10)]

    ana.is_lost = True
    lines.append(line_to_last(play.state, found, "q", 10))
    found.last_agent = None
    lines.append(line_to_last(play.state, found, "q", 10))

    assert lines == [("ana", 15), (None, None), (None, None)]


def test_a_queue_that_prefers_nobody_has_no_line_to_who_talked_last() -> None:
    play = sent_to_ben(preferred_ms=0)

    line = line_to_last(play.state, play.state.interactions["in_1"], "q", 10)

    assert line == (None, None)
