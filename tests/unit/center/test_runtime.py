"""What a Supervisor changes while the center runs: it holds at once, and it survives."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.errors import (
    PolicyRefusedError,
    QueueInUseError,
    UnknownEntityError,
    UnknownOutcomeError,
)
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.command import (
    AcceptOffer,
    ConfirmConnected,
    DefineAgent,
    DefineQueue,
    DeleteQueue,
    LogIn,
    ReceiveInteraction,
    SendMessage,
    SetReady,
)
from ccsdk.model.event import (
    AgentDefined,
    MessageSent,
    OfferMade,
    QueueDefined,
    QueueDeleted,
    SettingsApplied,
)
from ccsdk.testing.clock import VirtualClock
from tests.unit.center.shop import CHAT, tables

Work = Callable[[ContactCenter], Awaitable[Any]]


def lives(*works: Work | tuple[Work, dict[str, Any]]) -> list[Any]:
    """Run one center after the other on one log, each with its own center file if it has one."""
    store, clock = MemoryLogStore(), VirtualClock()

    async def live() -> list[Any]:
        results = []
        for each in works:
            work, changed = each if isinstance(each, tuple) else (each, {})
            made = ContactCenter(tables(**changed), plugins=[CHAT], store=store, clock=clock)
            async with made as opened:
                results.append(await work(opened))
        return results

    return asyncio.run(live())


async def said(center: ContactCenter, *kinds: type) -> list[Any]:
    return [e.event async for e in center.entries() if isinstance(e.event, kinds)]


async def retune(center: ContactCenter) -> None:
    """Let sales ring for 30 s, and let Mei help out at the delivery."""
    ada = center.agent("ada")
    await ada.ask(DefineQueue, queue="sales", name="Sales", ring_ms=30_000)
    help_out = [{"queue": "sales"}, {"queue": "delivery", "priority": 1}]
    await ada.ask(DefineAgent, agent="mei", memberships=help_out, skills={"furniture": 5})


async def as_defined(center: ContactCenter) -> tuple[int, int]:
    """Return how long sales rings, and how many queues Mei serves."""
    queues, agents = await said(center, QueueDefined), await said(center, AgentDefined)
    ring_ms = [e.ring_ms for e in queues if e.queue == "sales"][-1]
    return ring_ms, [len(e.memberships) for e in agents if e.agent == "mei"][-1]


def test_changes_survive_a_restart_with_the_same_file() -> None:
    assert lives(retune, as_defined, as_defined)[1:] == [(30_000, 2), (30_000, 2)]


def test_a_file_that_changed_wins_for_what_changed_in_it() -> None:
    queues = {**tables()["queues"], "sales": {"name": "Sales", "ring": "12s"}}

    assert lives(retune, (as_defined, {"queues": queues}))[1] == (12_000, 2)


def test_a_change_outlives_a_new_file_that_leaves_it_alone() -> None:
    supervisors = {"ada": {"name": "Ada"}, "bo": {}}
    agents = {**tables()["agents"], "ida": {"queues": ["sales"]}}

    found = lives(retune, (as_defined, {"agents": agents, "supervisors": supervisors}), as_defined)

    assert found[1:] == [(30_000, 2), (30_000, 2)]


def test_an_agent_who_is_defined_without_a_name_keeps_theirs() -> None:
    async def name(center: ContactCenter) -> str | None:
        await retune(center)
        return center._roster.names["mei"]

    assert lives(name) == ["Mei Lin"]


def test_a_queue_of_a_supervisor_survives_too() -> None:
    async def open_outlet(center: ContactCenter) -> None:
        ada = center.agent("ada")
        await ada.ask(DefineQueue, queue="outlet", name="Outlet")
        await ada.ask(DefineAgent, agent="tom", memberships=[{"queue": "outlet"}])

    async def queues(center: ContactCenter) -> list[str]:
        return [e.queue for e in await said(center, QueueDefined)]

    assert lives(open_outlet, queues)[1] == ["sales", "delivery", "outlet"]


async def talk(center: ContactCenter) -> dict[str, Any]:
    """Let Mei talk to Anna while Boris rings her and Clara waits; return Mei's own."""
    mei = center.agent("mei")
    await mei.ask(LogIn)
    await mei.ask(SetReady)
    for who in ("anna", "boris", "clara"):
        await center.visitor("web", who).ask(ReceiveInteraction, text="Hello")
    offers = await said(center, OfferMade)
    taken = await mei.ask(AcceptOffer, offer=offers[0].offer)
    own = {"interaction": taken.answer.interaction}
    await mei.ask(ConfirmConnected, **own)
    return {"own": own, "live": offers[1].offer}


