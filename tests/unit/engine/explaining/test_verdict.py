from __future__ import annotations

from collections.abc import Callable

import pytest

from ccsdk.engine.explaining.verdict import in_line, passed_by, standing_of, verdict_of, verdicts_on
from ccsdk.engine.state import Overlay
from ccsdk.model import command as cmd
from ccsdk.model.agent import Presence
from ccsdk.model.channel import CHANNELS
from ccsdk.model.explanation import CONDITIONS, Facts, Standing
from ccsdk.model.queue import Membership, Mode, members
from ccsdk.model.skill import SkillRequirement
from tests.unit.engine.advice import RULE, refuses, rule
from tests.unit.engine.play import Play, agent, ready

RAMP = Overlay(by="plugin:ramp", at_ms=7)


def waiting() -> Play:
    """Return a center in which in_1 waits for a sofa and Ana is away."""
    play = Play()
    play.queue("q", requires=(SkillRequirement(skill="sofa", min=4),))
    play.do(cmd.DefineAgent(agent="ana", memberships=members("q"), skills={"sofa": 4}))
    play.write()
    return play


def no_member(play: Play) -> None:
    play.state.agents["ana"].memberships.clear()


def for_ben_alone(play: Play) -> None:
    play.state.interactions["in_1"].only = "ben"


def unskilled(play: Play) -> None:
    play.state.agents["ana"].skills = {"sofa": 2}


def at_lunch(play: Play) -> None:
    play.state.agents["ana"].presence = Presence.NOT_READY
    play.state.agents["ana"].reason = "lunch"


def out(play: Play) -> None:
    play.state.agents["ana"].presence = Presence.LOGGED_OUT


def lost(play: Play) -> None:
    play.state.agents["ana"].is_lost = True


def passed_over(play: Play) -> None:
    play.state.interactions["in_1"].excluded["ana"] = 5


def untaught(play: Play) -> None:
    unskilled(play)
    play.state.agents["ana"].skills_set = RAMP


def with_less_room(play: Play) -> None:
    without_slots(play)
    play.state.agents["ana"].slots_set = RAMP


def with_less_room_as_defined(play: Play) -> None:
    with_less_room(play)
    play.state.agents["ana"].definition.slots["chat"] = 0


def without_slots(play: Play) -> None:
    play.state.agents["ana"].slots = {"chat": 0}


def with_heavy_work(play: Play) -> None:
    play.state.channels["message"] = CHANNELS["message"].__class__(slots=5, weight=80)
    play.state.agents["ana"].owned["in_9"] = "message"


def on_the_phone(play: Play) -> None:
    play.state.channels["voice"] = CHANNELS["voice"].__class__(slots=1, weight=1, denies=("chat",))
    play.state.agents["ana"].owned["in_9"] = "voice"


def too_early(play: Play) -> None:
    play.state.agents["ana"].memberships["q"] = Membership(queue="q", delay_ms=9)


FAILED: list[tuple[Callable[[Play], None], str, Facts]] = [
    (no_member, "member", {"queue": "q"}),
    (for_ben_alone, "member", {"queue": "q", "only": "ben"}),
    (unskilled, "skill", {"skill": "sofa", "has": 2, "needs": 4}),
    (at_lunch, "presence", {"presence": "NOT_READY", "reason": "lunch"}),
    (out, "presence", {"presence": "LOGGED_OUT"}),
    (lost, "session", {}),
    (passed_over, "excluded", {"until_ms": 5}),
    (without_slots, "capacity", {"channel": "chat", "used": 0, "slots": 0}),
    (
        untaught,
        "skill",
        {"skill": "sofa", "has": 2, "needs": 4, "defined": 4, "by": "plugin:ramp", "since_ms": 7},
    ),
    (
        with_less_room,
        "capacity",
        {
            "channel": "chat",
            "used": 0,
            "slots": 0,
            "defined": 3,
            "by": "plugin:ramp",
            "since_ms": 7,
        },
    ),
    (
        with_less_room_as_defined,
        "capacity",
        {"channel": "chat", "used": 0, "slots": 0},
    ),
    (with_heavy_work, "capacity", {"channel": "chat", "load": 80, "weight": 25}),
    (on_the_phone, "matrix", {"channel": "chat", "by": "voice"}),
    (too_early, "delay", {"delay_ms": 9, "from_ms": 9}),
]


