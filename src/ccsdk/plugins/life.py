"""The life of one plugin beside a center: its store, its tasks, what it observes, its end.

It begins when the center is open. At its end its tasks go first, then what it observes stops
where it is, then it takes leave by its hook `stop`, and its store is closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
import structlog

from ccsdk.hooks.plugin_store import PluginStore
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.specs import LIFE
from ccsdk.model.command import Command
from ccsdk.model.request import Receipt
from ccsdk.plugins.delivery import Submit, submission_of
from ccsdk.plugins.health import PluginHealth
from ccsdk.plugins.host import Implementation
from ccsdk.plugins.isolation import guarded, is_done, told
from ccsdk.plugins.observer import Observer, Read
from ccsdk.plugins.observing import Observing
from ccsdk.plugins.storage import OwnStore
from ccsdk.plugins.tasks import OwnTasks

__all__ = ["PluginLife", "call"]

# What a plugin says of itself is for a screen.
DETAILS_BYTES_MAX = 4_000

_log = structlog.get_logger("ccsdk.plugins")


class PluginLife:
    """Let one plugin live.

    Args:
        part: The plugin.
        store: Its own.
        read: Returns at most so many entries of the log behind a position, oldest first.
        submit: Takes its commands.
        clock: The center's.
        health: Is told what fails.
    """

    def __init__(
        self,
        part: Observing,
        *,
        store: PluginStore,
        read: Read,
        submit: Submit,
        clock: Clock,
        health: PluginHealth,
    ) -> None:
        self._part = part
        self._submit = submit
        self._clock = clock
        self._health = health
        self._store = OwnStore(part.context.name, store, clock)
        self._tasks = OwnTasks(part.context, clock, health)
        self._run: asyncio.Task[None] | None = None
        self.observer = Observer(
            part,
            store=self._store,
            read=read,
            submit=submit,
            clock=clock,
            health=health,
        )

    @property
    def name(self) -> str:
        """Return the plugin's name."""
        return self._part.context.name

    def begin(self, *, epoch: str, head: int) -> None:
        """Let it go on, beside the log of this epoch that ends at `head`."""
        self._store.begin(epoch=epoch, head=head)
        own = self._part.context.own
        own.clock = self._clock
        own.tasks = self._tasks
        own.transaction = self._store.transaction
        own.command = self._command
        if self._part.is_begun:
            self._run = asyncio.create_task(self.observer.run())
            self._run.add_done_callback(partial(_tell_defect, self.name))

    async def end(self) -> None:
        """Stop it within a bound, and close its store."""
        await self._tasks.stop()
        await self._store.expel()
        if self._run is not None:
            self._run.cancel()
            await asyncio.wait([self._run])
            if (stop := self._part.hooks.get("stop")) is not None:
                _, problem = await call(stop, self._clock, ctx=self._part.context)
                if problem is not None:
                    _log.error("plugin.not_stopped", plugin=self.name, problem=problem)
        await self._store.close()

    async def details(self) -> dict[str, Any]:
        """Return what it says of itself, nothing if it does not or cannot."""
        hook = self._part.hooks.get("health")
        if hook is None or self._part.context.own.clock is None:
            return {}
        found, problem = await call(hook, self._clock, ctx=self._part.context)
        if problem is not None:
            return {"health": problem}
        if not isinstance(found, Mapping):
            return {"health": f"it returned a {type(found).__name__}"}
        try:
            size = len(msgspec.json.encode(found))
        except (TypeError, ValueError, RecursionError) as error:
            return {"health": told(error)}
        if size > DETAILS_BYTES_MAX:
            return {"health": f"it says {size} bytes, more than {DETAILS_BYTES_MAX}"}
        self._take_report(found)
        return dict(found)

    def _take_report(self, details: Mapping[str, Any]) -> None:
        """Show as a trouble what a plugin says needs somebody's hand."""
        if trouble := details.get("problem"):
            self._health.failed(self.name, "health", "reported", str(trouble))
        else:
            self._health.recovered(self.name, "health")

    async def _command(self, command: Command, key: str | None) -> Receipt:
        """Give the plugin's command outside of deliveries.

        Raises:
            ValueError: The key is missing, and nothing there is that it could follow from.
        """
        if key is None:
            name = type(command).__name__
            raise ValueError(f"{name} names no key, and there is no event that it follows from")
        return await self._submit(submission_of(self._part.context.principal, command, key))


async def call(hook: Implementation, clock: Clock, **arguments: Any) -> tuple[Any, str | None]:
    """Return what a hook of a plugin's own life returns, and why it does not."""
    named = {name: arguments[name] for name in hook.arguments}
    limit_ms = LIFE[hook.hook]
    running = asyncio.ensure_future(guarded(hook.function(**named)))
    if not await is_done(running, clock, clock.monotonic_ms() + limit_ms):
        return None, f"not done within {limit_ms} ms"
    if running.cancelled():
        return None, "it cancelled itself"
    error = running.exception()
    return (running.result(), None) if error is None else (None, told(error))


def _tell_defect(plugin: str, task: asyncio.Task[None]) -> None:
    """Say that an observer ended by a fault of the center's own."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("observer.ended", plugin=plugin, error=repr(error))
