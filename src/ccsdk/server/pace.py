"""A pace to keep: who sends or takes a file slower than 1 kB/s holds it for nothing.

Ten seconds are free; from then on each byte buys a millisecond.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from typing import TypeVar

from ccsdk.errors import DeadlineExceededError, InvalidRequestError
from ccsdk.hooks.ports import Clock
from ccsdk.server.http import Request

__all__ = ["GRACE_MS", "Pace", "body_parts"]

T = TypeVar("T")

GRACE_MS = 10_000
BYTES_PER_MS_MIN = 1


class Pace:
    """Wait for a peer, as long as it keeps the pace."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due_ms = clock.monotonic_ms() + GRACE_MS

    def moved(self, size: int) -> None:
        """Note that so many bytes were sent or taken."""
        self._due_ms += size // BYTES_PER_MS_MIN

    async def within(self, step: Awaitable[T]) -> T:
        """Return what a step returns.

        Raises:
            DeadlineExceededError: The peer fell behind first.
        """
        stepping = asyncio.ensure_future(step)
        waiting = asyncio.ensure_future(self._clock.sleep_until(self._due_ms))
        try:
            await asyncio.wait({stepping, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not stepping.done():
                raise DeadlineExceededError
            return stepping.result()
        finally:
            stepping.cancel()
            waiting.cancel()


async def body_parts(request: Request, clock: Clock) -> AsyncGenerator[bytes, None]:
    """Yield a request's body as it comes.

    Raises:
        DeadlineExceededError: It came slower than 1 kB/s.
        InvalidRequestError: The connection ended in the middle.
    """
    pace = Pace(clock)
    while True:
        message = await pace.within(request.receive())
        if message["type"] == "http.disconnect":
            raise InvalidRequestError(path="", problem="the connection ended in the body")
        part: bytes = message.get("body", b"")
        pace.moved(len(part))
        if part:
            yield part
        if not message.get("more_body", False):
            return
