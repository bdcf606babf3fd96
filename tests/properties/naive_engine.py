"""A naive twin of the engine: the same rules, found by scanning everybody each time.

It shares the handlers of commands and deadlines, and replaces what is clever: the index,
the heap of candidates and the heap of deadlines. The indexed engine must decide the same,
entry by entry.
"""

from __future__ import annotations

from ccsdk.engine.engine import DEADLINES, DECIDE, Decision
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.agent import Presence
from ccsdk.model.command import Command, ResumeCenter
from ccsdk.model.entry import Entry
from ccsdk.model.event import InteractionRequeued, OfferMade
from ccsdk.model.interaction import InteractionState
from ccsdk.model.principal import Principal
from ccsdk.model.queue import Strategy

__all__ = ["naive_advance", "naive_decide", "naive_match"]


def naive_advance(state: State, now_ms: int) -> list[Entry]:
    """Fire what was due before `now_ms`, looking through all deadlines for each."""
    entries: list[Entry] = []
    while due := [d for d in state.deadlines.live.values() if d[0] < now_ms]:
        due_ms, _, key = min(due)
        step = Step(state, max(due_ms, state.now_ms), None, entries)
        DEADLINES[key[0]](step, *key[1:])
        naive_match(step, "offers_ended")
    return entries


def naive_decide(
    state: State, command: Command, *, by: Principal, now_ms: int, key: str | None
) -> Decision:
    """Decide as the engine does, matching by scans."""
    step = Step(state, max(now_ms, state.now_ms), key)
    answer = DECIDE[type(command)](step, command, by)
    naive_match(step, "restart" if isinstance(command, ResumeCenter) else "offers_ended")
    return Decision(entries=step.entries, answer=answer)


def naive_match(step: Step, cause: str) -> None:
    """Offer what can be offered, the oldest first, each to whoever is idle longest."""
    state = step.state
    for interaction in sorted(filter(stands, state.interactions.values()), key=order):
        if state.customers[interaction.customer].left_at_ms is None:
            offer(step, interaction)
    for interaction in list(state.index.bare):
        return_to_place(step, state.interactions[interaction], cause)
    for changed in (state.index.fresh, state.index.freed, state.index.bare):
        changed.clear()


def stands(interaction: Interaction) -> bool:
    """Say whether an Interaction stands in line with no live Offer."""
    waits = interaction.state in (InteractionState.QUEUED, InteractionState.OFFERED)
    return waits and not interaction.offers


def order(interaction: Interaction) -> tuple[int, int, str]:
    """Return the one key."""
    return (interaction.tier, interaction.order_from_ms, interaction.id)


def offer(step: Step, interaction: Interaction) -> None:
    """Look through all agents for the best of those who may have it."""
    definition = step.state.queues[interaction.queue].definition
    required = set(definition.skills)

    def may_have(agent: Agent) -> bool:
        is_member = interaction.queue in agent.queues and required <= set(agent.skills)
        return (
            agent.presence is Presence.READY
            and not agent.is_lost
            and (is_member if interaction.only is None else agent.id == interaction.only)
            and agent.id not in interaction.excluded
            and agent.used < agent.chat_slots
        )

    able = sorted(
        filter(may_have, step.state.agents.values()), key=lambda a: (a.used, a.idle_from_ms, a.id)
    )
    count = definition.broadcast if definition.strategy is Strategy.BROADCAST else 1
    for agent in able[:count]:
        step.emit(
            OfferMade(
                interaction=interaction.id,
                customer=interaction.customer,
                channel=interaction.channel,
                queue=interaction.queue,
                offer=f"{interaction.id}-o{interaction.offers_made + 1}",
                agent=agent.id,
                ack_due_at_ms=step.at_ms + definition.ack_ms,
                expires_at_ms=step.at_ms + definition.ring_ms,
            )
        )


def return_to_place(step: Step, interaction: Interaction, cause: str) -> None:
    """Put back what is held out to nobody."""
    if interaction.state is InteractionState.OFFERED and not interaction.offers:
        step.emit(
            InteractionRequeued(
                interaction=interaction.id,
                customer=interaction.customer,
                channel=interaction.channel,
                queue=interaction.queue,
                cause=cause,
                visit=interaction.visit or "",
                tier=interaction.tier,
            )
        )
