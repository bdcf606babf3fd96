"""What a plugin does wrong when it parts, or speaks of itself, harms nobody else."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from ccsdk.hooks import Capabilities, Plugin, PluginContext, hookimpl
from ccsdk.hooks.specs import LIFE
from ccsdk.model.command import LogIn
from ccsdk.testing.clock import VirtualClock
from tests.unit.center.test_plugin_life import run, shop


async def raises(ctx: PluginContext) -> Any:
    raise ValueError("a bug")


async def dies(ctx: PluginContext) -> Any:
    raise SystemExit(3)


async def hangs(ctx: PluginContext) -> Any:
    await asyncio.Event().wait()


async def garbage(ctx: PluginContext) -> Any:
    return 7


async def unspeakable(ctx: PluginContext) -> Any:
    return {"it": object()}


async def floods(ctx: PluginContext) -> Any:
    return {"words": "x" * 1_000_000}


async def slow(ctx: PluginContext) -> Any:
    await asyncio.ensure_future(ctx.clock.sleep_until(ctx.clock.monotonic_ms() + 1_000))
    return {"waiting": 1}


FAULTS = [
    (raises, "ValueError: a bug"),
    (dies, "SystemExit"),
    (hangs, "not done within"),
    (garbage, "it returned a int"),
    (unspeakable, "object"),
    (floods, "more than 4000"),
    (slow, None),
]


async def done(work: Any, clock: VirtualClock) -> Any:
    """Return what some work returns, while time passes."""
    task = asyncio.ensure_future(work)
    while not task.done():
        for _ in range(20):
            await asyncio.sleep(0)
        if not task.done():
            await clock.advance(1_000)
    return task.result()


@pytest.mark.parametrize(("fault", "problem"), FAULTS)
def test_what_goes_wrong_at_both_ends_of_its_life_is_its_own(
    fault: Any, problem: str | None
) -> None:
    class Culprit:
        @hookimpl
        async def start(self, ctx: Any) -> None:
            """Live."""

        @hookimpl
        async def health(self, ctx: PluginContext) -> Any:
            return await fault(ctx)

        @hookimpl
        async def stop(self, ctx: PluginContext) -> None:
            await fault(ctx)

    async def work() -> None:
        clock = VirtualClock()
        culprit = Plugin(
            name="culprit", summary="", implementation=Culprit, capabilities=Capabilities()
        )
        center = shop(culprit, clock=clock)
        with capture_logs() as lines:
            await center.open()
            _, standing = await done(center.observers.standing(), clock)
            await center.agent("mei").ask(LogIn)
            began_ms = clock.monotonic_ms()
            await done(center.close(), clock)

        told = standing.row().get("details", {})
        parted = [line["problem"] for line in lines if line["event"] == "plugin.not_stopped"]
        assert clock.monotonic_ms() - began_ms <= LIFE["stop"] + 1_000
        if problem is None:
            assert (told, parted) == ({"waiting": 1}, [])
        else:
            assert problem in told["health"]
        assert len(parted) == (fault in (raises, dies, hangs))
        assert all(line.get("plugin", "culprit") == "culprit" for line in lines)

    run(work())
