"""A subscription of the Python client: an asynchronous iterator of what it missed and gets."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

from ccsdk.wire.frames import Ev, Heard, Snap
from ccsdk.wire.link import Applied, ClientSubscription, Reset

__all__ = ["Subscription"]

Change = Applied | Reset


class Subscription(AsyncIterator[Change]):
    """Yield each change once, in order, across reconnects; at first and after gaps a `Reset`.

    Store what a change brings together with its `cursor` and this `epoch`: begun from both
    again, another process misses nothing and sees nothing twice. Changes that are not yet
    taken wait in memory.
    """

    def __init__(
        self,
        link: ClientSubscription,
        end: Callable[[Subscription], Awaitable[None]],
        on_heard: Callable[[Heard], None] | None = None,
    ) -> None:
        self.link = link
        self.on_heard = on_heard
        # Says up to where all is done, for who keeps that apart from what was handed out.
        self.done: Callable[[], str | None] | None = None
        self._end = end
        self._waiting: deque[Change] = deque()
        self._taken: str | None = link.cursor
        self._news = asyncio.Event()
        self._error: BaseException | None = None
        self._is_ended = False

    @property
    def epoch(self) -> str | None:
        """Return the log's epoch that cursors belong to, None before the first answer."""
        return self.link.epoch

    @property
    def acknowledged(self) -> str | None:
        """Return the cursor up to which changes were handed out, None where there is none."""
        if self.done is not None:
            return self.done()
        return self._taken if self._waiting else self.link.cursor

    @property
    def has_waiting(self) -> bool:
        """Return whether changes wait to be taken."""
        return bool(self._waiting)

    @property
    def is_ended(self) -> bool:
        """Return whether nothing more will come."""
        return self._is_ended

    def apply(self, frame: Ev | Snap) -> Literal["resubscribe"] | None:
        """Take a frame from the connection; say whether it must ask again."""
        outcome = self.link.apply(frame)
        if outcome == "resubscribe":
            return "resubscribe"
        # A link without events only moves the cursor.
        if isinstance(outcome, Reset) or (isinstance(outcome, Applied) and outcome.events):
            self._waiting.append(outcome)
            self._news.set()
        return None

    def finish(self, error: BaseException | None) -> None:
        """End; who iterates gets what waits, then the error or the end."""
        self._is_ended, self._error = True, error
        self._news.set()

    async def close(self) -> None:
        """Stop following."""
        if not self._is_ended:
            self.finish(None)
            await self._end(self)

    async def __anext__(self) -> Change:
        while not self._waiting:
            if self._is_ended:
                raise self._error or StopAsyncIteration
            self._news.clear()
            await self._news.wait()
        change = self._waiting.popleft()
        self._taken = change.cursor
        return change
