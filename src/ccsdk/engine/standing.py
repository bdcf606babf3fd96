"""Standing: who waits for what, and who is free for it, kept in the index.

`evolve` calls these after every change of what they look at, so that the index always
equals what a scan of the state would find. An Interaction is offerable if it stands in
its queue without a live Offer and its Customer has not left; an Agent is free for it if
they are READY, not lost, and have room for its channel. A callback needs nobody on the
line, nor does an asynchronous channel; a callback that reached nobody rests, and who is
about to move stands in no line.
"""

from __future__ import annotations

from types import MappingProxyType

from ccsdk.engine.capacity import kind_of, load_of, used_of, why_no_room
from ccsdk.engine.index import DIRECT, Key, Opening, Signature
from ccsdk.engine.line import place_of
from ccsdk.engine.pool import Entry
from ccsdk.engine.state import Agent, Interaction, State
from ccsdk.engine.strategy import SCORING, pool_for, rank, score
from ccsdk.model.agent import Presence
from ccsdk.model.interaction import ASYNC_CHANNELS, InteractionState, VisitKind
from ccsdk.model.pure import WorkKind
from ccsdk.model.queue import Strategy

__all__ = [
    "entry_of",
    "is_offerable",
    "is_present",
    "openings_of",
    "points_of",
    "refresh_requirements",
    "settle_agent",
    "settle_interaction",
    "take_in",
    "withdraw_agent",
    "work_kind_of",
]


def is_offerable(state: State, interaction: Interaction) -> bool:
    """Return whether an Interaction may be offered now."""
    stands = interaction.state
    if stands is not InteractionState.QUEUED and stands is not InteractionState.OFFERED:
        return False
    if interaction.offers or interaction.is_resting or interaction.deferred is not None:
        return False
    if interaction.visit_kind is VisitKind.CALLBACK or interaction.channel in ASYNC_CHANNELS:
        return True
    return state.customers[interaction.customer].left_at_ms is None


def is_present(agent: Agent) -> bool:
    """Return whether an Agent may be offered something at all."""
    return agent.presence is Presence.READY and not agent.is_lost


def settle_interaction(state: State, interaction: Interaction) -> None:
    """Put an Interaction into its line, or take it out."""
    if is_offerable(state, interaction):
        at_most = len(state.queues[interaction.queue].waiting)
        signature = _signature_of(state, interaction)
        state.index.line_up(signature, place_of(interaction), at_most=at_most)
    else:
        state.index.step_out(interaction.id)


def settle_agent(state: State, agent: Agent) -> None:
    """Put an Agent into the pools of what they may have and have room for."""
    if not is_present(agent):
        withdraw_agent(state, agent)
        return
    if agent.id not in state.index.present:
        _count(state, agent, 1)
    used, kind, has_room = used_of(state, agent), "", False
    for opening in openings_of(state, agent):
        signature = opening[0]
        if signature.channel != kind:
            kind = signature.channel
            has_room = why_no_room(state, agent, used, kind) is None
        if not has_room:
            signature.drop(agent.id)
        elif signature.kind is not None and not signature.admits(agent.id):
            _wonder(state, signature, agent)
        elif signature.pool.put(entry_of(state, agent, opening, used)):
            state.index.freed[agent.id] = None


def withdraw_agent(state: State, agent: Agent) -> None:
    """Take an Agent out of every pool."""
    if agent.id in state.index.present:
        _count(state, agent, -1)
    for signature, _, _ in openings_of(state, agent):
        signature.drop(agent.id)


def _wonder(state: State, signature: Signature, agent: Agent) -> None:
    """Let the queue's rules be asked about an Agent, unless they have refused them."""
    if agent.id not in signature.refused:
        state.index.wonder(signature, agent.id)
        state.index.freed[agent.id] = None


def _count(state: State, agent: Agent, by: int) -> None:
    """Count an Agent as READY for whatever suits them, or not any more."""
    if by > 0:
        state.index.present[agent.id] = None
    else:
        del state.index.present[agent.id]
    for signature, _, _ in openings_of(state, agent):
        signature.ready += by


def openings_of(state: State, agent: Agent) -> list[Opening]:
    """Return what is offered that the Agent may have, whether they are free or not."""
    index = state.index
    known = index.openings.get(agent.id)
    if known is not None and known[0] == index.generation:
        return known[1]
    found: list[Opening] = [(each, DIRECT, 0) for each in index.direct.get(agent.id, {}).values()]
    for membership in agent.memberships.values():
        for each in index.signatures[membership.queue].values():
            if each.is_push and each.suits(membership, agent.skills):
                found.append((each, membership.priority, points_of(each, agent)))
    index.openings[agent.id] = (index.generation, found)
    return found


