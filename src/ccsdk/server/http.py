"""HTTP over raw ASGI, no more of it than the doors need: a request in, a response out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeVar

import attrs
import msgspec

from ccsdk.errors import DeadlineExceededError, FrameTooLargeError, InvalidRequestError

__all__ = ["Receive", "Request", "Response", "Scope", "Send", "local_path", "respond"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
T = TypeVar("T")

BODY_BYTES_MAX = 1_048_576
BODY_WITHIN_S = 10.0
_BODILESS = (204, 304)

_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)


def local_path(scope: Scope) -> str:
    """Return the path below our mount, beginning with a slash.

    Servers and routers disagree whether `path` holds `root_path`; it is cut where the
    path begins with it, and only at the end of a segment.

    Source: docs/explanation/architecture.md; ASGI specification, HTTP connection scope.
    """
    path: str = scope["path"]
    root: str = scope.get("root_path", "").rstrip("/")
    if root and (path == root or path.startswith(f"{root}/")):
        path = path[len(root) :]
    return path if path.startswith("/") else f"/{path}"


@attrs.frozen(eq=False)
class Request:
    """Read one HTTP request, or the HTTP half of a WebSocket upgrade."""

    scope: Scope = attrs.field(repr=False)
    receive: Receive = attrs.field(repr=False)
    # The address people use, where settings say that it is another than the server sees.
    public_url: str | None = None
    path: str = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "path", local_path(self.scope))

    @property
    def method(self) -> str:
        """Return the method, in capitals; GET for an upgrade."""
        method: str = self.scope.get("method", "GET")
        return method

    @property
    def root(self) -> str:
        """Return the path of our mount, without a slash at its end."""
        root: str = self.scope.get("root_path", "")
        return root.rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Return whether the client spoke TLS, as the server tells."""
        return self.scope.get("scheme") in ("https", "wss")

    @property
    def client_host(self) -> str:
        """Return the peer's address; empty where the server does not know it."""
        client = self.scope.get("client")
        return str(client[0]) if client else ""

    def headers(self, name: str) -> list[str]:
        """Return all values of a header, in order; `name` is in lower case."""
        wanted = name.encode("ascii")
        return [v.decode("latin-1") for k, v in self.scope["headers"] if k.lower() == wanted]

    def header(self, name: str) -> str | None:
        """Return the only value of a header, or None.

        Raises:
            InvalidRequestError: It is given twice, so that nobody knows which one counts.
        """
        values = self.headers(name)
        if len(values) > 1:
            raise InvalidRequestError(path=name, problem="this header is given more than once")
        return values[0] if values else None

    async def body(self) -> bytes:
        """Return the whole body.

        Raises:
            FrameTooLargeError: It is over 1 MiB.
            DeadlineExceededError: It did not arrive within 10 s.
        """
        try:
            async with asyncio.timeout(BODY_WITHIN_S):
                return await self._read_body()
        except TimeoutError as error:
            raise DeadlineExceededError from error

    async def _read_body(self) -> bytes:
        parts = bytearray()
        while True:
            message = await self.receive()
            if message["type"] == "http.disconnect":
                raise InvalidRequestError(path="", problem="the connection ended in the body")
            parts += message.get("body", b"")
            if len(parts) > BODY_BYTES_MAX:
                raise FrameTooLargeError(size=len(parts), limit=BODY_BYTES_MAX)
            if not message.get("more_body", False):
                return bytes(parts)

    async def json(self, shape: type[T]) -> T:
        """Return the body as a value of `shape`, a Struct that forbids unknown members.

        Raises:
            InvalidRequestError: It is no JSON, or not of that shape; names the member.
        """
        body = await self.body()
        try:
            return msgspec.json.decode(body, type=shape)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise _invalid(error) from error


@attrs.frozen(kw_only=True)
class Response:
    """Answer a request; `headers` are lower-case names with their values."""

    status: int = 200
    body: bytes = attrs.field(default=b"", repr=False)
    headers: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)

    @classmethod
    def json(cls, value: object, *headers: tuple[str, str]) -> Response:
        """Return a JSON answer that nobody may keep."""
        fixed = (("content-type", "application/json"), ("cache-control", "no-store"))
        return cls(body=msgspec.json.encode(value), headers=(*fixed, *headers))

    def adding(self, *headers: tuple[str, str]) -> Response:
        """Return the same answer with more headers."""
        return attrs.evolve(self, headers=(*self.headers, *headers))


async def respond(response: Response, request: Request, send: Send) -> None:
    """Send a response; to HEAD without its body.

    Source: RFC 9110, section 8.6: no length where there never is a body.
    """
    headers = (*response.headers, ("x-content-type-options", "nosniff"))
    if response.status not in _BODILESS:
        headers += (("content-length", str(len(response.body))),)
    start = "http.response.start"
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": start, "status": response.status, "headers": encoded})
    body = b"" if request.method == "HEAD" else response.body
    await send({"type": "http.response.body", "body": body})


def _invalid(error: Exception) -> InvalidRequestError:
    """Return the refusal of a body, naming the member that msgspec complains of."""
    if not isinstance(error, msgspec.ValidationError):
        return InvalidRequestError(path="", problem="the body is no JSON in UTF-8")
    problem, _, path = str(error).partition(" - at `$")
    path = path.rstrip("`").removeprefix(".")
    if unknown := _UNKNOWN.fullmatch(problem):
        path, problem = f"{path}.{unknown[1]}".lstrip("."), "there is no such member"
    return InvalidRequestError(path=path, problem=problem)
