"""A real center in a thread of this process, at a time that only `pass_time` moves."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
import time
from collections.abc import Coroutine, Iterator
from typing import Any, Self

import uvicorn

from ccsdk import ContactCenter
from ccsdk.center.inprocess import InProcessClient
from ccsdk.model.command import Command
from ccsdk.model.entry import Entry
from ccsdk.model.principal import SYSTEM
from ccsdk.server.run import bind
from ccsdk.server.tokens import issue_link
from ccsdk.testing.clock import VirtualClock

ANSWER_S = 60


class LivingCenter:
    """Run a center on its own loop and serve it, while `open` lasts."""

    def __init__(self, center: ContactCenter, clock: VirtualClock) -> None:
        self.center = center
        self.clock = clock
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._numbers = itertools.count(1)

    @contextlib.contextmanager
    def open(self) -> Iterator[Self]:
        """Begin the day, then serve while the block runs."""
        thread = threading.Thread(target=self._loop.run_until_complete, args=(self._live(),))
        thread.start()
        try:
            while not self.url and thread.is_alive():
                time.sleep(0.02)
            yield self
        finally:
            self.stop()
            thread.join()
            self._loop.close()

    async def begin(self) -> None:
        """Do what has happened before anybody looks."""

    async def _live(self) -> None:
        async with self.center:
            await self.begin()
            await self._serve()

    async def _serve(self) -> None:
        # `ccsdk.server.run` looks after signals, which only a main thread gets.
        config = uvicorn.Config(self.center.asgi, lifespan="off", log_config=None)
        server, bound = uvicorn.Server(config), bind("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        await self._stop.wait()
        server.should_exit = server.force_exit = True
        await serving

    def stop(self) -> None:
        """Close the doors; the center ends with the block."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run something in the center's thread and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(ANSWER_S)

    def pass_time(self, seconds: float) -> None:
        """Let the clock go on, and everything happen that is due."""
        self.do(self.clock.advance(int(seconds * 1_000)))

    @property
    def now_ms(self) -> int:
        """Return the center's time."""
        return self.clock.now_ms()

    def link(self, staff: str) -> str:
        """Return a one-time log-in link."""
        return f"{self.url}/auth/link#{self.do(issue_link(self.center, staff))}"

    def define(self, command: type[Command], **members: Any) -> None:
        """Send a command of the center itself."""
        system = InProcessClient(SYSTEM, self.center.submit, lambda: str(next(self._numbers)))
        self.do(system.ask(command, **members))

    def logged(self, name: str) -> list[Entry]:
        """Return the log's entries of a type."""

        async def read() -> list[Entry]:
            entries = self.center.entries()
            return [entry async for entry in entries if type(entry.event).__name__ == name]

        return list(self.do(read()))
