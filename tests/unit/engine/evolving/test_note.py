from __future__ import annotations

from ccsdk.engine.replay import fingerprint, replay
from ccsdk.model import command as cmd
from tests.unit.engine.play import Play, agent, ready, visitor

FORGET_MS = 5_000


def mentioned() -> Play:
    """Return a center in which Ben and Cai were mentioned in what Ana talks about."""
    play = ready("ana", wrap_up_ms=0)
    for name in ("ben", "cai"):
        play.do(cmd.DefineAgent(agent=name, memberships=()))
    play.do(
        cmd.DefineAccount(account="web-q", channel="chat-q", queues=("q",), forget_ms=FORGET_MS)
    )
    play.write()
    play.engage()
    play.do(cmd.AddNote(interaction="in_1", mentions=("ben", "cai")), by=agent("ana"))
    return play


def test_who_is_mentioned_reads_the_interaction() -> None:
    play = mentioned()

    assert list(play.state.interactions["in_1"].readers) == ["ben", "cai"]
    assert play.state.agents["ben"].mentions == {"in_1": None}
    assert play.state.agents["ana"].mentions == {}


def test_a_reader_takes_no_slot() -> None:
    play = mentioned()

    assert play.state.agents["ben"].used == 0


def test_readers_stay_through_the_close_and_go_with_the_interaction() -> None:
    play = mentioned()
    play.do(cmd.EndInteraction(interaction="in_1"), by=visitor("i1"))
    after_close = list(play.state.agents["ben"].mentions)

    play.wait(FORGET_MS + 1)

    assert after_close == ["in_1"]
    assert "in_1" not in play.state.interactions
    assert [play.state.agents[name].mentions for name in ("ana", "ben", "cai")] == [{}, {}, {}]


def test_readers_are_part_of_what_a_replay_rebuilds() -> None:
    play = mentioned()

    rebuilt = replay(play.entries)

    assert fingerprint(rebuilt) == fingerprint(play.state)
    rebuilt.interactions["in_1"].readers.pop("cai")
    assert fingerprint(rebuilt) != fingerprint(play.state)
