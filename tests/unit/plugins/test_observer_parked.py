"""Who is parked stays so until somebody re-drives it; who is not ready is asked again."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from ccsdk.errors import InvalidRequestError
from ccsdk.hooks import AlarmDue, Committed, ObserverContext, PluginNotReady
from ccsdk.hooks.plugin_store import Progress
from ccsdk.model.entry import Entry
from ccsdk.model.event import MessageSent
from ccsdk.plugins.delivery import committed_of
from ccsdk.plugins.health import PluginState
from ccsdk.plugins.observer import BACKOFF_MAX_MS, FAILURES_MAX
from tests.unit.plugins.watching import Kept, Notebook, Watch, deleted, run, staffed, until


async def _raises(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
    raise ValueError("a bug")


async def parked(watch: Watch) -> None:
    await watch.pass_time(200_000)
    await until(lambda: watch.observer.progress.problem is not None)


def test_who_is_re_driven_goes_on_from_the_failing_event() -> None:
    async def work() -> None:
        notebook, is_repaired = Notebook(), False

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            if not is_repaired and isinstance(event, Committed) and event.position == 2:
                raise ValueError("a bug")
            await notebook.look(ctx, event)

        watch = Watch(look)
        watch.commit(deleted("a"), deleted("b"), deleted("c"))
        async with watch:
            await parked(watch)
            told = watch.health.standing()[0]
            position = watch.observer.progress.failing_position
            is_repaired = True
            watch.observer.redrive(skip=False)
            await watch.caught_up()

        assert (told.state, told.part, position) == (PluginState.PARKED, "on_event", 2)
        assert "ValueError: a bug" in (told.problem or "")
        assert notebook.seen == [1, 2, 3]
        assert watch.health.standing()[0].state is PluginState.OK
        assert watch.observer.progress == Progress(cursor=3)

    run(work())


def test_who_skips_passes_over_one_delivery_and_it_is_remembered() -> None:
    async def work() -> None:
        store, notebook = Kept(), Notebook()

        async def look(ctx: ObserverContext, event: Committed | AlarmDue) -> None:
            if isinstance(event, AlarmDue) or event.position == 1:
                await ctx.storage.put("half", 1)
                raise ValueError("a bug")
            await notebook.look(ctx, event)
            await ctx.alarms.set("tick", 0)

        watch = Watch(look, store=store)
        watch.commit(deleted("a"), deleted("b"))
        async with watch:
            for _ in range(2):
                await parked(watch)
                watch.observer.redrive(skip=True)
                await until(lambda: watch.observer.progress.problem is None)
            await watch.caught_up()
            skipped = await store.skipped()
            alarm, half = await store.next_alarm(), await store.get("half")

        assert [(each.position, each.alarm) for each in skipped] == [(1, None), (None, "tick")]
        assert all("ValueError: a bug" in each.problem for each in skipped)
        assert (notebook.seen, alarm, half) == ([2], None, None)

    run(work())


def test_nobody_is_re_driven_who_is_not_parked_nor_skips_the_start() -> None:
    async def work() -> None:
        async def start(ctx: ObserverContext) -> None:
            raise ValueError("a bug")

        well, ill = Watch(Notebook().look), Watch(Notebook().look, start=start)
        async with well, ill:
            with pytest.raises(InvalidRequestError, match="is not parked"):
                well.observer.redrive(skip=False)
            await parked(ill)
            with pytest.raises(InvalidRequestError, match="parked at its start"):
                ill.observer.redrive(skip=True)

    run(work())


def test_who_is_not_ready_is_asked_again_for_as_long_as_it_takes() -> None:
    async def work() -> None:
        tries, notebook = list[int](), Notebook()

        async def start(ctx: ObserverContext) -> None:
            tries.append(1)
            if len(tries) <= 3 * FAILURES_MAX:
                raise PluginNotReady("the shop does not answer")

        watch = Watch(notebook.look, start=start)
        watch.commit(deleted("a"))
        with capture_logs() as lines:
            async with watch:
                await watch.pass_time(10_000)
                told = watch.health.standing()[0]
                await watch.pass_time(BACKOFF_MAX_MS * 3 * FAILURES_MAX, step_ms=10_000)
                await watch.caught_up()

        assert (told.state, told.part, told.kind) == (PluginState.DEGRADED, "start", "not_ready")
        assert watch.health.standing()[0].state is PluginState.OK
        assert notebook.seen == [1]
        # Once down, once up.
        assert [line["event"] for line in lines] == ["observer.not_ready", "observer.recovered"]

    run(work())


def test_what_it_has_not_looked_at_is_its_lag() -> None:
    async def work() -> None:
        watch = Watch(_raises)
        watch.commit(staffed("a"), deleted("b"), deleted("c"))
        async with watch:
            await parked(watch)
            lag = watch.observer.lag(head=3)

        assert (lag.position, lag.entries) == (1, 2)
        assert lag.age_ms == watch.clock.now_ms() - 20

    run(work())


@pytest.mark.parametrize(
    ("half", "classes", "told"),
    [
        (MessageSent.Personal(text="Hello", staff="Mei"), ("text", "staff"), ("Hello", "Mei")),
        (MessageSent.Personal(text="Hello", staff="Mei"), ("staff",), (None, "Mei")),
        (MessageSent.Personal(text="Hello", staff="Mei"), ("note", "name"), None),
        (None, ("text",), None),
    ],
)
def test_it_is_told_of_people_what_its_manifest_names(
    half: MessageSent.Personal | None,
    classes: tuple[str, ...],
    told: tuple[str | None, str | None] | None,
) -> None:
    entry = Entry(
        position=1, at_ms=1, subject="queue/a", version=1, event=deleted("a"), personal=half
    )

    found = committed_of(entry, "queue.a.QueueDeleted", classes=classes, epoch="e").personal

    if told is None:
        assert found is None
    else:
        assert isinstance(found, MessageSent.Personal)
        assert (found.text, found.staff) == told
