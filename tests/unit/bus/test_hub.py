"""The hub: what is committed reaches who may see it, live, resumed, or by a snapshot."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any

import pytest

from ccsdk.bus import hub as hub_module
from ccsdk.bus.ring import Ring
from ccsdk.errors import ConnectionRefusedByServerError
from ccsdk.model import event
from ccsdk.model.event import EVENTS
from ccsdk.model.principal import Principal
from ccsdk.model.relation import OWNER, READER
from ccsdk.wire import frames
from ccsdk.wire.codec import position_text
from tests.unit.bus.fakes import ANA, BEN, MEI, SAM, TOM, World, positions, settle
from tests.unit.bus.hub_play import OWN, behind, names, no_frame, play, subscribe


def test_committed_events_reach_an_idle_subscriber_at_once() -> None:
    async def scenario(world: World) -> frames.ServerFrame:
        async with world.client(SAM) as client:
            await subscribe(client)
            world.say(event.InteractionReceived, event.CustomerCreated, event.InteractionQueued)
            return await client.receive()

    link = play(scenario)
    assert names(link) == ["InteractionReceived", "InteractionQueued"]
    assert isinstance(link, frames.Ev)
    assert (link.prev, link.cursor) == (position_text(0), position_text(3))


def test_order_is_log_order_and_links_join_up() -> None:
    async def scenario(world: World) -> list[frames.Ev]:
        links: list[Any] = []
        async with world.client(SAM) as client:
            await subscribe(client)
            for number in range(20):
                world.say(*[event.QueueDefined, event.CustomerCreated][: 1 + number % 2])
                if number % 3 == 0:
                    links.append(await client.receive())
            await settle()
            while not client.is_idle:
                links.append(await client.receive())
        return links

    links = play(scenario)
    seen = [position for link in links for position in positions(link)]
    assert seen == sorted(set(seen))
    assert len(seen) == 20
    assert [link.prev for link in links[1:]] == [link.cursor for link in links[:-1]]


@pytest.mark.parametrize(
    ("principal", "topics", "where"),
    [
        (ANA, ("agent.*.>",), {}),
        (ANA, ("interaction.*.>",), {"customer": ("cu_ben",)}),
        (MEI, ("customer.*.>",), {}),
        (MEI, ("agent.tom.AgentConnected",), {"agent": ("tom",)}),
        (SAM, ("system.>",), {}),
    ],
)
def test_foreign_topics_are_not_found(
    principal: Principal, topics: tuple[str, ...], where: dict[str, tuple[str, ...]]
) -> None:
    async def scenario(world: World) -> frames.Res:
        async with world.client(principal) as client:
            return await subscribe(client, *topics, where=where)

    answer = play(scenario)
    assert answer.err is not None
    assert answer.err.code == "not_found"


def test_own_interaction_arrives_from_the_accept_and_stops_with_the_wrap_up() -> None:
    async def scenario(world: World) -> list[str]:
        seen: list[str] = []
        async with world.client(MEI) as client:
            await subscribe(client, *OWN)
            for cls in (
                event.MessageReceived,
                event.OfferMade,
                event.OfferAccepted,
                event.MessageReceived,
                event.MessageSent,
                event.WrapUpStarted,
                event.WrapUpEnded,
                event.MessageReceived,
                event.InteractionClosed,
                event.InteractionForgotten,
            ):
                world.say(cls)
                await settle()
            while not client.is_idle:
                seen += names(await client.receive())
        return seen

    assert play(scenario) == [
        "OfferMade",
        "OfferAccepted",
        "MessageReceived",
        "MessageSent",
        "WrapUpStarted",
        "WrapUpEnded",
        "InteractionClosed",
    ]


def test_a_reader_receives_from_the_mention_on_until_it_is_forgotten() -> None:
    async def scenario(world: World) -> list[str]:
        seen: list[str] = []
        async with world.client(TOM) as client:
            await subscribe(client, "interaction.*.>")
            for cls, agent in (
                (event.OfferAccepted, "mei"),
                (event.NoteAdded, "mei"),
                (event.AgentMentioned, "tom"),
                (event.MessageReceived, "mei"),
                (event.InteractionRequeued, "mei"),
                (event.NoteAdded, "tom"),
                (event.InteractionClosed, "mei"),
                (event.InteractionForgotten, "mei"),
                (event.MessageReceived, "mei"),
            ):
                world.say(cls, agent=agent)
                await settle()
            while not client.is_idle:
                seen += names(await client.receive())
        return seen

    assert play(scenario) == [
        "AgentMentioned",
        "MessageReceived",
        "InteractionRequeued",
        "NoteAdded",
        "InteractionClosed",
    ]


def test_two_readers_of_one_interaction_are_told_apart() -> None:
    async def scenario(world: World) -> tuple[bool, bool, bool]:
        world.say(event.AgentMentioned, agent="tom")
        world.say(event.AgentMentioned, agent="sam")
        before = world.hub.relates(READER, "tom", "in_1")
        world.say(event.InteractionForgotten)
        tom, sam = (world.hub.relates(READER, each, "in_1") for each in ("tom", "sam"))
        return before, tom, sam

    assert play(scenario) == (True, False, False)


@pytest.mark.parametrize("is_live", [True, False], ids=["live", "catch-up"])
def test_former_owner_receives_nothing_more(is_live: bool) -> None:
    async def scenario(world: World) -> list[str]:
        world.say(event.OfferAccepted, event.InteractionAnswered)
        world.say(event.LegLost, event.InteractionRequeued)
        world.say(event.MessageReceived)
        world.say(event.OfferAccepted, event.MessageReceived, agent="tom")
        if not is_live:
            world.hub = world.new_hub()
            world.hub.recover(world.log)
            world.hub.start("e1")
        async with world.client(MEI) as client:
            await subscribe(client, *OWN, start=behind(0))
            seen = names(await client.receive())
        await world.hub.stop()
        return seen

    # Only what was the Agent's own by its `agent` ref: accepted, and released.
    assert play(scenario) == ["OfferAccepted", "LegLost", "InteractionRequeued"]


def test_lagging_reader_loses_what_left_them_before_it_was_sent() -> None:
    async def scenario(world: World) -> list[str]:
        async with world.client(MEI) as client:
            await subscribe(client, *OWN)
            world.say(event.OfferAccepted, event.MessageReceived, event.ConnectFailed)
            return names(await client.receive())

    assert play(scenario) == ["OfferAccepted"]


def test_command_cursor_is_in_the_readers_scope() -> None:
    async def scenario(world: World) -> tuple[str, str]:
        world.say(event.QueueDefined, event.MessageReceived, event.QueueDefined)
        return world.hub.cursor_for(SAM, 3), world.hub.cursor_for(ANA, 3)

    assert play(scenario) == (position_text(3), position_text(1))


def test_equal_subscriptions_of_two_sockets_get_the_same_object() -> None:
    async def scenario(world: World) -> tuple[str, str]:
        async with world.client(SAM, "se_1") as one, world.client(SAM, "se_2") as two:
            await subscribe(one)
            await subscribe(two)
            world.say(event.QueueDefined)
            return await one.receive_text(), await two.receive_text()

    first, second = play(scenario)
    assert first is second


def test_every_subscription_gets_a_checkpoint_each_heartbeat() -> None:
    async def scenario(world: World) -> tuple[bool, Any]:
        async with world.client(SAM) as client:
            await subscribe(client)
            world.say(event.CustomerCreated)
            quiet = await no_frame(client)
            await world.clock.advance(20_000)
            return quiet, await client.receive()

    quiet, link = play(scenario)
    assert quiet
    assert (link.prev, link.cursor, link.events) == (position_text(0), position_text(1), ())


def test_moved_subscription_goes_on_from_its_new_place() -> None:
    async def scenario(world: World) -> tuple[Any, Any, list[int]]:
        world.say(event.QueueDefined, event.QueueDefined)
        async with world.client(SAM) as client:
            first = await subscribe(client)
            second = await subscribe(client, start=behind(1), id=2)
            return first.ok, second.ok, positions(await client.receive())

    first, second, seen = play(scenario)
    assert first["sub"] == second["sub"]
    assert seen == [2]


def test_label_is_forgotten_with_its_last_reader() -> None:
    async def scenario(world: World) -> tuple[int, int, int]:
        async with world.client(SAM, "se_1") as one:
            await subscribe(one)
            async with world.client(SAM, "se_2") as two:
                await subscribe(two)
                await subscribe(two, id=2)
                both = len(world.hub._labels)
            left = len(world.hub._labels)
        return both, left, len(world.hub._labels)

    assert play(scenario) == (1, 1, 0)


def test_log_that_cannot_be_read_ends_the_connection_resumably() -> None:
    async def scenario(world: World) -> tuple[Any, int]:
        for _ in range(3):
            world.write(event.QueueDefined)
        world.restart()
        world.log.clear()
        async with world.client(SAM) as client:
            await subscribe(client, start=behind(0))
            error = await client.receive()
            with pytest.raises(ConnectionRefusedByServerError) as caught:
                await client.receive()
        await world.hub.stop()
        return error, caught.value.close_code

    error, code = play(scenario)
    assert (error.code, code) == ("internal", 4005)
    assert error.ref


@pytest.mark.parametrize("step", [0, 2])
def test_gap_in_what_is_published_is_refused(step: int) -> None:
    async def scenario(world: World) -> None:
        world.say(event.QueueDefined)
        entry = world.write(event.QueueDefined)
        broken = type(entry)(
            **{**{n: getattr(entry, n) for n in entry.__struct_fields__}, "position": 1 + step}
        )
        with pytest.raises(AssertionError, match="each once"):
            world.hub.publish([broken])

    play(scenario)


def test_ownership_is_known_again_after_a_restart() -> None:
    async def scenario(world: World) -> tuple[bool, bool, int]:
        world.say(event.OfferAccepted)
        world.say(event.OfferAccepted, event.WrapUpEnded, interaction="in_2", agent="tom")
        world.restart()
        owns = partial(world.hub.relates, OWNER)
        found = owns("mei", "in_1"), owns("tom", "in_2"), world.hub.head
        await world.hub.stop()
        return found

    assert play(scenario) == (True, False, 3)


def test_no_reader_sees_what_the_grant_does_not_name() -> None:
    async def scenario(world: World) -> dict[str, set[str]]:
        seen: dict[str, set[str]] = {}
        for number, principal in enumerate((TOM, BEN)):
            async with world.client(principal, f"se_{number}") as client:
                await subscribe(client)
                for cls in EVENTS.values():
                    world.say(cls)
                await settle()
                found: set[str] = set()
                while not client.is_idle:
                    found |= set(names(await client.receive()))
                seen[principal.id] = found
        return seen

    seen = play(scenario)
    assert seen == {
        "tom": {"AgentDefined", "AgentPresenceChanged", "QueueDefined", "QueueDeleted"},
        "vi_2": set(),
    }


def test_hub_that_never_started_can_stop() -> None:
    async def scenario() -> None:
        await World().hub.stop()

    asyncio.run(scenario())


def test_credential_ends_are_moved_to_the_steady_clock() -> None:
    async def scenario(world: World) -> tuple[int, int]:
        now_ms = world.hub.now_ms()
        world.clock.now_ms = lambda: now_ms + 3_600_000  # type: ignore[method-assign]
        return now_ms, world.hub.steady_ms(now_ms + 3_601_000)

    now_ms, ends_ms = play(scenario)
    assert ends_ms == now_ms + 1_000


def test_ring_holds_what_the_page_names() -> None:
    ring = Ring()

    assert (ring._events_max, ring._bytes_max) == (10_000, 32 * 2**20)
    assert hub_module.PAGE_ENTRIES == 256
