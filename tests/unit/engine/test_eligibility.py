from __future__ import annotations

from collections.abc import Callable

import pytest

from ccsdk.engine.eligibility import why_not
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.queue import Membership
from ccsdk.model.skill import needs
from tests.unit.engine.play import Play, ready


def nothing(play: Play) -> None:
    pass


def no_member(play: Play) -> None:
    play.state.agents["ana"].memberships.clear()


def for_somebody_else(play: Play) -> None:
    play.state.interactions["in_1"].only = "ben"


def unskilled(play: Play) -> None:
    play.state.agents["ana"].skills = {}


def away(play: Play) -> None:
    play.state.agents["ana"].presence = Presence.NOT_READY


def lost(play: Play) -> None:
    play.state.agents["ana"].is_lost = True


def passed_over(play: Play) -> None:
    play.state.interactions["in_1"].excluded["ana"] = 5


def full(play: Play) -> None:
    play.state.agents["ana"].slots = {"chat": 0}


def on_chat(play: Play) -> None:
    play.state.agents["ana"].owned["in_9"] = "chat"
    play.state.interactions["in_1"].channel = "email"


def too_young(play: Play) -> None:
    membership = Membership(queue="q", delay_ms=1)
    play.state.agents["ana"].memberships["q"] = membership


BROKEN = {
    "member": no_member,
    "skill": unskilled,
    "presence": away,
    "session": lost,
    "excluded": passed_over,
    "capacity": full,
    "matrix": on_chat,
    "delay": too_young,
}


def waiting() -> Play:
    """Return a center where `ana` may have what waits, but for a decline that is over."""
    play = ready(requires=needs("sofa"))
    play.agent("ana", skills={"sofa": 1})
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"))
    play.write()
    play.state.agents["ana"].presence = Presence.READY
    return play


def ask(play: Play) -> str | None:
    state = play.state
    return why_not(state, state.interactions["in_1"], state.agents["ana"])


@pytest.mark.parametrize(("condition", "spoil"), BROKEN.items())
def test_each_condition_is_named(condition: str, spoil: Callable[[Play], None]) -> None:
    play = waiting()
    before = ask(play)

    spoil(play)

    assert (before, ask(play)) == (None, condition)


def test_the_first_condition_that_fails_is_named() -> None:
    play, named = waiting(), []

    for condition in reversed([c for c in BROKEN if c != "matrix"]):
        BROKEN[condition](play)
        named.append((condition, ask(play)))

    assert [said for wanted, said in named] == [wanted for wanted, said in named]


def test_what_is_for_one_agent_needs_neither_membership_nor_skill_nor_age() -> None:
    play = waiting()
    for spoil in (no_member, unskilled, too_young):
        spoil(play)

    play.state.interactions["in_1"].only = "ana"
    theirs = ask(play)
    for_somebody_else(play)

    assert (theirs, ask(play)) == (None, "member")
