"""A center as the server sees it, in memory, and a way to ask an ASGI application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from ccsdk.center.settings import ServeSection
from ccsdk.errors import HookFailedError, UnknownEntityError
from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.contributions import Routes
from ccsdk.hooks.ports import Credential, FileInfo
from ccsdk.log.memory_files import MemoryFileStore
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt, Submission
from ccsdk.plugins.health import Lag, PluginState, Standing
from ccsdk.plugins.remote import Remotes
from ccsdk.server.asgi import Application
from ccsdk.server.media import MEDIA_TYPES
from ccsdk.server.port import Phase
from ccsdk.server.statement import SigningKey

START_MS = 1_770_000_000_000
OWN = "http://shop.example:8080"
HOST = "shop.example:8080"


class FakeClock:
    def __init__(self) -> None:
        self.at_ms = START_MS

    def now_ms(self) -> int:
        return self.at_ms

    def monotonic_ms(self) -> int:
        return self.at_ms

    async def sleep_until(self, monotonic_ms: int) -> None:
        while self.at_ms < monotonic_ms:
            await asyncio.sleep(0.001)


class FakeCredentials:
    def __init__(self) -> None:
        self.rows: dict[bytes, Credential] = {}

    async def save_credentials(self, credentials: Sequence[Credential]) -> None:
        self.rows |= {each.digest: each for each in credentials}

    async def find_credential(self, digest: bytes) -> Credential | None:
        found = self.rows.get(digest)
        # A store lets others run before it answers.
        await asyncio.sleep(0)
        return found

    async def use_credential(self, digest: bytes, *, at_ms: int) -> Credential | None:
        found = self.rows.get(digest)
        if found is None or found.used_at_ms is not None:
            return None
        await self.touch_credential(digest, at_ms=at_ms)
        return found

    async def touch_credential(self, digest: bytes, *, at_ms: int) -> None:
        self.rows[digest] = attrs.evolve(self.rows[digest], used_at_ms=at_ms)

    async def delete_credentials(self, *, expired_before_ms: int) -> None:
        self.rows = {d: c for d, c in self.rows.items() if c.expires_at_ms >= expired_before_ms}

    async def revoke_credential(self, digest: bytes) -> None:
        self.rows.pop(digest, None)

    async def list_credentials(self, principal: str, kind: str) -> list[Credential]:
        found = [c for c in self.rows.values() if (c.principal, c.kind) == (principal, kind)]
        return sorted(found, key=lambda each: each.created_at_ms)

    async def revoke_sessions(self, principal: str) -> None:
        sessions = {
            d for d, c in self.rows.items() if (c.kind, c.principal) == ("session", principal)
        }
        self.rows = {d: c for d, c in self.rows.items() if d not in sessions}


class FakeFiles:
    """Keep files in memory; `readers` may have those of the Interactions they read."""

    def __init__(self) -> None:
        self.store = MemoryFileStore()
        self.bytes_max = 1_000_000
        self.accept = frozenset(MEDIA_TYPES)
        self.readers: set[tuple[str, str]] = set()

    async def access(self, principal: Principal, interaction: str, file: str) -> FileInfo:
        info = self.store.find(file)
        is_reader = (principal.id, interaction) in self.readers
        if not is_reader or info is None or interaction not in info.interactions:
            raise UnknownEntityError(kind="file", id=file)
        return info


class FakePlugins:
    """Have one plugin that is parked, and note who goes on."""

    def __init__(self) -> None:
        self.redriven: list[tuple[str, bool]] = []

    async def standing(self) -> list[Standing]:
        return [
            Standing(
                plugin="watch",
                state=PluginState.PARKED,
                part="on_event",
                kind="parked",
                problem="ValueError: a bug",
                since_ms=0,
                count=8,
                lag=Lag(position=2, entries=5),
            )
        ]

    def redrive(self, plugin: str, *, skip: bool = False) -> None:
        self.redriven.append((plugin, skip))


class FakeCenter:
    """Know two agents, a supervisor and two accounts; take every command."""

    def __init__(self, hub: Any = None, clock: Any = None) -> None:
        self.name = "shop"
        self.secret = b"k" * 32
        self.clock = clock or FakeClock()
        self.hub = hub
        self.credentials = FakeCredentials()
        self.phase = Phase.OPEN
        self.face = ServeSection()
        # Who is signed in at the host app, by the value of its cookie `shop`.
        self.host_sessions: dict[str, StaffSession] = {}
        self.host_failure: HookFailedError | None = None
        self.files = FakeFiles()
        self.remotes = Remotes({})
        self.observers = FakePlugins()
        self.signing_keys: dict[str, dict[str, SigningKey]] = {}
        self.origins = {"web": ("https://www.shop.example",), "app": ()}
        self.channels = {"web": "chat", "app": "message"}
        self.routes: dict[str, Routes] = {}
        self.staff = {"mei": Role.AGENT, "tom": Role.AGENT, "ana": Role.SUPERVISOR}
        self.submitted: list[Submission] = []
        self.sessions: list[tuple[str, str, str]] = []

    @property
    def is_ready(self) -> bool:
        return self.phase is Phase.OPEN

    async def authenticate(self, credentials: Credentials) -> StaffSession | None:
        found = self.host_sessions.get(credentials.cookies.get("shop", ""))
        # A plugin lets others run before it answers.
        await asyncio.sleep(0)
        if self.host_failure is not None:
            raise self.host_failure
        return found

    def staff_role(self, staff: str) -> Role | None:
        return self.staff.get(staff)

    def staff_ids(self) -> tuple[str, ...]:
        return tuple(sorted(self.staff))

    async def submit(self, submission: Submission) -> Receipt:
        raise NotImplementedError

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        raise NotImplementedError

    async def session_back(self, principal: Principal, session: str) -> None:
        self.sessions.append(("back", principal.id, session))

    async def session_gone(self, principal: Principal, session: str) -> None:
        self.sessions.append(("gone", principal.id, session))

    async def state_hash(self) -> str:
        return "sha256:00"


@attrs.frozen
class Reply:
    """What an application answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


