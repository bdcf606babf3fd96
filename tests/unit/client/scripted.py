"""A server that says exactly what a test tells it to, on a real socket."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.server import ServerConnection, serve

WITHIN_S = 10.0
Script = Callable[["Peer"], Awaitable[None]]


class Peer:
    """Speak to one client as a server would."""

    def __init__(self, socket: ServerConnection) -> None:
        self.socket = socket
        self.hello: dict[str, Any] = {}

    async def send(self, frame: dict[str, Any] | str) -> None:
        await self.socket.send(frame if isinstance(frame, str) else json.dumps(frame))

    async def receive(self, op: str) -> dict[str, Any]:
        """Return the client's next frame with this `op`."""
        while True:
            frame: dict[str, Any] = json.loads(await self.socket.recv())
            if frame["op"] == op:
                return frame

    async def welcome(self, **changed: Any) -> None:
        """Take the hello and welcome the client."""
        self.hello = await self.receive("hello")
        time = "2026-11-21T10:00:00.000Z"
        frame = {
            "op": "welcome",
            "v": 1,
            "epoch": "e",
            "session": self.hello["session"],
            "time": time,
            "principal": {"id": "mei", "center": "shop", "role": "agent"},
            "auth_expires": "2026-11-22T10:00:00.000Z",
            "hb_ms": 20_000,
            "features": [],
            "schema": "sha256:0",
            "reconnect_max_ms": 20,
            "limits": {"frame_in": 1, "event": 1, "subs": 1, "inflight": 1},
        }
        await self.send(frame | changed)

    async def stay(self) -> None:
        """Keep the socket open until the client leaves."""
        await self.socket.wait_closed()


@asynccontextmanager
async def scripted(*scripts: Script, status: int | None = None) -> AsyncIterator[str]:
    """Serve the n-th connection by the n-th script, later ones by the last; yield the address."""
    waiting = list(scripts)

    async def handle(socket: ServerConnection) -> None:
        script = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        await script(Peer(socket))

    def refuse(socket: ServerConnection, request: Any) -> Any:
        if status is None:
            return None
        return socket.respond(status, json.dumps({"detail": "said so"}))

    async with (
        asyncio.timeout(WITHIN_S),
        serve(
            handle,
            "127.0.0.1",
            0,
            subprotocols=["ccsdk.v1"],
            process_request=refuse,  # type: ignore[list-item]
        ) as server,
    ):
        port = server.sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/bus"
