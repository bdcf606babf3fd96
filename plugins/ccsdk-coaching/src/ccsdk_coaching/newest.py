"""Work on a thread of its own, of each key only what was asked last.

Whoever types is faster than whoever reads. A question that a newer one overtakes while it waits
is answered at once, without its work; so however fast somebody types, one question of theirs
waits at most, and the others' turns come.

The thread is a daemon: work that never ends keeps nobody from ending the process.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

import attrs

__all__ = ["Newest"]

T = TypeVar("T")
_Work = tuple[Future[Any], Callable[[], Any]]


@attrs.define(eq=False)
class _Asked(Generic[T]):
    """Hold a question: its work on the thread, and word that a newer one is there."""

    version: int
    job: Future[T]
    overtaken: asyncio.Future[None]

    def give_way(self) -> None:
        self.job.cancel()
        if not self.overtaken.done():
            self.overtaken.set_result(None)


@attrs.define
class Newest:
    """Answer the newest question of each key; for the tasks of one event loop."""

    name: str
    _asked: dict[Hashable, _Asked[Any]] = attrs.field(factory=dict, init=False)
    _queue: SimpleQueue[_Work | None] | None = attrs.field(default=None, init=False)

    async def answer(self, key: Hashable, version: int, work: Callable[[], T]) -> T | None:
        """Return what the work returns; None once a newer version of the same key is asked.

        Args:
            key: Whose question it is, and about what.
            version: Of two questions the newer has the higher one; of equals the later counts.
            work: Runs on the thread, after what was asked before.
        """
        former = self._asked.get(key)
        if former is not None:
            if former.version > version:
                return None
            former.give_way()
        loop = asyncio.get_running_loop()
        asked = _Asked(version, self._begun(work), loop.create_future())
        self._asked[key] = asked
        try:
            return await self._awaited(asked)
        finally:
            asked.job.cancel()
            if self._asked.get(key) is asked:
                del self._asked[key]

    def close(self) -> None:
        """Let the thread end after what it works on; a later question begins anew."""
        queue, self._queue = self._queue, None
        if queue is not None:
            queue.put(None)

    def _begun(self, work: Callable[[], T]) -> Future[T]:
        if self._queue is None:
            self._queue = SimpleQueue()
            threading.Thread(
                target=_serve, args=(self._queue,), name=self.name, daemon=True
            ).start()
        job: Future[T] = Future()
        self._queue.put((job, work))
        return job

    async def _awaited(self, asked: _Asked[T]) -> T | None:
        done = asyncio.wrap_future(asked.job)
        # What an overtaken question raises is told to nobody, and no loop is to complain of it.
        done.add_done_callback(lambda ended: ended.cancelled() or ended.exception())
        await asyncio.wait((done, asked.overtaken), return_when=asyncio.FIRST_COMPLETED)
        return None if asked.overtaken.done() else done.result()


def _serve(queue: SimpleQueue[_Work | None]) -> None:
    while (waiting := queue.get()) is not None:
        job, work = waiting
        if not job.set_running_or_notify_cancel():
            continue
        try:
            result = work()
        except Exception as error:
            job.set_exception(error)
        except BaseException as error:
            # What ends a program must end neither the thread nor the server.
            job.set_exception(RuntimeError(f"{type(error).__name__}: {error}"))
        else:
            job.set_result(result)
