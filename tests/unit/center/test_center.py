"""The parts put together: one process, several centers, each its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.bus.memory import MemoryClient
from ccsdk.errors import (
    DrainingError,
    InvalidRequestError,
    LogLockedError,
    PluginLoadError,
    SettingsError,
    UnknownEntityError,
)
from ccsdk.hooks import Plugin
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    CompleteWrapUp,
    ConfirmConnected,
    EndInteraction,
    LogIn,
    ReceiveInteraction,
    ReceiveMessage,
    SendMessage,
    SetReady,
)
from ccsdk.model.entry import Entry
from ccsdk.model.event import AgentConnected, CenterResumed, CustomerConnected, OfferMade
from ccsdk.model.principal import Role
from ccsdk.model.request import HistoryQuestion
from ccsdk.wire.frames import Snap, Sub
from tests.unit.center.shop import CHAT, MEI, tables

Work = Callable[[ContactCenter], Awaitable[Any]]


def center(**changed: Any) -> ContactCenter:
    return ContactCenter.in_memory(tables(**changed), plugins=[CHAT])


def run(work: Work, made: ContactCenter | None = None) -> Any:
    async def live() -> Any:
        async with made or center() as opened:
            return await work(opened)

    return asyncio.run(live())


async def entries(center: ContactCenter) -> list[Entry]:
    return [entry async for entry in center.entries()]


async def offer_to_mei(center: ContactCenter) -> str:
    mei = center.agent("mei")
    await mei.ask(LogIn)
    await mei.ask(SetReady)
    await center.visitor("web", "anna").ask(ReceiveInteraction, text="Hello", name="Anna")
    (made,) = [e.event for e in await entries(center) if isinstance(e.event, OfferMade)]
    return made.offer


def test_an_interaction_is_routed_and_talked_about() -> None:
    async def work(center: ContactCenter) -> list[str]:
        mei, anna = center.agent("mei"), center.visitor("web", "anna")
        accepted = await mei.ask(AcceptOffer, offer=await offer_to_mei(center))
        own = {"interaction": accepted.answer.interaction}
        await mei.ask(ConfirmConnected, **own)
        await mei.ask(SendMessage, text="Hello Anna", **own)
        await anna.ask(ReceiveMessage, text="Is it oak?", **own)
        wanted = HistoryQuestion(interaction=str(own["interaction"]), limit=9)
        history = await center.ask(mei.principal, wanted)
        return [i["personal"]["text"] for i in history["items"] if "Message" in i["type"]]

    texts = run(work)

    assert texts == ["Hello", "Hello Anna", "Is it oak?"]


def test_two_centers_of_one_process_know_nothing_of_each_other() -> None:
    async def both() -> tuple[list[Entry], list[Entry], str, str]:
        async with center() as first, center(center={"name": "other"}) as second:
            await offer_to_mei(first)
            return (
                await entries(first),
                await entries(second),
                first.visitor("web", "anna").principal.customer or "",
                second.visitor("web", "anna").principal.customer or "",
            )

    first, second, here, there = asyncio.run(both())

    assert any(isinstance(entry.event, OfferMade) for entry in first)
    assert {type(entry.event).__name__ for entry in second} == {
        "QueueDefined",
        "AccountDefined",
        "AgentDefined",
        "SettingsApplied",
    }
    assert here != there


def test_a_second_life_on_one_log_goes_on_where_the_first_ended() -> None:
    store = MemoryLogStore()

    def life() -> ContactCenter:
        return ContactCenter(tables(), plugins=[CHAT], store=store)

    async def first(center: ContactCenter) -> str:
        await offer_to_mei(center)
        return await center.state_hash()

    async def second(center: ContactCenter) -> list[Entry]:
        return await entries(center)

    before = run(first, life())
    log = run(second, life())
    kinds = [type(entry.event).__name__ for entry in log]

    assert before.startswith("sha256:")
    assert kinds.count("AgentDefined") == 2
    assert isinstance(log[kinds.index("OfferMade") + 1].event, CenterResumed)


def test_one_store_serves_one_center_at_a_time() -> None:
    store = MemoryLogStore()

    async def two() -> None:
        async with ContactCenter(tables(), plugins=[CHAT], store=store):
            async with ContactCenter(tables(), plugins=[CHAT], store=store):
                pass

    with pytest.raises(LogLockedError):
        asyncio.run(two())


def test_nothing_is_taken_before_the_start_and_after_the_end() -> None:
    made = center()

    async def outside() -> tuple[bool, bool, bool]:
        states = [made.is_ready]
        with pytest.raises(DrainingError):
            await made.agent("mei").ask(LogIn)
        async with made:
            states.append(made.is_ready)
        states.append(made.is_ready)
        with pytest.raises(DrainingError):
            await made.agent("mei").ask(LogIn)
        return tuple(states)  # type: ignore[return-value]

    states = asyncio.run(outside())

    assert states == (False, True, False)


def test_what_a_host_application_needs_is_there() -> None:
    async def work(center: ContactCenter) -> dict[str, Any]:
        return {
            "name": center.name,
            "staff": {staff: center.staff_role(staff) for staff in center.staff_ids()},
            "nobody": center.staff_role("eve"),
            "origins": dict(center.origins),
            "routes": dict(center.routes),
            "secret": len(center.secret),
        }

    found = run(work)

    assert found == {
        "name": "shop",
        "staff": {"ada": Role.SUPERVISOR, "mei": Role.AGENT, "tom": Role.AGENT},
        "nobody": None,
        "origins": {"web": ("https://shop.example",)},
        "routes": {},
        "secret": 32,
    }


def test_strangers_have_no_client() -> None:
    async def work(center: ContactCenter) -> None:
        with pytest.raises(UnknownEntityError, match="eve"):
            center.agent("eve")
        with pytest.raises(UnknownEntityError, match="phone"):
            center.visitor("phone", "anna")

    run(work)


def test_a_client_in_the_process_is_held_to_the_same_rules() -> None:
    async def work(center: ContactCenter) -> None:
        mei, tom = center.agent("mei"), center.agent("tom")
        offer = await offer_to_mei(center)
        with pytest.raises(UnknownEntityError, match="offer"):
            await tom.ask(AcceptOffer, offer=offer)
        with pytest.raises(UnknownEntityError, match="ReceiveInteraction"):
            await mei.ask(ReceiveInteraction, text="x")
        with pytest.raises(InvalidRequestError, match="data.offre"):
            await mei.ask(AcceptOffer, offre=offer)

    run(work)


def test_a_key_has_one_effect_and_one_answer() -> None:
    async def work(center: ContactCenter) -> tuple[Any, Any, int]:
        anna = center.visitor("web", "anna")
        first = await anna.ask(ReceiveInteraction, key="k1", text="Hello")
        head = len(await entries(center))
        again = await anna.ask(ReceiveInteraction, key="k1", text="Hello")
        return first, again, len(await entries(center)) - head

    first, again, added = run(work)

    assert (first.answer, first.position) == (again.answer, again.position)
    assert (first.is_replayed, again.is_replayed, added) == (False, True, 0)


def test_an_owner_who_has_moved_on_still_gets_the_answer_to_their_key() -> None:
    async def work(center: ContactCenter) -> bool:
        mei = center.agent("mei")
        offer = await offer_to_mei(center)
        accepted = await mei.ask(AcceptOffer, offer=offer, key="k1")
        own = {"interaction": accepted.answer.interaction}
        await mei.ask(ConfirmConnected, **own)
        await center.visitor("web", "anna").ask(EndInteraction, **own)
        await mei.ask(CompleteWrapUp, key="k2", **own)
        again = await mei.ask(CompleteWrapUp, key="k2", **own)
        with pytest.raises(UnknownEntityError):
            await mei.ask(CompleteWrapUp, key="k3", **own)
        return again.is_replayed

    is_replayed = run(work)

    assert is_replayed


def test_sessions_are_reported_and_known_to_a_first_message() -> None:
    async def work(center: ContactCenter) -> list[str]:
        anna = center.visitor("web", "anna")
        await center.session_back(MEI, "se_mei")
        await center.session_back(anna.principal, "se_one")
        await center.session_back(anna.principal, "se_two")
        await center.session_gone(anna.principal, "se_one")
        await anna.ask(ReceiveInteraction, text="Hello")
        return [
            e.event.session
            for e in await entries(center)
            if isinstance(e.event, AgentConnected | CustomerConnected)
        ]

    sessions = run(work)

    assert sessions == ["se_mei", "se_two"]


def test_a_desk_in_the_same_process_gets_names_and_states() -> None:
    async def work(center: ContactCenter) -> list[dict[str, Any]]:
        async with MemoryClient(hub=center.hub, center=center, principal=MEI) as desk:
            desk.send(Sub(id=1, topics=("agent.*.AgentDefined",), start="snapshot"))
            while not isinstance(frame := await desk.receive(), Snap):
                pass
            return list(frame.items)

    items = run(work)

    assert [(i["subject"], i["personal"]["name"]) for i in items] == [
        ("agent/mei", "Mei Lin"),
        ("agent/tom", "Tom"),
    ]


def test_names_are_found_again_in_the_log() -> None:
    store = MemoryLogStore()

    async def nothing(center: ContactCenter) -> int:
        return len(await entries(center))

    lengths = [run(nothing, ContactCenter(tables(), plugins=[CHAT], store=store)) for _ in range(3)]

    # Each life resumes, and none has to say a name again.
    assert lengths == [6, 7, 8]


def test_wrong_settings_raise_before_anything_is_opened(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="agents.mei.queues"):
        ContactCenter({"agents": {"mei": {"queues": ["sale"]}}}, data=tmp_path / "data")

    assert list(tmp_path.iterdir()) == []


def test_a_required_plugin_that_cannot_be_imported_raises() -> None:
    broken = Plugin(name="broken", summary="", implementation="no_such_module:Broken")

    with pytest.raises(PluginLoadError, match="no_such_module"):
        ContactCenter.in_memory({"plugins": {"broken": {"required": True}}}, plugins=[broken])


def test_a_channel_that_is_missing_because_its_plugin_is_broken_tells_why() -> None:
    broken = Plugin(name="broken", summary="", implementation="no_such_module:Broken")
    wish = {
        "queues": {"post": {}},
        "accounts": {"box": {"channel": "postcard", "queues": ["post"]}},
    }

    with pytest.raises(SettingsError, match="no_such_module"):
        ContactCenter.in_memory(wish, plugins=[broken])


def test_at_rest_the_log_is_held_and_nothing_is_decided(tmp_path: Path) -> None:
    async def rest() -> int:
        made = ContactCenter(tables(), plugins=[CHAT], data=tmp_path / "data")
        async with made.at_rest():
            other = ContactCenter(tables(), plugins=[CHAT], data=tmp_path / "data")
            with pytest.raises(LogLockedError):
                await other.open()
            return len(await entries(made))

    assert asyncio.run(rest()) == 0
