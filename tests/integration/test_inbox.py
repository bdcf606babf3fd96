"""A channel of a plugin's: what its provider delivers becomes a customer's message, once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest

from ccsdk import ContactCenter
from ccsdk.errors import ConfigurationError, DrainingError, UnknownEntityError
from ccsdk.hooks import Channel, Contribution, Inbound, Plugin, PluginContext, hookimpl
from ccsdk.model.event import InteractionReceived, MessageReceived
from ccsdk.testing.clock import VirtualClock

NUMBER = "+886912345678"


class Texting:
    """Contribute a channel, and keep the context for the test to use."""

    context: PluginContext

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        type(self).context = ctx
        return [Channel(kind="sms", capacity_class="chat")]


class Posting:
    """Contribute another channel."""

    context: PluginContext

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        type(self).context = ctx
        return [Channel(kind="post", capacity_class="chat")]


def center() -> ContactCenter:
    """Return a center with an account of each channel."""
    return ContactCenter.in_memory(
        {
            "queues": {"care": {}},
            "accounts": {
                "number": {"channel": "sms", "queues": ["care"]},
                "mailbox": {"channel": "post", "queues": ["care"]},
            },
        },
        plugins=[
            Plugin(name="texting", summary="Texts.", implementation=Texting),
            Plugin(name="posting", summary="Posts.", implementation=Posting),
        ],
        clock=VirtualClock(),
    )


def inbound(**changed: Any) -> Inbound:
    """Return a message of a number."""
    given = {"account": "number", "sender": NUMBER, "id": "m-1", "text": "Where is my sofa?"}
    return Inbound(**{**given, "address": NUMBER, **changed})


def played(scenario: Callable[[ContactCenter], Awaitable[None]]) -> None:
    """Open a center and play a scenario in it."""

    async def play() -> None:
        async with center() as own:
            await scenario(own)

    asyncio.run(play())


async def told(own: ContactCenter, kind: type) -> list[Any]:
    return [each async for each in own.entries() if isinstance(each.event, kind)]


def test_first_message_opens_an_interaction_and_the_next_one_joins_it() -> None:
    async def scenario(own: ContactCenter) -> None:
        first = await Texting.context.receive(inbound())
        second = await Texting.context.receive(inbound(id="m-2", text="Hello?"))

        assert first.answer.interaction == second.answer.interaction
        assert len(await told(own, InteractionReceived)) == 1
        assert len(await told(own, MessageReceived)) == 2

    played(scenario)


def test_message_delivered_again_has_one_effect_and_the_same_answer() -> None:
    async def scenario(own: ContactCenter) -> None:
        first = await Texting.context.receive(inbound())
        again = await Texting.context.receive(inbound())

        assert (again.answer, again.is_replayed) == (first.answer, True)
        assert len(await told(own, MessageReceived)) == 1

    played(scenario)


def test_number_stands_in_the_personal_half_alone() -> None:
    async def scenario(own: ContactCenter) -> None:
        await Texting.context.receive(inbound())

        entries = [each async for each in own.entries()]
        assert NUMBER not in repr([each.event for each in entries])
        assert NUMBER in {getattr(each.personal, "address", None) for each in entries}

    played(scenario)


def test_two_senders_are_two_customers() -> None:
    async def scenario(own: ContactCenter) -> None:
        await Texting.context.receive(inbound())
        await Texting.context.receive(inbound(id="m-2", sender="+886900000000"))

        received = await told(own, InteractionReceived)
        assert len({each.event.customer for each in received}) == 2

    played(scenario)


@pytest.mark.parametrize("account", ["number", "nowhere"])
def test_account_of_anothers_channel_is_refused(account: str) -> None:
    async def scenario(own: ContactCenter) -> None:
        with pytest.raises(UnknownEntityError):
            await Posting.context.receive(inbound(account=account))

        assert await told(own, InteractionReceived) == []

    played(scenario)


def test_nothing_is_received_before_the_center_is_open() -> None:
    async def scenario() -> None:
        own = center()

        with pytest.raises(DrainingError):
            await Texting.context.receive(inbound())

        assert own.phase.name == "NEW"

    asyncio.run(scenario())


@pytest.mark.parametrize("missing", ["account", "sender", "id"])
def test_what_names_a_message_is_given(missing: str) -> None:
    with pytest.raises(ConfigurationError, match=rf"Inbound\.{missing}"):
        inbound(**{missing: ""})
