from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from ccsdk.client.subscription import Subscription
from ccsdk.errors import ForbiddenError
from ccsdk.wire.frames import Ev, Res, Snap
from ccsdk.wire.link import Applied, ClientSubscription, Reset


def at(cursor: int) -> str:
    return f"{cursor:020d}"


def link(prev: int, cursor: int, *names: str) -> Ev:
    events = tuple({"type": name} for name in names)
    return Ev(sub="f_1", prev=at(prev), cursor=at(cursor), events=events)


class Scene:
    def __init__(self, state: str = "live") -> None:
        self.left: list[Subscription] = []
        self.changes = Subscription(ClientSubscription(topics=("a.>",), begin="now"), self.leave)
        self.changes.link.request(1)
        ok = {"sub": "f_1", "epoch": "e", "state": state, "cursor": at(5)}
        self.changes.link.answered(Res(id=1, ok=ok))

    async def leave(self, changes: Subscription) -> None:
        self.left.append(changes)


def run(act: Callable[[Scene], Any], state: str = "live") -> None:
    async def inside() -> None:
        await act(Scene(state))

    asyncio.run(inside())


def test_changes_come_in_order_each_once() -> None:
    async def act(scene: Scene) -> None:
        for frame in (link(5, 6, "a"), link(5, 6, "a"), link(6, 7, "b")):
            assert scene.changes.apply(frame) is None

        first, second = await anext(scene.changes), await anext(scene.changes)

        assert first == Applied(events=({"type": "a"},), cursor=at(6))
        assert second == Applied(events=({"type": "b"},), cursor=at(7))

    run(act)


def test_gap_asks_again() -> None:
    async def act(scene: Scene) -> None:
        assert scene.changes.apply(link(6, 7, "b")) == "resubscribe"

    run(act)


def test_empty_link_moves_the_cursor_and_wakes_nobody() -> None:
    async def act(scene: Scene) -> None:
        scene.changes.apply(link(5, 9))
        scene.changes.apply(link(9, 10, "a"))

        change = await anext(scene.changes)

        assert change.cursor == at(10)

    run(act)


def test_snapshot_comes_whole() -> None:
    async def act(scene: Scene) -> None:
        for part in (0, 1):
            item = {"type": "t", "subject": f"s/{part}"}
            scene.changes.apply(Snap(sub="f_1", at=at(8), part=part, last=part == 1, items=(item,)))

        change = await anext(scene.changes)

        assert isinstance(change, Reset)
        assert len(change.items) == 2
        assert scene.changes.epoch == "e"

    run(act, "reset")


def test_only_what_was_handed_out_is_acknowledged() -> None:
    async def act(scene: Scene) -> None:
        seen = [scene.changes.acknowledged]
        for frame in (link(5, 6, "a"), link(6, 7, "b")):
            scene.changes.apply(frame)
        seen.append(scene.changes.acknowledged)
        await anext(scene.changes)
        seen.append(scene.changes.acknowledged)
        await anext(scene.changes)
        seen.append(scene.changes.acknowledged)

        assert seen == [at(5), None, at(6), at(7)]

    run(act)


def test_waiting_reader_is_woken() -> None:
    async def act(scene: Scene) -> None:
        reader = asyncio.create_task(anext(scene.changes))  # type: ignore[arg-type]
        await asyncio.sleep(0)

        scene.changes.apply(link(5, 6, "a"))

        assert (await reader).cursor == at(6)

    run(act)


def test_end_comes_after_what_waits() -> None:
    async def act(scene: Scene) -> None:
        scene.changes.apply(link(5, 6, "a"))
        scene.changes.finish(ForbiddenError(action="this"))

        await anext(scene.changes)

        with pytest.raises(ForbiddenError):
            await anext(scene.changes)

    run(act)


def test_closing_ends_quietly_and_tells_the_server_once() -> None:
    async def act(scene: Scene) -> None:
        await scene.changes.close()
        await scene.changes.close()

        assert [change async for change in scene.changes] == []
        assert scene.left == [scene.changes]

    run(act)
