from __future__ import annotations

import pytest

from ccsdk.engine.replay import fingerprint, replay
from ccsdk.engine.state import State
from ccsdk.model import command as cmd
from tests.unit.engine.play import Play, ready


def lively() -> Play:
    play = ready("ana", "ben", sessions=True)
    play.write(1, sessions=("c1",))
    play.write(2)
    play.engage("in_1-o1")
    play.do(cmd.DeclineOffer(offer="in_2-o1"))
    play.sign_off("ben")
    play.wait(4_500)
    return play


def test_rebuilt_state_has_the_fingerprint_of_the_live_one() -> None:
    play = lively()

    rebuilt = replay(play.entries)

    assert fingerprint(rebuilt) == fingerprint(play.state)
    assert fingerprint(rebuilt).startswith("sha256:")


def test_nothing_is_left_to_match_after_replay() -> None:
    index = replay(lively().entries).index

    assert (index.fresh, index.freed, index.bare) == ({}, {}, {})


def test_replay_of_nothing_is_an_empty_center() -> None:
    assert fingerprint(replay([])) == fingerprint(State())


def test_replay_refuses_a_log_with_a_gap() -> None:
    entries = lively().entries

    with pytest.raises(AssertionError, match="position 3 follows 1"):
        replay([entries[0], *entries[2:]])


def test_any_change_of_state_changes_the_fingerprint() -> None:
    play = lively()
    before = fingerprint(play.state)

    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))

    assert fingerprint(play.state) != before


def test_what_is_derived_changes_no_fingerprint() -> None:
    play = lively()
    before = fingerprint(play.state)

    play.state.index.openings.clear()
    play.state.deadlines.heap.reverse()

    assert fingerprint(play.state) == before
