"""A connection: who is let in, what becomes of requests, and what the center hears of it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.errors import (
    DrainingError,
    TokenExpiredError,
    UnauthorizedError,
)
from ccsdk.model import event
from ccsdk.model.principal import Principal
from ccsdk.wire import frames
from ccsdk.wire.refusal import CloseCode
from tests.unit.bus.fakes import ANA, MEI, SAM, START_MS, World, settle
from tests.unit.bus.hub_play import play
from tests.unit.bus.peer import HELLO, Peer, hello


def test_hello_is_welcomed() -> None:
    async def scenario(world: World) -> tuple[Peer, list[Any]]:
        peer = Peer(world)
        return peer, await peer.say(HELLO)

    peer, (welcome,) = play(scenario)
    assert welcome.principal == frames.Who(id="mei", center="shop", role="agent")
    assert peer.tokens == ["mei"]
    assert peer.connection.principal == MEI


@pytest.mark.parametrize(
    ("refusal", "code", "close"),
    [
        (UnauthorizedError(hint="x"), "unauthorized", 4501),
        (TokenExpiredError(hint="x"), "token_expired", 4003),
        (DrainingError(), "draining", 4000),
        (RuntimeError("SECRET"), "internal", 4005),
    ],
)
def test_refused_credential_is_one_error_and_a_close(
    refusal: Exception, code: str, close: int
) -> None:
    async def scenario(world: World) -> tuple[Peer, list[Any], World]:
        peer = Peer(world)
        peer.refusal = refusal
        got = await peer.say(HELLO)
        await peer.connection.closed()
        return peer, got, world

    peer, (error,), world = play(scenario)
    assert error.code == code
    assert "SECRET" not in repr(error)
    assert [closed for closed, _ in peer.closes] == [close]
    assert world.center.sessions == []


@pytest.mark.parametrize("principal", [MEI, ANA, SAM], ids=lambda each: each.role.value)
def test_center_hears_of_sessions_of_agents_and_visitors(principal: Principal) -> None:
    async def scenario(world: World) -> list[tuple[str, str, str]]:
        peer = Peer(world)
        await peer.say(hello(principal))
        await peer.connection.closed()
        return world.center.sessions

    heard = play(scenario)
    followed = [("back", principal.id, "se_1"), ("gone", principal.id, "se_1")]
    assert heard == ([] if principal is SAM else followed)


def test_same_session_again_replaces_the_older_and_is_not_gone() -> None:
    async def scenario(world: World) -> tuple[Peer, Peer, World]:
        older, newer = Peer(world), Peer(world)
        await older.say(HELLO)
        await newer.say(HELLO)
        await older.connection.closed()
        return older, newer, world

    older, newer, world = play(scenario)
    assert older.closes == [(4503, "replaced")]
    assert newer.closes == []
    assert world.center.sessions == [("back", "mei", "se_1")] * 2


def test_gone_is_reported_after_back() -> None:
    async def scenario(world: World) -> tuple[list[str], list[str]]:
        world.center.hold = asyncio.get_running_loop().create_future()
        peer = Peer(world)
        await peer.say(HELLO)
        closing = asyncio.ensure_future(peer.connection.closed())
        await settle()
        early = [what for what, _, _ in world.center.sessions]
        world.center.hold.set_result(None)
        await closing
        return early, [what for what, _, _ in world.center.sessions]

    assert play(scenario) == (["back"], ["back", "gone"])


def test_center_that_fails_to_hear_does_not_end_the_connection() -> None:
    async def scenario(world: World) -> tuple[list[Any], Peer]:
        world.center.fault = RuntimeError("SECRET")
        peer = Peer(world)
        got = await peer.say(HELLO)
        await peer.connection.closed()
        return got, peer

    got, peer = play(scenario)
    assert [type(frame).__name__ for frame in got] == ["Welcome"]
    assert peer.closes == []


def test_peer_gone_during_authentication_is_not_let_in() -> None:
    async def scenario(world: World) -> tuple[Peer, World]:
        peer = Peer(world)
        peer.gate = asyncio.get_running_loop().create_future()
        await peer.say(HELLO)
        await peer.connection.closed()
        peer.gate.set_result(None)
        await settle()
        return peer, world

    peer, world = play(scenario)
    assert (peer.got, world.center.sessions) == ([], [])
    assert world.hub.sessions._live == {}


def test_connection_that_dies_between_hello_and_welcome_leaves_the_registry() -> None:
    async def scenario(world: World) -> tuple[World, bool]:
        peer = Peer(world)
        peer.gate = asyncio.get_running_loop().create_future()
        await peer.say(HELLO)
        peer.connection.end(CloseCode.DRAIN, "drain")
        peer.gate.set_result(None)
        await settle()
        await peer.connection.closed()
        return world, peer.connection.principal is None

    world, is_stranger = play(scenario)
    assert is_stranger
    assert world.hub.sessions._live == {}


def test_too_many_connections_are_refused() -> None:
    async def scenario(world: World) -> Peer:
        for number in range(5):
            await Peer(world).say(hello(ANA, f"se_{number}"))
        peer = Peer(world)
        await peer.say(hello(ANA, "se_more"))
        return peer

    peer = play(scenario)
    assert peer.closes == [(4004, "overloaded")]


def test_drain_is_announced_then_closed() -> None:
    async def scenario(world: World) -> tuple[list[Any], Peer]:
        peer = Peer(world)
        await peer.say(HELLO)
        peer.got.clear()
        peer.connection.go_away("drain", after_ms=4_200)
        await settle()
        peer.connection.end(CloseCode.DRAIN, "drain")
        await settle()
        return peer.got, peer

    got, peer = play(scenario)
    assert got == [frames.GoAway(reason="drain", after_ms=4_200)]
    assert peer.closes == [(4000, "drain")]


def test_dead_peer_is_closed_and_its_session_gone() -> None:
    async def scenario(world: World) -> tuple[Peer, World]:
        peer = Peer(world)
        await peer.say(HELLO)
        await world.clock.advance(50_000)
        await peer.connection.closed()
        return peer, world

    peer, world = play(scenario)
    assert [code for code, _ in peer.closes] == [4002]
    assert world.center.sessions[-1] == ("gone", "mei", "se_1")


def test_nothing_is_delivered_after_the_credential_ends() -> None:
    async def scenario(world: World) -> tuple[list[Any], Peer]:
        peer = Peer(world)
        peer.expires_at_ms = START_MS + 30_000
        await peer.say(HELLO)
        await peer.say(frames.Sub(id=1, topics=("queue.*.QueueDefined",), start="now"))
        await world.clock.advance(30_000)
        peer.got.clear()
        world.say(event.QueueDefined)
        await settle()
        return peer.got, peer

    got, peer = play(scenario)
    assert got == []
    assert [code for code, _ in peer.closes] == [4003]