Headers = Iterable[tuple[str, str]]


def http_scope(
    method: str, path: str, headers: Headers = (), *, root: str = "", query: bytes = b""
) -> dict[str, Any]:
    given = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": root + path,
        "root_path": root,
        "query_string": query,
        "client": ("127.0.0.1", 50_000),
        "headers": [(b"host", HOST.encode()), *given],
    }


async def call(application: Any, scope: dict[str, Any], body: bytes = b"") -> Reply:
    """Send one request and return its whole answer."""
    sent: list[dict[str, Any]] = []
    parts = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return parts.pop(0) if parts else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await application(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Reply(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent))


class Browser:
    """Ask like a page of one origin that keeps the center's cookie."""

    def __init__(
        self, application: Application, *, origin: str | None = OWN, root: str = ""
    ) -> None:
        self.application = application
        self.origin = origin
        self.root = root
        self.cookie: str | None = None

    async def ask(self, method: str, path: str, value: Any = None, *more: tuple[str, str]) -> Reply:
        headers = list(more)
        if self.origin is not None:
            headers.append(("origin", self.origin))
        if self.cookie is not None:
            headers.append(("cookie", self.cookie))
        body = b"" if value is None else json.dumps(value).encode()
        scope = http_scope(method, path, headers, root=self.root)
        reply = await call(self.application, scope, body)
        if "set-cookie" in reply.headers:
            self.cookie = reply.headers["set-cookie"].partition(";")[0]
        return reply

    async def get(self, path: str, *more: tuple[str, str]) -> Reply:
        return await self.ask("GET", path, None, *more)

    async def post(self, path: str, value: Any = None, *more: tuple[str, str]) -> Reply:
        return await self.ask("POST", path, value, *more)
