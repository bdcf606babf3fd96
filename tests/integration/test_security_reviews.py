"""A closed talk read again, and what a coach wrote about it, by every door of a real center."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ccsdk.client import BusClient
from ccsdk.errors import RefusedByServerError, UnknownEntityError
from ccsdk.model.principal import Role
from ccsdk.model.profile import WHOLE
from ccsdk.wire.envelope import envelope
from ccsdk.wire.frames import Start
from ccsdk.wire.link import Applied, Reset
from tests.integration.security_scene import TEXT, Scene, first, run
from tests.integration.shop import TABLES, agent

pytestmark = pytest.mark.integration

SHOP: dict[str, Any] = {
    **TABLES,
    "accounts": {"web": {**TABLES["accounts"]["web"], "reopen": "10 min"}},
    "supervisors": {"ana": {}, "ben": {}},
}
REVIEW = "Kestrel: you named the part before you promised it"
LAST = "Good to see you again"
AGENTS = ("mei", "tom", "lena", "eve")


async def supervisor(scene: Scene, name: str) -> BusClient:
    return await scene.enter(await agent(scene.here, name, Role.SUPERVISOR))


async def told(client: BusClient, target: dict[str, Any]) -> str:
    """Return all that a reader is told when they ask: by a snapshot, and by requests."""
    shown: list[Any] = []
    async for change in await client.subscribe("interaction.*.>", start="snapshot"):
        if isinstance(change, Reset):
            shown.append(change.items)
            break
    for method in ("history.v1", "customer.v1"):
        try:
            shown.append(await client.request(method, target))
        except UnknownEntityError:
            shown.append("not found")
    return json.dumps(shown)


async def passed(client: BusClient) -> str:
    """Return all that reaches a reader from the log's start to the last that there is."""
    assert client.welcome is not None
    start = Start(epoch=client.welcome.epoch, cursor="0" * 20)
    events: list[dict[str, Any]] = []
    async for change in await client.subscribe("interaction.*.>", "agent.tom.>", start=start):
        events += change.events if isinstance(change, Applied) else ()
        if LAST in json.dumps(events) or "LOGGED_OUT" in json.dumps(events):
            return json.dumps(events)
    raise AssertionError("the subscription ended")


async def ended(scene: Scene) -> dict[str, Any]:
    """End the talk, which Eve was mentioned in."""
    target = {"interaction": scene.interaction}
    mention = {**target, "mentions": ["eve"]}
    await scene.mei.command("AddNote", mention, personal={"note": "Look, @eve"})
    await scene.mei.command("EndInteraction", target)
    return target


async def reviewed(client: BusClient, target: dict[str, Any]) -> str:
    """Write about Mei's work; return the review's id."""
    about = {**target, "agent": "mei"}
    added = await client.command("AddReview", about, personal={"review": REVIEW})
    return str(added.ok["review"])


async def reopened(scene: Scene, target: dict[str, Any]) -> None:
    """Let the customer write again, Mei answer as its owner, and Tom log in and out, the last."""
    said = await scene.lena.command("ReceiveInteraction", {}, personal={"text": "Once more"})
    assert said.ok == target
    await scene.mei.command("AcceptOffer", {"offer": f"{scene.interaction}-o2"})
    await scene.mei.command("ConfirmConnected", target)
    await scene.mei.command("SendMessage", target, personal={"text": LAST})
    await scene.tom.command("LogIn")
    await scene.tom.command("LogOut")


def test_s4_who_opened_a_closed_talk_reads_it_and_what_is_written_about_it() -> None:
    async def act(scene: Scene) -> None:
        ana, target = await supervisor(scene, "ana"), await ended(scene)
        live = await ana.subscribe("interaction.*.>", start="now")
        before = json.dumps(await ana.request("history.v1", target))

        opened = [await ana.command("OpenReview", target) for _ in range(2)]
        page = json.dumps(await ana.request("history.v1", target))
        added = await reviewed(ana, target)
        event = await first(live, "ccsdk.ReviewAdded.v1")
        # Whoever comes back reads on: what was opened is in the log, not in the connection.
        back = await supervisor(scene, "ana")
        again = json.dumps(await back.request("history.v1", target))

        assert TEXT not in before
        assert TEXT in page
        assert [each.ok for each in opened] == [target, target]
        assert added.startswith(f"interaction/{scene.interaction}:")
        assert (event["agent"], event["data"]["by"]) == ("mei", "ana")
        assert event["personal"]["review"] == REVIEW
        assert REVIEW in again
        entries = [entry async for entry in scene.here.center.entries()]
        names = [type(entry.event).__name__ for entry in entries]
        assert (names.count("ReviewOpened"), names.count("ReviewAdded")) == (1, 1)
        assert not any(b"Kestrel" in envelope(entry, None) for entry in entries)
        assert any(b"Kestrel" in envelope(entry, WHOLE) for entry in entries)

    run(act, SHOP)


def test_s4_nobody_else_reads_a_review_by_any_door_also_when_the_talk_goes_on() -> None:
    async def act(scene: Scene) -> None:
        ana, ben = await supervisor(scene, "ana"), await supervisor(scene, "ben")
        eve = await scene.enter(await agent(scene.here, "eve"))
        target = await ended(scene)
        await ana.command("OpenReview", target)
        await reviewed(ana, target)

        others = {"mei": scene.mei, "tom": scene.tom, "lena": scene.lena, "eve": eve, "ben": ben}
        closed = {name: await told(each, target) for name, each in others.items()}
        await reopened(scene, target)
        goes_on = {name: await told(each, target) for name, each in others.items()}
        streams = {name: await passed(each) for name, each in others.items()}

        for shown in (closed, goes_on, streams):
            assert not [name for name, each in shown.items() if "Kestrel" in each]
            assert not [name for name in AGENTS if "review" in shown[name].lower()]
            assert not [name for name in AGENTS if '"ana"' in shown[name]]
            assert TEXT not in shown["ben"]
        assert "ReviewAdded" in streams["ben"]
        # Mei owns it again and reads all that was said; who reviewed it reads no more.
        assert LAST in goes_on["mei"]
        assert LAST not in await told(ana, target)

    run(act, SHOP)


def test_a09_nobody_opens_or_reviews_what_is_not_theirs_to() -> None:
    async def act(scene: Scene) -> None:
        ana, ben = await supervisor(scene, "ana"), await supervisor(scene, "ben")
        target = {"interaction": scene.interaction}
        with pytest.raises(RefusedByServerError, match="wrong_state"):
            await ana.command("OpenReview", target)
        await ended(scene)
        about = {**target, "agent": "mei"}
        await ana.command("OpenReview", target)

        for client in (scene.mei, scene.tom, scene.lena):
            with pytest.raises(UnknownEntityError):
                await client.command("OpenReview", target)
        for client in (scene.mei, scene.lena, ben):
            with pytest.raises(UnknownEntityError):
                await client.command("AddReview", about, personal={"review": "x"})
        with pytest.raises(RefusedByServerError, match="not_in_talk"):
            await ana.command("AddReview", {**target, "agent": "tom"}, personal={"review": "x"})

    run(act, SHOP)