def refresh_requirements(state: State, interaction: Interaction) -> None:
    """Take the requirements of the queue and its own anew, less what was relaxed.

    Call it when one of these changed. The Interaction is not put into its new line:
    `settle_interaction` follows.
    """
    current = (*state.queues[interaction.queue].definition.requires, *interaction.requires)
    for operation in interaction.relaxed:
        current = tuple(operation.relaxed(each) for each in current)
    interaction.requirements = current


def points_of(signature: Signature, agent: Agent) -> int:
    """Return an Agent's score for this work, 0 where the strategy does not look at skills."""
    return score(signature.requirements, agent.skills) if signature.strategy in SCORING else 0


def entry_of(state: State, agent: Agent, opening: Opening, used: dict[str, int]) -> Entry:
    """Return how an Agent stands among those who might fill an opening."""
    signature, priority, points = opening
    strategy, count = signature.strategy, sum(used.values()) if used else 0
    if strategy is not Strategy.LONGEST_IDLE:
        load = load_of(state, used) if strategy is Strategy.LEAST_LOADED else 0
        count = rank(strategy, score=points, used=count, load=load)
    return (priority, count, agent.idle_from_ms, agent.id)


def _signature_of(state: State, interaction: Interaction) -> Signature:
    index, kind = state.index, kind_of(state, interaction.channel)
    if interaction.only is not None:
        known = index.direct.setdefault(interaction.only, {})
        key: Key = (kind, (), 0, "")
        if key not in known:
            ready = int(interaction.only in index.present)
            index.add(known, key, Signature(channel=kind, ready=ready))
            settle_agent(state, state.agents[interaction.only])
        return known[key]
    known = index.signatures[interaction.queue]
    work_kind, facts = work_kind_of(state, interaction), ""
    if work_kind is not None:
        facts = repr((work_kind.service_class, work_kind.attributes))
    key = (kind, interaction.requirements, interaction.age_ms, facts)
    found = known.get(key)
    if found is None:
        found = _new_signature(state, interaction, kind)
        found.kind = work_kind
        index.add(known, key, found)
        if found.is_push:
            _fill(state, interaction.queue, found)
    return found


def _fill(state: State, queue: str, signature: Signature) -> None:
    """Put into a new pool whom it suits and who is free; nobody gained room by it."""
    suited = state.index.skillset.suited(queue, signature.age_ms, signature.requirements)
    for agent in map(state.agents.__getitem__, suited):
        signature.ready += agent.id in state.index.present
        take_in(state, queue, signature, agent)


def take_in(state: State, queue: str, signature: Signature, agent: Agent) -> None:
    """Put a member of the queue into a pool of it, if they are free and no rule is to be asked."""
    used = used_of(state, agent)
    if not is_present(agent) or why_no_room(state, agent, used, signature.channel) is not None:
        return
    if signature.kind is not None and agent.id not in signature.refused:
        state.index.wonder(signature, agent.id)
    elif signature.admits(agent.id):
        opening = (signature, agent.memberships[queue].priority, points_of(signature, agent))
        signature.pool.put(entry_of(state, agent, opening, used))


def work_kind_of(state: State, interaction: Interaction) -> WorkKind | None:
    """Return what the rules of eligibility of its queue see, None if it has none."""
    rules = state.queues[interaction.queue].definition.eligibility
    if not rules or interaction.only is not None:
        return None
    attributes = interaction.attributes
    read = sorted({name for rule in rules for name in rule.attributes if name in attributes})
    return WorkKind(
        queue=interaction.queue,
        channel=kind_of(state, interaction.channel),
        service_class=interaction.service_class,
        attributes=MappingProxyType({name: attributes[name] for name in read}),
    )


def _new_signature(state: State, interaction: Interaction, kind: str) -> Signature:
    index, queue = state.index, state.queues[interaction.queue].definition
    return Signature(
        channel=kind,
        requirements=interaction.requirements,
        age_ms=interaction.age_ms,
        strategy=queue.strategy,
        is_push=queue.mode.is_push,
        pool=pool_for(queue.strategy, index.turns[interaction.queue], index.skillset.ordinals),
    )
