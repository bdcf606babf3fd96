"""The outbox's tables: what is to be sent, lane by lane, and how each target stands.

Only the first parcel of a lane is waiting, being sent or parked; those behind it are `behind`
and take its place one after the other. So finding what is due never reads what cannot be sent
yet, however much of it there is.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from ccsdk.hooks.outbox import SCHEDULE_MS, SPAN_MS, Fate, Outcome, Parcel, Tables, Target

__all__ = ["OutboxTable"]

PROBLEM_LENGTH_MAX = 500
# A target that fails is left alone so long, doubled at each failure in a row.
REST_MS, REST_MAX_MS = 1_000, 60_000
_SELECT = "SELECT id, target, lane, payload, at_ms, attempts, is_uncertain, problem FROM outbox "


class OutboxTable:
    """Read and write the outbox within one transaction."""

    def __init__(self, storage: Tables) -> None:
        self._storage = storage

    async def put(
        self, *, id: str, target: str, lane: str, payload: bytes, at_ms: int, due_ms: int
    ) -> None:
        """Add a parcel behind those of its lane; one that is there by this id stays as it is."""
        is_behind = await self._first(
            "SELECT 1 FROM outbox WHERE target = ? AND lane = ? LIMIT 1", target, lane
        )
        state = "behind" if is_behind else "waiting"
        await self._storage.execute(
            "INSERT OR IGNORE INTO outbox (id, target, lane, payload, at_ms, state, due_ms) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id, target, lane, payload, at_ms, state, due_ms),
        )

    async def recover(self, now_ms: int) -> None:
        """Take back what was being sent when the process ended: nobody knows of it.

        Whatever waits is tried at once: who starts a center again may have mended something.
        """
        await self._storage.execute(
            "UPDATE outbox SET state = 'waiting', is_uncertain = 1 WHERE state = 'sending'"
        )
        await self._storage.execute(
            "UPDATE outbox SET due_ms = ?1 WHERE state = 'waiting' AND due_ms > ?1", (now_ms,)
        )

    async def claim(
        self, now_ms: int, *, busy: Collection[str], lanes_max: int
    ) -> tuple[list[Parcel], int | None]:
        """Mark what is due as being sent, and return it with the instant of what is due next.

        Args:
            now_ms: By the wall clock.
            busy: The target of each parcel that is being sent now.
            lanes_max: How many of one target are sent at a time.
        """
        parcels: list[Parcel] = []
        next_ms: int | None = None
        rows = await self._storage.fetch(
            "SELECT target, min(due_ms) FROM outbox WHERE state = 'waiting' GROUP BY target"
        )
        rests = await self._rests()
        for target, due_ms in rows:
            rest_ms = rests.get(target, 0)
            free = lanes_max - sum(1 for each in busy if each == target)
            if rest_ms is None or free <= 0:
                continue
            # One that has failed is asked with a single parcel first.
            begin_ms, room = max(due_ms, rest_ms), 1 if rest_ms else free
            if rest_ms and free < lanes_max:
                continue
            if begin_ms <= now_ms:
                parcels += await self._take(target, now_ms, room)
            else:
                next_ms = begin_ms if next_ms is None else min(next_ms, begin_ms)
        return parcels, next_ms

    async def settle(self, parcel: Parcel, outcome: Outcome, now_ms: int) -> tuple[str, ...]:
        """Note what became of an attempt; return what is new: away, back, parked or stopped."""
        found = await self._first(
            "SELECT failures FROM outbox_targets WHERE target = ?", parcel.target
        )
        failures = found[0] if found else 0
        if outcome.fate is Fate.DONE:
            await self._arrived(parcel, failures, now_ms)
            return ("back",) if failures else ()
        is_parked = await self._failed(parcel, outcome, now_ms)
        news = {
            "away": not failures and outcome.fate is Fate.AGAIN,
            "parked": is_parked,
            "stopped": outcome.fate is Fate.STOP,
        }
        return tuple(word for word, is_so in news.items() if is_so)

    async def targets(self) -> list[Target]:
        """Return how each target stands that has, or ever had, a parcel, by name."""
        rows = await self._storage.fetch(
            "SELECT target, count(*), sum(state = 'sending'), sum(state = 'parked'), "
            "sum(is_uncertain), min(at_ms), min(iif(state = 'waiting', due_ms, NULL)) "
            "FROM outbox GROUP BY target"
        )
        found = {row[0]: row[1:] for row in rows}
        known = await self._storage.fetch(
            "SELECT target, sent, failures, problem, problem_ms, stopped_ms FROM outbox_targets"
        )
        past = {row[0]: row[1:] for row in known}
        nothing, never = (0, 0, 0, 0, None, None), (0, 0, None, None, None)
        return [
            _target(name, found.get(name, nothing), past.get(name, never))
            for name in sorted(found | past)
        ]

    async def parked(self, limit: int) -> list[Parcel]:
        """Return what is parked, oldest first."""
        rows = await self._storage.fetch(
            _SELECT + "WHERE state = 'parked' ORDER BY number LIMIT ?", (limit,)
        )
        return [_parcel(row) for row in rows]

    async def redrive(self, now_ms: int, *, target: str | None, id: str | None) -> int:
        """Let parked parcels be sent again, and a stopped target go on; return how many.

        What else waits for the target is tried at once, too.
        """
        if id is None:
            await self._storage.execute(
                "UPDATE outbox_targets SET stopped_ms = NULL, failures = 0 "
                "WHERE ?1 IS NULL OR target = ?1",
                (target,),
            )
            await self._storage.execute(
                "UPDATE outbox SET due_ms = ?2 "
                "WHERE state = 'waiting' AND (?1 IS NULL OR target = ?1)",
                (target, now_ms),
            )
        return await self._storage.execute(
            "UPDATE outbox SET state = 'waiting', due_ms = ?3, attempts = 0, first_ms = NULL "
            "WHERE state = 'parked' AND (?1 IS NULL OR target = ?1) AND (?2 IS NULL OR id = ?2)",
            (target, id, now_ms),
        )

    async def discard(self, id: str, reason: str, now_ms: int) -> int:
        """Drop parked parcels of an id, remember why, and return how many there were."""
        rows = await self._storage.fetch(_SELECT + "WHERE state = 'parked' AND id = ?", (id,))
        for row in rows:
            parcel = _parcel(row)
            await self._storage.execute(
                "INSERT INTO outbox_discarded (id, target, reason, at_ms) VALUES (?, ?, ?, ?)",
                (parcel.id, parcel.target, reason, now_ms),
            )
            await self._drop(parcel, now_ms)
        return len(rows)

    async def _take(self, target: str, now_ms: int, limit: int) -> list[Parcel]:
        rows = await self._storage.fetch(
            _SELECT + "WHERE state = 'waiting' AND target = ? AND due_ms <= ? "
            "ORDER BY due_ms, number LIMIT ?",
            (target, now_ms, limit),
        )
        for row in rows:
            await self._storage.execute(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, "
                "first_ms = coalesce(first_ms, ?) WHERE target = ? AND id = ?",
                (now_ms, target, row[0]),
            )
        return [_parcel(row, attempts_more=1) for row in rows]

    async def _rests(self) -> dict[str, int | None]:
        """Return until when each target is left alone; None is for good, 0 not at all."""
        rows = await self._storage.fetch(
            "SELECT target, failures, problem_ms, stopped_ms FROM outbox_targets"
        )
        rests: dict[str, int | None] = {}
        for target, failures, problem_ms, stopped_ms in rows:
            rest_ms = min(REST_MAX_MS, REST_MS << min(failures, 16)) if failures else 0
            rests[target] = None if stopped_ms else problem_ms + rest_ms if failures else 0
        return rests

    async def _arrived(self, parcel: Parcel, failures: int, now_ms: int) -> None:
        await self._drop(parcel, now_ms)
        if failures:
            # It is back: what waits for its turn in hours need not.
            await self._storage.execute(
                "UPDATE outbox SET due_ms = min(due_ms, ?2) "
                "WHERE state = 'waiting' AND target = ?1",
                (parcel.target, now_ms),
            )
        await self._storage.execute(
            "INSERT INTO outbox_targets (target, sent) VALUES (?1, 1) "
            "ON CONFLICT (target) DO UPDATE SET sent = sent + 1, failures = 0",
            (parcel.target,),
        )

    async def _failed(self, parcel: Parcel, outcome: Outcome, now_ms: int) -> bool:
        """Have it wait for its next attempt, or park it; say which."""
        problem = outcome.problem[:PROBLEM_LENGTH_MAX]
        (first_ms,) = await self._first(
            "SELECT first_ms FROM outbox WHERE target = ? AND id = ?", parcel.target, parcel.id
        ) or (now_ms,)
        is_over = now_ms - first_ms >= SPAN_MS and outcome.fate is Fate.AGAIN
        is_parked = outcome.fate is Fate.PARK or is_over
        await self._storage.execute(
            "UPDATE outbox SET state = ?, due_ms = ?, problem = ?, is_uncertain = "
            "max(is_uncertain, ?) WHERE target = ? AND id = ?",
            (
                "parked" if is_parked else "waiting",
                now_ms + wait_ms(parcel, outcome),
                problem,
                outcome.is_sent,
                parcel.target,
                parcel.id,
            ),
        )
        # A parcel that is refused says nothing of its target.
        more = 0 if outcome.fate is Fate.PARK else 1
        stopped_ms = now_ms if outcome.fate is Fate.STOP else None
        await self._storage.execute(
            "INSERT INTO outbox_targets (target, failures, problem, problem_ms, stopped_ms) "
            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (target) DO UPDATE SET "
            "failures = failures + ?2, problem = ?3, problem_ms = ?4, stopped_ms = ?5",
            (parcel.target, more, problem, now_ms, stopped_ms),
        )
        return is_parked

    async def _drop(self, parcel: Parcel, now_ms: int) -> None:
        """Take a parcel out, and let the one behind it come first."""
        where = (parcel.target, parcel.id)
        await self._storage.execute("DELETE FROM outbox WHERE target = ? AND id = ?", where)
        await self._storage.execute(
            "UPDATE outbox SET state = 'waiting', due_ms = min(due_ms, ?3) WHERE number = "
            "(SELECT min(number) FROM outbox WHERE target = ?1 AND lane = ?2)",
            (parcel.target, parcel.lane, now_ms),
        )

    async def _first(self, sql: str, *parameters: Any) -> Sequence[Any]:
        rows = await self._storage.fetch(sql, parameters)
        return rows[0] if rows else ()


def wait_ms(parcel: Parcel, outcome: Outcome) -> int:
    """Return how long the next attempt waits: by the schedule, or longer if that was asked for.

    A tenth more or less by chance keeps many from coming at once; here the chance is the id's.
    """
    planned_ms = SCHEDULE_MS[min(parcel.attempt, len(SCHEDULE_MS)) - 1]
    chance = zlib.crc32(f"{parcel.id} {parcel.attempt}".encode()) % 1_000
    jittered_ms = planned_ms + planned_ms * chance // 10_000
    asked_ms = min(outcome.after_ms or 0, SCHEDULE_MS[-1])
    return max(jittered_ms, asked_ms)


def _parcel(row: Sequence[Any], *, attempts_more: int = 0) -> Parcel:
    return Parcel(
        id=row[0],
        target=row[1],
        lane=row[2],
        payload=msgspec.json.decode(row[3]),
        at_ms=row[4],
        attempt=row[5] + attempts_more,
        is_uncertain=bool(row[6]),
        problem=row[7],
    )


def _target(name: str, now: Sequence[Any], past: Sequence[Any]) -> Target:
    return Target(
        name=name,
        waiting=now[0],
        sending=now[1],
        parked=now[2],
        uncertain=now[3],
        oldest_at_ms=now[4],
        due_at_ms=now[5],
        sent=past[0],
        failures=past[1],
        problem=past[2] if past[1] or past[4] or now[2] else None,
        problem_at_ms=past[3],
        stopped_at_ms=past[4],
    )
