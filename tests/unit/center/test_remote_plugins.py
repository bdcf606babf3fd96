"""Plugins in processes of their own, as the center meets them: away, silent, lying, replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, get_type_hints

import msgspec
import pytest
from structlog.testing import capture_logs

from ccsdk import ContactCenter
from ccsdk.bus.memory import MemoryClient
from ccsdk.errors import (
    AnswerUnavailableError,
    ConnectionRefusedByServerError,
    InvalidRequestError,
    RefusedByServerError,
    SettingsError,
    UnknownEntityError,
    UnsupportedError,
)
from ccsdk.hooks import specs
from ccsdk.hooks.observing import Capabilities
from ccsdk.hooks.profile import Identity, ProfileFragment
from ccsdk.hooks.specs import QUERIES
from ccsdk.model.command import ReceiveInteraction
from ccsdk.model.event import InteractionReceived
from ccsdk.model.principal import Principal, Role
from ccsdk.model.request import PluginQuestion
from ccsdk.plugins.health import Lag
from ccsdk.plugins.remote import IN_PROCESS_ONLY
from ccsdk.testing.clock import VirtualClock
from ccsdk.wire.frames import Ack, Asked, HandlerInfo, PluginInfo, Refusal, Reply
from tests.unit.center.shop import CHAT, tables

TABLE = {
    "remote": True,
    "capabilities": {
        "topics": ["interaction.*.>"],
        "hooks": ["lookup_profile"],
        "commands": ["SetSkills"],
    },
}
OFFER = PluginInfo(
    name="crm",
    hooks=("lookup_profile",),
    handlers=(HandlerInfo(name="orders.v1", timeout_ms=500),),
    max_inflight=2,
)
ADA = Principal(id="ada", role=Role.SUPERVISOR, center="shop")
MEI = Principal(id="mei", role=Role.AGENT, center="shop")
ANNA = Identity(account="web", channel="chat", customer="cu_1")
TURNS = 200


class Bench:
    """Hold a center and the plugins that connect to it."""

    def __init__(self, center: ContactCenter, clock: VirtualClock) -> None:
        self.center = center
        self.clock = clock

    def plugin(
        self, offer: PluginInfo | None = OFFER, *, session: str = "se_1", **narrowed: Any
    ) -> MemoryClient:
        told = Capabilities(**{**TABLE["capabilities"], **narrowed})  # type: ignore[dict-item]
        principal = self.center.remotes.principal("crm", "shop", told)
        assert principal is not None
        return MemoryClient(
            hub=self.center.hub,
            center=self.center,
            principal=principal,
            session=session,
            plugin=offer,
            plugins=self.center.remotes,
        )

    def trouble(self) -> tuple[str | None, str | None, str | None]:
        """Return part, kind and problem of what ails the plugin."""
        (found,) = (e for e in self.center.observers.health.standing() if e.plugin == "crm")
        return found.part, found.kind, found.problem

    def profile(self) -> asyncio.Task[Any]:
        asked = self.center._caller.gather("lookup_profile", identity=ANNA)
        return asyncio.ensure_future(asked)

    def orders(self, asker: Principal = ADA, **data: Any) -> asyncio.Task[Any]:
        question = PluginQuestion(name="orders.v1", data=data)
        return asyncio.ensure_future(self.center.ask(asker, question))


def run(scene: Callable[[Bench], Awaitable[None]], **own: Any) -> None:
    async def whole() -> None:
        clock = VirtualClock()
        plugins = {"crm": {**TABLE, **own}}
        made = ContactCenter.in_memory(tables(plugins=plugins), plugins=[CHAT], clock=clock)
        async with made as center:
            await scene(Bench(center, clock))

    asyncio.run(asyncio.wait_for(whole(), 30))


async def asked(client: MemoryClient) -> Asked:
    frame = await client.receive()
    assert isinstance(frame, Asked), frame
    return frame


def test_a_hook_is_asked_over_the_connection_and_answered_in_its_own_type() -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as plugin:
            answer = bench.profile()
            question = await asked(plugin)
            plugin.send(Reply(id=question.id, ok={"answer": {"is_vip": True, "name": "Anna"}}))
            found = await answer

        assert question.method == "lookup_profile"
        assert question.deadline_ms == 800
        assert question.data["identity"]["customer"] == "cu_1"
        assert found == (("crm", ProfileFragment(is_vip=True, name="Anna")),)

    run(scene)


def test_who_is_away_has_nothing_to_say_at_once_and_is_asked_as_soon_as_it_is_back() -> None:
    async def scene(bench: Bench) -> None:
        away = [await bench.profile() for _ in range(5)]
        told = bench.trouble()
        async with bench.plugin() as plugin:
            answer = bench.profile()
            plugin.send(Reply(id=(await asked(plugin)).id, ok={"answer": {"is_vip": True}}))
            back = await answer

            well = bench.trouble()

        assert away == [()] * 5
        assert told == ("connection", "away", "its process is not connected")
        assert well == (None, None, None)
        assert bench.trouble() == told
        assert back == (("crm", ProfileFragment(is_vip=True)),)

    run(scene)


def test_who_is_silent_is_waited_for_no_longer_than_the_hook_says() -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as plugin:
            answer = bench.profile()
            question = await asked(plugin)
            await bench.clock.advance(799)
            is_early = answer.done()
            await bench.clock.advance(1)
            found = await answer
            # It has no use any more, and does no harm.
            plugin.send(Reply(id=question.id, ok={"answer": {"is_vip": True}}))

        assert (is_early, found) == (False, ())

    run(scene)


@pytest.mark.parametrize(
    "reply",
    [
        {"ok": {"answer": {"is_vip": "yes"}}},
        {"ok": {"answer": 7}},
        {"ok": {"answer": {"fields": "x" * 10}}},
        {"err": Refusal(code="raised", reason="KeyError")},
        {},
    ],
)
def test_garbage_and_refusals_are_left_out(reply: dict[str, Any]) -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as plugin:
            answer = bench.profile()
            plugin.send(Reply(id=(await asked(plugin)).id, **reply))

            with capture_logs() as logs:
                assert await answer == ()

            assert "'crm'" in str(logs[0])

    run(scene)


def test_who_goes_in_the_middle_is_not_waited_for() -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as plugin:
            answer = bench.profile()
            await asked(plugin)

        assert await answer == ()
        assert bench.clock.monotonic_ms() == 0

    run(scene)


def test_no_more_is_asked_at_a_time_than_the_plugin_takes() -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as plugin:
            answers = [bench.profile() for _ in range(3)]
            for _ in range(2):
                plugin.send(Reply(id=(await asked(plugin)).id, ok={"answer": {"is_vip": True}}))
            found = [await answer for answer in answers]

        assert sorted(map(len, found)) == [0, 1, 1]

    run(scene)


def test_a_second_connection_replaces_the_first() -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as first, bench.plugin(session="se_2") as second:
            with pytest.raises(ConnectionRefusedByServerError) as replaced:
                await first.receive()
            answer = bench.profile()
            second.send(Reply(id=(await asked(second)).id, ok={"answer": {"is_vip": True}}))

            assert replaced.value.close_code == 4503
            assert len(await answer) == 1

    run(scene)


def test_what_leaves_later_takes_nobody_with_it() -> None:
    async def scene(bench: Bench) -> None:
        first, second = bench.plugin(), bench.plugin(session="se_2")
        await first.__aenter__()
        async with second:
            await first.__aexit__(None, None, None)
            answer = bench.profile()
            second.send(Reply(id=(await asked(second)).id, ok={"answer": {"is_vip": True}}))

            assert len(await answer) == 1

    run(scene)


@pytest.mark.parametrize(
    ("offer", "narrowed"),
    [
        (PluginInfo(name="other"), {}),
        (PluginInfo(name="crm", hooks=("authenticate",)), {}),
        (PluginInfo(name="crm", hooks=("enrich_interaction",)), {}),
        (PluginInfo(name="crm", hooks=("lookup_profile",)), {"hooks": []}),
        (PluginInfo(name="crm", handlers=(HandlerInfo(name="history.v1"),)), {}),
    ],
    ids=["name", "security", "unnamed", "token", "taken"],
)
def test_who_offers_what_it_may_not_is_sent_away(
    offer: PluginInfo, narrowed: dict[str, Any]
) -> None:
    async def scene(bench: Bench) -> None:
        client = bench.plugin(offer, **narrowed)
        client._connection.open()
        client.send(client._hello)
        err = await client.receive()
        with pytest.raises(ConnectionRefusedByServerError) as refused:
            await client.receive()
        await client._connection.closed()

        assert getattr(err, "code", None) == "forbidden"
        assert refused.value.close_code == 4501
        assert await bench.profile() == ()

    run(scene)


def test_a_method_is_answered_while_the_plugin_is_connected() -> None:
    async def scene(bench: Bench) -> None:
        with pytest.raises(UnsupportedError):
            await bench.orders()
        async with bench.plugin() as plugin:
            answer = bench.orders(since=3)
            question = await asked(plugin)
            plugin.send(Reply(id=question.id, ok={"orders": 2}))
            found = await answer

        assert question.data == {
            "asker": {"id": "ada", "role": "supervisor"},
            "request": {"since": 3},
        }
        assert question.deadline_ms == 500
        assert found == {"orders": 2}

    run(scene)


def test_who_may_not_read_an_interaction_asks_nobody_about_it() -> None:
    async def scene(bench: Bench) -> None:
        await bench.center.visitor("web", "anna").ask(ReceiveInteraction, text="Hi")
        (known,) = [
            entry.event.interaction
            async for entry in bench.center.entries()
            if isinstance(entry.event, InteractionReceived)
        ]
        async with bench.plugin() as plugin:
            with pytest.raises(UnknownEntityError):
                await bench.orders(MEI, interaction=known)
            with pytest.raises(InvalidRequestError):
                await bench.orders(MEI, interaction=7)

            assert plugin.is_idle

    run(scene)


def test_visitors_ask_only_what_a_plugin_offers_them() -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin():
            visitor = Principal(id="vi_1", role=Role.VISITOR, center="shop", account="web")
            with pytest.raises(UnsupportedError):
                await bench.orders(visitor)

    run(scene)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        ({"err": Refusal(code="not_found")}, UnknownEntityError),
        ({"err": Refusal(code="conflict", reason="closed")}, RefusedByServerError),
        ({"err": Refusal(code="bad_request", reason="since")}, InvalidRequestError),
        ({"err": Refusal(code="raised", reason="KeyError")}, AnswerUnavailableError),
        ({}, AnswerUnavailableError),
    ],
)
def test_a_plugin_may_refuse_and_what_fails_is_its_own(
    reply: dict[str, Any], error: type[Exception]
) -> None:
    async def scene(bench: Bench) -> None:
        async with bench.plugin() as plugin:
            answer = bench.orders()
            plugin.send(Reply(id=(await asked(plugin)).id, **reply))

            with pytest.raises(error):
                await answer

    run(scene)


def test_it_is_told_how_far_a_plugin_is() -> None:
    async def scene(bench: Bench) -> None:
        before = bench.center.remotes.standing("crm")
        async with bench.plugin() as plugin:
            plugin.send(
                '{"op":"sub","id":1,"topics":["interaction.*.>"],"from":"now"}',
            )
            label = (await plugin.receive()).ok["sub"]  # type: ignore[union-attr,index]
            plugin.send(Ack(subs={label: f"{5:020}"}))
            during = bench.center.remotes.standing("crm")
        (after,) = (e for e in bench.center.observers.health.standing() if e.plugin == "crm")

        assert before == (None, None)
        assert during == (OFFER, f"{5:020}")
        assert after.lag == Lag(position=5, entries=bench.center.hub.head - 5)
        assert bench.center.remotes.names == ("crm",)

    run(scene)


@pytest.mark.parametrize(
    ("own", "problem"),
    [
        ({"capabilities": {"hooks": ["lookup_profil"]}}, "did you mean 'lookup_profile'"),
        ({"capabilities": {"hooks": ["authenticate"]}}, "asked of no other process"),
        ({"capabilities": {"commands": ["SetSkill"]}}, "plugins.crm.capabilities.commands[0]"),
        ({"capabilities": {"topics": ["a..b"]}}, "plugins.crm.capabilities"),
        ({"attributes": [{"name": "tier", "type": "txt"}]}, "plugins.crm.attributes"),
        ({"colour": "red"}, "plugins.crm.colour"),
    ],
)
def test_what_a_table_says_wrongly_is_told_with_its_path(own: dict[str, Any], problem: str) -> None:
    with pytest.raises(SettingsError) as refused:
        ContactCenter.in_memory(tables(plugins={"crm": {"remote": True, **own}}), plugins=[CHAT])

    assert problem in str(refused.value)


def test_a_channel_of_a_plugin_elsewhere_is_one_that_accounts_can_name() -> None:
    accounts = {"web": {"channel": "post", "queues": ["sales"]}}
    crm = {"remote": True, "channels": [{"kind": "post", "capacity_class": "chat"}]}

    center = ContactCenter.in_memory(tables(plugins={"crm": crm}, accounts=accounts))

    assert center.channels == {"web": "post"}


def test_every_hook_but_the_one_that_lets_people_in_can_go_over_a_wire() -> None:
    for hook in sorted(QUERIES.keys() - IN_PROCESS_ONLY):
        hints = get_type_hints(getattr(specs, hook))
        told = [hints[name] for name in hints if name not in ("ctx", "deadline", "return")]

        # Raises for what JSON cannot hold.
        msgspec.inspect.multi_type_info([*told, QUERIES[hook].answer])
