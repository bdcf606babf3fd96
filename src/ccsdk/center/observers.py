"""The observing plugins of one center: each at its own pace, behind its own cursor.

They begin once the center is open and end before it closes. In a center that keeps its log in
memory they keep theirs there, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from ccsdk.center.files import plugin_path
from ccsdk.hooks.plugin_store import Progress
from ccsdk.hooks.ports import Clock, LogStore, StoreInfo
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.model.entry import Entry
from ccsdk.plugins.delivery import Submit
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.observer import Observer, observing_of

__all__ = ["Observers"]

_log = structlog.get_logger("ccsdk.plugins")


class Observers:
    """Run the observing plugins of one center.

    Call `note` with every committed entry, and have them `at_work` while commands are taken.

    Args:
        host: The enabled plugins.
        log: What they read.
        submit: Takes their commands.
        clock: The center's clock.
        data: The center's data folder, None to keep their stores in memory.
    """

    def __init__(
        self, host: PluginHost, log: LogStore, *, submit: Submit, clock: Clock, data: Path | None
    ) -> None:
        self._log = log
        self._head = 0
        self._observers = [
            Observer(
                part,
                store=SqlitePluginStore(data and plugin_path(data, part.context.name)),
                read=self._read,
                submit=submit,
                clock=clock,
            )
            for part in observing_of(host)
        ]

    @property
    def progress(self) -> dict[str, Progress]:
        """Return how far each has come, by the plugin's name."""
        return {each.name: each.progress for each in self._observers}

    def note(self, entries: Sequence[Entry]) -> None:
        """Take committed entries, in log order."""
        self._head = entries[-1].position
        for each in self._observers:
            each.wake()

    @asynccontextmanager
    async def at_work(self, info: StoreInfo) -> AsyncIterator[None]:
        """Let all go on beside the block; what is not finished then is delivered the next time."""
        tasks: list[asyncio.Task[None]] = []
        for each in self._observers:
            run = each.run(epoch=info.epoch, head=max(self._head, info.head))
            task = asyncio.create_task(run)
            task.add_done_callback(_tell_defect)
            tasks.append(task)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            if tasks:
                await asyncio.wait(tasks)

    async def _read(self, after: int, limit: int) -> list[Entry]:
        return await self._log.read(after=after, limit=limit)


def _tell_defect(task: asyncio.Task[None]) -> None:
    """Say that an observer ended by a fault of the center's own."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("observer.ended", error=repr(error))
