"""The server's side of protocol `ccsdk.v1`, without I/O: one `BusSession` per connection.

Rules of this file:

- `receive` turns one inbound message into effects for the shell; it never waits.
- `next_frame` gives what is to be sent next, one at a time: answers and snapshot parts
  first, then links, one subscription after the other, then what is ephemeral, then `Close`
  if it is over. A shell asks for the next one only when the last one is sent.
- `next_deadline` says when to ask again although nothing happened: `hello` in time, a link
  at least every `hb_ms` (without subscriptions: `hb`), silence of 2.5 x `hb_ms`, the end of
  the credential.
- `now_ms` is one clock: the wall clock of when the shell started, moved by monotonic time.

Not here: what a request asks (`wire.request`), who may do what (the hub and the center ask
the grant), and what a link holds (a `Feed` does).

Source: docs/explanation/architecture.md, "A bus is cursors over the log".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from enum import Enum
from typing import Any, Literal

from ccsdk.errors import (
    CcsdkError,
    MalformedFrameError,
    OverloadedError,
    TokenExpiredError,
    UnauthorizedError,
    UnknownEntityError,
    UnsupportedVersionError,
)
from ccsdk.model.instant import to_rfc3339
from ccsdk.model.principal import Principal, Role
from ccsdk.wire import frames
from ccsdk.wire.asking import Asking, Flood
from ccsdk.wire.codec import decode_client, encode, schema_digest
from ccsdk.wire.effect import Announce, Authenticate, Close, Effect, Replied, Unsubscribe
from ccsdk.wire.ephemeral import Announcements, Pace
from ccsdk.wire.feed import Feed, Feeds
from ccsdk.wire.frames import RequestId
from ccsdk.wire.refusal import CloseCode, close_code_of, problem_of
from ccsdk.wire.request import effect_of
from ccsdk.wire.settings import SessionSettings

__all__ = ["FEATURES", "BusSession", "SessionState"]

FEATURES = ("snapshot", "history", "eph", "plugin")

_RETRY_AFTER_MS = 1_000


class SessionState(Enum):
    """Name where a session stands."""

    AWAITING_HELLO = "AWAITING_HELLO"
    AUTHENTICATING = "AUTHENTICATING"
    OPEN = "OPEN"
    CLOSED = "CLOSED"


class BusSession:
    """Speak `ccsdk.v1` with one client; see the rules at the head of this file."""

    def __init__(self, *, now_ms: int, settings: SessionSettings | None = None) -> None:
        self.settings = settings or SessionSettings()
        self.state = SessionState.AWAITING_HELLO
        self.principal: Principal | None = None
        self.session: str | None = None
        self._opened_at_ms = now_ms
        self._heard_at_ms = now_ms
        self._spoke_at_ms = now_ms
        self._expires_at_ms: int | None = None
        self._outbox: deque[tuple[str, RequestId | None]] = deque()
        self._closing: Close | None = None
        self._open_ids: set[RequestId] = set()
        self._feeds = Feeds(hb_ms=self.settings.hb_ms)
        self._heard = Announcements(most=self.settings.ephs_waiting)
        self._pace = Pace(per_s=self.settings.ephs_per_s)
        self._asking: Asking | None = None
        self._flood = Flood(per_s=self.settings.plugin_requests_per_s)
        # Up to where the client says that it has applied each subscription.
        self.acked: dict[str, str] = {}

    # What comes in

    def receive(self, text: str | bytes, now_ms: int) -> list[Effect]:
        """Take one message; return what the shell shall do, in order."""
        self._heard_at_ms = now_ms
        self._keep_time(now_ms)
        if self._closing:
            return []
        try:
            frame = decode_client(text, limit=self._frame_limit)
            if self.state is not SessionState.OPEN:
                return self._greeted(frame)
            return self._handled(frame, now_ms)
        except CcsdkError as error:
            self.abort(error)
            return []

    @property
    def _frame_limit(self) -> int:
        if self.principal is None:
            return self.settings.hello_bytes
        if self.principal.role is Role.VISITOR:
            return self.settings.visitor_frame_bytes
        return self.settings.frame_bytes

    def _greeted(self, frame: frames.ClientFrame) -> list[Effect]:
        if self.state is SessionState.AUTHENTICATING or not isinstance(frame, frames.Hello):
            if isinstance(frame, frames.Hello):
                raise MalformedFrameError(path="op", problem="hello comes once")
            raise UnauthorizedError(hint="send hello first and wait for welcome")
        if frames.VERSION not in frame.v:
            raise UnsupportedVersionError(spoken=f"version {frames.VERSION}")
        self.state = SessionState.AUTHENTICATING
        self.session = frame.session
        if frame.plugin is not None:
            self._asking = Asking(most=frame.plugin.max_inflight)
        return [
            Authenticate(
                token=frame.token,
                session=frame.session,
                client=frame.client,
                plugin=frame.plugin,
            )
        ]

    def _handled(self, frame: frames.ClientFrame, now_ms: int) -> list[Effect]:
        match frame:
            case frames.Hello():
                raise MalformedFrameError(path="op", problem="hello comes once")
            case frames.Ack():
                # It tells that the client lives, which any message does, and how far it is.
                for label, cursor in frame.subs.items():
                    if label in self._feeds:
                        self.acked[label] = cursor
                return []
            case frames.Bye():
                self.close(CloseCode.NORMAL, "bye")
                return []
            case frames.Eph():
                # What is too much is not worth a word: the next one says it better.
                is_admitted = self._pace.admits(now_ms)
                return [Announce(topic=frame.topic, ttl_ms=frame.ttl_ms)] if is_admitted else []
            case frames.Reply():
                return self._replied(frame)
        return self._requested(frame, now_ms)

    def _replied(self, frame: frames.Reply) -> list[Effect]:
        if self._asking is None:
            raise MalformedFrameError(path="op", problem="nothing is asked of who is no plugin")
        is_open = self._asking.settle(frame)
        return [Replied(id=frame.id, ok=frame.ok, err=frame.err)] if is_open else []

    def _requested(
        self, frame: frames.Auth | frames.Sub | frames.Unsub | frames.Cmd | frames.Req, now_ms: int
    ) -> list[Effect]:
        if frame.id in self._open_ids:
            raise MalformedFrameError(path="id", problem="a request with this id is still open")
        self._open_ids.add(frame.id)
        try:
            if len(self._open_ids) > self.settings.inflight:
                raise OverloadedError(retry_after_ms=_RETRY_AFTER_MS)
            if self.principal and self.principal.role is Role.PLUGIN:
                self._flood.require(now_ms)
            return self._effects(frame)
        except CcsdkError as error:
            self.failed(frame.id, error)
            if self._flood.is_over:
                self.abort(error)
            return []

    def _effects(
        self, frame: frames.Auth | frames.Sub | frames.Unsub | frames.Cmd | frames.Req
    ) -> list[Effect]:
        if isinstance(frame, frames.Unsub):
            return [self._unsubscribe(frame)]
        return [effect_of(frame)]

    def _unsubscribe(self, frame: frames.Unsub) -> Unsubscribe:
        if frame.sub not in self._feeds:
            raise UnknownEntityError(kind="subscription", id=frame.sub)
        self._feeds.drop(frame.sub)
        self.answered(frame.id, {})
        return Unsubscribe(label=frame.sub)

    # What the shell reports

    def welcome(self, principal: Principal, *, epoch: str, expires_at_ms: int, now_ms: int) -> None:
        """Open the session for the principal that the credential named.

        Args:
            principal: Whose grant counts from now on.
            epoch: The log's epoch as this principal may know it.
            expires_at_ms: End of the credential, on the clock of `now_ms`.
            now_ms: The instant.
        """
        if self._closing or self.state is not SessionState.AUTHENTICATING:
            return
        assert self.session is not None, "hello names a session"
        self.principal = principal
        self.state = SessionState.OPEN
        self._expires_at_ms = expires_at_ms
        limits = frames.Limits(
            frame_in=self._frame_limit, subs=self.settings.subs, inflight=self.settings.inflight
        )
        self._send(
            frames.Welcome(
                v=frames.VERSION,
                epoch=epoch,
                session=self.session,
                time=to_rfc3339(now_ms),
                principal=frames.Who(
                    id=principal.id, center=principal.center, role=principal.role.value
                ),
                auth_expires=to_rfc3339(expires_at_ms),
                hb_ms=self.settings.hb_ms,
                features=FEATURES,
                schema=schema_digest(),
                reconnect_max_ms=self.settings.reconnect_max_ms,
                limits=limits,
            )
        )

    def renewed(self, id: RequestId, principal: Principal, *, expires_at_ms: int) -> None:
        """Go on with a new credential, if it names the same principal."""
        if principal != self.principal:
            self.failed(id, UnauthorizedError(hint="renew with a token of the same principal"))
            return
        self._expires_at_ms = expires_at_ms
        self.answered(id, {"auth_expires": to_rfc3339(expires_at_ms)})

    def subscribed(
        self,
        id: RequestId,
        feed: Feed,
        *,
        state: Literal["resumed", "live", "reset"],
        epoch: str,
        now_ms: int,
        parts: Iterable[frames.Snap] = (),
    ) -> bool:
        """Answer a `sub`, send its snapshot parts, and let its links follow from there.

        A feed with a live label moves that subscription. False: there are too many of
        them, the request is answered so, and the feed is not used.
        """
        if feed.label not in self._feeds and len(self._feeds) >= self.settings.subs:
            self.failed(id, OverloadedError(retry_after_ms=_RETRY_AFTER_MS))
            return False
        self._feeds.put(feed, now_ms)
        ok = {"sub": feed.label, "state": state, "epoch": epoch, "cursor": feed.cursor}
        self.answered(id, ok)
        for part in parts:
            self._send(part)
        return True

    def hear(self, topic: str, key: str, *, ttl_ms: int, now_ms: int) -> None:
        """Tell the client, when nothing else waits, what another session announced."""
        if self.state is SessionState.OPEN and not self._closing:
            self._heard.put(topic, key, until_ms=now_ms + ttl_ms)

    def ask(self, method: str, data: dict[str, Any], *, deadline_ms: int) -> RequestId:
        """Ask the plugin at the other end; the answer is a `Replied` with this id.

        Raises:
            OverloadedError: It has as many questions open as it takes.
        """
        assert self._asking is not None, "only who offers to answer is asked"
        asked = self._asking.ask(method, data, deadline_ms=deadline_ms)
        self._send(asked)
        return asked.id

    def forget(self, id: RequestId) -> None:
        """Wait no longer for an answer; one that comes all the same is passed over."""
        if self._asking is not None:
            self._asking.drop(id)

    def answered(
        self,
        id: RequestId,
        ok: dict[str, Any],
        *,
        cursor: str | None = None,
        replayed: bool | None = None,
    ) -> None:
        """Answer a request; `cursor` and `replayed` belong to commands."""
        self._send(frames.Res(id=id, ok=ok, cursor=cursor, replayed=replayed))

    def failed(self, id: RequestId, error: BaseException, *, ref: str | None = None) -> None:
        """Answer a request with an error; `ref` is what the caller's log calls it."""
        self._send(frames.Res(id=id, err=problem_of(error, ref=ref)))

    def abort(self, error: BaseException, *, ref: str | None = None) -> None:
        """End the connection with an `err` frame; nothing else that waits is sent."""
        problem = problem_of(error, ref=ref)
        self.close(close_code_of(error), problem.code)
        err = frames.Err(
            code=problem.code,
            reason=problem.reason,
            retryable=problem.retryable,
            retry_after_ms=problem.retry_after_ms,
            ref=problem.ref,
            errors=problem.errors,
        )
        self._outbox.append((encode(err), None))

    def go_away(self, reason: str, *, after_ms: int) -> None:
        """Ask the client to come back by another connection in `after_ms`."""
        if self.state is SessionState.OPEN:
            self._send(frames.GoAway(reason=reason, after_ms=after_ms))

    def close(self, code: CloseCode, reason: str) -> None:
        """Close at once: what waits to be sent is dropped, the first reason stands."""
        if self._closing is None:
            self._closing = Close(code=code, reason=reason)
            self._outbox.clear()

    def _send(self, frame: frames.Outbound) -> None:
        if self._closing:
            return
        # A request is open until its answer left: who does not read has no more of them.
        self._outbox.append((encode(frame), frame.id if isinstance(frame, frames.Res) else None))
        if len(self._outbox) > self.settings.outbox:
            self.close(CloseCode.LAG, "too many answers wait to be read")

    # What goes out

    def next_frame(self, now_ms: int) -> str | Close | None:
        """Return what is to be sent now, `Close` at the end, or None if nothing is due."""
        self._keep_time(now_ms)
        if self._outbox:
            self._spoke_at_ms = now_ms
            text, answered = self._outbox.popleft()
            if answered is not None:
                self._open_ids.discard(answered)
            return text
        if self._closing:
            if self.state is SessionState.CLOSED:
                return None
            self.state = SessionState.CLOSED
            return self._closing
        return self._next_news(now_ms) if self.state is SessionState.OPEN else None

    def _next_news(self, now_ms: int) -> str | None:
        news = self._feeds.next_link(now_ms)
        if news is None and (heard := self._heard.take(now_ms)) is not None:
            news = encode(heard)
        if news is None and not self._feeds and now_ms >= self._spoke_at_ms + self.settings.hb_ms:
            news = encode(frames.Hb(time=to_rfc3339(now_ms)))
        if news is not None:
            self._spoke_at_ms = now_ms
        return news

    def _keep_time(self, now_ms: int) -> None:
        if self._closing:
            return
        if self.state is SessionState.AWAITING_HELLO:
            if now_ms >= self._opened_at_ms + self.settings.hello_ms:
                self.abort(UnauthorizedError(hint="send hello within 5 s"))
        elif self._expires_at_ms is not None and now_ms >= self._expires_at_ms:
            self.abort(TokenExpiredError(hint="get a new token and connect again"))
        elif now_ms >= self._dead_at_ms:
            self.close(CloseCode.HEARTBEAT, "nothing was heard from the client")

    @property
    def _dead_at_ms(self) -> int:
        return self._heard_at_ms + self.settings.hb_ms * 5 // 2

    def next_deadline(self) -> int | None:
        """Return when to ask for the next frame at the latest, on the clock of `now_ms`."""
        if self._closing:
            return None
        if self.state is SessionState.AWAITING_HELLO:
            return self._opened_at_ms + self.settings.hello_ms
        instants = [self._dead_at_ms]
        if self._expires_at_ms is not None:
            instants.append(self._expires_at_ms)
            link_due_ms = self._feeds.next_due_ms()
            beat_ms = self._spoke_at_ms + self.settings.hb_ms
            instants.append(beat_ms if link_due_ms is None else link_due_ms)
        return min(instants)
