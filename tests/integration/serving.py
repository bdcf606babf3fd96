"""A server on a real port, a center small enough to look through, and a raw client."""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, Self

import attrs
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from ccsdk.bus.connection import Connection
from ccsdk.bus.hub import Hub
from ccsdk.errors import OfferGoneError, UnknownEntityError, UnsupportedError
from ccsdk.model.agent import Presence
from ccsdk.model.entry import Answer, Entry
from ccsdk.model.event import AgentPresenceChanged
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt, Snapshot, Submission
from ccsdk.model.topic import Filter
from ccsdk.server.asgi import Application
from ccsdk.server.run import Tls, bind, serve
from ccsdk.server.tokens import issue_link, issue_machine_token
from tests.unit.server.fake_center import FakeCenter

WITHIN_S = 10.0


class SkippingClock:
    """Tell the real time, and skip ahead where a test would have to wait."""

    def __init__(self) -> None:
        self.ahead_ms = 0

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000 + self.ahead_ms

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000 + self.ahead_ms

    async def sleep_until(self, monotonic_ms: int) -> None:
        await asyncio.sleep(max(0, monotonic_ms - self.monotonic_ms()) / 1000)


class LiveCenter(FakeCenter):
    """Publish an event per SetReady, so that sockets have something to see."""

    def __init__(self) -> None:
        clock = SkippingClock()
        super().__init__(
            hub=Hub(clock=clock, read=self._read, take_snapshot=self._snapshot), clock=clock
        )
        self.entries: list[Entry] = []
        self.receipts: dict[tuple[str, str], Receipt] = {}
        # Raised, once each, instead of taking a command.
        self.faults: list[Exception] = []

    async def __aenter__(self) -> Self:
        self.hub.start("epoch")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.hub.stop()

    async def submit(self, submission: Submission) -> Receipt:
        self.submitted.append(submission)
        if self.faults:
            raise self.faults.pop(0)
        match submission.type:
            case "ccsdk.SetReady.v1":
                return self._ready(submission)
            case "ccsdk.AcceptOffer.v1":
                offer = str(submission.data.get("offer"))
                raise OfferGoneError(offer=offer, outcome="taken", by="tom", at_ms=1_000)
            case "ccsdk.SendMessage.v1":
                id = str(submission.data.get("interaction"))
                raise UnknownEntityError(kind="interaction", id=id)
        raise UnsupportedError(what=submission.type)

    def _ready(self, submission: Submission) -> Receipt:
        known = self.receipts.get((submission.principal.id, submission.key))
        if known is not None:
            return Receipt(answer=known.answer, position=known.position, is_replayed=True)
        self.publish(submission.principal.id)
        receipt = Receipt(answer=Answer(agent=submission.principal.id), position=self.hub.head)
        self.receipts[submission.principal.id, submission.key] = receipt
        return receipt

    def publish(self, agent: str) -> None:
        event = AgentPresenceChanged(agent=agent, presence=Presence.READY, by="agent")
        position = len(self.entries) + 1
        self.entries.append(
            Entry(
                position=position,
                at_ms=self.clock.now_ms(),
                subject=f"agent/{agent}",
                version=position,
                event=event,
            )
        )
        self.hub.publish(self.entries[-1:])

    def skip(self, ms: int) -> None:
        self.clock.ahead_ms += ms
        self.hub.wake()

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        raise UnknownEntityError(kind="interaction", id=str(question))

    async def _read(self, *, after: int, limit: int) -> list[Entry]:
        return self.entries[after : after + limit]

    async def _snapshot(self, principal: Principal, wish: Filter) -> Snapshot:
        return Snapshot(position=self.hub.head, items=())


@attrs.frozen(kw_only=True)
class Served:
    """Where a server listens, and who serves there."""

    center: Any
    application: Application
    host: str
    port: int
    stop: asyncio.Event
    root: str = ""

    @property
    def url(self) -> str:
        return f"ws://{self.host}:{self.port}{self.root}/bus"

    @property
    def origin(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def connections(self) -> list[Connection]:
        """Return the open connections, from inside: no door tells them."""
        return [socket.connection for socket in self.application._sockets._open]

    async def token(self, staff: str = "mei", role: Role = Role.AGENT) -> str:
        return (await issue_machine_token(self.center, role, staff)).token

    @asynccontextmanager
    async def raw(self, token: str | None = None, **options: Any) -> AsyncIterator[Raw]:
        """Open a socket without saying hello."""
        headers = dict(options.pop("headers", {}))
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        options.setdefault("subprotocols", ["ccsdk.v1"])
        url = options.pop("url", self.url)
        async with connect(
            url, additional_headers=headers, compression=None, proxy=None, **options
        ) as socket:
            yield Raw(socket)

    async def sign_in(self, staff: str = "mei") -> str:
        """Return the cookie that a one-time link leads to."""
        link = await issue_link(self.center, staff)
        answer = await self.post("/auth/link", {"token": link})
        return str(answer.headers["set-cookie"]).partition(";")[0]

    async def bus_token(self, cookie: str) -> str:
        answer = await self.post("/auth/bus-token", None, ("Cookie", cookie))
        return str(json.loads(answer.read())["token"])

    async def post(self, path: str, value: Any, *headers: tuple[str, str]) -> Any:
        """Post as a page of the server's own origin."""
        body = b"" if value is None else json.dumps(value).encode()
        request = urllib.request.Request(
            f"{self.origin}{self.root}{path}",
            body,
            {"Origin": self.origin, **dict(headers)},
            method="POST",
        )
        return await asyncio.to_thread(urllib.request.urlopen, request, timeout=WITHIN_S)


@attrs.frozen
class Raw:
    """Speak frames as plain dictionaries."""

    socket: ClientConnection

    async def send(self, frame: Any) -> None:
        await self.socket.send(frame if isinstance(frame, str | bytes) else json.dumps(frame))

    async def receive(self) -> Any:
        async with asyncio.timeout(WITHIN_S):
            return json.loads(await self.socket.recv())

    async def until(self, op: str) -> Any:
        """Return the next frame with this `op`."""
        while (frame := await self.receive())["op"] != op:
            pass
        return frame

    async def hello(self, session: str = "se_1", **more: Any) -> Any:
        await self.send({"op": "hello", "v": [1], "session": session, **more})
        return await self.receive()

    async def ask(self, frame: dict[str, Any]) -> Any:
        await self.send(frame)
        return await self.until("res")

    async def end(self) -> tuple[list[Any], int]:
        """Return what came before the close, and its code."""
        frames: list[Any] = []
        with suppress(ConnectionClosed):
            while True:
                frames.append(await self.receive())
        assert self.socket.close_code is not None, "the server says why"
        return frames, self.socket.close_code


@asynccontextmanager
async def serving(
    center: Any = None, *, port: int = 0, tls: Tls | None = None
) -> AsyncIterator[Served]:
    """Serve a center over uvicorn on a real port."""
    center = center or LiveCenter()
    application = Application(center, control_token="C")
    ready: asyncio.Future[tuple[str, int]] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    bound = bind("127.0.0.1", port)
    async with center:
        task = asyncio.create_task(
            serve(
                application,
                bound,
                on_ready=lambda host, port: ready.set_result((host, port)),
                stop=stop,
                tls=tls,
            )
        )
        host, found = await ready
        served = Served(center=center, application=application, host=host, port=found, stop=stop)
        try:
            yield served
        finally:
            stop.set()
            async with asyncio.timeout(WITHIN_S):
                await task


async def eventually(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(WITHIN_S):
        while not holds():
            await asyncio.sleep(0.005)
