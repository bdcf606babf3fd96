"""The server's session: turns of links, heartbeats, and how it ends."""

from __future__ import annotations

import json

from ccsdk.wire.codec import encode
from ccsdk.wire.effect import Close, Unsubscribe
from ccsdk.wire.frames import Snap
from ccsdk.wire.refusal import CloseCode
from ccsdk.wire.session import BusSession, SessionState
from tests.unit.wire.session_play import (
    ANA,
    EXPIRES_AT_MS,
    HB_MS,
    HELLO,
    MEI,
    FakeFeed,
    drain,
    opened,
    send,
    subscribe,
)

# Subscriptions


def test_answer_and_snapshot_go_before_links() -> None:
    session = opened()
    send(session, {"op": "sub", "id": 1, "topics": ["a"], "from": "snapshot"})
    part = Snap(sub="f_1", at="0" * 20, part=0, last=True, items=())

    session.subscribed(
        1, FakeFeed("f_1", "link"), state="reset", epoch="e1", now_ms=0, parts=[part]
    )

    assert drain(session) == [
        {
            "op": "res",
            "id": 1,
            "ok": {"sub": "f_1", "state": "reset", "epoch": "e1", "cursor": "0" * 20},
        },
        json.loads(encode(part)),
        "link",
    ]


def test_subscriptions_take_turns() -> None:
    session = opened()
    subscribe(session, FakeFeed("f_1", "1a", "1b"), id=1)
    subscribe(session, FakeFeed("f_2", "2a", "2b"), id=2)

    links = drain(session)[2:]

    assert links == ["1a", "2a", "1b", "2b"]


def test_same_label_moves_the_subscription() -> None:
    session = opened()
    subscribe(session, FakeFeed("f_1", "old"), id=1)

    subscribe(session, FakeFeed("f_1", "new"), id=2)

    assert drain(session)[2:] == ["new"]


def test_too_many_subscriptions_are_refused_but_moving_one_is_not() -> None:
    session = opened(subs=1)

    first = subscribe(session, FakeFeed("f_1"), id=1)
    second = subscribe(session, FakeFeed("f_2"), id=2)
    moved = subscribe(session, FakeFeed("f_1"), id=3)

    assert (first, second, moved) == (True, False, True)
    assert [res.get("err", {}).get("code") for res in drain(session)] == [None, "overloaded", None]


def test_ended_subscription_sends_nothing_more() -> None:
    session = opened()
    feed = FakeFeed("f_1")
    subscribe(session, feed)
    drain(session)
    feed.links = ["late"]

    effects = send(session, {"op": "unsub", "id": 2, "sub": "f_1"})

    assert effects == [Unsubscribe(label="f_1")]
    assert drain(session) == [{"op": "res", "id": 2, "ok": {}}]


# Liveness


def test_each_subscription_gets_a_link_every_heartbeat() -> None:
    session = opened()
    subscribe(session, FakeFeed("f_1"), id=1)
    subscribe(session, FakeFeed("f_2", "link"), id=2, now_ms=5_000)
    drain(session, 5_000)

    assert session.next_deadline() == HB_MS
    assert drain(session, HB_MS - 1) == []
    assert drain(session, HB_MS) == ["empty f_1"]
    assert session.next_deadline() == 5_000 + HB_MS
    assert drain(session, 5_000 + HB_MS) == ["empty f_2"]


def test_without_subscriptions_there_is_a_heartbeat() -> None:
    session = opened()

    assert session.next_deadline() == HB_MS
    assert drain(session, HB_MS - 1) == []
    assert drain(session, HB_MS) == [{"op": "hb", "time": "1970-01-01T00:00:20.000Z"}]
    assert session.next_deadline() == 2 * HB_MS


def test_silence_of_two_and_a_half_heartbeats_is_death() -> None:
    session = opened()
    send(session, {"op": "ack", "subs": {"f_1": "0" * 20}}, now_ms=10_000)

    alive = drain(session, 59_999)
    dead = drain(session, 60_000)

    assert [frame["op"] for frame in alive] == ["hb"]
    assert [closing.code for closing in dead] == [CloseCode.HEARTBEAT]


def test_silence_counts_while_authenticating() -> None:
    session = BusSession(now_ms=0)
    send(session, HELLO)

    assert session.next_deadline() == 50_000
    assert [closing.code for closing in drain(session, 50_000)] == [CloseCode.HEARTBEAT]


def test_delivery_stops_when_the_credential_ends() -> None:
    session = opened()
    feed = FakeFeed("f_1")
    subscribe(session, feed)
    send(session, {"op": "ack"}, now_ms=EXPIRES_AT_MS - 1)
    drain(session, EXPIRES_AT_MS - 1)
    feed.links = ["too late"]

    error, closing = drain(session, EXPIRES_AT_MS)

    assert (error["code"], error["retryable"]) == ("token_expired", True)
    assert closing.code == CloseCode.AUTH_EXPIRED


def test_renewed_credential_prolongs() -> None:
    session = opened()
    send(session, {"op": "auth", "id": 1, "token": "t2"}, now_ms=EXPIRES_AT_MS - 1)

    session.renewed(1, MEI, expires_at_ms=EXPIRES_AT_MS + 1_000)
    frames = drain(session, EXPIRES_AT_MS)

    assert frames[0]["ok"] == {"auth_expires": "1970-01-01T00:10:01.000Z"}
    assert session.state is SessionState.OPEN


def test_renewal_for_somebody_else_is_refused() -> None:
    session = opened()
    send(session, {"op": "auth", "id": 1, "token": "t2"})

    session.renewed(1, ANA, expires_at_ms=EXPIRES_AT_MS + 1_000)
    (res,) = drain(session)

    assert res["err"]["code"] == "unauthorized"
    assert session.principal == MEI


def test_go_away_is_said_to_open_sessions_only() -> None:
    session, waiting = opened(), BusSession(now_ms=0)

    session.go_away("drain", after_ms=4_200)
    waiting.go_away("drain", after_ms=4_200)

    assert drain(session) == [{"op": "goaway", "reason": "drain", "after_ms": 4_200}]
    assert drain(waiting) == []


def test_close_drops_what_waits_and_the_first_reason_stands() -> None:
    session = opened()
    session.answered(1, {})

    session.close(CloseCode.REPLACED, "replaced")
    session.close(CloseCode.NORMAL, "gone")
    session.answered(2, {})

    assert session.next_deadline() is None
    assert drain(session) == [Close(code=CloseCode.REPLACED, reason="replaced")]
    assert session.state is SessionState.CLOSED


def test_command_that_comes_as_the_credential_ends_is_not_taken() -> None:
    session = opened()
    send(session, {"op": "ack"}, now_ms=EXPIRES_AT_MS - 1)

    effects = send(session, {"op": "cmd", "id": 1, "key": "k", "type": "t"}, now_ms=EXPIRES_AT_MS)
    error, closing = drain(session, EXPIRES_AT_MS)

    assert effects == []
    assert (error["code"], closing.code) == ("token_expired", CloseCode.AUTH_EXPIRED)
