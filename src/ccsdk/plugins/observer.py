"""An observer: one plugin that looks at the log behind its own cursor, at its own pace.

It reads what is committed, page by page, and hands the plugin what its manifest names, one
delivery after the other; alarms come when nothing is left to read. Each delivery is one
transaction of the plugin's store, in which the cursor moves. Nobody waits for any of it: who
is slow, hangs or fails grows only its own lag.

After a failure what was written is undone and the same is delivered again, 1 s, 2 s, 4 s ...
later. Failures in a row that are the plugin's own, and not the disk's or the center's, end in
parking: nothing further is delivered before somebody re-drives it, or the center starts anew.
A plugin without `on_event` is only started.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

import structlog

from ccsdk.errors import (
    CcsdkError,
    ConfigurationError,
    HookFailedError,
    InvalidRequestError,
    LogFullError,
    LogUnavailableError,
    SchemaTooNewError,
)
from ccsdk.hooks.observing import AlarmDue, Committed, PluginNotReady
from ccsdk.hooks.plugin_store import Progress, Skipped
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.specs import OBSERVING
from ccsdk.model.entry import Entry
from ccsdk.model.topic import Pattern, topic_of
from ccsdk.plugins.delivery import Delivery, Submit, committed_of, origin_of
from ccsdk.plugins.health import PARKED, Lag, PluginHealth
from ccsdk.plugins.isolation import guarded, is_done, pause, told
from ccsdk.plugins.observing import Observing
from ccsdk.plugins.storage import OwnStore

__all__ = [
    "BACKOFF_MAX_MS",
    "BACKOFF_MS",
    "FAILURES_MAX",
    "PAGE",
    "Observer",
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


class Observer:
    """Bring the log to one plugin.

    Args:
        part: The plugin.
        store: Its own.
        read: Returns at most so many entries behind a position, oldest first.
        submit: Takes its commands.
        clock: The center's.
        health: Is told what fails.
    """

    def __init__(
        self,
        part: Observing,
        *,
        store: OwnStore,
        read: Read,
        submit: Submit,
        clock: Clock,
        health: PluginHealth,
    ) -> None:
        self._part = part
        self._topics = [Pattern.parse(text) for text in part.context.capabilities.topics]
        self._own = store
        self._read = read
        self._clock = clock
        self._health = health
        self._delivery = partial(
            Delivery,
            context=part.context,
            store=store.store,
            submit=submit,
            principal=part.context.principal,
            clock=clock,
        )
        self._news = asyncio.Event()
        self._redriven: asyncio.Future[bool] | None = None
        self._saved = 0
        self._looking_at_ms: int | None = None
        self.progress = Progress()

    @property
    def name(self) -> str:
        """Return the plugin's name."""
        return self._part.context.name

    @property
    def is_observing(self) -> bool:
        """Return whether the plugin is told what happens."""
        return self._part.is_observing

    def lag(self, head: int) -> Lag:
        """Return what it has not looked at of a log with this head."""
        entries = max(0, head - self.progress.cursor)
        age_ms = None
        if entries and self._looking_at_ms is not None:
            age_ms = max(0, self._clock.now_ms() - self._looking_at_ms)
        return Lag(position=self.progress.cursor, entries=entries, age_ms=age_ms)

    def wake(self) -> None:
        """Say that something was committed."""
        self._news.set()

    def pass_over(self, position: int) -> None:
        """Note that nothing of its business stands up to a position.

        For a `read` that leaves out what the topics do not name: called while it reads.
        """
        if position > self.progress.cursor:
            self.progress = Progress(cursor=position)

    def redrive(self, *, skip: bool) -> None:
        """Deliver again what it is parked at, or pass over that one delivery.

        Raises:
            InvalidRequestError: It is not parked, or there is nothing to pass over.
        """
        waiting = self._redriven
        if waiting is None or waiting.done():
            raise InvalidRequestError(path="plugin", problem=f"{self.name!r} is not parked")
        if skip and self.progress.failing_position is None and self.progress.failing_alarm is None:
            problem = f"{self.name!r} is parked at its start; there is nothing to pass over"
            raise InvalidRequestError(path="skip", problem=problem)
        waiting.set_result(skip)

    async def run(self) -> None:
        """Observe until cancelled, or until the store turns out to be none for it."""
        try:
            await self._until_done("store", self._open)
            await self._through(None)
            while self.is_observing:
                self._news.clear()
                page = await self._next_page()
                for entry in page:
                    self._looking_at_ms = entry.at_ms
                    await self._look_at(entry)
                if len(page) < PAGE:
                    self._looking_at_ms = None
                    await self._ring()
        except _UnusableError as error:
            self._give_up(str(error))
        finally:
            await self._leave()

    # --- what there is to deliver -------------------------------------------------------------

    async def _open(self) -> None:
        try:
            self.progress = await self._own.open()
        except (ConfigurationError, SchemaTooNewError) as error:
            raise _UnusableError(str(error)) from error
        self._saved = self.progress.cursor

    async def _next_page(self) -> Sequence[Entry]:
        """Return what is behind the cursor; others get their turn, however much it is."""
        await asyncio.sleep(0)
        return await self._until_done("log", lambda: self._read(self.progress.cursor, PAGE))

    async def _look_at(self, entry: Entry) -> None:
        topic = topic_of(entry.event)
        if any(pattern.matches(topic) for pattern in self._topics):
            classes, epoch = self._part.context.capabilities.personal, self._own.epoch
            committed = committed_of(entry, topic, classes=classes, epoch=epoch)
            await self._through(committed)
            return
        cursor = Progress(cursor=entry.position)
        if entry.position - self._saved >= PAGE:
            await self._until_done("store", partial(self._save, cursor))
        else:
            # What is none of its business is looked at again after a crash.
            self.progress = cursor

    async def _ring(self) -> None:
        """Deliver an alarm that is due, else wait for news or for the next one."""
        alarm = await self._until_done("store", self._next_alarm)
        if alarm is None:
            await self._news.wait()
            return
        rest_ms = min(alarm.due_ms - self._clock.now_ms(), LOOK_AGAIN_MS)
        if rest_ms <= 0:
            await self._through(alarm)
            return
        news = asyncio.ensure_future(self._news.wait())
        await is_done(news, self._clock, self._clock.monotonic_ms() + rest_ms)

    async def _next_alarm(self) -> AlarmDue | None:
        async with self._own.turn() as turn:
            turn.is_clean = True
            return await self._own.store.next_alarm()

    # --- one delivery -------------------------------------------------------------------------

    async def _through(self, happened: Committed | AlarmDue | None) -> None:
        """Deliver until that is done, or until somebody passes over it."""
        hook = _hook_of(happened)
        while True:
            try:
                return await self._until_done(hook, partial(self._deliver, happened))
            except _ParkedError as parked:
                is_passed_over = await self._wait_parked(happened, str(parked))
            # Undone and told already; the same again, or what comes behind it.
            if is_passed_over:
                problem = self.progress.problem or ""
                skip = partial(self._skip, happened, problem)
                return await self._until_done("store", skip)

    async def _deliver(self, happened: Committed | AlarmDue | None) -> None:
        """Call `on_event`, or `start` with nothing, and commit what it wrote with the cursor."""
        delivery = self._delivery(origin=None if happened is None else origin_of(happened))
        async with self._own.turn(is_delivery=True) as turn:
            if isinstance(happened, AlarmDue):
                await self._own.store.cancel_alarm(happened.name)
            try:
                await self._call(_hook_of(happened), delivery, happened)
            finally:
                # Before the commit: what a task of the plugin's still does is none of the next's.
                delivery.close()
            progress = Progress(cursor=self._behind(happened))
            await self._own.commit(turn, progress)
            self.progress, self._saved = progress, progress.cursor

    def _behind(self, happened: Committed | AlarmDue | None) -> int:
        return happened.position if isinstance(happened, Committed) else self.progress.cursor

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
            kind = "not_ready" if isinstance(error, PluginNotReady) else "raised"
            failure = self._failure(hook, kind, told(error))
            if isinstance(error, LogFullError | LogUnavailableError):
                # The disk's fault, met while it wrote to its storage.
                raise _CenterRefusedError(failure) from error
        else:
            return
        raise _CenterRefusedError(failure) if delivery.is_refused_by_center else failure

    def _failure(self, hook: str, kind: str, problem: str) -> HookFailedError:
        return HookFailedError(
            plugin=self.name, hook=hook, kind=kind, problem=problem[:PROBLEM_LENGTH_MAX]
        )

    async def _save(self, progress: Progress) -> None:
        async with self._own.turn(is_delivery=True) as turn:
            await self._own.commit(turn, progress)
        self.progress, self._saved = progress, progress.cursor

    # --- failures -----------------------------------------------------------------------------

    async def _until_done(self, part: str, work: Callable[[], Awaitable[T]]) -> T:
        """Return what some work returns, once it succeeds; who goes on failing is parked.

        Raises:
            _ParkedError: It failed too often in a row.
            _UnusableError: The store is not for this log, or not for this plugin.
        """
        failures = tries = 0
        while True:
            is_patient = False
            try:
                done = await work()
            except HookFailedError as failure:
                # Who says that something is away, or is slow to start, is asked for ever.
                is_patient = part == "start" and failure.kind in ("not_ready", "late")
                failures, problem = failures + (not is_patient), str(failure)
                self._health.failed(self.name, part, failure.kind, failure.problem)
            except (CcsdkError, OSError, _CenterRefusedError) as error:
                problem = str(error)
                self._health.failed(self.name, part, "store", problem)
            else:
                if tries:
                    _log.info("observer.recovered", plugin=self.name, part=part)
                self._health.recovered(self.name, part)
                return done
            if failures >= FAILURES_MAX:
                raise _ParkedError(problem)
            wait_ms = min(BACKOFF_MAX_MS, BACKOFF_MS * 2**tries)
            tries += 1
            if not is_patient:
                _log.warning("observer.failed", plugin=self.name, problem=problem, again_ms=wait_ms)
            elif tries == 1:
                # Once down, and once up again; it may be down for days.
                _log.warning("observer.not_ready", plugin=self.name, problem=problem)
            again_at_ms = self._clock.monotonic_ms() + wait_ms
            await asyncio.ensure_future(pause(self._clock, again_at_ms))

    async def _wait_parked(self, happened: Committed | AlarmDue | None, problem: str) -> bool:
        """Stay parked until somebody re-drives it; return whether to pass over this delivery."""
        cursor = self.progress.cursor
        _log.error("observer.parked", plugin=self.name, cursor=cursor, problem=problem)
        self._health.failed(self.name, _hook_of(happened), PARKED, problem)
        parked = Progress(
            cursor=cursor,
            parked_at_ms=self._clock.now_ms(),
            problem=problem,
            failing_position=happened.position if isinstance(happened, Committed) else None,
            failing_alarm=happened.name if isinstance(happened, AlarmDue) else None,
        )
        self.progress = parked
        with suppress(CcsdkError):
            await self._save(parked)
        self._redriven = asyncio.get_running_loop().create_future()
        is_passed_over = await self._redriven
        _log.info("observer.redriven", plugin=self.name, cursor=cursor, skip=is_passed_over)
        return is_passed_over

    async def _skip(self, happened: Committed | AlarmDue | None, problem: str) -> None:
        """Go on behind one delivery, and remember that."""
        progress = Progress(cursor=self._behind(happened))
        position = happened.position if isinstance(happened, Committed) else None
        alarm = happened.name if isinstance(happened, AlarmDue) else None
        at_ms = self._clock.now_ms()
        async with self._own.turn(is_delivery=True) as turn:
            if alarm is not None:
                await self._own.store.cancel_alarm(alarm)
            skipped = Skipped(position=position, alarm=alarm, problem=problem, at_ms=at_ms)
            await self._own.store.skip(skipped)
            await self._own.commit(turn, progress)
        self.progress, self._saved = progress, progress.cursor
        self._health.recovered(self.name, _hook_of(happened))

    def _give_up(self, problem: str) -> None:
        """Stop before it began: the store is none to write to."""
        _log.error("observer.unusable", plugin=self.name, problem=problem)
        self._health.failed(self.name, "store", "unusable", problem)
        self.progress = Progress(parked_at_ms=self._clock.now_ms(), problem=problem)

    async def _leave(self) -> None:
        """Save how far it has come, and that it is parked."""
        with suppress(CcsdkError, RuntimeError):
            if self.progress.cursor > self._saved or self.progress.parked_at_ms is not None:
                await self._save(self.progress)


def _hook_of(happened: Committed | AlarmDue | None) -> str:
    return "start" if happened is None else "on_event"


class _ParkedError(Exception):
    """Say why nothing further is delivered; inside the observer only."""


class _UnusableError(Exception):
    """Say why the store is not touched; inside the observer only."""


class _CenterRefusedError(Exception):
    """Hold a failure that is not the plugin's fault; inside the observer only."""
