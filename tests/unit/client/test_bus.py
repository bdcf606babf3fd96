from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from ccsdk.client import BusClient
from ccsdk.errors import ConnectionRefusedByServerError, RefusedByServerError
from tests.unit.client.scripted import Peer, scripted

HEARTBEAT = {"op": "hb", "time": "2026-11-21T10:00:00.000Z"}


def at(cursor: int) -> str:
    return f"{cursor:020d}"


async def live(peer: Peer, label: str = "f_1") -> dict[str, Any]:
    """Welcome a client and answer its first subscription."""
    await peer.welcome()
    sub = await peer.receive("sub")
    ok = {"sub": label, "state": "live", "epoch": "e", "cursor": at(5)}
    await peer.send({"op": "res", "id": sub["id"], "ok": ok})
    return sub


def test_subscription_that_the_server_ends_raises_why() -> None:
    async def script(peer: Peer) -> None:
        await live(peer)
        await peer.send({"op": "err", "sub": "f_1", "code": "grant_changed"})
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            changes = await bus.subscribe("a.>", start="now")

            with pytest.raises(RefusedByServerError) as caught:
                await anext(changes)

            assert caught.value.code == "grant_changed"
            assert bus.is_connected

    asyncio.run(scene())


def test_gap_is_closed_from_the_clients_own_cursor() -> None:
    asked: list[Any] = []

    async def script(peer: Peer) -> None:
        await live(peer)
        lost = {"op": "ev", "sub": "f_1", "prev": at(6), "cursor": at(7), "events": [{"n": 2}]}
        await peer.send(lost)
        again = await peer.receive("sub")
        asked.append(again["from"])
        ok = {"sub": "f_1", "state": "resumed", "epoch": "e", "cursor": at(5)}
        await peer.send({"op": "res", "id": again["id"], "ok": ok})
        both = [{"n": 1}, {"n": 2}]
        await peer.send({"op": "ev", "sub": "f_1", "prev": at(5), "cursor": at(7), "events": both})
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            changes = await bus.subscribe("a.>", start="now")

            change = await anext(changes)

            assert change.cursor == at(7)
            assert asked == [{"epoch": "e", "cursor": at(5)}]

    asyncio.run(scene())


def test_liveness_is_said_at_most_once_a_second() -> None:
    seen: list[Any] = []

    async def script(peer: Peer) -> None:
        await live(peer)
        for _ in range(20):
            await peer.send(HEARTBEAT)
        await peer.send({"op": "goaway", "reason": "drain", "after_ms": 60_000})
        async for text in peer.socket:
            seen.append(json.loads(text))

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            await bus.subscribe("a.>", start="now")
            asking = asyncio.create_task(bus.request("history.v1", {"interaction": "in_1"}))
            while not any(frame["op"] == "req" for frame in seen):
                await asyncio.sleep(0.005)
            asking.cancel()

        acks = [frame for frame in seen if frame["op"] == "ack"]
        assert len(acks) == 1

    asyncio.run(scene())


def test_command_is_sent_again_with_its_key_until_it_is_answered() -> None:
    keys: list[str] = []

    async def losing(peer: Peer) -> None:
        await peer.welcome()
        keys.append((await peer.receive("cmd"))["key"])
        await peer.socket.close(4001)

    async def answering(peer: Peer) -> None:
        await peer.welcome()
        frame = await peer.receive("cmd")
        keys.append(frame["key"])
        res = {"op": "res", "id": frame["id"], "ok": {}, "cursor": at(9), "replayed": True}
        await peer.send(res)
        await peer.stay()

    async def scene() -> None:
        async with scripted(losing, answering) as url, BusClient(url, "T") as bus:
            receipt = await bus.command("SetReady")

            assert (receipt.cursor, receipt.is_replayed) == (at(9), True)

    asyncio.run(scene())

    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_short_names_are_the_cores_and_dotted_ones_are_whole() -> None:
    types: list[str] = []

    async def script(peer: Peer) -> None:
        await peer.welcome()
        for _ in range(2):
            frame = await peer.receive("cmd")
            types.append(frame["type"])
            await peer.send({"op": "res", "id": frame["id"], "ok": {}})
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            await bus.command("SetReady")
            await bus.command("plugin.DoThing.v2")

    asyncio.run(scene())

    assert types == ["ccsdk.SetReady.v1", "plugin.DoThing.v2"]


def test_client_that_is_cancelled_while_it_connects_leaves_nothing_running() -> None:
    async def silent(peer: Peer) -> None:
        await peer.receive("hello")
        met.set()
        await peer.stay()

    async def scene() -> None:
        async with scripted(silent) as url:
            bus = BusClient(url, "T")
            connecting = asyncio.create_task(bus.connect())
            await met.wait()
            before = len(asyncio.all_tasks())

            connecting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await connecting

            assert len(asyncio.all_tasks()) < before
            with pytest.raises(ConnectionRefusedByServerError):
                await bus.command("SetReady")

    met = asyncio.Event()
    asyncio.run(scene())


@pytest.mark.parametrize("ends", ["revoked", "closed"])
def test_command_that_will_never_be_answered_says_so(ends: str) -> None:
    async def script(peer: Peer) -> None:
        await peer.welcome()
        await peer.receive("cmd")
        if ends == "revoked":
            await peer.socket.close(4506)
        asked.set()
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            command = asyncio.create_task(bus.command("SetReady"))
            await asked.wait()
            if ends == "closed":
                await bus.close()

            with pytest.raises(ConnectionRefusedByServerError) as caught:
                await command

            assert caught.value.close_code == (4506 if ends == "revoked" else 1000)

    asked = asyncio.Event()
    asyncio.run(scene())
