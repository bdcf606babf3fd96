from __future__ import annotations

from ccsdk.model import command as cmd
from ccsdk.model import event as ev
from ccsdk.model.offer import WithdrawReason
from tests.unit.engine.play import agent
from tests.unit.engine.talk import IN, SAM, invite, join, talk


def test_a_restart_takes_back_who_was_asked_or_dialled_and_nobody_else() -> None:
    play = join(talk("ben", "cai", "dee"), "ben")
    play.accept(invite(play, "cai"))
    offer = invite(play, "dee")
    play.do(cmd.StartMonitor(**IN), by=SAM)

    play.do(cmd.ResumeCenter())

    ended = play.last(ev.LegEnded)
    assert (ended.agent, ended.cause) == ("cai", "restart")
    assert play.state.offers[offer].reason == WithdrawReason.RESTART.value
    left = [leg.who for leg in play.state.interactions["in_1"].legs.values()]
    assert left == ["ana", "cu_i1", "ben", "sam"]
    assert play.state.agents["dee"].strikes == 0


def test_who_was_asked_to_another_channel_before_the_gap_did_not_come() -> None:
    play = talk()
    play.do(cmd.ElevateChannel(**IN, to="sms"), by=agent("ana"))
    play.now_ms += 200_000

    resumed = play.do(cmd.ResumeCenter()).entries

    failed = [e.at_ms for e in resumed if isinstance(e.event, ev.ChannelElevationFailed)]
    assert failed == [120_000]
    assert [leg.channel for leg in play.state.interactions["in_1"].customer_legs()] == ["chat-q"]
