"""What events do to an Offer, to the slot it takes and to the Agent's strikes."""

from __future__ import annotations

from ccsdk.engine.evolving.interaction import exclude, forgive, step, strike
from ccsdk.engine.evolving.leg import make_leg
from ccsdk.engine.evolving.slot import free_slot
from ccsdk.engine.standing import settle_agent, settle_interaction
from ccsdk.engine.state import Leg, Offer, State
from ccsdk.engine.transitions import OFFER
from ccsdk.model.event import (
    Event,
    LegStarted,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferShown,
    OfferWithdrawn,
    ParticipantInvited,
)
from ccsdk.model.interaction import InteractionState
from ccsdk.model.leg import LegParty, LegState
from ccsdk.model.offer import WithdrawReason

__all__ = [
    "accepted",
    "declined",
    "expired",
    "invited",
    "leg_started",
    "made",
    "shown",
    "withdrawn",
]


def made(state: State, event: OfferMade, at_ms: int) -> None:
    """Take the Interaction out of line and hold it out."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    state.index.step_out(event.interaction)
    state.queues[interaction.queue].turn = event.agent
    state.index.turns[interaction.queue].pass_to(event.agent)
    _hold_out(state, event, at_ms)


def invited(state: State, event: ParticipantInvited, at_ms: int) -> None:
    """Hold a running talk out to one more Agent."""
    _hold_out(state, event, at_ms)


def _hold_out(state: State, event: OfferMade | ParticipantInvited, at_ms: int) -> None:
    """Make the Offer, reserve the slot and start both of its deadlines."""
    interaction = state.interactions[event.interaction]
    state.offers[event.offer] = Offer(
        id=event.offer,
        interaction=event.interaction,
        agent=event.agent,
        made_at_ms=at_ms,
        expires_at_ms=event.expires_at_ms,
        is_invitation=isinstance(event, ParticipantInvited),
    )
    interaction.offers[event.offer] = None
    interaction.offers_made += 1
    agent = state.agents[event.agent]
    agent.offers[event.offer] = interaction.channel
    state.deadlines.arm(("ack", event.offer), event.ack_due_at_ms)
    state.deadlines.arm(("ring", event.offer), event.expires_at_ms)
    settle_agent(state, agent)


def shown(state: State, event: OfferShown, at_ms: int) -> None:
    """Note that the Agent has it in front of them."""
    _step(state.offers[event.offer], event)
    state.deadlines.cancel(("ack", event.offer))


def accepted(state: State, event: OfferAccepted, at_ms: int) -> None:
    """Turn the Offer's slot into the owner's."""
    interaction = state.interactions[event.interaction]
    step(interaction, event)
    agent = state.agents[event.agent]
    forgive(agent, at_ms)
    agent.owned[interaction.id] = interaction.channel
    _end(state, event, at_ms, reason=None)
    interaction.owner = event.agent
    interaction.accepted = event.offer
    interaction.deferred = None
    state.deadlines.arm(("connect", interaction.id), event.connect_due_at_ms)


def leg_started(state: State, event: LegStarted, at_ms: int) -> None:
    """Let somebody else take part; an invitation's slot becomes the member's."""
    interaction = state.interactions[event.interaction]
    is_dialing = event.connect_due_at_ms is not None
    leg = Leg(
        id=event.leg,
        party=event.party,
        role=event.role,
        who=event.agent,
        channel=interaction.channel,
        state=LegState.DIALING if is_dialing else LegState.CONNECTED,
        connected_at_ms=0 if is_dialing else at_ms,
    )
    make_leg(interaction, leg)
    if event.connect_due_at_ms is not None:
        state.deadlines.arm(("dial", interaction.id, leg.id), event.connect_due_at_ms)
    if event.party is LegParty.AGENT:
        agent = state.agents[event.agent]
        agent.joined[interaction.id] = interaction.channel
        settle_agent(state, agent)
    if event.offer is not None:
        forgive(state.agents[event.agent], at_ms)
        _end(state, event, at_ms, reason=None)


def declined(state: State, event: OfferDeclined, at_ms: int) -> None:
    """Free the slot and pass the Agent over for a while."""
    _end(state, event, at_ms, reason=event.reason)
    _exclude(state, event, event.excluded_until_ms)


def expired(state: State, event: OfferExpired, at_ms: int) -> None:
    """Free the slot, count the strike and pass the Agent over for a while."""
    strike(state.agents[event.agent], event.strikes, at_ms)
    _end(state, event, at_ms, reason=None)
    _exclude(state, event, event.excluded_until_ms)


def withdrawn(state: State, event: OfferWithdrawn, at_ms: int) -> None:
    """Free the slot; only an unreachable Agent gets a strike and is passed over."""
    if event.reason is WithdrawReason.UNREACHABLE:
        strike(state.agents[event.agent], event.strikes, at_ms)
    _end(state, event, at_ms, reason=event.reason.value)
    state.offers[event.offer].by = event.by
    _exclude(state, event, event.excluded_until_ms)


_Ending = OfferDeclined | OfferExpired | OfferWithdrawn


def _step(offer: Offer, event: Event) -> None:
    sources, target = OFFER[type(event)]
    assert offer.state in sources, (
        f"{type(event).__name__} cannot follow {offer.state.value} of {offer.id}"
    )
    offer.state = target


def _end(
    state: State,
    event: _Ending | OfferAccepted | LegStarted,
    at_ms: int,
    *,
    reason: str | None,
) -> None:
    assert event.offer is not None, "an Offer ends"
    offer = state.offers[event.offer]
    _step(offer, event)
    offer.reason = reason
    offer.ended_at_ms = at_ms
    state.deadlines.cancel(("ack", offer.id))
    state.deadlines.cancel(("ring", offer.id))
    interaction = state.interactions[offer.interaction]
    del interaction.offers[offer.id]
    agent = state.agents[offer.agent]
    del agent.offers[offer.id]
    if not agent.offers:
        state.deadlines.cancel(("offer_grace", agent.id))
    free_slot(state, agent)
    if interaction.state is InteractionState.OFFERED and not interaction.offers:
        state.index.bare[interaction.id] = None
        settle_interaction(state, interaction)


def _exclude(state: State, event: _Ending, until_ms: int | None) -> None:
    exclude(state, state.interactions[event.interaction], event.agent, until_ms)
