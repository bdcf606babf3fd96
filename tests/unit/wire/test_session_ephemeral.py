"""The server's session: what it takes of the ephemeral lane, and when it says it."""

from __future__ import annotations

import json

from ccsdk.wire.effect import Announce, Subscribe
from ccsdk.wire.frames import Heard
from ccsdk.wire.session import BusSession, SessionState
from tests.unit.wire.session_play import HELLO, FakeFeed, drain, opened, send, subscribe

TOPIC = "interaction.in_7.Typing"
TYPING = {"op": "eph", "topic": TOPIC, "ttl_ms": 6_000}
HEARD = {"op": "eph", "topic": TOPIC, "key": "customer", "ttl_ms": 6_000}


def test_announcement_becomes_an_effect_and_has_no_answer() -> None:
    session = opened()

    effects = send(session, TYPING)

    assert effects == [Announce(topic=TOPIC, ttl_ms=6_000)]
    assert drain(session) == []


def test_more_than_two_in_a_second_are_dropped_without_a_word() -> None:
    session = opened()

    taken = [len(send(session, TYPING, now_ms)) for now_ms in (0, 1, 2, 999, 1_000)]

    assert taken == [1, 1, 0, 0, 1]
    assert drain(session, 1_000) == []
    assert session.state is SessionState.OPEN


def test_subscription_that_hears_says_so() -> None:
    session = opened()

    (effect,) = send(session, {"op": "sub", "id": 1, "topics": ["a"], "from": "now", "eph": True})

    assert isinstance(effect, Subscribe)
    assert effect.hears


def test_announcement_before_the_welcome_is_a_stranger() -> None:
    session = BusSession(now_ms=0)

    effects = send(session, TYPING)
    error, closing = drain(session)

    assert effects == []
    assert (error["code"], closing.code) == ("unauthorized", 4501)


def test_malformed_announcement_closes_as_any_frame_does() -> None:
    session = opened()

    send(session, {**TYPING, "data": {"text": "hello"}})
    error, closing = drain(session)

    assert (error["code"], error["errors"][0]["path"]) == ("bad_frame", "data")
    assert closing.code == 4500


def test_heard_goes_after_answers_and_links() -> None:
    session = opened()
    subscribe(session, FakeFeed("f_1", "link"))

    session.hear(TOPIC, "customer", ttl_ms=6_000, now_ms=0)
    answer, *others = drain(session)

    assert answer["op"] == "res"
    assert others == ["link", HEARD]


def test_slow_reader_gets_the_latest_only() -> None:
    session = opened()

    session.hear(TOPIC, "customer", ttl_ms=6_000, now_ms=0)
    session.hear(TOPIC, "customer", ttl_ms=0, now_ms=3_000)

    assert drain(session, 3_000) == [{**HEARD, "ttl_ms": 0}]


def test_number_of_those_that_wait_is_bounded() -> None:
    session = opened(ephs_waiting=3)

    for number in range(9):
        session.hear(f"interaction.in_{number}.Typing", "customer", ttl_ms=6_000, now_ms=0)

    assert [frame["topic"][12:16] for frame in drain(session)] == ["in_6", "in_7", "in_8"]


def test_who_is_not_welcomed_yet_or_gone_hears_nothing() -> None:
    waiting, gone = BusSession(now_ms=0), opened()
    send(waiting, HELLO)
    send(gone, {"op": "bye"})

    for session in (waiting, gone):
        session.hear(TOPIC, "customer", ttl_ms=6_000, now_ms=0)

    assert drain(waiting) == []
    assert not any(json.dumps(HEARD) in str(frame) for frame in drain(gone))


def test_heard_counts_as_a_sign_of_life_only_without_subscriptions() -> None:
    session = opened()
    session.hear(TOPIC, "customer", ttl_ms=6_000, now_ms=5_000)

    drain(session, 5_000)

    assert session.next_deadline() == 25_000
    assert Heard(topic=TOPIC, key="customer", ttl_ms=6_000).key == "customer"
