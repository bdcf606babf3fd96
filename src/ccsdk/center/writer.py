"""The writer: the one who decides, appends, and only then answers and publishes.

It takes whatever waits as one batch: looks up the keys, decides in memory, appends all of
it in one transaction, and, once that is on disk, publishes and answers. Commands gather
meanwhile, so that a slow disk makes larger batches, not a longer line. Reads of state
wait for the end of a batch, so that nobody sees what is not on disk.

A tick comes with the next deadline and at least each second. Five seconds without one are
a gap (a restart, a suspend, a stall), after which `ResumeCenter` stands before all else.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import structlog

from ccsdk.center.batch import (
    DefectError,
    Draft,
    Known,
    Request,
    look_up,
    refuse_new,
    resume_request,
)
from ccsdk.center.clock import EventClock
from ccsdk.center.failstop import FailureRecord, InvariantBreachError, rebuild, refuse_breach
from ccsdk.center.status import WriterStatus
from ccsdk.center.ticker import Ticker
from ccsdk.engine.engine import next_deadline_ms
from ccsdk.engine.state import State
from ccsdk.errors import (
    CenterStoppedError,
    DrainingError,
    LogFullError,
    OverloadedError,
    ReadOnlyError,
    UnknownOutcomeError,
)
from ccsdk.hooks.ports import Clock, LogStore, StoreInfo
from ccsdk.model.command import ResumeCenter
from ccsdk.model.entry import Batch, Entry
from ccsdk.model.pure import NO_OBJECTS, PureObjects
from ccsdk.model.request import Receipt

__all__ = ["Writer", "WriterStatus"]

T = TypeVar("T")
Publish = Callable[[Sequence[Entry]], None]

BATCH_MAX = 1_000
WAITING_MAX = 10_000
RETRY_AFTER_MS = 1_000
GAP_MS = 5_000
BATCHES_PER_CHECK = 8

_log = structlog.get_logger(__name__)


class Writer:
    """Write one center's log, alone.

    Call `open`, then `start`, at the end `stop`.

    Args:
        center: The center's name, for errors.
        publish: Gets the entries of each batch, on disk by then, in log order, each once.
        recover: Gets what the log held before `open`, page by page.
        pure: What plugins may decide.
    """

    def __init__(
        self,
        *,
        center: str,
        store: LogStore,
        clock: Clock,
        publish: Publish,
        recover: Publish | None = None,
        pure: PureObjects = NO_OBJECTS,
    ) -> None:
        self.status = WriterStatus.OPENING
        self._center = center
        self._store = store
        self._clock = clock
        self._publish = publish
        self._recover = recover
        self._pure = pure
        self._state = State()
        self._event_clock = EventClock(clock)
        self._requests: deque[Request] = deque()
        self._reads: deque[tuple[Callable[[State], Any], asyncio.Future[Any]]] = deque()
        self._arrived = asyncio.Event()
        self._ticker = Ticker(clock, self._arrived.set)
        self._beat_ms = 0
        self._retry_at_ms = 0
        self._full: LogFullError | None = None
        self._resume: ResumeCenter | None = None
        self._published = 0
        self._batches = 0
        self._failures = FailureRecord()
        self._running: asyncio.Task[None] | None = None
        self._cause: Exception | None = None

    # --- for the center ---------------------------------------------------------------------

    async def open(self) -> StoreInfo:
        """Take the store and rebuild the state from its log.

        Raises:
            LogError: The store refuses; see `LogStore.open`.
            CenterStoppedError: The log leads to an impossible state.
        """
        info = await self._store.open()
        try:
            self._state = await rebuild(self._store, self._recover)
        except BaseException as error:
            await self._store.close()
            if isinstance(error, InvariantBreachError):
                raise CenterStoppedError(center=self._center, cause=str(error)) from error
            raise
        self._published = self._state.position
        if info.head:
            self._resume = ResumeCenter(is_restart=True)
        return info

    async def start(self) -> None:
        """Begin to serve; returns once the first tick, and `ResumeCenter` with it, is done."""
        self.status = WriterStatus.RUNNING
        self._event_clock.rebase(at_least_ms=self._state.now_ms)
        self._beat_ms = self._clock.monotonic_ms()
        self._running = asyncio.create_task(self._run())
        self._arrived.set()
        self._rearm()
        await self.read(lambda state: None)

    async def submit(self, request: Request) -> Receipt:
        """Take a command and return its receipt once it is on disk.

        Raises:
            CommandRejectedError: The engine refused; nothing changed.
            RequestRefusedError: The writer refused; see `ccsdk.errors`.
            CenterStoppedError: The center is down.
        """
        self._refuse_if_closed()
        if len(self._requests) >= WAITING_MAX:
            raise OverloadedError(retry_after_ms=RETRY_AFTER_MS)
        request.receipt = asyncio.get_running_loop().create_future()
        self._requests.append(request)
        self._arrived.set()
        return await request.receipt

    async def read(self, ask: Callable[[State], T]) -> T:
        """Return what `ask` makes of the committed state; it must not keep or change it."""
        self._refuse_if_closed()
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._reads.append((ask, answer))
        self._arrived.set()
        return await answer

    async def stop(self) -> None:
        """Refuse what comes, finish what waits, and close the store."""
        if self.status is not WriterStatus.STOPPED:
            self.status = WriterStatus.DRAINING
        self._arrived.set()
        if self._running is None:
            await self._store.close()
        else:
            # Not awaited itself: who cancels the caller must not cancel a commit.
            await asyncio.wait([self._running])

    async def wait_stopped(self) -> None:
        """Return when the writer has stopped.

        Raises:
            CenterStoppedError: It stopped itself.
        """
        assert self._running is not None, "a writer is started before it stops"
        await asyncio.wait([self._running])
        if self._cause is not None:
            raise self._stopped()

    # --- the loop ---------------------------------------------------------------------------

    async def _run(self) -> None:
        try:
            while self._cause is None:
                await self._arrived.wait()
                self._arrived.clear()
                await self._serve()
                if self._requests:
                    self._arrived.set()
                elif self.status is WriterStatus.DRAINING:
                    break
        except Exception as error:
            self._stay_down(error)
        finally:
            await self._close()

    async def _serve(self) -> None:
        """Do one batch, then answer the reads that wait for its end."""
        self._ticker.begin()
        requests = [self._requests.popleft() for _ in range(min(len(self._requests), BATCH_MAX))]
        try:
            await self._do_batch(requests)
        except LogFullError as error:
            await self._wait_for_space(requests, error)
        except DefectError as defect:
            await self._set_aside(requests, defect)
        except Exception as error:
            await self._start_over(requests, error)
        self._answer_reads()
        self._ticker.end()
        self._rearm()

    async def _do_batch(self, requests: list[Request]) -> None:
        found = await self._look_up(requests)
        if self._full is not None and not await self._can_write_again():
            refuse_new(requests, found, self._full)
            return
        self._notice_gap()
        draft = self._decide(requests, found)
        # As dear as deciding was: every so many batches, what they touched is checked.
        self._batches += 1
        if self._batches % BATCHES_PER_CHECK == 0:
            refuse_breach(self._state, draft.entries)
        await self._append(draft)
        self._publish_all(draft.entries)
        draft.settle()

    async def _look_up(self, requests: list[Request]) -> Known:
        return await look_up(self._store, requests)

    def _decide(self, requests: list[Request], found: Known) -> Draft:
        draft = Draft(
            self._state,
            found,
            now_ms=self._event_clock.now_ms(),
            wall_ms=self._clock.now_ms(),
            pure=self._pure,
        )
        if self._resume is not None:
            draft.add(resume_request(self._resume, self._state.position))
        draft.advance()
        for request in requests:
            draft.add(request)
        return draft

    async def _append(self, draft: Draft) -> None:
        if draft.entries or draft.rows:
            await self._store.append(Batch(entries=tuple(draft.entries), rows=tuple(draft.rows)))
        self._resume = None

    def _publish_all(self, entries: Sequence[Entry]) -> None:
        if entries:
            self._publish(entries)
            self._published = entries[-1].position

    def _answer_reads(self) -> None:
        reads, self._reads = self._reads, deque()
        for ask, answer in reads:
            if answer.done():
                continue
            if self._cause is not None:
                answer.set_exception(self._stopped())
                continue
            try:
                answer.set_result(ask(self._state))
            except Exception as error:
                answer.set_exception(error)

    def _refuse_if_closed(self) -> None:
        if self._cause is not None:
            raise self._stopped()
        if self.status in (WriterStatus.DRAINING, WriterStatus.STOPPED):
            raise DrainingError

    async def _close(self) -> None:
        self.status = WriterStatus.STOPPED
        self._ticker.stop()
        while self._requests:
            self._requests.popleft().answer(self._stopped() if self._cause else DrainingError())
        self._answer_reads()
        try:
            await self._store.close()
        except Exception as error:
            _log.error("log.close_failed", center=self._center, error=str(error))

    # --- time -------------------------------------------------------------------------------

    def _notice_gap(self) -> None:
        """Let the wall clock count again after a gap, and resume before anything else."""
        now_ms = self._clock.monotonic_ms()
        if now_ms - self._beat_ms > GAP_MS:
            self._event_clock.rebase(at_least_ms=self._state.now_ms)
            self._resume = self._resume or ResumeCenter(is_restart=False)
        self._beat_ms = now_ms

    def _rearm(self) -> None:
        """See that a tick comes in time for the next deadline."""
        if self._cause is not None or self.status is WriterStatus.DRAINING:
            return
        due_ms = next_deadline_ms(self._state)
        # While nothing can be written no deadline fires, however long it is due.
        if due_ms is None or self._full is not None:
            self._ticker.arm(None)
        else:
            # A deadline fires after its instant, not at it.
            self._ticker.arm(self._event_clock.monotonic_at(due_ms) + 1)

    # --- failures ---------------------------------------------------------------------------

    async def _can_write_again(self) -> bool:
        """Try a write of no content, at most once a second."""
        if self._clock.monotonic_ms() < self._retry_at_ms:
            return False
        try:
            await self._store.append(Batch(entries=(), rows=()))
        except LogFullError:
            self._retry_at_ms = self._clock.monotonic_ms() + RETRY_AFTER_MS
            return False
        self._full = None
        self._leave(WriterStatus.READ_ONLY)
        _log.info("center.writable", center=self._center)
        return True

    async def _wait_for_space(self, requests: list[Request], error: LogFullError) -> None:
        """Refuse a batch that was rolled back, and read only until a write succeeds."""
        _log.warning("center.read_only", center=self._center, error=str(error))
        self._enter(WriterStatus.READ_ONLY)
        self._full = error
        self._retry_at_ms = self._clock.monotonic_ms() + RETRY_AFTER_MS
        for request in requests:
            request.answer(ReadOnlyError(cause=str(error)))
        await self._rebuild()

    async def _set_aside(self, requests: list[Request], defect: DefectError) -> None:
        """Refuse the one command that nobody can decide, and do the others again without it."""
        if defect.request not in requests:
            await self._start_over(requests, defect)
            return
        cause = repr(defect.__cause__)
        _log.error("command.failed", center=self._center, problem=str(defect), error=cause)
        defect.request.answer(defect)
        self._requests.extendleft(r for r in reversed(requests) if r is not defect.request)
        await self._rebuild()

    async def _rebuild(self) -> None:
        """Drop the state of a batch that was not stored."""
        try:
            self._state = await rebuild(self._store)
        except Exception as error:
            self._stay_down(error)

    async def _start_over(self, requests: list[Request], error: Exception) -> None:
        """Fail-stop: refuse, drop the state, reopen, rebuild, go on; or stay down."""
        _log.error("center.failed", center=self._center, error=repr(error))
        for request in requests:
            request.answer(UnknownOutcomeError(cause=str(error)))
        if self._failures.is_final(error, now_ms=self._clock.monotonic_ms()):
            self._stay_down(error)
            return
        self._enter(WriterStatus.RECOVERING)
        try:
            await self._store.reopen()
            self._state = await rebuild(self._store, self._publish_missed)
        except Exception as second:
            self._stay_down(second)
            return
        self._event_clock.rebase(at_least_ms=self._state.now_ms)
        self._beat_ms = self._clock.monotonic_ms()
        self._resume = self._resume or ResumeCenter(is_restart=False)
        self._leave(WriterStatus.RECOVERING)
        self._arrived.set()

    def _publish_missed(self, page: Sequence[Entry]) -> None:
        """Publish what turned out to be on disk although its commit had failed."""
        self._publish_all([entry for entry in page if entry.position > self._published])

    def _stay_down(self, error: Exception) -> None:
        _log.critical("center.stopped", center=self._center, error=repr(error))
        self._cause = error

    def _stopped(self) -> CenterStoppedError:
        """Return an error for one caller: a shared one would collect everybody's traceback."""
        error = CenterStoppedError(center=self._center, cause=str(self._cause))
        error.__cause__ = self._cause
        return error

    def _enter(self, status: WriterStatus) -> None:
        if self.status is not WriterStatus.DRAINING:
            self.status = status

    def _leave(self, status: WriterStatus) -> None:
        if self.status is status:
            self.status = WriterStatus.RUNNING
