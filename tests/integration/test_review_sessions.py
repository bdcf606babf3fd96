"""What the log says of sessions agrees with the sockets, whatever the disk does meanwhile."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest

from ccsdk.bus.connection import Admission, Connection
from ccsdk.center.center import ContactCenter
from ccsdk.errors import LogFullError
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.entry import Batch
from ccsdk.model.principal import Principal, Role
from ccsdk.testing.clock import VirtualClock
from tests.integration.shop import CHAT, TABLES

pytestmark = pytest.mark.integration

MEI = Principal(id="mei", role=Role.AGENT, center="shop")
HELLO = json.dumps({"op": "hello", "v": [1], "session": "se_1", "token": "t"})


class GatedStore(MemoryLogStore):
    """Let appends wait, or find the disk full."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.is_full = False

    async def append(self, batch: Batch) -> None:
        await self.gate.wait()
        if self.is_full:
            raise LogFullError(path="memory", problem="full")
        await super().append(batch)


class Nowhere:
    async def send(self, frame: str) -> None:
        pass

    async def close(self, code: int, reason: str) -> None:
        pass


class Scene:
    def __init__(self) -> None:
        self.store, self.clock = GatedStore(), VirtualClock()
        self.center = ContactCenter(TABLES, plugins=[CHAT], store=self.store, clock=self.clock)

    def connect(self) -> Connection:
        async def authenticate(token: str | None) -> Admission:
            return Admission(principal=MEI, expires_at_ms=self.clock.now_ms() + 3_600_000)

        connection = Connection(
            hub=self.center.hub,
            center=self.center,
            authenticate=authenticate,
            transport=Nowhere(),
        )
        connection.open()
        connection.receive(HELLO)
        return connection

    async def sessions(self) -> list[str]:
        return await self.center._writer.read(lambda state: list(state.agents["mei"].sessions))


async def settle() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def run(act: Callable[[Scene], Awaitable[None]]) -> None:
    async def play() -> None:
        scene = Scene()
        async with scene.center, asyncio.timeout(20):
            await act(scene)

    asyncio.run(play())


def test_session_that_came_back_while_its_first_report_was_committed_is_connected() -> None:
    async def act(scene: Scene) -> None:
        scene.store.gate.clear()
        older = scene.connect()
        await settle()
        leaving = asyncio.create_task(older.closed())
        await settle()
        newer = scene.connect()
        await settle()

        scene.store.gate.set()
        await leaving
        await settle()

        assert await scene.sessions() == ["se_1"]
        await newer.closed()
        assert await scene.sessions() == []

    run(act)


def test_loss_of_a_session_while_nothing_can_be_stored_is_reported_afterwards() -> None:
    async def act(scene: Scene) -> None:
        connection = scene.connect()
        await settle()
        assert await scene.sessions() == ["se_1"]
        scene.store.is_full = True
        leaving = asyncio.create_task(connection.closed())
        await settle()

        scene.store.is_full = False
        await scene.clock.advance(5_000)
        await leaving

        assert await scene.sessions() == []

    run(act)


def test_session_that_came_back_while_its_loss_could_not_be_stored_is_connected() -> None:
    async def act(scene: Scene) -> None:
        connection = scene.connect()
        await settle()
        scene.store.is_full = True
        leaving = asyncio.create_task(connection.closed())
        await settle()
        scene.connect()
        await settle()

        scene.store.is_full = False
        await scene.clock.advance(5_000)
        await leaving

        assert await scene.sessions() == ["se_1"]

    run(act)
