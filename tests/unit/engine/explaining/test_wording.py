"""Sentences of explanations, as the terminal prints them."""

from __future__ import annotations

from typing import Any

import pytest

from ccsdk.engine.explaining import wording
from ccsdk.engine.explaining.wording import sentences
from ccsdk.model.agent import Occupancy, Presence
from ccsdk.model.explanation import (
    CONDITIONS,
    AgentExplanation,
    Facts,
    InteractionExplanation,
    Next,
    OfferExplanation,
    Passed,
    Served,
    Standing,
    Verdict,
)
from ccsdk.model.interaction import InteractionState
from ccsdk.model.offer import OfferState
from ccsdk.model.queue import Strategy
from ccsdk.model.receipt import Candidate, OfferReceipt, Reason

WINNER = Candidate(agent="ana", priority=0, score=0, rank=0, idle_from_ms=0)
LOSER = Candidate(agent="ben", priority=0, score=15, rank=1, idle_from_ms=1_000)


def receipt(**changed: Any) -> OfferReceipt:
    given = {
        "reason": Reason.MATCHED,
        "policy": 3,
        "position": 9,
        "skilled": 2,
        "ready": 2,
        "free": 1,
        "winner": WINNER,
        "tier": 0,
        "order_ms": 5,
    }
    return OfferReceipt(**{**given, **changed})


def offer(
    *ahead: Passed, agents: tuple[Verdict, ...] = (Verdict(agent="ana"),), **changed: Any
) -> list[str]:
    return sentences(
        OfferExplanation(
            offer="in_1-o1",
            interaction="in_1",
            agent="ana",
            queue="sales",
            strategy=Strategy.LONGEST_IDLE,
            at_ms=0,
            receipt=receipt(**changed),
            ahead=ahead,
            agents=agents,
        )
    )


def interaction(**changed: Any) -> list[str]:
    given = {
        "interaction": "in_2",
        "position": 9,
        "at_ms": 95_000,
        "state": InteractionState.QUEUED,
        "standing": Standing.IN_LINE,
        "queue": "sales",
        "waited_ms": 95_000,
        "place": 2,
        "waiting": 3,
    }
    return sentences(InteractionExplanation(**{**given, **changed}))


def agent(**changed: Any) -> list[str]:
    given: dict[str, Any] = {
        "agent": "ana",
        "position": 9,
        "at_ms": 0,
        "presence": Presence.READY,
        "reason": None,
        "is_lost": False,
        "occupancy": Occupancy.IDLE,
        "load": 0,
        "used": {},
        "slots": {"chat": 3},
        "work": (),
        "offers": {},
        "direct": (),
        "queues": (),
    }
    return sentences(AgentExplanation(**{**given, **changed}))


def test_what_is_not_as_defined_says_who_changed_it() -> None:
    changed: Facts = {"defined": 3, "by": "plugin:ramp", "since_ms": 1_000}
    capacity: Facts = {"channel": "chat", "used": 1, "slots": 1, **changed}

    (told,) = interaction(agents=(Verdict(agent="ana", failed="capacity", facts=capacity),))[2:]

    assert told == (
        "ana has no room: 1 of 1 slots of chat are taken; "
        "3 as defined, changed by plugin:ramp at 1970-01-01T00:00:01.000Z."
    )


def test_an_offer_says_who_won_against_whom() -> None:
    assert offer(loser=LOSER) == [
        "in_1-o1: in_1 of queue sales went to ana at 1970-01-01T00:00:00.000Z.",
        "It suited 2 Agents; 2 of them ready, 1 of these free.",
        "ana: priority 0, rank 0, idle from 1970-01-01T00:00:00.000Z. "
        "Next would have been ben: priority 0, score 15, rank 1, "
        "idle from 1970-01-01T00:00:01.000Z.",
        "Nobody stood before in_1 in the queues of ana.",
        "ana could have it.",
        "Definitions as of position 3, decided at position 9.",
    ]


