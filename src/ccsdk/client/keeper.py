"""What keeps the Python client connected: one connection, and the next one in time.

After a loss it connects at once if the connection had been steady, else after a random
while that grows. When a server says that it goes away, the next connection is opened
before the old one is closed. What ends for good is told to the owner, once.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import random
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Protocol

from ccsdk.client.connection import Connection, LostError, open_connection
from ccsdk.errors import CcsdkError, ConnectionRefusedByServerError
from ccsdk.model.instant import from_rfc3339
from ccsdk.wire.frames import Bye, ClientInfo, GoAway, PluginInfo, ServerFrame, Welcome

__all__ = ["Keeper", "Owner", "Token"]

Token = str | Callable[[], str | Awaitable[str]]

BACKOFF_S = 0.25
BACKOFF_MAX_S = 4.0
# A connection that lived this long is reconnected at once.
STEADY_S = 5.0
RENEW_MS = 60_000


class Owner(Protocol):
    """Be told what happens to the connection."""

    async def welcomed(self, connection: Connection) -> None:
        """Go on over a new connection."""

    async def received(self, connection: Connection, frame: ServerFrame) -> None:
        """Take a frame of the present connection."""

    async def renew(self, token: str) -> str:
        """Renew the credential over the present connection; return its end, RFC 3339."""

    def disconnected(self) -> None:
        """Note that the connection is gone; another one may follow."""

    def stopped(self, error: Exception) -> None:
        """Note that no other connection will follow."""


class Keeper:
    """Keep one connection of one session; call `start` once, `stop` at the end.

    Args:
        url: Of the bus.
        token: A token, or what returns a fresh one.
        session: The session's name, the same on each connection.
        origin: If set, tokens travel in `hello`, as from a page of it.
        client: What the server's log calls us.
        owner: Is told what happens.
        plugin: What we answer, if we are a plugin.
    """

    def __init__(
        self,
        url: str,
        token: Token,
        *,
        session: str,
        origin: str | None,
        client: ClientInfo,
        owner: Owner,
        plugin: PluginInfo | None = None,
    ) -> None:
        self._plugin = plugin
        self._url = url
        self._token = token
        self._session = session
        self._origin = origin
        self._client = client
        self._owner = owner
        self._task: asyncio.Task[None] | None = None
        self._handover: asyncio.Task[Connection] | None = None
        self._chores: set[asyncio.Task[None]] = set()
        self.link: Connection | None = None
        self.welcome: Welcome | None = None

    @property
    def is_handing_over(self) -> bool:
        """Return whether the next connection is being opened beside the present one."""
        return self._handover is not None

    def start(self) -> None:
        """Begin to connect."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Leave politely."""
        tasks = [task for task in (self._task, self._handover, *self._chores) if task]
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        # A hand-over may have opened the next connection, which nobody has taken yet.
        opened = [outcome for outcome in outcomes if isinstance(outcome, Connection)]
        for link in filter(None, (self.link, *opened)):
            await link.send(Bye())
            await link.close()
        self._disconnected()

    def begin(self, chore: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Do something beside the connection, until it is done or we stop."""
        task = asyncio.create_task(chore)
        self._chores.add(task)
        task.add_done_callback(self._chore_done)
        return task

    def _chore_done(self, task: asyncio.Task[None]) -> None:
        self._chores.discard(task)
        error = None if task.cancelled() else task.exception()
        # What a lost connection or a refusal stops, the next connection begins anew.
        if isinstance(error, Exception) and not isinstance(error, LostError | CcsdkError):
            self._owner.stopped(error)

    async def _run(self) -> None:
        failures = 0
        while True:
            began_s = time.monotonic()
            try:
                await self._follow(await self._next())
            except LostError:
                was_steady = self.link is not None and time.monotonic() - began_s > STEADY_S
                failures = 0 if was_steady else failures + 1
            except Exception as error:
                # A server that takes our next connection may call the old one replaced.
                if self._handover is None:
                    self._disconnected()
                    self._owner.stopped(error)
                    return
            self._disconnected()
            if failures and self._handover is None:
                await asyncio.sleep(random.uniform(0, self._back_off_s(failures)))

    def _back_off_s(self, failures: int) -> float:
        most_s = self.welcome.reconnect_max_ms / 1000 if self.welcome else BACKOFF_MAX_S
        return float(min(most_s, BACKOFF_S * 2 ** min(failures, 10)))

    def _disconnected(self) -> None:
        self.link = None
        self._owner.disconnected()

    async def _next(self) -> Connection:
        """Return the connection that a hand-over opened, or a new one."""
        if (handover := self._handover) is not None:
            # Ours only once we have it: who is stopped here leaves it to `stop`.
            await asyncio.wait({handover})
            self._handover = None
            with contextlib.suppress(LostError, ConnectionRefusedByServerError):
                return handover.result()
        return await self._open()

    async def _open(self) -> Connection:
        return await open_connection(
            self._url,
            token=await self._fresh_token(),
            session=self._session,
            origin=self._origin,
            client=self._client,
            plugin=self._plugin,
        )

    async def _fresh_token(self) -> str:
        if isinstance(self._token, str):
            return self._token
        try:
            token = self._token()
            return await token if inspect.isawaitable(token) else token
        except OSError as error:
            raise LostError("no token could be had") from error

    async def _follow(self, connection: Connection) -> None:
        self.link, self.welcome = connection, connection.welcome
        renewing = self.begin(self._renew_in_time(connection.welcome))
        try:
            await self._owner.welcomed(connection)
            async for frame in connection.frames():
                if isinstance(frame, GoAway):
                    self.begin(self._hand_over(connection, frame.after_ms / 1000))
                await self._owner.received(connection, frame)
        finally:
            renewing.cancel()

    async def _hand_over(self, old: Connection, after_s: float) -> None:
        await asyncio.sleep(after_s)
        if self.link is not old or self._handover is not None:
            return
        self._handover = asyncio.create_task(self._open())
        try:
            await asyncio.shield(self._handover)
        except LostError:
            # Nobody is there yet: stay until the old connection closes.
            self._handover = None
            return
        await old.send(Bye())
        await old.close()

    async def _renew_in_time(self, welcome: Welcome) -> None:
        """Renew the credential in the last minute, or fifth, of its life."""
        if isinstance(self._token, str):
            return
        at_ms, expires_ms = from_rfc3339(welcome.time), from_rfc3339(welcome.auth_expires)
        while True:
            life_ms = expires_ms - at_ms
            wait_ms = max(0.0, life_ms - min(RENEW_MS, life_ms / 5))
            await asyncio.sleep(wait_ms / 1000)
            at_ms += round(wait_ms)
            expires_ms = from_rfc3339(await self._owner.renew(await self._fresh_token()))
