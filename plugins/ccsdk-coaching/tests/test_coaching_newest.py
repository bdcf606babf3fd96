"""Questions on a thread: the newest of each key is answered, whatever the work does."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ccsdk_coaching.newest import Newest

HANGS = """
import asyncio, threading
from ccsdk_coaching.newest import Newest

async def play():
    asking = asyncio.create_task(Newest("coaching").answer("key", 1, threading.Event().wait))
    await asyncio.sleep(0.05)
    asking.cancel()

asyncio.run(play())
"""


def run(scene: Callable[[Newest], Awaitable[Any]]) -> None:
    async def play() -> None:
        newest = Newest("coaching")
        try:
            await asyncio.wait_for(scene(newest), 20)
        finally:
            newest.close()

    asyncio.run(play())


def failing(error: BaseException) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


@pytest.mark.parametrize("error", [ValueError("no luck"), SystemExit(3), KeyboardInterrupt()])
def test_work_that_raises_is_told_to_who_asked_and_the_next_is_done(error: BaseException) -> None:
    async def scene(newest: Newest) -> None:
        with pytest.raises((ValueError, RuntimeError)):
            await newest.answer("key", 1, failing(error))
        assert await newest.answer("key", 2, lambda: "done") == "done"

    run(scene)


def test_what_an_overtaken_question_raises_is_told_to_nobody() -> None:
    begun, may_go = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_go.wait(20)
        raise ValueError("no luck")

    async def scene(newest: Newest) -> None:
        told: list[Any] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
        first = asyncio.ensure_future(newest.answer("key", 1, work))
        await asyncio.to_thread(begun.wait, 20)
        second = asyncio.ensure_future(newest.answer("key", 2, lambda: "done"))
        assert await first is None
        may_go.set()
        assert await second == "done"
        assert told == []

    run(scene)


def test_question_that_begins_again_at_the_first_version_is_answered() -> None:
    async def scene(newest: Newest) -> None:
        assert [await newest.answer("key", n, lambda: "done") for n in (9, 1)] == ["done", "done"]

    run(scene)


def test_closing_answers_what_was_asked_and_later_questions_begin_anew() -> None:
    async def scene(newest: Newest) -> None:
        asked = asyncio.ensure_future(newest.answer("key", 1, lambda: "done"))
        await asyncio.sleep(0)
        newest.close()
        assert await asked == "done"
        assert await newest.answer("key", 2, lambda: "again") == "again"

    run(scene)


def test_work_that_never_ends_keeps_no_process_from_ending() -> None:
    done = subprocess.run([sys.executable, "-c", HANGS], timeout=50, check=False)

    assert done.returncode == 0
