"""Requests and typing over real sockets: what each role is told, and what nobody else hears."""

from __future__ import annotations

import json
from typing import Any

import attrs
import pytest

from ccsdk.client import BusClient
from ccsdk.errors import InvalidRequestError, UnknownEntityError, UnsupportedError
from ccsdk.model.principal import Role
from ccsdk.model.request import Submission
from ccsdk.wire.frames import Heard
from tests.integration.security_scene import Scene, first, run
from tests.integration.serving import eventually
from tests.integration.shop import agent, visitor

pytestmark = pytest.mark.integration


async def hearing(client: BusClient) -> list[Heard]:
    """Let a client follow what it may, and return what it will hear."""
    heard: list[Heard] = []
    await client.subscribe("interaction.*.>", start="now", on_heard=heard.append)
    return heard


async def settled(*clients: BusClient) -> None:
    """Return when what was announced before has reached these clients, if it was for them."""
    for client in clients:
        for _ in range(2):
            with pytest.raises(UnknownEntityError):
                await client.request("history.v1", {"interaction": "in_0"})


# --- requests ---------------------------------------------------------------------------------


def test_owner_asks_who_the_customer_is() -> None:
    async def act(scene: Scene) -> None:
        answer = await scene.mei.request("customer.v1", {"interaction": scene.interaction})

        assert answer["customer"]["id"] == scene.lena_is.principal.customer
        assert answer["customer"]["is_verified"] is False
        assert (answer["items"], answer["more"]) == ([], False)

    run(act)


def test_customer_for_whom_the_site_signed_has_a_past() -> None:
    async def act(scene: Scene) -> None:
        lena = attrs.evolve(scene.lena_is.principal, is_verified=True)
        earlier = scene.interaction
        await scene.lena.command("EndInteraction", {"interaction": earlier})
        offers = await scene.mei.subscribe("interaction.*.>", start="now")
        receipt = await scene.here.center.submit(
            Submission(
                principal=lena,
                key="k2",
                type="ccsdk.ReceiveInteraction.v1",
                data={},
                personal={"text": "Me again", "name": "Lena", "address": "lena@shop.example"},
            )
        )
        offer = await first(offers, "ccsdk.OfferMade.v1")
        await scene.mei.command("AcceptOffer", {"offer": offer["offer"]})

        again = receipt.answer.interaction
        answer = await scene.mei.request("customer.v1", {"interaction": again})

        assert answer["customer"]["personal"] == {"name": "Lena", "address": "l***@shop.example"}
        assert [item["interaction"] for item in answer["items"]] == [earlier]
        assert answer["items"][0]["outcome"] == "handled"
        with pytest.raises(UnknownEntityError):
            await scene.mei.request("customer.v1", {"interaction": earlier})

    run(act)


def test_nobody_else_asks_who_the_customer_is() -> None:
    async def act(scene: Scene) -> None:
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))
        other, _ = await visitor(scene.here)
        await scene.enter(other)

        for client in (scene.tom, scene.lena, ana, other):
            with pytest.raises(UnknownEntityError):
                await client.request("customer.v1", {"interaction": scene.interaction})

    run(act)


@pytest.mark.parametrize(
    ("method", "data"),
    [
        ("metrics.v1", {"window": "today"}),
        ("explain.v1", {"measure": "service_level", "window": "last_30_min"}),
    ],
)
def test_figures_are_the_supervisors(method: str, data: dict[str, Any]) -> None:
    async def act(scene: Scene) -> None:
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))

        told = await ana.request(method, data)

        assert told["as_of_ms"] >= told["from_ms"]
        for client in (scene.mei, scene.lena):
            with pytest.raises(UnknownEntityError) as refused:
                await client.request(method, data)
            assert "metrics" not in str(refused.value)

    run(act)


def test_wrong_request_is_told_by_its_path_and_the_connection_goes_on() -> None:
    async def act(scene: Scene) -> None:
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))
        for method, data, path in (
            ("metrics.v1", {"window": "today", "role": "admin"}, "data.role"),
            ("metrics.v1", {"window": "for ever"}, "data.window"),
            ("explain.v1", {"window": "today", "measure": "money"}, "data.measure"),
            ("customer.v1", {"interaction": 7}, "data.interaction"),
        ):
            with pytest.raises(InvalidRequestError) as refused:
                await ana.request(method, data)
            assert refused.value.path == path
        with pytest.raises(UnsupportedError):
            await ana.request("metrics.v2", {"window": "today"})

        assert (await ana.request("metrics.v1", {"window": "today"}))["window"] == "today"

    run(act)