def test_no_change_loses_what_is_in_hand() -> None:
    async def work(center: ContactCenter) -> list[Any]:
        at_hand, ada, mei = await talk(center), center.agent("ada"), center.agent("mei")
        await ada.ask(DefineQueue, queue="sales", name="Sales", requires=[{"skill": "beds"}])
        await ada.ask(DefineAgent, agent="mei", memberships=[], skills={}, slots={"chat": 0})
        with pytest.raises(QueueInUseError):
            await ada.ask(DeleteQueue, queue="sales")
        await mei.ask(SendMessage, text="Still here", **at_hand["own"])
        taken = await mei.ask(AcceptOffer, offer=at_hand["live"])
        await mei.ask(ConfirmConnected, interaction=taken.answer.interaction)
        # Clara waits on, and gets somebody as soon as the policy lets her.
        ida = [{"queue": "sales"}]
        await ada.ask(DefineAgent, agent="tom", memberships=ida, skills={"beds": 1})
        tom = center.agent("tom")
        await tom.ask(LogIn)
        await tom.ask(SetReady)
        return [e.agent for e in await said(center, OfferMade)] + await said(center, MessageSent)

    mei, again, tom, sent = lives(work)[0]

    assert (mei, again, tom) == ("mei", "mei", "tom")
    assert isinstance(sent, MessageSent)


def test_a_queue_that_nothing_needs_is_deleted_and_stays_so() -> None:
    async def delete(center: ContactCenter) -> None:
        await center.agent("ada").ask(DeleteQueue, queue="night")

    async def deleted(center: ContactCenter) -> tuple[int, int]:
        night = [e for e in await said(center, QueueDefined) if e.queue == "night"]
        return len(night), len(await said(center, QueueDeleted))

    file = {"queues": {**tables()["queues"], "night": {}}}

    assert lives((delete, file), (deleted, file))[1] == (1, 1)


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        ({"classes": [{"name": "vip", "when": "attr.vip =="}]}, "classes[0].when"),
        ({"overflow": [{"to": {}}]}, "overflow[0].to"),
        ({"is_bounded": True, "discipline": "priority"}, "handle_cap_ms"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_with_its_path(
    policy: dict[str, Any], path: str
) -> None:
    async def define(center: ContactCenter) -> str:
        with pytest.raises(PolicyRefusedError) as refused:
            await center.agent("ada").ask(DefineQueue, queue="sales", name="Sales", **policy)
        return refused.value.path

    assert lives(define) == [path]


def test_only_who_stands_in_the_file_is_an_agent() -> None:
    async def define(center: ContactCenter) -> None:
        await center.agent("ada").ask(DefineAgent, agent="nobody", memberships=[])

    with pytest.raises(UnknownEntityError):
        lives(define)


def test_agents_define_nothing() -> None:
    async def define(center: ContactCenter) -> None:
        await center.agent("mei").ask(DefineQueue, queue="sales", name="Mine")

    with pytest.raises(UnknownEntityError):
        lives(define)


@pytest.mark.parametrize("failing", range(1, 7))
def test_a_start_that_breaks_off_is_made_good_by_the_next(failing: int) -> None:
    writes = itertools.count(1)
    store = MemoryLogStore(
        fault=lambda point: point == "log.append.before_commit" and next(writes) == failing
    )

    async def start() -> list[Any]:
        async with ContactCenter(tables(), plugins=[CHAT], store=store) as center:
            return [e async for e in center.entries()]

    with pytest.raises(UnknownOutcomeError):
        asyncio.run(start())
    entries = asyncio.run(start())

    last = {e.subject: e.event for e in entries if isinstance(e.event, QueueDefined | AgentDefined)}
    assert sorted(last) == ["agent/mei", "agent/tom", "queue/delivery", "queue/sales"]
    (applied,) = [e.event for e in entries if isinstance(e.event, SettingsApplied)]
    assert len(applied.digests) == 6
