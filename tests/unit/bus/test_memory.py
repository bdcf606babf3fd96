"""The client in the same process speaks the same frames and is bound by the same rules."""

from __future__ import annotations

import asyncio

import pytest

from ccsdk.errors import ConnectionRefusedByServerError
from ccsdk.wire import frames
from tests.unit.bus.fakes import MEI, World, settle


def test_it_says_hello_and_goes() -> None:
    async def scenario() -> list[tuple[str, str, str]]:
        world = World()
        world.hub.start("e1")
        async with world.client(MEI, "se_7") as client:
            client.send(frames.Cmd(id=1, key="k", type="t"))
            answer = await client.receive()
            assert isinstance(answer, frames.Res)
        await world.hub.stop()
        return world.center.sessions

    assert asyncio.run(scenario()) == [("back", "mei", "se_7"), ("gone", "mei", "se_7")]


def test_a_close_is_an_error_with_its_code() -> None:
    async def scenario() -> ConnectionRefusedByServerError:
        world = World()
        world.hub.start("e1")
        async with world.client(MEI) as client:
            client.send("no frame")
            await client.receive()
            with pytest.raises(ConnectionRefusedByServerError) as caught:
                await client.receive()
        await world.hub.stop()
        return caught.value

    error = asyncio.run(scenario())
    assert (error.close_code, error.problem) == (4500, "bad_frame")


def test_a_foreign_token_is_refused() -> None:
    async def scenario() -> frames.ServerFrame:
        world = World()
        world.hub.start("e1")
        async with world.client(MEI) as client:
            client.send(frames.Auth(id=1, token="x"))
            await settle()
            answer = await client.receive()
        await world.hub.stop()
        return answer

    answer = asyncio.run(scenario())
    assert isinstance(answer, frames.Res)
    assert answer.err is not None
    assert answer.err.code == "unauthorized"
