from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

import ccsdk.client.remote_log as module
from ccsdk.client.bus import BusClient
from ccsdk.client.remote_log import RemoteLog, entry_of
from ccsdk.errors import ConfigurationError
from ccsdk.model.event import InteractionReceived, QueueDeleted
from ccsdk.wire.envelope import Envelope
from tests.unit.client.scripted import Peer, scripted


def at(cursor: int) -> str:
    return f"{cursor:020}"


def deleted(position: int) -> dict[str, Any]:
    return {
        "type": "ccsdk.QueueDeleted.v1",
        "subject": f"queue/q{position}",
        "version": 1,
        "time": "2026-11-21T10:00:00.000Z",
        "position": at(position),
        "queue": f"q{position}",
    }


class Server:
    """Answer subscriptions, and send what is put into it."""

    def __init__(self, state: str = "resumed") -> None:
        self.state = state
        self.asked: list[dict[str, Any]] = []
        self.frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.is_asked = asyncio.Event()

    async def play(self, peer: Peer) -> None:
        await peer.welcome()
        sending = asyncio.create_task(self._send(peer))
        with suppress(Exception):
            while True:
                frame = await peer.receive("sub")
                self.is_asked.clear()
                self.asked.append(frame)
                cursor = frame["from"]["cursor"]
                ok = {"sub": "f_1", "state": self.state, "epoch": "e", "cursor": cursor}
                await peer.send({"op": "res", "id": frame["id"], "ok": ok})
                self.is_asked.set()
        sending.cancel()

    async def _send(self, peer: Peer) -> None:
        while True:
            frame = await self.frames.get()
            await self.is_asked.wait()
            await peer.send(frame)

    def link(self, prev: int, cursor: int, *positions: int) -> None:
        events = [deleted(position) for position in positions]
        frame = {"op": "ev", "sub": "f_1", "prev": at(prev), "cursor": at(cursor)}
        self.frames.put_nowait({**frame, "events": events})


class Reader:
    """Take all there is, and remember how far that goes."""

    def __init__(self, log: RemoteLog) -> None:
        self.log = log
        self.cursor = 0
        self.taken: list[int] = []
        self.news = asyncio.Event()
        log.reader = self

    def wake(self) -> None:
        self.news.set()

    def pass_over(self, position: int) -> None:
        self.cursor = max(self.cursor, position)

    async def until(self, cursor: int) -> None:
        async with asyncio.timeout(10):
            while self.cursor < cursor:
                self.news.clear()
                for entry in await self.log.read(self.cursor, 2):
                    self.taken.append(entry.position)
                    self.cursor = entry.position
                if self.cursor < cursor:
                    await asyncio.sleep(0.002)


def run(
    scene: Callable[[Server, Reader, asyncio.Task[None]], Awaitable[None]], **given: Any
) -> None:
    @asynccontextmanager
    async def following(server: Server, url: str) -> Any:
        async with BusClient(url, "T") as bus:
            log = RemoteLog(bus, ["queue.*.>"])
            task = asyncio.create_task(log.follow("e"))
            try:
                yield Reader(log), task
            finally:
                task.cancel()
                with suppress(asyncio.CancelledError, ConfigurationError):
                    await task

    async def whole() -> None:
        server = Server(**given)
        async with scripted(server.play) as url, following(server, url) as (reader, task):
            await scene(server, reader, task)

    asyncio.run(asyncio.wait_for(whole(), 20))


def test_what_comes_is_read_once_in_order_from_where_the_reader_stands() -> None:
    async def scene(server: Server, reader: Reader, task: asyncio.Task[None]) -> None:
        reader.cursor = 4
        server.link(4, 9, 5, 6, 9)
        await reader.until(9)

        assert reader.taken == [5, 6, 9]
        assert server.asked[0]["from"] == {"epoch": "e", "cursor": at(4)}

    run(scene)


def test_what_was_left_out_is_passed_over() -> None:
    async def scene(server: Server, reader: Reader, task: asyncio.Task[None]) -> None:
        server.link(0, 3, 2)
        server.link(3, 500)
        await reader.until(500)

        assert reader.taken == [2]

    run(scene)


def test_when_much_waits_it_is_asked_for_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WAITING_MAX", 4)

    async def scene(server: Server, reader: Reader, task: asyncio.Task[None]) -> None:
        await reader.log.read(0, 2)
        server.link(0, 5, 1, 2, 3, 4, 5)
        async with asyncio.timeout(10):
            while not reader.log._waiting:
                await asyncio.sleep(0.002)
        once = len(server.asked)
        await reader.until(5)
        await reader.log.read(5, 2)
        async with asyncio.timeout(10):
            while len(server.asked) == once:
                await asyncio.sleep(0.002)
        server.link(5, 6, 6)
        await reader.until(6)

        assert reader.taken == [1, 2, 3, 4, 5, 6]
        assert (once, len(server.asked)) == (1, 2)
        assert server.asked[1]["from"]["cursor"] == at(5)

    run(scene)


def test_another_log_than_before_is_an_error() -> None:
    async def scene(server: Server, reader: Reader, task: asyncio.Task[None]) -> None:
        await reader.log.read(7, 2)
        snap = {"op": "snap", "sub": "f_1", "at": at(3), "part": 0, "last": True, "items": []}
        server.frames.put_nowait(snap)

        with pytest.raises(ConfigurationError, match="another log"):
            await asyncio.wait_for(asyncio.shield(task), 10)

    run(scene, state="reset")


def told(type: str, **more: Any) -> Envelope:
    return Envelope(
        type=type,
        subject="interaction/in_1",
        version=1,
        time="2026-11-21T10:00:00.000Z",
        position=at(7),
        **more,
    )


def test_an_envelope_is_the_entry_again_as_far_as_it_was_shown() -> None:
    data = {"account": "web", "thread": "th_1", "identity": "i", "language": "en"}
    refs = {"interaction": "in_1", "customer": "cu_1", "channel": "chat", "queue": "sales"}
    personal = {"name": "Anna"}

    entry = entry_of(
        told("ccsdk.InteractionReceived.v1", data=data, personal=personal, cause="k", **refs)
    )

    assert entry is not None
    assert isinstance(entry.event, InteractionReceived)
    assert (entry.event.interaction, entry.event.customer) == ("in_1", "cu_1")
    assert entry.personal == InteractionReceived.Personal(name="Anna")
    assert (entry.position, entry.cause, entry.at_ms) == (7, "k", 1_795_255_200_000)


def test_what_this_version_does_not_know_is_left_out() -> None:
    assert entry_of(told("ccsdk.ComesLater.v1")) is None


def test_a_half_that_was_cut_too_much_is_none() -> None:
    entry = entry_of(told("ccsdk.QueueDeleted.v1", queue="q1", personal={"name": "x"}))

    assert entry is not None
    assert entry.event == QueueDeleted(queue="q1")
    assert entry.personal is None
