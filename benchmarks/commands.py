"""Durable acknowledged commands per second, in process, beside two peers.

The work is a customer's message: one event with its personal half and one command row.
The peers write the very same rows into the very same tables, as durably:

- aiosqlite with a look for the key and a commit per command, written as its README does;
- bare sqlite3 in batches as large as ours were, without a loop, an engine or an encoder.

Both leave checkpoints to SQLite, which makes one from 1,000 pages on, as ours does.

Figures are medians of five turns, taken side by side.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from itertools import accumulate, count, pairwise
from pathlib import Path

import aiosqlite
import attrs

from ccsdk.center.batch import Request, fingerprint_of
from ccsdk.center.clock import SystemClock
from ccsdk.center.writer import Writer
from ccsdk.cli.serve import spare_collector
from ccsdk.log.chain import GENESIS
from ccsdk.log.connection import WRITER_PRAGMAS, apply_pragmas, on_thread
from ccsdk.log.creation import create_file
from ccsdk.log.offline import OfflineLog
from ccsdk.log.rows import row_of_command, row_of_entry, row_of_personal
from ccsdk.log.sqlite import SqliteLogStore
from ccsdk.log.statements import SQL
from ccsdk.model.command import DefineAccount, DefineQueue, ReceiveInteraction, ReceiveMessage
from ccsdk.model.entry import Batch, CommandRow, Entry
from ccsdk.model.principal import SYSTEM

__all__ = ["main"]

TURNS = 5
TURN_S = 1.0
CONCURRENT = (100, 1_000)
FLOORS = {"aiosqlite": 20.0, "sqlite3": 0.4}
AIMS = {"aiosqlite": 25.0, "sqlite3": 0.5}
OURS_ONLY = ("wal_autocheckpoint", "cache_size")
PEER_PRAGMAS = tuple(pragma for pragma in WRITER_PRAGMAS if pragma[0] not in OURS_ONLY)
TEXT = ReceiveMessage.Personal(text="Where is my order? It should have come on Tuesday.")


class CountingStore(SqliteLogStore):
    """Remember how large the batches were, so that the peers can write the same."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.sizes: list[int] = []

    async def append(self, batch: Batch) -> None:
        await super().append(batch)
        self.sizes.append(len(batch.rows))


@attrs.define
class Figures:
    """Hold commands per second, one figure per turn, and how large our batches were."""

    ours: list[float] = attrs.field(factory=list)
    aiosqlite: list[float] = attrs.field(factory=list)
    sqlite3: list[float] = attrs.field(factory=list)
    batch: list[float] = attrs.field(factory=list)


def request(key: str, interaction: str) -> Request:
    command = ReceiveMessage(interaction=interaction)
    # A door computes this from what it was sent; so do we, within the measured time.
    digest = fingerprint_of("ccsdk.ReceiveMessage.v1", interaction, TEXT.text)
    return Request(principal=SYSTEM, key=key, command=command, fingerprint=digest, personal=TEXT)


async def sustained(senders: int, send: Callable[[int, int], Awaitable[object]]) -> float:
    """Return what `senders` get done per second, each waiting for its answer."""
    end, done = time.perf_counter() + TURN_S, 0

    async def loop(sender: int) -> None:
        nonlocal done
        number = 0
        while time.perf_counter() < end:
            await send(sender, number)
            number += 1
            done += 1

    start = time.perf_counter()
    await asyncio.gather(*(loop(sender) for sender in range(senders)))
    return done / (time.perf_counter() - start)


async def open_interactions(writer: Writer, count: int) -> None:
    setup = [
        DefineQueue(queue="q", name="Q"),
        DefineAccount(account="web", channel="chat", queues=("q",)),
    ]
    for command in setup:
        key = type(command).__name__
        await writer.submit(
            Request(principal=SYSTEM, key=key, command=command, fingerprint=key.encode())
        )
    opening = [
        ReceiveInteraction(
            interaction=f"in_{n}", account="web", thread=f"th_{n}", identity=f"id_{n}"
        )
        for n in range(count)
    ]
    await asyncio.gather(
        *(
            writer.submit(
                Request(principal=SYSTEM, key=c.interaction, command=c, fingerprint=b"open")
            )
            for c in opening
        )
    )