def test_an_offer_by_chance_says_weight_and_seed() -> None:
    drawn = Candidate(agent="ana", priority=0, score=4, rank=0, idle_from_ms=0)

    assert offer(winner=drawn, seed=7)[2] == "ana was drawn by weight 5, by seed 7."


def test_an_offer_without_a_rival_names_none() -> None:
    assert not any("Next" in line for line in offer())


def test_a_pick_and_a_direct_line_say_so() -> None:
    picked = offer(
        Passed(interaction="in_0", standing=Standing.PULL),
        reason=Reason.PICKED,
        skilled=None,
        ready=None,
        free=None,
    )

    assert picked[:2] == [
        "in_1-o1: ana picked in_1 of queue sales at 1970-01-01T00:00:00.000Z.",
        "in_0 stood before it and could have been picked as well.",
    ]
    assert offer(reason=Reason.DIRECT)[0].endswith("whom alone it is for.")


def test_who_was_passed_over_is_named_with_the_reason() -> None:
    facts: Facts = {"priority": 3, "before": 1}
    passed = Passed(interaction="in_0", standing=Standing.IN_LINE, failed="priority", facts=facts)

    told = offer(passed)

    assert told[2] == ("in_0 stood before it, but ana serves that queue later: priority 3, not 1.")


SAID: list[tuple[str, Facts, str]] = [
    ("skill", {"skill": "sofa", "has": 2, "needs": 4}, "has 2 of 5 in sofa, and 4 is asked for"),
    ("presence", {"presence": "READY"}, "is READY"),
    ("presence", {"presence": "NOT_READY", "reason": "lunch"}, "is NOT_READY (lunch)"),
    ("session", {}, "has no session: no desk is connected"),
    (
        "excluded",
        {"until_ms": 0},
        "let this one go and is passed over until 1970-01-01T00:00:00.000Z",
    ),
    (
        "capacity",
        {"channel": "chat", "used": 3, "slots": 3},
        "has no room: 3 of 3 slots of chat are taken",
    ),
    (
        "capacity",
        {"channel": "chat", "load": 90, "weight": 25},
        "has no room: a load of 90 and the 25 of chat are more than 100",
    ),
    (
        "matrix",
        {"channel": "chat", "by": "voice"},
        "is on voice, which allows no chat beside it",
    ),
    (
        "delay",
        {"delay_ms": 20_000, "from_ms": 0},
        "may have it from 1970-01-01T00:00:00.000Z on, 20s after it came",
    ),
    ("rule", {"rule": "own-town", "why": "far_away"}, "is refused by rule own-town: far_away"),
]


@pytest.mark.parametrize(("failed", "facts", "said"), SAID)
def test_every_condition_is_said_with_its_facts(failed: str, facts: Facts, said: str) -> None:
    verdict = Verdict(agent="ben", failed=failed, facts=facts)

    assert f"ben {said}." in interaction(agents=(verdict,))


def test_no_condition_is_without_words() -> None:
    assert {failed for failed, _, _ in SAID} | {"member"} == set(CONDITIONS)


def test_who_serves_other_queues_is_told_by_number() -> None:
    outsiders = tuple(Verdict(agent=name, failed="member", facts={"queue": "q"}) for name in "ab")

    assert interaction(agents=outsiders)[-1] == "It is not for 2 Agents of other queues."
    assert interaction(agents=outsiders[:1])[-1] == "It is not for 1 Agent of other queues."


def test_who_waits_hears_place_those_before_and_what_comes_next() -> None:
    told = interaction(ahead=("in_1",), next=Next(kind="delay", entity="in_2", due_at_ms=100_000))

    assert told == [
        "in_2 has waited 95s in queue sales, at place 2 of 3.",
        "Before it: in_1.",
        "It is offered to nobody, because nobody can have it now.",
        "Next, at 1970-01-01T00:01:40.000Z: delay of in_2.",
    ]


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing.OFFERED, "It is held out to ana."),
        (Standing.PULL, "It is not offered: this queue waits to be picked from."),
        (Standing.CUSTOMER_GONE, "It is not offered: its customer has lost the connection."),
    ],
)
def test_another_standing_is_the_reason_by_itself(standing: Standing, said: str) -> None:
    assert interaction(standing=standing, offered=("ana",))[1] == said


