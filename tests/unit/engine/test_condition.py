from __future__ import annotations

import pytest

from ccsdk.engine.condition import FIELDS, Facts, condition_of, holds
from ccsdk.errors import ConditionError
from ccsdk.model import command as cmd
from ccsdk.model.queue import members
from tests.unit.engine.play import Play, ready


def waiting() -> Play:
    play = ready("ana", "ben")
    play.do(cmd.SetNotReady(agent="ben", reason="lunch"))
    play.do(cmd.DefineCalendar(calendar="hours", zone="UTC", tz="t", edges=(0,)))
    play.do(cmd.DefineAgent(agent="cai", memberships=members("q")))
    play.write(1, attributes={"plan": "gold", "orders": 3}, language="de", is_verified=True)
    play.do(cmd.DeclineOffer(offer="in_1-o1"))
    play.wait(2_000)
    play.write(2)
    return play


def facts(play: Play, interaction: str = "in_1") -> Facts:
    return Facts(play.state, play.state.interactions[interaction], "q", play.now_ms)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("interaction.channel", "chat-q"),
        ("interaction.waited", 2_000),
        ("interaction.service_class", None),
        ("interaction.language", "de"),
        ("interaction.is_verified", True),
        ("interaction.episode", 1),
        ("queue.waiting", 2),
        ("queue.longest_wait", 2_000),
        ("queue.estimated_wait", None),
        ("queue.free", 1),
        ("queue.ready", 1),
        ("queue.logged_in", 2),
        ("open.hours", True),
        ("open.nights", None),
        ("attr.plan", "gold"),
        ("attr.orders", 3),
        ("attr.other", None),
    ],
)
def test_a_field_has_its_value_or_is_unknown(name: str, value: object) -> None:
    assert facts(waiting()).get(name) == value


def test_every_declared_field_has_an_answer() -> None:
    answered = facts(waiting())

    for name in FIELDS:
        answered.get(name)


def test_who_waits_in_no_queue_has_not_waited_and_an_empty_queue_has_no_longest_wait() -> None:
    play = ready("ana")
    play.write()
    play.engage()

    assert facts(play).get("interaction.waited") is None
    assert facts(play).get("queue.longest_wait") == 0


def test_no_condition_always_holds_and_what_is_unknown_does_not() -> None:
    play = waiting()
    it = play.state.interactions["in_1"]

    def says(text: str | None) -> bool:
        return holds(play.state, text, it, "q", play.now_ms)

    assert says(None)
    assert says("attr.plan == 'gold' and interaction.waited >= '2s' and open.hours")
    assert not says("attr.other == 'x'")
    assert not says("not open.nights")


def test_a_text_that_says_nothing_is_refused() -> None:
    with pytest.raises(ConditionError):
        condition_of("queue.witing > 1")
