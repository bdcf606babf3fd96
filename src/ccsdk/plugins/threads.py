"""A plugin's own threads: plain functions run there, and one that hangs is abandoned.

The executors of the standard library join their threads when the process ends, so one hung
function would keep it from ending. These are daemons, few, started when there is work.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from queue import SimpleQueue
from typing import Any

import attrs

__all__ = ["THREADS_MAX", "Job", "Threads"]

THREADS_MAX = 2


@attrs.define(eq=False)
class Job:
    """Hold a function on its way through a thread; `answer` is the loop's to await."""

    work: Callable[[], Any]
    answer: asyncio.Future[Any]
    has_begun: bool = False

    def run(self) -> None:
        """Run it, unless nobody waits any more, and hand the result to the loop."""
        if self.answer.cancelled():
            return
        self.has_begun = True
        result, error = None, None
        try:
            result = self.work()
        except BaseException as raised:
            error = raised
        # A loop that has ended meanwhile wants to hear nothing.
        with suppress(RuntimeError):
            self.answer.get_loop().call_soon_threadsafe(self._settle, result, error)

    def _settle(self, result: Any, error: BaseException | None) -> None:
        if self.answer.done():
            return
        if error is None:
            self.answer.set_result(result)
        elif isinstance(error, Exception) and not isinstance(error, StopIteration):
            self.answer.set_exception(error)
        else:
            # What ends a program, or cannot pass through a future, must not end the server.
            self.answer.set_exception(RuntimeError(f"{type(error).__name__}: {error}"))


@attrs.define(eq=False)
class Threads:
    """Run one plugin's plain functions, at most `THREADS_MAX` at a time; others wait."""

    _plugin: str
    _jobs: SimpleQueue[Job | None] = attrs.field(factory=SimpleQueue, init=False)
    _count: int = attrs.field(default=0, init=False)

    def begin(self, work: Callable[[], Any]) -> Job:
        """Queue a function, with the context variables of who asks."""
        context = copy_context()
        answer = asyncio.get_running_loop().create_future()
        job = Job(lambda: context.run(work), answer)
        self._jobs.put(job)
        if self._count < THREADS_MAX:
            self._count += 1
            name = f"ccsdk-plugin-{self._plugin}-{self._count}"
            threading.Thread(target=self._serve, name=name, daemon=True).start()
        return job

    def close(self) -> None:
        """Let the threads end after what is queued; one that hangs is left behind."""
        for _ in range(self._count):
            self._jobs.put(None)

    def _serve(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
