"""A session whose client is a plugin: what it offers, is asked, answers, and asks itself."""

from __future__ import annotations

from typing import Any

from ccsdk.model.principal import Principal, Role
from ccsdk.wire.effect import Authenticate, Replied, Submit
from ccsdk.wire.frames import HandlerInfo, PluginInfo, Refusal
from ccsdk.wire.session import BusSession
from ccsdk.wire.settings import SessionSettings
from tests.unit.wire.session_play import EXPIRES_AT_MS, HELLO, MEI, FakeFeed, drain, opened, send

BOT = Principal(id="plugin:bot", role=Role.PLUGIN, center="shop")
OFFER = {
    "name": "bot",
    "version": "1.0",
    "hooks": ["lookup_profile"],
    "handlers": [{"name": "lint_note.v1", "timeout_ms": 500}],
    "max_inflight": 2,
}


def plugin_session(**settings: int) -> BusSession:
    session = BusSession(now_ms=0, settings=SessionSettings(**settings))
    send(session, {**HELLO, "plugin": OFFER})
    session.welcome(BOT, epoch="e1", expires_at_ms=EXPIRES_AT_MS, now_ms=0)
    drain(session)
    return session


def command(number: int) -> dict[str, Any]:
    return {"op": "cmd", "id": number, "key": f"k{number}", "type": "ccsdk.SetSkills.v1"}


def test_hello_of_a_plugin_says_what_it_answers() -> None:
    session = BusSession(now_ms=0)

    (effect,) = send(session, {**HELLO, "plugin": OFFER})

    assert isinstance(effect, Authenticate)
    assert effect.plugin == PluginInfo(
        name="bot",
        version="1.0",
        hooks=("lookup_profile",),
        handlers=(HandlerInfo(name="lint_note.v1", timeout_ms=500),),
        max_inflight=2,
    )


def test_a_plugin_is_asked_and_its_answer_is_reported() -> None:
    session = plugin_session()

    id = session.ask("lookup_profile", {"identity": "x"}, deadline_ms=800)
    (asked,) = drain(session)
    effects = send(session, {"op": "res", "id": id, "ok": {"answer": None}})

    assert asked == {
        "op": "req",
        "id": 1,
        "method": "lookup_profile",
        "deadline_ms": 800,
        "data": {"identity": "x"},
    }
    assert effects == [Replied(id=1, ok={"answer": None})]


def test_a_refusal_is_reported_too() -> None:
    session = plugin_session()
    id = session.ask("lookup_profile", {}, deadline_ms=800)

    effects = send(session, {"op": "res", "id": id, "err": {"code": "raised", "reason": "oh"}})

    assert effects == [Replied(id=1, err=Refusal(code="raised", reason="oh"))]


def test_a_late_answer_is_passed_over() -> None:
    session = plugin_session()
    id = session.ask("lookup_profile", {}, deadline_ms=800)
    session.forget(id)

    assert send(session, {"op": "res", "id": id, "ok": {}}) == []
    assert [each["op"] for each in drain(session)] == ["req"]


def test_who_is_no_plugin_answers_nothing() -> None:
    session = opened(MEI)

    session.forget(1)
    assert send(session, {"op": "res", "id": 1, "ok": {}}) == []

    err, close = drain(session)
    assert (err["code"], close.code) == ("bad_frame", 4500)


def test_a_plugin_that_floods_is_held_back_and_then_sent_away() -> None:
    session = plugin_session(plugin_requests_per_s=2)

    taken = [len(send(session, command(n))) for n in range(3)]
    (refused,) = drain(session)
    for n in range(3, 9):
        send(session, command(n))
    frames = drain(session)

    assert taken == [1, 1, 0]
    assert (refused["id"], refused["err"]["code"]) == (2, "rate_limited")
    assert frames[-1].code == 4004


def test_people_have_no_such_pace() -> None:
    session = opened(MEI, plugin_requests_per_s=1)

    effects = [each for n in range(3) for each in send(session, command(n))]

    assert [type(each) for each in effects] == [Submit] * 3


def test_what_a_client_is_done_with_is_remembered_by_subscription() -> None:
    session = plugin_session()
    send(session, {"op": "sub", "id": 1, "topics": ["agent.*.>"], "from": "now"})
    session.subscribed(1, FakeFeed("f_1"), state="live", epoch="e1", now_ms=0)

    send(session, {"op": "ack", "subs": {"f_1": f"{7:020}", "f_other": f"{9:020}"}})

    assert session.acked == {"f_1": f"{7:020}"}
