from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ccsdk.client.connection import Connection
from ccsdk.client.keeper import Keeper, Token
from ccsdk.errors import ConnectionRefusedByServerError
from ccsdk.wire.frames import ClientInfo, ServerFrame
from tests.unit.client.scripted import Peer, Script, scripted

GO_AWAY = {"op": "goaway", "reason": "drain", "after_ms": 0}
HEARTBEAT = {"op": "hb", "time": "2026-11-21T10:00:00.000Z"}


class FakeOwner:
    def __init__(self) -> None:
        self.links: asyncio.Queue[Connection] = asyncio.Queue()
        self.frames: asyncio.Queue[ServerFrame] = asyncio.Queue()
        self.end: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()
        self.renewed: list[str] = []

    async def welcomed(self, connection: Connection) -> None:
        self.links.put_nowait(connection)

    async def received(self, connection: Connection, frame: ServerFrame) -> None:
        self.frames.put_nowait(frame)

    async def renew(self, token: str) -> str:
        self.renewed.append(token)
        return "2026-11-22T10:00:00.000Z"

    def disconnected(self) -> None:
        pass

    def stopped(self, error: Exception) -> None:
        self.end.set_result(error)


def run(
    *scripts: Script, act: Callable[[FakeOwner, Keeper], Awaitable[None]], token: Token = "T"
) -> None:
    async def scene() -> None:
        async with scripted(*scripts) as url:
            owner = FakeOwner()
            keeper = Keeper(
                url, token, session="se_1", origin="http://a", client=ClientInfo(), owner=owner
            )
            keeper.start()
            try:
                await act(owner, keeper)
            finally:
                await keeper.stop()

    asyncio.run(scene())


async def stay(peer: Peer) -> None:
    await peer.welcome()
    await peer.stay()


def closing(code: int) -> Script:
    async def script(peer: Peer) -> None:
        await peer.welcome()
        await peer.socket.close(code)

    return script


@pytest.mark.parametrize("code", [1001, 1012, 4000, 4001, 4002, 4003, 4005])
def test_lost_connection_is_followed_by_another_of_the_same_session(code: int) -> None:
    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        first = await owner.links.get()
        second = await owner.links.get()

        assert first is not second
        assert first.welcome.session == second.welcome.session == "se_1"

    run(closing(code), stay, act=act)


@pytest.mark.parametrize("code", [1009, 4500, 4501, 4503, 4506])
def test_final_close_stops_and_is_told(code: int) -> None:
    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        await owner.links.get()

        error = await owner.end

        assert isinstance(error, ConnectionRefusedByServerError)
        assert error.close_code == code
        assert keeper.link is None

    run(closing(code), stay, act=act)


def test_next_connection_is_open_before_the_old_one_is_closed() -> None:
    order: list[str] = []

    async def leaving(peer: Peer) -> None:
        await peer.welcome()
        await peer.send(GO_AWAY)
        await peer.receive("bye")
        order.append("old left")

    async def staying(peer: Peer) -> None:
        await peer.welcome()
        order.append("new welcomed")
        await peer.stay()

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        first = await owner.links.get()
        second = await owner.links.get()

        assert first is not second
        assert order == ["new welcomed", "old left"]

    run(leaving, staying, act=act)


def test_old_connection_that_is_called_replaced_stops_nobody() -> None:
    replaced = asyncio.Event()

    async def leaving(peer: Peer) -> None:
        await peer.welcome()
        await peer.send(GO_AWAY)
        await replaced.wait()
        await peer.socket.close(4503)

    async def staying(peer: Peer) -> None:
        # Servers end the old connection of a session when the new one says hello.
        replaced.set()
        await asyncio.sleep(0.02)
        await peer.welcome()
        await peer.stay()

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        await owner.links.get()
        second = await owner.links.get()

        assert keeper.link is second
        assert not owner.end.done()

    run(leaving, staying, act=act)


def test_client_stays_where_it_is_if_nobody_takes_over() -> None:
    async def leaving(peer: Peer) -> None:
        await peer.welcome()
        await peer.send(GO_AWAY)
        await refused.wait()
        await peer.send(HEARTBEAT)
        await peer.stay()

    async def refusing(peer: Peer) -> None:
        refused.set()
        await peer.socket.close(4005)

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        only = await owner.links.get()
        for _ in range(2):
            await owner.frames.get()

        assert keeper.link is only

    refused = asyncio.Event()
    run(leaving, refusing, act=act)


def test_final_close_after_a_failed_hand_over_still_stops() -> None:
    async def leaving(peer: Peer) -> None:
        await peer.welcome()
        await peer.send(GO_AWAY)
        await refused.wait()
        await peer.send(HEARTBEAT)
        await going.wait()
        await peer.socket.close(4506)

    async def refusing(peer: Peer) -> None:
        refused.set()
        await peer.socket.close(4005)

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        for _ in range(2):
            await owner.frames.get()
        while keeper.is_handing_over:
            await asyncio.sleep(0.005)
        going.set()

        error = await owner.end

        assert isinstance(error, ConnectionRefusedByServerError)
        assert owner.links.qsize() == 1

    refused, going = asyncio.Event(), asyncio.Event()
    run(leaving, refusing, act=act)


def test_client_that_leaves_during_a_hand_over_closes_both_connections() -> None:
    closed: list[int | None] = []

    async def leaving(peer: Peer) -> None:
        await peer.welcome()
        await peer.send(GO_AWAY)
        await peer.stay()

    async def staying(peer: Peer) -> None:
        await stay(peer)
        closed.append(peer.socket.close_code)

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        while keeper._handover is None or not keeper._handover.done():
            await asyncio.sleep(0)
        assert owner.links.qsize() == 1
        await keeper.stop()
        while not closed:
            await asyncio.sleep(0.005)

        assert closed == [1000]

    run(leaving, staying, act=act)


def test_fresh_token_is_asked_for_each_connection_and_again_when_it_cannot_be_had() -> None:
    made: list[str] = []

    def token() -> str:
        made.append(f"T{len(made)}")
        if len(made) == 2:
            raise ConnectionError("nobody there")
        return made[-1]

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        await owner.links.get()
        await owner.links.get()

        assert made == ["T0", "T1", "T2"]

    run(closing(4003), stay, act=act, token=token)


def test_token_that_cannot_be_made_stops_and_is_told() -> None:
    async def token() -> str:
        raise ValueError("not configured")

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        error = await owner.end

        assert isinstance(error, ValueError)

    run(stay, act=act, token=token)


def test_credential_is_renewed_before_it_ends() -> None:
    async def short(peer: Peer) -> None:
        await peer.welcome(auth_expires="2026-11-21T10:00:00.050Z")
        await peer.stay()

    async def act(owner: FakeOwner, keeper: Keeper) -> None:
        await owner.links.get()
        while not owner.renewed:
            await asyncio.sleep(0.005)

        assert owner.renewed == ["fresh"]

    run(short, act=act, token=lambda: "fresh")
