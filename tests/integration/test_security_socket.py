"""Abuses that the WebSocket door answers; each test is named by its id in the catalogue."""

from __future__ import annotations

import asyncio
import json
import urllib.error
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from ccsdk.server.tokens import issue_link, issue_visitor_token
from tests.integration.serving import WITHIN_S, Served, serving

pytestmark = pytest.mark.integration

SHOP = "https://www.shop.example"
EVIL = "https://evil.example"


def run(scene: Callable[[Served], Awaitable[None]]) -> None:
    async def served() -> None:
        async with serving() as here, asyncio.timeout(3 * WITHIN_S):
            await scene(here)

    asyncio.run(served())


async def refused(here: Served, token: str | None = None, **options: Any) -> Any:
    """Return the problem that an upgrade is refused with."""
    with pytest.raises(InvalidStatus) as caught:
        async with here.raw(token, **options):
            pass
    told = json.loads(caught.value.response.body)
    assert told["status"] == caught.value.response.status_code
    return told


@pytest.mark.parametrize("origin", [EVIL, "null", "http://127.0.0.1", None])
def test_a01_page_of_another_origin_gets_no_socket(origin: str | None) -> None:
    async def scene(here: Served) -> None:
        told = await refused(here, origin=origin)

        assert (told["status"], told["code"]) == (403, "forbidden")

    run(scene)


def test_a01_account_page_gets_its_visitors_in_and_nobody_else() -> None:
    async def scene(here: Served) -> None:
        web = await issue_visitor_token(here.center, "web")
        app = await issue_visitor_token(here.center, "app")
        async with here.raw(origin=SHOP) as socket:
            welcome = await socket.hello(token=web.token)
            assert welcome["principal"]["role"] == "visitor"
        for token in (app.token, await here.token()):
            async with here.raw(origin=SHOP) as socket:
                frames = [await socket.hello(token=token)]
                _, code = await socket.end()

            assert (frames[0]["code"], code) == ("forbidden", 4501)

    run(scene)


def test_a01_cookie_opens_no_socket() -> None:
    async def scene(here: Served) -> None:
        cookie = await here.sign_in()
        async with here.raw(origin=here.origin, headers={"Cookie": cookie}) as socket:
            told = await socket.hello()
            _, code = await socket.end()

        assert (told["code"], code) == ("unauthorized", 4501)

    run(scene)


def test_a02_token_in_the_address_is_refused_and_never_logged(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    async def scene(here: Served) -> None:
        token = await here.token()
        seen.append(token)

        told = await refused(here, url=f"{here.url}?token={token}", origin=here.origin)

        assert (told["status"], told["code"]) == (400, "bad_request")
        assert "Authorization" in told["errors"][0]["reason"]

    run(scene)
    written = capfd.readouterr()
    assert seen[0] not in written.out + written.err + caplog.text


def test_a03_socket_that_says_nothing_is_closed_after_five_seconds() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            here.center.skip(4_000)
            await asyncio.sleep(0)
            here.center.skip(1_000)
            frames, code = await socket.end()

        assert (frames[0]["code"], code) == ("unauthorized", 4501)

    run(scene)


def test_a03_hello_is_one_frame_of_four_kilobytes_at_most() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            padding = {"kind": "x" * 64, "name": "y" * 4_096}
            await socket.send({"op": "hello", "v": [1], "session": "s", "client": padding})
            frames, code = await socket.end()

        assert (frames[0]["code"], code) == ("too_large", 4505)

    run(scene)


@pytest.mark.parametrize(
    "frame",
    [
        {"op": "cmd", "id": 1, "key": "k", "type": "ccsdk.SetReady.v1", "data": {}},
        {"op": "sub", "id": 1, "topics": ["agent.*.>"], "from": "now"},
        {"op": "req", "id": 1, "method": "history.v1", "data": {"interaction": "in_1"}},
        {"op": "ack", "subs": {}},
        {"op": "bye"},
    ],
)
def test_a03_nothing_is_done_before_hello(frame: Any) -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.send(frame)
            frames, code = await socket.end()

        assert (frames[0]["code"], code) == ("unauthorized", 4501)
        assert here.center.submitted == []

    run(scene)


@pytest.mark.parametrize("kind", ["missing", "wrong", "link", "expired", "session"])
def test_a04_what_is_no_bus_token_is_refused_with_what_to_do(kind: str) -> None:
    async def scene(here: Served) -> None:
        token: dict[str, str] = {}
        match kind:
            case "wrong":
                token = {"token": "x" * 43}
            case "link":
                token = {"token": await issue_link(here.center, "mei")}
            case "session":
                token = {"token": (await here.sign_in()).partition("=")[2]}
            case "expired":
                token = {"token": await here.bus_token(await here.sign_in())}
                here.center.clock.ahead_ms += 30_000
        async with here.raw(origin=here.origin) as socket:
            told = await socket.hello(**token)
            _, code = await socket.end()

        expected = ("token_expired", 4003) if kind == "expired" else ("unauthorized", 4501)
        assert (told["code"], code) == expected
        assert told["reason"]

    run(scene)


@pytest.mark.parametrize("header", ["Bearer wrong", "Basic bWVpOm1laQ==", "Bearer "])
def test_a04_bad_authorization_is_refused_before_the_upgrade(header: str) -> None:
    async def scene(here: Served) -> None:
        told = await refused(here, headers={"Authorization": header})

        assert (told["status"], told["code"]) == (401, "unauthorized")

    run(scene)


def test_a04_used_link_is_refused_with_what_to_do() -> None:
    async def scene(here: Served) -> None:
        link = await issue_link(here.center, "mei")
        await here.post("/auth/link", {"token": link})

        with pytest.raises(urllib.error.HTTPError) as caught:
            await here.post("/auth/link", {"token": link})

        told = json.loads(caught.value.read())
        assert (told["status"], told["code"]) == (401, "unauthorized")
        assert "ccsdk token --link" in told["detail"]

    run(scene)


def test_a04_stolen_bus_token_ends_the_session_with_its_sockets() -> None:
    async def scene(here: Served) -> None:
        cookie = await here.sign_in()
        token = await here.bus_token(cookie)
        async with here.raw(origin=here.origin) as victim:
            await victim.hello("se_victim", token=token)
            async with here.raw(origin=here.origin) as thief:
                told = await thief.hello("se_thief", token=token)
            _, code = await victim.end()

        assert told["code"] == "unauthorized"
        assert code == 4506

    run(scene)


def test_a04_cookie_beside_authorization_is_refused() -> None:
    async def scene(here: Served) -> None:
        told = await refused(here, await here.token(), headers={"Cookie": "a=b"})

        assert (told["status"], told["code"]) == (401, "unauthorized")

    run(scene)


def test_a04_hello_names_nobody_but_who_authorization_named() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token("mei"), origin=here.origin) as socket:
            told = await socket.hello(token=await here.token("tom"))

        assert told["code"] == "unauthorized"

    run(scene)