# --- typing -----------------------------------------------------------------------------------


def test_customer_and_owner_see_each_other_type() -> None:
    async def act(scene: Scene) -> None:
        at_desk, at_widget = await hearing(scene.mei), await hearing(scene.lena)
        topic = f"interaction.{scene.interaction}.Typing"

        await scene.lena.typing(scene.interaction)
        await eventually(lambda: at_desk)
        await scene.mei.typing(scene.interaction)
        await eventually(lambda: at_widget)
        await scene.mei.typing(scene.interaction, is_typing=False)
        await eventually(lambda: len(at_widget) == 2)

        assert [(heard.topic, heard.key) for heard in at_desk] == [(topic, "customer")]
        assert [heard.key for heard in at_widget] == ["mei", "mei"]
        assert at_widget[0].ttl_ms > 0
        assert at_widget[1].ttl_ms == 0

    run(act)


def test_nobody_else_hears_or_says_it_and_the_log_never_knows() -> None:
    async def act(scene: Scene) -> None:
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))
        other, _ = await visitor(scene.here)
        await scene.enter(other)
        others = (scene.tom, ana, other)
        at_others = [await hearing(client) for client in others]
        at_desk, at_widget = await hearing(scene.mei), await hearing(scene.lena)
        head = scene.here.center.hub.head

        for client in others:
            await client.typing(scene.interaction)
        await settled(*others, scene.lena)
        assert at_desk == at_widget == []
        await scene.lena.typing(scene.interaction)
        await eventually(lambda: at_desk)
        await settled(*others)

        assert at_others == [[], [], []]
        assert scene.here.center.hub.head == head
        log = [repr(entry) async for entry in scene.here.center.entries()]
        assert not any("Typing" in line for line in log)

    run(act)


def test_former_owner_neither_hears_nor_says_it() -> None:
    async def act(scene: Scene) -> None:
        at_desk, at_widget = await hearing(scene.mei), await hearing(scene.lena)
        await scene.lena.command("EndInteraction", {"interaction": scene.interaction})

        await scene.mei.typing(scene.interaction)
        await scene.lena.typing(scene.interaction)
        await settled(scene.mei, scene.lena)

        assert at_desk == at_widget == []

    run(act)


def test_flood_is_dropped_and_the_connection_goes_on() -> None:
    async def act(scene: Scene) -> None:
        at_desk = await hearing(scene.mei)
        for _ in range(50):
            await scene.lena.typing(scene.interaction)
        await settled(scene.lena, scene.mei)

        assert 1 <= len(at_desk) <= 4

    run(act)


def test_malformed_announcement_is_a_bad_frame() -> None:
    async def act(scene: Scene) -> None:
        async with scene.here.raw(await scene.here.token("tom")) as socket:
            await socket.hello("se_raw")
            await socket.send({"op": "eph", "topic": "interaction.*.Typing", "ttl_ms": 6_000})
            frames, code = await socket.end()

        assert (frames[-1]["code"], code) == ("bad_frame", 4500)
        assert "topic" in json.dumps(frames[-1]["errors"])

    run(act)


def test_typing_does_not_outlive_a_lost_connection() -> None:
    async def act(scene: Scene) -> None:
        token = await scene.here.token("mei")
        async with scene.here.raw(token) as socket:
            await socket.hello("se_raw")
            follow = {"op": "sub", "id": 1, "topics": ["interaction.*.>"], "from": "now"}
            place = (await socket.ask({**follow, "eph": True}))["ok"]
        await scene.lena.typing(scene.interaction)
        await settled(scene.lena)
        async with scene.here.raw(token) as socket:
            await socket.hello("se_raw")
            start = {"epoch": place["epoch"], "cursor": place["cursor"]}
            await socket.send({**follow, "from": start, "eph": True})
            await socket.send({"op": "req", "id": 2, "method": "none.v1"})
            frames = [await socket.receive() for _ in range(2)]

        assert {frame["op"] for frame in frames} == {"res"}

    run(act)
