"""What the Python client has asked and not been answered: sent again by each connection.

A command keeps its key, so sent twice it is done once. What the server calls retryable is
sent again after a while; any other refusal is raised where the request was made.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import attrs

from ccsdk.client.refusal import error_of
from ccsdk.errors import OverloadedError, RateLimitedError
from ccsdk.wire.frames import Auth, Cmd, Problem, Req, RequestId, Res, Sub, Unsub

__all__ = ["Outbox", "Pending"]

_RETRY_S = 0.5


@attrs.define(eq=False)
class Pending:
    """Hold one request until it is answered."""

    make: Callable[[RequestId], Auth | Cmd | Req | Sub | Unsub]
    # None where nobody waits: the callbacks tell.
    answer: asyncio.Future[Res] | None = None
    # Called in the very turn of the answer: the next frame may already build on it.
    on_answer: Callable[[Res], None] = lambda res: None
    on_refusal: Callable[[Problem], None] = lambda problem: None
    data: dict[str, Any] = attrs.field(factory=dict, repr=False)
    key: str = ""
    # Dies with its connection: the next one begins anew.
    is_bound: bool = False
    is_patient: bool = True


class Outbox:
    """Number requests, keep them until their answers, and say what is to be sent again."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._waiting: dict[Pending, None] = {}
        self._sent: dict[RequestId, Pending] = {}

    def add(self, pending: Pending) -> None:
        """Keep a request until it is answered or given up."""
        self._waiting[pending] = None

    def drop(self, pending: Pending) -> None:
        """Forget a request that nobody waits for any more."""
        self._waiting.pop(pending, None)
        self._sent = {id: sent for id, sent in self._sent.items() if sent is not pending}

    def frame(self, pending: Pending) -> Auth | Cmd | Req | Sub | Unsub:
        """Return the frame to send now, under a new id."""
        id = next(self._ids)
        self._sent[id] = pending
        return pending.make(id)

    def unsent(self) -> list[Pending]:
        """Return what is to be sent on a new connection, oldest first."""
        sent = set(self._sent.values())
        return [each for each in self._waiting if each not in sent]

    def disconnected(self) -> None:
        """Note that no answer will come to what was sent; drop what was bound to it."""
        self._sent.clear()
        for each in [each for each in self._waiting if each.is_bound]:
            self.drop(each)
            if each.answer is not None:
                each.answer.cancel()

    def settle(self, res: Res) -> tuple[Pending, float] | None:
        """Take an answer; return what is to be sent again, after how many seconds, if so."""
        pending = self._sent.pop(res.id, None)
        if pending is None:
            return None
        if res.err is None:
            pending.on_answer(res)
            self._finish(pending, res)
            return None
        error = error_of(res.err, pending.data, key=pending.key)
        if error.is_retryable and pending.is_patient:
            if isinstance(error, OverloadedError | RateLimitedError):
                return pending, error.retry_after_ms / 1000
            return pending, _RETRY_S
        pending.on_refusal(res.err)
        self._finish(pending, error)
        return None

    def fail(self, error: BaseException) -> None:
        """Give up on everything."""
        for pending in list(self._waiting):
            self._finish(pending, error)

    def _finish(self, pending: Pending, outcome: Res | BaseException) -> None:
        self.drop(pending)
        if pending.answer is None or pending.answer.done():
            return
        if isinstance(outcome, Res):
            pending.answer.set_result(outcome)
        else:
            pending.answer.set_exception(outcome)
