"""Notes, mentions, files and addresses by every door of a real center; ids as the catalogue."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ccsdk.client import BusClient
from ccsdk.errors import (
    InvalidRequestError,
    UnknownEntityError,
)
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.event import NoteAdded
from ccsdk.model.principal import Role
from ccsdk.wire.link import Reset
from tests.integration.security_scene import Scene, run, seen
from tests.integration.shop import agent, visitor

pytestmark = pytest.mark.integration

NOTE = "Canary in the coal mine"


async def note(scene: Scene, *mentions: str, by: BusClient | None = None) -> None:
    target = {"interaction": scene.interaction, "mentions": list(mentions)}
    said = await (by or scene.mei).command("AddNote", target, personal={"note": NOTE})
    assert said.ok["note"].startswith(f"interaction/{scene.interaction}:")


async def snapshot(client: BusClient, *topics: str) -> tuple[dict[str, Any], ...]:
    async for change in await client.subscribe(*topics, start="snapshot"):
        if isinstance(change, Reset):
            return change.items
    raise AssertionError("the subscription ended")


def test_a12_no_note_reaches_a_customer_live_past_or_in_a_snapshot() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction}
        await note(scene, "tom")
        await scene.mei.command("SendMessage", target, personal={"text": "One moment"})

        told = [
            await seen(scene.lena, "interaction.*.>", until="ccsdk.MessageSent.v1"),
            await scene.lena.request("history.v1", target),
            await snapshot(scene.lena, "interaction.*.>"),
        ]

        shown = json.dumps(told)
        assert "One moment" in shown
        assert "canary in" not in shown.lower()
        assert "note" not in shown.lower()
        assert "mention" not in shown.lower()
        assert "tom" not in shown

    run(act)


@pytest.mark.parametrize("topic", ["interaction.*.NoteAdded", "interaction.*.AgentMentioned"])
def test_a12_a_customer_does_not_learn_by_a_wish_that_there_are_notes(topic: str) -> None:
    async def act(scene: Scene) -> None:
        await note(scene, "tom")
        target = {"interaction": scene.interaction}
        await scene.mei.command("SendMessage", target, personal={"text": "Hello"})

        wishes = (topic, "interaction.*.MessageSent")
        events = await seen(scene.lena, *wishes, until="ccsdk.MessageSent.v1")

        assert [event["type"] for event in events] == ["ccsdk.MessageSent.v1"]

    run(act)


def test_a12_a_supervisor_sees_that_there_is_a_note_and_not_a_word_of_it() -> None:
    async def act(scene: Scene) -> None:
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))
        await note(scene, "tom")

        events = await seen(ana, "interaction.*.>", until="ccsdk.AgentMentioned.v1")

        (added,) = [event for event in events if event["type"] == "ccsdk.NoteAdded.v1"]
        assert added["redacted"] == ["note"]
        assert NOTE not in json.dumps(events)

    run(act)


def test_a09_only_who_is_mentioned_reads_an_interaction_of_another() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction}
        eve = await scene.enter(await agent(scene.here, "eve"))
        with pytest.raises(UnknownEntityError):
            await eve.request("history.v1", target)
        await note(scene, "eve")

        page = await eve.request("history.v1", target)

        assert NOTE in json.dumps(page)
        with pytest.raises(UnknownEntityError):
            await scene.tom.request("history.v1", target)
        for type, half in (("SendMessage", {"text": "x"}), ("EndInteraction", None)):
            with pytest.raises(UnknownEntityError):
                await eve.command(type, target, personal=half)
        await note(scene, by=eve)

    run(act)


def test_a10_a_former_owner_whom_no_note_mentions_gets_not_found() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction}
        await note(scene, "tom", "mei")
        await scene.mei.command("EndInteraction", target)

        with pytest.raises(UnknownEntityError):
            await scene.mei.request("history.v1", target)
        with pytest.raises(UnknownEntityError):
            await note(scene)

        assert NOTE in json.dumps(await scene.tom.request("history.v1", target))

    run(act)


@pytest.mark.parametrize("stranger", ["nobody", "ana"], ids=["no one", "a supervisor"])
def test_a09_a_mention_of_no_agent_is_refused_whole(stranger: str) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises(UnknownEntityError):
            await note(scene, "tom", stranger)

        entries = [entry async for entry in scene.here.center.entries()]
        assert not any(isinstance(entry.event, NoteAdded) for entry in entries)
        with pytest.raises(UnknownEntityError):
            await scene.tom.request("history.v1", {"interaction": scene.interaction})

    run(act)


def test_a08_a_file_of_somebody_else_is_no_file() -> None:
    async def act(scene: Scene) -> None:
        target = {"interaction": scene.interaction, "files": ["fi_" + "0" * 32]}

        for client, type in ((scene.mei, "SendMessage"), (scene.lena, "ReceiveMessage")):
            with pytest.raises(UnknownEntityError):
                await client.command(type, target, personal={"text": "Look"})

    run(act)


@pytest.mark.parametrize("member", ["is_verified", "attachments"])
def test_a11_a_visitor_verifies_nobody_and_attaches_nothing(member: str) -> None:
    async def act(scene: Scene) -> None:
        with pytest.raises(InvalidRequestError, match=f"data.{member}"):
            await scene.lena.command("ReceiveInteraction", {member: True}, personal={"text": "x"})
        with pytest.raises(InvalidRequestError, match="personal.file_names"):
            await scene.lena.command(
                "ReceiveInteraction", {}, personal={"text": "x", "file_names": ["x"]}
            )

    run(act)


def test_s4_an_address_is_shown_to_its_agent_as_a_hint_and_to_nobody_else() -> None:
    async def act(scene: Scene) -> None:
        client, _ = await visitor(scene.here)
        mia = await scene.enter(client)
        half = {"text": "Hello", "name": "Mia", "address": "mia.okafor@shop.example"}
        said = await mia.command(ReceiveInteraction.__name__, {}, personal=half)
        interaction = said.ok["interaction"]
        offers = await snapshot(scene.mei, "interaction.*.>")
        (offer,) = [item for item in offers if item["data"].get("interaction") == interaction]
        before = await scene.mei.request("history.v1", {"interaction": interaction})
        await scene.mei.command("AcceptOffer", {"offer": offer["subject"].split("/")[1]})

        after = await scene.mei.request("history.v1", {"interaction": interaction})
        ana = await scene.enter(await agent(scene.here, "ana", Role.SUPERVISOR))
        watched = await seen(ana, "interaction.*.>", until="ccsdk.OfferAccepted.v1")
        own = await mia.request("history.v1", {"interaction": interaction})

        assert before["customer"]["personal"] == {"name": "Mia"}
        assert after["customer"]["personal"] == {"name": "Mia", "address": "m***@shop.example"}
        assert "okafor" not in json.dumps([offers, before, after, watched, own])

    run(act)
