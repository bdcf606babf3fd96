"""An observer goes behind its cursor, and its failures are its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from ccsdk.errors import (
    CenterStoppedError,
    LogUnavailableError,
    ReadOnlyError,
)
from ccsdk.hooks import AlarmDue, Committed, ObserverContext
from ccsdk.hooks.plugin_store import Progress
from ccsdk.hooks.specs import OBSERVING
from ccsdk.log.plugin import SqlitePluginStore, read_progress
from ccsdk.model.command import SetCapacity
from ccsdk.plugins.observer import BACKOFF_MAX_MS, FAILURES_MAX, LOOK_AGAIN_MS, PAGE
from ccsdk.testing.clock import VirtualClock
from tests.unit.plugins.watching import Kept, Notebook, Watch, deleted, run, staffed, until


def test_it_sees_its_topics_alone_in_order_from_the_beginning() -> None:
    async def work() -> None:
        notebook = Notebook()
        watch = Watch(notebook.look)
        watch.commit(deleted("a"), staffed("b"), deleted("c"))
        async with watch:
            await watch.caught_up()
            watch.commit(staffed("d"), deleted("e"))
            await watch.caught_up()

        assert notebook.seen == [1, 3, 5]

    run(work())


def test_it_goes_on_behind_its_cursor() -> None:
    async def work() -> None:
        store, notebook = Kept(), Notebook()
        for number in range(3):
            watch = Watch(notebook.look, store=store)
            watch.commit(*(deleted("a") for _ in range(2 * number + 2)))
            async with watch:
                await watch.caught_up()

        assert notebook.seen == [1, 2, 3, 4, 5, 6]

    run(work())


def test_what_it_passes_over_is_saved_now_and_then_and_at_the_end() -> None:
    async def work() -> None:
        store = Kept()
        watch = Watch(Notebook().look, store=store)
        watch.commit(*(staffed("a") for _ in range(PAGE + 10)))
        async with watch:
            await watch.caught_up()
            saved = store.last.cursor

        assert (saved, store.last.cursor) == (PAGE, PAGE + 10)

    run(work())


def test_a_failed_delivery_is_undone_and_comes_again() -> None:
    async def work() -> None:
        notebook, failures = Notebook(), [ValueError("a bug"), ValueError("a bug")]

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            await notebook.look(ctx, event)
            if failures:
                raise failures.pop()

        store = Kept()
        watch = Watch(look, store=store)
        watch.commit(deleted("a"), deleted("b"))
        async with watch:
            await watch.pass_time(4_000)
            await watch.caught_up()
            counted = await store.get("count")

        assert notebook.seen == [1, 1, 1, 2]
        assert counted == b"2"

    run(work())


async def _leaves(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    raise SystemExit(3)


async def _raises(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    raise ValueError("a bug")


async def _cancels_itself(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("look", "problem"),
    [
        (_raises, "plugin 'watch' failed at on_event (raised): ValueError: a bug"),
        (_leaves, "plugin 'watch' failed at on_event (raised): RuntimeError: SystemExit: 3"),
        (_cancels_itself, "plugin 'watch' failed at on_event (raised): it cancelled itself"),
    ],
)
def test_who_goes_on_failing_is_parked_and_named(look: object, problem: str) -> None:
    async def work() -> None:
        store = Kept()
        watch = Watch(look, store=store)  # type: ignore[arg-type]
        watch.commit(deleted("a"))
        with capture_logs() as lines:
            async with watch:
                await watch.pass_time(200_000)
                await until(lambda: watch.observer.progress.problem is not None)

        assert (store.last.cursor, store.last.problem) == (0, problem)
        assert store.last.parked_at_ms is not None
        told = [line["event"] for line in lines]
        assert told == ["observer.failed"] * (FAILURES_MAX - 1) + ["observer.parked"]

    run(work())


def test_who_was_parked_is_tried_again_at_the_next_start() -> None:
    async def work() -> None:
        store, notebook = Kept(), Notebook()
        for look in (_raises, notebook.look):
            watch = Watch(look, store=store)
            watch.commit(deleted("a"))
            async with watch:
                await watch.pass_time(200_000)

        assert notebook.seen == [1]
        assert store.last == Progress(cursor=1)

    run(work())


def test_who_hangs_is_late_and_comes_to_nothing_later() -> None:
    async def work() -> None:
        gate, late = asyncio.Event(), []

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            if gate.is_set():
                return
            while not gate.is_set():
                try:
                    await gate.wait()
                except asyncio.CancelledError:
                    continue
            try:
                await ctx.storage.put("late", 1)
            except RuntimeError as error:
                late.append(str(error))

        store = Kept()
        watch = Watch(look, store=store)
        watch.commit(deleted("a"))
        with capture_logs() as lines:
            async with watch:
                await watch.pass_time(OBSERVING["on_event"])
                gate.set()
                await watch.pass_time(2_000)
                await watch.caught_up()
                kept = await store.get("late")

        assert late == ["the delivery is over; what plugin 'watch' does is undone"]
        assert kept is None
        assert "(late)" in lines[0]["problem"]

    run(work())


@pytest.mark.parametrize(
    "error", [ReadOnlyError(cause="full"), CenterStoppedError(center="shop", cause="a defect")]
)
def test_what_the_center_refuses_for_a_while_parks_nobody(error: Exception) -> None:
    async def work() -> None:
        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            await ctx.command(SetCapacity(agent="mei", slots={"chat": 1}))

        watch = Watch(look)
        watch.desk.failures = [error] * (FAILURES_MAX + 2)  # type: ignore[list-item]
        watch.commit(deleted("a"))
        async with watch:
            await watch.pass_time(BACKOFF_MAX_MS * (FAILURES_MAX + 2))
            await watch.caught_up()

        assert len(watch.desk.taken) == 1

    run(work())


def test_a_full_disk_and_a_log_that_is_away_park_nobody() -> None:
    async def work() -> None:
        store, notebook = Kept(), Notebook()
        store.full = FAILURES_MAX + 2
        watch = Watch(notebook.look, store=store)
        watch.failing = [LogUnavailableError(path="log", problem="gone")] * (FAILURES_MAX + 2)
        watch.commit(deleted("a"))
        async with watch:
            await watch.pass_time(2 * BACKOFF_MAX_MS * (FAILURES_MAX + 2))
            await watch.caught_up()

        assert notebook.seen == [1]

    run(work())


def test_a_disk_that_is_full_while_it_writes_parks_nobody() -> None:
    async def work() -> None:
        store, notebook = Kept(), Notebook()
        store.full_puts = FAILURES_MAX + 2
        watch = Watch(notebook.look, store=store)
        watch.commit(deleted("a"))
        async with watch:
            await watch.pass_time(BACKOFF_MAX_MS * (FAILURES_MAX + 2))
            await watch.caught_up()

        assert notebook.seen == [1] * (FAILURES_MAX + 3)
        assert watch.observer.progress == Progress(cursor=1)

    run(work())


def test_a_store_that_is_not_of_this_log_is_left_alone(tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "plugins" / "watch.sqlite3"
        store = SqlitePluginStore(path)
        await store.open(epoch="other", head=9)
        await store.commit(Progress(cursor=7))
        await store.close()
        watch = Watch(Notebook().look, store=SqlitePluginStore(path))
        async with watch:
            assert watch.task is not None
            await watch.task

        assert "belongs to another log" in (watch.observer.progress.problem or "")
        assert read_progress(path) == Progress(cursor=7)

    run(work())


def test_start_comes_first_and_its_alarms_count() -> None:
    async def work() -> None:
        notebook, order = Notebook(), []

        async def start(ctx: ObserverContext) -> None:
            order.append("start")
            await ctx.alarms.set("wake", ctx.clock.now_ms() + 3_000)

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            order.append("look")
            await notebook.look(ctx, event)

        watch = Watch(look, start=start)
        watch.commit(deleted("a"))
        async with watch:
            await watch.pass_time(2_000)
            early = list(notebook.seen)
            await watch.pass_time(2_000)
            await until(lambda: "wake" in notebook.seen)

        assert (order, early) == (["start", "look", "look"], [1])

    run(work())


def test_an_alarm_waits_while_there_is_more_to_look_at() -> None:
    async def work() -> None:
        notebook = Notebook()

        async def start(ctx: ObserverContext) -> None:
            await ctx.alarms.set("wake", 0)

        watch = Watch(notebook.look, start=start)
        watch.commit(*(deleted("a") for _ in range(PAGE + 1)))
        async with watch:
            await until(lambda: "wake" in notebook.seen)

        assert notebook.seen == [*range(1, PAGE + 2), "wake"]

    run(work())


def test_an_alarm_is_delivered_once_and_may_be_set_again_meanwhile() -> None:
    async def work() -> None:
        seen: list[tuple[str, int]] = []

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            now_ms = ctx.clock.now_ms()
            if isinstance(event, Committed):
                await ctx.alarms.set("tick", now_ms + 1_000)
                await ctx.alarms.set("never", now_ms)
                await ctx.alarms.cancel("never")
                return
            seen.append((event.name, event.number))
            await ctx.command(SetCapacity(agent="mei", slots={"chat": len(seen)}))
            if len(seen) < 3:
                await ctx.alarms.set("tick", now_ms + 1_000)

        watch = Watch(look)
        watch.commit(deleted("a"))
        async with watch:
            await watch.pass_time(10_000, step_ms=500)

        assert [name for name, _ in seen] == ["tick"] * 3
        assert len({number for _, number in seen}) == 3
        assert len(watch.desk.taken) == 3

    run(work())


def test_who_never_stops_ringing_still_sees_what_happens() -> None:
    async def work() -> None:
        notebook = Notebook()

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            await ctx.alarms.set("again", 0)
            await notebook.look(ctx, event)

        watch = Watch(look)
        watch.commit(deleted("a"))
        async with watch:
            await until(lambda: notebook.seen.count("again") > 3)
            watch.commit(deleted("b"))
            await until(lambda: 2 in notebook.seen)

    run(work())


def test_what_a_task_of_its_own_does_later_is_refused() -> None:
    async def work() -> None:
        late: list[asyncio.Task[None]] = []
        gate = asyncio.Event()

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            async def later() -> None:
                await gate.wait()
                await ctx.storage.put("late", 1)

            late.append(asyncio.create_task(later()))

        watch = Watch(look)
        watch.commit(deleted("a"))
        async with watch:
            await watch.caught_up()
            gate.set()
            with pytest.raises(RuntimeError, match="the delivery is over"):
                await late[0]

    run(work())


def test_a_step_of_the_wall_clock_counts_for_alarms_soon() -> None:
    async def work() -> None:
        notebook, clock = Notebook(), VirtualClock()

        async def start(ctx: ObserverContext) -> None:
            await ctx.alarms.set("tomorrow", ctx.clock.now_ms() + 86_400_000)

        watch = Watch(notebook.look, start=start, clock=clock)
        async with watch:
            await watch.pass_time(1_000)
            clock.step_wall_clock(86_400_000)
            await watch.pass_time(LOOK_AGAIN_MS)
            await until(lambda: "tomorrow" in notebook.seen)

    run(work())
