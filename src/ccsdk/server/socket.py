"""The WebSocket door: who may open a socket, how many, and how they end.

What is refused before the upgrade is refused as HTTP, where the server can say so. After
it a socket is a transport under the bus's `Connection`, which speaks; here its messages
are only handed over, so that reading never waits and a bad frame ends one socket only.
"""

from __future__ import annotations

import asyncio
import ipaddress
import random
from collections import Counter
from typing import Any

import attrs
import structlog

from ccsdk.bus.connection import Admission, Connection
from ccsdk.bus.trace import trace_of
from ccsdk.errors import (
    CcsdkError,
    DrainingError,
    InvalidRequestError,
    OverloadedError,
    UnauthorizedError,
    UnknownEntityError,
)
from ccsdk.model.principal import Principal
from ccsdk.model.request import Question, Receipt, Submission
from ccsdk.server.http import Request, Send
from ccsdk.server.origins import require_upgrade
from ccsdk.server.port import CenterPort
from ccsdk.server.problems import absence, code_of, make_ref, problem_of
from ccsdk.server.signin import SignedIn, SignIn
from ccsdk.wire.frames import SUBPROTOCOL
from ccsdk.wire.refusal import CloseCode

__all__ = ["Sockets"]

STRANGERS_PER_HOST_MAX = 50
STRANGERS_MAX = 1_000
_RETRY_AFTER_MS = 5_000
# How long a peer may take to accept our close.
_CLOSE_WITHIN_S = 1.0

_log = structlog.get_logger("ccsdk.server")


class Sockets:
    """Serve `/bus`, and keep what is open."""

    def __init__(self, center: CenterPort, signin: SignIn) -> None:
        self._center = center
        self._signin = signin
        self._open: dict[_Socket, asyncio.Task[None] | None] = {}
        self._strangers: Counter[str] = Counter()
        self.is_draining = False

    async def serve(self, request: Request, send: Send) -> None:
        """Serve one socket from its upgrade to its end."""
        await request.receive()
        try:
            self._check(request)
        except CcsdkError as error:
            await _deny(error, request, send)
            return
        # Counted before anything is waited for, so that a burst meets the caps too.
        socket = _Socket(self._signin, request, send, self._strangers)
        try:
            await self._admit(socket, request, send)
        finally:
            socket.introduce()

    async def _admit(self, socket: _Socket, request: Request, send: Send) -> None:
        refusal = self._closed_at_once(request)
        if refusal is None:
            try:
                socket.signed_in = await self._signin.bearer(request)
            except Exception as error:
                await _deny(error, request, send)
                return
        await send({"type": "websocket.accept", "subprotocol": _spoken(request)})
        if refusal is None:
            await self._run(socket, request)
        else:
            await socket.close(*refusal)

    async def drain(self, within_ms: int) -> None:
        """Ask all clients to come back later, each at a moment of its own, then close."""
        self.is_draining = True
        open_sockets = dict(self._open)
        for socket in open_sockets:
            socket.connection.go_away("drain", after_ms=random.randint(0, within_ms))
        tasks = [task for task in open_sockets.values() if task]
        if tasks:
            await asyncio.wait(tasks, timeout=within_ms / 1000)
        for socket in self._open:
            socket.connection.end(CloseCode.DRAIN, "drain")
        tasks = [task for task in self._open.values() if task]
        if tasks:
            await asyncio.wait(tasks, timeout=_CLOSE_WITHIN_S)

    def end_session(self, digest: bytes, reason: str = "the session has ended") -> None:
        """Close the sockets of a session, or a plugin's token, that ended before its time."""
        for socket in self._open:
            if socket.signed_in is not None and socket.signed_in.session == digest:
                socket.connection.end(CloseCode.REVOKED, reason)

    def end_sessions(self, staff: str) -> None:
        """Close the sockets of all sessions of an Agent or Supervisor."""
        for socket in self._open:
            known = socket.signed_in
            if known is not None and known.session is not None and known.principal.id == staff:
                socket.connection.end(CloseCode.REVOKED, "the session has ended")

    def _check(self, request: Request) -> None:
        """Refuse an upgrade before anything is said over it.

        Raises:
            UnknownEntityError: It is not to `/bus`.
            InvalidRequestError: It brings a body, or a query, where tokens get logged.
            ForbiddenError: Its Origin may not open a socket.
            OverloadedError: Too many sockets wait for their `hello`.
        """
        if request.path != "/bus":
            raise UnknownEntityError(kind="socket", id=request.path)
        if request.scope.get("query_string"):
            problem = "send tokens in hello or Authorization; this address takes no query"
            raise InvalidRequestError(path="query", problem=problem)
        if request.header("transfer-encoding") or request.header("content-length") not in (
            None,
            "0",
        ):
            raise InvalidRequestError(path="body", problem="an upgrade carries no body")
        require_upgrade(request, self._center.origins)
        from_here = self._strangers[_network(request.client_host)]
        if from_here >= STRANGERS_PER_HOST_MAX or self._strangers.total() >= STRANGERS_MAX:
            raise OverloadedError(retry_after_ms=_RETRY_AFTER_MS)

    def _closed_at_once(self, request: Request) -> tuple[int, str] | None:
        """Return close code and reason for what only an open socket can be told.

        Browsers tell a page nothing of a refused upgrade, so it could not know whether to
        come back.
        """
        if self.is_draining:
            return CloseCode.DRAIN, "drain"
        if not self._center.is_ready:
            return CloseCode.INTERNAL, absence(self._center.phase)
        if _spoken(request) is None:
            return CloseCode.VERSION, f"offer subprotocol {SUBPROTOCOL}"
        return None

    async def _run(self, socket: _Socket, request: Request) -> None:
        connection = socket.connection = Connection(
            hub=self._center.hub,
            center=_Door(self._center, self),
            authenticate=socket.authenticate,
            transport=socket,
            plugins=self._center.remotes,
        )
        self._open[socket] = socket.task = asyncio.current_task()
        connection.open()
        try:
            while (message := await request.receive())["type"] != "websocket.disconnect":
                # A binary message is no frame either.
                connection.receive(message.get("text") or "")
        except asyncio.CancelledError:
            if not socket.is_given_up:
                raise
        finally:
            del self._open[socket]
            await connection.closed()


