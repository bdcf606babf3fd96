"""Hostile frames and bodies; each test is named by its id in the catalogue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from ccsdk.server.tokens import issue_visitor_token
from tests.integration.serving import WITHIN_S, Raw, Served, eventually, serving

pytestmark = pytest.mark.integration


def run(scene: Callable[[Served], Awaitable[None]]) -> None:
    async def served() -> None:
        async with serving() as here, asyncio.timeout(3 * WITHIN_S):
            await scene(here)

    asyncio.run(served())


async def closed(here: Served, *frames: Any) -> tuple[list[Any], int]:
    """Return how the server ends a signed-in agent's socket after these frames."""
    async with here.raw(await here.token()) as socket:
        await socket.hello()
        for frame in frames:
            await socket.send(frame)
        return await socket.end()


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

        assert here.connections == []

    run(scene)
