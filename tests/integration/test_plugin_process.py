"""A plugin's own process: what it refuses, what it waits for, and what ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import attrs
import pytest

from ccsdk import ContactCenter
from ccsdk.center.plugin_process import PluginProcess
from ccsdk.errors import (
    ConfigurationError,
    ConnectionRefusedByServerError,
    UnknownEntityError,
)
from ccsdk.hooks import (
    AlarmDue,
    Capabilities,
    Channel,
    Committed,
    Deadline,
    Eligibility,
    ObserverContext,
    Plugin,
    PluginContext,
    Routes,
    Scorer,
    hookimpl,
)
from ccsdk.hooks.authentication import Credentials, StaffSession
from ccsdk.hooks.inbound import Inbound
from ccsdk.hooks.profile import Identity, ProfileFragment
from ccsdk.model.command import LogIn, LogOut
from ccsdk.model.principal import Role
from ccsdk.server.plugin_tokens import issue_plugin_token, revoke_plugin_tokens
from ccsdk.server.tokens import issue_machine_token
from tests.integration.remote_scene import FixedStore, joined, running
from tests.integration.serving import Served, eventually, serving
from tests.ports import held_port
from tests.unit.center.shop import CHAT, tables

pytestmark = pytest.mark.integration

SEEN: list[tuple[str, str, str | None]] = []


class Noting:
    """Note what it is told, and say what it knows of anybody."""

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        if isinstance(event, Committed):
            name = getattr(event.personal, "name", None)
            SEEN.append((ctx.center, type(event.event).__name__, name))

    @hookimpl
    def lookup_profile(self, identity: Identity, deadline: Deadline) -> ProfileFragment | None:
        assert 0 < deadline.left_ms() <= 800
        if identity.customer == "cu_bad":
            raise KeyError(identity.customer)
        return ProfileFragment(name=identity.customer, is_vip=True)


NOTING = Plugin(
    name="noting",
    summary="Test.",
    implementation=Noting,
    capabilities=Capabilities(
        topics=("agent.*.AgentDefined", "agent.*.AgentPresenceChanged"),
        personal=("staff",),
        hooks=("lookup_profile",),
    ),
)


def center_of(plugin: Plugin = NOTING, store: Any = None) -> ContactCenter:
    made = tables(plugins={plugin.name: {"remote": True}})
    return ContactCenter(made, plugins=[CHAT, plugin], store=store or FixedStore())


def run(scene: Callable[[Served], Awaitable[None]], plugin: Plugin = NOTING) -> None:
    async def whole() -> None:
        SEEN.clear()
        async with serving(center_of(plugin)) as served:
            await scene(served)

    asyncio.run(asyncio.wait_for(whole(), 40))


def test_it_is_told_what_its_manifest_names_with_the_classes_it_names() -> None:
    async def scene(served: Served) -> None:
        async with joined(served.center, NOTING, url=served.url):
            await eventually(lambda: len(SEEN) == 2)
            await served.center.agent("mei").ask(LogIn)
            await eventually(lambda: len(SEEN) == 3)

    run(scene)
    assert [(kind, name) for _, kind, name in SEEN] == [
        ("AgentDefined", "Mei Lin"),
        ("AgentDefined", "Tom"),
        ("AgentPresenceChanged", None),
    ]
    assert {center for center, _, _ in SEEN} == {"shop"}


def test_a_plain_function_answers_on_a_thread_and_what_it_raises_is_left_out() -> None:
    async def scene(served: Served) -> None:
        async with joined(served.center, NOTING, url=served.url):
            found = [
                await served.center._caller.gather(
                    "lookup_profile",
                    identity=Identity(account="web", channel="chat", customer=customer),
                )
                for customer in ("cu_1", "cu_bad")
            ]

        assert found == [(("noting", ProfileFragment(name="cu_1", is_vip=True)),), ()]

    run(scene)


def test_a_center_that_is_away_is_waited_for_and_nothing_is_missed(tmp_path: Path) -> None:
    store = FixedStore()

    async def whole(port: int) -> None:
        SEEN.clear()
        async with AsyncExitStack() as stack:
            async with serving(center_of(store=store), port=port) as first:
                issued = await issue_plugin_token(first.center, "noting")
                process = PluginProcess(NOTING, url=first.url, token=issued.token, data=tmp_path)
                await stack.enter_async_context(running(process))
                await eventually(lambda: len(SEEN) == 2)
            async with serving(center_of(store=store), port=port) as second:
                await second.center.agent("mei").ask(LogIn)
                await second.center.agent("mei").ask(LogOut)
                await eventually(lambda: len(SEEN) == 4)

    with held_port() as port:
        asyncio.run(asyncio.wait_for(whole(port), 40))
    assert [kind for _, kind, _ in SEEN[2:]] == ["AgentPresenceChanged"] * 2


def test_started_again_it_goes_on_behind_what_is_on_its_disk(tmp_path: Path) -> None:
    async def scene(served: Served) -> None:
        issued = await issue_plugin_token(served.center, "noting")
        for seen in (2, 3):
            process = PluginProcess(NOTING, url=served.url, token=issued.token, data=tmp_path)
            async with running(process):
                await eventually(lambda: len(SEEN) == seen)  # noqa: B023
            await served.center.agent("mei").ask(LogIn if seen == 2 else LogOut)

    run(scene)
    assert len(SEEN) == 3


def test_a_store_of_another_log_is_left_alone(tmp_path: Path) -> None:
    async def scene(served: Served) -> None:
        async with joined(served.center, NOTING, url=served.url, data=tmp_path):
            await eventually(lambda: len(SEEN) == 2)

    run(scene)
    other = FixedStore()
    other._epoch = "f" * 32

    async def again() -> None:
        SEEN.clear()
        async with serving(center_of(store=other)) as served:
            async with joined(served.center, NOTING, url=served.url, data=tmp_path) as process:
                assert process.observer is not None
                observer = process.observer
                await eventually(lambda: observer.progress.problem)
                assert "another log" in str(observer.progress.problem)
                assert SEEN == []

    asyncio.run(asyncio.wait_for(again(), 40))


def test_a_token_that_is_revoked_ends_it() -> None:
    async def scene(served: Served) -> None:
        issued = await issue_plugin_token(served.center, "noting")
        process = PluginProcess(NOTING, url=served.url, token=issued.token)
        ending = asyncio.create_task(process.run())
        await process.is_ready.wait()
        (gone,) = await revoke_plugin_tokens(served.center, "noting")
        served.application._sockets.end_session(gone.digest)
        with pytest.raises(ConnectionRefusedByServerError) as ended:
            await ending

        assert ended.value.close_code == 4506

    run(scene)


def test_somebody_elses_token_is_refused_before_anything_is_imported() -> None:
    async def scene(served: Served) -> None:
        token = (await issue_machine_token(served.center, Role.AGENT, "mei")).token
        process = PluginProcess(NOTING, url=served.url, token=token)

        with pytest.raises(ConfigurationError, match="is the token of mei"):
            await process.run()

    run(scene)


class Everything:
    @hookimpl
    def register(self) -> list[Any]:
        return [
            Channel(kind="post", capacity_class="chat"),
            Routes(static=Path("nowhere")),
            Scorer(name="taste", score=lambda work, agent: 1),
            Eligibility(name="never", refuse=lambda kind, agent: "no"),
        ]

    @hookimpl
    async def authenticate(self, credentials: Credentials) -> StaffSession | None:
        return None


def test_what_has_to_be_in_the_centers_process_is_refused_all_of_it_by_name() -> None:
    everything = Plugin(name="everything", summary="Test.", implementation=Everything)

    async def scene(served: Served) -> None:
        issued = await issue_plugin_token(served.center, "everything")
        process = PluginProcess(everything, url=served.url, token=issued.token)

        with pytest.raises(ConfigurationError) as refused:
            await process.run()

        parts = "Routes, Scorer 'taste', Eligibility 'never', authenticate"
        assert str(refused.value).endswith(f"has to be in the center's process: {parts}")

    run(scene, everything)


def test_hooks_that_the_manifest_does_not_name_are_refused_at_the_door() -> None:
    silent = attrs.evolve(NOTING, capabilities=Capabilities(topics=("agent.*.>",)))

    async def scene(served: Served) -> None:
        issued = await issue_plugin_token(served.center, "noting")
        process = PluginProcess(silent, url=served.url, token=issued.token)

        with pytest.raises(ConnectionRefusedByServerError, match="lookup_profile"):
            await process.run()

    run(scene, silent)


class Texting:
    """Contribute a channel, and keep the context for the test to use."""

    context: PluginContext

    @hookimpl
    def register(self, ctx: PluginContext) -> list[Channel]:
        type(self).context = ctx
        return [Channel(kind="sms", capacity_class="chat")]


def test_a_channel_in_its_own_process_hands_over_what_its_provider_delivered() -> None:
    texting = Plugin(name="texting", summary="Texts.", implementation=Texting)
    said: list[str | None] = []

    async def scene(center: ContactCenter, url: str) -> None:
        async with joined(center, texting, url=url):
            message = Inbound(account="number", sender="+49 1", id="m1", text="Hello")
            first = await Texting.context.receive(message)
            again = await Texting.context.receive(message)
            with pytest.raises(UnknownEntityError):
                await Texting.context.receive(attrs.evolve(message, account="web"))
        said.extend([first.answer.interaction, again.answer.interaction])
        assert (first.is_replayed, again.is_replayed) == (False, True)

    async def whole() -> None:
        remote = {"remote": True, "channels": [{"kind": "sms", "capacity_class": "chat"}]}
        accounts = {
            "number": {"channel": "sms", "queues": ["sales"]},
            "web": {"channel": "chat", "queues": ["sales"]},
        }
        made = tables(plugins={"texting": remote}, accounts=accounts)
        async with serving(ContactCenter.in_memory(made, plugins=[CHAT, texting])) as served:
            await scene(served.center, served.url)

    asyncio.run(asyncio.wait_for(whole(), 40))
    assert said[0] == said[1] is not None
