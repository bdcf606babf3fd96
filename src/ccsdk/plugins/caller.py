"""Ask plugins: isolated, within a deadline, and not again and again who does not answer.

Nothing a plugin does here harms who asks. What it raises is noted and passed over. What
takes too long is cancelled and, if it does not even heed that, abandoned: nobody waits for
it. After three failures in a row a plugin is not asked for 30 s, then once on trial; a
plugin whose threads are all stuck is left alone at once.

Deadlines are told by the center's clock, so that a test can let them pass.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import attrs
import structlog

from ccsdk.errors import HookFailedError
from ccsdk.hooks.ports import Clock
from ccsdk.hooks.query import Deadline, Query
from ccsdk.hooks.specs import QUERIES
from ccsdk.plugins.host import Implementation
from ccsdk.plugins.isolation import guarded, is_done, told
from ccsdk.plugins.threads import Threads

__all__ = ["FAILURES_MAX", "OPEN_MS", "Caller"]

FAILURES_MAX = 3
OPEN_MS = 30_000

_log = structlog.get_logger("ccsdk.plugins")


@attrs.define
class _Breaker:
    """Say whether one plugin is asked by one hook."""

    failures: int = 0
    closed_again_at_ms: int = 0
    is_on_trial: bool = False

    def admits(self, now_ms: int) -> bool:
        """Return whether to ask now; after a break, one call at a time is the trial."""
        if self.failures < FAILURES_MAX:
            return True
        if now_ms < self.closed_again_at_ms or self.is_on_trial:
            return False
        self.is_on_trial = True
        return True

    def succeeded(self) -> None:
        self.failures, self.is_on_trial = 0, False

    def failed(self, now_ms: int, *, is_hopeless: bool) -> None:
        self.failures = FAILURES_MAX if is_hopeless else self.failures + 1
        self.is_on_trial = False
        if self.failures >= FAILURES_MAX:
            self.closed_again_at_ms = now_ms + OPEN_MS

    def abandoned(self) -> None:
        """Who asked has gone: that says nothing about the plugin."""
        self.is_on_trial = False


class Implementations(Protocol):
    """Know who implements a hook: the plugin host does."""

    def implementations(self, hook: str) -> Sequence[Implementation]:
        """Return who implements a query hook, in plugin order."""


@attrs.define
class Caller:
    """Ask the plugins of one center by their query hooks."""

    _clock: Clock
    _host: Implementations
    _breakers: dict[tuple[str, str], _Breaker] = attrs.field(factory=dict, init=False)
    _threads: dict[str, Threads] = attrs.field(factory=dict, init=False)

    async def first(self, hook: str, **arguments: Any) -> Any:
        """Return the first answer that is not None, asking in plugin order; else None.

        Raises:
            HookFailedError: Nobody answered, and not all could be heard.
        """
        query = QUERIES[hook]
        deadline = Deadline(self._clock, self._clock.monotonic_ms() + query.timeout_ms)
        unheard: HookFailedError | None = None
        for each in self._host.implementations(hook):
            if not deadline.left_ms():
                # Who was never asked is not to blame.
                unheard = unheard or _failure(each, "late", "no time was left to ask")
                break
            try:
                answer = await self.ask(query, each, arguments, deadline)
            except HookFailedError as failure:
                _log.warning("hook.failed", problem=str(failure))
                unheard = failure
                continue
            if answer is not None:
                return answer
        if unheard is not None:
            raise unheard
        return None

    async def ask(
        self,
        query: Query,
        implementation: Implementation,
        arguments: Mapping[str, Any],
        deadline: Deadline,
    ) -> Any:
        """Return what one plugin answers, None included.

        Raises:
            HookFailedError: It raised, was late, answered with another type, its threads are
                all busy, or it is left alone after such failures.
        """
        breaker = self._breakers.setdefault(
            (implementation.plugin, implementation.hook), _Breaker()
        )
        if not breaker.admits(self._clock.monotonic_ms()):
            raise _failure(implementation, "open", "left alone for a while after failures")
        try:
            answer = await self._answer(query, implementation, arguments, deadline)
        except asyncio.CancelledError:
            breaker.abandoned()
            raise
        except HookFailedError as failure:
            breaker.failed(self._clock.monotonic_ms(), is_hopeless=failure.kind == "full")
            raise
        breaker.succeeded()
        return answer

    def close(self) -> None:
        """Let all threads end."""
        for threads in self._threads.values():
            threads.close()

    async def _answer(
        self,
        query: Query,
        implementation: Implementation,
        arguments: Mapping[str, Any],
        deadline: Deadline,
    ) -> Any:
        available = {**arguments, "ctx": implementation.context, "deadline": deadline}
        named = {name: available[name] for name in implementation.arguments}
        work = partial(implementation.function, **named)
        job = None
        if inspect.iscoroutinefunction(implementation.function):
            running: asyncio.Future[Any] = asyncio.ensure_future(guarded(work()))
        else:
            job = self._threads_of(implementation.plugin).begin(work)
            running = job.answer
        if not await is_done(running, self._clock, deadline.at_ms):
            if job is not None and not job.has_begun:
                raise _failure(implementation, "full", "all its threads are busy")
            raise _failure(implementation, "late", f"no answer within {query.timeout_ms} ms")
        try:
            answer = running.result()
        except BaseException as error:
            # It is done, so whatever this is was the plugin's.
            raise _failure(implementation, "raised", told(error)) from error
        if answer is not None and not isinstance(answer, query.answer):
            problem = f"answered a {type(answer).__name__}, not a {query.answer.__name__}"
            raise _failure(implementation, "garbage", problem)
        return answer

    def _threads_of(self, plugin: str) -> Threads:
        if plugin not in self._threads:
            self._threads[plugin] = Threads(plugin)
        return self._threads[plugin]


def _failure(implementation: Implementation, kind: str, problem: str) -> HookFailedError:
    return HookFailedError(
        plugin=implementation.plugin, hook=implementation.hook, kind=kind, problem=problem
    )
