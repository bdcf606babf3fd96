"""Values of the outbox: what is to reach others, and what became of an attempt.

The outbox itself is `ccsdk.Outbox`: rows in a plugin's own tables, written in the transaction
of the delivery that they follow from, and sent by a task of the plugin's.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from enum import Enum
from typing import Any, Protocol

import attrs

from ccsdk.hooks.ports import Clock

__all__ = [
    "OUTBOX_MIGRATION",
    "SCHEDULE_MS",
    "SPAN_MS",
    "Fate",
    "OutboxContext",
    "Outcome",
    "Parcel",
    "Tables",
    "Target",
]

_S, _MIN, _H = 1_000, 60_000, 3_600_000
# Source: Standard Webhooks 1.0, "Deliverability and reliability", an example schedule.
SCHEDULE_MS = (5 * _S, 5 * _MIN, 30 * _MIN, 2 * _H, 5 * _H, 10 * _H, 14 * _H, 20 * _H, 24 * _H)
SPAN_MS = sum(SCHEDULE_MS)

# One of the steps in the manifest's `migrations`; no text of a released version changes.
OUTBOX_MIGRATION = """
CREATE TABLE outbox (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    target TEXT NOT NULL,
    lane TEXT NOT NULL,
    payload BLOB NOT NULL,
    at_ms INTEGER NOT NULL,
    state TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    first_ms INTEGER,
    is_uncertain INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    UNIQUE (target, id)
);
CREATE INDEX outbox_by_lane ON outbox (target, lane, number);
CREATE INDEX outbox_by_due ON outbox (target, due_ms) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox (number) WHERE state = 'sending';
CREATE INDEX outbox_parked ON outbox (number) WHERE state = 'parked';
CREATE TABLE outbox_targets (
    target TEXT NOT NULL PRIMARY KEY,
    sent INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    problem_ms INTEGER,
    stopped_ms INTEGER
);
CREATE TABLE outbox_discarded (
    number INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL,
    target TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_ms INTEGER NOT NULL
);
"""


class Fate(Enum):
    """Say what is next for a parcel."""

    DONE = "done"
    AGAIN = "again"
    PARK = "park"
    STOP = "stop"


@attrs.frozen(kw_only=True)
class Outcome:
    """Say what became of an attempt; use the four functions below it.

    With `is_sent` the parcel may have arrived though nobody said so.
    """

    fate: Fate
    problem: str = ""
    after_ms: int | None = None
    is_sent: bool = False

    @classmethod
    def done(cls) -> Outcome:
        """Say that the other side has it."""
        return cls(fate=Fate.DONE)

    @classmethod
    def again(cls, problem: str, *, after_ms: int | None = None, is_sent: bool = False) -> Outcome:
        """Say that it is to be tried again, not before `after_ms` from now if that is said."""
        return cls(fate=Fate.AGAIN, problem=problem, after_ms=after_ms, is_sent=is_sent)

    @classmethod
    def park(cls, problem: str) -> Outcome:
        """Say that trying again cannot help; somebody has to look at it."""
        return cls(fate=Fate.PARK, problem=problem)

    @classmethod
    def stop(cls, problem: str) -> Outcome:
        """Say that the whole target wants nothing more; what is for it waits."""
        return cls(fate=Fate.STOP, problem=problem)


@attrs.frozen(kw_only=True)
class Parcel:
    """Hold what is to be sent, as it was put; `id` is the same at every attempt.

    `attempt` counts from 1. With `is_uncertain` an earlier attempt may have arrived: the
    process ended, or no answer came.
    """

    id: str
    target: str
    lane: str
    payload: Any = attrs.field(repr=False)
    at_ms: int
    attempt: int
    is_uncertain: bool = False
    problem: str | None = None


@attrs.frozen(kw_only=True)
class Target:
    """Say how it stands with what is for one target.

    `waiting` counts all that has not arrived; `sending`, `parked` and `uncertain` are among it.
    `oldest_at_ms` is when the first of it was put, `due_at_ms` when the next attempt is due;
    `failures` counts those in a row that failed.
    """

    name: str
    waiting: int = 0
    sending: int = 0
    parked: int = 0
    uncertain: int = 0
    oldest_at_ms: int | None = None
    due_at_ms: int | None = None
    sent: int = 0
    failures: int = 0
    problem: str | None = None
    problem_at_ms: int | None = None
    stopped_at_ms: int | None = None


class Tables(Protocol):
    """Run statements within the transaction that is open: `ctx.storage` is one."""

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> int:
        """Run one statement, and return how many rows it changed."""

    async def fetch(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement, and return its rows."""


class OutboxContext(Protocol):
    """Give an outbox what it asks of its plugin's context; every `PluginContext` does."""

    @property
    def name(self) -> str:
        """Return the plugin's name."""

    @property
    def clock(self) -> Clock:
        """Return the center's clock."""

    def transaction(self) -> AbstractAsyncContextManager[Tables]:
        """Open a transaction of the plugin's own store."""
