"""The plugins' life beside one center: each with its own store, tasks and pace.

It begins once the center is open and ends before it closes. In a center that keeps its log in
memory they keep their stores there, too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import structlog

from ccsdk.center.files import plugin_path
from ccsdk.errors import InvalidRequestError
from ccsdk.hooks.plugin_store import Progress
from ccsdk.hooks.ports import Clock, LogStore, StoreInfo
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.model.entry import Entry
from ccsdk.plugins.delivery import Submit
from ccsdk.plugins.health import Lag, PluginHealth, Standing
from ccsdk.plugins.host import PluginHost
from ccsdk.plugins.life import PluginLife
from ccsdk.plugins.observer import Observer
from ccsdk.plugins.observing import Observing, lives_of

__all__ = ["Observers"]

_log = structlog.get_logger("ccsdk.plugins")


class Observers:
    """Let the plugins of one center live beside it.

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
        self.health = PluginHealth(clock, host.names)
        self._warnings = host.warnings
        for warning in host.warnings:
            # A listing's warning may be about a distribution, whose plugin nobody knows.
            self.health.off(getattr(warning, "plugin", "") or "?", "load", str(warning))
        self.remotes = host.remotes()
        self.remotes.tell(self.health, lambda: self._head)
        make = partial(self._life_of, data=data, submit=submit, clock=clock)
        self._lives = {part.context.name: make(part) for part in lives_of(host)}
        self._observing = [
            life.observer for life in self._lives.values() if life.observer.is_observing
        ]
        for each in self._observing:
            self.health.follow(each.name, partial(self._lag, each))

    def _life_of(
        self, part: Observing, *, data: Path | None, submit: Submit, clock: Clock
    ) -> PluginLife:
        path = data and plugin_path(data, part.context.name)
        return PluginLife(
            part,
            store=SqlitePluginStore(path, part.context.migrations),
            read=self._read,
            submit=submit,
            clock=clock,
            health=self.health,
        )

    @property
    def progress(self) -> dict[str, Progress]:
        """Return how far each observing plugin has come, by its name."""
        return {each.name: each.progress for each in self._observing}

    def note(self, entries: Sequence[Entry]) -> None:
        """Take committed entries, in log order."""
        self._head = entries[-1].position
        for each in self._observing:
            each.wake()

    def redrive(self, plugin: str, *, skip: bool = False) -> None:
        """Deliver again what a plugin is parked at, or pass over that one delivery.

        Raises:
            InvalidRequestError: There is no such plugin, it is not parked, or it has nothing to
                pass over.
        """
        if (life := self._lives.get(plugin)) is None:
            raise InvalidRequestError(path="plugin", problem=f"there is no plugin {plugin!r}")
        life.observer.redrive(skip=skip)

    async def standing(self) -> list[Standing]:
        """Return how each plugin is, with what it says of itself."""
        details = await asyncio.gather(*(life.details() for life in self._lives.values()))
        for name, found in zip(self._lives, details, strict=True):
            self.health.tell(name, found)
        return self.health.standing()

    @asynccontextmanager
    async def at_work(self, info: StoreInfo) -> AsyncIterator[None]:
        """Let all go on beside the block; what is not finished then is delivered the next time."""
        for warning in self._warnings:
            _log.warning("plugin.off", problem=str(warning))
        self._head = max(self._head, info.head)
        for life in self._lives.values():
            life.begin(epoch=info.epoch, head=self._head)
        try:
            yield
        finally:
            await asyncio.gather(*(life.end() for life in self._lives.values()))

    def _lag(self, observer: Observer) -> Lag:
        return observer.lag(self._head)

    async def _read(self, after: int, limit: int) -> list[Entry]:
        return await self._log.read(after=after, limit=limit)
