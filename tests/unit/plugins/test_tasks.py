"""A plugin's tasks run beside everything, come back after a failure, and end with it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from ccsdk.hooks import PluginContext
from ccsdk.plugins.context import Context, Shelf
from ccsdk.plugins.health import PluginHealth, PluginState
from ccsdk.plugins.tasks import STOP_MS, WELL_MS, OwnTasks
from ccsdk.testing.clock import VirtualClock
from tests.unit.plugins.watching import run, until


class Scene:
    """Hold the tasks of one plugin on a clock that stands still."""

    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.health = PluginHealth(self.clock, ("watch",))
        self.context = Context(name="watch", center="shop", config=None, shelf=Shelf())
        self.tasks = OwnTasks(self.context, self.clock, self.health)

    @property
    def state(self) -> PluginState:
        return self.health.standing()[0].state

    async def pass_time(self, ms: int) -> None:
        for _ in range(0, ms, 1_000):
            for _ in range(10):
                await asyncio.sleep(0)
            await self.clock.advance(1_000)


def test_one_that_fails_comes_back_ever_later_and_is_well_after_a_while() -> None:
    async def work() -> None:
        scene, runs = Scene(), list[int]()

        async def loop(ctx: PluginContext) -> None:
            assert ctx is scene.context
            runs.append(scene.clock.monotonic_ms())
            if len(runs) < 4:
                raise ValueError("a bug")
            await asyncio.Event().wait()

        with capture_logs() as lines:
            scene.tasks.start("loop", loop)
            await scene.pass_time(10_000)
        ill = scene.health.standing()[0]
        await scene.pass_time(WELL_MS)

        assert runs == [0, 1_000, 3_000, 7_000]
        assert (ill.state, ill.part, ill.kind) == (PluginState.DEGRADED, "task loop", "raised")
        assert (ill.problem, ill.count) == ("ValueError: a bug", 3)
        assert [line["event"] for line in lines] == ["task.failed"] * 3
        assert scene.state is PluginState.OK
        await scene.tasks.stop()

    run(work())


def test_one_that_returns_is_done() -> None:
    async def work() -> None:
        scene, runs = Scene(), list[str]()

        async def once(ctx: PluginContext) -> None:
            runs.append(ctx.name)

        scene.tasks.start("once", once)
        await scene.pass_time(5_000)

        assert runs == ["watch"]
        await scene.tasks.stop()

    run(work())


def test_a_second_of_one_name_takes_the_firsts_place() -> None:
    async def work() -> None:
        scene, ended = Scene(), list[int]()

        def loop(number: int) -> Any:
            async def work(ctx: PluginContext) -> None:
                try:
                    await asyncio.Event().wait()
                finally:
                    ended.append(number)

            return work

        scene.tasks.start("loop", loop(1))
        await until(lambda: not ended)
        await asyncio.sleep(0)
        scene.tasks.start("loop", loop(2))
        await until(lambda: ended == [1])
        await scene.tasks.stop()

        assert ended == [1, 2]
        with pytest.raises(RuntimeError, match="is stopped"):
            scene.tasks.start("loop", loop(3))

    run(work())


def test_one_that_will_not_end_is_left_behind_and_named() -> None:
    async def work() -> None:
        scene, gate = Scene(), asyncio.Event()

        async def stubborn(ctx: PluginContext) -> None:
            while not gate.is_set():
                try:
                    await gate.wait()
                except asyncio.CancelledError:
                    continue

        scene.tasks.start("stubborn", stubborn)
        for _ in range(5):
            await asyncio.sleep(0)
        with capture_logs() as lines:
            stopping = asyncio.create_task(scene.tasks.stop())
            await scene.pass_time(STOP_MS)
            await stopping
        gate.set()
        for _ in range(5):
            await asyncio.sleep(0)

        assert [line["event"] for line in lines] == ["task.abandoned"]
        assert lines[0]["tasks"] == ["watch: stubborn"]

    run(work())


def test_a_plain_function_is_a_mistake_that_is_told() -> None:
    async def work() -> None:
        scene = Scene()
        scene.tasks.start("plain", lambda ctx: None)  # type: ignore[arg-type,return-value]
        await scene.pass_time(1_000)

        assert scene.state is PluginState.DEGRADED
        await scene.tasks.stop()

    run(work())