@attrs.frozen
class _Door:
    """Be the center to connections; while we drain, take no new commands from them."""

    _center: CenterPort
    _sockets: Sockets

    async def submit(self, submission: Submission) -> Receipt:
        """Hand a command on.

        Raises:
            DrainingError: The next server shall have it.
        """
        if self._sockets.is_draining:
            raise DrainingError
        return await self._center.submit(submission)

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        """Hand a read on."""
        return await self._center.ask(principal, question)

    async def session_back(self, principal: Principal, session: str) -> None:
        """Hand a report on."""
        await self._center.session_back(principal, session)

    async def session_gone(self, principal: Principal, session: str) -> None:
        """Hand a report on."""
        await self._center.session_gone(principal, session)


class _Socket:
    """Carry one connection's frames, and find out whose they are."""

    connection: Connection
    task: asyncio.Task[None] | None = None
    signed_in: SignedIn | None = None
    is_given_up = False

    def __init__(
        self, signin: SignIn, request: Request, send: Send, strangers: Counter[str]
    ) -> None:
        self._signin = signin
        self._request = request
        self._send = send
        self._strangers = strangers
        self._network: str | None = _network(request.client_host)
        strangers[self._network] += 1

    def introduce(self) -> None:
        """Count no longer among those whom nobody knows."""
        network, self._network = self._network, None
        if network is not None:
            self._strangers[network] -= 1
            if not self._strangers[network]:
                del self._strangers[network]

    async def authenticate(self, token: str | None) -> Admission:
        """Find out who this is, at `hello` and at each renewal.

        Raises:
            UnauthorizedError: There is no valid token, or it is somebody else's.
        """
        known = self.signed_in
        if token is not None:
            signed_in = await self._signin.by_token(token, self._request)
            if known is not None and signed_in.principal != known.principal:
                raise UnauthorizedError(hint="use a token of the principal that opened the socket")
        elif known is not None:
            signed_in = known
        else:
            raise UnauthorizedError(hint="send a token in hello, or in Authorization")
        self.signed_in = signed_in
        self.introduce()
        return Admission(principal=signed_in.principal, expires_at_ms=signed_in.expires_at_ms)

    async def send(self, frame: str) -> None:
        """Send one text message."""
        await self._send({"type": "websocket.send", "text": frame})

    async def close(self, code: int, reason: str) -> None:
        """Close; give a peer up that does not even read this."""
        message = {"type": "websocket.close", "code": int(code), "reason": reason}
        try:
            async with asyncio.timeout(_CLOSE_WITHIN_S):
                await self._send(message)
        except TimeoutError:
            if self.task is not None:
                self.is_given_up = True
                self.task.cancel()
        except (OSError, RuntimeError):
            _log.debug("socket.gone", code=int(code))


def _spoken(request: Request) -> str | None:
    return SUBPROTOCOL if SUBPROTOCOL in request.scope.get("subprotocols", ()) else None


def _network(host: str) -> str:
    """Return what counts as one host: an IPv4 address, or an IPv6 network of /64."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return host


async def _deny(error: Exception, request: Request, send: Send) -> None:
    """Refuse an upgrade: as HTTP where the server can, else by a close, which says 403.

    Source: ASGI specification, WebSocket Denial Response extension.
    """
    ref, code = make_ref(), code_of(error)
    if code == "internal":
        _log.error("socket.failed", ref=ref, exception=trace_of(error))
    else:
        _log.info("socket.refused", ref=ref, code=code)
    response = problem_of(error, ref=ref)
    if "websocket.http.response" not in (request.scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": int(CloseCode.UNAUTHORIZED)})
        return
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers
    ]
    start = "websocket.http.response.start"
    await send({"type": start, "status": response.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": response.body})
