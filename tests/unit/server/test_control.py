from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.model.principal import Principal
from ccsdk.model.request import PluginQuestion, Question
from ccsdk.server.asgi import Application
from ccsdk.server.control import is_loopback
from ccsdk.server.tokens import digest_of
from tests.unit.server.fake_center import Browser, FakeCenter, Reply, call, http_scope

BEARER = ("authorization", "Bearer C")


def ask(center: FakeCenter, value: Any, *headers: tuple[str, str]) -> Reply:
    browser = Browser(Application(center, control_token="C"), origin=None)
    return asyncio.run(browser.post("/control/token", value, *(headers or (BEARER,))))


@pytest.mark.parametrize(("role", "id"), [("agent", "mei"), ("supervisor", "ana")])
def test_machine_token_is_made_for_staff(role: str, id: str) -> None:
    center = FakeCenter()

    reply = ask(center, {"role": role, "id": id, "ttl_ms": 60_000})

    row = center.credentials.rows[digest_of(reply.json()["token"])]
    assert (row.kind, row.principal, row.role) == ("machine", id, role)
    assert row.expires_at_ms == center.clock.now_ms() + 60_000


def test_one_time_link_is_made_for_staff() -> None:
    center = FakeCenter()

    reply = ask(center, {"role": "agent", "id": "mei", "link": True})

    assert center.credentials.rows[digest_of(reply.json()["token"])].kind == "link"


def test_visitor_token_is_made_for_an_account() -> None:
    center = FakeCenter()

    reply = ask(center, {"role": "visitor", "id": "lena", "account": "web"})

    row = center.credentials.rows[digest_of(reply.json()["token"])]
    assert (row.kind, row.principal, row.account) == ("visitor", "lena", "web")


def test_account_may_be_left_out_where_there_is_one() -> None:
    one, two = FakeCenter(), FakeCenter()
    del one.origins["app"]

    replies = [ask(center, {"role": "visitor"}) for center in (one, two)]

    assert [reply.status for reply in replies] == [200, 400]
    assert "app, web" in replies[1].json()["errors"][0]["reason"]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ({"role": "agent", "id": "nobody"}, 404),
        ({"role": "supervisor", "id": "mei"}, 404),
        ({"role": "agent"}, 400),
        ({"role": "system", "id": "system"}, 400),
        ({"role": "agent", "id": "mei", "ttl_ms": 10**15}, 400),
        ({"role": "visitor", "account": "nowhere"}, 404),
        ({"role": "visitor", "account": "web", "id": "../x"}, 400),
    ],
)
def test_token_for_nobody_is_refused(value: Any, status: int) -> None:
    assert ask(FakeCenter(), value).status == status


@pytest.mark.parametrize(
    "headers", [[("authorization", "Bearer D")], [("authorization", "Basic C")], [("x", "y")]]
)
def test_control_asks_for_its_token(headers: list[tuple[str, str]]) -> None:
    reply = ask(FakeCenter(), {"role": "agent", "id": "mei"}, *headers)

    assert (reply.status, reply.json()["code"]) == (401, "unauthorized")


def test_control_is_closed_where_there_is_no_token() -> None:
    browser = Browser(Application(FakeCenter()), origin=None)

    replies = [
        asyncio.run(browser.get("/control/state", ("authorization", f"Bearer{token}")))
        for token in ("", " ", " None")
    ]

    assert [reply.status for reply in replies] == [401, 401, 401]


def test_control_is_refused_to_pages_and_other_machines() -> None:
    application = Application(FakeCenter(), control_token="C")
    elsewhere = http_scope("GET", "/control/state", [BEARER]) | {"client": ("10.0.0.7", 1)}
    page = http_scope("GET", "/control/state", [BEARER, ("origin", "http://shop.example:8080")])

    replies = [asyncio.run(call(application, scope)) for scope in (elsewhere, page)]

    assert [reply.status for reply in replies] == [403, 403]


class Answering(FakeCenter):
    """Answer every question with who asked it, and what."""

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        assert isinstance(question, PluginQuestion)
        asked = {"name": question.name, "data": question.data}
        return {"by": principal.id, "role": principal.role.value, **asked}


def test_command_line_asks_plugins_as_a_supervisor() -> None:
    browser = Browser(Application(Answering(), control_token="C"), origin=None)
    wish = {"method": "orders.v1", "data": {"a": 1}}

    reply = asyncio.run(browser.post("/control/ask", wish, BEARER))

    assert reply.json() == {
        "by": "operator",
        "role": "supervisor",
        "name": "orders.v1",
        "data": {"a": 1},
    }


@pytest.mark.parametrize("method", ["history.v1", "nonsense", "x" * 101])
def test_command_line_asks_nothing_but_plugins(method: str) -> None:
    browser = Browser(Application(Answering(), control_token="C"), origin=None)

    reply = asyncio.run(browser.post("/control/ask", {"method": method}, BEARER))

    assert reply.status >= 400


def test_state_is_told_by_its_fingerprint() -> None:
    browser = Browser(Application(FakeCenter(), control_token="C"), origin=None)

    reply = asyncio.run(browser.get("/control/state", BEARER))

    assert reply.json() == {"hash": "sha256:00"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("shop.example", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_how_the_plugins_are_is_told_with_the_problem() -> None:
    browser = Browser(Application(FakeCenter(), control_token="C"), origin=None)

    reply = asyncio.run(browser.get("/control/plugins", BEARER))

    (row,) = reply.json()["plugins"]
    assert (row["plugin"], row["state"], row["problem"]) == ("watch", "parked", "ValueError: a bug")
    assert (row["since"], row["lag"]) == (
        "1970-01-01T00:00:00.000Z",
        {"position": 2, "entries": 5},
    )


def test_a_parked_plugin_goes_on_for_who_has_the_token_alone() -> None:
    center = FakeCenter()
    browser = Browser(Application(center, control_token="C"), origin=None)
    wish = {"plugin": "watch", "skip": True}

    told = asyncio.run(browser.post("/control/redrive", wish, BEARER))
    refused = asyncio.run(browser.post("/control/redrive", wish, ("authorization", "Bearer D")))

    assert (told.status, refused.status) == (200, 401)
    assert center.observers.redriven == [("watch", True)]
