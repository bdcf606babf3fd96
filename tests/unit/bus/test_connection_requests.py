"""A connection: what becomes of commands, reads, renewals and subscriptions."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.errors import (
    OfferGoneError,
    TokenExpiredError,
    UnknownEntityError,
)
from ccsdk.model import event
from ccsdk.wire import frames
from ccsdk.wire.codec import position_text
from tests.unit.bus.fakes import MEI, SAM, World, settle
from tests.unit.bus.hub_play import play
from tests.unit.bus.peer import HELLO, Peer, hello


def test_command_goes_to_the_center_and_its_answer_back() -> None:
    async def scenario(world: World) -> tuple[World, list[Any]]:
        world.say(event.QueueDefined)
        world.center.position = 1
        peer = Peer(world)
        await peer.say(HELLO)
        command = frames.Cmd(
            id=9,
            key="k1",
            type="ccsdk.SendMessage.v1",
            data={"interaction": "in_1"},
            personal={"text": "hi"},
            deadline="2027-01-01T00:00:00.000Z",
        )
        return world, await peer.say(command)

    world, (res,) = play(scenario)
    (submission,) = world.center.submissions
    assert submission.principal == MEI
    assert (submission.key, submission.type) == ("k1", "ccsdk.SendMessage.v1")
    assert (submission.data, submission.personal) == ({"interaction": "in_1"}, {"text": "hi"})
    assert submission.deadline_ms == 1_798_761_600_000
    assert (res.id, res.ok, res.cursor, res.replayed) == (
        9,
        {"interaction": "in_1"},
        position_text(1),
        False,
    )


def test_slow_command_holds_back_nothing_else() -> None:
    async def scenario(world: World) -> tuple[list[Any], list[Any]]:
        peer = Peer(world)
        await peer.say(HELLO)
        world.center.hold = asyncio.get_running_loop().create_future()
        got = await peer.say(frames.Cmd(id=1, key="k", type="t"), frames.Unsub(id=2, sub="f_9"))
        peer.got.clear()
        world.center.hold.set_result(None)
        await settle()
        return got, list(peer.got)

    first, second = play(scenario)
    assert [res.id for res in first] == [2]
    assert [res.id for res in second] == [1]


@pytest.mark.parametrize(
    ("fault", "code", "has_ref"),
    [
        (OfferGoneError(offer="o", outcome="taken", by="tom", at_ms=1_000), "conflict", False),
        (UnknownEntityError(kind="offer", id="o"), "not_found", False),
        (RuntimeError("SECRET"), "internal", True),
    ],
)
def test_failed_command_is_a_typed_answer(fault: Exception, code: str, has_ref: bool) -> None:
    async def scenario(world: World) -> list[Any]:
        peer = Peer(world)
        await peer.say(HELLO)
        world.center.fault = fault
        return await peer.say(frames.Cmd(id=1, key="k", type="t"))

    (res,) = play(scenario)
    assert res.err.code == code
    assert (res.err.ref is not None) == has_ref
    assert "SECRET" not in repr(res)


def test_race_for_an_offer_says_who_took_it_and_when() -> None:
    async def scenario(world: World) -> list[Any]:
        peer = Peer(world)
        await peer.say(HELLO)
        world.center.fault = OfferGoneError(offer="o", outcome="taken", by="tom", at_ms=1_000)
        return await peer.say(frames.Cmd(id=1, key="k", type="ccsdk.AcceptOffer.v1"))

    (res,) = play(scenario)
    assert (res.err.reason, res.err.by, res.err.at) == (
        "offer_taken",
        "tom",
        "1970-01-01T00:00:01.000Z",
    )


def test_question_is_asked_in_the_readers_name() -> None:
    async def scenario(world: World) -> list[Any]:
        peer = Peer(world)
        await peer.say(HELLO)
        return await peer.say(frames.Req(id="r1", method="history.v1", data=wish))

    wish = {"interaction": "in_1", "before": 40, "limit": 7}
    (res,) = play(scenario)
    assert res.ok == {"for": "mei", "method": "history.v1", "asked": wish}


def test_renewal_prolongs_and_somebody_elses_token_does_not() -> None:
    async def scenario(world: World) -> tuple[list[Any], list[Any], Peer]:
        peer = Peer(world)
        await peer.say(HELLO)
        peer.expires_at_ms += 600_000
        good = await peer.say(frames.Auth(id=1, token="mei"))
        bad = await peer.say(frames.Auth(id=2, token="tom"))
        return good, bad, peer

    (good,), (bad,), peer = play(scenario)
    assert good.ok == {"auth_expires": "2026-11-18T11:26:40.000Z"}
    assert bad.err.code == "unauthorized"
    assert peer.connection.principal == MEI


def test_failed_renewal_leaves_the_connection_open_until_its_end() -> None:
    async def scenario(world: World) -> tuple[list[Any], Peer]:
        peer = Peer(world)
        await peer.say(HELLO)
        peer.refusal = TokenExpiredError(hint="x")
        return await peer.say(frames.Auth(id=1, token="mei")), peer

    (res,), peer = play(scenario)
    assert res.err.code == "token_expired"
    assert peer.closes == []


def test_subscription_lives_until_unsubscribed() -> None:
    async def scenario(world: World) -> tuple[list[str], list[str], list[Any], int]:
        peer = Peer(world)
        await peer.say(hello(SAM))
        (answer,) = await peer.say(frames.Sub(id=1, topics=(">",), start="now"))
        peer.got.clear()
        world.say(event.QueueDefined)
        await settle()
        live = [type(frame).__name__ for frame in peer.got]
        assert isinstance(answer, frames.Res)
        assert answer.ok is not None
        done = await peer.say(frames.Unsub(id=2, sub=answer.ok["sub"]))
        peer.got.clear()
        world.say(event.QueueDefined)
        await settle()
        late = [type(frame).__name__ for frame in peer.got]
        return live, late, done, len(world.hub._labels)

    live, late, (done,), labels = play(scenario)
    assert (live, late, done.ok, labels) == (["Ev"], [], {}, 0)


def test_subscription_that_nobody_waits_for_any_more_is_released() -> None:
    async def scenario(world: World) -> tuple[int, Peer]:
        peer = Peer(world)
        await peer.say(HELLO)
        world.reading = asyncio.get_running_loop().create_future()
        await peer.say(frames.Sub(id=1, topics=("agent.>",), start="snapshot"))
        await peer.connection.closed()
        world.reading.set_result(None)
        await settle()
        return len(world.hub._labels), peer

    labels, peer = play(scenario)
    assert labels == 0
    assert [type(frame).__name__ for frame in peer.got] == []


def test_subscription_over_the_limit_is_released() -> None:
    async def scenario(world: World) -> tuple[list[Any], int]:
        peer = Peer(world)
        await peer.say(HELLO)
        got: list[Any] = []
        for number in range(65):
            topic = f"agent.mei.Made{number}"
            got += await peer.say(frames.Sub(id=number, topics=(topic,), start="now"))
        return got, len(world.hub._labels)

    got, labels = play(scenario)
    assert [res.err and res.err.code for res in got] == [None] * 64 + ["overloaded"]
    assert labels == 64
