"""What a center counts on in a channel, as tests: subclass `ChannelConformance` and run it."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, ClassVar, cast

import attrs
import pytest

from ccsdk.center.files import CenterStore
from ccsdk.log.memory import MemoryLogStore
from ccsdk.model.event import InteractionReceived, MessageReceived, MessageSent
from ccsdk.testing.conformance.plugin import PluginConformance
from ccsdk.testing.faults import Edge, Mishap, ScriptedLogStore
from ccsdk.testing.harness import Stage
from ccsdk.testing.provider import Provider, ProviderRequest

__all__ = ["ChannelConformance", "Sent"]

ANNA, BORIS = "+886900000001", "+886900000002"
# Longer than any first waits of an outbox.
AGAIN_MS = 600_000
UNUSED = "http://127.0.0.1:9"


@attrs.frozen(kw_only=True)
class Sent:
    """Say what a provider was told to send: by which id, to whom, and what."""

    id: str
    to: str
    text: str


class ChannelConformance(PluginConformance):
    """Hold a channel against what a center counts on, besides what it does in every plugin.

    `account` is the one of `center` whose messages it brings. The provider is a fake one, on a
    free port of this machine, that takes requests over HTTP.
    """

    account: ClassVar[str]
    environment: pytest.MonkeyPatch

    @pytest.fixture(autouse=True)
    def _environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.environment = monkeypatch
        self._table = self.settings_with(UNUSED)

    @abstractmethod
    def settings_with(self, url: str) -> Mapping[str, Any]:
        """Return the plugin's table for a provider at this address.

        What it needs of the environment is set by `self.environment`.
        """

    @abstractmethod
    async def deliver(self, stage: Stage, *, id: str, sender: str, text: str) -> int:
        """Deliver a message as the provider does, and return the HTTP status of the answer."""

    @abstractmethod
    async def forge(self, stage: Stage, *, id: str, sender: str, text: str) -> int:
        """Deliver one as somebody would who is not the provider; return the status."""

    @abstractmethod
    def sent(self, request: ProviderRequest) -> Sent:
        """Read a request of the plugin's as the provider does."""

    # --- in -----------------------------------------------------------------------------------

    def test_a_message_is_on_disk_before_the_provider_hears_that_it_arrived(self) -> None:
        async def scenario(stage: Stage, provider: Provider) -> None:
            status = await self.deliver(stage, id="m-1", sender=ANNA, text="Hello")
            received = [e.event async for e in stage.current.entries()]

            assert 200 <= status < 300
            assert any(isinstance(each, InteractionReceived) for each in received)

        asyncio.run(self._played(scenario))

    def test_what_cannot_be_kept_is_not_acknowledged_and_comes_again(self) -> None:
        store = ScriptedLogStore(MemoryLogStore())

        async def scenario(stage: Stage, provider: Provider) -> None:
            store.fail_next(Edge.BEFORE, Mishap.FULL)
            first = await self.deliver(stage, id="m-1", sender=ANNA, text="Hello")
            second = 500
            for _ in range(10):
                await stage.clock.advance(AGAIN_MS // 10)
                second = await self.deliver(stage, id="m-1", sender=ANNA, text="Hello")
                if second < 300:
                    break

            assert first >= 500
            assert 200 <= second < 300
            assert len(await stage.events(InteractionReceived)) == 1

        asyncio.run(self._played(scenario, store=store))

    def test_the_same_message_twice_is_one(self) -> None:
        async def scenario(stage: Stage, provider: Provider) -> None:
            for id, text in (("m-1", "Hello"), ("m-1", "Hello"), ("m-2", "Hello"), ("m-2", "?")):
                status = await self.deliver(stage, id=id, sender=ANNA, text=text)
                assert status < 500, "it would come for ever"

            assert len(await stage.events(InteractionReceived)) == 1
            assert len(await stage.events(MessageReceived)) == 2

        asyncio.run(self._played(scenario))

    def test_whoever_is_not_the_provider_is_refused_and_leaves_nothing(self) -> None:
        async def scenario(stage: Stage, provider: Provider) -> None:
            forged = await self.forge(stage, id="m-1", sender=ANNA, text="Hello")

            assert 400 <= forged < 500
            assert await stage.events(InteractionReceived) == []
            # The provider's own would have been taken: it was refused for who it came from.
            assert await self.deliver(stage, id="m-1", sender=ANNA, text="Hello") < 300

        asyncio.run(self._played(scenario))

    # --- out ----------------------------------------------------------------------------------

    def test_an_answer_reaches_its_customer_once_and_nobody_else(self, tmp_path: Path) -> None:
        async def scenario(stage: Stage, provider: Provider) -> None:
            anna, boris = [await self._opened(stage, who) for who in (ANNA, BORIS)]
            other = await stage.interaction("Hello", visitor="elsewhere")
            await self._answer(stage, anna, "To Anna")
            await self._answer(stage, boris, "To Boris")
            await self._answer(stage, other, "To somebody else")
            await provider.received(2)

        async def later(stage: Stage, provider: Provider) -> None:
            await stage.settle()
            await stage.clock.advance(AGAIN_MS)
            await stage.settle()

        provider = Provider()
        asyncio.run(self._played(scenario, provider=provider, data=tmp_path / "data"))
        asyncio.run(self._played(later, provider=provider, data=tmp_path / "data"))

        told = {(each.to, each.text) for each in map(self.sent, provider.requests)}
        assert told == {(ANNA, "To Anna"), (BORIS, "To Boris")}
        assert len(provider.requests) == 2

    @pytest.mark.parametrize("how", ["refuses", "is away"])
    def test_a_provider_that_is_down_gets_it_under_the_same_id_once_it_is_back(
        self, how: str
    ) -> None:
        async def scenario(stage: Stage, provider: Provider) -> None:
            provider.status, provider.is_away = 503, how == "is away"
            anna = await self._opened(stage, ANNA)
            await self._answer(stage, anna, "To Anna")
            await provider.received(1)
            provider.status, provider.is_away = 200, False
            while len(provider.requests) < 2:
                await stage.clock.jump()
                await asyncio.sleep(0)

            first, second = map(self.sent, provider.requests[:2])
            assert first == second

        asyncio.run(self._played(scenario))

    # --- how it is done -----------------------------------------------------------------------

    def _tables(self, **more: Any) -> dict[str, Any]:
        tables = super()._tables(**{**self._table, **more})
        return {**tables, "accounts": {**tables.get("accounts", {}), **_KIT_ACCOUNT}}

    async def _opened(self, stage: Stage, sender: str) -> str:
        before = {each.interaction for each in await stage.events(InteractionReceived)}
        await self.deliver(stage, id=f"first-{sender}", sender=sender, text="Hello")
        now = {each.interaction for each in await stage.events(InteractionReceived)}
        (opened,) = now - before
        return str(opened)

    async def _answer(self, stage: Stage, interaction: str, text: str) -> None:
        await stage.message(interaction, text, by=await stage.answered(interaction))
        assert await stage.events(MessageSent, interaction=interaction)

    async def _played(
        self,
        scenario: Any,
        *,
        provider: Provider | None = None,
        store: ScriptedLogStore | None = None,
        data: Path | None = None,
    ) -> None:
        stage = Stage()
        async with (provider or Provider()).listening() as listening:
            self._table = self.settings_with(listening.url)
            tables = {**self._tables(), "egress": {"private": [listening.url]}}
            async with _opened_center(self, stage, tables, store, data):
                await scenario(stage, listening)


_KIT_ACCOUNT = {"kit": {"channel": "kit", "queues": ["support"]}}


@asynccontextmanager
async def _opened_center(
    of: ChannelConformance,
    stage: Stage,
    tables: Mapping[str, Any],
    store: ScriptedLogStore | None,
    data: Path | None,
) -> AsyncIterator[None]:
    # It keeps no credentials; nobody signs in here.
    kept = cast("CenterStore | None", store)
    async with stage.center(plugins=of._manifests(), settings=tables, data=data, store=kept):
        yield
