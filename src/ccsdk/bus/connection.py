"""A connection: a session and its transport, joined to the hub and the center.

The session decides, this shell does: it carries the session's effects out, each request in
a task of its own, and reports back. Every door uses it: the socket of the server and the
connection in the same process differ in their transport and in how they find out who it is.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, Protocol, assert_never

import attrs
import msgspec
import structlog

from ccsdk.bus.hub import Hub
from ccsdk.bus.reader import Reader
from ccsdk.bus.trace import trace_of
from ccsdk.errors import CommandRejectedError, ForbiddenError, RequestRefusedError
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Question, Receipt, Submission
from ccsdk.wire.effect import (
    Announce,
    Ask,
    Authenticate,
    Close,
    Effect,
    Renew,
    Replied,
    Submit,
    Subscribe,
    Unsubscribe,
)
from ccsdk.wire.frames import PluginInfo, RequestId
from ccsdk.wire.refusal import CloseCode
from ccsdk.wire.session import BusSession
from ccsdk.wire.settings import SessionSettings

__all__ = [
    "Admission",
    "Authenticator",
    "CenterDoor",
    "Connection",
    "RemotePlugins",
    "Transport",
]

_log = structlog.get_logger("ccsdk.bus")

_GONE = "the plugin's process has gone"

# Whose sessions the engine follows.
_FOLLOWED = (Role.AGENT, Role.VISITOR)


class Transport(Protocol):
    """Carry text frames to one peer."""

    async def send(self, frame: str) -> None:
        """Send one text message; return when it is out of our hands.

        Raises:
            OSError: The peer has gone.
        """

    async def close(self, code: int, reason: str) -> None:
        """Close; never raises for a peer that has gone."""


@attrs.frozen(kw_only=True)
class Admission:
    """Say whom a credential names and when it ends, milliseconds since the Unix epoch."""

    principal: Principal
    expires_at_ms: int


Authenticator = Callable[[str | None], Awaitable[Admission]]


class CenterDoor(Protocol):
    """Be the center as connections need it."""

    async def submit(self, submission: Submission) -> Receipt:
        """Check the grant, decide, commit, and answer."""

    async def ask(self, principal: Principal, question: Question) -> dict[str, Any]:
        """Answer a question as this principal may see it, within one frame."""

    async def session_back(self, principal: Principal, session: str) -> None:
        """Report that a session is connected."""

    async def session_gone(self, principal: Principal, session: str) -> None:
        """Report that a session lost its connection."""


class RemotePlugins(Protocol):
    """Know the plugins that run in processes of their own."""

    def attach(self, principal: Principal, info: PluginInfo, line: Connection) -> None:
        """Ask this plugin over this connection from now on; an older one of it is ended.

        Raises:
            ForbiddenError: It offers what it may not.
        """

    def detach(self, line: Connection) -> None:
        """Ask over this connection no more, whether it was asked or not."""


class Connection:
    """Serve one client over one transport.

    Call `open` once, `receive` for each message, and await `closed` at the end, whoever
    ended it.

    Args:
        hub: Where subscriptions are opened.
        center: Takes commands and reads.
        authenticate: Finds out whom a token names; None stands for the credential of the
            upgrade request. Raises `UnauthorizedError` or another refusal.
        transport: Carries frames.
        settings: The session's bounds.
        plugins: Takes who says that it is a plugin; without it such are refused.
    """

    def __init__(
        self,
        *,
        hub: Hub,
        center: CenterDoor,
        authenticate: Authenticator,
        transport: Transport,
        settings: SessionSettings | None = None,
        plugins: RemotePlugins | None = None,
    ) -> None:
        self._plugins = plugins
        self._asked: dict[RequestId, asyncio.Future[Replied]] = {}
        self._hub = hub
        self._center = center
        self._authenticate = authenticate
        self._transport = transport
        self._session = BusSession(now_ms=hub.now_ms(), settings=settings)
        self._readers: dict[str, Reader] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_gone = False
        self._entered: Principal | None = None
        self._back: asyncio.Task[None] | None = None

    @property
    def principal(self) -> Principal | None:
        """Return who is connected, None before the welcome."""
        return self._session.principal

    def open(self) -> None:
        """Begin to serve."""
        self._hub.attach(self)

    def receive(self, text: str | bytes) -> None:
        """Take one message; never waits."""
        for effect in self._session.receive(text, self._hub.now_ms()):
            self._begin(effect)
        self._hub.wake(self)

    async def closed(self) -> None:
        """Say that the transport has gone: readers are released, the session reported."""
        self._is_gone = True
        self._session.close(CloseCode.NORMAL, "gone")
        self._hub.detach(self)
        if self._plugins is not None:
            self._plugins.detach(self)
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(ConnectionResetError(_GONE))
        for reader in self._readers.values():
            self._hub.release(reader)
        self._readers.clear()
        principal, session = self._entered, self._session.session
        if principal is None or session is None:
            return
        sessions = self._hub.sessions
        is_last = sessions.leave(principal, session, self)
        if self._back is not None:
            await self._back
            # Who came back meanwhile has been reported before we could report the end.
            if is_last and not sessions.is_live(principal, session):
                await self._report(self._center.session_gone(principal, session))

    def end(self, code: CloseCode, reason: str) -> None:
        """Close with this code, for instance when the principal is revoked."""
        self._session.close(code, reason)
        self._hub.wake(self)

    def go_away(self, reason: str, *, after_ms: int) -> None:
        """Ask the client to come back by another connection in `after_ms`."""
        self._session.go_away(reason, after_ms=after_ms)
        self._hub.wake(self)

    def hear(self, topic: str, key: str, *, ttl_ms: int) -> None:
        """Tell the client what another connection announced."""
        self._session.hear(topic, key, ttl_ms=ttl_ms, now_ms=self._hub.now_ms())
        self._hub.wake(self)

    @property
    def acked(self) -> str | None:
        """Return the cursor up to which the client is done with all it subscribed to."""
        return min(self._session.acked.values(), default=None)

    async def ask(self, method: str, data: dict[str, Any], *, deadline_ms: int) -> Replied:
        """Ask the plugin at the other end; return what it answers, whenever that is.

        Raises:
            OverloadedError: It has as many questions open as it takes.
            ConnectionResetError: It has gone.
        """
        if self._is_gone:
            raise ConnectionResetError(_GONE)
        id = self._session.ask(method, data, deadline_ms=deadline_ms)
        answer: asyncio.Future[Replied] = asyncio.get_running_loop().create_future()
        self._asked[id] = answer
        self._hub.wake(self)
        try:
            return await answer
        finally:
            del self._asked[id]
            self._session.forget(id)

    # What the pump does

    def next_frame(self, now_ms: int) -> str | Close | None:
        """Return what is to be sent now, or None."""
        return self._session.next_frame(now_ms)

    def next_deadline(self) -> int | None:
        """Return when to ask again at the latest."""
        return self._session.next_deadline()

    async def send(self, frame: str) -> None:
        """Send a frame."""
        await self._transport.send(frame)

    async def close(self, code: int, reason: str) -> None:
        """Close the transport."""
        await self._transport.close(code, reason)

    # What the session asks for

    def _begin(self, effect: Effect) -> None:
        match effect:
            case Authenticate():
                self._spawn(self._admit(effect))
            case Renew():
                self._spawn(self._answer(effect.id, self._renew(effect)))
            case Subscribe():
                self._spawn(self._answer(effect.id, self._subscribe(effect)))
            case Submit():
                self._spawn(self._answer(effect.id, self._submit(effect)))
            case Ask():
                self._spawn(self._answer(effect.id, self._ask(effect)))
            case Replied():
                if not self._asked[effect.id].done():
                    self._asked[effect.id].set_result(effect)
            case Unsubscribe():
                self._hub.release(self._readers.pop(effect.label))
            case Announce():
                self._hub.announce(self, self._principal, effect.topic, ttl_ms=effect.ttl_ms)
            case _:
                assert_never(effect)

    def _spawn(self, work: Any) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _answer(self, id: RequestId, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            self._session.failed(id, error, ref=_noted(error))
        self._hub.wake(self)

    async def _report(self, report: Awaitable[None]) -> None:
        """Tell the center about a session; it learns by itself at the next start."""
        try:
            await report
        except Exception as error:
            _noted(error)

    async def _admit(self, effect: Authenticate) -> None:
        try:
            admission = await self._authenticate(effect.token)
            if self._is_gone:
                return
            principal = admission.principal
            if effect.plugin is not None:
                self._attach(principal, effect.plugin)
            self._hub.sessions.enter(principal, effect.session, self)
        except Exception as error:
            self._session.abort(error, ref=_noted(error))
            self._hub.wake(self)
            return
        self._entered = principal
        self._session.welcome(
            principal,
            epoch=self._hub.epoch_for(principal),
            expires_at_ms=self._hub.steady_ms(admission.expires_at_ms),
            now_ms=self._hub.now_ms(),
        )
        if principal.role in _FOLLOWED:
            self._back = self._spawn(
                self._report(self._center.session_back(principal, effect.session))
            )
        self._hub.wake(self)

    def _attach(self, principal: Principal, info: PluginInfo) -> None:
        if self._plugins is None or principal.role is not Role.PLUGIN:
            raise ForbiddenError(action="answering as a plugin, without a token of one")
        self._plugins.attach(principal, info, self)

    async def _renew(self, effect: Renew) -> None:
        admission = await self._authenticate(effect.token)
        expires_at_ms = self._hub.steady_ms(admission.expires_at_ms)
        self._session.renewed(effect.id, admission.principal, expires_at_ms=expires_at_ms)

    async def _subscribe(self, effect: Subscribe) -> None:
        opened = await self._hub.open(
            self._principal,
            effect.filter,
            effect.start,
            fail=self._fail,
            listener=self if effect.hears else None,
        )
        reader = opened.reader
        is_used = not self._is_gone and self._session.subscribed(
            effect.id,
            reader,
            state=opened.state,
            epoch=opened.epoch,
            now_ms=self._hub.now_ms(),
            parts=opened.parts,
        )
        unused: Reader | None = reader
        if is_used:
            unused, self._readers[reader.label] = self._readers.get(reader.label), reader
        if unused is not None:
            self._hub.release(unused)

    def _fail(self, error: Exception) -> None:
        self._session.abort(error, ref=_noted(error))
        self._hub.wake(self)

    async def _submit(self, effect: Submit) -> None:
        receipt = await self._center.submit(
            Submission(
                principal=self._principal,
                key=effect.key,
                type=effect.type,
                data=effect.data,
                personal=effect.personal,
                deadline_ms=effect.deadline_ms,
            )
        )
        self._session.answered(
            effect.id,
            msgspec.to_builtins(receipt.answer),
            cursor=self._hub.cursor_for(self._principal, receipt.position),
            replayed=receipt.is_replayed,
        )

    async def _ask(self, effect: Ask) -> None:
        answer = await self._center.ask(self._principal, effect.question)
        self._session.answered(effect.id, answer)

    @property
    def _principal(self) -> Principal:
        assert self._session.principal is not None, "requests come after the welcome"
        return self._session.principal


def _noted(error: Exception) -> str | None:
    """Log what is not the peer's doing and return the id to find it by."""
    if isinstance(error, CommandRejectedError | RequestRefusedError):
        return None
    ref = f"er_{secrets.token_hex(6)}"
    _log.error("request_failed", ref=ref, exception=trace_of(error))
    return ref
