"""The tally of one agent: what the log says of them, as far as it matters here.

Kept by ids alone: of the agent, and while they talk of the Interaction. What a talk was about,
with whom and what was said never comes here.
"""

from __future__ import annotations

import attrs

from ccsdk.model import event as events
from ccsdk.model.event import Event
from ccsdk_wellbeing.settings import HeavySettings

__all__ = ["Talk", "Tally", "agents_of", "take"]


@attrs.frozen(kw_only=True)
class Talk:
    """Hold out of which queue a talk came, and since when the agent leads it."""

    queue: str
    since_ms: int


@attrs.define(kw_only=True)
class Tally:
    """Hold what an agent is defined with, what was set since, and their last talks.

    `slots_set` and `skills_set` are what counts instead of the definition, None if nothing does,
    and `slots_by` and `skills_by` whose word that is. `heavy` counts heavy talks in a row, `light`
    light ones since rest began; they rest until `rest_until_ms`.
    """

    slots: dict[str, int] = attrs.field(factory=dict)
    skills: dict[str, int] = attrs.field(factory=dict)
    slots_set: dict[str, int] | None = None
    slots_by: str | None = None
    skills_set: dict[str, int] | None = None
    skills_by: str | None = None
    talks: dict[str, Talk] = attrs.field(factory=dict)
    heavy: int = 0
    light: int = 0
    rest_until_ms: int = 0


def agents_of(event: Event) -> list[str]:
    """Return whose tally an event changes."""
    named = [getattr(event, "agent", None)]
    if isinstance(event, events.OwnerChanged):
        named.append(event.former)
    return [agent for agent in named if agent is not None]


def take(tally: Tally, agent: str, event: Event, at_ms: int, heavy: HeavySettings | None) -> None:
    """Take an event into the tally of an agent whom it names."""
    match event:
        case events.AgentDefined():
            tally.slots, tally.skills = event.slots, event.skills
            tally.slots_set = tally.slots_by = tally.skills_set = tally.skills_by = None
        case events.CapacitySet():
            is_set = bool(event.slots)
            tally.slots_set = event.slots if is_set else None
            tally.slots_by = event.by if is_set else None
        case events.SkillsSet():
            is_set = event.skills != tally.skills
            tally.skills_set = event.skills if is_set else None
            tally.skills_by = event.by if is_set else None
        case events.InteractionAnswered() | events.OwnerChanged() if event.agent == agent:
            talk = Talk(queue=event.queue or "", since_ms=at_ms)
            tally.talks = {**tally.talks, event.interaction: talk}
        case events.InteractionEnded() | events.OwnerChanged():
            _end(tally, event.interaction, at_ms, heavy)
        case (
            events.InteractionParked()
            | events.InteractionRequeued()
            | events.InteractionTransferred()
        ):
            _end(tally, event.interaction, at_ms, heavy)


def _end(tally: Tally, interaction: str, at_ms: int, heavy: HeavySettings | None) -> None:
    """Count a talk that is over; what ended before it was answered is none."""
    talk = tally.talks.pop(interaction, None)
    if talk is None or heavy is None:
        return
    limit_ms = heavy.longer_than_ms
    is_long = limit_ms is not None and at_ms - talk.since_ms >= limit_ms
    if not is_long and talk.queue not in heavy.queues:
        tally.heavy, tally.light = 0, tally.light + 1
        if heavy.light is not None and tally.light >= heavy.light:
            tally.rest_until_ms = 0
        return
    tally.heavy += 1
    if tally.heavy >= heavy.in_a_row:
        tally.heavy = tally.light = 0
        tally.rest_until_ms = at_ms + heavy.rest_ms
