"""The Python client: typing is said and heard, and never to a server that knows it not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.client import BusClient
from ccsdk.errors import UnsupportedError
from ccsdk.wire.frames import Heard
from tests.unit.client.scripted import Peer, scripted

FEATURES = ["snapshot", "history", "eph"]
TOPIC = "interaction.in_7.Typing"


async def follow(peer: Peer, **welcome: Any) -> dict[str, Any]:
    """Welcome a client and answer its first subscription."""
    await peer.welcome(**welcome)
    sub = await peer.receive("sub")
    ok = {"sub": "f_1", "state": "live", "epoch": "e", "cursor": "0" * 20}
    await peer.send({"op": "res", "id": sub["id"], "ok": ok})
    return sub


def test_typing_is_heard_by_who_asked_for_it() -> None:
    asked: list[dict[str, Any]] = []
    heard: list[Heard] = []

    async def script(peer: Peer) -> None:
        asked.append(await follow(peer, features=FEATURES))
        await peer.send({"op": "eph", "topic": TOPIC, "key": "customer", "ttl_ms": 6_000})
        asked.append(await peer.receive("eph"))
        await peer.stay()

    async def scene() -> None:
        arrived = asyncio.Event()

        def hear(frame: Heard) -> None:
            heard.append(frame)
            arrived.set()

        async with scripted(script) as url, BusClient(url, "T") as bus:
            await bus.subscribe("interaction.*.>", start="now", on_heard=hear)
            await arrived.wait()
            await bus.typing("in_7")
            while len(asked) < 2:
                await asyncio.sleep(0.005)

    asyncio.run(scene())
    assert heard == [Heard(topic=TOPIC, key="customer", ttl_ms=6_000)]
    assert asked[0]["eph"] is True
    assert asked[1] == {"op": "eph", "topic": TOPIC, "ttl_ms": 6_000}


def test_server_without_the_feature_is_sent_nothing_of_it() -> None:
    sent: list[dict[str, Any]] = []

    async def script(peer: Peer) -> None:
        sent.append(await follow(peer, features=["snapshot", "history"]))
        sent.append(await peer.receive("req"))
        await peer.send({"op": "res", "id": sent[1]["id"], "ok": {}})
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            await bus.subscribe("interaction.*.>", start="now", on_heard=lambda frame: None)
            await bus.typing("in_7", is_typing=False)
            await bus.request("metrics.v1", {"window": "today"})

    asyncio.run(scene())
    assert "eph" not in sent[0]
    assert sent[1]["method"] == "metrics.v1"


def test_rate_limit_is_waited_out_and_another_refusal_raised() -> None:
    asked: list[str] = []

    async def script(peer: Peer) -> None:
        await peer.welcome()
        for err in (
            {"code": "rate_limited", "retryable": True, "retry_after_ms": 5},
            {"code": "unsupported", "retryable": False},
        ):
            request = await peer.receive("req")
            asked.append(request["method"])
            await peer.send({"op": "res", "id": request["id"], "err": err})
        await peer.stay()

    async def scene() -> None:
        async with scripted(script) as url, BusClient(url, "T") as bus:
            with pytest.raises(UnsupportedError):
                await bus.request("metrics.v1", {"window": "today"})

    asyncio.run(scene())
    assert asked == ["metrics.v1", "metrics.v1"]
