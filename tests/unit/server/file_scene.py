"""A center that takes files, and people who send and fetch them."""

from __future__ import annotations

import asyncio
from typing import Any

from ccsdk.hooks.ports import FileInfo
from ccsdk.model.principal import Principal, Role
from ccsdk.server.asgi import Application
from ccsdk.server.tokens import issue_machine_token, issue_session, issue_visitor_token
from tests.unit.server.fake_center import OWN, FakeCenter, Reply, call, http_scope
from tests.unit.server.media_samples import image

SHOP = "https://www.shop.example"
EVIL = "https://evil.example"
TEXT = b"hello"


class FileScene:
    """A center whose application a test asks, with tokens and cookies for everybody."""

    def __init__(self, clock: Any = None) -> None:
        self.center = FakeCenter(clock=clock)
        self.store = self.center.files.store
        self.application = Application(self.center)

    async def open(self) -> FileScene:
        await self.store.open()
        return self

    async def visitor(self, account: str = "web") -> tuple[Principal, tuple[str, str]]:
        issued = await issue_visitor_token(self.center, account)
        return issued.principal, ("authorization", f"Bearer {issued.token}")

    async def machine(self, staff: str = "mei", role: Role = Role.AGENT) -> tuple[str, str]:
        issued = await issue_machine_token(self.center, role, staff)
        return ("authorization", f"Bearer {issued.token}")

    async def cookie(self, staff: str = "mei", role: Role = Role.AGENT) -> tuple[str, str]:
        principal = Principal(id=staff, role=role, center="shop")
        issued = await issue_session(self.center, principal)
        return ("cookie", f"__Host-ccsdk-shop={issued.token}")

    async def post(self, body: bytes, *headers: tuple[str, str], length: bool = True) -> Reply:
        given = [*headers, ("content-length", str(len(body)))] if length else list(headers)
        return await call(self.application, http_scope("POST", "/files", given), body)

    async def ask(self, method: str, path: str, *headers: tuple[str, str]) -> Reply:
        return await call(self.application, http_scope(method, path, headers))

    async def get(self, path: str, *headers: tuple[str, str]) -> Reply:
        return await self.ask("GET", path, *headers)

    async def sent(self, body: bytes | None = None, name: str = "photo.png") -> FileInfo:
        """Let mei upload a file and send it in `in_1`, which she reads."""
        reply = await self.post(
            image() if body is None else body, await self.machine(), ("x-file-name", name)
        )
        assert reply.status == 201, reply.body
        file = reply.json()["file"]
        self.store.keep(file, "in_1")
        self.center.files.readers.add(("mei", "in_1"))
        found = self.store.find(file)
        assert found is not None
        return found


class Upload:
    """Send a body part by part, when the test says so."""

    def __init__(self, scene: FileScene, *headers: tuple[str, str]) -> None:
        self.parts: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: list[Any] = []
        scope = http_scope("POST", "/files", headers)
        self.task = asyncio.create_task(scene.application(scope, self.parts.get, self._send))

    async def _send(self, message: Any) -> None:
        self.sent.append(message)

    async def part(self, body: bytes, *, more: bool = True) -> None:
        self.parts.put_nowait({"type": "http.request", "body": body, "more_body": more})
        await self.settled()

    def disconnect(self) -> None:
        self.parts.put_nowait({"type": "http.disconnect"})

    @staticmethod
    async def settled() -> None:
        """Let the application take what it was given; a store may use a thread for it."""
        for _ in range(20):
            await asyncio.sleep(0.001)

    async def status(self) -> int:
        await self.task
        return int(self.sent[0]["status"])


def from_origin(origin: str = OWN) -> tuple[str, str]:
    return ("origin", origin)
