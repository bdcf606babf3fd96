"""Receipts: why an Offer is made, written down from what the index has at hand.

Nothing is scanned: the counts are kept with the signatures, who comes next and who stands
first in the queue are the tops of heaps. `ccsdk.engine.explaining` finds the same by scans,
and tests compare the two for every Offer.
"""

from __future__ import annotations

from collections.abc import Mapping

from ccsdk.engine.capacity import used_of
from ccsdk.engine.choosing import NO_SCORES, Selection
from ccsdk.engine.index import Signature
from ccsdk.engine.line import Place
from ccsdk.engine.pool import Entry
from ccsdk.engine.standing import entry_of, points_of
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.strategy import SCORING, unranked
from ccsdk.model.queue import Strategy
from ccsdk.model.receipt import Candidate, OfferReceipt, Reason

__all__ = ["receipt_of_pick", "receipts_of"]

# Looked up for every Offer: an attribute of an Enum is dear.
_ROUND_ROBIN = Strategy.ROUND_ROBIN


def receipts_of(state: State, interaction: Interaction, selection: Selection) -> list[OfferReceipt]:
    """Return the receipts of the Offers that a selection leads to, before any is made."""
    index, next_one, scores = state.index, selection.next_one, selection.scores
    signature, place = index.stands[interaction.id], index.waiting[interaction.id]
    is_direct, current = interaction.only is not None, signature.pool.current
    skilled = ready = 1
    if not is_direct:
        skilled, ready = index.skilled(interaction.queue, signature), signature.ready
    free = len(current)
    for agent in interaction.excluded:
        free -= agent in current
    is_drawn = signature.strategy is Strategy.WEIGHTED_RANDOM
    loser = next_one and _candidate(state, interaction, signature, next_one, scores)
    ahead = None if is_direct else _ahead(state, interaction, place)
    return [
        OfferReceipt(
            reason=Reason.DIRECT if is_direct else Reason.MATCHED,
            policy=state.policy,
            position=state.position,
            skilled=skilled,
            ready=ready,
            free=free,
            winner=_candidate(state, interaction, signature, entry, scores),
            loser=loser,
            tier=place[0],
            order_ms=place[1],
            ahead=ahead,
            seed=interaction.seed if is_drawn else None,
            chosen_by=selection.by,
        )
        for entry in selection.entries
    ]


def receipt_of_pick(state: State, interaction: Interaction, agent: Agent) -> OfferReceipt:
    """Return the receipt of an Offer that an Agent picks: nobody is chosen among others."""
    index = state.index
    signature, place = index.stands[interaction.id], index.waiting[interaction.id]
    priority = agent.memberships[interaction.queue].priority
    opening = (signature, priority, points_of(signature, agent))
    entry = entry_of(state, agent, opening, used_of(state, agent))
    return OfferReceipt(
        reason=Reason.PICKED,
        policy=state.policy,
        position=state.position,
        winner=_candidate(state, interaction, signature, entry, NO_SCORES),
        tier=place[0],
        order_ms=place[1],
        ahead=_ahead(state, interaction, place),
    )


def _ahead(state: State, interaction: Interaction, place: Place) -> str | None:
    """Return who stands first in the queue, if that is somebody else."""
    first = state.index.first(interaction.queue)
    return first[2] if first is not None and first < place else None


def _candidate(
    state: State,
    interaction: Interaction,
    signature: Signature,
    entry: Entry,
    scores: Mapping[str, dict[str, int]],
) -> Candidate:
    priority, rank, idle_from_ms, agent = entry
    strategy, score = signature.strategy, 0
    if strategy is _ROUND_ROBIN:
        turn = state.index.turns[interaction.queue]
        rank, idle_from_ms = turn.lap_of(agent) - turn.lap, state.agents[agent].idle_from_ms
    elif strategy in SCORING:
        score, rank = unranked(strategy, rank)
    return Candidate(
        agent=agent,
        priority=priority,
        score=score,
        rank=rank,
        idle_from_ms=idle_from_ms,
        scores=(scores.get(agent) or None) if scores else None,
    )
