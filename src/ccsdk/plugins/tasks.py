"""A plugin's background tasks: started by it, started again after a failure, ended with it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context as Variables

import structlog

from ccsdk.hooks.context import PluginContext
from ccsdk.hooks.ports import Clock
from ccsdk.plugins.health import PluginHealth
from ccsdk.plugins.isolation import guarded, pause, told

__all__ = ["BACKOFF_MAX_MS", "BACKOFF_MS", "STOP_MS", "OwnTasks"]

BACKOFF_MS = 1_000
BACKOFF_MAX_MS = 60_000
# What runs as long without a failure has recovered.
WELL_MS = 60_000
STOP_MS = 5_000

_log = structlog.get_logger("ccsdk.plugins")

Work = Callable[[PluginContext], Awaitable[None]]


class OwnTasks:
    """Run the tasks of one plugin, see `ccsdk.hooks.storage.Tasks`.

    Args:
        context: What each task is given.
        clock: The center's.
        health: Is told what fails.
    """

    def __init__(self, context: PluginContext, clock: Clock, health: PluginHealth) -> None:
        self._context = context
        self._clock = clock
        self._health = health
        self._running: dict[str, asyncio.Task[None]] = {}
        self._is_stopped = False

    def start(self, name: str, work: Work) -> None:
        """Run `work(ctx)` in the background, in place of a running one of this name."""
        if self._is_stopped:
            raise RuntimeError(f"plugin {self._context.name!r} is stopped; it starts no tasks")
        if (former := self._running.get(name)) is not None:
            former.cancel()
        # With no variables of whoever starts it: a delivery that is open there is not its own.
        self._running[name] = asyncio.create_task(
            self._run(name, work), name=f"{self._context.name}: {name}", context=Variables()
        )

    async def stop(self) -> None:
        """Cancel all, and wait a while for those that have to tidy up."""
        self._is_stopped = True
        running = set(self._running.values())
        for task in running:
            task.cancel()
        if not running:
            return
        alarm = asyncio.ensure_future(pause(self._clock, self._clock.monotonic_ms() + STOP_MS))
        ended = asyncio.ensure_future(asyncio.wait(running))
        await asyncio.wait({alarm, ended}, return_when=asyncio.FIRST_COMPLETED)
        alarm.cancel()
        ended.cancel()
        if stuck := [task.get_name() for task in running if not task.done()]:
            _log.error("task.abandoned", plugin=self._context.name, tasks=stuck)

    async def _run(self, name: str, work: Work) -> None:
        """Run until it returns; after a failure again, ever later."""
        plugin, part, failures = self._context.name, f"task {name}", 0
        while True:
            began_ms = self._clock.monotonic_ms()
            problem = await self._once(name, work, is_ill=bool(failures))
            if problem is None:
                self._health.recovered(plugin, part)
                return
            if self._clock.monotonic_ms() - began_ms >= WELL_MS:
                failures = 0
            wait_ms = min(BACKOFF_MAX_MS, BACKOFF_MS * 2**failures)
            failures += 1
            self._health.failed(plugin, part, "raised", problem)
            _log.warning("task.failed", plugin=plugin, task=name, problem=problem, again_ms=wait_ms)
            await asyncio.ensure_future(pause(self._clock, self._clock.monotonic_ms() + wait_ms))

    async def _once(self, name: str, work: Work, *, is_ill: bool) -> str | None:
        """Return what a run of it failed with, None if it has come to its end."""
        well = asyncio.ensure_future(self._note_well(name)) if is_ill else None
        running = asyncio.ensure_future(guarded(self._begun(work)))
        # What it raises while it is being ended is nobody's concern.
        running.add_done_callback(_read)
        try:
            await asyncio.wait({running})
        finally:
            if well is not None:
                well.cancel()
            if not running.done():
                running.cancel()
                await asyncio.wait({running})
        if running.cancelled():
            return "it cancelled itself"
        error = running.exception()
        return None if error is None else told(error)

    async def _begun(self, work: Work) -> None:
        # A plain function raises here, as any other mistake of the plugin's would.
        await work(self._context)

    async def _note_well(self, name: str) -> None:
        await pause(self._clock, self._clock.monotonic_ms() + WELL_MS)
        self._health.recovered(self._context.name, f"task {name}")


def _read(running: asyncio.Future[None]) -> None:
    if not running.cancelled():
        running.exception()
