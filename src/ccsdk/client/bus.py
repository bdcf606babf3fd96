"""The bus in Python: subscriptions that miss nothing, commands that happen once.

A `Keeper` keeps it connected. On each new connection it subscribes again from its cursors
and sends again, with the same keys, what is not answered yet.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping
from types import TracebackType
from typing import Any, Literal, Self

from ccsdk.client.connection import Connection
from ccsdk.client.keeper import Keeper, Token
from ccsdk.client.outbox import Outbox, Pending
from ccsdk.client.receipt import CommandReceipt
from ccsdk.client.refusal import error_of
from ccsdk.client.subscription import Subscription
from ccsdk.errors import ConnectionRefusedByServerError
from ccsdk.wire.frames import (
    Ack,
    Asked,
    Auth,
    ClientInfo,
    Cmd,
    Eph,
    Err,
    Ev,
    Heard,
    PluginInfo,
    Problem,
    Reply,
    Req,
    RequestId,
    Res,
    ServerFrame,
    Snap,
    Start,
    Sub,
    Unsub,
    Welcome,
)
from ccsdk.wire.link import ClientSubscription

__all__ = ["BusClient"]

ACK_EVERY_S = 1.0
TYPING_MS = 6_000
_NORMAL = 1000
_LOST = 1006


class BusClient:
    """Follow and command a center over its WebSocket door.

    Args:
        url: Of the bus, `ws://` or `wss://`, ending in `/bus`.
        token: A token, or what returns a fresh one, also asynchronously.
        session: Names this program's session across reconnects; default: a random one.
        origin: Send the token in `hello`, as a page of this origin would.
        name: What the server's log calls this program.
        plugin: What we answer, if we are a plugin in its own process.
        answer: Answers what the server asks of us; never raises.

    Use it as an asynchronous context manager, or call `connect` and `close`.
    """

    def __init__(
        self,
        url: str,
        token: Token,
        *,
        session: str | None = None,
        origin: str | None = None,
        name: str = "",
        plugin: PluginInfo | None = None,
        answer: Callable[[Asked], Awaitable[Reply]] | None = None,
    ) -> None:
        self._answer = answer
        self.session = session or f"se_{secrets.token_hex(12)}"
        self._url = url
        self._keeper = Keeper(
            url,
            token,
            session=self.session,
            origin=origin,
            client=ClientInfo(kind="python", name=name),
            owner=self,
            plugin=plugin,
        )
        self._outbox = Outbox()
        self._subscriptions: list[Subscription] = []
        self._first: asyncio.Future[Welcome] | None = None
        self._ended: Exception | None = None
        self._acked_at_s = 0.0
        self._over = asyncio.Event()

    @property
    def welcome(self) -> Welcome | None:
        """Return the last welcome, None before the first."""
        return self._keeper.welcome

    @property
    def is_connected(self) -> bool:
        """Return whether a connection is open and welcomed."""
        return self._keeper.link is not None

    async def connect(self, *, within_s: float = 10.0) -> Welcome:
        """Connect, and stay connected until `close`; return the server's welcome.

        Raises:
            ConnectionRefusedByServerError: The server will not have us, or did not answer
                within `within_s` (close code 1006).
        """
        self._first = asyncio.get_running_loop().create_future()
        self._keeper.start()
        try:
            async with asyncio.timeout(within_s):
                return await asyncio.shield(self._first)
        except (TimeoutError, asyncio.CancelledError) as error:
            self._first.cancel()
            await self.close()
            if isinstance(error, asyncio.CancelledError):
                raise
            problem = f"{self._url} did not answer within {within_s} s; is the server running?"
            raise ConnectionRefusedByServerError(close_code=_LOST, problem=problem) from error

    async def close(self) -> None:
        """Leave: end subscriptions, give up what is not answered."""
        await self._keeper.stop()
        if self._ended is None:
            closed = "this client was closed"
            error = ConnectionRefusedByServerError(close_code=_NORMAL, problem=closed)
            self._finish(None, error)

    async def wait_ended(self) -> None:
        """Wait while it is connected, or connects again.

        Raises:
            Exception: What ended it for good.
        """
        await self._over.wait()
        assert self._ended is not None, "it says why"
        raise self._ended

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        raised: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    # Asking

    async def subscribe(
        self,
        *topics: str,
        where: Mapping[str, tuple[str, ...]] | None = None,
        start: Start | Literal["now", "snapshot"] = "snapshot",
        on_heard: Callable[[Heard], None] | None = None,
    ) -> Subscription:
        """Follow what matches; return once the server has said from where.

        Args:
            topics: Patterns such as `interaction.*.>`.
            where: Values per ref, OR among values, AND between refs.
            start: `now`, `snapshot`, or behind an epoch's cursor.
            on_heard: Called with what is never stored, such as who types; returns at once.

        Raises:
            UnknownEntityError: Nothing of it is in the token's grant.
        """
        link = ClientSubscription(
            topics=topics, where=dict(where or {}), hears=on_heard is not None
        )
        if isinstance(start, Start):
            link.epoch, link.cursor = start.epoch, start.cursor
        else:
            link.begin = start
        subscription = Subscription(link, self._unsubscribe, on_heard)

        def begin(res: Res) -> None:
            link.answered(res)
            self._subscriptions.append(subscription)

        await self._ask(Pending(self._requesting(link), _future(), begin))
        return subscription

    def _requesting(self, link: ClientSubscription) -> Callable[[RequestId], Sub]:
        return lambda id: link.request(id, self.welcome.features if self.welcome else ())

    async def typing(self, interaction: str, *, is_typing: bool = True) -> None:
        """Tell who follows an Interaction that we type; it holds for some seconds.

        Say it again every few seconds: the server drops more than two in a second. Nothing
        comes of it without a connection, or with a server that does not know it.
        """
        link = self._keeper.link
        if link is not None and "eph" in link.welcome.features:
            ttl_ms = TYPING_MS if is_typing else 0
            await link.send(Eph(topic=f"interaction.{interaction}.Typing", ttl_ms=ttl_ms))

    async def command(
        self,
        type: str,
        data: Mapping[str, Any] | None = None,
        *,
        personal: Mapping[str, Any] | None = None,
        key: str | None = None,
        is_patient: bool = True,
    ) -> CommandReceipt:
        """Give a command; return when it is on the server's disk.

        Args:
            type: The short name, `AcceptOffer`, or a whole one with dots.
            data: Its members.
            personal: Its personal half.
            key: Makes it safe to give again; default: a random one.
            is_patient: Send again what the server calls retryable, rather than raise it.

        Raises:
            CommandRejectedError: It is not allowed now; nothing changed.
            RequestRefusedError: The server's door refused it.
        """
        name = type if "." in type else f"ccsdk.{type}.v1"
        key = key or secrets.token_hex(16)
        half = dict(personal) if personal is not None else None
        given = dict(data or {})

        def make(id: RequestId) -> Cmd:
            return Cmd(id=id, key=key, type=name, data=given, personal=half)

        res = await self._ask(Pending(make, _future(), data=given, key=key, is_patient=is_patient))
        return CommandReceipt(
            ok=res.ok or {}, cursor=res.cursor or "", is_replayed=bool(res.replayed)
        )

    async def request(self, method: str, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Read something that no subscription brings, for instance `history.v1`.

        Raises:
            RequestRefusedError: The server's door refused it.
            UnknownEntityError: There is none, or not for this reader.
        """
        given = dict(data or {})

        def make(id: RequestId) -> Req:
            return Req(id=id, method=method, data=given)

        return (await self._ask(Pending(make, _future(), data=given))).ok or {}

    async def _ask(self, pending: Pending) -> Res:
        if self._ended is not None:
            raise self._ended
        assert pending.answer is not None, "who asks waits"
        self._outbox.add(pending)
        try:
            await self._send(pending)
            return await pending.answer
        finally:
            self._outbox.drop(pending)

    async def _send(self, pending: Pending) -> None:
        # Without a connection it waits for the next one.
        if (link := self._keeper.link) is not None:
            await link.send(self._outbox.frame(pending))

    async def _unsubscribe(self, subscription: Subscription) -> None:
        self._subscriptions.remove(subscription)
        label = subscription.link.label
        # The server knows one subscription per label, however many of ours it feeds.
        if self.is_connected and label is not None and not self._labelled(label):
            pending = Pending(lambda id: Unsub(id=id, sub=label), is_bound=True)
            self._outbox.add(pending)
            await self._send(pending)

    # What the keeper tells

    async def welcomed(self, connection: Connection) -> None:
        """Subscribe again from the cursors, send again what is not answered."""
        if self._first is not None and not self._first.done():
            self._first.set_result(connection.welcome)
        for subscription in self._subscriptions:
            await self._resubscribe(subscription)
        for pending in self._outbox.unsent():
            await self._send(pending)

    async def renew(self, token: str) -> str:
        """Renew the credential on the live socket; return when it ends."""
        pending = Pending(lambda id: Auth(id=id, token=token), _future(), is_bound=True)
        return str(((await self._ask(pending)).ok or {})["auth_expires"])

    def disconnected(self) -> None:
        """Wait for the next connection."""
        self._outbox.disconnected()

    def stopped(self, error: Exception) -> None:
        """Tell everybody who waits that it is over, and why."""
        if self._ended is None:
            self._finish(error, error)

    def _finish(self, told: Exception | None, error: Exception) -> None:
        """End: requests fail with `error`, subscriptions with `told`, or quietly."""
        self._ended = error
        self._over.set()
        self._outbox.fail(error)
        for subscription in self._subscriptions:
            subscription.finish(told)
        if self._first is not None and not self._first.done():
            self._first.set_exception(error)

    async def received(self, connection: Connection, frame: ServerFrame) -> None:
        """Take a frame, and say that we live."""
        if isinstance(frame, Asked):
            self._keeper.begin(self._reply(connection, frame))
        else:
            await self._handle(frame)
        await self._acknowledge(connection)

    async def _reply(self, connection: Connection, asked: Asked) -> None:
        # Over another connection the question is not open any more.
        if self._answer is not None:
            await connection.send(await self._answer(asked))

    async def _handle(self, frame: ServerFrame) -> None:
        match frame:
            case Res():
                self._answered(frame)
            case Ev() | Snap():
                for subscription in self._labelled(frame.sub):
                    if subscription.apply(frame) == "resubscribe":
                        await self._resubscribe(subscription)
            case Heard():
                for subscription in self._subscriptions:
                    if subscription.on_heard is not None:
                        subscription.on_heard(frame)
            case Err() if frame.sub is not None:
                for subscription in self._labelled(frame.sub):
                    self._end(subscription, Problem(code=frame.code, retryable=False))

    def _labelled(self, label: str) -> list[Subscription]:
        return [each for each in self._subscriptions if each.link.label == label]

    def _answered(self, res: Res) -> None:
        retry = self._outbox.settle(res)
        if retry is not None:
            self._keeper.begin(self._send_later(*retry))

    async def _send_later(self, pending: Pending, after_s: float) -> None:
        await asyncio.sleep(after_s)
        if pending in self._outbox.unsent():
            await self._send(pending)

    async def _resubscribe(self, subscription: Subscription) -> None:
        def refused(problem: Problem) -> None:
            self._end(subscription, problem)

        link = subscription.link
        pending = Pending(self._requesting(link), None, link.answered, refused, is_bound=True)
        self._outbox.add(pending)
        await self._send(pending)

    def _end(self, subscription: Subscription, problem: Problem) -> None:
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)
        subscription.finish(error_of(problem))

    async def _acknowledge(self, connection: Connection) -> None:
        """Say what was handed out, at most once a second, which also says that we live."""
        now_s = time.monotonic()
        if now_s - self._acked_at_s < ACK_EVERY_S:
            return
        self._acked_at_s = now_s
        acked = {
            each.link.label: cursor
            for each in self._subscriptions
            if each.link.label is not None and (cursor := each.acknowledged) is not None
        }
        await connection.send(Ack(subs=acked))


def _future() -> asyncio.Future[Res]:
    return asyncio.get_running_loop().create_future()
