"""The server's session: order of frames, requests, limits and closes, on a clock of numbers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ccsdk.errors import DrainingError, TokenExpiredError, UnauthorizedError
from ccsdk.model.principal import Principal
from ccsdk.model.request import CustomerQuestion
from ccsdk.model.topic import Filter
from ccsdk.wire.effect import Ask, Authenticate, Close, Renew, Submit, Subscribe
from ccsdk.wire.frames import ClientInfo, Start
from ccsdk.wire.refusal import CloseCode
from ccsdk.wire.session import BusSession, SessionState
from tests.unit.wire.session_play import (
    ANA,
    HELLO,
    MEI,
    drain,
    opened,
    send,
)

# The opening


def test_hello_asks_who_this_is() -> None:
    session = BusSession(now_ms=0)

    effects = send(session, {**HELLO, "client": {"kind": "desk"}})

    assert effects == [Authenticate(token="t", session="se_1", client=ClientInfo(kind="desk"))]
    assert session.state is SessionState.AUTHENTICATING
    assert "t" not in repr(effects[0]).split("token")


def test_welcome_says_who_limits_and_features() -> None:
    session = BusSession(now_ms=0)
    send(session, HELLO)

    session.welcome(ANA, epoch="e1", expires_at_ms=1_000, now_ms=500)
    (welcome,) = drain(session)

    assert welcome["op"] == "welcome"
    assert welcome["principal"] == {"id": "vi_1", "center": "shop", "role": "visitor"}
    assert welcome["time"] == "1970-01-01T00:00:00.500Z"
    assert welcome["auth_expires"] == "1970-01-01T00:00:01.000Z"
    assert welcome["features"] == ["snapshot", "history", "eph", "plugin"]
    assert welcome["limits"] == {"frame_in": 65_536, "event": 65_536, "subs": 64, "inflight": 32}
    assert (welcome["v"], welcome["epoch"], welcome["session"]) == (1, "e1", "se_1")
    assert (welcome["hb_ms"], welcome["reconnect_max_ms"]) == (20_000, 4_000)
    assert welcome["schema"].startswith("sha256:")


@pytest.mark.parametrize(
    ("first", "code", "close"),
    [
        ({"op": "sub", "id": 1, "topics": ["a"], "from": "now"}, "unauthorized", 4501),
        ({"op": "bye"}, "unauthorized", 4501),
        ({"op": "ack"}, "unauthorized", 4501),
        ({"op": "base"}, "bad_frame", 4500),
        ("no json", "bad_frame", 4500),
        ({**HELLO, "role": "agent"}, "bad_frame", 4500),
        ({**HELLO, "token": "x" * 4_096}, "too_large", 4505),
        ({**HELLO, "v": [2, 3]}, "unsupported", 4504),
    ],
)
def test_wrong_first_frame_is_one_error_and_a_close(
    first: dict[str, Any] | str, code: str, close: int
) -> None:
    session = BusSession(now_ms=0)

    effects = send(session, first)
    error, closing = drain(session)

    assert effects == []
    assert (error["op"], error["code"]) == ("err", code)
    assert (closing.code, closing.reason) == (close, code)


@pytest.mark.parametrize(
    ("second", "code", "close"),
    [
        (HELLO, "bad_frame", 4500),
        ({"op": "sub", "id": 1, "topics": ["a"], "from": "now"}, "unauthorized", 4501),
    ],
)
def test_nothing_may_come_before_the_welcome(second: dict[str, Any], code: str, close: int) -> None:
    session = BusSession(now_ms=0)
    send(session, HELLO)

    effects = send(session, second)
    error, closing = drain(session)

    assert effects == []
    assert error["code"] == code
    assert closing.code == close


def test_second_hello_is_a_protocol_error() -> None:
    session = opened()

    send(session, HELLO)
    error, closing = drain(session)

    assert error["errors"] == [{"path": "op", "reason": "hello comes once"}]
    assert closing.code == CloseCode.PROTOCOL


def test_hello_must_come_in_time() -> None:
    session = BusSession(now_ms=1_000)

    assert session.next_deadline() == 6_000
    assert drain(session, 5_999) == []
    error, closing = drain(session, 6_000)

    assert error["code"] == "unauthorized"
    assert closing.code == CloseCode.UNAUTHORIZED


@pytest.mark.parametrize(
    ("error", "code", "close"),
    [
        (UnauthorizedError(hint="x"), "unauthorized", 4501),
        (TokenExpiredError(hint="x"), "token_expired", 4003),
        (DrainingError(), "draining", 4000),
        (RuntimeError("SECRET"), "internal", 4005),
    ],
)
def test_refused_credential_closes(error: Exception, code: str, close: int) -> None:
    session = BusSession(now_ms=0)
    send(session, HELLO)

    session.abort(error, ref="er_1")
    told, closing = drain(session)

    assert (told["code"], told["ref"]) == (code, "er_1")
    assert "SECRET" not in json.dumps(told)
    assert closing.code == close


def test_welcome_after_the_end_opens_nothing() -> None:
    session = BusSession(now_ms=0)
    send(session, HELLO)
    session.close(CloseCode.NORMAL, "gone")

    session.welcome(MEI, epoch="e1", expires_at_ms=1, now_ms=0)

    assert session.principal is None
    assert drain(session) == [Close(code=CloseCode.NORMAL, reason="gone")]


# Requests


@pytest.mark.parametrize(
    ("frame", "effect"),
    [
        ({"op": "auth", "id": 1, "token": "t2"}, Renew(id=1, token="t2")),
        (
            {"op": "sub", "id": 1, "topics": ["a.>"], "where": {"agent": ["mei"]}, "from": "now"},
            Subscribe(id=1, filter=Filter.of(["a.>"], {"agent": ["mei"]}), start="now"),
        ),
        (
            {"op": "sub", "id": 1, "topics": ["a"], "from": {"epoch": "e", "cursor": "0" * 20}},
            Subscribe(id=1, filter=Filter.of(["a"]), start=Start(epoch="e", cursor="0" * 20)),
        ),
        (
            {
                "op": "cmd",
                "id": "x",
                "key": "k",
                "type": "ccsdk.SendMessage.v1",
                "data": {"interaction": "in_1"},
                "personal": {"text": "hi"},
                "deadline": "1970-01-01T00:00:02Z",
            },
            Submit(
                id="x",
                key="k",
                type="ccsdk.SendMessage.v1",
                data={"interaction": "in_1"},
                personal={"text": "hi"},
                deadline_ms=2_000,
            ),
        ),
        (
            {"op": "cmd", "id": 1, "key": "k", "type": "ccsdk.SetReady.v1"},
            Submit(id=1, key="k", type="ccsdk.SetReady.v1", data={}),
        ),
        (
            {"op": "req", "id": 1, "method": "customer.v1", "data": {"interaction": "in_1"}},
            Ask(id=1, question=CustomerQuestion(interaction="in_1")),
        ),
    ],
)
def test_request_becomes_an_effect(frame: dict[str, Any], effect: Any) -> None:
    session = opened()

    effects = send(session, frame)

    assert effects == [effect]
    assert drain(session) == []


@pytest.mark.parametrize(
    ("frame", "code", "path"),
    [
        ({"op": "sub", "id": 1, "topics": ["a..b"], "from": "now"}, "bad_request", "topics[0]"),
        (
            {"op": "sub", "id": 1, "topics": ["a"], "where": {"owner": ["x"]}, "from": "now"},
            "bad_request",
            "where.owner",
        ),
        (
            {"op": "cmd", "id": 1, "key": "k", "type": "t", "deadline": "soon"},
            "bad_request",
            "deadline",
        ),
        ({"op": "req", "id": 1, "method": "history.v1"}, "bad_request", "data"),
        ({"op": "req", "id": 1, "method": "explain.v9"}, "unsupported", None),
        ({"op": "unsub", "id": 1, "sub": "f_9"}, "not_found", None),
    ],
)
def test_wrong_request_is_answered_and_the_session_goes_on(
    frame: dict[str, Any], code: str, path: str | None
) -> None:
    session = opened()

    effects = send(session, frame)
    (res,) = drain(session)

    assert effects == []
    assert (res["op"], res["id"], res["err"]["code"]) == ("res", 1, code)
    assert [each["path"] for each in res["err"].get("errors", [])] == ([path] if path else [])
    assert session.state is SessionState.OPEN


def test_answers_carry_ok_cursor_and_replayed() -> None:
    session = opened()
    send(session, {"op": "cmd", "id": 9, "key": "k", "type": "t"})

    session.answered(9, {"interaction": "in_7"}, cursor="7" * 20, replayed=True)

    assert drain(session) == [
        {"op": "res", "id": 9, "ok": {"interaction": "in_7"}, "cursor": "7" * 20, "replayed": True}
    ]


def test_id_of_an_open_request_cannot_be_used_again() -> None:
    session = opened()
    send(session, {"op": "cmd", "id": 9, "key": "k", "type": "t"})

    send(session, {"op": "cmd", "id": 9, "key": "l", "type": "t"})
    error, closing = drain(session)

    assert error["errors"][0]["path"] == "id"
    assert closing.code == CloseCode.PROTOCOL


def test_id_may_be_used_again_once_answered() -> None:
    session = opened()
    send(session, {"op": "cmd", "id": 9, "key": "k", "type": "t"})
    session.failed(9, DrainingError())
    drain(session)

    effects = send(session, {"op": "cmd", "id": 9, "key": "l", "type": "t"})

    assert len(effects) == 1


def test_too_many_open_requests_are_refused_not_read_slower() -> None:
    session = opened(inflight=2)

    effects = [send(session, {"op": "cmd", "id": id, "key": "k", "type": "t"}) for id in (1, 2, 3)]
    (res,) = drain(session)

    assert [len(each) for each in effects] == [1, 1, 0]
    assert (res["id"], res["err"]["code"]) == (3, "overloaded")
    assert res["err"]["retry_after_ms"] == 1_000


def test_answers_that_are_not_read_count_as_open_requests() -> None:
    session = opened(inflight=2)
    for id in (1, 2):
        send(session, {"op": "req", "id": id, "method": "history.v1", "data": {"interaction": "i"}})
        session.answered(id, {"items": []})

    effects = send(session, {"op": "cmd", "id": 3, "key": "k", "type": "t"})
    drain(session)
    again = send(session, {"op": "cmd", "id": 3, "key": "k", "type": "t"})

    assert (len(effects), len(again)) == (0, 1)


def test_peer_that_never_reads_its_answers_is_closed() -> None:
    session = opened(outbox=3)

    for id in range(5):
        send(session, {"op": "unsub", "id": id, "sub": "f_9"})
    (closing,) = drain(session)

    assert closing.code == CloseCode.LAG


@pytest.mark.parametrize(("principal", "limit"), [(MEI, 131_072), (ANA, 65_536)])
def test_frame_over_the_limit_closes(principal: Principal, limit: int) -> None:
    session = opened(principal)

    send(session, '{"op":"bye"' + " " * (limit - 11) + "}")
    error, closing = drain(session)

    assert (error["code"], closing.code) == ("too_large", 4505)


def test_malformed_frame_is_one_error_then_a_close() -> None:
    session = opened()

    send(session, '{"op":"cmd","id":1,"key":"k","type":"t","expect":{}}')
    error, closing = drain(session)
    later = send(session, {"op": "bye"})

    assert (error["code"], error["errors"][0]["path"]) == ("bad_frame", "expect")
    assert closing.code == CloseCode.PROTOCOL
    assert later == []
    assert drain(session) == []


def test_bye_closes_normally() -> None:
    session = opened()

    send(session, {"op": "bye"})

    assert drain(session) == [Close(code=CloseCode.NORMAL, reason="bye")]
