"""Keep a tally of each agent, and give them the slots and skills that they can bear.

Events are only counted; whatever could change an agent's limits sets their alarm, and an alarm
decides. Alarms come when nothing is left to read, so a late start or a long night leads to one
command per agent, by what holds now, and not to all that would have been right in between.

Whose word counts: where somebody else set slots or skills, they stand until the agent is
defined anew or is given back what is defined. Nothing is done to anybody's presence: that would
take the decision to pause from the agent, and count as their absence.
"""

from __future__ import annotations

from ccsdk.errors import CommandRejectedError
from ccsdk.hooks import AlarmDue, Committed, ObserverContext, hookimpl
from ccsdk.model.channel import CHANNELS
from ccsdk.model.command import SetCapacity, SetSkills
from ccsdk.model.event import ChannelDefined
from ccsdk_wellbeing.limits import Limits, limits_of
from ccsdk_wellbeing.settings import WellbeingSettings
from ccsdk_wellbeing.tally import Tally, agents_of, take

__all__ = ["Wellbeing"]

_AGENT = "agent:"
_CHANNELS = "channels"


class Wellbeing:
    """Observe talks and definitions, and send `SetCapacity` and `SetSkills` alone."""

    @hookimpl
    async def start(self, ctx: ObserverContext) -> None:
        """Look at everybody again: the settings may be others now."""
        for name in await ctx.storage.keys(_AGENT):
            await ctx.alarms.set(name, ctx.clock.now_ms())

    @hookimpl
    async def on_event(self, ctx: ObserverContext, event: Committed | AlarmDue) -> None:
        """Count an event, or decide about an agent."""
        if isinstance(event, AlarmDue):
            await _decide(ctx, event.name)
        elif isinstance(event.event, ChannelDefined):
            slots = await ctx.storage.get(_CHANNELS, dict[str, int]) or {}
            await ctx.storage.put(_CHANNELS, {**slots, event.event.channel: event.event.slots})
            for name in await ctx.storage.keys(_AGENT):
                await ctx.alarms.set(name, event.at_ms)
        else:
            for agent in agents_of(event.event):
                name = _AGENT + agent
                tally = await ctx.storage.get(name, Tally) or Tally()
                take(tally, agent, event.event, event.at_ms, _settings(ctx).heavy)
                await ctx.storage.put(name, tally)
                await ctx.alarms.set(name, event.at_ms)


async def _decide(ctx: ObserverContext, name: str) -> None:
    """Give an agent what they can bear now, and look again when that changes by itself."""
    tally = await ctx.storage.get(name, Tally) or Tally()
    agent, settings = name.removeprefix(_AGENT), _settings(ctx)
    defined = await ctx.storage.get(_CHANNELS, dict[str, int]) or {}
    limits = limits_of(
        settings,
        tally,
        started=settings.started.get(agent),
        channels={**{kind: rule.slots for kind, rule in CHANNELS.items()}, **defined},
        now_ms=ctx.clock.now_ms(),
    )
    for command in _commands(agent, tally, limits, own=f"plugin:{ctx.name}"):
        try:
            await ctx.command(command)
        except CommandRejectedError:
            # Somebody gave their word meanwhile; its event comes, and with it the next look.
            continue
    if limits.until_ms is not None:
        await ctx.alarms.set(name, limits.until_ms)


def _commands(
    agent: str, tally: Tally, limits: Limits, *, own: str
) -> list[SetCapacity | SetSkills]:
    found: list[SetCapacity | SetSkills] = []
    if tally.slots_by in (None, own) and tally.slots_set != limits.slots:
        found.append(SetCapacity(agent=agent, slots=limits.slots or {}))
    if tally.skills_by in (None, own) and tally.skills_set != limits.skills:
        skills = tally.skills if limits.skills is None else limits.skills
        found.append(SetSkills(agent=agent, skills=skills))
    return found


def _settings(ctx: ObserverContext) -> WellbeingSettings:
    settings: WellbeingSettings = ctx.config or WellbeingSettings()
    return settings
