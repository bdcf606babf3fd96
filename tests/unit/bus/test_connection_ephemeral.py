"""Connections: what one announces another hears, and the log never knows."""

from __future__ import annotations

from ccsdk.model import event
from ccsdk.model.principal import Principal
from ccsdk.wire import frames
from tests.unit.bus.fakes import ANA, BEN, MEI, SAM, World, settle
from tests.unit.bus.hub_play import play
from tests.unit.bus.peer import Peer, hello

TYPING = frames.Eph(topic="interaction.in_1.Typing", ttl_ms=6_000)
HEARD = frames.Heard(topic="interaction.in_1.Typing", key="customer", ttl_ms=6_000)


async def listening(world: World, principal: Principal, *, eph: bool = True) -> Peer:
    peer = Peer(world)
    sub = frames.Sub(id=1, topics=("interaction.*.>",), start="now", eph=eph)
    await peer.say(hello(principal))
    await peer.say(sub)
    peer.got.clear()
    return peer


def begin(world: World) -> None:
    world.say(event.InteractionReceived, event.OfferAccepted)


def test_who_subscribed_to_it_hears_and_nothing_is_stored() -> None:
    async def scenario(world: World) -> tuple[list[frames.ServerFrame], int, int]:
        begin(world)
        mei, ana = await listening(world, MEI), await listening(world, ANA)
        head = world.hub.head
        answers = await ana.say(TYPING)
        await settle()
        assert answers == []
        return mei.got, head, world.hub.head

    heard, before, after = play(scenario)
    assert heard == [HEARD]
    assert before == after


def test_who_did_not_ask_for_it_hears_nothing() -> None:
    async def scenario(world: World) -> list[list[frames.ServerFrame]]:
        begin(world)
        deaf = await listening(world, MEI, eph=False)
        others = [await listening(world, each) for each in (SAM, BEN)]
        ana = await listening(world, ANA)
        await ana.say(TYPING)
        await settle()
        return [deaf.got, *(each.got for each in others)]

    assert play(scenario) == [[], [], []]


def test_moving_the_subscription_says_anew_whether_it_hears() -> None:
    async def scenario(world: World) -> tuple[list[frames.ServerFrame], list[frames.ServerFrame]]:
        begin(world)
        mei, ana = await listening(world, MEI, eph=False), await listening(world, ANA)
        sub = frames.Sub(id=2, topics=("interaction.*.>",), start="now", eph=True)
        await mei.say(sub)
        mei.got.clear()
        await ana.say(TYPING)
        await settle()
        heard = list(mei.got)
        await mei.say(frames.Sub(id=3, topics=("interaction.*.>",), start="now"))
        mei.got.clear()
        await ana.say(TYPING)
        await settle()
        return heard, mei.got

    assert play(scenario) == ([HEARD], [])


def test_flood_reaches_nobody_beyond_two_in_a_second() -> None:
    async def scenario(world: World) -> int:
        begin(world)
        mei, ana = await listening(world, MEI), await listening(world, ANA)
        for _ in range(50):
            await ana.say(TYPING)
        await settle()
        assert ana.closes == []
        return len(mei.got)

    assert play(scenario) == 2


def test_snapshot_subscription_hears_too_and_a_closed_connection_is_forgotten() -> None:
    async def scenario(world: World) -> tuple[list[frames.ServerFrame], dict[object, object]]:
        begin(world)
        mei, ana = Peer(world), await listening(world, ANA)
        sub = frames.Sub(id=1, topics=("interaction.*.>",), start="snapshot", eph=True)
        await mei.say(hello(MEI))
        await mei.say(sub)
        mei.got.clear()
        await ana.say(TYPING)
        await settle()
        heard = list(mei.got)
        await mei.connection.closed()
        await ana.connection.closed()
        return heard, dict(world.hub._lane._ears)

    assert play(scenario) == ([HEARD], {})


def test_restarted_hub_knows_what_is_open() -> None:
    async def scenario(world: World) -> list[frames.ServerFrame]:
        begin(world)
        await world.hub.stop()
        world.restart()
        mei, ana = await listening(world, MEI), await listening(world, ANA)
        await ana.say(TYPING)
        await settle()
        return mei.got

    assert play(scenario) == [HEARD]
