"""A desk on a real server whose bus is played: any number of rows, events at any rate."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import uvicorn

from ccsdk import ContactCenter
from ccsdk.hooks import Credentials, Plugin, StaffSession, hookimpl
from ccsdk.server.run import bind
from ccsdk_desk import plugin as desk
from tests.browser.scripted import cursor
from tests.browser.scripted_board import Board

STAFF = {"agents": {"mei": {"name": "Mei Lin", "queues": ["help"]}}, "supervisors": {"ada": {}}}
TABLES = {"queues": {"help": {"name": "Help"}}, **STAFF}
START_S = 10
OPENED_MS = int(time.time() * 1_000) - 600_000


class Visiting:
    """Believe a cookie that names who is there."""

    @hookimpl
    def authenticate(self, credentials: Credentials) -> StaffSession | None:
        name = credentials.cookies.get("who")
        return StaffSession(staff=name) if name else None


HOST = Plugin(name="host", summary="A sign-in.", implementation=Visiting)


def instant() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def event(name: str, interaction: str, version: int, **more: Any) -> dict[str, Any]:
    """Return an event of an Interaction of the one queue."""
    facts = {"type": f"ccsdk.{name}.v1", "subject": f"interaction/{interaction}", "data": {}}
    refs = {"interaction": interaction, "queue": "help", "channel": "chat", "customer": "cu_1"}
    return {
        "position": cursor(version),
        "time": instant(),
        "version": version,
        **facts,
        **refs,
        **more,
    }


def item(kind: str, id: str, version: int = 1, **data: Any) -> dict[str, Any]:
    subject = f"{kind.lower()}/{id}"
    return {"type": f"ccsdk.{kind}.v1", "subject": subject, "version": version, "data": data}


def row(number: int) -> dict[str, Any]:
    """Return an Interaction that Mei is engaged in."""
    facts = {"queue": "help", "channel": "chat", "account": "web", "customer": f"cu_{number}"}
    state = {"state": "ENGAGED", "owner": "mei", "entered_at_ms": OPENED_MS + 1_000 * number}
    return item("Interaction", f"in_{number}", 5, **facts, **state)


def common_items() -> list[dict[str, Any]]:
    queue = {"name": "Help", "target_ms": 20_000, "waiting": 0, "offered": 0, "answered": 0}
    mei = {"presence": "READY", "slots": {"chat": 300}, "queues": ["help"], "skills": {}}
    named = {**item("Agent", "mei", **mei), "personal": {"name": "Mei Lin"}}
    return [item("Queue", "help", **queue), named]


@attrs.define
class PlayedBus:
    """Answer one desk's bus: what it subscribes to is `items`, and then what is fed."""

    items: list[dict[str, Any]]
    figures: Board = attrs.Factory(Board)
    send: Any = None
    position: int = 1
    acks: int = 0
    commands: list[tuple[str, dict[str, Any]]] = attrs.Factory(list)

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        """Be an ASGI application for one socket after the other."""

        async def say(frame: dict[str, Any]) -> None:
            await send({"type": "websocket.send", "text": json.dumps(frame)})

        while (message := await receive())["type"] != "websocket.disconnect":
            if message["type"] == "websocket.connect":
                await send({"type": "websocket.accept", "subprotocol": "ccsdk.v1"})
            else:
                await self._heard(json.loads(message["text"]), say)

    async def _heard(self, frame: dict[str, Any], say: Any) -> None:
        if frame["op"] == "hello":
            await say(self._welcome(frame["session"]))
        elif frame["op"] == "sub":
            await self._subscribed(frame, say)
        elif frame["op"] == "req":
            await say({"op": "res", "id": frame["id"], "ok": self._answer(frame)})
        elif frame["op"] == "cmd":
            self.commands.append((frame["type"], frame["data"]))
            ok = {"op": "res", "id": frame["id"], "ok": {}, "replayed": False}
            await say({**ok, "cursor": cursor(self.position)})
        elif frame["op"] == "ack":
            self.acks += 1

    @staticmethod
    def _welcome(session: str) -> dict[str, Any]:
        limits = {"frame_in": 131_072, "event": 65_536, "subs": 64, "inflight": 32}
        told = {"op": "welcome", "v": 1, "epoch": "e1", "session": session, "time": instant()}
        told |= {"hb_ms": 20_000, "reconnect_max_ms": 4_000, "features": [], "limits": limits}
        return {**told, "auth_expires": "2099-01-01T00:00:00.000Z"}

    async def _subscribed(self, frame: dict[str, Any], say: Any) -> None:
        is_work = "interaction.*.>" in frame["topics"]
        label, at = ("f_1", cursor(self.position)) if is_work else ("f_2", cursor(1))
        ok = {"sub": label, "state": "reset", "epoch": "e1", "cursor": at}
        await say({"op": "res", "id": frame["id"], "ok": ok})
        items = [*common_items(), *self.items] if is_work else common_items()
        snap = {"op": "snap", "sub": label, "at": at, "part": 0, "last": True}
        await say({**snap, "items": items})
        if is_work:
            self.send = say

    def _answer(self, frame: dict[str, Any]) -> dict[str, Any]:
        if frame["method"] == "metrics.v1":
            return self.figures.metrics(frame["data"])
        asked = frame["data"].get("interaction", "in_0")
        state = row(int(asked.removeprefix("in_")))
        person = {"id": "cu_1", "is_verified": False, "personal": {"name": f"Customer {asked}"}}
        return {
            "interaction": state,
            "customer": person,
            "items": [],
            "before": None,
            "more": False,
        }

    async def feed(self, frames: list[list[dict[str, Any]]], per_s: float) -> float:
        """Send frames of events, so many events a second; return when the last one left."""
        start, sent = time.monotonic(), 0
        for events in frames:
            before, self.position = cursor(self.position), self.position + len(events)
            told = {"op": "ev", "sub": "f_1", "prev": before, "cursor": cursor(self.position)}
            await self.send({**told, "events": events})
            sent += len(events)
            await asyncio.sleep(max(0.0, start + sent / per_s - time.monotonic()))
        return time.time()


@attrs.define
class Stage:
    """A server in a thread of its own, and the bus that it plays."""

    url: str
    bus: PlayedBus
    loop: asyncio.AbstractEventLoop

    def run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        """Start something in the server's loop; the result can be waited for."""
        return asyncio.run_coroutine_threadsafe(doing, self.loop)


@contextlib.contextmanager
def staged(bus: PlayedBus) -> Iterator[Stage]:
    """Serve the desk's page, its files and tokens for real, and play its bus."""
    bound = bind("127.0.0.1", 0)
    stage = Stage(url=f"http://127.0.0.1:{bound.getsockname()[1]}", bus=bus, loop=None)
    begun, is_over = threading.Event(), None

    async def serve() -> None:
        nonlocal is_over
        stage.loop, is_over = asyncio.get_running_loop(), asyncio.Event()
        async with ContactCenter.in_memory(TABLES, plugins=[desk, HOST]) as center:

            async def app(scope: Any, receive: Any, send: Any) -> None:
                door = bus.serve if scope["type"] == "websocket" else center.asgi
                await door(scope, receive, send)

            config = uvicorn.Config(app, lifespan="off", log_config=None, ws="websockets-sansio")
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server.serve(sockets=[bound]))
            begun.set()
            await is_over.wait()
            server.should_exit = server.force_exit = True
            await serving

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert begun.wait(START_S)
    try:
        yield stage
    finally:
        stage.loop.call_soon_threadsafe(is_over.set)
        thread.join()
