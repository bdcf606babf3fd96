"""Matching: what waits goes to who is free for it, the first by one order.

Rule. Of all pairs of an offerable Interaction and a free eligible Agent, those with the
lowest membership priority come first, among them the Interaction with the smallest key,
whatever its queue. It is offered to those of its Agents with that priority whom the
queue's strategy chooses, or plugins among its best (`ccsdk.engine.choosing`): to one, or
under `broadcast` to several at once. Repeat until no pair is left. So no Agent gets work
while other work precedes it for them. What is for one Agent alone precedes all their
queues. Queues of mode `pull` wait to be picked from.

Theory of operation. Between decisions no such pair exists. So a pair that exists now
involves an Interaction that came into line in this decision (`fresh`) or an Agent who
gained room in it (`freed`), and the first of all pairs is the first among those of the
fresh Interactions and of the freed Agents. A heap of these yields the very order of a full
scan, in O(changed x signatures served x log n). An Offer only ever takes pairs away; what
was found before the last one is looked up anew when it surfaces.

An Interaction whose last Offer ended and whom nobody else can have goes back to QUEUED
by an event of its own; its place never changed.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush

from ccsdk.engine.choosing import next_offer, select
from ccsdk.engine.line import Place
from ccsdk.engine.receipt import receipts_of
from ccsdk.engine.refusing import ask_rules
from ccsdk.engine.standing import openings_of
from ccsdk.engine.state import Interaction, State
from ccsdk.engine.step import Step
from ccsdk.model.event import InteractionRequeued, OfferMade
from ccsdk.model.interaction import InteractionState
from ccsdk.model.receipt import OfferReceipt

__all__ = ["match", "offer_to"]

# Membership priority and place of the first pair of an Agent, or of a fresh Interaction.
Pair = tuple[int, Place]
# A pair, the Agent on whose behalf it was found ("" for a fresh Interaction), and how many
# Offers had been made when it was found.
Candidate = tuple[Pair, str, int]


def match(step: Step, *, cause: str = "offers_ended") -> None:
    """Make every Offer that is due now; say `cause` of those who go back to their place."""
    index = step.state.index
    if index.asking:
        ask_rules(step)
    if index.fresh or index.freed:
        _offer_all(step, _candidates(step.state))
        index.fresh.clear()
        index.freed.clear()
    if index.bare:
        for interaction_id in list(index.bare):
            _return_to_place(step, step.state.interactions[interaction_id], cause)
        index.bare.clear()


def offer_to(
    step: Step, interaction: Interaction, agent: str, receipt: OfferReceipt | None = None
) -> str:
    """Hold an Interaction out to an Agent; return the Offer's id."""
    definition = step.state.queues[interaction.queue].definition
    offer = next_offer(interaction)
    step.emit(
        OfferMade(
            interaction=interaction.id,
            customer=interaction.customer,
            channel=interaction.channel,
            queue=interaction.queue,
            offer=offer,
            agent=agent,
            ack_due_at_ms=step.at_ms + definition.ack_ms,
            expires_at_ms=step.at_ms + definition.ring_ms,
            receipt=receipt,
        )
    )
    return offer


def _candidates(state: State) -> list[Candidate]:
    index = state.index
    found: list[Candidate] = []
    for interaction in index.fresh:
        if interaction in index.waiting and (pair := _first_of_interaction(state, interaction)):
            found.append((pair, "", 0))
    for agent in index.freed:
        if pair := _first_of_agent(state, agent):
            found.append((pair, agent, 0))
    heapify(found)
    return found


def _offer_all(step: Step, candidates: list[Candidate]) -> None:
    state, made = step.state, 0
    while candidates:
        found, agent, at = heappop(candidates)
        interaction = found[1][2]
        if at == made:
            _offer(step, state.interactions[interaction])
            made += 1
        pair = _first_of_agent(state, agent) if agent else _first_of_interaction(state, interaction)
        if pair is not None:
            heappush(candidates, (pair, agent, made))


def _first_of_interaction(state: State, interaction: str) -> Pair | None:
    """Return the first pair of an Interaction, if it stands in line and anybody is free."""
    place = state.index.waiting.get(interaction)
    if place is None:
        return None
    pool = state.index.stands[interaction].pool
    priority = pool.priority(state.interactions[interaction].excluded)
    return None if priority is None else (priority, place)


def _first_of_agent(state: State, agent: str) -> Pair | None:
    """Return the first pair of an Agent over all that they are free for."""
    index, interactions = state.index, state.interactions

    def is_barred(interaction: str) -> bool:
        return agent in interactions[interaction].excluded

    best: Pair | None = None
    for signature, priority, _ in openings_of(state, state.agents[agent]):
        if (best is None or priority <= best[0]) and agent in signature.pool.current:
            place = index.oldest(signature.line, is_barred)
            if place is not None and (best is None or (priority, place) < best):
                best = (priority, place)
    return best


def _offer(step: Step, interaction: Interaction) -> None:
    selection = select(step, interaction)
    for receipt in receipts_of(step.state, interaction, selection):
        offer_to(step, interaction, receipt.winner.agent, receipt)


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
