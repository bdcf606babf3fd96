"""An observer: one plugin that looks at the log behind its own cursor, at its own pace.

It reads what is committed, page by page, and hands the plugin what its manifest names, one
delivery after the other; alarms come when nothing is left to read. Each delivery is one
transaction of the plugin's store, in which the cursor moves. Nobody waits for any of it: who
is slow, hangs or fails grows only its own lag.

After a failure what was written is undone and the same is delivered again, 1 s, 2 s, 4 s ...
later. Failures in a row that are the plugin's own, and not the disk's or the center's, end in
parking: nothing further is delivered before the next start of the center.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

import attrs
import structlog

from ccsdk.errors import CcsdkError, ConfigurationError, HookFailedError, SchemaTooNewError
from ccsdk.hooks.observing import AlarmDue, Committed
from ccsdk.hooks.plugin_store import PluginStore, Progress
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.specs import OBSERVING
from ccsdk.model.entry import Entry
from ccsdk.model.principal import Principal, Role
from ccsdk.model.topic import Pattern, topic_of
from ccsdk.plugins.delivery import Delivery, Submit, origin_of
from ccsdk.plugins.host import Context, Implementation, PluginHost
from ccsdk.plugins.isolation import guarded, is_done, pause, told

__all__ = [
    "BACKOFF_MAX_MS",
    "BACKOFF_MS",
    "FAILURES_MAX",
    "PAGE",
    "Observer",
    "Observing",
    "observing_of",
]

PAGE = 500
FAILURES_MAX = 8
BACKOFF_MS = 1_000
BACKOFF_MAX_MS = 60_000
# A step of the wall clock counts for alarms within this time.
LOOK_AGAIN_MS = 60_000
PROBLEM_LENGTH_MAX = 500

_log = structlog.get_logger("ccsdk.plugins")

T = TypeVar("T")
Read = Callable[[int, int], Awaitable[Sequence[Entry]]]


@attrs.frozen(kw_only=True)
class Observing:
    """Hold what one plugin observes with: its hooks by their names, and what it declares."""

    context: Context = attrs.field(repr=False)
    hooks: Mapping[str, Implementation] = attrs.field(repr=False)


def observing_of(host: PluginHost) -> list[Observing]:
    """Return the plugins that observe, in plugin order."""
    found: dict[str, dict[str, Implementation]] = {}
    for hook in OBSERVING:
        for each in host.implementations(hook):
            found.setdefault(each.plugin, {})[hook] = each
    hooks = [found[name] for name in host.names if "on_event" in found.get(name, {})]
    return [Observing(context=each["on_event"].context, hooks=each) for each in hooks]


class Observer:
    """Bring the log to one plugin.

    Args:
        part: The plugin.
        store: Its own.
        read: Returns at most so many entries behind a position, oldest first.
        submit: Takes its commands.
        clock: The center's.
    """

    def __init__(
        self, part: Observing, *, store: PluginStore, read: Read, submit: Submit, clock: Clock
    ) -> None:
        self._part = part
        self._topics = [Pattern.parse(text) for text in part.context.capabilities.topics]
        self._store = store
        self._read = read
        self._clock = clock
        context = part.context
        principal = Principal(
            id=f"plugin:{context.name}",
            role=Role.PLUGIN,
            center=context.center,
            commands=context.capabilities.commands,
        )
        self._delivery = partial(
            Delivery,
            context=context,
            store=store,
            submit=submit,
            principal=principal,
            clock=clock,
        )
        self._news = asyncio.Event()
        self._saved = 0
        self.progress = Progress()

    @property
    def name(self) -> str:
        """Return the plugin's name."""
        return self._part.context.name

    def wake(self) -> None:
        """Say that something was committed."""
        self._news.set()

    async def run(self, *, epoch: str, head: int) -> None:
        """Observe until cancelled or parked.

        Args:
            epoch: Of the log, so that a cursor is never taken for another's.
            head: The log's last position.
        """
        try:
            await self._until_done(partial(self._open, epoch, head))
            await self._until_done(partial(self._deliver, None))
            while True:
                self._news.clear()
                page = await self._next_page()
                for entry in page:
                    await self._look_at(entry)
                if len(page) < PAGE:
                    await self._ring()
        except _ParkedError as parked:
            await self._park(str(parked))
        finally:
            await self._leave()

    # --- what there is to deliver -------------------------------------------------------------

    async def _open(self, epoch: str, head: int) -> None:
        try:
            self.progress = await self._store.open(epoch=epoch, head=head)
        except (ConfigurationError, SchemaTooNewError) as error:
            raise _ParkedError(str(error)) from error
        self._saved = self.progress.cursor

    async def _next_page(self) -> Sequence[Entry]:
        """Return what is behind the cursor; others get their turn, however much it is."""
        await asyncio.sleep(0)
        return await self._until_done(lambda: self._read(self.progress.cursor, PAGE))

    async def _look_at(self, entry: Entry) -> None:
        topic = topic_of(entry.event)
        cursor = attrs.evolve(self.progress, cursor=entry.position)
        if any(pattern.matches(topic) for pattern in self._topics):
            committed = Committed(
                position=entry.position, at_ms=entry.at_ms, topic=topic, event=entry.event
            )
            await self._until_done(partial(self._deliver, committed))
        elif entry.position - self._saved >= PAGE:
            await self._until_done(partial(self._save, cursor))
        else:
            # What is none of its business is looked at again after a crash.
            self.progress = cursor

    async def _ring(self) -> None:
        """Deliver an alarm that is due, else wait for news or for the next one."""
        alarm = await self._until_done(self._store.next_alarm)
        if alarm is None:
            await self._news.wait()
            return
        rest_ms = min(alarm.due_ms - self._clock.now_ms(), LOOK_AGAIN_MS)
        if rest_ms <= 0:
            await self._until_done(partial(self._deliver, alarm))
            return
        news = asyncio.ensure_future(self._news.wait())
        await is_done(news, self._clock, self._clock.monotonic_ms() + rest_ms)

    # --- one delivery -------------------------------------------------------------------------

    async def _deliver(self, happened: Committed | AlarmDue | None) -> None:
        """Call `on_event`, or `start` with nothing, and commit what it wrote with the cursor."""
        hook = "start" if happened is None else "on_event"
        delivery = self._delivery(origin=None if happened is None else origin_of(happened))
        cursor = self.progress.cursor
        if isinstance(happened, Committed):
            cursor = happened.position
        elif isinstance(happened, AlarmDue):
            await self._store.cancel_alarm(happened.name)
        try:
            await self._call(hook, delivery, happened)
        finally:
            # Before the commit: what a task of the plugin's still does is none of the next one's.
            delivery.close()
        await self._save(Progress(cursor=cursor))

    async def _call(
        self, hook: str, delivery: Delivery, happened: Committed | AlarmDue | None
    ) -> None:
        implementation = self._part.hooks.get(hook)
        if implementation is None:
            return
        available = {"ctx": delivery, "event": happened}
        named = {name: available[name] for name in implementation.arguments}
        limit_ms = OBSERVING[hook]
        running = asyncio.ensure_future(guarded(implementation.function(**named)))
        if not await is_done(running, self._clock, self._clock.monotonic_ms() + limit_ms):
            failure = self._failure(hook, "late", f"not done within {limit_ms} ms")
        elif running.cancelled():
            failure = self._failure(hook, "raised", "it cancelled itself")
        elif (error := running.exception()) is not None:
            failure = self._failure(hook, "raised", told(error))
        else:
            return
        raise _CenterRefusedError(failure) if delivery.is_refused_by_center else failure

    def _failure(self, hook: str, kind: str, problem: str) -> HookFailedError:
        return HookFailedError(
            plugin=self.name, hook=hook, kind=kind, problem=problem[:PROBLEM_LENGTH_MAX]
        )

    async def _save(self, progress: Progress) -> None:
        await self._store.commit(progress)
        self.progress, self._saved = progress, progress.cursor

    # --- failures -----------------------------------------------------------------------------

    async def _until_done(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return what some work returns, once it succeeds; who goes on failing is parked.

        Raises:
            _ParkedError: It failed too often in a row, or its store is not for this log.
        """
        failures = tries = 0
        while True:
            try:
                return await work()
            except HookFailedError as failure:
                failures, problem = failures + 1, str(failure)
            except (CcsdkError, OSError, _CenterRefusedError) as error:
                problem = str(error)
            with suppress(CcsdkError):
                await self._store.rollback()
            if failures >= FAILURES_MAX:
                raise _ParkedError(problem)
            wait_ms = min(BACKOFF_MAX_MS, BACKOFF_MS * 2**tries)
            tries += 1
            _log.warning("observer.failed", plugin=self.name, problem=problem, again_ms=wait_ms)
            again_at_ms = self._clock.monotonic_ms() + wait_ms
            await asyncio.ensure_future(pause(self._clock, again_at_ms))

    async def _park(self, problem: str) -> None:
        cursor = self.progress.cursor
        _log.error("observer.parked", plugin=self.name, cursor=cursor, problem=problem)
        self.progress = Progress(cursor=cursor, parked_at_ms=self._clock.now_ms(), problem=problem)
        with suppress(CcsdkError):
            await self._store.commit(self.progress)

    async def _leave(self) -> None:
        """Undo what is half done, and save how far it has come."""
        with suppress(CcsdkError):
            await self._store.rollback()
            if self.progress.cursor > self._saved:
                await self._store.commit(self.progress)
        await self._store.close()


class _ParkedError(Exception):
    """Say why nothing further is delivered; inside the observer only."""


class _CenterRefusedError(Exception):
    """Hold a failure that is not the plugin's fault; inside the observer only."""
