"""The library's thread ends, whatever happens to who waits for it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from ccsdk_knowledge.library import Library
from ccsdk_knowledge.settings import KnowledgeSettings
from ccsdk_knowledge.shelf import Shelf

ENDS_S = 10.0


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_close_that_is_cut_off_still_closes_the_library_and_ends_the_thread(
    turns: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    close = Library.close

    def noted(library: Library) -> None:
        closed.append(threading.current_thread().name)
        close(library)

    monkeypatch.setattr(Library, "close", noted)
    others = set(threading.enumerate())
    shelf = Shelf(KnowledgeSettings(folder=tmp_path), is_quiet=True)

    asyncio.run(_cut_off(shelf, turns))
    own = set(threading.enumerate()) - others
    for thread in own:
        thread.join(ENDS_S)

    assert closed == ["knowledge_0"]
    assert not any(thread.is_alive() for thread in own)


async def _cut_off(shelf: Shelf, turns: int) -> None:
    await shelf.problems()
    closing = asyncio.ensure_future(shelf.close())
    for _ in range(turns):
        await asyncio.sleep(0)
    closing.cancel()
    with suppress(asyncio.CancelledError):
        await closing
