"""Abuses that a real center answers by every door; each test is named by its catalogue id."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from ccsdk.client import BusClient
from ccsdk.errors import (
    InvalidRequestError,
    UnauthorizedError,
    UnknownEntityError,
    UnsupportedError,
)
from ccsdk.model.principal import Role
from ccsdk.server.tokens import issue_visitor_token
from tests.integration.security_scene import TEXT, Scene, first, run, seen
from tests.integration.shop import agent, open_shop, visitor

pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("type", "personal"),
    [
        ("ReceiveMessage", {"text": "hi"}),
        ("EndInteraction", None),
        ("AbandonInteraction", None),
    ],
)
def test_a08_visitor_touches_nobody_elses_interaction(type: str, personal: Any) -> None:
    async def act(scene: Scene) -> None:
        other, _ = await visitor(scene.here)
        await scene.enter(other)

        with pytest.raises(UnknownEntityError) as foreign:
            await other.command(type, {"interaction": scene.interaction}, personal=personal)
        with pytest.raises(UnknownEntityError) as missing:
            await other.command(type, {"interaction": "in_0"}, personal=personal)
        with pytest.raises(UnknownEntityError):
            await other.request("history.v1", {"interaction": scene.interaction})

        assert str(foreign.value).replace(scene.interaction, "in_0") == str(missing.value)

    run(act)


def test_a08_visitor_of_the_same_id_at_another_account_is_another_customer() -> None:
    async def act(scene: Scene) -> None:
        twin = await issue_visitor_token(scene.here.center, "app", scene.lena_is.principal.id)
        client = await scene.enter(BusClient(scene.here.url, twin.token))

        with pytest.raises(UnknownEntityError):
            await client.request("history.v1", {"interaction": scene.interaction})

    run(act)


def test_a08_visitor_sees_nothing_of_others_live_or_past() -> None:
    async def act(scene: Scene) -> None:
        other, _ = await visitor(scene.here)
        await scene.enter(other)
        await other.command("ReceiveInteraction", {}, personal={"text": "It is me"})

        events = await seen(other, "interaction.*.>", until="ccsdk.MessageReceived.v1")

        assert events
        assert TEXT not in json.dumps(events)
        assert scene.interaction not in json.dumps(events)

    run(act)


@pytest.mark.parametrize(
    "topics",
    [
        ("agent.*.>",),
        ("queue.*.>",),
        ("customer.*.>",),
        ("system.>",),
        ("agent.mei.AgentPresenceChanged",),
    ],
)
def test_a09_visitor_follows_nothing_but_interactions(topics: tuple[str, ...]) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises(UnknownEntityError):
            await scene.lena.subscribe(*topics)

    run(act)


def test_a09_topics_and_filters_widen_nothing() -> None:
    async def act(scene: Scene) -> None:
        everything = {"where": {"agent": ("mei",), "customer": ("cu_1",)}}
        other, _ = await visitor(scene.here)
        await scene.enter(other)
        with pytest.raises(InvalidRequestError):
            await other.subscribe("in>teraction")
        with pytest.raises(UnknownEntityError):
            await other.subscribe("interaction.*.>", **everything)  # type: ignore[arg-type]
        live = await other.subscribe(f"interaction.{scene.interaction}.>", start="now")
        await scene.mei.command(
            "SendMessage", {"interaction": scene.interaction}, personal={"text": TEXT}
        )
        await other.command("ReceiveInteraction", {}, personal={"text": "mine"})
        mine = await other.subscribe("interaction.*.>")

        state = await anext(mine)

        assert scene.interaction not in repr(state)
        await live.close()
        assert [change async for change in live] == []

    run(act)


def test_a09_agent_reads_and_does_nothing_with_a_colleagues_interaction() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction}
        with pytest.raises(UnknownEntityError):
            await scene.tom.request("history.v1", target)
        with pytest.raises(UnknownEntityError):
            await scene.tom.command("SendMessage", target, personal={"text": "hi"})
        with pytest.raises(UnknownEntityError):
            await scene.tom.command("EndInteraction", target)
        with pytest.raises(UnknownEntityError):
            await scene.tom.command("AcceptOffer", {"offer": "in_0-o1"})

    run(act)


def test_a09_supervisor_reads_no_text_and_does_nothing_in_an_owners_place() -> None:
    async def act(scene: Scene) -> None:
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))

        events = await seen(ana, "interaction.*.>", until="ccsdk.OfferAccepted.v1")
        page = await ana.request("history.v1", {"interaction": scene.interaction})

        assert TEXT not in json.dumps([events, page])
        message = next(each for each in events if each["type"] == "ccsdk.MessageReceived.v1")
        assert message["redacted"] == ["text"]
        target = {"interaction": scene.interaction}
        for name, half in (
            ("EndInteraction", None),
            ("CompleteWrapUp", None),
            ("SendMessage", {"text": "hi"}),
            ("WhisperMessage", {"text": "hi"}),
            ("AddNote", {"note": "hi"}),
        ):
            with pytest.raises(UnknownEntityError):
                await ana.command(name, target, personal=half)
        # Presence is theirs to set, of an agent whom they name.
        with pytest.raises(InvalidRequestError):
            await ana.command("SetReady")
        with pytest.raises(UnknownEntityError):
            await ana.command("SetReady", {"agent": "nobody"})

    run(act)


def test_a10_former_owner_gets_nothing_more_and_reads_nothing_back() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction}
        live = await scene.mei.subscribe("interaction.*.>", start="now")
        await scene.lena.command("EndInteraction", target)
        await first(live, "ccsdk.InteractionClosed.v1")
        await scene.lena.command("ReceiveInteraction", {}, personal={"text": "Again"})
        offered = await first(live, "ccsdk.OfferMade.v1")

        assert offered["interaction"] != scene.interaction
        assert "Again" not in json.dumps(offered)
        with pytest.raises(UnknownEntityError):
            await scene.mei.request("history.v1", target)
        with pytest.raises(UnknownEntityError):
            await scene.mei.command("SendMessage", target, personal={"text": "hi"})

    run(act)


@pytest.mark.parametrize(
    ("type", "data", "path"),
    [
        ("SetReady", {"agent": "tom"}, "data.agent"),
        ("SetReady", {"role": "supervisor"}, "data.role"),
        ("LogIn", {"verified": True}, "data.verified"),
        ("SetNotReady", {}, "data.reason"),
        ("SetNotReady", {"reason": "x" * 65}, "data.reason"),
    ],
)
def test_a11_agent_assigns_nothing_by_mass(type: str, data: Any, path: str) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises(InvalidRequestError) as caught:
            await scene.mei.command(type, data)

        assert caught.value.path == path

    run(act)


@pytest.mark.parametrize("member", ["account", "thread", "identity", "interaction", "sessions"])
def test_a11_visitor_does_not_fill_in_what_the_door_does(member: str) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises(InvalidRequestError) as caught:
            await scene.lena.command("ReceiveInteraction", {member: "x"}, personal={"text": "hi"})

        assert caught.value.path == f"data.{member}"

    run(act)


@pytest.mark.parametrize("type", ["DefineAgent", "ResumeCenter", "ReportSessionGone", "LogIn"])
def test_a11_visitor_gives_no_command_of_staff_or_system(type: str) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises((UnknownEntityError, InvalidRequestError, UnsupportedError)):
            await scene.lena.command(type, {})

    run(act)


def test_a04_command_key_belongs_to_its_principal() -> None:
    async def act(scene: Scene) -> None:
        await scene.tom.command("LogIn", key="one key")

        mine = await scene.mei.command("SetNotReady", {"reason": "break"}, key="one key")

        assert not mine.is_replayed

    run(act)


def test_a12_customer_sees_own_words_and_no_inside_of_the_center() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction}
        await scene.mei.command("SendMessage", target, personal={"text": "Good morning"})
        await scene.mei.command("EndInteraction", target)

        events = await seen(scene.lena, "interaction.*.>", until="ccsdk.InteractionEnded.v1")
        page = await scene.lena.request("history.v1", target)

        shown = json.dumps([events, page])
        assert "Good morning" in shown
        refs = {"position", "queue", "agent", "customer", "channel", "offer", "redacted"}
        for event in [*events, *page["items"]]:
            assert not refs & event.keys()
        types = {event["type"].split(".")[1] for event in events}
        assert types <= {
            "InteractionReceived",
            "InteractionQueued",
            # Rings for who is called back: that somebody is there, and not who.
            "OfferAccepted",
            "InteractionAnswered",
            "MessageReceived",
            "MessageSent",
            "InteractionEnded",
            "InteractionAbandoned",
            "InteractionClosed",
        }

    run(act)


def test_a12_customers_cursor_counts_their_own_events_only() -> None:
    async def act(scene: Scene) -> None:
        other, _ = await visitor(scene.here)
        await scene.enter(other)
        changes = await other.subscribe("interaction.*.>")
        reset = await anext(changes)

        receipt = await other.command("ReceiveInteraction", {}, personal={"text": "Hello"})

        assert reset.cursor == "0" * 20
        assert int(receipt.cursor) < 10
        head = (await scene.mei.command("SetNotReady", {"reason": "break"})).cursor
        assert int(head) > int(receipt.cursor)

    run(act)


def test_a12_customers_epoch_is_not_the_centers() -> None:
    async def act(scene: Scene) -> None:
        assert scene.lena.welcome is not None
        assert scene.mei.welcome is not None

        assert scene.lena.welcome.epoch != scene.mei.welcome.epoch

    run(act)


def test_a04_token_of_another_center_is_nobody_here() -> None:
    async def scene() -> None:
        async with open_shop() as here, open_shop() as there:
            foreign = await there.token("mei")
            async with here.raw(origin=here.origin) as socket:
                told = await socket.hello(token=foreign)

        assert told["code"] == UnauthorizedError.code

    asyncio.run(scene())


def test_s1_nothing_of_one_center_reaches_another() -> None:
    async def act(scene: Scene) -> None:
        async with open_shop() as there:
            ana = await scene.enter(await agent(there, "ana", Role.SUPERVISOR))
            changes = await ana.subscribe("interaction.*.>")
            customer, _ = await visitor(there)
            await scene.enter(customer)
            await scene.lena.command(
                "ReceiveMessage", {"interaction": scene.interaction}, personal={"text": TEXT}
            )
            await customer.command("ReceiveInteraction", {}, personal={"text": "There"})

            reset, change = await anext(changes), await anext(changes)

            assert scene.interaction not in repr([reset, change])
            with pytest.raises(UnknownEntityError):
                await ana.request("history.v1", {"interaction": scene.interaction})

    run(act)


def test_s5_no_secret_stands_in_logs_events_or_reprs(capfd: pytest.CaptureFixture[str]) -> None:
    secrets: list[str] = []
    shown: list[str] = []

    async def act(scene: Scene) -> None:
        here = scene.here
        cookie = await here.sign_in()
        bus_token = await here.bus_token(cookie)
        secrets.extend([cookie.partition("=")[2], bus_token, scene.lena_is.token])
        async with here.raw(origin=here.origin) as socket:
            await socket.hello("se_browser", token=bus_token)
            await socket.hello("se_browser", token=bus_token)
        shown.extend([repr(scene), repr(here.application.__dict__), repr(scene.lena_is)])
        async for entry in here.center.entries():
            shown.append(repr(entry))

    run(act)
    written = capfd.readouterr()

    assert "socket" in "".join(shown)
    for secret in secrets:
        assert secret not in written.out + written.err + "".join(shown)
