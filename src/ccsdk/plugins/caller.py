"""Ask plugins: isolated, within a deadline, and not again and again who does not answer.

Nothing a plugin does here harms who asks. What it raises is noted and passed over. What
takes too long is cancelled and, if it does not even heed that, abandoned: nobody waits for
it. After three failures in a row a plugin is not asked for 30 s, then once on trial; a
plugin whose threads are all stuck is left alone at once. One that is asked more than it can
answer is not asked beyond what it has in hand.

Deadlines are told by the center's clock, so that a test can let them pass.
"""

from __future__ import annotations

import asyncio
import inspect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from ccsdk.plugins.remote import AwayError
from ccsdk.plugins.shape import complaint
from ccsdk.plugins.threads import Threads

__all__ = ["FAILURES_MAX", "IN_HAND_MAX", "OPEN_MS", "Caller", "Health"]

FAILURES_MAX = 3
OPEN_MS = 30_000
# Questions that one plugin has in hand at a time, of all hooks and handlers.
IN_HAND_MAX = 64

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


class Health(Protocol):
    """Keep how the plugins of a center are, for who looks after it."""

    def failed(self, plugin: str, part: str, kind: str, problem: str) -> None:
        """Note that a plugin failed at a part of its work."""

    def recovered(self, plugin: str, part: str) -> None:
        """Note that it does that part of its work again."""


@attrs.define
class Caller:
    """Ask the plugins of one center by their query hooks.

    Args:
        clock: The center's.
        host: Knows who implements what.
        health: Takes note of who fails, if anybody wants to know.
    """

    _clock: Clock
    _host: Implementations
    _health: Health | None = None
    _in_hand: Counter[str] = attrs.field(factory=Counter, init=False)
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
                unheard = failure
                continue
            if answer is not None:
                return answer
        if unheard is not None:
            raise unheard
        return None

    async def gather(self, hook: str, **arguments: Any) -> tuple[tuple[str, Any], ...]:
        """Return (plugin, answer) of all who had something to say, in plugin order.

        All are asked at once, within the hook's time; who fails is noted and left out.
        """
        query = QUERIES[hook]
        deadline = Deadline(self._clock, self._clock.monotonic_ms() + query.timeout_ms)
        asked = self._host.implementations(hook)
        tasks = [
            asyncio.ensure_future(self._heard(query, each, arguments, deadline)) for each in asked
        ]
        try:
            answers = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        return tuple(
            (each.plugin, answer)
            for each, answer in zip(asked, answers, strict=True)
            if answer is not None
        )

    async def one(self, query: Query, implementation: Implementation, **arguments: Any) -> Any:
        """Return what one plugin answers, None included, within the query's time.

        Raises:
            HookFailedError: As `ask`.
        """
        deadline = Deadline(self._clock, self._clock.monotonic_ms() + query.timeout_ms)
        return await self.ask(query, implementation, arguments, deadline)

    async def _heard(
        self,
        query: Query,
        implementation: Implementation,
        arguments: Mapping[str, Any],
        deadline: Deadline,
    ) -> Any:
        """Return what one plugin answers, None if it fails."""
        try:
            return await self.ask(query, implementation, arguments, deadline)
        except HookFailedError:
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
                all busy, or it is left alone: after such failures, or because it has as much
                in hand as it may.
        """
        plugin, hook = implementation.plugin, implementation.hook
        breaker = self._breakers.setdefault((plugin, hook), _Breaker())
        if not breaker.admits(self._clock.monotonic_ms()):
            raise _failure(implementation, "open", "left alone for a while after failures")
        try:
            with self._in_hand_of(implementation):
                answer = await self._answer(query, implementation, arguments, deadline)
        except asyncio.CancelledError:
            breaker.abandoned()
            raise
        except HookFailedError as failure:
            if failure.kind in ("away", "busy"):
                # It answers again as soon as it can: nothing to be left alone for.
                breaker.abandoned()
                raise
            breaker.failed(self._clock.monotonic_ms(), is_hopeless=failure.kind == "full")
            self._note(failure)
            raise
        if breaker.failures and self._health is not None:
            self._health.recovered(plugin, hook)
        breaker.succeeded()
        return answer

    @contextmanager
    def _in_hand_of(self, implementation: Implementation) -> Iterator[None]:
        """Count a question among those that a plugin has in hand.

        Raises:
            HookFailedError: It has as many as it may.
        """
        plugin = implementation.plugin
        if self._in_hand[plugin] >= IN_HAND_MAX:
            raise _failure(implementation, "busy", f"it has {IN_HAND_MAX} questions in hand")
        self._in_hand[plugin] += 1
        try:
            yield
        finally:
            self._in_hand[plugin] -= 1

    def _note(self, failure: HookFailedError) -> None:
        plugin, hook, kind = failure.plugin, failure.hook, failure.kind
        _log.warning("hook.failed", plugin=plugin, hook=hook, kind=kind, problem=str(failure))
        if self._health is not None:
            self._health.failed(plugin, hook, kind, failure.problem)

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
        except AwayError as error:
            raise _failure(implementation, "away", str(error)) from error
        except BaseException as error:
            # It is done, so whatever this is was the plugin's.
            raise _failure(implementation, "raised", told(error)) from error
        if answer is not None and (problem := complaint(answer, query.answer)):
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
