"""What an observer is given, and for how long."""

from __future__ import annotations

import asyncio
from typing import Any

import attrs
import msgspec
import pytest

from ccsdk.errors import IdempotencyMismatchError, NotAdmittedError, OverloadedError
from ccsdk.hooks import AlarmDue, Channel, Committed
from ccsdk.log.plugin import SqlitePluginStore
from ccsdk.model.command import SetCapacity, SetSkills
from ccsdk.model.entry import Entry
from ccsdk.model.event import MessageSent
from ccsdk.model.grant import GRANTS
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import Submission
from ccsdk.plugins.context import Context, Shelf
from ccsdk.plugins.delivery import (
    COMMANDS_AT_ONCE,
    COMMANDS_MAX,
    Delivery,
    committed_of,
    origin_of,
)
from ccsdk.testing.clock import VirtualClock
from tests.unit.plugins.watching import Desk, deleted, run

PLUGIN = Principal(id="plugin:watch", role=Role.PLUGIN, commands=("SetCapacity",))
ONE_SLOT = SetCapacity(agent="mei", slots={"chat": 1})


@attrs.frozen
class Tally:
    """Stand for a value of a plugin's own."""

    heavy: int = 0


class Scene:
    """Hold deliveries on one store and one desk."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.store = SqlitePluginStore(None)

    async def delivery(self, origin: str | None = "event-7") -> Delivery:
        await self.store.open(epoch="e", head=0)
        shelf = Shelf((("watch", Channel(kind="chat", capacity_class="chat")),))
        return Delivery(
            context=Context(name="watch", center="shop", config="settings", shelf=shelf),
            store=self.store,
            submit=self.desk.submit,
            principal=PLUGIN,
            clock=VirtualClock(),
            origin=origin,
        )


def test_it_is_the_plugins_own_context() -> None:
    async def work() -> None:
        delivery = await Scene().delivery()

        found = (delivery.name, delivery.center, delivery.config)

        assert found == ("watch", "shop", "settings")
        assert [name for name, _ in delivery.contributions(Channel)] == ["watch"]

    run(work())


def test_values_come_back_as_what_they_were() -> None:
    async def work() -> None:
        storage = (await Scene().delivery()).storage
        await storage.put("agent:mei", Tally(heavy=2))
        await storage.put("agent:tom", {"heavy": 1})
        await storage.put("other", [1])
        await storage.put("gone", 1)
        await storage.delete("gone")

        assert await storage.get("agent:mei", Tally) == Tally(heavy=2)
        assert await storage.get("agent:tom") == {"heavy": 1}
        assert await storage.get("gone", Tally) is None
        assert await storage.keys("agent:") == ["agent:mei", "agent:tom"]
        assert await storage.keys() == ["agent:mei", "agent:tom", "other"]
        with pytest.raises(msgspec.ValidationError):
            await storage.get("other", Tally)

    run(work())


def test_a_redelivered_event_gives_its_commands_the_same_keys() -> None:
    async def work() -> None:
        scene = Scene()
        for _ in range(2):
            delivery = await scene.delivery()
            await delivery.command(ONE_SLOT)
            await delivery.command(SetCapacity(agent="tom", slots={}))
            await delivery.command(SetSkills(agent="mei", skills={}))
            await delivery.command(ONE_SLOT, key="mine")
        await (await scene.delivery("event-8")).command(ONE_SLOT)

        assert len(scene.desk.taken) == 5
        assert all(len(key) <= 64 for key in scene.desk.taken)

    run(work())


def test_a_command_goes_to_the_door_as_the_plugins() -> None:
    async def work() -> None:
        scene = Scene()
        receipt = await (await scene.delivery()).command(ONE_SLOT, key="mine")
        (taken,) = scene.desk.taken.values()

        assert receipt is not None
        assert (taken.principal, taken.key, taken.type) == (PLUGIN, "mine", "ccsdk.SetCapacity.v1")
        assert taken.data == {"agent": "mei", "slots": {"chat": 1}}

    run(work())


def test_what_an_earlier_delivery_gave_stands() -> None:
    async def work() -> None:
        scene = Scene()
        delivery = await scene.delivery()
        scene.desk.failures = [IdempotencyMismatchError(key="k"), IdempotencyMismatchError(key="k")]

        assert await delivery.command(ONE_SLOT) is None
        with pytest.raises(IdempotencyMismatchError):
            await delivery.command(ONE_SLOT, key="mine")

    run(work())


@pytest.mark.parametrize(
    ("origin", "problem"),
    [
        ("event-7", "a second SetCapacity on 'mei' in one delivery names a key"),
        (None, "SetCapacity names no key, and there is no event that it follows from"),
    ],
)
def test_a_key_that_cannot_be_told_is_asked_for(origin: str | None, problem: str) -> None:
    async def work() -> None:
        delivery = await Scene().delivery(origin)
        if origin is not None:
            await delivery.command(ONE_SLOT)

        with pytest.raises(ValueError, match=problem):
            await delivery.command(SetCapacity(agent="mei", slots={}))
        await delivery.command(SetCapacity(agent="mei", slots={}), key="mine")

    run(work())


@pytest.mark.parametrize(
    ("error", "is_the_centers"),
    [
        (OverloadedError(retry_after_ms=1), True),
        (NotAdmittedError(queue="q", refusal="closed"), False),
    ],
)
def test_whose_fault_a_refusal_is(error: Any, is_the_centers: bool) -> None:
    async def work() -> None:
        scene = Scene()
        delivery = await scene.delivery()
        scene.desk.failures = [error]

        with pytest.raises(type(error)):
            await delivery.command(ONE_SLOT)

        assert delivery.is_refused_by_center == is_the_centers

    run(work())


def test_nothing_is_done_once_it_is_over() -> None:
    async def work() -> None:
        scene = Scene()
        delivery = await scene.delivery()
        delivery.close()

        for late in (
            delivery.storage.get("a"),
            delivery.storage.put("a", 1),
            delivery.storage.delete("a"),
            delivery.storage.keys(),
            delivery.alarms.set("a", 1),
            delivery.alarms.cancel("a"),
            delivery.command(ONE_SLOT),
        ):
            with pytest.raises(RuntimeError, match="the delivery is over"):
                await late
        assert scene.desk.taken == {}

    run(work())


def test_every_command_of_a_plugin_has_a_subject_for_its_key() -> None:
    commands = [each for row in GRANTS[Role.PLUGIN] for each in row.commands]

    assert [
        each for each in commands if not hasattr(each, "interaction") and not hasattr(each, "agent")
    ] == []


def test_events_and_alarms_are_told_apart() -> None:
    committed = Committed(position=7, at_ms=1, topic="queue.a.QueueDeleted", event=deleted("a"))

    assert origin_of(committed) == "event-7"
    assert origin_of(AlarmDue(name="a", due_ms=7, number=7)) == "alarm-7"


def test_a_flood_of_commands_takes_a_few_places_at_the_writer_at_a_time() -> None:
    async def work() -> None:
        waiting: list[Submission] = []
        most = 0
        go = asyncio.Event()

        async def submit(submission: Submission) -> Any:
            nonlocal most
            waiting.append(submission)
            most = max(most, len(waiting))
            await go.wait()
            waiting.remove(submission)

        scene = Scene()
        delivery = await scene.delivery()
        delivery._submit = submit
        flood = [delivery.command(ONE_SLOT, key=f"k{n}") for n in range(COMMANDS_MAX + 1)]
        flooding = asyncio.gather(*flood, return_exceptions=True)
        for _ in range(5):
            await asyncio.sleep(0)
        go.set()
        done = await flooding

        assert most == COMMANDS_AT_ONCE
        assert done[:COMMANDS_MAX] == [None] * COMMANDS_MAX
        assert str(done[-1]) == f"one delivery gives at most {COMMANDS_MAX} commands"

    run(work())


def test_event_is_told_with_its_id_its_cause_and_the_name_of_its_log() -> None:
    sent = MessageSent(interaction="in_7", customer="cu_9", agent="mei", channel="chat")
    entry = Entry(
        position=7,
        at_ms=5,
        subject="interaction/in_7",
        version=3,
        event=sent,
        cause="key-1",
        personal=MessageSent.Personal(text="Hello", staff="Mei Lin"),
    )

    told = committed_of(entry, "interaction.in_7.MessageSent", classes=("text",), epoch="01JB")

    assert told == Committed(
        position=7,
        at_ms=5,
        topic="interaction.in_7.MessageSent",
        event=sent,
        personal=MessageSent.Personal(text="Hello"),
        id="interaction/in_7:3",
        epoch="01JB",
        cause="key-1",
    )
