"""A center that asks a plugin before anybody enters a queue, for tests of that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import attrs

from ccsdk.hooks import Arrival, Attribute, Plugin, hookimpl
from ccsdk.hooks.observing import Capabilities
from ccsdk.model.event import (
    InteractionQueued,
    InteractionRouted,
)
from ccsdk.testing.harness import ACCOUNT, Stage

ENRICHED = {ACCOUNT: {"channel": "kit", "queues": ["support"], "enrichment": "800ms"}}
VIPS = {
    "support": {
        "discipline": "ageing",
        "classes": [{"name": "vip", "when": "attr.vip", "head_start": "3 min"}],
    }
}
VIP = Attribute(name="vip", type="bool")


def plugin(
    answer: Callable[..., Any], *contributions: Attribute, name: str = "books", **capabilities: Any
) -> Plugin:
    """Return a plugin that answers `enrich_interaction` so."""

    class Books:
        @hookimpl
        def register(self, ctx: Any) -> list[Attribute]:
            return list(contributions)

        @hookimpl
        async def enrich_interaction(self, interaction: Arrival, deadline: Any) -> Any:
            return await answer(interaction, deadline)

    known = Capabilities()
    if capabilities:
        known = attrs.evolve(known, **capabilities)
    return Plugin(name=name, summary="Books.", implementation=Books, capabilities=known)


def saying(answer: Any) -> Callable[..., Any]:
    async def say(interaction: Arrival, deadline: Any) -> Any:
        return answer

    return say


async def hang(interaction: Arrival, deadline: Any) -> Any:
    await asyncio.Event().wait()


async def fail(interaction: Arrival, deadline: Any) -> Any:
    raise ValueError("the books are closed")


def play(
    work: Callable[[Stage], Coroutine[Any, Any, Any]],
    *plugins: Plugin,
    data: Path | None = None,
    **settings: Any,
) -> Any:
    async def act() -> Any:
        stage = Stage()
        tables = {"accounts": ENRICHED, "queues": VIPS, **settings}
        async with stage.center(plugins=plugins, settings=tables, data=data):
            return await work(stage)

    return asyncio.run(act())


async def arrive(stage: Stage) -> list[InteractionRouted]:
    """Return what routing knew of one Interaction, at once."""
    await stage.interaction()
    return await stage.events(InteractionRouted)


async def wait_out(stage: Stage) -> list[Any]:
    """Return what happened to one Interaction by the time that its enrichment is over."""
    await stage.interaction()
    await stage.settle()
    for _ in range(10):
        await stage.clock.advance(100)
        await stage.settle()
    return await stage.events(InteractionRouted, InteractionQueued)