@pytest.mark.parametrize(("broken", "failed", "facts"), FAILED)
def test_a_verdict_names_the_first_condition_with_its_facts(
    broken: Callable[[Play], None], failed: str, facts: Facts
) -> None:
    play = waiting()
    ana = play.state.agents["ana"]
    ana.presence = Presence.READY

    broken(play)
    verdict = verdict_of(play.state, play.state.interactions["in_1"], ana)

    assert (verdict.failed, verdict.facts) == (failed, facts)


def test_every_condition_has_facts() -> None:
    assert [failed for _, failed, _ in FAILED if failed in CONDITIONS]
    # Rules come last, and are asked of whoever is given.
    assert {failed for _, failed, _ in FAILED} == set(CONDITIONS[:-1])
    assert CONDITIONS[-1] == "rule"


def test_who_came_nearest_stands_last() -> None:
    play = waiting()
    for name in ("cleo", "ben"):
        play.do(cmd.DefineAgent(agent=name, memberships=members("q"), skills={"sofa": 5}))
    play.do(cmd.DefineAgent(agent="dan", memberships=()))
    play.state.agents["ben"].presence = Presence.READY

    verdicts = verdicts_on(play.state, play.state.interactions["in_1"])

    found = [(each.agent, each.failed) for each in verdicts]
    assert found == [("dan", "member"), ("ana", "presence"), ("cleo", "presence"), ("ben", None)]


def test_an_interaction_stands_in_line_or_is_offered_or_has_an_owner() -> None:
    play = ready("ana")
    play.write(1)
    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    play.write(2)
    interactions = play.state.interactions.values()
    before = [standing_of(play.state, each) for each in interactions]

    play.accept()

    assert before == [Standing.OFFERED, Standing.IN_LINE]
    assert [standing_of(play.state, each) for each in interactions] == [
        Standing.NOT_WAITING,
        Standing.IN_LINE,
    ]


def test_what_waits_to_be_picked_and_whose_customer_left_are_told_apart() -> None:
    play = Play()
    play.queue("q", mode=Mode.PULL)
    play.write(1, sessions=("s1",))
    play.write(2)

    play.do(cmd.ReportSessionGone(session="s1", customer="cu_i1"))

    stood = [standing_of(play.state, each) for each in play.state.interactions.values()]
    assert stood == [Standing.CUSTOMER_GONE, Standing.PULL]


def test_work_for_one_agent_is_offered_whatever_the_queues_mode() -> None:
    play = Play()
    play.queue("q", mode=Mode.PULL)
    play.write()

    play.state.interactions["in_1"].only = "ana"

    assert standing_of(play.state, play.state.interactions["in_1"]) is Standing.IN_LINE


def test_each_of_a_line_is_told_why_it_is_not_theirs() -> None:
    play = ready("ana")
    play.do(cmd.SetCapacity(agent="ana", slots={"chat": 1}))
    for number in (1, 2):
        play.write(number)
    play.do(cmd.SetNotReady(agent="ana", reason="lunch"), by=agent("ana"))
    ana, line = play.state.agents["ana"], in_line(play.state, "q")

    passed = passed_by(play.state, ana, line)

    found = [(each.interaction, each.standing, each.failed) for each in passed]
    assert found == [
        ("in_1", Standing.IN_LINE, "presence"),
        ("in_2", Standing.IN_LINE, "presence"),
    ]


def test_a_rule_is_named_with_its_reason() -> None:
    play = ready("ana", eligibility=RULE)
    play.pure = rule(refuses("ana"))
    play.write()
    waiting, ana = play.state.interactions["in_1"], play.state.agents["ana"]

    verdict = verdict_of(play.state, waiting, ana, play.pure)

    assert (verdict.failed, verdict.facts) == ("rule", {"rule": "rule", "why": "not_them"})
    assert verdict_of(play.state, waiting, ana).failed is None