def test_who_does_not_wait_is_said_to_be_with_somebody_or_over() -> None:
    owned = interaction(standing=Standing.NOT_WAITING, state=InteractionState.ENGAGED, owner="ana")
    closed = interaction(standing=Standing.NOT_WAITING, state=InteractionState.CLOSED)

    assert owned == ["in_2 does not wait: it is ENGAGED, with ana."]
    assert closed == ["in_2 does not wait: it is CLOSED."]


def test_of_many_ids_the_first_are_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "NAMES_MAX", 2)

    assert interaction(ahead=("in_7", "in_8", "in_9"))[1] == "Before it: in_7, in_8 and 1 more."


def test_an_agent_hears_what_they_have() -> None:
    told = agent(
        presence=Presence.NOT_READY,
        reason="lunch",
        is_lost=True,
        occupancy=Occupancy.ENGAGED,
        load=25,
        used={"chat": 1},
        slots={"chat": 1},
        work=("in_1",),
        offers={"in_2-o1": OfferState.MADE},
    )

    assert told == [
        "ana is NOT_READY (lunch), ENGAGED, with no desk connected.",
        "Slots taken: 1 of 1 chat; the load is 25 of 100.",
        "At hand: in_1.",
        "Held out to them: in_2-o1.",
        "ana serves no queue.",
    ]


def test_an_agent_hears_why_they_have_nothing_else() -> None:
    full: Facts = {"channel": "chat", "used": 1, "slots": 1}
    alone = Passed(interaction="in_6", standing=Standing.IN_LINE, failed="session")
    offered = Passed(interaction="in_2", standing=Standing.OFFERED, failed="session")
    passed = Passed(interaction="in_3", standing=Standing.IN_LINE, failed="capacity", facts=full)
    sales = Served(queue="sales", priority=0, delay_ms=20_000, waiting=2, first=(offered, passed))
    beds = Served(queue="beds", priority=2, delay_ms=0, waiting=0)

    told = agent(direct=(alone,), queues=(sales, beds))

    assert told[1:] == [
        "For them alone: in_6 is not theirs: ana has no session: no desk is connected.",
        "Queue sales (priority 0, from 20s on): 2 waiting.",
        "in_2 is held out to somebody already.",
        "in_3 is not theirs: ana has no room: 1 of 1 slots of chat are taken.",
        "Queue beds (priority 2): nobody waits.",
    ]


def test_what_is_for_another_alone_or_of_another_queue_is_said_apart() -> None:
    facts: list[Facts] = [{"queue": "q", "only": "ben"}, {"queue": "q"}]
    stood = [
        Passed(interaction=f"in_{number}", standing=Standing.IN_LINE, failed="member", facts=each)
        for number, each in enumerate(facts)
    ]

    told = offer(*stood)

    assert told[2:4] == [
        "in_0 stood before it, but ana is not ben, whom alone it is for.",
        "in_1 stood before it, but ana does not serve queue q.",
    ]


def test_an_agent_of_no_queue_hears_so() -> None:
    assert agent() == ["ana is READY, IDLE.", "ana serves no queue."]


def test_who_chose_and_what_was_scored_is_told() -> None:
    rated = Candidate(
        agent="ana", priority=0, score=0, rank=0, idle_from_ms=0, scores={"near": 3, "busy": -2}
    )

    lines = offer(winner=rated, loser=LOSER, chosen_by="fair")

    assert "ana was chosen by strategy fair of a plugin." in lines
    assert any(line.startswith("ana: priority 0, +3 by near, -2 by busy, rank 0") for line in lines)
