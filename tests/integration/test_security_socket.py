"""Abuses that the WebSocket door answers; each test is named by its id in the catalogue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from ccsdk.server.tokens import issue_link, issue_visitor_token
from tests.integration.serving import WITHIN_S, Raw, Served, eventually, serving

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


async def closed(here: Served, *frames: Any) -> tuple[list[Any], int]:
    """Return how the server ends a signed-in agent's socket after these frames."""
    async with here.raw(await here.token()) as socket:
        await socket.hello()
        for frame in frames:
            await socket.send(frame)
        return await socket.end()


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


MALFORMED: list[Any] = [
    "",
    "{",
    "[]",
    "null",
    "{}",
    '"hello"',
    b"\x00\x01",
    {"op": "nothing"},
    {"op": "res", "id": 1, "ok": {}},
    {"op": "cmd", "id": 1},
    {"op": "sub", "id": 1, "topics": [], "from": "now"},
    {"op": "ack", "subs": {"f_1": "12"}},
    {"op": "eph", "topic": "x", "key": "k"},
]


@pytest.mark.parametrize("frame", MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_and_unknown_frames_close_one_socket_with_the_place(frame: Any) -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token("tom")) as bystander:
            await bystander.hello("se_bystander")

            frames, code = await closed(here, frame)
            alive = await bystander.ask(
                {"op": "cmd", "id": 1, "key": "k", "type": "ccsdk.SetReady.v1", "data": {}}
            )

        assert (frames[-1]["code"], code) == ("bad_frame", 4500)
        assert frames[-1]["errors"][0]["reason"]
        assert alive["ok"]

    run(scene)


def test_second_hello_is_out_of_order() -> None:
    async def scene(here: Served) -> None:
        frames, code = await closed(here, {"op": "hello", "v": [1], "session": "s"})

        assert (frames[-1]["code"], code) == ("bad_frame", 4500)

    run(scene)


def test_request_id_in_use_is_out_of_order() -> None:
    async def scene(here: Served) -> None:
        command = {"op": "cmd", "id": 1, "key": "k", "type": "ccsdk.SetReady.v1", "data": {}}

        frames, code = await closed(here, command, command)

        assert (frames[-1]["code"], code) == ("bad_frame", 4500)

    run(scene)


@pytest.mark.parametrize("member", ["role", "verified", "principal"])
def test_a11_unknown_member_of_a_frame_is_named(member: str) -> None:
    async def scene(here: Served) -> None:
        frame = {"op": "unsub", "id": 1, "sub": "f_1", member: "supervisor"}

        frames, code = await closed(here, frame)

        assert (frames[-1]["code"], code) == ("bad_frame", 4500)
        assert frames[-1]["errors"][0]["path"] == member

    run(scene)


@pytest.mark.parametrize(
    ("extra", "rest"),
    [
        ("Content-Length: 5\r\n", "hello"),
        ("Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "hello"),
    ],
)
def test_a15_upgrade_with_a_body_is_refused(extra: str, rest: str) -> None:
    async def scene(here: Served) -> None:
        head = (
            f"GET /bus HTTP/1.1\r\nHost: {here.host}:{here.port}\r\nOrigin: {here.origin}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{extra}\r\n"
        )
        reader, writer = await asyncio.open_connection(here.host, here.port)
        writer.write((head + rest).encode())
        async with asyncio.timeout(WITHIN_S):
            answer = await reader.read()
        writer.close()

        assert answer.startswith(b"HTTP/1.1 400 ")
        assert answer.count(b"HTTP/1.1") == 1

    run(scene)


HOSTILE = {
    "depth": "[" * 60_000,
    "deep data": '{"op":"cmd","id":1,"key":"k","type":"t","data":'
    + '{"a":' * 20_000
    + "1"
    + "}" * 20_001,
    "nan": '{"op":"req","id":NaN,"method":"history.v1"}',
    "surrogate": '{"op":"unsub","id":1,"sub":"\\ud800"}',
    "huge integer": '{"op":"unsub","id":' + "9" * 4_000 + ',"sub":"f"}',
    "float id": '{"op":"unsub","id":1.5,"sub":"f"}',
    "trailing": '{"op":"bye"} {"op":"bye"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a33_hostile_json_is_one_bad_frame(name: str) -> None:
    async def scene(here: Served) -> None:
        frames, code = await closed(here, HOSTILE[name])

        assert (frames[-1]["code"], code) == ("bad_frame", 4500)

    run(scene)


def test_a33_of_twin_keys_the_last_counts() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            await socket.send('{"op":"cmd","id":1,"key":"k","type":"x","type":"ccsdk.SetReady.v1"}')
            answer = await socket.until("res")

        assert answer["ok"]

    run(scene)


def test_a33_frame_over_our_own_limit_is_refused_whatever_the_host_allows() -> None:
    async def scene(here: Served) -> None:
        visitor = await issue_visitor_token(here.center, "web")
        async with here.raw(visitor.token) as socket:
            await socket.hello()
            await socket.send(json.dumps({"op": "bye"}) + " " * 65_536)
            frames, code = await socket.end()

        assert (frames[-1]["code"], code) == ("too_large", 4505)

    run(scene)


def test_a33_frame_over_the_servers_limit_is_cut_off() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            await socket.send(" " * 200_000)
            _, code = await socket.end()

        assert code == 1009

    run(scene)


@pytest.mark.parametrize("size", [0, 1, 16_384])
def test_a33_message_of_endless_fragments_is_cut_off(size: int) -> None:
    async def scene(here: Served) -> None:
        async def fragments() -> Any:
            for _ in range(1_000):
                yield " " * size

        async with here.raw(await here.token()) as socket:
            await socket.hello()
            with suppress(ConnectionClosed):
                await socket.socket.send(fragments())
            _, code = await socket.end()

        assert code == 1009

    run(scene)


def test_requests_beyond_the_inflight_limit_are_refused_and_reading_goes_on() -> None:
    async def scene(here: Served) -> None:
        async with here.raw(await here.token()) as socket:
            await socket.hello()
            for id in range(64):
                ask = {"op": "req", "id": id, "method": "history.v1"}
                await socket.send({**ask, "data": {"interaction": "in_1"}})
            answers = [await socket.until("res") for _ in range(64)]

        codes = {answer["err"]["code"] for answer in answers}
        assert codes <= {"not_found", "overloaded"}

    run(scene)


def test_socket_that_ends_leaves_nothing_behind() -> None:
    async def scene(here: Served) -> None:
        async def one(socket: Raw, session: str) -> None:
            await socket.hello(session)
            await socket.ask({"op": "sub", "id": 1, "topics": ["agent.*.>"], "from": "now"})

        for number in range(5):
            async with here.raw(await here.token()) as socket:
                await one(socket, f"se_{number}")
        await eventually(lambda: len(here.center.sessions) == 10)

        assert list(here.center.hub.sessions.all()) == []

    run(scene)
