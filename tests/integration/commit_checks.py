"""Checks of the moment around a commit; each names what it found wrong.

They run on the real writer and store, which must pass, and on mutants, which must not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import attrs

from ccsdk.center.batch import Request, fingerprint_of
from ccsdk.center.writer import Writer
from ccsdk.engine.replay import fingerprint, replay
from ccsdk.errors import UnknownOutcomeError
from ccsdk.hooks.ports import LogStore
from ccsdk.model.command import Command, DefineQueue, command_type
from ccsdk.model.entry import Entry
from ccsdk.model.principal import SYSTEM
from ccsdk.testing.clock import VirtualClock
from ccsdk.testing.faults import Edge, Mishap, ScriptedLogStore, StoreFault

EVERYTHING = 10**9
Make = Callable[..., Writer]


def asked(key: str, command: Command) -> Request:
    """Return a system's request."""
    name = command_type(type(command))
    return Request(
        principal=SYSTEM,
        key=key,
        command=command,
        fingerprint=fingerprint_of(name, repr(command), None),
    )


def queue(name: str) -> DefineQueue:
    """Return a command that leads to one event."""
    return DefineQueue(queue=name, name=name)


@attrs.define
class Bench:
    """Hold a writer on a scripted store, and what it published."""

    store: ScriptedLogStore
    writer: Writer
    published: list[Entry]

    @classmethod
    async def opened(cls, make: Make, store: LogStore, *faults: StoreFault) -> Bench:
        published: list[Entry] = []

        def publish(entries: Sequence[Entry]) -> None:
            published.extend(entries)

        scripted = ScriptedLogStore(store, faults)
        writer = make(center="shop", store=scripted, clock=VirtualClock(), publish=publish)
        bench = cls(store=scripted, writer=writer, published=published)
        await writer.open()
        await writer.start()
        return bench


async def seen_before_commit(make: Make, store: LogStore) -> list[str]:
    """B6, G3: nothing is answered, published or read before it is on disk."""
    bench = await Bench.opened(make, store, StoreFault(2, Edge.BEFORE, Mishap.HANG))
    await bench.writer.submit(asked("first", queue("q1")))
    before = len(bench.published)
    receipt = asyncio.ensure_future(bench.writer.submit(asked("second", queue("q2"))))
    await bench.store.hanging.wait()
    position = asyncio.ensure_future(bench.writer.read(lambda state: state.position))
    for _ in range(20):
        await asyncio.sleep(0)
    found = []
    if receipt.done():
        found.append("acknowledged before the commit")
    if len(bench.published) != before:
        found.append("published before the commit")
    if position.done():
        found.append("read before the commit")
    bench.store.release()
    await asyncio.wait([receipt, position])
    await bench.writer.stop()
    return found


async def failed_commit(make: Make, store: LogStore, edge: Edge) -> list[str]:
    """G2 to G4, G9: after a failure at either edge the key settles it, with one effect."""
    bench = await Bench.opened(make, store, StoreFault(2, edge, Mishap.UNAVAILABLE))
    await bench.writer.submit(asked("first", queue("q1")))
    found = []
    try:
        await bench.writer.submit(asked("second", queue("q2")))
        found.append("acknowledged although the commit failed")
    except UnknownOutcomeError:
        pass
    try:
        receipt = await bench.writer.submit(asked("second", queue("q2")))
        if receipt.is_replayed is not (edge is Edge.AFTER):
            found.append("the key has two effects")
    except Exception as error:
        found.append(f"the key settles nothing: {error!r}")
    live = await _live(bench.writer)
    await bench.writer.stop()
    return [*found, *await judged(store, bench.published, live)]


async def key_after_restart(make: Make, store: LogStore) -> list[str]:
    """G4: a key has its answer in the next run as well."""
    first = await Bench.opened(make, store)
    sent = await first.writer.submit(asked("mine", queue("q1")))
    await first.writer.stop()
    second = await Bench.opened(make, store)
    found = []
    try:
        again = await second.writer.submit(asked("mine", queue("q1")))
        if (again.answer, again.position) != (sent.answer, sent.position):
            found.append("the key has another answer after a restart")
    except Exception as error:
        found.append(f"the key has no answer after a restart: {error!r}")
    await second.writer.stop()
    return found


async def judged(store: LogStore, published: list[Entry], live: str | None) -> list[str]:
    """Hold log, command rows, published entries and live state against each other."""
    await store.open()
    entries = await store.read(after=0, limit=EVERYTHING)
    rows = await store.read_rows(after=0, limit=EVERYTHING)
    await store.close()
    causes = {row.key for row in rows}
    found = [
        f"an event of {entry.cause} is in the log, its key is not"
        for entry in entries
        if entry.cause is not None and entry.cause not in causes
    ]
    if len({(row.principal, row.key) for row in rows}) != len(rows):
        found.append("a key is stored twice")
    if published != entries:
        found.append(f"published {len(published)} entries, the log has {len(entries)}")
    if live is not None and fingerprint(replay(entries)) != live:
        found.append("rebuilt is not live")
    return found


async def _live(writer: Writer) -> str | None:
    try:
        return await writer.read(fingerprint)
    except Exception:
        return None
