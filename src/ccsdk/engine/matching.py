"""Matching: the oldest waiting Interaction goes to the Agent who is idle longest.

Rule. Among all Interactions in line that have a free eligible Agent, the one with the
smallest key (tier, order_from_ms, id) is offered first, whatever its queue: to the best
Agent of its queue's pool, or under `broadcast` to the k best at once. Repeat until none
is left. Eligible = free, member of the queue, every skill, not excluded for a while.

Theory of operation. Between decisions no such pair exists. So a pair that exists now
involves an Interaction that came into line in this decision (`fresh`) or an Agent who
gained room in it (`freed`), and the smallest key of all pairs is the smallest among the
fresh Interactions and, for each freed Agent, the oldest they may have. A heap of these
yields the very order of a full scan, in O(changed x queues served x log n).

An Interaction whose last Offer ended and whom nobody else can have goes back to QUEUED
by an event of its own; its place never changed.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from ccsdk.engine.index import Place
from ccsdk.engine.standing import chosen, direct_line
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.event import InteractionRequeued, OfferMade
from ccsdk.model.interaction import InteractionState
from ccsdk.model.queue import Strategy

__all__ = ["match"]

# A place, and the Agent on whose behalf it is looked at; "" for a fresh Interaction.
Candidate = tuple[Place, str]


def match(step: Step, *, cause: str = "offers_ended") -> None:
    """Make every Offer that is due now; say `cause` of those who go back to their place."""
    index = step.state.index
    if index.fresh or index.freed:
        _offer_all(step, _candidates(step.state))
        index.fresh.clear()
        index.freed.clear()
    if index.bare:
        for interaction_id in list(index.bare):
            _return_to_place(step, step.state.interactions[interaction_id], cause)
        index.bare.clear()


def _candidates(state: State) -> list[Candidate]:
    index = state.index
    found: list[Candidate] = [
        (index.waiting[interaction], "")
        for interaction in index.fresh
        if interaction in index.waiting
    ]
    for agent in index.freed:
        if place := _oldest_for(state, agent):
            found.append((place, agent))
    heapify(found)
    return found


def _offer_all(step: Step, candidates: list[Candidate]) -> None:
    state, index = step.state, step.state.index
    while candidates:
        place, agent = heappop(candidates)
        if index.waiting.get(place[2]) is place:
            _offer(step, state.interactions[place[2]])
        if agent and (other := _oldest_for(state, agent)):
            heappush(candidates, (other, agent))


def _oldest_for(state: State, agent: str) -> Place | None:
    """Return the oldest place in line that a free Agent may have, over all their queues."""
    index = state.index
    if agent not in index.free:
        return None

    def is_barred(interaction: str) -> bool:
        return agent in state.interactions[interaction].excluded

    best = None
    for line in (*index.serves[agent], direct_line(agent)):
        place = index.oldest(line, is_barred)
        if place is not None and (best is None or place < best):
            best = place
    return best


def _offer(step: Step, interaction: Interaction) -> None:
    definition = step.state.queues[interaction.queue].definition
    count = definition.broadcast if definition.strategy is Strategy.BROADCAST else 1
    at_ms = step.at_ms
    for agent in chosen(step.state, interaction, count):
        step.emit(
            OfferMade(
                interaction=interaction.id,
                customer=interaction.customer,
                channel=interaction.channel,
                queue=interaction.queue,
                offer=f"{interaction.id}-o{interaction.offers_made + 1}",
                agent=agent,
                ack_due_at_ms=at_ms + definition.ack_ms,
                expires_at_ms=at_ms + definition.ring_ms,
            )
        )


def _return_to_place(step: Step, interaction: Interaction, cause: str) -> None:
    if interaction.state is not InteractionState.OFFERED or interaction.offers:
        return
    assert interaction.visit is not None, f"{interaction.id} waits in a visit"
    step.emit(
        InteractionRequeued(
            interaction=interaction.id,
            customer=interaction.customer,
            channel=interaction.channel,
            queue=interaction.queue,
            cause=cause,
            visit=interaction.visit,
            tier=interaction.tier,
        )
    )
