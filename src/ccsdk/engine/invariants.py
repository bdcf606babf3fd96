"""Invariants: what must hold between decisions, checked from the state alone.

Each breach is a line that begins with the invariant's id: R1 one owner, R2 one accepted
Offer, R3 the legs of a talk, R4 the balance of a queue, R5 every way out of an Offer frees
the Agent, R8 no Agent beyond capacity, R10 nobody offerable waits beside a free eligible
Agent, R11 a line is in order, R14 who was mentioned knows what they read, R17 who is waited
for alone knows it, and who parked something too, R24 nobody reviews what goes on, T1 every
state has a deadline or names whom it waits for, T2 every deadline concerns something.

Given the entries of a decision, only what they touch is checked: cheap enough for
production, where a breach stops the center. Not here: what only a history can show; the
tests judge that from the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccsdk.engine.capacity import has_room, is_over
from ccsdk.engine.line import place_of
from ccsdk.engine.standing import is_offerable, is_present, openings_of
from ccsdk.engine.state import Agent, Interaction, Queue, State
from ccsdk.model.agent import Presence
from ccsdk.model.entry import Entry
from ccsdk.model.interaction import InteractionState
from ccsdk.model.leg import LegParty, LegRole, LegState
from ccsdk.model.offer import OfferState

__all__ = ["breaches"]

_OWNED = (InteractionState.CONNECTING, InteractionState.ENGAGED)
# Which deadline a state cannot be without.
_DEADLINE = {
    InteractionState.CONNECTING: "connect",
    InteractionState.CLOSED: "forget",
    InteractionState.PARKED: "until",
}
# What the first id of a deadline's key names.
_CONCERNS = {"ack": "offers", "ring": "offers", "customer_grace": "customers"} | dict.fromkeys(
    ("offer_grace", "agent_grace", "leg_grace", "logout"), "agents"
)
_CONCERNS |= {"empty": "queues", "calendar": "calendars"}


def breaches(state: State, entries: Iterable[Entry] | None = None) -> list[str]:
    """Return one line per broken invariant; none is the only good answer.

    Args:
        entries: What the last decision appended; None checks the whole state.
    """
    interactions, agents, queues = _touched(state, entries)
    found: list[str] = []
    for interaction in interactions:
        found += _of_interaction(state, interaction)
    for agent in agents:
        found += _of_agent(state, agent)
    for queue in queues:
        found += _of_queue(state, queue)
    if entries is None:
        found += _of_deadlines(state)
    return found


def _touched(
    state: State, entries: Iterable[Entry] | None
) -> tuple[Iterable[Interaction], Iterable[Agent], Iterable[Queue]]:
    if entries is None:
        return state.interactions.values(), state.agents.values(), state.queues.values()
    touched: dict[str, dict[str, None]] = {"interaction": {}, "agent": {}, "queue": {}}
    for entry in entries:
        for kind, ids in touched.items():
            if name := getattr(entry.event, kind, None):
                ids[name] = None
    return (
        [state.interactions[i] for i in touched["interaction"] if i in state.interactions],
        # A Supervisor beside a talk stands in the same place as an Agent.
        [state.agents[i] for i in touched["agent"] if i in state.agents],
        [state.queues[i] for i in touched["queue"] if i in state.queues],
    )


def _of_interaction(state: State, it: Interaction) -> Iterator[str]:
    owner = state.agents.get(it.owner or "")
    wraps_up = it.state is InteractionState.WRAP_UP
    if (it.owner is not None) is not (it.state in _OWNED) and not wraps_up:
        yield f"R1 {it.id} is {it.state.value} and owned by {it.owner}"
    if owner is not None and it.id not in owner.owned and not wraps_up:
        yield f"R1 {it.id} is not among the work of its owner {it.owner}"
    for agent in it.wrap_ups:
        if it.id not in state.agents[agent].wrap_ups:
            yield f"R1 {it.id} is wrapped up by {agent}, who does not know"
    accepted = state.offers.get(it.accepted or "")
    if it.state is InteractionState.CONNECTING and not accepted:
        yield f"R2 {it.id} is owned without an accepted Offer"
    if owner and accepted and accepted.state is not OfferState.ACCEPTED:
        yield f"R2 {it.id} is owned by an Offer that is {accepted.state.value}"
    if owner and accepted and accepted.agent != it.owner:
        yield f"R2 {it.id} is owned by {it.owner}, but {accepted.agent} accepted"
    yield from _of_legs(state, it)
    for offer in it.offers:
        if not state.offers[offer].state.is_live:
            yield f"R5 {offer} has ended and is held out still"
    if it.state.is_waiting is not (it.visit is not None):
        yield f"R4 {it.id} is {it.state.value} with visit {it.visit}"
    if (it.id in state.index.waiting) is not is_offerable(state, it):
        yield f"R10 {it.id} stands in line wrongly, or not at all"
    elif (signature := state.index.stands.get(it.id)) is not None and (
        signature.pool.priority(it.excluded) is not None
    ):
        yield f"R10 {it.id} waits beside a free eligible agent"
    yield from _of_direct_line(state, it)
    for agent in it.readers:
        if it.id not in state.agents[agent].mentions:
            yield f"R14 {it.id} is read by {agent}, who does not know"
    if it.reviewers and it.state is not InteractionState.CLOSED:
        yield f"R24 {it.id} is {it.state.value} and under review"
    yield from _waits_for_something(state, it)


def _of_legs(state: State, it: Interaction) -> Iterator[str]:
    owners = [leg.who for leg in it.legs.values() if leg.role is LegRole.OWNER]
    is_talk = it.state is InteractionState.ENGAGED
    if owners != ([it.owner] if is_talk else []):
        yield f"R3 {it.id} is {it.state.value} and led by {owners}, owned by {it.owner}"
    if is_talk is not any(leg.state is not LegState.DIALING for leg in it.customer_legs()):
        yield f"R3 {it.id} is {it.state.value}, with the customer or without"
    for leg in it.legs.values():
        is_member = leg.party is LegParty.AGENT and leg.role is LegRole.MEMBER
        if is_member and it.id not in state.agents[leg.who].joined:
            yield f"R3 {it.id} has member {leg.who}, who does not know"
        if leg.state is not LegState.DIALING:
            continue
        is_customer = leg.party is LegParty.CUSTOMER
        key = ("join", it.id) if is_customer else ("dial", it.id, leg.id)
        if key not in state.deadlines.live:
            yield f"T1 {leg.id} is dialled for ever"


def _of_direct_line(state: State, it: Interaction) -> Iterator[str]:
    if it.only is not None:
        if it.id not in state.agents[it.only].direct:
            yield f"R17 {it.id} waits for {it.only}, who does not know"
        if not it.state.is_waiting:
            yield f"R17 {it.id} is {it.state.value} and waits for {it.only}"
        if ("direct", it.id) not in state.deadlines.live:
            yield f"T1 {it.id} waits for {it.only} for ever"
    is_parked = it.state is InteractionState.PARKED
    if is_parked and it.id not in state.agents[it.last_agent or ""].parked:
        yield f"R17 {it.id} was parked by {it.last_agent}, who does not know"


def _waits_for_something(state: State, it: Interaction) -> Iterator[str]:
    live = state.deadlines.live
    kind = _DEADLINE.get(it.state)
    if kind is not None and (kind, it.id) not in live:
        yield f"T1 {it.id} is {it.state.value} without {kind}"
    if it.state is InteractionState.WRAP_UP and not it.wrap_ups:
        yield f"T1 {it.id} is wrapped up by nobody"
    for agent in it.wrap_ups:
        if ("wrap_up", it.id, agent) not in live:
            yield f"T1 {agent} wraps up {it.id} for ever"
    waits = [kind for kind in ("enrichment", "self_service") if (kind, it.id) in live]
    if len(waits) != (it.state is InteractionState.RECEIVED):
        yield f"T1 {it.id} is {it.state.value} and waits for {waits}"
    if it.is_resting is not (("callback", it.id) in live):
        yield f"T1 {it.id} rests for ever, or is called back without a pause"
    if it.deferred is not None and not it.offers:
        yield f"T1 {it.id} defers a step that nothing holds up"
    if it.state is InteractionState.OFFERED and not it.offers:
        yield f"T1 {it.id} is OFFERED to nobody"
    for offer in it.offers:
        if ("ring", offer) not in live:
            yield f"T1 {offer} rings for ever"
    for agent in it.excluded:
        if ("retry_same", it.id, agent) not in live:
            yield f"T1 {agent} is passed over for ever on {it.id}"


def _of_talks(state: State, agent: Agent) -> Iterator[str]:
    for work in agent.joined:
        leg = work in state.interactions and state.interactions[work].staff_leg(agent.id)
        if not leg or leg.role is not LegRole.MEMBER:
            yield f"R3 {agent.id} keeps a slot for {work} and is no member"
    for work in agent.elevated:
        if work not in agent.owned:
            yield f"R3 {agent.id} keeps a second slot for {work} and does not own it"


def _of_agent(state: State, agent: Agent) -> Iterator[str]:
    live = state.deadlines.live
    if is_over(state, agent) and not agent.is_draining:
        yield f"R8 {agent.id} has more at hand than slots and weights allow"
    for offer in agent.offers:
        if not state.offers[offer].state.is_live or state.offers[offer].agent != agent.id:
            yield f"R5 {agent.id} keeps a slot for {offer}"
    for work in agent.owned:
        if work not in state.interactions or state.interactions[work].owner != agent.id:
            yield f"R1 {agent.id} keeps a slot for {work} and does not own it"
    yield from _of_talks(state, agent)
    for work in agent.wrap_ups:
        if work not in state.interactions or agent.id not in state.interactions[work].wrap_ups:
            yield f"R1 {agent.id} keeps a slot for {work} and does not wrap it up"
    for work in agent.direct:
        if work not in state.interactions or state.interactions[work].only != agent.id:
            yield f"R17 {work} does not wait for {agent.id}"
    for work in agent.parked:
        known = state.interactions.get(work)
        if known is None or known.state is not InteractionState.PARKED:
            yield f"R17 {work} is not parked by {agent.id}"
    for work in agent.mentions:
        if work not in state.interactions or agent.id not in state.interactions[work].readers:
            yield f"R14 {agent.id} reads {work} and was not mentioned there"
    for signature, _, _ in openings_of(state, agent):
        stands, room = agent.id in signature.pool.current, has_room(state, agent, signature.channel)
        if stands is not (is_present(agent) and room and signature.admits(agent.id)):
            yield f"R9 {agent.id} stands in the pools wrongly, or not at all"
    if agent.presence is Presence.LOGGED_OUT and (any(agent.taken) or agent.is_lost):
        yield f"R9 {agent.id} is LOGGED_OUT with work at hand"
    if not agent.is_lost:
        return
    if ("agent_grace", agent.id) not in live and ("logout", agent.id) not in live:
        yield f"T1 {agent.id} is lost for ever"
    if agent.is_engaged and ("leg_grace", agent.id) not in live:
        yield f"T1 work of {agent.id} is lost for ever"


def _of_queue(state: State, queue: Queue) -> Iterator[str]:
    name, waiting = queue.definition.queue, len(queue.waiting)
    if queue.offered != queue.answered + queue.abandoned + queue.flowed_out + waiting:
        yield (
            f"R4 {name}: offered {queue.offered}, answered {queue.answered}, "
            f"abandoned {queue.abandoned}, flowed out {queue.flowed_out}, waiting {waiting}"
        )
    if queue.line != sorted(place_of(state.interactions[i]) for i in queue.waiting):
        yield f"R11 {name} keeps its line in another order"


def _of_deadlines(state: State) -> Iterator[str]:
    for key in state.deadlines.live:
        if key[1] not in getattr(state, _CONCERNS.get(key[0], "interactions")):
            yield f"T2 {'/'.join(key)} concerns nothing"
    for customer in state.customers.values():
        lost = customer.left_at_ms is not None
        if lost is not (("customer_grace", customer.id) in state.deadlines.live):
            yield f"T1 {customer.id} is lost for ever, or is let go while there"
