"""The channel: what the gateway delivers goes in, what agents write goes out."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ccsdk import Outbox
from ccsdk.errors import EgressFailedError, EgressRefusedError
from ccsdk.hooks import (
    AlarmDue,
    Channel,
    Committed,
    Contribution,
    ObserverContext,
    PluginContext,
    Routes,
    hookimpl,
)
from ccsdk.hooks.outbox import Outcome, Parcel
from ccsdk.model.event import InteractionForgotten, InteractionReceived, MessageSent
from first_channel.inbound import InboundApp

__all__ = ["KIND", "FirstChannel"]

# What accounts of the center file name as their channel.
KIND = "sms"


class FirstChannel:
    """Hold the plugin's behaviour; there is one of it in each center."""

    def __init__(self) -> None:
        self._outbox = Outbox(self._deliver)

    @hookimpl
    def register(self, ctx: PluginContext) -> Iterable[Contribution]:
        """Say what the plugin contributes; no I/O here."""
        return [
            Channel(kind=KIND, capacity_class="chat"),
            Routes(app=InboundApp(ctx), audience="public"),
        ]

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        """Begin to send what is in the outbox, and what will be."""
        ctx.tasks.start("outbox", self._outbox.run)

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        """Remember where an answer goes, and write each answer into the outbox.

        Both are in the transaction of this delivery: there is a parcel exactly if the event is
        done with, whenever the process may end.
        """
        if not isinstance(event, Committed):
            return
        match event.event:
            case InteractionReceived(channel="sms", interaction=interaction):
                await ctx.storage.put(interaction, getattr(event.personal, "address", None))
            case InteractionForgotten(interaction=interaction):
                await ctx.storage.delete(interaction)
            case MessageSent(channel="sms", interaction=interaction):
                number = await ctx.storage.get(interaction)
                text = getattr(event.personal, "text", None)
                if number is not None and text is not None:
                    await self._outbox.put(
                        ctx,
                        ctx.storage,
                        id=f"{ctx.center}-{event.position}",
                        target="gateway",
                        payload={"number": number, "text": text},
                        # Of one Interaction in order; others do not wait for it.
                        lane=interaction,
                    )

    async def _deliver(self, ctx: PluginContext, parcel: Parcel) -> Outcome:
        """Make one attempt; the same message bears the same id at every attempt."""
        try:
            answer = await ctx.egress.request(
                "POST",
                ctx.config.url,
                headers={
                    "authorization": f"Bearer {ctx.config.token.reveal()}",
                    "content-type": "application/json",
                },
                content=msgspec.json.encode({"id": parcel.id, **parcel.payload}),
            )
        except EgressRefusedError as error:
            return Outcome.park(str(error))
        except EgressFailedError as error:
            return Outcome.again(str(error), is_sent=error.is_sent)
        if answer.is_success:
            return Outcome.done()
        problem = f"the gateway answers {answer.status}"
        is_hopeless = 400 <= answer.status < 500 and answer.status not in (408, 429)
        return Outcome.park(problem) if is_hopeless else Outcome.again(problem)
