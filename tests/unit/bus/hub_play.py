"""Scenarios on a hub that delivers, and the steps they are made of."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal, TypeVar

from ccsdk.bus.memory import MemoryClient
from ccsdk.wire import frames
from ccsdk.wire.codec import position_text
from tests.unit.bus.fakes import World, settle

__all__ = ["OWN", "behind", "names", "no_frame", "play", "subscribe"]

T = TypeVar("T")
OWN = ("interaction.*.>", "agent.mei.>")


def play(scenario: Callable[[World], Awaitable[T]]) -> T:
    """Run a scenario in a world whose hub delivers."""

    async def run() -> T:
        world = World()
        world.hub.start("e1")
        try:
            return await scenario(world)
        finally:
            await world.hub.stop()

    return asyncio.run(run())


async def subscribe(
    client: MemoryClient,
    *topics: str,
    start: frames.Start | Literal["now", "snapshot"] = "now",
    where: dict[str, tuple[str, ...]] | None = None,
    id: int = 1,
) -> frames.Res:
    client.send(frames.Sub(id=id, topics=topics or (">",), where=where or {}, start=start))
    answer = await client.receive()
    assert isinstance(answer, frames.Res), answer
    return answer


def behind(number: int, epoch: str = "e1") -> frames.Start:
    return frames.Start(epoch=epoch, cursor=position_text(number))


async def no_frame(client: MemoryClient) -> bool:
    await settle()
    return client.is_idle


def names(frame: frames.ServerFrame) -> list[str]:
    assert isinstance(frame, frames.Ev), frame
    return [each["type"].split(".")[1] for each in frame.events]
