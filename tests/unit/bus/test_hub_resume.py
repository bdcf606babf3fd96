"""Coming back: from the ring, from the log, by a snapshot, and by a visitor's own count."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ccsdk.bus.hub import PAGE_ENTRIES, SNAPSHOT_BYTES_MAX
from ccsdk.model import event
from ccsdk.model.principal import Principal
from ccsdk.wire import frames
from ccsdk.wire.codec import encode, position_text
from tests.unit.bus.fakes import ANA, BEN, MEI, SAM, World, positions
from tests.unit.bus.hub_play import behind, names, no_frame, play, subscribe


@pytest.mark.parametrize("is_live", [True, False], ids=["ring", "log"])
def test_resume_gets_what_was_missed_and_nothing_twice(is_live: bool) -> None:
    async def scenario(world: World) -> tuple[frames.Res, list[int]]:
        for _ in range(5):
            world.say(event.QueueDefined, event.CustomerCreated)
        if not is_live:
            world.restart()
        async with world.client(SAM) as client:
            answer = await subscribe(client, start=behind(3))
            first = positions(await client.receive())
            world.say(event.QueueDefined)
            second = positions(await client.receive())
        await world.hub.stop()
        return answer, first + second

    answer, seen = play(scenario)
    assert answer.ok is not None
    assert (answer.ok["state"], answer.ok["cursor"]) == ("resumed", position_text(3))
    assert seen == [5, 7, 9, 11]


def test_long_catch_up_is_read_in_pages_while_others_go_on() -> None:
    async def scenario(world: World) -> tuple[list[int], list[int], list[int]]:
        for _ in range(3 * PAGE_ENTRIES):
            world.write(event.QueueDefined)
        world.restart()
        world.reading = asyncio.get_running_loop().create_future()
        async with world.client(SAM, "se_1") as late, world.client(SAM, "se_2") as live:
            await subscribe(late, start=behind(0))
            await subscribe(live)
            world.say(event.QueueDefined)
            meanwhile = positions(await live.receive())
            world.reading.set_result(None)
            caught: list[int] = []
            while len(caught) < 3 * PAGE_ENTRIES + 1:
                caught += positions(await late.receive())
        await world.hub.stop()
        return meanwhile, caught, world.pages

    meanwhile, caught, pages = play(scenario)
    assert meanwhile == [3 * PAGE_ENTRIES + 1]
    assert caught == list(range(1, 3 * PAGE_ENTRIES + 2))
    assert pages == [0, PAGE_ENTRIES, 2 * PAGE_ENTRIES]


@pytest.mark.parametrize("start", [behind(99), behind(0, "e0")], ids=["beyond-head", "other-epoch"])
def test_cursor_that_means_nothing_is_reset_with_a_snapshot(start: frames.Start) -> None:
    async def scenario(world: World) -> tuple[frames.Res, Any, Any]:
        world.items = ({"type": "ccsdk.Queue.v1", "subject": "queue/q", "version": 1, "data": {}},)
        world.say(event.QueueDefined, event.QueueDefined)
        async with world.client(SAM) as client:
            answer = await subscribe(client, start=start)
            snap = await client.receive()
            world.say(event.QueueDefined)
            return answer, snap, await client.receive()

    answer, snap, link = play(scenario)
    assert answer.ok is not None
    assert (answer.ok["state"], answer.ok["cursor"]) == ("reset", position_text(2))
    assert (snap.at, snap.part, snap.last, len(snap.items)) == (position_text(2), 0, True, 1)
    assert (link.prev, positions(link)) == (position_text(2), [3])


def test_snapshot_is_asked_for_this_reader_and_filter() -> None:
    async def scenario(world: World) -> World:
        async with world.client(MEI) as client:
            await subscribe(client, "agent.mei.>", start="snapshot")
        return world

    ((principal, wish),) = play(scenario).asked
    assert principal == MEI
    assert [str(pattern) for pattern in wish.topics] == ["agent.mei.>"]


def test_large_snapshot_comes_in_parts() -> None:
    async def scenario(world: World) -> list[Any]:
        world.items = tuple({"subject": f"queue/{n}", "data": "x" * 9_000} for n in range(20))
        parts: list[Any] = []
        async with world.client(SAM) as client:
            await subscribe(client, start="snapshot")
            while not parts or not parts[-1].last:
                parts.append(await client.receive())
        return parts

    parts = play(scenario)
    assert [part.part for part in parts] == list(range(len(parts)))
    assert [item["subject"] for part in parts for item in part.items] == [
        f"queue/{n}" for n in range(20)
    ]
    assert len(parts) == 3
    assert all(len(encode(part).encode()) <= SNAPSHOT_BYTES_MAX for part in parts)


def test_snapshot_ahead_of_what_is_published_is_a_fault() -> None:
    async def scenario(world: World) -> frames.Res:
        taken = world.take_snapshot

        async def ahead(principal: Principal, wish: Any) -> Any:
            snapshot = await taken(principal, wish)
            return type(snapshot)(position=snapshot.position + 1, items=())

        world.hub._take_snapshot = ahead
        async with world.client(SAM) as client:
            return await subscribe(client, start="snapshot")

    answer = play(scenario)
    assert answer.err is not None
    assert answer.err.code == "internal"


def test_visitor_counts_only_their_own_and_sees_only_the_allowed() -> None:
    async def scenario(world: World) -> tuple[frames.Res, Any]:
        world.say(event.QueueDefined, event.InteractionReceived, customer="cu_ben")
        async with world.client(ANA) as client:
            answer = await subscribe(client, "interaction.*.>")
            world.say(event.CustomerCreated, event.InteractionReceived, event.OfferMade)
            world.say(event.MessageReceived, customer="cu_ben")
            return answer, await client.receive()

    answer, link = play(scenario)
    assert answer.ok is not None
    assert answer.ok["cursor"] == position_text(0)
    assert (link.prev, link.cursor) == (position_text(0), position_text(3))
    assert names(link) == ["InteractionReceived"]
    assert set(link.events[0]) == {"time", "type", "subject", "version", "interaction", "data"}


def test_visitor_resumes_by_own_count_after_a_restart() -> None:
    async def scenario(world: World) -> list[str]:
        for _ in range(300):
            world.say(event.MessageReceived, customer="cu_ben")
        world.say(event.InteractionReceived, event.MessageReceived)
        for _ in range(300):
            world.say(event.MessageReceived, customer="cu_ben")
        world.say(event.MessageSent)
        epoch = world.hub.epoch_for(ANA)
        world.restart()
        async with world.client(ANA) as client:
            await subscribe(client, "interaction.*.>", start=behind(1, epoch))
            seen = names(await client.receive())
            seen += names(await client.receive())
        await world.hub.stop()
        return seen

    assert play(scenario) == ["MessageReceived", "MessageSent"]


def test_visitor_cursor_beyond_own_count_is_reset() -> None:
    async def scenario(world: World) -> frames.Res:
        world.say(event.QueueDefined, event.QueueDefined, event.MessageReceived)
        async with world.client(ANA) as client:
            return await subscribe(client, start=behind(2, world.hub.epoch_for(ANA)))

    answer = play(scenario)
    assert answer.ok is not None
    assert (answer.ok["state"], answer.ok["cursor"]) == ("reset", position_text(1))


def test_visitors_get_an_epoch_that_tells_nothing() -> None:
    async def scenario(world: World) -> tuple[str, ...]:
        return tuple(world.hub.epoch_for(each) for each in (SAM, ANA, BEN, ANA))

    staff, ana, ben, again = play(scenario)
    assert staff == "e1"
    assert ana == again
    assert len({staff, ana, ben}) == 3
    assert "e1" not in ana


def test_what_is_on_disk_but_not_published_is_not_delivered() -> None:
    async def scenario(world: World) -> tuple[list[int], bool, list[int]]:
        for _ in range(3):
            world.write(event.QueueDefined)
        world.restart()
        unpublished = world.write(event.QueueDefined)
        async with world.client(SAM) as client:
            await subscribe(client, start=behind(0))
            seen = positions(await client.receive())
            is_quiet = await no_frame(client)
            world.hub.publish([unpublished])
            later = positions(await client.receive())
        await world.hub.stop()
        return seen, is_quiet, later

    assert play(scenario) == ([1, 2, 3], True, [4])
