"""The outbox: what a plugin sends to others, in order, again and again until it arrives.

A parcel is a row in the plugin's own tables, written in the transaction of the delivery that
it follows from: there is one exactly if the event is done with. A task sends what is due, a
parcel of a lane once the ones before it have arrived. Before each attempt the row says so on
disk. A process that ends in the middle leaves a parcel of which nobody knows whether it
arrived: it is sent again under the same id, by which the other side can tell, and is shown as
uncertain until then.

What fails is tried by `SCHEDULE_MS`, for about three days, then parked: shown, and sent again
or dropped when somebody says so. It holds up its lane, for order's sake, and no other. A
target that fails is asked with one parcel at a time, ever more rarely, up to once a minute;
when it takes one, all that waits for it is sent at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import structlog

from ccsdk.hooks.outbox import OutboxContext, Outcome, Parcel, Tables, Target
from ccsdk.plugins.isolation import guarded, is_done, told
from ccsdk.plugins.outbox_table import OutboxTable

__all__ = ["ATTEMPT_MS_MAX", "LANES_MAX", "Outbox"]

# Of one target, at a time.
LANES_MAX = 4
ATTEMPT_MS_MAX = 30_000
# A step of the wall clock counts within this time.
LOOK_AGAIN_MS = 60_000

_log = structlog.get_logger("ccsdk.plugins")

Deliver = Callable[[Any, Parcel], Awaitable[Outcome]]


class Outbox:
    """Send what a plugin puts into it.

    The plugin's manifest has `OUTBOX_MIGRATION` among its `migrations`, its `start` says
    `ctx.tasks.start("outbox", outbox.run)`, and its `on_event` puts.

    Args:
        deliver: `async def deliver(ctx, parcel) -> Outcome`: one attempt, within 30 s. What it
            raises counts as `Outcome.again`.
    """

    def __init__(self, deliver: Deliver) -> None:
        self._deliver = deliver
        self._news = asyncio.Event()

    async def put(
        self,
        ctx: OutboxContext,
        storage: Tables,
        *,
        id: str,
        target: str,
        payload: Any,
        lane: str = "",
    ) -> None:
        """Add a parcel, in the transaction that is open.

        Args:
            ctx: The plugin's.
            storage: Of the transaction: `ctx.storage` in `on_event`.
            id: What the other side tells it by; the same for the same thing, whenever it is
                put. A second one of a target changes nothing.
            target: A name of the plugin's own; targets do not wait for each other.
            payload: What JSON holds.
            lane: Parcels of one target and lane arrive in the order in which they were put.
        """
        now_ms = ctx.clock.now_ms()
        await OutboxTable(storage).put(
            id=id,
            target=target,
            lane=lane,
            payload=msgspec.json.encode(payload),
            at_ms=now_ms,
            due_ms=now_ms,
        )
        # It waits for the transaction that is open to end.
        self._news.set()

    async def run(self, ctx: OutboxContext) -> None:
        """Send until cancelled; a task of the plugin's."""
        async with ctx.transaction() as storage:
            await OutboxTable(storage).recover(ctx.clock.now_ms())
        sending: dict[asyncio.Task[None], Parcel] = {}
        try:
            while True:
                self._news.clear()
                busy = [each.target for each in sending.values()]
                async with ctx.transaction() as storage:
                    table = OutboxTable(storage)
                    parcels, next_ms = await table.claim(
                        ctx.clock.now_ms(), busy=busy, lanes_max=LANES_MAX
                    )
                for parcel in parcels:
                    sending[asyncio.ensure_future(self._attempt(ctx, parcel))] = parcel
                await self._wait(ctx, next_ms)
                for task in [each for each in sending if each.done()]:
                    del sending[task]
                    task.result()
        finally:
            for task in sending:
                task.cancel()

    async def targets(self, storage: Tables) -> list[Target]:
        """Return how each target stands, by name."""
        return await OutboxTable(storage).targets()

    async def parked(self, storage: Tables, *, limit: int = 100) -> list[Parcel]:
        """Return what is parked, oldest first."""
        return await OutboxTable(storage).parked(limit)

    async def redrive(
        self,
        ctx: OutboxContext,
        storage: Tables,
        *,
        target: str | None = None,
        id: str | None = None,
    ) -> int:
        """Let what is parked be sent again, and a stopped target go on.

        Args:
            ctx: The plugin's.
            storage: Of the transaction that is open.
            target: Only what is for this one.
            id: Only what has this id.

        Returns:
            How many parcels were parked and no longer are.
        """
        self._news.set()
        now_ms = ctx.clock.now_ms()
        return await OutboxTable(storage).redrive(now_ms, target=target, id=id)

    async def discard(self, ctx: OutboxContext, storage: Tables, *, id: str, reason: str) -> int:
        """Drop what is parked under an id, for a reason that is kept; return how many."""
        self._news.set()
        return await OutboxTable(storage).discard(id, reason, ctx.clock.now_ms())

    async def _attempt(self, ctx: OutboxContext, parcel: Parcel) -> None:
        """Make one attempt and note its outcome."""
        running = asyncio.ensure_future(guarded(self._deliver(ctx, parcel)))
        until_ms = ctx.clock.monotonic_ms() + ATTEMPT_MS_MAX
        if not await is_done(running, ctx.clock, until_ms):
            outcome = Outcome.again(f"not done within {ATTEMPT_MS_MAX} ms", is_sent=True)
        elif running.cancelled():
            outcome = Outcome.again("it cancelled itself", is_sent=True)
        elif (error := running.exception()) is not None:
            outcome = Outcome.again(told(error), is_sent=True)
        else:
            outcome = running.result()
        async with ctx.transaction() as storage:
            news = await OutboxTable(storage).settle(parcel, outcome, ctx.clock.now_ms())
        for word in news:
            problem = {} if word == "back" else {"problem": outcome.problem, "id": parcel.id}
            tell = _log.info if word == "back" else _log.warning
            tell(f"outbox.{word}", plugin=ctx.name, target=parcel.target, **problem)
        self._news.set()

    async def _wait(self, ctx: OutboxContext, next_ms: int | None) -> None:
        """Wait for news, at most until the next parcel is due."""
        news = asyncio.ensure_future(self._news.wait())
        if next_ms is None:
            await news
            return
        rest_ms = min(max(next_ms - ctx.clock.now_ms(), 0), LOOK_AGAIN_MS)
        await is_done(news, ctx.clock, ctx.clock.monotonic_ms() + rest_ms)
