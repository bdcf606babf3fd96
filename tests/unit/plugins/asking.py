"""A caller on a clock that stands still, and plugins of every temper to be asked."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from ccsdk.errors import HookFailedError
from ccsdk.hooks.query import Deadline, Query
from ccsdk.hooks.specs import QUERIES
from ccsdk.plugins.caller import Caller
from ccsdk.plugins.context import Context, Shelf
from ccsdk.plugins.host import Implementation
from ccsdk.testing.clock import VirtualClock

__all__ = [
    "GOOD",
    "QUERY",
    "Scene",
    "blocks",
    "forgiven",
    "good",
    "hangs",
    "hangs_in_a_thread",
    "knows_nothing",
    "leaves",
    "letting_go",
    "lies",
    "part",
    "raises",
    "run",
    "stubborn",
    "stuck",
]

QUERY = Query(timeout_ms=100, answer=str)


def part(function: Callable[..., Any], *arguments: str, plugin: str = "") -> Implementation:
    name = plugin or function.__name__
    context = Context(name=name, center="shop", config=None, shelf=Shelf())
    return Implementation(
        plugin=name, hook="greet", function=function, arguments=arguments, context=context
    )


async def good(name: str) -> str:
    return f"hello {name}"


async def raises() -> str:
    raise ValueError("a bug")


async def hangs() -> str:
    await asyncio.Event().wait()
    return ""


async def stubborn() -> str:
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if forgiven.is_set():
                raise


async def leaves() -> str:
    raise SystemExit(3)


async def lies() -> int:
    return 7


async def knows_nothing() -> None:
    return None


def blocks() -> str:
    working.append(None)
    try:
        time.sleep(0.02)
        return "hello from a thread"
    finally:
        working.pop()


forgiven = asyncio.Event()
stuck = threading.Event()
# Who is at work in a thread, and will come to an end without any help.
working: list[None] = []


def hangs_in_a_thread() -> str:
    stuck.wait(10)
    return ""


@contextmanager
def letting_go() -> Iterator[None]:
    """Have a hook of this name, and let go of who hangs at the end."""
    QUERIES["greet"] = QUERY
    stuck.clear()
    forgiven.clear()
    try:
        yield
    finally:
        del QUERIES["greet"]
        stuck.set()


GOOD = part(good, "name")


class Scene:
    def __init__(self) -> None:
        self.clock = VirtualClock()
        self.parts: tuple[Implementation, ...] = ()
        self.told: list[tuple[str, ...]] = []
        self.caller = Caller(self.clock, self, self)
        self.began_ms = 0

    def implementations(self, hook: str) -> tuple[Implementation, ...]:
        assert hook == "greet"
        return self.parts

    def failed(self, plugin: str, part: str, kind: str, problem: str) -> None:
        self.told.append((plugin, part, kind, problem))

    def recovered(self, plugin: str, part: str) -> None:
        self.told.append((plugin, part))

    async def first(self, *parts: Implementation) -> Any:
        self.parts = parts
        return await self._through(asyncio.ensure_future(self.caller.first("greet", name="mei")))

    async def gather(self, *parts: Implementation) -> Any:
        self.parts, self.began_ms = parts, self.clock.monotonic_ms()
        return await self._through(asyncio.ensure_future(self.caller.gather("greet", name="mei")))

    async def ask(self, each: Implementation) -> str:
        """Return the answer, or the kind of failure."""
        deadline = Deadline(self.clock, self.clock.monotonic_ms() + QUERY.timeout_ms)
        arguments = {"name": "mei"}
        asking = asyncio.ensure_future(self.caller.ask(QUERY, each, arguments, deadline))
        try:
            return str(await self._through(asking))
        except HookFailedError as failure:
            return failure.kind

    async def _through(self, asking: asyncio.Future[Any]) -> Any:
        """Let time pass only while nothing else happens, here or in a thread."""
        quiet = 0
        while quiet < 100:
            done, _ = await asyncio.wait({asking}, timeout=0.001)
            if done:
                return await asking
            quiet = 0 if working else quiet + 1
        await self.clock.advance(QUERY.timeout_ms)
        return await asking


def run(scene: Callable[[Scene], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(scene(Scene()))