async def ours(place: Path, senders: int) -> tuple[float, list[Batch]]:
    store = CountingStore(place / "log.db")
    writer = Writer(center="bench", store=store, clock=SystemClock(), publish=lambda e: None)
    await writer.open()
    await writer.start()
    await open_interactions(writer, senders)
    store.sizes.clear()
    # Keys as clients make them: they grow with time.
    keys = map("{:032x}".format, count(time.time_ns() << 64))
    rate = await sustained(senders, lambda s, n: writer.submit(request(next(keys), f"in_{s}")))
    await writer.stop()
    return rate, batches_of(place / "log.db", store.sizes)


def batches_of(path: Path, sizes: list[int]) -> list[Batch]:
    """Return the last batches of a log, one event to a command."""
    with OfflineLog(path) as log:
        entries = log.read(after=0, limit=10**9)[-sum(sizes) :]
        rows = log.read_rows(after=0, limit=10**9)[-sum(sizes) :]
    ends = list(accumulate(sizes, initial=0))
    return [Batch(entries=tuple(entries[a:b]), rows=tuple(rows[a:b])) for a, b in pairwise(ends)]


async def theirs_async(place: Path, senders: int, pairs: list[tuple[Entry, CommandRow]]) -> float:
    path = place / "peer.db"
    create_file(path)
    turn, left = asyncio.Lock(), iter(pairs)
    async with aiosqlite.connect(path, isolation_level="IMMEDIATE") as connection:
        await on_thread(connection, lambda c: apply_pragmas(c, PEER_PRAGMAS, path=path))

        async def send(sender: int, number: int) -> None:
            async with turn:
                entry, row = next(left)
                wanted = f'[["{row.principal}","{row.key}"]]'
                async with connection.execute(SQL["commands_by_key"], (wanted,)) as cursor:
                    assert await cursor.fetchone() is None, "a key has one effect"
                await connection.execute(SQL["append_event"], row_of_entry(entry, GENESIS))
                await connection.execute(SQL["append_personal"], row_of_personal(entry))
                await connection.execute(SQL["append_command"], row_of_command(row, 0))
                await connection.commit()

        return await sustained(senders, send)


def theirs_bare(place: Path, batches: list[Batch]) -> float:
    """Return commands per second of executemany and commit, rows made beforehand."""
    path = place / "bare.db"
    create_file(path)
    made = [
        (
            [row_of_entry(entry, GENESIS) for entry in batch.entries],
            [row_of_personal(entry) for entry in batch.entries],
            [row_of_command(row, 0) for row in batch.rows],
        )
        for batch in batches
    ]
    with closing(sqlite3.connect(path, isolation_level="IMMEDIATE")) as connection:
        apply_pragmas(connection, PEER_PRAGMAS, path=path)
        start = time.perf_counter()
        for events, personal, commands in made:
            connection.executemany(SQL["append_event"], events)
            connection.executemany(SQL["append_personal"], personal)
            connection.executemany(SQL["append_command"], commands)
            connection.commit()
        return sum(len(batch.rows) for batch in batches) / (time.perf_counter() - start)


def measure(senders: int) -> Figures:
    figures = Figures()
    for _ in range(TURNS):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            rate, batches = asyncio.run(ours(place, senders))
            pairs = [p for b in batches for p in zip(b.entries, b.rows, strict=True)]
            figures.ours.append(rate)
            figures.batch.append(len(pairs) / len(batches))
            figures.sqlite3.append(theirs_bare(place, batches))
            figures.aiosqlite.append(asyncio.run(theirs_async(place, senders, pairs)))
    return figures


def main() -> bool:
    """Print the ratios, and return whether all floors are kept."""
    is_kept = True
    # As in `ccsdk serve`; the peers gain by it too.
    spare_collector()
    print("durable acknowledged commands/s (median of five)")
    for senders in CONCURRENT:
        figures = measure(senders)
        mine = statistics.median(figures.ours)
        batch = statistics.median(figures.batch)
        print(f"  {senders} concurrent: {mine:,.0f}/s in batches of {batch:.0f}")
        for peer, rates in (("aiosqlite", figures.aiosqlite), ("sqlite3", figures.sqlite3)):
            theirs = statistics.median(rates)
            ratio = mine / theirs
            is_kept = is_kept and ratio >= FLOORS[peer]
            what = "a commit per command" if peer == "aiosqlite" else "bare, equal batches"
            print(
                f"    {ratio:6.2f}x {peer}, {what} ({theirs:,.0f}/s); "
                f"floor {FLOORS[peer]:g}x, aim {AIMS[peer]:g}x"
            )
    return is_kept


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
