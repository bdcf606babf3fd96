from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.client import connection
from ccsdk.client.connection import Connection, LostError, open_connection
from ccsdk.errors import ConnectionRefusedByServerError
from ccsdk.wire.frames import Ack, ClientInfo, Hb
from tests.ports import held_port
from tests.unit.client.scripted import Peer, scripted


async def opened(url: str, *, origin: str | None = None) -> Connection:
    return await open_connection(
        url, token="T", session="se_1", origin=origin, client=ClientInfo(kind="python")
    )


async def welcome_and_stay(peer: Peer) -> None:
    await peer.welcome()
    await peer.stay()


@pytest.mark.parametrize("origin", [None, "https://www.shop.example"])
def test_token_travels_in_authorization_or_from_a_page_in_hello(origin: str | None) -> None:
    seen: list[Any] = []

    async def script(peer: Peer) -> None:
        await peer.welcome()
        assert peer.socket.request is not None
        seen.append((peer.socket.request.headers.get("Authorization"), peer.hello.get("token")))
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url:
            connection = await opened(url, origin=origin)
            await connection.close()

    asyncio.run(scene())

    assert seen == [("Bearer T", None) if origin is None else (None, "T")]


@pytest.mark.parametrize(
    ("status", "final"),
    [(400, True), (401, True), (403, True), (404, True), (429, False), (503, False)],
)
def test_refused_upgrade_is_final_where_trying_again_is_no_use(status: int, final: bool) -> None:
    async def scene() -> None:
        async with scripted(welcome_and_stay, status=status) as url:
            with pytest.raises(ConnectionRefusedByServerError if final else LostError) as caught:
                await opened(url)

            assert ("said so" in str(caught.value)) is final

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("code", "final"), [(4000, False), (4005, False), (4501, True), (4504, True)]
)
def test_close_instead_of_a_welcome_is_told(code: int, final: bool) -> None:
    async def script(peer: Peer) -> None:
        await peer.receive("hello")
        await peer.send({"op": "err", "code": "unauthorized", "reason": "sign in"})
        await peer.socket.close(code)

    async def scene() -> None:
        async with scripted(script) as url:
            with pytest.raises(ConnectionRefusedByServerError if final else LostError) as caught:
                await opened(url)

            assert ("sign in" in str(caught.value)) is final

    asyncio.run(scene())


def test_frames_of_a_newer_server_are_skipped() -> None:
    async def script(peer: Peer) -> None:
        await peer.welcome(something_new=1)
        await peer.send({"op": "brand_new", "a": 1})
        await peer.send({"op": "hb", "time": "2026-11-21T10:00:00.000Z", "more": 2})
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url:
            connection = await opened(url)

            frame = await anext(connection.frames())

            assert isinstance(frame, Hb)
            await connection.close()

    asyncio.run(scene())


def test_silent_server_is_given_up() -> None:
    async def script(peer: Peer) -> None:
        await peer.welcome(hb_ms=10)
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url:
            connection = await opened(url)

            with pytest.raises(LostError, match="silent"):
                await anext(connection.frames())
            await connection.close()

    asyncio.run(scene())


def test_sending_into_a_lost_connection_is_no_error() -> None:
    async def script(peer: Peer) -> None:
        await peer.welcome()

    async def scene() -> None:
        async with scripted(script) as url:
            connection = await opened(url)
            with pytest.raises(LostError):
                await anext(connection.frames())

            await connection.send(Ack())

    asyncio.run(scene())


def test_nobody_at_the_address_is_a_loss() -> None:
    async def scene() -> None:
        with held_port() as port, pytest.raises(LostError, match="does not answer"):
            await opened(f"ws://127.0.0.1:{port}/bus")

    asyncio.run(scene())


def test_socket_without_a_welcome_is_closed_behind_us(monkeypatch: pytest.MonkeyPatch) -> None:
    left = asyncio.Event()
    reach = connection._socket

    async def reached(*given: Any, **named: Any) -> Any:
        socket = await reach(*given, **named)
        # For the welcome alone: the handshake before it takes what time it takes.
        monkeypatch.setattr(connection, "OPEN_WITHIN_S", 0.05)
        return socket

    monkeypatch.setattr(connection, "_socket", reached)

    async def script(peer: Peer) -> None:
        await peer.stay()
        left.set()

    async def scene() -> None:
        async with scripted(script) as url:
            with pytest.raises(LostError, match="in time"):
                await opened(url)

            await left.wait()

    asyncio.run(scene())
