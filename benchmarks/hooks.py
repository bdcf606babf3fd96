"""What asking plugins costs: our caller, bare pluggy, and a direct await, in one run.

The implementations are `async def` and answer at once, so that nothing but the asking is
measured. pluggy gives coroutines, which are awaited one after the other; a direct await is
that without pluggy. Neither has a deadline, isolates anybody, or checks an answer. The last
lines measure what that is for: one plugin raises, one hangs, one blocks its thread for 20 ms.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from statistics import median
from typing import Any

import attrs
import pluggy
import structlog

from ccsdk.center.clock import SystemClock
from ccsdk.hooks.query import Merge, Query
from ccsdk.hooks.specs import QUERIES
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.context import Context, Shelf
from ccsdk.plugins.host import Implementation

COUNTS = (1, 5, 20)
CALLS = 2_000
ROUNDS = 5
TIMEOUT_MS = 100
BLOCK_S = 0.02

PROJECT = "bench"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Specs:
    @hookspec
    async def greet(self, name: str) -> str | None: ...


class Greeter:
    @hookimpl
    async def greet(self, name: str) -> str | None:
        return name


@attrs.frozen
class Parts:
    """Stand for the plugin host."""

    parts: Sequence[Implementation]

    def implementations(self, hook: str) -> Sequence[Implementation]:
        return self.parts


def part(plugin: str, function: Callable[..., Any]) -> Implementation:
    context = Context(name=plugin, center="bench", config=None, shelf=Shelf())
    return Implementation(
        plugin=plugin, hook="greet", function=function, arguments=("name",), context=context
    )


def caller_of(*parts: Implementation) -> Caller:
    return Caller(SystemClock(), Parts(parts))


async def us_per_call(ask: Callable[[], Awaitable[object]]) -> float:
    """Return the median of microseconds that one call takes."""
    took = []
    for _ in range(ROUNDS):
        began_ns = time.perf_counter_ns()
        for _ in range(CALLS):
            await ask()
        took.append((time.perf_counter_ns() - began_ns) / CALLS / 1_000)
    return median(took)


async def compare(count: int) -> None:
    greeters = [Greeter() for _ in range(count)]
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Specs)
    for each in greeters:
        manager.register(each)
    caller = caller_of(*(part(f"p{n}", each.greet) for n, each in enumerate(greeters)))

    async def by_us() -> object:
        return await caller.gather("greet", name="mei")

    async def by_pluggy() -> object:
        return [await each for each in manager.hook.greet(name="mei")]

    async def directly() -> object:
        return [await each.greet("mei") for each in greeters]

    ours, bare, direct = [await us_per_call(each) for each in (by_us, by_pluggy, directly)]
    print(
        f"  {count:2} implementations: ours {ours:7.1f} us, bare pluggy {bare:6.1f} us "
        f"({ours / bare:4.1f}x), a direct await {direct:5.1f} us ({ours / direct:5.1f}x), "
        f"{(ours - bare) / count:4.1f} us more for each plugin"
    )


async def raises(name: str) -> str:
    raise ValueError("a bug")


async def hangs(name: str) -> str:
    await asyncio.Event().wait()
    return name


def blocks(name: str) -> str:
    time.sleep(BLOCK_S)
    return name


async def beside_the_broken() -> None:
    caller = caller_of(
        part("raises", raises),
        part("hangs", hangs),
        part("good", Greeter().greet),
        part("blocks", blocks),
    )
    took_ms = []
    for _ in range(20):
        began_ns = time.perf_counter_ns()
        answers = dict(await caller.gather("greet", name="mei"))
        took_ms.append((time.perf_counter_ns() - began_ns) / 1e6)
        assert set(answers) == {"good", "blocks"}, "both answer every time"
    caller.close()
    print(
        f"  beside one that raises and one that hangs ({TIMEOUT_MS} ms): the first three calls "
        f"{', '.join(f'{each:.0f}' for each in took_ms[:3])} ms (floor 110), the slowest of 17 "
        f"from then on {max(took_ms[3:]):.0f} ms (floor 25)"
    )


async def run() -> None:
    QUERIES["greet"] = Query(timeout_ms=TIMEOUT_MS, answer=str, merge=Merge.GATHER)
    for count in COUNTS:
        await compare(count)
    await beside_the_broken()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    print("a query hook whose implementations answer at once, all of them asked")
    asyncio.run(run())


if __name__ == "__main__":
    main()
